// What Auth0 accepts as a role, in data for the forms and as a check before anything is sent.
import type { TextRule, Traits } from '../directory.ts'
import type { RoleChange } from '../model.ts'
import { Problem } from '../problem.ts'
import { wrongWith } from '../text-rule.ts'

/** Roles of one tenant (Auth0 docs, entity limit policy). */
export const mostRoles = 1_000

const name: TextRule = {
  label: 'Name',
  required: true,
  max: 200,
  hint: 'Every role of the tenant has its own name.',
}
const description: TextRule = { label: 'Description', required: false, max: 255 }

export const roleTraits = {
  name,
  description,
  listed: 'paged',
  limit: mostRoles,
  deleting: 'Deleting a role takes it from everybody who holds it, in every organization.',
} satisfies Traits['roles']

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
