// /api/v2/roles/{id}/permissions: what a role hands out. There is no replacing, only adding and taking away.
import type { Management } from 'auth0'
import { refuse } from './errors.ts'
import { listOf } from './holdings.ts'
import { permissionsPerRole } from './limits.ts'
import { offset, offsetQuery } from './paging.ts'
import { namedPermissions, permissionJson, sizeWith, wantedPermissions } from './permission-body.ts'
import { roleOf } from './roles.ts'
import { route } from './route.ts'
import type { Call, Route } from './route.ts'

function list(
  call: Call,
): Management.PermissionsResponsePayload[] | Management.ListRolePermissionsOffsetPaginatedResponseContent {
  const found = listOf(roleOf(call).permissions)
  return offset(call, found, permissionJson(call.context.world), (shown, head) => ({
    ...head,
    permissions: shown,
  }))
}

function add(call: Call): undefined {
  const { world } = call.context
  const role = roleOf(call)
  const wanted = wantedPermissions(world, call.body)
  if (sizeWith(role.permissions, wanted) > permissionsPerRole) {
    throw refuse(400, 'No more permissions can be assigned to this role.')
  }
  for (const permission of wanted) world.addPermissionToRole(role.id, permission)
}

function remove(call: Call): undefined {
  const { id } = roleOf(call)
  for (const permission of namedPermissions(call.body)) {
    call.context.world.removePermissionFromRole(id, permission)
  }
}

const path = '/roles/{id}/permissions'

export const rolePermissions: Route[] = [
  route('GET', path, 'listRolePermissions', { needs: [['read:roles']], query: offsetQuery, handle: list }),
  route('POST', path, 'addRolePermissions', { needs: [['update:roles']], status: 201, handle: add }),
  route('DELETE', path, 'removeRolePermissions', { needs: [['update:roles']], handle: remove }),
]
