// The gateway's own token: fetched once for a crowd, renewed before it ends, fetched again when it is refused.
import { decodeJwt, decodeProtectedHeader, exportPKCS8, jwtVerify } from 'jose'
import { beforeEach, expect, test, vi } from 'vitest'
import { fakeTenant, keyPair, stall, tenant, type Fake } from './fake-tenant.ts'

let fake: Fake
let token: string
beforeEach(async () => {
  fake = await fakeTenant()
  token = await fake.token(['read:roles'], { exp: Math.floor(fake.now() / 1_000) + 900_000 })
})
const roles = () => fake.ask(token, 'GET', '/api/v2/roles')
const used = () => fake.asked.map(({ headers }) => headers.get('authorization'))

test('is fetched once for fifty callers', async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, roles))
  expect(answers.filter(({ status }) => status !== 200)).toEqual([])
  expect(fake.count.token).toBe(1)
  expect(new Set(used())).toEqual(new Set(['Bearer machine-token-1']))
  expect(JSON.parse(fake.tokenBodies[0] ?? '')).toEqual({
    grant_type: 'client_credentials',
    client_id: 'gateway-app',
    client_secret: 'the-secret-of-the-machine',
    audience: `${tenant}/api/v2/`,
  })
})

test('is renewed before it ends, without anybody waiting', async () => {
  await roles()
  fake.pass((86_400 - 400) * 1_000)
  await roles()
  expect(fake.count.token).toBe(1)
  fake.pass(200_000)
  // Within its last five minutes: the old one serves while a new one is fetched, which comes only after all of them.
  const arrival = new EventTarget()
  const arrived = new Promise((resolve) => arrival.addEventListener('arrive', resolve, { once: true }))
  fake.machine = async () => {
    await arrived
    return Response.json({ access_token: 'machine-token-2', expires_in: fake.lifetime, token_type: 'Bearer' })
  }
  await Promise.all(Array.from({ length: 20 }, roles))
  expect(fake.count.token).toBe(2)
  expect(new Set(used())).toEqual(new Set(['Bearer machine-token-1']))
  expect(used().at(-1)).toBe('Bearer machine-token-1')
  arrival.dispatchEvent(new Event('arrive'))
  await vi.waitFor(async () => {
    await roles()
    expect(used().at(-1)).toBe('Bearer machine-token-2')
  })
  expect(fake.count.token).toBe(2)
})

test('a renewal that fails hurts nobody as long as the old one lasts', async () => {
  await roles()
  fake.machine = () => new Response('', { status: 503 })
  fake.pass((86_400 - 60) * 1_000)
  expect((await roles()).status).toBe(200)
  fake.pass(60_000)
  const answer = await roles()
  expect(answer.status).toBe(502)
  expect(await answer.json()).toMatchObject({ code: 'VENDOR_AWAY' })
  fake.machine = undefined
  expect((await roles()).status).toBe(200)
})

test('is fetched again, once, when the vendor refuses it', async () => {
  await roles()
  fake.answer = ({ headers }) =>
    headers.get('authorization') === 'Bearer machine-token-1'
      ? Response.json({ message: 'Invalid token' }, { status: 401 })
      : Response.json([])
  const answers = await Promise.all(Array.from({ length: 20 }, roles))
  expect(answers.filter(({ status }) => status !== 200)).toEqual([])
  expect(fake.count.token).toBe(2)
})

test('a second refusal is not the caller’s 401', async () => {
  fake.answer = () => Response.json({ message: 'Invalid token' }, { status: 401 })
  const answer = await roles()
  expect(answer.status).toBe(502)
  expect(await answer.json()).toMatchObject({ error: 'bad_gateway', code: 'MACHINE_REFUSED' })
  expect(fake.asked).toHaveLength(2)
  // Neither of the two refused tokens is tried again.
  fake.answer = ({ headers }) =>
    headers.get('authorization') === 'Bearer machine-token-3'
      ? Response.json([])
      : Response.json({ message: 'Invalid token' }, { status: 401 })
  expect((await roles()).status).toBe(200)
  expect(fake.asked).toHaveLength(3)
})

test.each<[string, () => Response, number, string]>([
  ['refuses', () => Response.json({ error: 'access_denied' }, { status: 401 }), 502, 'MACHINE_REFUSED'],
  ['sends a page', () => new Response('<h1>'), 502, 'VENDOR_AWAY'],
  ['sends no token', () => Response.json({ expires_in: 60 }), 502, 'MACHINE_REFUSED'],
  [
    'is gone',
    () => {
      throw new TypeError('fetch failed')
    },
    502,
    'VENDOR_AWAY',
  ],
  ['stalls', stall, 504, 'VENDOR_STALLED'],
])('where the token endpoint %s', async (_, made, status, code) => {
  fake = await fakeTenant({ GATEWAY_TIMEOUT_MS: '40' })
  token = await fake.token(['read:roles'])
  fake.machine = made
  const answer = await roles()
  expect(answer.status).toBe(status)
  expect(await answer.json()).toMatchObject({ code })
})

test('a key signs an assertion in the place of the secret', async () => {
  const { privateKey, publicKey } = await keyPair('machine')
  fake = await fakeTenant({
    AUTH0_CLIENT_SECRET: '',
    AUTH0_PRIVATE_KEY: (await exportPKCS8(privateKey)).replaceAll('\n', '\\n'),
    AUTH0_PRIVATE_KEY_ID: 'kid-1',
  })
  token = await fake.token(['read:roles'])
  expect((await roles()).status).toBe(200)
  const { client_assertion, ...rest } = JSON.parse(fake.tokenBodies[0] ?? '')
  expect(rest).toEqual({
    grant_type: 'client_credentials',
    client_id: 'gateway-app',
    audience: `${tenant}/api/v2/`,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  })
  await jwtVerify(client_assertion, publicKey, { audience: `${tenant}/`, currentDate: new Date(fake.now()) })
  expect(decodeProtectedHeader(client_assertion)).toEqual({ alg: 'RS256', kid: 'kid-1' })
  expect(decodeJwt(client_assertion)).toMatchObject({
    iss: 'gateway-app',
    sub: 'gateway-app',
    jti: expect.any(String),
  })
})
