// The outside of the gateway: ids, sizes, rates, origins, the log, and being alive or ready.
import { beforeEach, expect, test } from 'vitest'
import { fakeTenant, json, type Fake } from './fake-tenant.ts'

let fake: Fake
let token: string
beforeEach(async () => {
  fake = await fakeTenant()
  token = await fake.token(['read:roles', 'create:roles', 'update:roles'])
})
const roles = (headers: Record<string, string> = {}) => fake.ask(token, 'GET', '/api/v2/roles', { headers })
const lines = () => fake.log.map((line): unknown => JSON.parse(line))

test.each<[string, boolean]>([
  ['req-123-456', true],
  ['7d0c4f36-0e0c-4e7a-9c53-0d4d5b8f2f11', true],
  ['a'.repeat(64), true],
  ['a'.repeat(65), false],
  ['short', false],
  ['with space in it', false],
  ['quote"quote"', false],
  ['eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.sig', false],
])('X-Request-ID %j: taken %s', async (id, taken) => {
  const answer = await roles({ 'x-request-id': id })
  const used = answer.headers.get('x-request-id')
  if (taken) expect(used).toBe(id)
  else expect(used).toMatch(/^[\da-f-]{36}$/)
  expect(fake.asked[0]?.headers.get('x-correlation-id')).toBe(used)
  expect(lines()).toMatchObject([{ request_id: used }])
})

test('a refusal carries the id too', async () => {
  const answer = await fake.ask(token, 'GET', '/nothing', { headers: { 'x-request-id': 'req-123-456' } })
  expect(answer.status).toBe(404)
  expect(answer.headers.get('x-request-id')).toBe('req-123-456')
  expect(await answer.json()).toMatchObject({ error: 'not_found', request_id: 'req-123-456' })
})

test('an answer that breaks off in the middle has a line of its own in the log', async () => {
  const parts = [new TextEncoder().encode('[{"id":'), undefined]
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const part = parts.shift()
      if (part) controller.enqueue(part)
      else controller.error(new Error('reset'))
    },
  })
  fake.answer = () => new Response(body, { headers: { 'content-type': 'application/json' } })
  const answer = await roles({ 'x-request-id': 'req-123-456' })
  expect(answer.status).toBe(200)
  await expect(answer.text()).rejects.toThrow('reset')
  const of = { request_id: 'req-123-456', actor: 'auth0|ingrid', call: 'listRoles' }
  expect(lines()).toMatchObject([
    { ...of, level: 'info', status: 200 },
    { ...of, level: 'error', code: 'VENDOR_BROKE_OFF' },
  ])
})

test('somebody who stops reading is no failure', async () => {
  fake.answer = () => Response.json(Array.from({ length: 10 }, (_, id) => ({ id })))
  const answer = await roles()
  await answer.body?.cancel()
  expect(lines()).toMatchObject([{ level: 'info', status: 200 }])
})

test('large bodies are refused, announced or not', async () => {
  const name = 'x'.repeat(1_000_001)
  const answer = await fake.ask(token, 'POST', '/api/v2/roles', json({ name }))
  expect(answer.status).toBe(413)
  expect(await answer.json()).toMatchObject({ error: 'payload_too_large', code: 'BODY_TOO_LARGE' })
  let sent = 0
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1
      controller.enqueue(new Uint8Array(100_000))
    },
  })
  const init = { body: endless, duplex: 'half', headers: { 'content-type': 'application/json' } }
  const other = await fake.ask(token, 'POST', '/api/v2/roles', init)
  expect(other.status).toBe(413)
  expect(sent).toBeLessThan(20)
  const lied = { ...json({ name }), headers: { 'content-length': '5', 'content-type': 'application/json' } }
  expect((await fake.ask(token, 'POST', '/api/v2/roles', lied)).status).toBe(413)
  expect(fake.asked).toEqual([])
})

test('large headers and addresses are refused', async () => {
  const answer = await roles({ 'x-long': 'x'.repeat(16_000) })
  expect(answer.status).toBe(431)
  expect(await answer.json()).toMatchObject({ error: 'headers_too_large', code: 'HEADERS_TOO_LARGE' })
  const address = await fake.ask(token, 'GET', `/api/v2/roles?name_filter=${'x'.repeat(16_000)}`)
  expect(address.status).toBe(431)
  expect(fake.count).toEqual({ jwks: 0, token: 0 })
})

test('each caller has a rate of their own', async () => {
  fake = await fakeTenant({ GATEWAY_RATE_BURST: '3', GATEWAY_RATE_PER_SECOND: '1' })
  token = await fake.token(['read:roles'])
  const statuses = async (count: number) => {
    const answers = await Promise.all(Array.from({ length: count }, () => roles()))
    return answers.map(({ status }) => status).toSorted((a, b) => a - b)
  }
  expect(await statuses(5)).toEqual([200, 200, 200, 429, 429])
  const refused = await roles()
  expect(refused.headers.get('retry-after')).toBe('1')
  expect(await refused.json()).toMatchObject({ error: 'rate_limited', code: 'RATE_LIMITED' })
  const other = await fake.token(['read:roles'], { sub: 'auth0|mateo' })
  expect((await fake.ask(other, 'GET', '/api/v2/roles')).status).toBe(200)
  fake.pass(2_000)
  expect(await statuses(3)).toEqual([200, 200, 429])
  // Another token of the same person is no way around.
  token = await fake.token(['read:roles'], { jti: 'another' })
  expect((await roles()).status).toBe(429)
})

test('no other origin may call it, but those that are named', async () => {
  const preflight = (origin: string) =>
    fake.ask(undefined, 'OPTIONS', '/api/v2/roles', {
      headers: {
        origin,
        'access-control-request-method': 'DELETE',
        'access-control-request-headers': 'authorization',
      },
    })
  const closed = await preflight('https://evil.example')
  expect(closed.headers.get('access-control-allow-origin')).toBeNull()
  fake = await fakeTenant({ GATEWAY_ORIGINS: 'https://one.example, https://two.example' })
  token = await fake.token(['read:roles'])
  expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
  const open = await preflight('https://two.example')
  expect(open.headers.get('access-control-allow-origin')).toBe('https://two.example')
  expect(open.headers.get('access-control-allow-headers')).toContain('Authorization')
  expect(open.headers.get('access-control-allow-credentials')).toBeNull()
  const answer = await roles({ origin: 'https://one.example' })
  expect(answer.headers.get('access-control-expose-headers')).toContain('Retry-After')
  expect(
    (
      await fake.ask(undefined, 'GET', '/api/v2/roles', { headers: { origin: 'https://one.example' } })
    ).headers.get('access-control-allow-origin'),
  ).toBe('https://one.example')
})

test('is alive always, and ready when it can do its work', async () => {
  expect((await fake.ask(undefined, 'GET', '/live')).status).toBe(200)
  expect(fake.count).toEqual({ jwks: 0, token: 0 })
  fake.machine = () => Response.json({}, { status: 401 })
  const not = await fake.ask(undefined, 'GET', '/ready')
  expect(not.status).toBe(503)
  expect(await not.json()).toMatchObject({ error: 'unavailable', code: 'MACHINE_REFUSED' })
  fake.machine = undefined
  fake.jwks = () => new Response('', { status: 500 })
  fake = Object.assign(await fakeTenant(), { jwks: fake.jwks })
  expect(await (await fake.ask(undefined, 'GET', '/ready')).json()).toMatchObject({ code: 'ISSUER_AWAY' })
  fake = await fakeTenant()
  for (let n = 0; n < 3; n += 1) expect((await fake.ask(undefined, 'GET', '/ready')).status).toBe(200)
  expect(fake.count).toEqual({ jwks: 1, token: 1 })
  fake.gateway.stopping()
  expect(await (await fake.ask(undefined, 'GET', '/ready')).json()).toMatchObject({ code: 'STOPPING' })
  expect((await fake.ask(undefined, 'GET', '/live')).status).toBe(200)
})

test('the log says who did what, and how it ended', async () => {
  const permissions = [{ resource_server_identifier: 'https://shop.example', permission_name: 'orders:read' }]
  await fake.ask(token, 'POST', '/api/v2/roles/rol_1/permissions', json({ permissions }))
  await fake.ask(token, 'DELETE', '/api/v2/roles/rol_1')
  await fake.ask(undefined, 'GET', '/api/v2/roles?name_filter=private')
  const common = { time: '2026-11-22T10:00:00.000Z', request_id: expect.any(String), ms: expect.any(Number) }
  const who = { ...common, actor: 'auth0|ingrid' }
  expect(lines()).toEqual([
    {
      ...who,
      level: 'info',
      method: 'POST',
      call: 'addRolePermissions',
      path: '/roles/rol_1/permissions',
      change: { permissions },
      status: 200,
    },
    {
      ...who,
      level: 'warn',
      method: 'DELETE',
      call: 'deleteRole',
      path: '/roles/rol_1',
      code: 'PERMISSION_MISSING',
      status: 403,
    },
    { ...common, level: 'warn', method: 'GET', code: 'TOKEN_MISSING', status: 401 },
  ])
})

test('and never holds a token, wherever one is put', async () => {
  fake.answer = ({ headers }) =>
    Response.json(
      { message: `Bad ${headers.get('authorization')}`, errorCode: `Bearer ${token}` },
      { status: 400 },
    )
  await roles()
  await roles({ 'x-request-id': token.slice(0, 60) })
  await fake.ask(token, 'GET', `/api/v2/users/${token}`)
  await fake.ask(token, 'GET', `/${token}`)
  await fake.ask(token, token.slice(0, 10), '/api/v2/roles')
  await fake.ask(token, 'POST', '/api/v2/roles', json({ name: token, description: token }))
  const stolen = { resource_server_identifier: token, permission_name: `x ${token}` }
  await fake.ask(token, 'POST', '/api/v2/roles/rol_1/permissions', json({ permissions: [stolen] }))
  await fake.ask(await fake.token([], { sub: token }), 'GET', '/api/v2/roles')
  await fake.ask(`${token}x`, 'GET', '/api/v2/roles')
  fake.machine = () => Response.json({ error: 'the-secret-of-the-machine' }, { status: 401 })
  await fake.ask(undefined, 'GET', '/ready')
  const text = fake.log.join('\n')
  expect(fake.log.length).toBeGreaterThan(8)
  for (const secret of fake.secrets)
    for (const part of secret.split('.')) expect(text).not.toContain(part.slice(0, 40))
})

test('a defect of its own is an answer like any other, and its words stay in the log', async () => {
  Object.defineProperty(fake.config.limits, 'body', {
    get: () => {
      throw new Error('inner words')
    },
  })
  const answer = await fake.ask(token, 'POST', '/api/v2/roles', json({ name: 'x' }))
  expect(answer.status).toBe(500)
  const body = await answer.text()
  expect(JSON.parse(body)).toMatchObject({ error: 'internal_error', code: 'INTERNAL' })
  expect(body).not.toContain('inner words')
  expect(lines()).toMatchObject([{ level: 'error', message: expect.stringContaining('inner words') }])
})
