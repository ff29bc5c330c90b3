// Names that a person takes for another name. Pure.

/** Letters of other alphabets, and digits, that look like a Latin letter (a part of Unicode's confusables, TR 39). */
const twins: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  с: 'c',
  ԁ: 'd',
  е: 'e',
  ё: 'e',
  һ: 'h',
  і: 'i',
  ї: 'i',
  ј: 'j',
  к: 'k',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  ѕ: 's',
  т: 't',
  у: 'y',
  х: 'x',
  ԛ: 'q',
  ԝ: 'w',
  α: 'a',
  β: 'b',
  ε: 'e',
  η: 'n',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
  ı: 'i',
  '0': 'o',
  '1': 'l',
  '|': 'l',
  '–': '-',
  '—': '-',
  '‐': '-',
  '−': '-',
  _: '-',
  ' ': '-',
}

/** What a hasty eye sees of a name. */
function skeleton(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLocaleLowerCase('en')
    .replaceAll(/[\p{M}\p{Cf}]/gu, '')
  return Array.from(plain, (letter) => twins[letter] ?? letter)
    .join('')
    .replaceAll('i', 'l')
    .replaceAll('rn', 'm')
}

/** What makes a name hard to tell from another, in one sentence; undefined where nothing does. */
export function lookAlike(name: string, taken: readonly string[]): string | undefined {
  const trimmed = name.trim()
  if (trimmed === '') return undefined
  if (taken.includes(trimmed)) return `There is one of the name “${trimmed}” already.`
  const seen = skeleton(trimmed)
  const twin = taken.find((other) => skeleton(other) === seen)
  if (twin !== undefined) return `This looks like “${twin}”, which exists, but it is another name.`
  const mixed = trimmed
    .split(/\s+/u)
    .some((word) => /\p{Script=Latin}/u.test(word) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(word))
  return mixed ? 'This mixes letters of several alphabets that look the same.' : undefined
}
