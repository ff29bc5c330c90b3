// Trying a credential out: what is sent to the tenant, what comes back, and that neither the credential nor the token stays anywhere.
import { beforeEach, describe, expect, test } from 'vitest'
import { fakeTenant, json, stall, type Fake } from './fake-tenant.ts'

let fake: Fake
let token: string
beforeEach(async () => {
  fake = await fakeTenant()
  token = await fake.token(['update:client_keys'])
  fake.machine = () => Response.json({ access_token: 'the-token', expires_in: 7_200, scope: 'read:orders' })
})

const secret = { client_id: 'machine1', audience: 'https://shop.example', client_secret: 'se+cr/et.value' }
const key = { client_id: 'machine1', client_assertion: 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln' }
const ask = (body: unknown, as = token): Promise<Response> => fake.ask(as, 'POST', '/test', json(body))

test.each([
  ['a secret', secret, { grant_type: 'client_credentials', ...secret }],
  [
    'an assertion',
    key,
    {
      grant_type: 'client_credentials',
      client_id: 'machine1',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: key.client_assertion,
    },
  ],
])('%s is sent as an application would, and the token is thrown away', async (_, body, sent) => {
  const answer = await ask(body)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(await answer.json()).toEqual({ ok: true, scope: 'read:orders', expires_in: 7_200 })
  expect(fake.tokenBodies.map((text) => JSON.parse(text))).toEqual([sent])
  expect(fake.asked).toEqual([])
  const [line, ...more] = fake.log
  expect(more).toEqual([])
  expect(JSON.parse(line ?? '')).toMatchObject({ call: 'testCredential', actor: 'auth0|ingrid', status: 200 })
  expect(line).not.toMatch(/the-token|se\+cr|eyJ/)
})

test('a token without scopes works too', async () => {
  fake.machine = () => Response.json({ access_token: 'x', expires_in: 60 })
  expect(await (await ask(secret)).json()).toEqual({ ok: true, scope: '', expires_in: 60 })
})

test('a refusal is said in the words of the tenant, without what was sent', async () => {
  fake.machine = () =>
    Response.json(
      { error: 'access_denied', error_description: `Unauthorized ${secret.client_secret}` },
      { status: 401 },
    )
  const answer = await ask(secret)
  expect(answer.status).toBe(422)
  expect(await answer.json()).toMatchObject({
    error: 'unprocessable_content',
    code: 'TEST_FAILED',
    message: 'access_denied: Unauthorized [credential]',
  })
  expect(fake.log.join('')).not.toContain(secret.client_secret)
})

test.each<[string, () => Response, number, string]>([
  ['refuses in no words', () => new Response('', { status: 403 }), 422, 'TEST_FAILED'],
  ['is overrun', () => Response.json({ error: 'too_many_requests' }, { status: 429 }), 502, 'VENDOR_AWAY'],
  ['fails', () => new Response('', { status: 500 }), 502, 'VENDOR_AWAY'],
  ['answers a page', () => new Response('<h1>Hello</h1>'), 502, 'VENDOR_AWAY'],
  ['answers no token', () => Response.json({ expires_in: 60 }), 502, 'VENDOR_AWAY'],
])('a tenant that %s', async (_, made, status, code) => {
  fake.machine = made
  const answer = await ask(secret)
  expect([answer.status, (await answer.json()).code]).toEqual([status, code])
})

test('a tenant that never answers is waited for no longer than for any call', async () => {
  fake = await fakeTenant({ GATEWAY_TIMEOUT_MS: '60' })
  token = await fake.token(['update:client_keys'])
  fake.machine = stall
  const answer = await ask(secret)
  expect([answer.status, (await answer.json()).code]).toEqual([504, 'VENDOR_STALLED'])
})

describe('is refused', () => {
  test.each<[string, unknown]>([
    ['without a credential', { client_id: 'machine1' }],
    ['with two', { ...secret, ...key }],
    ['without an application', { client_secret: 'se+cr/et.value' }],
    ['with what is no id', { ...secret, client_id: '../token' }],
    ['with another grant', { ...secret, grant_type: 'password' }],
    ['with a credential that is no text', { ...secret, client_secret: { value: 'se+cr/et.value' } }],
    ['with a long one', { ...secret, client_secret: 'se+cr/et.value'.repeat(1_000) }],
  ])('%s, which is not repeated', async (_, body) => {
    const answer = await ask(body)
    expect(answer.status).toBe(400)
    expect(await answer.text()).not.toContain('se+cr')
    expect(fake.log.join('')).not.toContain('se+cr')
    expect(fake.tokenBodies).toEqual([])
  })

  test('to whoever may not make credentials, and to nobody', async () => {
    const answer = await ask(secret, await fake.token(['read:clients', 'update:clients']))
    expect(await answer.json()).toMatchObject({ code: 'PERMISSION_MISSING', required: 'update:client_keys' })
    expect((await fake.ask(undefined, 'POST', '/test', json(secret))).status).toBe(401)
    expect(fake.tokenBodies).toEqual([])
  })

  test('for the application of the gateway itself', async () => {
    const answer = await ask({ ...secret, client_id: 'gateway-app' })
    expect([answer.status, (await answer.json()).code]).toEqual([403, 'FIXED'])
    expect(fake.tokenBodies).toEqual([])
  })

  test('in another way than POST', async () => {
    expect((await fake.ask(token, 'GET', '/test?client_id=machine1&client_secret=x')).status).toBe(404)
  })

  test('faster than any other call', async () => {
    fake = await fakeTenant({ GATEWAY_RATE_BURST: '2', GATEWAY_RATE_PER_SECOND: '1' })
    token = await fake.token(['update:client_keys'])
    fake.machine = () => Response.json({ error: 'access_denied' }, { status: 401 })
    const statuses = []
    for (let n = 0; n < 3; n += 1) statuses.push((await ask(secret)).status)
    expect(statuses).toEqual([422, 422, 429])
  })
})
