// Who is calling, for which organisation, and whether they may: the checks in front of every Zitadel call.
// Order as in internal/api/authz: token, origin of the application, organisation, membership, permission.
import type { Context } from 'hono'
import { refuse } from './errors.ts'
import { permissionsOf } from './permissions.ts'
import type { ZitadelContext, ZitadelWorld } from './world.ts'

/** `permissions` are those in `organizationId`; undefined when there is no membership in it at all. */
export type Actor = { sub: string; organizationId: string; permissions: string[] | undefined }

export async function authenticate(context: ZitadelContext, c: Context): Promise<Actor> {
  const authorization = c.req.header('authorization')
  // Checked before the token is looked at, and by another layer: no id
  // (connect_middleware/auth_interceptor.go).
  if (authorization === undefined || authorization === '') throw refuse('tokenMissing')
  const caller = await context.caller(authorization)
  if (caller === undefined || !caller.audiences.includes('zitadel')) throw refuse('tokenInvalid')

  // Only tokens issued to an application have origins to be checked against, and CORS itself lets everybody
  // in.
  const origin = c.req.header('origin')
  if (caller.clientId !== undefined && origin !== undefined && !context.allowedOrigins.includes(origin)) {
    throw refuse('originNotAllowed')
  }

  const { world } = context
  const own = world.person(caller.sub)?.organizationId ?? world.homeOrganizationId
  const organizationId = c.req.header('x-zitadel-orgid') ?? own
  if (!world.organizations.some(({ id }) => id === organizationId)) throw refuse('organizationUnknown')
  return { sub: caller.sub, organizationId, permissions: permissionsIn(world, caller.sub, organizationId) }
}

/** The permission a method declares in its proto file, checked before the request is validated. */
export function demand(actor: Actor, permission: string): void {
  if (actor.permissions === undefined) throw refuse('noMembership')
  if (!actor.permissions.includes(permission)) throw refuse('notPermitted')
}

/** The permission a command checks itself, in the organisation that owns the object. */
export function demandIn(
  world: ZitadelWorld,
  actor: Actor,
  organizationId: string,
  permission: string,
): void {
  const permissions = permissionsIn(world, actor.sub, organizationId)
  if (permissions === undefined) throw refuse('noMembership')
  if (!permissions.includes(permission)) throw refuse('commandNotPermitted')
}

/** Undefined when the person administers nothing in that organisation. */
export function permissionsIn(
  world: ZitadelWorld,
  sub: string,
  organizationId: string,
): string[] | undefined {
  const roles = [
    ...(world.instanceAdministrators.get(sub) ?? []),
    ...(world.administratorsOf.get(organizationId)?.get(sub) ?? []),
  ]
  return roles.length === 0 ? undefined : permissionsOf(roles)
}

/** For lists that show what one may see: the permission of a row, in the organisation the row belongs to. */
export function mayIn(
  world: ZitadelWorld,
  sub: string,
  permission: string,
): (organizationId: string) => boolean {
  const known = new Map<string, boolean>()
  return (organizationId) => {
    const may =
      known.get(organizationId) ?? permissionsIn(world, sub, organizationId)?.includes(permission) === true
    known.set(organizationId, may)
    return may
  }
}
