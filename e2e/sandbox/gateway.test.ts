// The gateway with the real things at both ends: tokens from a sign-in at Acme before it, Acme's Management API behind it.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { calls } from '../../src/gateway/calls.ts'
import { machineIds } from './auth0/seed-clients.ts'
import { acmeApi } from './console-config.ts'
import type { Fault } from './faults.ts'
import { mountGateway } from './gateway.ts'
import type { MountedGateway } from './gateway.ts'
import { listen } from './http.ts'
import type { JsonObject, Listener } from './http.ts'
import { consolePermissions, subOf } from './personas.ts'
import type { PersonaName } from './personas.ts'
import { startSandbox } from './sandbox.ts'
import type { AcmePlatform, Sandbox } from './sandbox.ts'
import { consoleOrigin, read, signInAs } from './visitor.ts'

let sandbox: Sandbox
let acme: AcmePlatform
let gateway: MountedGateway
let listener: Listener

beforeAll(async () => {
  sandbox = await startSandbox({ consoleOrigin, host: '127.0.0.1' })
  acme = sandbox.acme
  gateway = await mountGateway(sandbox)
  listener = await listen('127.0.0.1', 0)
  listener.serve((req, res) => gateway.handle(req, res, () => res.writeHead(500).end()))
})
beforeEach(async () => {
  await sandbox.reset()
  gateway.reset()
})
afterAll(async () => {
  await listener.stop()
  await sandbox.stop()
})

type Ask = (method: string, path: string, body?: unknown) => Promise<Response>

/** Signs in and asks the gateway with what that gave. */
async function as(persona: PersonaName): Promise<Ask> {
  const scope = 'openid profile email offline_access'
  const { access_token: token } = await signInAs(acme, persona, { scope, changes: { audience: acmeApi } })
  return (method, path, body) =>
    fetch(`http://127.0.0.1:${listener.port}/gateway/api/v2${path}`, {
      method,
      headers: {
        authorization: `Bearer ${String(token)}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
}

async function roleNamed(ask: Ask, name: string): Promise<string> {
  const { roles } = await read(
    await ask('GET', `/roles?include_totals=true&name_filter=${encodeURIComponent(name)}`),
  )
  const [role]: JsonObject[] = Array.isArray(roles) ? roles : []
  return String(role?.['id'])
}

test('every permission of the table is one of the console’s API', () => {
  const known: readonly string[] = consolePermissions
  expect(calls.map(({ needs }) => needs).filter((needs) => !known.includes(needs))).toEqual([])
})

test('an administrator reads everything that is in the table', async () => {
  const ask = await as('admin')
  const { organizations } = await read(await ask('GET', '/organizations?include_totals=true'))
  const [first]: JsonObject[] = Array.isArray(organizations) ? organizations : []
  const ids: Record<string, string> = {
    role: await roleNamed(ask, 'Console auditor'),
    organization: String(first?.['id']),
  }
  const { resource_servers: apis } = await read(await ask('GET', '/resource-servers?include_totals=true'))
  const [, second]: JsonObject[] = Array.isArray(apis) ? apis : []
  const { members } = await read(
    await ask('GET', `/organizations/${ids['organization']}/members?include_totals=true`),
  )
  const [member]: JsonObject[] = Array.isArray(members) ? members : []
  ids['user'] = String(member?.['user_id'])
  ids['api'] = String(second?.['id'])
  ids['client'] = machineIds.billing
  const parameters: Record<string, string> = {
    findUsers: '?email=ingrid.solheim@acme.example',
    listEffectivePermissions: `?resource_server_identifier=${encodeURIComponent(acmeApi)}&take=50`,
    listPermissionSources: `?resource_server_identifier=${encodeURIComponent(acmeApi)}&permission_name=read:roles`,
    listRoleSources: `?role_id=${ids['role']}`,
    listRoleUsers: '?take=50',
  }
  const failed: string[] = []
  for (const { name, method, path } of calls.filter((call) => call.method === 'GET')) {
    const address = path.replaceAll(/:(\w+)/g, (_, kind: string) => encodeURIComponent(ids[kind] ?? ''))
    const answer = await ask(method, address + (parameters[name] ?? ''))
    if (!answer.ok) failed.push(`${name}: ${answer.status} ${await answer.text()}`)
  }
  expect(failed).toEqual([])
  expect(acme.journal.entries({ operation: 'machine' })).toHaveLength(1)
  expect(acme.journal.entries({ operation: 'jwks' })).toHaveLength(1)
})

test('a viewer reads and a guest does not; neither changes anything', async () => {
  const [viewer, guest] = [await as('viewer'), await as('guest')]
  const role = await roleNamed(viewer, 'Newcomer')
  expect((await viewer('GET', '/roles')).status).toBe(200)
  const refused = await guest('GET', '/roles')
  expect(refused.status).toBe(403)
  expect(await read(refused)).toMatchObject({ code: 'PERMISSION_MISSING', required: 'read:roles' })
  expect((await viewer('DELETE', `/roles/${role}`)).status).toBe(403)
  expect((await viewer('GET', `/roles/${role}`)).status).toBe(200)
})

test('an administrator makes a role, fills it, gives it, takes it, ends it', async () => {
  const ask = await as('admin')
  const created = await read(await ask('POST', '/roles', { name: 'Shelf counter', description: 'Counts' }))
  const role = `/roles/${String(created['id'])}`
  const permissions = [{ resource_server_identifier: acmeApi, permission_name: 'read:roles' }]
  const user = `/users/${encodeURIComponent(subOf('acme', 'guest'))}/roles`
  const steps: [string, string, unknown?][] = [
    ['PATCH', role, { name: 'Shelf auditor' }],
    ['POST', `${role}/permissions`, { permissions }],
    ['POST', `${role}/users`, { users: [subOf('acme', 'viewer')] }],
    ['POST', user, { roles: [created['id']] }],
    ['DELETE', user, { roles: [created['id']] }],
    ['DELETE', `${role}/permissions`, { permissions }],
    ['DELETE', role],
  ]
  for (const [method, path, body] of steps) {
    const answer = await ask(method, path, body)
    expect(answer.status, `${method} ${path}: ${await answer.text()}`).toBeLessThan(300)
  }
  expect((await ask('GET', role)).status).toBe(404)
  const actors = gateway.log.map((line): unknown => JSON.parse(line).actor)
  expect(new Set(actors)).toEqual(new Set([subOf('acme', 'admin')]))
})

describe('somebody who may hand out roles, but not delete any', () => {
  let ask: Ask
  const limited = [
    'read:roles',
    'update:roles',
    'create:role_members',
    'update:resource_servers',
    'read:resource_servers',
  ]
  const guest = `/users/${encodeURIComponent(subOf('acme', 'guest'))}/roles`

  beforeEach(async () => {
    const admin = await as('admin')
    const { id } = await read(await admin('POST', '/roles', { name: 'Limited' }))
    const permissions = limited.map((name) => ({
      resource_server_identifier: acmeApi,
      permission_name: name,
    }))
    await admin('POST', `/roles/${String(id)}/permissions`, { permissions })
    await admin('POST', guest, { roles: [id] })
    ask = await as('guest')
  })

  test('gives only what they hold', async () => {
    expect((await ask('POST', guest, { roles: [await roleNamed(ask, 'Order clerk')] })).status).toBe(204)
    const refused = await ask('POST', guest, { roles: [await roleNamed(ask, 'Console administrator')] })
    expect(refused.status).toBe(403)
    expect(await read(refused)).toMatchObject({ code: 'ESCALATION', required: expect.any(String) })
    const role = await roleNamed(ask, 'Limited')
    const permissions = [{ resource_server_identifier: acmeApi, permission_name: 'delete:roles' }]
    const added = await ask('POST', `/roles/${role}/permissions`, { permissions })
    expect(await read(added)).toMatchObject({ code: 'ESCALATION', required: 'delete:roles' })
    const users = { users: [subOf('acme', 'guest')] }
    const put = await ask('POST', `/roles/${await roleNamed(ask, 'Console administrator')}/users`, users)
    expect(put.status).toBe(403)
  })

  test('takes none of the console’s permissions away that they lack', async () => {
    const { resource_servers: apis } = await read(await ask('GET', '/resource-servers?include_totals=true'))
    const all: JsonObject[] = Array.isArray(apis) ? apis : []
    const own = all.find(({ identifier }) => identifier === acmeApi)
    const system = all.find(({ is_system: yes }) => yes === true)
    const scopes = limited.map((value) => ({ value }))
    const answer = await ask('PATCH', `/resource-servers/${String(own?.['id'])}`, { scopes })
    expect(await read(answer)).toMatchObject({ code: 'ESCALATION' })
    if (!system) return
    expect((await ask('PATCH', `/resource-servers/${String(system['id'])}`, { scopes })).status).toBe(403)
  })
})

test('a key that is new at the issuer is found; a token that has expired is said to have', async () => {
  const before = await as('admin')
  expect((await before('GET', '/roles')).status).toBe(200)
  acme.rotateSigningKey()
  expect((await (await as('viewer'))('GET', '/roles')).status).toBe(200)
  expect(acme.journal.entries({ operation: 'jwks' })).toHaveLength(2)
  acme.clock.advance('2h')
  const expired = await before('GET', '/roles')
  expect(expired.status).toBe(401)
  expect(await read(expired)).toMatchObject({ error: 'unauthorized', code: 'TOKEN_EXPIRED' })
})

test.each<[Fault, number]>([
  [503, 503],
  ['reset', 502],
  ['html', 502],
  [{ status: 429, headers: { 'retry-after': '3' } }, 429],
])('a fault of the vendor’s, %j, is answered %i in the envelope', async (fault, status) => {
  const ask = await as('admin')
  acme.faults.set('listRoles', fault)
  const answer = await ask('GET', '/roles')
  expect(answer.status).toBe(status)
  expect(await read(answer)).toMatchObject({ error: expect.any(String), request_id: expect.any(String) })
  if (status === 429) expect(answer.headers.get('retry-after')).toBe('3')
})

test('a machine token that the vendor forgets is fetched again, unseen', async () => {
  const ask = await as('admin')
  acme.faults.set('listRoles', 401, { times: 1 })
  expect((await ask('GET', '/roles')).status).toBe(200)
  expect(acme.journal.entries({ operation: 'machine' })).toHaveLength(2)
})
