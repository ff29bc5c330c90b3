// Holding one text against its rule before anything is sent, in words that stand under the field.

/** The rule for one text field, in data, so that a form can check and say it before anything is sent. */
export type TextRule = {
  label: string
  required: boolean
  /** Longest value, in characters. */
  max: number
  /** One sentence that stands under the field. */
  hint?: string
}

/** What kind of text: an `identifier` is compared and typed by machines, so that nothing invisible may stand in it. */
export type TextUse = 'identifier' | 'prose'

/** What is wrong with the value, as a sentence; undefined where it keeps the rule. Characters are code points. */
export function wrongWith(rule: TextRule, value: string, use: TextUse = 'prose'): string | undefined {
  const { label, required, max } = rule
  if (value.trim() === '') {
    if (required) return `${label} is required.`
    return value === '' ? undefined : `${label} holds nothing but spaces.`
  }
  const length = Array.from(value).length
  if (length > max) return `${label} can have at most ${max} characters; this has ${length}.`
  // Half of a surrogate pair cannot be sent as UTF-8.
  if (/[\p{Cc}\p{Cs}]/u.test(value)) return `${label} contains a line break or another control character.`
  if (use === 'prose') return undefined
  if (value !== value.trim()) return `${label} starts or ends with a space.`
  if (/[\p{Cf}\p{Zl}\p{Zp}]/u.test(value)) return `${label} contains an invisible character.`
  return undefined
}
