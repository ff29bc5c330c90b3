// /api/v2/users/{id}/permissions: reads what a user has directly and through his own roles, not through groups; writes
// only what he has directly.
import type { Management } from 'auth0'
import { refuse } from './errors.ts'
import { directRoles, listOf } from './holdings.ts'
import { permissionsPerUser } from './limits.ts'
import { offset, offsetQuery } from './paging.ts'
import { namedPermissions, permissionJson, sizeWith, wantedPermissions } from './permission-body.ts'
import { route } from './route.ts'
import type { Call, Route } from './route.ts'
import { userOf } from './users.ts'
import type { Permission } from './world.ts'

function list(
  call: Call,
): Management.UserPermissionSchema[] | Management.ListUserPermissionsOffsetPaginatedResponseContent {
  const { world } = call.context
  const { id } = userOf(call)
  const sets = [world.direct(id), ...directRoles(world, id).map(({ permissions }) => permissions)]
  const found = new Map<string, Permission>()
  for (const permission of sets.flatMap(listOf)) {
    const key = `${permission.api} ${permission.name}`
    if (!found.has(key)) found.set(key, permission)
  }
  return offset(call, [...found.values()], permissionJson(world), (permissions, head) => ({
    ...head,
    permissions,
  }))
}

function add(call: Call): undefined {
  const { world } = call.context
  const { id } = userOf(call)
  const wanted = wantedPermissions(world, call.body)
  if (sizeWith(world.direct(id), wanted) > permissionsPerUser) {
    throw refuse(400, 'No more permissions can be assigned')
  }
  for (const permission of wanted) world.give(id, permission)
}

function remove(call: Call): undefined {
  const { id } = userOf(call)
  for (const permission of namedPermissions(call.body)) call.context.world.take(id, permission)
}

const path = '/users/{id}/permissions'

export const userPermissions: Route[] = [
  route('GET', path, 'listUserPermissions', { needs: [['read:users']], query: offsetQuery, handle: list }),
  route('POST', path, 'addUserPermissions', { needs: [['update:users']], status: 201, handle: add }),
  route('DELETE', path, 'removeUserPermissions', { needs: [['update:users']], status: 204, handle: remove }),
]
