// Who holds what at an organization, project or resource (platforms.md §1.4–§1.7). As coded nobody is asked for a right to read or to
// give; users are found by a part of their id; a second assignment of the same is 201 and none; the id in the path of DELETE may be of
// another scope.
import { randomUUID } from 'node:crypto'
import { bodyOf, required } from './body.ts'
import { found } from './catalogue.ts'
import { refuse } from './errors.ts'
import type { AssignmentRow, Place } from './model.ts'
import { demand, exists, isAlive, isAt, lineage, may } from './rights.ts'
import { ok, route } from './route.ts'
import type { Call, Handler, Route } from './route.ts'
import { assignmentOf } from './shapes.ts'
import type { Tables } from './world.ts'

type Kind = {
  path: string
  what: string
  place: (call: Call) => Place
  /** What answers say of the scope. */
  echo: (call: Call) => Record<string, string>
}

const kinds: Kind[] = [
  {
    path: '/api/v1/organizations/{org}/rbac',
    what: 'Organization',
    place: ({ param }) => ({ type: 'organization', id: param('org') }),
    echo: ({ param }) => ({ organization_id: param('org') }),
  },
  {
    path: '/api/v1/projects/{project}/rbac',
    what: 'Project',
    place: ({ param }) => ({ type: 'project', id: param('project') }),
    echo: ({ param }) => ({ project_id: param('project') }),
  },
  {
    path: '/api/v1/projects/{project}/resources/{resource}/rbac',
    what: 'Resource',
    // The project of the path is read by nobody.
    place: ({ param }) => ({ type: 'resource', id: param('resource') }),
    echo: ({ param }) => ({ project_id: param('project'), resource_id: param('resource') }),
  },
]

/** As documented: there, and the caller may. */
function guard({ what, place }: Kind, call: Call, action: string, todo: string): void {
  if (call.strict) demand(call, action, place(call), { what, todo })
}

const list =
  (kind: Kind): Handler =>
  (call) => {
    const { tables, strict, now } = call
    guard(kind, call, 'read', 'view role assignments')
    const [own, ...above] = lineage(tables, kind.place(call))
    const at = (place: Place): AssignmentRow[] =>
      tables.assignments
        .filter((row) => isAt(place)(row) && isAlive(now())(row) && tables.users.has(row.user_id))
        .toReversed()
        .toSorted((one, other) => other.created - one.created)
    // The lists of organizations come from another query, which leaves the column out.
    const direct = kind.what === 'Organization' && !strict ? '' : 'direct'
    const inherited = above
      .filter((place) => exists(tables, place))
      .flatMap((place) => at(place).map((row) => ({ row, place })))
      .toSorted((one, other) => other.row.created - one.row.created)
    return ok([
      ...(own ? at(own) : []).map((row) => assignmentOf(tables, row, direct)),
      ...inherited.map(({ row, place }) =>
        assignmentOf(tables, row, 'inherited', { ...place, name: nameOf(tables, place) }),
      ),
    ])
  }

const nameOf = ({ organizations, projects }: Tables, { type, id }: Place): string =>
  (type === 'organization' ? organizations.get(id) : projects.get(id))?.name ?? ''

const failed = (details: string): Error => refuse(500, 'Failed to assign role', { details })

/** For an address that is nobody's id somebody is made whose id it is, also where a user with that address was found. */
function invite(tables: Tables, id: string, now: number): void {
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(id))
    throw failed(`user ${id} does not exist and is not a valid email`)
  const name = id.split('@')[0] ?? ''
  tables.users.set(id, { user_id: id, email: id, name, created: now, updated: now })
}

const grant =
  (kind: Kind): Handler =>
  (call) => {
    const { tables, strict, caller, now } = call
    const fields = { user_id: 'UserID', role_id: 'RoleID' }
    const { user_id, role_id } = required(bodyOf(call.body), fields)
    guard(kind, call, 'manage_access', 'create role assignment')
    const users = strict ? [tables.users.get(user_id)].filter((one) => one) : found(tables, user_id)
    if (users.length === 0)
      throw refuse(kind.what === 'Organization' ? 404 : 400, 'User not found for given user_id')
    if (users.length > 1) throw refuse(400, 'Ambiguous user_id, multiple users found')

    if (!tables.roles.some((role) => role.role_id === role_id))
      throw strict
        ? refuse(400, 'Role not found for given role_id')
        : failed(
            'failed to assign role: ERROR: insert or update on table "role_assignments" violates foreign key constraint "role_assignments_role_id_fkey" (SQLSTATE 23503)',
          )
    if (!tables.users.has(user_id)) invite(tables, user_id, now())

    const place = kind.place(call)
    const same = tables.assignments.some(
      (row) => isAt(place)(row) && row.user_id === user_id && row.role_id === role_id,
    )
    if (same && strict) throw refuse(409, 'Role assignment already exists')
    if (!same)
      tables.assignments.push({
        assignment_id: randomUUID(),
        user_id,
        role_id,
        scope_type: place.type,
        scope_id: place.id,
        assigned_by: caller.id,
        created: now(),
        expires: null,
      })
    const message = 'Role assignment created'
    const echo = { ...kind.echo(call), user_id, role_id, assigned_by: caller.id }
    return { status: 201, body: { message, ...echo } }
  }

const revoke =
  (kind: Kind): Handler =>
  (call) => {
    const { tables, strict } = call
    const place = kind.place(call)
    const todo = 'delete role assignment'
    if (strict) demand(call, 'manage_access', place, { what: kind.what, todo })
    else if (!may(call, 'manage_access', place)) throw refuse(403, `Insufficient permissions to ${todo}`)
    const id = call.param('assignment')
    const at = tables.assignments.findIndex(
      (row) => row.assignment_id === id && (!strict || isAt(place)(row)),
    )
    if (at === -1)
      throw strict
        ? refuse(404, 'Role assignment not found')
        : refuse(500, 'Failed to delete role assignment', { details: `role assignment ${id} not found` })
    tables.assignments.splice(at, 1)
    return ok({ message: 'Role assignment deleted', ...kind.echo(call), assignment_id: id })
  }

export const assignments: Route[] = kinds.flatMap((kind) => [
  route('GET', kind.path, 'listAssignments', list(kind)),
  route('POST', kind.path, 'grantRole', grant(kind)),
  route('DELETE', `${kind.path}/{assignment}`, 'revokeRole', revoke(kind)),
])
