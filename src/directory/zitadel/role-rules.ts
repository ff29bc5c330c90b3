// What Zitadel accepts as a role, in data for the forms and as a check before anything is sent.
import type { Traits } from '../directory.ts'
import { Problem } from '../problem.ts'
import { type TextRule, type TextUse, wrongWith } from '../text-rule.ts'
import type { RoleFields } from './role-calls.ts'

const key: TextRule = {
  label: 'Key',
  required: true,
  max: 200,
  hint: 'What tokens and applications know the role by, such as “editor”. It can never be changed.',
}
const displayName: TextRule = { label: 'Name', required: true, max: 200 }
const group: TextRule = {
  label: 'Group',
  required: false,
  max: 200,
  hint: 'A label that puts roles side by side. It grants nothing.',
}

/** The limits are those of Zitadel's own validation (project/v2, AddProjectRoleRequest). */
export const roleTraits = {
  id: key,
  name: displayName,
  group,
  listed: 'whole',
  deleting: 'Deleting a role takes it out of every project grant and every authorization that contains it.',
} satisfies Traits['roles']

/** Throws an `invalid` problem with a sentence for each field that breaks its rule. Absent fields are not looked at. */
export function refuseWrong(values: Partial<RoleFields> & { id?: string }): void {
  const fields: Record<string, string> = {}
  const check = (field: 'id' | 'name' | 'group', rule: TextRule, use: TextUse) => {
    const value = values[field]
    const wrong = value === undefined ? undefined : wrongWith(rule, value, use)
    if (wrong) fields[field] = wrong
  }
  check('id', key, 'identifier')
  check('name', displayName, 'prose')
  check('group', group, 'prose')
  // The v1 address of such a role would be that of another resource (calls.ts, segment).
  if (/^\.{1,2}$/.test(values.id ?? '')) fields['id'] = 'Key cannot be “.” or “..”.'
  const [first] = Object.values(fields)
  if (first) throw new Problem('invalid', first, { fields })
}

/** The problem with the field that Zitadel names: "invalid AddProjectRoleRequest.DisplayName: value length …". */
export function withFields(problem: Problem): Problem {
  const { kind, message, details } = problem
  const [, field] = /\b(?:Role)?(Key|DisplayName|Group):/.exec(details.said ?? '') ?? []
  if (kind !== 'invalid' || !field) return problem
  const name = field === 'Key' ? 'id' : field === 'Group' ? 'group' : 'name'
  return new Problem(kind, message, { ...details, fields: { [name]: 'Zitadel refuses this value.' } })
}
