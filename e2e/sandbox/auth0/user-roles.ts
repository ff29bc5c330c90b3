// /api/v2/users/{id}/roles: the roles given to a user himself; what comes through groups is left out. Also the
// organizations he is in.
import type { Management } from 'auth0'
import * as v from 'valibot'
import { decode, some, text } from './decode.ts'
import { refuse, unknownRole } from './errors.ts'
import { directRoles } from './holdings.ts'
import { rolesPerUser } from './limits.ts'
import { organizationJson } from './organizations.ts'
import { offset, offsetQuery } from './paging.ts'
import { roleJson } from './roles.ts'
import { route } from './route.ts'
import type { Call, Route } from './route.ts'
import type { Auth0World, Role } from './world.ts'
import { userOf } from './users.ts'

function list(call: Call): Management.Role[] | Management.ListUserRolesOffsetPaginatedResponseContent {
  const found = directRoles(call.context.world, userOf(call).id)
  return offset(call, found, roleJson, (roles, head) => ({ ...head, roles }))
}

const wanted = v.strictObject({ roles: some(text(1)) })

/** `{roles: [id]}`, one or more, all of them existing. */
export const wantedRoles = (world: Auth0World, body: unknown): Role[] =>
  decode(wanted, body).roles.map((id) => {
    const role = world.findRole(id)
    if (role?.id !== id) throw unknownRole()
    return role
  })

function add(call: Call): undefined {
  const { world } = call.context
  const { id } = userOf(call)
  const roles = wantedRoles(world, call.body)
  if (new Set([...directRoles(world, id), ...roles]).size > rolesPerUser) {
    throw refuse(400, 'No more roles can be assigned to this user.')
  }
  for (const role of roles) world.assign(id, role.id)
}

function remove(call: Call): undefined {
  const { id } = userOf(call)
  for (const role of wantedRoles(call.context.world, call.body)) call.context.world.unassign(id, role.id)
}

function listOrganizations(
  call: Call,
): Management.Organization[] | Management.ListUserOrganizationsOffsetPaginatedResponseContent {
  const { id } = userOf(call)
  const found = call.context.world.organizations().filter(({ members }) => members.has(id))
  return offset(call, found, organizationJson, (organizations, head) => ({ ...head, organizations }))
}

const path = '/users/{id}/roles'

export const userRoles: Route[] = [
  route('GET', path, 'listUserRoles', {
    needs: [['read:users', 'read:roles', 'read:role_members']],
    query: offsetQuery,
    handle: list,
  }),
  route('POST', path, 'addUserRoles', {
    needs: [['update:users'], ['create:role_members']],
    status: 204,
    handle: add,
  }),
  route('DELETE', path, 'removeUserRoles', {
    needs: [['update:users'], ['delete:role_members']],
    status: 204,
    handle: remove,
  }),
  route('GET', '/users/{id}/organizations', 'listUserOrganizations', {
    needs: [['read:organizations']],
    query: offsetQuery,
    handle: listOrganizations,
  }),
]
