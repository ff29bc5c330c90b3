// /api/v2/organizations/{id}/members: who is in an organization, and the roles that hold only there.
import type { Management } from 'auth0'
import { demand } from './access.ts'
import { flag } from './decode.ts'
import { refuse } from './errors.ts'
import { rolesPerMember } from './limits.ts'
import { organizationOf } from './organizations.ts'
import { byCheckpoint, checkpoint, eitherQuery, keyOfNumber, offset, offsetQuery } from './paging.ts'
import { userSummary } from './role-users.ts'
import { roleJson } from './roles.ts'
import { route } from './route.ts'
import type { Call, Route } from './route.ts'
import { wantedRoles } from './user-roles.ts'
import type { Role } from './world.ts'

type Member = { id: string; since: number; roles: Set<string> }

const readRoles = [['read:organization_member_roles']]

const rolesOf = ({ context }: Call, { roles }: Pick<Member, 'roles'>): Role[] =>
  context.world.roles().filter(({ id }) => roles.has(id))

function list(
  call: Call,
):
  | Management.OrganizationMember[]
  | Management.ListOrganizationMembersPaginatedResponseContent
  | { start: number; limit: number; total: number; members: Management.OrganizationMember[] } {
  const names = call.query.get('fields')?.split(',')
  const included = flag(call.query, 'include_fields', true)
  // Roles are only sent when they are named.
  const withRoles = included && names?.includes('roles') === true
  if (withRoles) demand(call.scopes, readRoles)
  const wanted = (field: string): boolean => names === undefined || names.includes(field) === included
  const show = (member: Member): Management.OrganizationMember => ({
    ...Object.fromEntries(
      Object.entries(userSummary(call.context.world, member.id)).filter(([field]) => wanted(field)),
    ),
    ...(withRoles ? { roles: rolesOf(call, member).map(({ id, name }) => ({ id, name })) } : {}),
  })
  const found = [...organizationOf(call).members].map(([id, { since, roles }]) => ({ id, since, roles }))
  if (!byCheckpoint(call)) return offset(call, found, show, (members, head) => ({ ...head, members }))
  return checkpoint(call, found, { keyOf: ({ since }) => keyOfNumber(since), show }, (members, next) => ({
    members,
    ...next,
  }))
}

function memberOf(call: Call): Omit<Member, 'id'> {
  const member = organizationOf(call).members.get(call.param('user_id'))
  if (member === undefined) {
    throw refuse(404, 'The user is not a member of the organization.', 'inexistent_organization_member')
  }
  return member
}

function listRoles(
  call: Call,
): Management.Role[] | Management.ListOrganizationMemberRolesOffsetPaginatedResponseContent {
  return offset(call, rolesOf(call, memberOf(call)), roleJson, (roles, head) => ({ ...head, roles }))
}

function add(call: Call): undefined {
  const member = memberOf(call)
  const ids = wantedRoles(call.context.world, call.body).map(({ id }) => id)
  const all = new Set([...member.roles, ...ids])
  if (all.size > rolesPerMember)
    throw refuse(409, 'No more roles can be assigned to this organization member.')
  for (const id of ids) member.roles.add(id)
}

function remove(call: Call): undefined {
  const member = memberOf(call)
  for (const { id } of wantedRoles(call.context.world, call.body)) member.roles.delete(id)
}

const path = '/organizations/{id}/members'
const rolesPath = `${path}/{user_id}/roles`

export const organizationMembers: Route[] = [
  route('GET', path, 'listOrganizationMembers', {
    needs: [['read:organization_members']],
    query: [...eitherQuery, 'fields', 'include_fields'],
    handle: list,
  }),
  route('GET', rolesPath, 'listOrganizationMemberRoles', {
    needs: readRoles,
    query: offsetQuery,
    handle: listRoles,
  }),
  route('POST', rolesPath, 'addOrganizationMemberRoles', {
    needs: [['create:organization_member_roles']],
    status: 204,
    handle: add,
  }),
  route('DELETE', rolesPath, 'removeOrganizationMemberRoles', {
    needs: [['delete:organization_member_roles']],
    status: 204,
    handle: remove,
  }),
]
