// Organizations, projects and resources: seen, made, changed, removed, and what is said to those who may not.
import { expect, test } from 'vitest'
import { subOf } from '../personas.ts'
import { people } from './seed.ts'
import { pluck, startKtrlplane } from './testing.ts'

const lists = async ({ admin, viewer, keykeeper, guest }: ReturnType<typeof startKtrlplane>, path: string) =>
  Promise.all([admin, viewer, keykeeper, guest].map((call) => call(`GET /api/v1/${path}`)))

test('everybody sees what they hold something at, or above it', async () => {
  const ktrlplane = startKtrlplane()
  const ids = async (path: string, name: string): Promise<unknown> =>
    (await lists(ktrlplane, path)).map(({ list }) => pluck(list, name))
  expect(await ids('organizations', 'org_id')).toEqual([['lumen-labs', 'nordwind'], ['nordwind'], [], []])
  expect(await ids('projects', 'project_id')).toEqual([
    ['field-trials', 'grid-twin', 'harbour-ops'],
    ['grid-twin', 'harbour-ops'],
    ['grid-twin'],
    [],
  ])
  const resources = (await lists(ktrlplane, 'resources')).map(({ body }) =>
    Array.isArray(body['resources']) ? body['resources'].length : 'none',
  )
  expect(resources).toEqual([4, 3, 2, 0])
  const flows = await ktrlplane.admin('GET /api/v1/resources?resource_type=Konnektr.Flow')
  expect(flows.text.match(/"resource_id":"[^"]+"/g)).toEqual(['"resource_id":"grid-flow"'])
  // Who holds something at a resource alone sees no project, and the data of a graph is no leave to see it.
  expect((await ktrlplane.by(people.nameless, 'GET /api/v1/projects')).list).toEqual([])
  expect((await ktrlplane.by(people.nameless, 'GET /api/v1/resources')).body).toEqual({ resources: [] })
})

test.each([
  ['organizations/nordwind', 'Organization not found', 'insufficient permissions to view organization'],
  ['projects/grid-twin', 'Project not found', 'insufficient permissions to view project'],
  ['projects/grid-twin/resources/grid-graph', 'Resource not found', undefined],
])(
  'what somebody may not see is not there as coded, and 403 as documented: %s',
  async (path, error, details) => {
    const { guest, admin } = startKtrlplane()
    const denied = await guest(`GET /api/v1/${path}`)
    expect(denied).toMatchObject({ status: 404, body: { error } })
    expect(denied.body['details']).toBe(details)
    expect((await admin(`GET /api/v1/${path}`)).status).toBe(200)
    const strict = startKtrlplane({ strict: true })
    expect((await strict.guest(`GET /api/v1/${path}`)).status).toBe(403)
    expect((await strict.admin(`GET /api/v1/${path.replace(/[^/]+$/, 'nowhere')}`)).status).toBe(404)
  },
)

test('the resources of a project are [] to those who may not see them, and 403 as documented', async () => {
  const path = 'GET /api/v1/projects/sandbox-ana/resources'
  expect(await startKtrlplane().admin(path)).toMatchObject({ status: 200, text: '[]' })
  expect((await startKtrlplane({ strict: true }).admin(path)).status).toBe(403)
  const { admin } = startKtrlplane()
  const { list } = await admin('GET /api/v1/projects/grid-twin/resources')
  expect(pluck(list, 'name')).toEqual(['Grid graph', 'Grid flow'])
})

test('who may not change is told 500 or 403 as coded, and 403 as documented', async () => {
  const body = { name: 'Mine' }
  const told = async (strict: boolean): Promise<unknown> => {
    const { viewer } = startKtrlplane({ strict })
    const answers = [
      await viewer('PUT /api/v1/organizations/nordwind', { body }),
      await viewer('DELETE /api/v1/organizations/nordwind'),
      await viewer('PUT /api/v1/projects/grid-twin', { body }),
      await viewer('DELETE /api/v1/projects/grid-twin'),
      await viewer('PUT /api/v1/projects/grid-twin/resources/grid-flow', { body }),
      await viewer('DELETE /api/v1/projects/grid-twin/resources/grid-flow'),
    ]
    return answers.map(({ status }) => status)
  }
  expect(await told(false)).toEqual([500, 500, 500, 500, 403, 403])
  expect(await told(true)).toEqual([403, 403, 403, 403, 403, 403])
})

test('owners rename and remove; what is removed leaves its assignments behind', async () => {
  const { admin, world } = startKtrlplane()
  const body = { name: 'Renamed' }
  expect((await admin('PUT /api/v1/organizations/nordwind', { body })).body).toMatchObject(body)
  expect((await admin('PUT /api/v1/projects/grid-twin', { body })).body).toMatchObject(body)
  const resource = await admin('PUT /api/v1/projects/grid-twin/resources/grid-flow', {
    body: { ...body, settings_json: { size: 2 } },
  })
  expect(resource.body).toMatchObject({ ...body, status: 'Updating', settings_json: { size: 2 } })

  const removed = await admin('DELETE /api/v1/projects/grid-twin/resources/grid-flow')
  expect(removed).toMatchObject({ status: 202, body: { message: 'Resource deletion initiated' } })
  expect((await admin('DELETE /api/v1/projects/grid-twin')).status).toBe(202)
  expect((await admin('GET /api/v1/projects/grid-twin/resources/grid-graph')).status).toBe(404)
  world.addProject({ id: 'grid-twin', name: 'Another one' })
  // Whoever held something at the old one does so at the new one.
  expect(world.held(people.tomas, 'project.grid-twin')).toEqual(['Owner'])

  const gone = await admin('DELETE /api/v1/organizations/nordwind')
  expect(gone).toMatchObject({ status: 204, text: '' })
  expect((await admin('GET /api/v1/projects/harbour-ops')).status).toBe(404)
})

test('anybody makes projects, and then owns them and their data', async () => {
  const { guest, world } = startKtrlplane()
  const made = await guest('POST /api/v1/projects', {
    body: { id: 'mine', name: 'Mine', org_id: 'nordwind' },
  })
  expect(made).toMatchObject({
    status: 201,
    body: { project_id: 'mine', org_id: 'nordwind', status: 'Active' },
  })
  expect(world.held(subOf('ktrlplane', 'guest'), 'project.mine')).toEqual(['Data Owner', 'Owner'])
  const resource = { id: 'my-graph', name: 'My graph', type: 'Konnektr.Graph', sku: 'free' }
  const graph = await guest('POST /api/v1/projects/mine/resources', { body: resource })
  expect(graph).toMatchObject({ status: 201, body: { status: 'Creating', settings_json: {} } })
  const { sku: _, ...without } = resource
  expect((await guest('POST /api/v1/projects/mine/resources', { body: without })).body).toEqual({
    error: "Key: 'CreateResourceRequest.SKU' Error:Field validation for 'SKU' failed on the 'required' tag",
  })
})

/** Status and words for a project with this id. */
const makeProject = async (strict: boolean, id: string): Promise<unknown> => {
  const { status, body } = await startKtrlplane({ strict }).admin('POST /api/v1/projects', {
    body: { id, name: 'New' },
  })
  return [status, body['error']]
}

test('ids that are none, or taken, are 500 as coded, 400 and 409 as documented', async () => {
  for (const id of ['Grid', '9grid', 'grid-', 'grid--twin', 'g'.repeat(64)]) {
    expect(await makeProject(false, id)).toEqual([500, 'Failed to create project'])
    expect(await makeProject(true, id)).toEqual([400, expect.any(String)])
  }
  expect(await makeProject(false, 'grid-twin')).toEqual([500, 'Failed to create project'])
  expect(await makeProject(true, 'grid-twin')).toEqual([409, 'Project already exists'])
})

test('organizations can be made as documented only', async () => {
  const body = { id: 'acme', name: 'Acme' }
  const coded = startKtrlplane()
  const failed = await coded.admin('POST /api/v1/organizations', { body })
  expect(failed).toMatchObject({ status: 500, body: { error: 'Failed to create organization' } })
  const { admin, world } = startKtrlplane({ strict: true })
  expect((await admin('POST /api/v1/organizations', { body })).status).toBe(201)
  expect(world.held(subOf('ktrlplane', 'admin'), 'organization.acme')).toEqual(['Owner'])
  expect((await admin('POST /api/v1/organizations', { body })).status).toBe(409)
})

test('a project without a name in its change is 500 as coded, 400 as documented', async () => {
  const path = 'PUT /api/v1/projects/grid-twin'
  expect((await startKtrlplane().admin(path, { body: {} })).status).toBe(500)
  expect((await startKtrlplane({ strict: true }).admin(path, { body: {} })).status).toBe(400)
})
