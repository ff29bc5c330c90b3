// What a user holds in the end and why: roles directly and through groups, permissions directly and through roles.
// One rule for the tokens and for the Management API's reads.
import type { Auth0World, Permission, PermissionSet, Role } from './world.ts'

export type RoleSource = 'direct' | 'groups'
export type PermissionSource = 'direct' | 'roles'
export type HeldRole = { role: Role; sources: RoleSource[] }
export type HeldPermission = Permission & { sources: PermissionSource[] }

/** Roles given to the user himself, in the order of the tenant's roles. */
export const directRoles = (world: Auth0World, userId: string): Role[] =>
  world.roles().filter(({ users }) => users.has(userId))

/** All roles, with how each comes to the user. */
export function effectiveRoles(world: Auth0World, userId: string): HeldRole[] {
  const grouped = new Set(
    world.groups().flatMap(({ users, roles }) => (users.has(userId) ? Array.from(roles) : [])),
  )
  return world.roles().flatMap((role): HeldRole[] => {
    const direct: RoleSource[] = role.users.has(userId) ? ['direct'] : []
    const sources: RoleSource[] = grouped.has(role.id) ? [...direct, 'groups'] : direct
    return sources.length > 0 ? [{ role, sources }] : []
  })
}

/** What the user may at one API, in the order of the API. */
export function effectivePermissions(world: Auth0World, userId: string, api: string): HeldPermission[] {
  const roles = effectiveRoles(world, userId)
  const own = world.direct(userId).get(api)
  const known = world.findApi(api)?.scopes ?? []
  return known.flatMap(({ value: name }): HeldPermission[] => {
    const direct: PermissionSource[] = own?.has(name) ? ['direct'] : []
    const given = roles.some(({ role }) => role.permissions.get(api)?.has(name))
    const sources: PermissionSource[] = given ? [...direct, 'roles'] : direct
    return sources.length > 0 ? [{ api, name, sources }] : []
  })
}

/** The `permissions` claim of an access token for the API; undefined where the API puts none in. */
export function permissionsClaim(world: Auth0World, userId: string, api: string): string[] | undefined {
  const { enforcePolicies = false, tokenDialect = '' } = world.findApi(api) ?? {}
  if (!enforcePolicies || !tokenDialect.endsWith('_authz')) return undefined
  return effectivePermissions(world, userId, api).map(({ name }) => name)
}

/** All of a set, one by one. */
export const listOf = (set: PermissionSet): Permission[] =>
  [...set].flatMap(([api, names]) => [...names].map((name) => ({ api, name })))
