// Who gets in: every way in which an access token can be wrong, and how often the issuer is asked for its keys.
import { base64url, exportSPKI, SignJWT } from 'jose'
import { beforeEach, expect, test } from 'vitest'
import { fakeTenant, keyPair, tenant, type Fake } from './fake-tenant.ts'

let fake: Fake
beforeEach(async () => {
  fake = await fakeTenant()
})

const roles = (token: string | undefined) => fake.ask(token, 'GET', '/api/v2/roles')
const seconds = () => Math.floor(fake.now() / 1_000)

test('lets a good token in, and knows who it is', async () => {
  const answer = await roles(await fake.token(['read:roles']))
  expect(answer.status).toBe(200)
  expect(JSON.parse(fake.log[0] ?? '')).toMatchObject({
    actor: 'auth0|ingrid',
    call: 'listRoles',
    status: 200,
  })
})

test.each<[string, Record<string, unknown>, string]>([
  ['of another issuer', { iss: 'https://evil.example/' }, 'iss'],
  ['of the issuer without its slash', { iss: tenant }, 'iss'],
  ['for another API', { aud: 'https://other.example' }, 'aud'],
  ['for nothing', { aud: undefined }, 'aud'],
  ['of nobody', { sub: undefined }, 'sub'],
  ['of an empty subject', { sub: '' }, 'names nobody'],
  ['that never ends', { exp: undefined }, 'exp'],
])('refuses a token %s', async (_, claims, word) => {
  const answer = await roles(await fake.token(['read:roles'], claims))
  expect(answer.status).toBe(401)
  expect(await answer.json()).toMatchObject({
    error: 'unauthorized',
    code: 'TOKEN_INVALID',
    message: expect.stringContaining(word),
  })
  expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer error="invalid_token"/)
  expect(fake.asked).toEqual([])
})

test.each<[string, (now: number) => Record<string, unknown>, number, string?]>([
  ['ended 59 s ago', (now) => ({ exp: now - 59 }), 200],
  ['ended 61 s ago', (now) => ({ exp: now - 61 }), 401, 'TOKEN_EXPIRED'],
  ['begins in 59 s', (now) => ({ nbf: now + 59 }), 200],
  ['begins in 62 s', (now) => ({ nbf: now + 62 }), 401, 'TOKEN_INVALID'],
  ['was issued in 62 s', (now) => ({ iat: now + 62 }), 401, 'TOKEN_INVALID'],
])('takes 60 s for a difference of clocks: %s', async (_, claims, status, code) => {
  const answer = await roles(await fake.token(['read:roles'], claims(seconds())))
  expect(answer.status).toBe(status)
  if (code) expect(await answer.json()).toMatchObject({ code })
})

test('refuses other algorithms, signatures and shapes', async () => {
  const good = await fake.token(['read:roles'])
  const [, payload] = good.split('.')
  const none = `${base64url.encode('{"alg":"none"}')}.${payload}.`
  // The old attack: the public key as the secret of a symmetric signature.
  const pem = new TextEncoder().encode(await exportSPKI((await keyPair('first')).publicKey))
  const claims = { iss: `${tenant}/`, aud: fake.config.audience, sub: 'x', exp: seconds() + 60 }
  const hmac = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'first' }).sign(pem)
  const { privateKey } = await keyPair('stranger')
  const forged = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'first' }).sign(privateKey)
  const forms = [none, hmac, forged, `${good}x`, 'opaque', 'a.b.c', good.replace('.', '..')]
  for (const token of forms) {
    const answer = await roles(token)
    expect(answer.status, token).toBe(401)
    expect(await answer.json()).toMatchObject({ code: 'TOKEN_INVALID' })
  }
})

test('says Bearer and nothing more where there is no token', async () => {
  const answer = await roles(undefined)
  expect(answer.status).toBe(401)
  expect(answer.headers.get('www-authenticate')).toBe('Bearer')
  expect(await answer.json()).toMatchObject({ code: 'TOKEN_MISSING', request_id: expect.any(String) })
  for (const authorization of ['bearer x', 'Basic eDp5', 'Bearer', 'Bearer a b']) {
    const other = await fake.ask(undefined, 'GET', '/api/v2/roles', { headers: { authorization } })
    expect(await other.json()).toMatchObject({ code: 'TOKEN_INVALID' })
  }
})

test.each([undefined, 'read:roles', { 'read:roles': true }, [['read:roles']], ['READ:ROLES', ' read:roles']])(
  'takes %j for no rights',
  async (permissions) => {
    const answer = await roles(await fake.token([], { permissions }))
    expect(answer.status).toBe(403)
  },
)

test('asks for the keys once, however many come', async () => {
  const token = await fake.token(['read:roles'])
  const answers = await Promise.all(Array.from({ length: 50 }, () => roles(token)))
  expect(answers.filter(({ status }) => status !== 200)).toEqual([])
  expect(fake.count).toEqual({ jwks: 1, token: 1 })
  fake.pass(9 * 60_000)
  await roles(token)
  expect(fake.count.jwks).toBe(1)
  fake.pass(2 * 60_000)
  await roles(token)
  expect(fake.count.jwks).toBe(2)
})

test('asks once more for a key it does not know, even for a crowd', async () => {
  await roles(await fake.token(['read:roles']))
  fake.kids = ['first', 'second']
  const turned = await fake.token(['read:roles'], {}, 'second')
  const answers = await Promise.all(Array.from({ length: 50 }, () => roles(turned)))
  expect(answers.filter(({ status }) => status !== 200)).toEqual([])
  expect(fake.count.jwks).toBe(2)
})

test('does not let forged keys make it ask again and again', async () => {
  await roles(await fake.token(['read:roles']))
  const forged = await fake.token(['read:roles'], {}, 'stranger')
  const answers = await Promise.all(Array.from({ length: 50 }, () => roles(forged)))
  expect(answers.filter(({ status }) => status !== 401)).toEqual([])
  expect((await roles(forged)).status).toBe(401)
  expect(fake.count.jwks).toBe(2)
  fake.pass(31_000)
  await roles(forged)
  expect(fake.count.jwks).toBe(3)
})

test('answers 502 without keys, and goes on with those it had', async () => {
  const working = fake.jwks
  fake.jwks = () => new Response('', { status: 503 })
  const token = await fake.token(['read:roles'], { exp: seconds() + 86_400 })
  const answer = await roles(token)
  expect(answer.status).toBe(502)
  expect(await answer.json()).toMatchObject({ error: 'bad_gateway', code: 'ISSUER_AWAY' })
  fake.jwks = working
  expect((await roles(token)).status).toBe(200)
  fake.jwks = () => Response.json({ keys: 'none' })
  fake.pass(20 * 60_000)
  expect((await roles(token)).status).toBe(200)
  const asked = fake.count.jwks
  expect((await roles(token)).status).toBe(200)
  expect(fake.count.jwks).toBe(asked)
  fake.pass(60 * 60_000)
  expect((await roles(token)).status).toBe(502)
})
