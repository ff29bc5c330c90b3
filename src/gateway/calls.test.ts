// The table: what goes through, with what, and nothing else.
import { beforeEach, describe, expect, test } from 'vitest'
import type { Call } from './call.ts'
import { callOf, calls, queryOf } from './calls.ts'
import { fakeTenant, json, type Fake } from './fake-tenant.ts'

let fake: Fake
beforeEach(async () => {
  fake = await fakeTenant()
})

const ids: Record<string, string> = {
  role: 'rol_1',
  user: 'auth0|abc',
  api: '5f1a',
  organization: 'org_1',
  client: 'machine1',
  credential: 'cred_1',
  grant: 'cgr_1',
}
const addressOf = (path: string) =>
  path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(ids[name] ?? ''))
const role = { name: 'Auditor', description: 'Reads' }
const permission = { resource_server_identifier: 'https://shop.example', permission_name: 'orders:read' }
const machine = {
  name: 'Exporter',
  description: 'Exports',
  app_type: 'non_interactive',
  grant_types: ['client_credentials'],
  token_endpoint_auth_method: 'client_secret_post',
  client_metadata: { team: 'north' },
  jwt_configuration: { alg: 'RS256' },
}
const publicKey = {
  credential_type: 'public_key',
  name: 'first',
  pem: '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----',
  alg: 'RS256',
  expires_at: '2027-01-01T00:00:00.000Z',
  kid: 'abcdefghij',
}
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
  createClient: machine,
  updateClient: { name: 'Importer', client_metadata: { team: null } },
  createCredential: publicKey,
  updateCredential: { expires_at: '2026-12-01T00:00:00.000Z' },
  createClientGrant: {
    client_id: 'machine1',
    audience: 'https://shop.example',
    scope: ['orders:read'],
    subject_type: 'client',
  },
  updateClientGrant: { scope: ['orders:read', 'orders:write'] },
  updateApi: { scopes: [{ value: 'orders:read', description: 'Reads orders' }, { value: 'orders:write' }] },
}
/** What the rules read before they let something through. */
function reads(path: string): Response {
  const grant = {
    id: 'cgr_1',
    client_id: 'machine1',
    audience: 'https://shop.example',
    scope: ['orders:read'],
  }
  if (path.includes('/permissions?')) return Response.json({ start: 0, limit: 50, total: 0, permissions: [] })
  if (path.includes('/client-grants?')) return Response.json({ client_grants: [grant] })
  if (path.includes('/client-grants/')) return Response.json(grant)
  if (path.includes('/credentials/')) return Response.json({ expires_at: '2027-01-01T00:00:00.000Z' })
  if (path.includes('/clients/')) return Response.json({ client_id: 'machine1', app_type: 'non_interactive' })
  return Response.json({ id: ids['api'], identifier: 'https://shop.example', scopes: [] })
}

/** What goes on beside what was asked. */
function added({ fixed = {}, fields }: Call): string[] {
  const own = Object.entries(fixed).map(([name, value]) => `${name}=${value}`)
  return fields ? [...own, `fields=${fields.join('%2C')}`, 'include_fields=true'] : own
}

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
    const fine = { name: 'fine' }
    fake.answer = ({ method, path }) =>
      method === 'GET' && call.method !== 'GET' ? reads(path) : Response.json(fine)
    const query = call.query.map((name) => `${name}=a%20b`).join('&')
    const sent = [...call.query.map((name) => `${name}=a+b`), ...added(call)].join('&')
    const address = `/api/v2${addressOf(call.path)}`
    const answer = await fake.ask(
      await fake.token([call.needs]),
      call.method,
      `${address}?${query}&unknown=1`,
      init(),
    )
    expect(await answer.json()).toEqual(fine)
    const [last] = fake.asked.slice(-1)
    expect(last).toMatchObject({
      method: call.method,
      body: call.accept ? JSON.stringify(bodies[call.name]) : '',
    })
    expect(last?.path).toBe(address + (sent && `?${sent}`))
  })
})

test.each([
  ['GET', '/clients/machine1/credentials/cred_1'],
  ['GET', '/client-grants/cgr_1'],
  ['PUT', '/client-grants/cgr_1'],
  ['GET', '/clients/machine1/rotate-secret'],
  ['POST', '/clients/machine1'],
  ['GET', '/grants'],
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
  ['POST', '/clients', 'create:clients', { ...machine, app_type: 'spa' }],
  ['POST', '/clients', 'create:clients', { ...machine, grant_types: ['password'] }],
  ['POST', '/clients', 'create:clients', { ...machine, grant_types: ['client_credentials', 'implicit'] }],
  ['POST', '/clients', 'create:clients', { ...machine, token_endpoint_auth_method: 'none' }],
  ['POST', '/clients', 'create:clients', { ...machine, client_secret: 'mine' }],
  ['POST', '/clients', 'create:clients', { ...machine, callbacks: ['https://elsewhere.example'] }],
  ['POST', '/clients', 'create:clients', { ...machine, jwt_configuration: { alg: 'HS256' } }],
  ['POST', '/clients', 'create:clients', { ...machine, client_metadata: { team: 1 } }],
  ['POST', '/clients', 'create:clients', { ...machine, client_metadata: { team: null } }],
  ['POST', '/clients', 'create:clients', { ...machine, client_metadata: { team: 'x'.repeat(256) } }],
  ['PATCH', '/clients/machine1', 'update:clients', { client_secret: 'mine' }],
  ['PATCH', '/clients/machine1', 'update:clients', { app_type: 'spa' }],
  ['PATCH', '/clients/machine1', 'update:clients', { grant_types: ['password'] }],
  ['PATCH', '/clients/machine1', 'update:clients', { token_endpoint_auth_method: 'none' }],
  ['POST', '/clients/machine1/credentials', 'create:client_credentials', { ...publicKey, kid: 'short' }],
  [
    'POST',
    '/clients/machine1/credentials',
    'create:client_credentials',
    { ...publicKey, credential_type: 'x509_cert' },
  ],
  ['PATCH', '/clients/machine1/credentials/cred_1', 'update:client_credentials', { expires_at: 'tomorrow' }],
  ['PATCH', '/clients/machine1/credentials/cred_1', 'update:client_credentials', { pem: publicKey.pem }],
  ['POST', '/client-grants', 'update:client_grants', { client_id: 'x', audience: 'y', scope: 'z' }],
  [
    'POST',
    '/client-grants',
    'update:client_grants',
    { client_id: 'x', audience: 'y', scope: [], allow_all_scopes: true },
  ],
  [
    'POST',
    '/client-grants',
    'update:client_grants',
    { client_id: 'x', audience: 'y', scope: [], subject_type: 'user' },
  ],
  ['PATCH', '/client-grants/cgr_1', 'update:client_grants', { scope: [], allow_all_scopes: true }],
  ['PATCH', '/client-grants/cgr_1', 'update:client_grants', {}],
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

test.each([
  '-----BEGIN PRIVATE KEY-----\nMIIEsecret\n-----END PRIVATE KEY-----',
  '-----BEGIN RSA PRIVATE KEY-----\nMIIEsecret\n-----END RSA PRIVATE KEY-----',
  `${publicKey.pem}\n-----BEGIN PRIVATE KEY-----\nMIIEsecret\n-----END PRIVATE KEY-----`,
  'MIIEsecret',
])('a private key goes neither to the vendor nor into the log or the answer: %j', async (pem) => {
  const token = await fake.token(['create:client_credentials', 'create:clients'])
  const credentials = { private_key_jwt: { credentials: [{ ...publicKey, pem }] } }
  for (const [path, body] of [
    ['/clients/machine1/credentials', { ...publicKey, pem }],
    ['/clients', { name: 'x', client_authentication_methods: credentials }],
  ] as const) {
    const answer = await fake.ask(token, 'POST', `/api/v2${path}`, json(body))
    expect(answer.status).toBe(400)
    expect(await answer.text()).not.toContain('secret')
  }
  expect(fake.asked).toEqual([])
  expect(fake.log.join('')).not.toContain('MIIE')
})

test.each([
  ['fields=name,client_secret', 'name'],
  ['fields=name&fields=client_id', 'client_id%2Cname'],
  ['fields=client_secret,signing_keys&include_fields=false', undefined],
  ['fields=', undefined],
])('of an application only what is no secret may be asked for: %s', async (asked, sent) => {
  const { call } = callOf('GET', '/clients/machine1')
  const query = queryOf(call, new URLSearchParams(asked))
  const every = call.fields?.join('%2C') ?? ''
  expect(every).not.toMatch(/secret|keys/)
  expect(query).toBe(`?fields=${sent ?? every}&include_fields=true`)
})

test('a list of applications is one of machines', () => {
  const { call } = callOf('GET', '/clients')
  const query = queryOf(call, new URLSearchParams('app_type=spa&is_global=true&take=50&q=x'))
  expect(query).toMatch(/^\?take=50&app_type=non_interactive&is_global=false&fields=/)
})
