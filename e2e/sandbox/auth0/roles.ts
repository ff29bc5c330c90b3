// /api/v2/roles: the definitions. A role's permissions and users are in files of their own.
import type { Management } from 'auth0'
import * as v from 'valibot'
import { decode, text } from './decode.ts'
import { refuse, unknownRole } from './errors.ts'
import { rolesPerTenant, tooManyEntities } from './limits.ts'
import { offset, offsetQuery } from './paging.ts'
import { route } from './route.ts'
import type { Call, Route } from './route.ts'
import type { Auth0World, Role } from './world.ts'

export const roleJson = ({ id, name, description }: Role): Management.Role => ({ id, name, description })

/** The role of the path, by its id alone. */
export function roleOf({ context, param }: Call): Role {
  const role = context.world.findRole(param('id'))
  if (role?.id !== param('id')) throw unknownRole()
  return role
}

function listRoles(call: Call): Management.Role[] | Management.ListRolesOffsetPaginatedResponseContent {
  const filter = call.query.get('name_filter')?.toLowerCase() ?? ''
  const found = call.context.world.roles().filter(({ name }) => name.toLowerCase().includes(filter))
  return offset(call, found, roleJson, (shown, head) => ({ ...head, roles: shown }))
}

const fields = v.strictObject({ name: text(1), description: v.optional(text(), '') })

function createRole({ context, body }: Call): Management.CreateRoleResponseContent {
  const { name, description } = decode(fields, body)
  demandFree(context.world, name)
  if (context.world.roles().length >= rolesPerTenant) throw tooManyEntities()
  return roleJson(context.world.addRole({ name, description }))
}

const changes = v.strictObject({ name: v.optional(text(1)), description: v.optional(text()) })

function updateRole(call: Call): Management.UpdateRoleResponseContent {
  const { name, description } = decode(changes, call.body)
  const role = roleOf(call)
  if (name !== undefined && name !== role.name) demandFree(call.context.world, name)
  role.name = name ?? role.name
  role.description = description ?? role.description
  return roleJson(role)
}

function demandFree(world: Auth0World, name: string): void {
  if (!world.roles().some((role) => role.name === name)) return
  throw refuse(
    409,
    `The role name '${name}' is already in use. Please choose a different name.`,
    'role_conflict',
  )
}

function deleteRole(call: Call): undefined {
  call.context.world.deleteRole(roleOf(call).id)
}

export const roles: Route[] = [
  route('GET', '/roles', 'listRoles', {
    needs: [['read:roles']],
    query: [...offsetQuery, 'name_filter'],
    handle: listRoles,
  }),
  route('POST', '/roles', 'createRole', { needs: [['create:roles']], handle: createRole }),
  route('GET', '/roles/{id}', 'getRole', {
    needs: [['read:roles']],
    handle: (call): Management.GetRoleResponseContent => roleJson(roleOf(call)),
  }),
  route('PATCH', '/roles/{id}', 'updateRole', { needs: [['update:roles']], handle: updateRole }),
  route('DELETE', '/roles/{id}', 'deleteRole', { needs: [['delete:roles']], handle: deleteRole }),
]
