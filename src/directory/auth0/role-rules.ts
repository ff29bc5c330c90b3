// What Auth0 accepts as a role, checked before anything is sent.
import type { RoleChange } from '../model.ts'
import { Problem } from '../problem.ts'
import { wrongWith } from '../text-rule.ts'
import { traits } from './traits.ts'

const { name, description } = traits.roles

/** Throws an `invalid` problem with a sentence for each field that breaks its rule. Absent fields are not looked at. */
export function refuseWrong(values: RoleChange): void {
  const fields: Record<string, string> = {}
  const wrongName = values.name === undefined ? undefined : wrongWith(name, values.name)
  if (wrongName) fields['name'] = wrongName
  // A description may have lines.
  const wrongText = wrongWith(description, (values.description ?? '').replaceAll(/[\r\n\t]/g, ' '))
  if (wrongText) fields['description'] = wrongText
  const [first] = Object.values(fields)
  if (first) throw new Problem('invalid', first, { fields })
}
