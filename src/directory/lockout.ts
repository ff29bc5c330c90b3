// Whether a change takes somebody's last way to the one permission that they would need to take the change back. Pure: the
// same question for a deleted role, a permission taken out of one, and a role taken from a person.
import type { Effective, Way } from './model.ts'

/**
 * `kept`: another way remains. `lost`: the change takes the last way. `never`: they do not have it, so there is nothing
 * to lose. `unsure`: not everything could be read, and no way that remains was found.
 */
export type Footing = 'kept' | 'lost' | 'never' | 'unsure'

/** By which ways somebody has the permission of that id. */
export function waysTo(permission: string, { permissions }: Pick<Effective, 'permissions'>): Way[] {
  return permissions.find((one) => one.permission.id === permission)?.ways ?? []
}

/** What a change that ends the ways for which `ends` is true leaves somebody with. */
export function keepsKeystone(
  keystone: string,
  effective: Pick<Effective, 'permissions' | 'complete'>,
  ends: (way: Way) => boolean,
): Footing {
  const ways = waysTo(keystone, effective)
  if (ways.some((way) => !ends(way))) return 'kept'
  if (!effective.complete) return 'unsure'
  return ways.length === 0 ? 'never' : 'lost'
}

/** For a role that is deleted, or that no longer gives the keystone: every way through it ends. */
export function throughRoles(roles: Iterable<string>): (way: Way) => boolean {
  const ending = new Set(roles)
  return ({ role }) => role !== undefined && ending.has(role.id)
}

/** For roles taken from the person: only what was given to them directly ends; a group or an organisation still gives it. */
export function throughAssignments(roles: Iterable<string>): (way: Way) => boolean {
  const through = throughRoles(roles)
  return (way) => through(way) && way.source.kind === 'direct'
}
