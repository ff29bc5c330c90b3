// Projects. Lacking a right is 404 to read and 500 to change, as coded; an assignment that has ended still lists its project
// (platforms.md §1.4, §1.6).
import { randomUUID } from 'node:crypto'
import { bodyOf, idProblem, required } from './body.ts'
import { refuse } from './errors.ts'
import { demand, exists, isAlive, isAt, lineage, may } from './rights.ts'
import { ok, route } from './route.ts'
import type { Call, Route } from './route.ts'
import { dataOwnerRole, ownerRole } from './seed-roles.ts'
import { projectOf } from './shapes.ts'
import { drop } from './world.ts'

const what = 'Project'

const placeOf = ({ param }: Call) => ({ type: 'project', id: param('project') })

function check(call: Call, action: string, verb: string): void {
  const todo = `${verb} project`
  const place = placeOf(call)
  if (call.strict) return demand(call, action, place, { what, todo })
  if (may(call, action, place) && exists(call.tables, place)) return
  const details = `insufficient permissions to ${todo}`
  throw action === 'read'
    ? refuse(404, 'Project not found', { details })
    : refuse(500, `Failed to ${todo}`, { details })
}

const rowOf = (call: Call) => {
  const row = call.tables.projects.get(call.param('project'))
  if (!row) throw refuse(404, 'Project not found')
  return row
}

const failed = (details: string): Error => refuse(500, 'Failed to create project', { details })

export const projects: Route[] = [
  route('GET', '/api/v1/projects', 'listProjects', ({ tables, strict, caller, now }) => {
    const mine = tables.assignments.filter(
      (row) => row.user_id === caller.id && (!strict || isAlive(now())(row)),
    )
    return ok(
      [...tables.projects.values()]
        .filter(({ project_id: id }) =>
          lineage(tables, { type: 'project', id }).some((place) => mine.some(isAt(place))),
        )
        .toSorted((one, other) => one.name.localeCompare(other.name))
        .map(projectOf),
    )
  }),
  route('POST', '/api/v1/projects', 'createProject', ({ tables, strict, body, caller, now }) => {
    const fields = bodyOf(body)
    const { id, name } = required(fields, { id: 'ID', name: 'Name' }, 'CreateProjectRequest')
    // Any organization is accepted, whether the maker may do anything there or not.
    const org = typeof fields.org_id === 'string' && fields.org_id !== '' ? fields.org_id : null
    const problem = idProblem(id)
    if (problem !== undefined) throw strict ? refuse(400, problem) : failed(`invalid project ID: ${problem}`)
    if (tables.projects.has(id))
      throw strict
        ? refuse(409, 'Project already exists')
        : failed(
            'failed to create project: ERROR: duplicate key value violates unique constraint "projects_pkey" (SQLSTATE 23505)',
          )
    if (org !== null && !tables.organizations.has(org))
      throw strict
        ? refuse(404, 'Organization not found')
        : failed(
            'failed to create project: ERROR: insert or update on table "projects" violates foreign key constraint "projects_org_id_fkey" (SQLSTATE 23503)',
          )
    const row = { project_id: id, org_id: org, name, status: 'Active', created: now(), updated: now() }
    tables.projects.set(id, row)
    for (const role_id of [ownerRole, dataOwnerRole]) {
      const given = { scope_type: 'project', scope_id: id, assigned_by: caller.id }
      const assignment_id = randomUUID()
      tables.assignments.push({
        assignment_id,
        user_id: caller.id,
        role_id,
        ...given,
        created: now(),
        expires: null,
      })
    }
    return { status: 201, body: projectOf(row) }
  }),
  route('GET', '/api/v1/projects/{project}', 'getProject', (call) => {
    check(call, 'read', 'view')
    return ok(projectOf(rowOf(call)))
  }),
  route('PUT', '/api/v1/projects/{project}', 'updateProject', (call) => {
    const { name } = bodyOf(call.body)
    check(call, 'write', 'update')
    if (typeof name !== 'string')
      throw call.strict
        ? refuse(400, 'Name is required')
        : refuse(500, 'Failed to update project', {
            details:
              'failed to update project: ERROR: null value in column "name" of relation "projects" violates not-null constraint (SQLSTATE 23502)',
          })
    return ok(projectOf(Object.assign(rowOf(call), { name, updated: call.now() })))
  }),
  route('DELETE', '/api/v1/projects/{project}', 'deleteProject', (call) => {
    check(call, 'delete', 'delete')
    drop(call.tables, placeOf(call))
    return { status: 202, body: { message: 'Project deletion initiated' } }
  }),
]
