// The table: what goes through, with what, and nothing else.
import { beforeEach, describe, expect, test } from 'vitest'
import { callOf, calls, queryOf } from './calls.ts'
import { fakeTenant, json, type Fake } from './fake-tenant.ts'

let fake: Fake
beforeEach(async () => {
  fake = await fakeTenant()
})

const ids: Record<string, string> = { role: 'rol_1', user: 'auth0|abc', api: '5f1a', organization: 'org_1' }
const addressOf = (path: string) =>
  path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(ids[name] ?? ''))
const role = { name: 'Auditor', description: 'Reads' }
const permission = { resource_server_identifier: 'https://shop.example', permission_name: 'orders:read' }
const bodies: Record<string, unknown> = {
  createRole: role,
  updateRole: { description: '' },
  addRolePermissions: { permissions: [permission] },
  removeRolePermissions: { permissions: [permission] },
  addRoleUsers: { users: ['auth0|abc'] },
  addUserRoles: { roles: ['rol_1'] },
  removeUserRoles: { roles: ['rol_1'] },
  addMemberRoles: { roles: ['rol_1'] },
  removeMemberRoles: { roles: ['rol_1'] },
  updateApi: { scopes: [{ value: 'orders:read', description: 'Reads orders' }, { value: 'orders:write' }] },
}
/** What the rules read before they let something through. */
const reads = (path: string): Response =>
  path.includes('/permissions?')
    ? Response.json({ start: 0, limit: 50, total: 0, permissions: [] })
    : Response.json({ id: ids['api'], identifier: 'https://shop.example', scopes: [] })

describe.each(calls.map((call) => [`${call.method} ${call.path}`, call] as const))('%s', (_, call) => {
  const init = () => (call.accept ? json(bodies[call.name]) : {})

  test(`needs ${call.needs}`, async () => {
    const others = [...new Set(calls.map(({ needs }) => needs))].filter((name) => name !== call.needs)
    const address = `/api/v2${addressOf(call.path)}`
    const refused = await fake.ask(await fake.token(others), call.method, address, init())
    expect(refused.status).toBe(403)
    expect(await refused.json()).toMatchObject({
      error: 'forbidden',
      code: 'PERMISSION_MISSING',
      message: expect.stringContaining(call.needs),
      required: call.needs,
    })
    expect(fake.asked).toEqual([])
  })

  test('goes to the vendor as it is', async () => {
    fake.answer = ({ method, path }) =>
      method === 'GET' && call.method !== 'GET' ? reads(path) : Response.json({ fine: true })
    const query = call.query.map((name) => `${name}=a%20b`).join('&')
    const address = `/api/v2${addressOf(call.path)}`
    const answer = await fake.ask(
      await fake.token([call.needs]),
      call.method,
      `${address}?${query}&unknown=1`,
      init(),
    )
    expect(await answer.json()).toEqual({ fine: true })
    const [last] = fake.asked.slice(-1)
    expect(last).toMatchObject({
      method: call.method,
      body: call.accept ? JSON.stringify(bodies[call.name]) : '',
    })
    expect(last?.path).toBe(address + (query && `?${query.replaceAll('%20', '+')}`))
  })
})

test.each([
  ['GET', '/clients'],
  ['GET', '/client-grants'],
  ['POST', '/client-grants'],
  ['GET', '/users/auth0%7Cabc/logs'],
  ['PATCH', '/users/auth0%7Cabc'],
  ['DELETE', '/users/auth0%7Cabc'],
  ['POST', '/users/auth0%7Cabc/permissions'],
  ['POST', '/resource-servers'],
  ['DELETE', '/resource-servers/5f1a'],
  ['PUT', '/roles/rol_1'],
  ['HEAD', '/roles'],
  ['OPTIONS', '/roles'],
  ['GET', '/roles/'],
  ['GET', '//roles'],
  ['GET', '/Roles'],
  ['GET', '/%72oles'],
  ['GET', '/roles/rol_1/permissions/extra'],
  ['GET', '/../../oauth/token'],
  ['GET', '/roles/..%2f..%2fclients'],
])('%s %s does not exist', async (method, path) => {
  const everything = await fake.token(calls.map(({ needs }) => needs))
  const answer = await fake.ask(everything, method, `/api/v2${path}`)
  if (method === 'OPTIONS') expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  else expect([400, 404]).toContain(answer.status)
  expect(fake.asked).toEqual([])
})

test.each([
  '',
  '.',
  '..',
  '%2e',
  '%2E%2e',
  'a%2Fb',
  'a%5Cb',
  'a%252Fb',
  'a%00b',
  'a%0d%0ab',
  '%zz',
  '%ff',
  'a%3Fb',
  'a%23b',
])('an id of %j names nothing', (id) => {
  for (const path of [`/users/${id}`, `/roles/${id}/permissions`, `/organizations/${id}/members/x/roles`])
    expect(() => callOf('GET', path), path).toThrow('names no')
})

test('ids are decoded once and encoded again', () => {
  const { path, ids: found } = callOf('GET', '/users/auth0|a%20b%7Cü;@:')
  expect(found).toEqual({ user: 'auth0|a b|ü;@:' })
  expect(path).toBe('/users/auth0%7Ca%20b%7C%C3%BC%3B%40%3A')
  expect(() => callOf('GET', '/roles/rol%7C1')).toThrow('names no role')
})

test('a parameter may stand several times, and cannot break out', () => {
  const { call } = callOf('GET', '/resource-servers')
  const asked = new URLSearchParams([
    ['identifiers', 'https://a.example/?x=1&y'],
    ['identifiers', 'b#c'],
    ['fields', 'all'],
  ])
  expect(queryOf(call, asked)).toBe('?identifiers=https%3A%2F%2Fa.example%2F%3Fx%3D1%26y&identifiers=b%23c')
})

test.each<[string, string, string, unknown]>([
  ['POST', '/roles', 'create:roles', { ...role, owner_id: 'org_1' }],
  ['POST', '/roles', 'create:roles', { description: 'no name' }],
  ['POST', '/roles', 'create:roles', { name: '' }],
  ['POST', '/roles', 'create:roles', [role]],
  ['POST', '/roles', 'create:roles', null],
  ['PATCH', '/resource-servers/5f1a', 'update:resource_servers', { scopes: [], enforce_policies: false }],
  ['PATCH', '/resource-servers/5f1a', 'update:resource_servers', { signing_alg: 'HS256' }],
  ['POST', '/users/auth0%7Cabc/roles', 'create:role_members', { roles: [] }],
  ['POST', '/users/auth0%7Cabc/roles', 'create:role_members', { roles: ['../clients'] }],
  ['POST', '/users/auth0%7Cabc/roles', 'create:role_members', { roles: ['\ud800'] }],
  ['POST', '/users/auth0%7Cabc/roles', 'create:role_members', { roles: Array(51).fill('rol_1') }],
  ['POST', '/roles/rol_1/permissions', 'update:roles', { permissions: [{ ...permission, extra: 1 }] }],
  ['POST', '/roles/rol_1/permissions', 'update:roles', { permissions: [{ permission_name: 'x' }] }],
])('%s %s (%s) does not take %j', async (method, path, needs, body) => {
  const answer = await fake.ask(await fake.token([needs]), method, `/api/v2${path}`, json(body))
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({ error: 'bad_request', code: 'INVALID_BODY' })
  expect(fake.asked).toEqual([])
})

test('what cannot be read is no body', async () => {
  const token = await fake.token(['create:roles'])
  for (const init of [
    { body: '{' },
    {},
    { body: '{"name":"x"}', headers: { 'content-type': 'text/plain' } },
  ]) {
    const answer = await fake.ask(token, 'POST', '/api/v2/roles', init)
    expect(answer.status).toBe(400)
  }
  // Of a name that stands twice, only what was checked goes on.
  const twice = '{"name":"a","name":"b","__proto__":{"x":1}}'
  expect((await fake.ask(token, 'POST', '/api/v2/roles', { body: twice })).status).toBe(400)
  await fake.ask(token, 'POST', '/api/v2/roles', { body: twice.replace(',"__proto__":{"x":1}', '') })
  expect(fake.asked.map(({ body }) => body)).toEqual(['{"name":"b"}'])
})
