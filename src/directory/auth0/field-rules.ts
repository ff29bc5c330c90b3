// What is filled in, held against the rules of its fields before anything is sent.
import { Problem } from '../problem.ts'
import { type TextRule, type TextUse, wrongWith } from '../text-rule.ts'

/** A text with its rule, and what kind of text it is; `lines`: it may have several. */
type Filled = { rule: TextRule; value: string | undefined; use?: TextUse | 'lines' }

/** Throws an `invalid` problem with a sentence for each field that breaks its rule. Absent values are not looked at. */
export function refuseFields(filled: Record<string, Filled>): void {
  const fields: Record<string, string> = {}
  for (const [name, { rule, value, use }] of Object.entries(filled)) {
    if (value === undefined) continue
    const wrong =
      use === 'lines'
        ? wrongWith(rule, value.replaceAll(/[\r\n\t]/g, ' '))
        : wrongWith(rule, value, use ?? 'prose')
    if (wrong !== undefined) fields[name] = wrong
  }
  const [first] = Object.values(fields)
  if (first !== undefined) throw new Problem('invalid', first, { fields })
}

/** One field that is wrong. */
export function wrongField(name: string, message: string): Problem {
  return new Problem('invalid', message, { fields: { [name]: message } })
}

/** Throws where the moment is none, or has passed. */
export function refusePast(name: string, at: Date, now: number): void {
  if (Number.isNaN(at.getTime())) throw wrongField(name, 'This is no date.')
  if (at.getTime() <= now) throw wrongField(name, 'This moment has passed already.')
}
