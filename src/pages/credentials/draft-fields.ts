// The texts of a new credential as its form has them, held against the directory's rules. Pure.
import { Problem } from '../../directory/problem.ts'
import { wrongWith, type TextRule } from '../../directory/text-rule.ts'

/** Text as it was meant: without the space around it. */
function textOf(data: FormData, name: string): string {
  const value = data.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

type Rules = { name?: TextRule | undefined; purpose?: TextRule | undefined }

/** Name and purpose, the latter only where there is one. @throws Problem for the fields that break their rule */
export function textsIn(data: FormData, rules: Rules): { name: string; purpose?: string } {
  const name = textOf(data, 'name')
  const purpose = textOf(data, 'purpose')
  const wrong = {
    name: rules.name && wrongWith(rules.name, name, 'identifier'),
    purpose: rules.purpose && wrongWith(rules.purpose, purpose),
  }
  const fields = Object.fromEntries(
    Object.entries(wrong).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
  if (Object.keys(fields).length > 0)
    throw new Problem('invalid', 'This cannot be created as it stands.', { fields })
  return { name, ...(purpose !== '' && { purpose }) }
}
