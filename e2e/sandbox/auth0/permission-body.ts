// Permissions as bodies name them and answers show them, wherever they are given to: a role or a user.
import type { Management } from 'auth0'
import { decode, permissions } from './decode.ts'
import { refuse, unknownApi } from './errors.ts'
import type { Auth0World, Permission, PermissionSet } from './world.ts'

/** `{permissions: [{resource_server_identifier, permission_name}]}`, one or more, all of them existing. */
export function wantedPermissions(world: Auth0World, body: unknown): Permission[] {
  const wanted = namedPermissions(body)
  for (const { api, name } of wanted) {
    const known = world.findApi(api)
    if (known?.identifier !== api) throw unknownApi()
    if (!known.scopes.some(({ value }) => value === name)) {
      throw refuse(404, `The permission ${name} does not exist.`, 'inexistent_permission')
    }
  }
  return wanted
}

/** The same to be taken away, where it does no harm that something is not there. */
export const namedPermissions = (body: unknown): Permission[] =>
  decode(permissions, body).permissions.map(({ resource_server_identifier: api, permission_name: name }) => ({
    api,
    name,
  }))

/** How many there would be with these. */
export const sizeWith = (set: PermissionSet, added: Permission[]): number =>
  [...set.values()].reduce((sum, names) => sum + names.size, 0) +
  added.filter(({ api, name }) => !set.get(api)?.has(name)).length

/** Answers an object that fits a permission of a role and one of a user alike. */
export function permissionJson(
  world: Auth0World,
): (permission: Permission) => Management.PermissionsResponsePayload & Management.UserPermissionSchema {
  const described = new Map(
    world
      .apis()
      .map(({ identifier, scopes }) => [
        identifier,
        new Map(scopes.map(({ value, description }) => [value, description])),
      ]),
  )
  return ({ api, name }) => ({
    resource_server_identifier: api,
    permission_name: name,
    resource_server_name: world.findApi(api)?.name,
    description: described.get(api)?.get(name),
  })
}
