// Organizations. As coded, lacking a right is 404 to read and 500 to change, and nobody can make one: the role that the maker should
// get is looked for by name instead of id (platforms.md §1.4, §1.6).
import { bodyOf, idProblem, required } from './body.ts'
import { refuse } from './errors.ts'
import { randomUUID } from 'node:crypto'
import { demand, isAlive, may } from './rights.ts'
import { ok, route } from './route.ts'
import type { Call, Route } from './route.ts'
import { ownerRole } from './seed-roles.ts'
import { organizationOf } from './shapes.ts'
import { drop } from './world.ts'

const what = 'Organization'

const placeOf = ({ param }: Call) => ({ type: 'organization', id: param('org') })

/** Goes on where the caller may. */
function check(call: Call, action: string, verb: string): void {
  const todo = `${verb} organization`
  const place = placeOf(call)
  if (call.strict) return demand(call, action, place, { what, todo })
  if (may(call, action, place) && call.tables.organizations.has(place.id)) return
  const details = `insufficient permissions to ${todo}`
  throw action === 'read'
    ? refuse(404, 'Organization not found', { details })
    : refuse(500, `Failed to ${todo}`, { details })
}

const rowOf = (call: Call) => {
  const row = call.tables.organizations.get(call.param('org'))
  if (!row) throw refuse(404, 'Organization not found')
  return row
}

const failed = (details: string): Error => refuse(500, 'Failed to create organization', { details })

export const organizations: Route[] = [
  route('GET', '/api/v1/organizations', 'listOrganizations', ({ tables, caller, now }) => {
    const mine = tables.assignments.filter(
      (row) => row.user_id === caller.id && row.scope_type === 'organization' && isAlive(now())(row),
    )
    return ok(
      [...tables.organizations.values()]
        .filter(({ org_id }) => mine.some(({ scope_id }) => scope_id === org_id))
        .toSorted((one, other) => one.name.localeCompare(other.name))
        .map(organizationOf),
    )
  }),
  route('POST', '/api/v1/organizations', 'createOrganization', ({ tables, strict, body, caller, now }) => {
    const { id, name } = required(bodyOf(body), { id: 'ID', name: 'Name' }, 'CreateOrganizationRequest')
    const problem = idProblem(id)
    if (!strict) {
      if (problem !== undefined) throw failed(`invalid organization ID: ${problem}`)
      throw failed(
        'failed to assign owner role: failed to assign role: ERROR: insert or update on table "role_assignments" violates foreign key constraint "role_assignments_role_id_fkey" (SQLSTATE 23503)',
      )
    }
    if (problem !== undefined) throw refuse(400, problem)
    if (tables.organizations.has(id)) throw refuse(409, 'Organization already exists')
    const row = { org_id: id, name, created: now(), updated: now() }
    tables.organizations.set(id, row)
    tables.assignments.push({
      assignment_id: randomUUID(),
      user_id: caller.id,
      role_id: ownerRole,
      scope_type: 'organization',
      scope_id: id,
      assigned_by: caller.id,
      created: now(),
      expires: null,
    })
    return { status: 201, body: organizationOf(row) }
  }),
  route('GET', '/api/v1/organizations/{org}', 'getOrganization', (call) => {
    check(call, 'read', 'view')
    return ok(organizationOf(rowOf(call)))
  }),
  route('PUT', '/api/v1/organizations/{org}', 'updateOrganization', (call) => {
    const { name } = required(bodyOf(call.body), { name: 'Name' }, 'UpdateOrganizationRequest')
    check(call, 'write', 'update')
    const row = Object.assign(rowOf(call), { name, updated: call.now() })
    return ok(organizationOf(row))
  }),
  route('DELETE', '/api/v1/organizations/{org}', 'deleteOrganization', (call) => {
    check(call, 'delete', 'delete')
    drop(call.tables, placeOf(call))
    return { status: 204 }
  }),
]
