// The one table of what the gateway lets through: which call, with which permission of the caller, with which query and body.
// What is not in it does not exist. Paths and permissions are the vendor's (Auth0 Management API v2 reference).
import * as v from 'valibot'
import { fields, get, key, list, pages, steps, text, write, type Call } from './call.ts'
import { clientCalls } from './client-calls.ts'
import { addsPermissions, assignsRoles, replacesScopes } from './escalation.ts'
import { Refused } from './errors.ts'

const permissions = v.strictObject({
  permissions: list(v.strictObject({ resource_server_identifier: text, permission_name: text }), 1_000),
})
/** The vendor's limit of roles for a person is 50. */
const roles = v.strictObject({ roles: list(key, 50) })
const users = v.strictObject({ users: list(text, 1_000) })
const role = v.strictObject({ name: text, description: v.exactOptional(v.string()) })
const scopes = v.strictObject({
  scopes: v.pipe(
    v.array(v.strictObject({ value: text, description: v.exactOptional(v.string()) })),
    v.maxLength(1_000),
  ),
})

const effective = '/users/:user/effective-permissions'
const seats = '/organizations/:organization/members/:user/roles'

export const calls: readonly Call[] = [
  get('listRoles', '/roles', 'read:roles', [...pages, 'name_filter']),
  write('createRole', 'POST', '/roles', 'create:roles', role),
  get('getRole', '/roles/:role', 'read:roles'),
  write('updateRole', 'PATCH', '/roles/:role', 'update:roles', v.partial(role)),
  { name: 'deleteRole', method: 'DELETE', path: '/roles/:role', needs: 'delete:roles', query: [] },
  get('listRolePermissions', '/roles/:role/permissions', 'read:roles', pages),
  write('addRolePermissions', 'POST', '/roles/:role/permissions', 'update:roles', permissions, (body, act) =>
    addsPermissions(body.permissions, act),
  ),
  write('removeRolePermissions', 'DELETE', '/roles/:role/permissions', 'update:roles', permissions),
  get('listRoleUsers', '/roles/:role/users', 'read:role_members', [...pages, ...steps]),
  write('addRoleUsers', 'POST', '/roles/:role/users', 'create:role_members', users, (_, act) =>
    assignsRoles([act.id('role')], act),
  ),

  get('listUsers', '/users', 'read:users', [
    ...pages,
    ...fields,
    'q',
    'search_engine',
    'sort',
    'primary_order',
  ]),
  get('getUser', '/users/:user', 'read:users', fields),
  get('findUsers', '/users-by-email', 'read:users', [...fields, 'email']),
  get('listUserRoles', '/users/:user/roles', 'read:role_members', pages),
  write('addUserRoles', 'POST', '/users/:user/roles', 'create:role_members', roles, (body, act) =>
    assignsRoles(body.roles, act),
  ),
  write('removeUserRoles', 'DELETE', '/users/:user/roles', 'delete:role_members', roles),
  get('listEffectiveRoles', '/users/:user/effective-roles', 'read:role_members', steps),
  get('listRoleSources', '/users/:user/effective-roles/sources/groups', 'read:role_members', [
    ...steps,
    'role_id',
  ]),
  get('listUserPermissions', '/users/:user/permissions', 'read:users', pages),
  get('listEffectivePermissions', effective, 'read:users', [...steps, 'resource_server_identifier']),
  get('listPermissionSources', `${effective}/sources/effective-roles`, 'read:users', [
    ...steps,
    'resource_server_identifier',
    'permission_name',
  ]),
  get('listUserOrganizations', '/users/:user/organizations', 'read:organizations', pages),

  get('listApis', '/resource-servers', 'read:resource_servers', [...pages, 'identifiers', 'include_fields']),
  get('getApi', '/resource-servers/:api', 'read:resource_servers', ['include_fields']),
  {
    ...write('updateApi', 'PATCH', '/resource-servers/:api', 'update:resource_servers', scopes, (body, act) =>
      replacesScopes(body.scopes, act),
    ),
    inTurn: 'api',
  },

  get('listOrganizations', '/organizations', 'read:organizations', [...pages, ...steps, 'sort']),
  get('getOrganization', '/organizations/:organization', 'read:organizations'),
  // Not with `fields`: fields=roles would show what needs another permission.
  get('listOrganizationMembers', '/organizations/:organization/members', 'read:organization_members', [
    ...pages,
    ...steps,
  ]),
  get('listMemberRoles', seats, 'read:organization_member_roles', pages),
  write('addMemberRoles', 'POST', seats, 'create:organization_member_roles', roles, (body, act) =>
    assignsRoles(body.roles, act),
  ),
  write('removeMemberRoles', 'DELETE', seats, 'delete:organization_member_roles', roles),

  ...clientCalls,
]

export type Match = {
  call: Call
  ids: Record<string, string>
  /** Path at the vendor, after /api/v2, encoded by us. */
  path: string
}

/** Looser where the vendor lets others choose: ids of people come from their own user databases. */
const strict = /^[\w-]{1,100}$/
// oxlint-disable-next-line no-control-regex -- control characters are just what an id must not have
const loose = /^(?!\.{1,2}$)[^/\\%?#\u0000-\u001f\u007f]{1,300}$/u
const loosely = new Set(['user', 'api'])

function idOf(name: string, part: string): string {
  let value = ''
  try {
    value = decodeURIComponent(part)
  } catch {
    // Then it is empty, and no id.
  }
  if (!(loosely.has(name) ? loose : strict).test(value))
    throw new Refused(400, 'INVALID_ID', `The address names no ${name} that could exist.`)
  return value
}

const table = calls.map((call) => ({ call, parts: call.path.split('/') }))

/**
 * The call that a request is.
 * @param path after /api/v2, as it was sent: ids are decoded here once and encoded again
 * @throws Refused 404 for what is not in the table, 400 for an id that cannot be one
 */
export function callOf(method: string, path: string): Match {
  const sent = path.split('/')
  const fits = ({ call, parts }: (typeof table)[number]): boolean =>
    call.method === method &&
    parts.length === sent.length &&
    parts.every((part, n) => part.startsWith(':') || part === sent[n])
  const found = table.find(fits)
  if (!found) throw new Refused(404, 'UNKNOWN_CALL', 'The gateway has no such call.')
  const ids: Record<string, string> = {}
  const made = found.parts.map((part, n) => {
    if (!part.startsWith(':')) return part
    const name = part.slice(1)
    const id = idOf(name, sent[n] ?? '')
    ids[name] = id
    return encodeURIComponent(id)
  })
  return { call: found.call, ids, path: made.join('/') }
}

/** The parameters that the call takes, as a query with its question mark, or nothing. */
export function queryOf({ query, fixed = {}, fields: most }: Call, asked: URLSearchParams): string {
  const kept = [...asked].filter(([name]) => query.includes(name))
  const sent = new URLSearchParams([...kept, ...Object.entries(fixed)])
  if (most) {
    const wanted = new Set(asked.getAll('fields').flatMap((names) => names.split(',')))
    const named = most.filter((name) => wanted.has(name))
    sent.set('fields', (named.length > 0 ? named : most).join(','))
    sent.set('include_fields', 'true')
  }
  return sent.size > 0 ? `?${sent}` : ''
}
