// Who holds what, given and taken: as coded and as documented.
import { expect, test } from 'vitest'
import { subOf } from '../personas.ts'
import { people } from './seed.ts'
import { ownerRole } from './seed-roles.ts'
import { pluck, startKtrlplane } from './testing.ts'

const viewerRole = '10000000-0001-0000-0000-000000000003'
const gridTwin = '/api/v1/projects/grid-twin/rbac'
const gridGraph = '/api/v1/projects/grid-twin/resources/grid-graph/rbac'
const nordwind = '/api/v1/organizations/nordwind/rbac'
const farid = { user_id: people.farid, role_id: viewerRole }
const both = [false, true]

const brief = (list: Record<string, unknown>[]): string[] =>
  list.map((row) =>
    [row['user_id'], row['inheritance_type'], row['inherited_from_name']].filter((one) => one).join(' '),
  )

test.each(both)('lists have direct ones first, each time the newest first (strict: %s)', async (strict) => {
  const { admin } = startKtrlplane({ strict })
  expect(brief((await admin(`GET ${gridTwin}`)).list)).toEqual([
    `${people.nils} direct`,
    `${people.invited} direct`,
    `${subOf('ktrlplane', 'keykeeper')} direct`,
    `${people.tomas} direct`,
    ...[people.service, people.tomas, subOf('ktrlplane', 'viewer'), people.jonas, people.leonie].map(
      (id) => `${id} inherited Nordwind Energy`,
    ),
    `${subOf('ktrlplane', 'admin')} inherited Nordwind Energy`,
  ])
  expect(brief((await admin(`GET ${gridGraph}`)).list).slice(0, 4)).toEqual([
    `${people.formula} direct`,
    `${people.nameless} direct`,
    `${people.nils} inherited Grid twin`,
    `${people.invited} inherited Grid twin`,
  ])
})

test('on organizations the kind is empty as coded, and "direct" as documented', async () => {
  const coded = await startKtrlplane().admin(`GET ${nordwind}`)
  expect(new Set(pluck(coded.list, 'inheritance_type'))).toEqual(new Set(['']))
  expect(coded.list[0]).not.toHaveProperty('inherited_from_scope_id')
  const documented = await startKtrlplane({ strict: true }).admin(`GET ${nordwind}`)
  expect(new Set(pluck(documented.list, 'inheritance_type'))).toEqual(new Set(['direct']))
})

test('what has ended is in no list and gives no right, but the project is listed as coded', async () => {
  const { by, world, clock } = startKtrlplane()
  const projects = async (): Promise<unknown> =>
    pluck((await by(people.olga, 'GET /api/v1/projects')).list, 'project_id')
  expect(world.held(people.olga, 'project.grid-twin')).toEqual([])
  expect(await projects()).toEqual(['grid-twin'])
  expect((await by(people.olga, 'GET /api/v1/projects/grid-twin')).status).toBe(404)
  expect(brief((await by(people.olga, `GET ${gridTwin}`)).list)).not.toContain(`${people.olga} direct`)
  const documented = startKtrlplane({ strict: true })
  expect((await documented.by(people.olga, 'GET /api/v1/projects')).list).toEqual([])

  const nils = async (): Promise<boolean> =>
    brief((await by(people.leonie, `GET ${gridTwin}`)).list).includes(`${people.nils} direct`)
  expect(await nils()).toBe(true)
  clock.at += 13 * 86_400_000
  expect(await nils()).toBe(false)
})

test('as coded anybody reads and gives; as documented it needs read and manage_access', async () => {
  const { guest, world } = startKtrlplane()
  expect((await guest(`GET ${gridTwin}`)).list).not.toEqual([])
  expect((await guest(`POST ${gridTwin}`, { body: farid })).status).toBe(201)
  expect(world.held(people.farid, 'project.grid-twin')).toEqual(['Viewer'])

  const strict = startKtrlplane({ strict: true })
  expect(await strict.guest(`GET ${gridTwin}`)).toMatchObject({
    status: 403,
    body: { error: 'Insufficient permissions to view role assignments' },
  })
  expect((await strict.keykeeper(`GET ${gridTwin}`)).status).toBe(200)
  expect(await strict.keykeeper(`POST ${gridTwin}`, { body: farid })).toMatchObject({
    status: 403,
    body: { error: 'Insufficient permissions to create role assignment' },
  })
  expect((await strict.by(people.tomas, `POST ${gridTwin}`, { body: farid })).status).toBe(201)
  expect(strict.world.held(people.farid, 'project.grid-twin')).toEqual(['Viewer'])
})

test.each([
  [nordwind, { organization_id: 'nordwind' }, 'organization.nordwind'],
  [gridTwin, { project_id: 'grid-twin' }, 'project.grid-twin'],
  [gridGraph, { project_id: 'grid-twin', resource_id: 'grid-graph' }, 'resource.grid-twin.grid-graph'],
])('%s gives and takes', async (path, echo, scope) => {
  const { admin, world } = startKtrlplane()
  const given = await admin(`POST ${path}`, { body: farid })
  const assigned_by = subOf('ktrlplane', 'admin')
  expect(given.body).toEqual({ message: 'Role assignment created', ...echo, ...farid, assigned_by })
  const [row] = world.assignments(scope).slice(-1)
  expect(row).toMatchObject({ ...farid, assigned_by, expires_at: null, created_at: '2026-11-02T12:00:00Z' })
  const taken = await admin(`DELETE ${path}/${row?.assignment_id}`)
  expect(taken).toMatchObject({ status: 200, body: { message: 'Role assignment deleted', ...echo } })
  expect(world.held(people.farid, scope)).toEqual([])
})

test('a second one of the same is 201 and none as coded, 409 as documented', async () => {
  for (const [strict, status] of [
    [false, 201],
    [true, 409],
  ] as const) {
    const { admin, world } = startKtrlplane({ strict })
    const before = world.assignments('project.grid-twin')
    const body = { user_id: people.tomas, role_id: ownerRole }
    expect((await admin(`POST ${gridTwin}`, { body })).status).toBe(status)
    expect(world.assignments('project.grid-twin')).toEqual(before)
  }
})

/** Status and words for a role that is given to this id, one of two that begin alike. */
const giveTo = async (strict: boolean, user_id: string, path = gridTwin): Promise<unknown> => {
  const { admin, world } = startKtrlplane({ strict })
  world.addUser({ user_id: 'auth0|a' })
  world.addUser({ user_id: 'auth0|ab' })
  const { status, body } = await admin(`POST ${path}`, { body: { user_id, role_id: viewerRole } })
  return [status, body['details'] ?? body['error']]
}

test('people are found by a part of their id as coded, by all of it as documented', async () => {
  expect(await giveTo(false, 'auth0|a')).toEqual([400, 'Ambiguous user_id, multiple users found'])
  expect(await giveTo(true, 'auth0|a')).toEqual([201, undefined])
  expect(await giveTo(false, 'auth0|ab')).toEqual([201, undefined])
  // One is found, and it is another one.
  expect(await giveTo(false, 'tomas.rey')).toEqual([
    500,
    'user tomas.rey does not exist and is not a valid email',
  ])
  for (const strict of both) {
    expect(await giveTo(strict, 'auth0|nobody')).toEqual([400, 'User not found for given user_id'])
    expect(await giveTo(strict, 'auth0|nobody', nordwind)).toEqual([404, 'User not found for given user_id'])
  }
})

test('who is given a role by address gets it as somebody else, until they sign in for the first time', async () => {
  const { admin, by, world } = startKtrlplane()
  const address = 'tomas.rey@nordwind.example'
  const body = { user_id: address, role_id: viewerRole }
  const path = '/api/v1/projects/harbour-ops/rbac'
  expect((await admin(`POST ${path}`, { body })).status).toBe(201)
  expect(world.held(people.tomas, 'project.harbour-ops')).toEqual([])
  expect(world.held(address, 'project.harbour-ops')).toEqual(['Viewer'])
  // Now there are two with this address.
  expect((await admin(`POST ${path}`, { body })).body).toMatchObject({
    error: 'Ambiguous user_id, multiple users found',
  })
  await by(people.tomas, 'GET /api/v1/roles')
  expect(world.held(people.tomas, 'project.harbour-ops')).toEqual(['Viewer'])
})

/** Status and words for this role. */
const giveRole = async (strict: boolean, role_id: string): Promise<unknown> => {
  const { status, body } = await startKtrlplane({ strict }).admin(`POST ${gridTwin}`, {
    body: { ...farid, role_id },
  })
  return [status, body['error']]
}

test('roles that are none are 500 as coded, 400 as documented; hidden ones can be given', async () => {
  expect(await giveRole(false, 'made-up')).toEqual([500, 'Failed to assign role'])
  expect(await giveRole(true, 'made-up')).toEqual([400, 'Role not found for given role_id'])
  expect(await giveRole(false, 'service-account-permission-checker')).toEqual([201, undefined])
})

test.each([
  ['', 'EOF'],
  ['{', 'unexpected EOF'],
  ['no', "invalid character 'n' looking for beginning of value"],
  ['[]', 'json: cannot unmarshal array into Go value of type struct'],
  [{ user_id: 7, role_id: 'x' }, expect.stringContaining('cannot unmarshal number')],
  [
    {},
    "Key: 'UserID' Error:Field validation for 'UserID' failed on the 'required' tag\nKey: 'RoleID' Error:Field validation for 'RoleID' failed on the 'required' tag",
  ],
])('a body of %j is refused', async (body, error) => {
  expect(await startKtrlplane().admin(`POST ${gridTwin}`, { body })).toMatchObject({
    status: 400,
    body: { error },
  })
})

test('taking needs manage_access at the scope in the path, and as coded nothing else', async () => {
  for (const strict of both) {
    const { viewer, admin, world } = startKtrlplane({ strict })
    const [row] = world.assignments('project.sandbox-ana')
    const foreign = `DELETE ${gridTwin}/${row?.assignment_id}`
    expect(await viewer(foreign)).toMatchObject({
      status: 403,
      body: { error: 'Insufficient permissions to delete role assignment' },
    })
    expect((await admin(foreign)).status).toBe(strict ? 404 : 200)
    expect(world.held(people.ana, 'project.sandbox-ana')).toEqual(strict ? ['Owner'] : [])
    const gone = await admin(`DELETE ${gridTwin}/made-up`)
    expect([gone.status, gone.body['details']]).toEqual(
      strict ? [404, undefined] : [500, 'role assignment made-up not found'],
    )
  }
})

test('a scope that is not there is empty as coded and 404 as documented', async () => {
  const nowhere = '/api/v1/projects/nowhere/rbac'
  expect(await startKtrlplane().admin(`GET ${nowhere}`)).toMatchObject({ status: 200, text: '[]' })
  const { admin } = startKtrlplane({ strict: true })
  expect(await admin(`GET ${nowhere}`)).toMatchObject({ status: 404, body: { error: 'Project not found' } })
  expect((await admin(`POST ${nowhere}`, { body: farid })).status).toBe(404)
})
