// Resources. Rights are looked at in their project, so a role at the resource itself helps with none of these calls but the list over
// all projects (platforms.md §1.4); a list that somebody may not see is empty, as coded.
import { bodyOf, idProblem, required } from './body.ts'
import { refuse } from './errors.ts'
import type { ResourceRow } from './model.ts'
import { demand, may } from './rights.ts'
import { ok, route } from './route.ts'
import type { Call, Route } from './route.ts'
import { resourceOf } from './shapes.ts'
import { drop } from './world.ts'

const all = '/api/v1/projects/{project}/resources'
const one = `${all}/{resource}`

const projectOf = ({ param }: Call) => ({ type: 'project', id: param('project') })

/** @throws a refusal 403; where there is no such project, as coded, too */
function check(call: Call, action: string, todo: string): void {
  if (call.strict) return demand(call, action, projectOf(call), { what: 'Project', todo })
  if (!may(call, action, projectOf(call))) throw refuse(403, `Insufficient permissions to ${todo}`)
}

function rowOf(call: Call): ResourceRow {
  const row = call.tables.resources.get(call.param('resource'))
  if (row?.project_id !== call.param('project')) throw refuse(404, 'Resource not found')
  return row
}

const settingsOf = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {})

const failed = (details: string): Error => refuse(500, 'Failed to create resource', { details })

export const resources: Route[] = [
  route('GET', '/api/v1/resources', 'listResources', (call) => {
    const type = call.query.get('resource_type') ?? ''
    const rows = [...call.tables.resources.values()].filter(
      (row) =>
        (type === '' || row.type === type) && may(call, 'read', { type: 'resource', id: row.resource_id }),
    )
    return ok({ resources: rows.map(resourceOf) })
  }),
  route('GET', all, 'listProjectResources', (call) => {
    if (call.strict) check(call, 'read', 'view resources')
    else if (!may(call, 'read', projectOf(call))) return ok([])
    const rows = [...call.tables.resources.values()].filter(
      ({ project_id }) => project_id === call.param('project'),
    )
    return ok(rows.map(resourceOf))
  }),
  route('POST', all, 'createResource', (call) => {
    const { tables, strict, now } = call
    const fields = bodyOf(call.body)
    const { id, name, type, sku } = required(
      fields,
      { id: 'ID', name: 'Name', type: 'Type', sku: 'SKU' },
      'CreateResourceRequest',
    )
    check(call, 'write', 'create resource')
    const problem = idProblem(id)
    if (problem !== undefined) throw strict ? refuse(400, problem) : failed(`invalid resource ID: ${problem}`)
    if (tables.resources.has(id))
      throw strict
        ? refuse(409, 'Resource already exists')
        : failed('ERROR: duplicate key value violates unique constraint "resources_pkey" (SQLSTATE 23505)')
    const times = { created: now(), updated: now() }
    const project_id = call.param('project')
    const settings = settingsOf(fields.settings_json)
    const row = { resource_id: id, project_id, name, type, sku, status: 'Creating', settings, ...times }
    tables.resources.set(id, row)
    return { status: 201, body: resourceOf(row) }
  }),
  route('GET', one, 'getResource', (call) => {
    if (call.strict) check(call, 'read', 'view resource')
    else if (!may(call, 'read', projectOf(call))) throw refuse(404, 'Resource not found')
    return ok(resourceOf(rowOf(call)))
  }),
  route('PUT', one, 'updateResource', (call) => {
    const fields = bodyOf(call.body)
    check(call, 'write', 'update resource')
    const row = rowOf(call)
    if (typeof fields.name === 'string') row.name = fields.name
    if (typeof fields.sku === 'string') row.sku = fields.sku
    if (fields.settings_json !== undefined) row.settings = settingsOf(fields.settings_json)
    return ok(resourceOf(Object.assign(row, { status: 'Updating', updated: call.now() })))
  }),
  route('DELETE', one, 'deleteResource', (call) => {
    check(call, 'delete', 'delete resource')
    rowOf(call)
    drop(call.tables, { type: 'resource', id: call.param('resource') })
    return { status: 202, body: { message: 'Resource deletion initiated' } }
  }),
]
