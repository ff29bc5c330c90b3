// Reading pasted lines or a CSV file as roles to create. Pure: text in, cells out; RFC 4180 with the liberties people take
// (tabs or semicolons, a BOM, any line end, empty lines). Hides quotes and separators.

/** One record of the text. */
export type Line = {
  /** Number of its first line in the text, from 1. */
  line: number
  cells: string[]
  /** A quote was opened and never closed. */
  open?: true
}

const separators = ['\t', ';', ','] as const

/** The separator that stands in the first record outside of quotes; of several the tab, then the semicolon. */
function separatorOf(text: string): string {
  const found = new Set<string>()
  let quoted = false
  let start = true
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    if (quoted) {
      if (character !== '"') continue
      if (text.charAt(at + 1) === '"') at += 1
      else quoted = false
    } else if (character === '\n' || character === '\r') break
    else if (character === '"' && start) [quoted, start] = [true, false]
    else if (separators.some((one) => one === character)) {
      found.add(character)
      start = true
    } else if (character !== ' ') start = false
  }
  return separators.find((one) => found.has(one)) ?? ';'
}

function* records(text: string, separator: string): Generator<Line> {
  let line = 1
  let at = 0
  while (at < text.length) {
    const startLine = line
    const cells: string[] = []
    let cell = ''
    let quoted = false
    let open = false
    for (; at < text.length; at++) {
      const character = text.charAt(at)
      if (quoted) {
        if (character !== '"') {
          cell += character
          if (character === '\n' || (character === '\r' && text.charAt(at + 1) !== '\n')) line += 1
        } else if (text.charAt(at + 1) === '"') {
          cell += '"'
          at += 1
        } else quoted = false
      } else if (character === '"' && cell.trim() === '') {
        cell = ''
        quoted = true
      } else if (character === separator) {
        cells.push(cell)
        cell = ''
      } else if (character === '\n' || character === '\r') break
      else cell += character
    }
    if (quoted) open = true
    cells.push(cell)
    if (text.charAt(at) === '\r' && text.charAt(at + 1) === '\n') at += 1
    at += 1
    line += 1
    yield { line: startLine, cells, ...(open && { open }) }
  }
}

/** The records of a text without the empty ones, each cell without the space around it. */
export function linesOf(text: string): Line[] {
  const clean = text.replace(/^\uFEFF/, '')
  // What the first record looks like decides, so that what stands before it must not.
  const separator = separatorOf(clean.replace(/^\s*[\r\n]+/, ''))
  const lines: Line[] = []
  for (const { line, cells, open } of records(clean, separator)) {
    const trimmed = cells.map((cell) => cell.trim())
    if (trimmed.some((cell) => cell !== '')) lines.push({ line, cells: trimmed, ...(open && { open }) })
  }
  return lines
}
