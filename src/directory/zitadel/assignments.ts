// Authorizations as the roles that one person holds, each once with all its sources. Pure.
import type { Assignment, Person, Source } from '../model.ts'
import type { Authorization } from './authorization-calls.ts'

/** What these authorizations of one person give, as seen from an organization; what others gave is fixed there. */
export function assignmentsOf(
  rows: Authorization[],
  organization: string,
  names: ReadonlyMap<string, string>,
): Assignment[] {
  const byRole = new Map<string, Assignment>()
  for (const { roles, active, organization: giver } of rows) {
    const isOwn = giver.id === organization
    const source: Source = isOwn ? { kind: 'direct' } : { kind: 'organization', name: giver.name }
    for (const { id, name } of roles) {
      const before = byRole.get(id)
      const sources = [...(before?.sources ?? []), source]
      const isDirect = sources.some(({ kind }) => kind === 'direct')
      byRole.set(id, {
        role: { id, name: name ?? names.get(id) ?? id },
        sources: sources.toSorted(
          (one, other) => Number(other.kind === 'direct') - Number(one.kind === 'direct'),
        ),
        active: active || (before?.active ?? false),
        ...(!isDirect && {
          fixed: `It was given in the organization ${giver.name} and can be taken away there.`,
        }),
      })
    }
  }
  return [...byRole.values()]
}

/** Whose authorizations these are, by what could be read of the person. */
export function personOf(rows: Authorization[], read: Person | undefined): Person {
  if (read) return read
  const user = rows[0]?.user
  const login = user?.login ?? ''
  const name = user?.name || login || user?.id || ''
  return {
    id: user?.id ?? '',
    name,
    ...(login && login !== name && { login }),
    ...(user?.email && { email: user.email }),
    state: 'active',
    kind: user?.kind ?? 'person',
  }
}
