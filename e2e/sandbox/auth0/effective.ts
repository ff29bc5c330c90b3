// What a user has in the end, and why: /api/v2/users/{id}/effective-*. Tenants without these calls answer 404.
import type { Management } from 'auth0'
import { required } from './decode.ts'
import { unknownApi, unknownPath, unknownRole } from './errors.ts'
import { effectivePermissions, effectiveRoles } from './holdings.ts'
import type { HeldPermission, HeldRole } from './holdings.ts'
import { checkpoint, checkpointQuery } from './paging.ts'
import { permissionJson } from './permission-body.ts'
import { route } from './route.ts'
import type { Call, Handler, Route } from './route.ts'
import type { Group } from './world.ts'
import { userOf } from './users.ts'

const byId = ({ role }: HeldRole): string => role.id

/** The user's roles in the order of the checkpoints. */
const held = (call: Call): HeldRole[] =>
  effectiveRoles(call.context.world, userOf(call).id).toSorted((one, other) =>
    byId(one) < byId(other) ? -1 : 1,
  )

const roleJson = ({ role, sources }: HeldRole): Management.UserEffectiveRole => ({
  id: role.id,
  name: role.name,
  description: role.description,
  sources,
})

const listRoles = (call: Call): Management.ListUserEffectiveRolesResponseContent =>
  checkpoint(call, held(call), { keyOf: byId, show: roleJson }, (roles, next) => ({ roles, ...next }))

/** The API a call has to name. */
function identifierOf({ context, query }: Call): string {
  const identifier = required(query, 'resource_server_identifier')
  const api = context.world.findApi(identifier)
  if (api?.identifier !== identifier) throw unknownApi()
  return identifier
}

function listPermissions(call: Call): Management.ListUserEffectivePermissionsResponseContent {
  const { world } = call.context
  const found = effectivePermissions(world, userOf(call).id, identifierOf(call)).toSorted((one, other) =>
    one.name < other.name ? -1 : 1,
  )
  const plain = permissionJson(world)
  const show = (permission: HeldPermission): Management.UserEffectivePermissionResponseContent => ({
    ...plain(permission),
    sources: permission.sources,
  })
  return checkpoint(call, found, { keyOf: ({ name }) => name, show }, (permissions, next) => ({
    permissions,
    ...next,
  }))
}

function listPermissionSources(call: Call): Management.ListUserEffectivePermissionRoleSourcesResponseContent {
  const identifier = identifierOf(call)
  const permission = required(call.query, 'permission_name')
  const found = held(call).filter(({ role }) => role.permissions.get(identifier)?.has(permission))
  return checkpoint(call, found, { keyOf: byId, show: roleJson }, (roles, next) => ({ roles, ...next }))
}

const groupJson = ({ id, name }: Group): Management.Group => ({ id, name })

function listRoleSources(call: Call): Management.ListUserRoleSourceGroupsResponseContent {
  const { world } = call.context
  const { id } = userOf(call)
  const roleId = required(call.query, 'role_id')
  if (world.findRole(roleId)?.id !== roleId) throw unknownRole()
  const found = world
    .groups()
    .filter(({ users, roles }) => users.has(id) && roles.has(roleId))
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
  return checkpoint(call, found, { keyOf: ({ id }) => id, show: groupJson }, (groups, next) => ({
    groups,
    ...next,
  }))
}

const where =
  (handle: Handler): Handler =>
  (call) => {
    if (!call.context.settings.effective) throw unknownPath()
    return handle(call)
  }

const user = '/users/{id}'
const ofApi = [...checkpointQuery, 'resource_server_identifier']

export const effective: Route[] = [
  route('GET', `${user}/effective-roles`, 'effectiveRoles', {
    needs: [['read:user_effective_roles']],
    query: checkpointQuery,
    handle: where(listRoles),
  }),
  route('GET', `${user}/effective-permissions`, 'effectivePermissions', {
    needs: [['read:user_effective_permissions']],
    query: ofApi,
    handle: where(listPermissions),
  }),
  route('GET', `${user}/effective-permissions/sources/effective-roles`, 'permissionSources', {
    needs: [['read:user_permission_source_roles']],
    query: [...ofApi, 'permission_name'],
    handle: where(listPermissionSources),
  }),
  route('GET', `${user}/effective-roles/sources/groups`, 'roleSources', {
    needs: [['read:user_role_source_groups']],
    query: [...checkpointQuery, 'role_id'],
    handle: where(listRoleSources),
  }),
]
