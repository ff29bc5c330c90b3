// The roles that can be given at a scope, each with one line of what it means.
import { useQuery } from '@tanstack/react-query'
import type { Granted, Role } from '../../directory/model.ts'
import { catalogue, grantedAll } from '../../queries.ts'
import { Radios } from '../../ui/radios.tsx'
import { useScope } from '../../use-scope.ts'
import { and } from './words.ts'

type RoleChoiceProps = {
  /** In the directory's order. */
  roles: readonly Role[]
  /** Id of the chosen one; empty while there is none. */
  value: string
  onChange: (role: string) => void
}

/** One of the roles. What a role hands out is read only where one does not describe itself. */
export function RoleChoice({ roles, value, onChange }: RoleChoiceProps) {
  const scope = useScope()
  const enabled = roles.some(({ description = '' }) => description === '')
  const sets = useQuery({ ...grantedAll(scope), enabled }).data
  const resources = useQuery({ ...catalogue(scope), enabled }).data?.resources
  const names = new Map(
    resources?.flatMap(({ permissions }) => permissions.map(({ id, name }) => [id, name] as const)),
  )
  return (
    <Radios
      label="Role"
      value={value}
      onChange={onChange}
      choices={roles.map(({ id, name, description = '' }) => ({
        value: id,
        label: name,
        hint: description === '' ? handsOut(sets?.get(id), names) : description,
      }))}
    />
  )
}

const first = 4

/** "Hands out read, write and 3 others." */
function handsOut(set: Granted | undefined, names: ReadonlyMap<string, string>): string | undefined {
  if (!set?.complete) return undefined
  if (set.permissions.length === 0) return 'Hands out nothing.'
  const all = set.permissions.map((id) => names.get(id) ?? id)
  const rest = all.length - first
  return `Hands out ${and(rest > 1 ? [...all.slice(0, first), `${rest} others`] : all)}.`
}
