// What a resource server learns about a token, who may ask, and that nobody learns more: RFC 7662 over a tenant without a network.
import { createLocalJWKSet, exportJWK, SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createPeople, day, draftOf, shop, shopApi, type People } from './fake-people.ts'
import { audience, fakeTenant, json, keyPair, tenant, type Fake } from './fake-tenant.ts'
import { openStore } from './store.ts'
import type { TokenStore } from './token-store.ts'

const secret = 'secret of 16+ %characters:'
const endpoint = 'https://console.acme.example/gateway/oauth/introspect'
let store: TokenStore
let fake: Fake
let people: People
let value: string
let id: string
let environment: Record<string, string>

beforeAll(async () => {
  store = await openStore({ kind: 'memory' })
  const { publicKey } = await keyPair('shop')
  const clients = [
    { id: 'shop-api', audience: shopApi, secret, jwks: { keys: [await exportJWK(publicKey)] } },
    { id: 'other-api', audience: 'https://other.example', secret },
    { id: 'keyed-api', audience: shopApi, jwks: { keys: [await exportJWK(publicKey)] } },
  ]
  environment = {
    INTROSPECTION_CLIENTS: JSON.stringify(clients),
    GATEWAY_URL: 'https://console.acme.example',
  }
}, 60_000)
afterAll(() => store.close())
beforeEach(async () => {
  await store.clear()
  fake = await fakeTenant(environment, store)
  people = createPeople(fake)
  ;({ id, value } = await made())
})

const read = async (answer: Response) => JSON.parse(await answer.text())
async function made(changes: object = {}): Promise<{ id: string; value: string }> {
  const token = await fake.token(['create:tokens', 'delete:tokens', 'update:clients'])
  const { token: shown, value } = await read(
    await fake.ask(token, 'POST', '/tokens', json(draftOf(fake, changes))),
  )
  return { id: shown.id, value }
}

const form = 'application/x-www-form-urlencoded'
const basic = (name: string, word: string) => `Basic ${btoa(`${name}:${word}`)}`
function send(
  fields: Record<string, string> | string,
  headers: Record<string, string> = {},
  method = 'POST',
) {
  const init = method === 'GET' ? {} : { body: String(new URLSearchParams(fields)) }
  return fake.ask(undefined, method, '/oauth/introspect', {
    ...init,
    headers: { 'content-type': form, ...headers },
  })
}
const introspect = (token: string, name = 'shop-api') =>
  send({ token }, { authorization: basic(name, secret) })

async function assertion(claims: Record<string, unknown> = {}, kid = 'shop'): Promise<string> {
  const { privateKey } = await keyPair(kid)
  const seconds = Math.floor(fake.now() / 1_000)
  const all = {
    iss: 'shop-api',
    sub: 'shop-api',
    aud: endpoint,
    exp: seconds + 60,
    jti: crypto.randomUUID(),
    ...claims,
  }
  const kept = Object.fromEntries(Object.entries(all).filter(([, one]) => one !== undefined))
  return new SignJWT(kept).setProtectedHeader({ alg: 'RS256' }).sign(privateKey)
}
const byAssertion = (client_assertion: string, more: Record<string, string> = {}) =>
  send({
    token: value,
    client_assertion,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    ...more,
  })

describe('the answer', () => {
  test('says whose it is and what it may do at this API, and nothing of other APIs', async () => {
    people.give('auth0|ingrid', people.own('read:roles'))
    const mixed = await made({
      permissions: [shop('write:orders'), people.own('read:roles'), shop('read:orders')],
    })
    const answer = await introspect(mixed.value)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await read(answer)).toEqual({
      active: true,
      token_type: 'Bearer',
      jti: mixed.id,
      sub: 'auth0|ingrid',
      username: 'Ingrid Solheim',
      aud: shopApi,
      scope: 'write:orders read:orders',
      permissions: ['write:orders', 'read:orders'],
      iat: fake.now() / 1_000,
      exp: (fake.now() + 30 * day) / 1_000,
    })
  })

  test('for the token of an application names it', async () => {
    const job = await made({ owner: 'client-1', permissions: [shop('read:orders')] })
    const expected = { active: true, sub: 'client-1@clients', client_id: 'client-1', username: 'Nightly job' }
    expect(await read(await introspect(job.value))).toMatchObject({ ...expected, scope: 'read:orders' })
    people.ungrant('client-1')
    fake.pass(10_000)
    expect(await read(await introspect(job.value))).toEqual({ active: false })
  })

  test('is the same for everything that is not good', async () => {
    const jwt = await fake.token(['read:roles'])
    for (const text of [
      `${value}x`,
      value.slice(1),
      jwt,
      'x',
      `kos_${'A'.repeat(49)}`,
      '\u0000',
      '🐟',
      'x'.repeat(20_000),
    ])
      expect(await read(await introspect(text))).toEqual({ active: false })
    expect(await read(await introspect(value, 'other-api'))).toEqual({ active: false })
    await store.remove(id)
    expect(await read(await introspect(value))).toEqual({ active: false })
  })

  test('ends with the token', async () => {
    fake.pass(30 * day - 1)
    expect(await read(await introspect(value))).toMatchObject({ active: true })
    fake.pass(1)
    expect(await read(await introspect(value))).toEqual({ active: false })
  })

  test('follows the rights of the owner within ten seconds', async () => {
    expect(await read(await introspect(value))).toMatchObject({ scope: 'read:orders write:orders' })
    people.take('auth0|ingrid', shop('read:orders'))
    expect(await read(await introspect(value))).toMatchObject({ scope: 'read:orders write:orders' })
    fake.pass(10_000)
    expect(await read(await introspect(value))).toMatchObject({
      scope: 'write:orders',
      permissions: ['write:orders'],
    })
    people.take('auth0|ingrid', shop('write:orders'))
    fake.pass(10_000)
    expect(await read(await introspect(value))).toEqual({ active: false })
    people.give('auth0|ingrid', shop('write:orders'), shop('delete:orders'))
    fake.pass(10_000)
    // Back again, and never more than was chosen.
    expect(await read(await introspect(value))).toMatchObject({ scope: 'write:orders' })
    people.remove('auth0|ingrid')
    fake.pass(10_000)
    expect(await read(await introspect(value))).toEqual({ active: false })
  })

  test('at once where nothing may be remembered', async () => {
    fake = await fakeTenant({ ...environment, API_KEY_RIGHTS_SECONDS: '0' }, store)
    people = createPeople(fake)
    expect(await read(await introspect(value))).toMatchObject({ active: true })
    people.block('auth0|ingrid')
    expect(await read(await introspect(value))).toEqual({ active: false })
  })

  test.each<[number, number]>([
    [500, 502],
    [503, 503],
    [429, 503],
    [400, 502],
  ])('while Auth0 answers %i it is %i, and no older right counts', async (vendor, status) => {
    expect(await read(await introspect(value))).toMatchObject({ active: true })
    fake.pass(10_000)
    people.fault = () => Response.json({ message: 'No' }, { status: vendor })
    const answer = await introspect(value)
    expect(answer.status).toBe(status)
    expect(await read(answer)).toMatchObject({ code: 'RIGHTS_UNKNOWN' })
    // What is revoked is revoked without asking anybody.
    await store.remove(id)
    expect(await read(await introspect(value))).toEqual({ active: false })
    people.fault = undefined
  })

  test('many at once ask Auth0 once', async () => {
    fake.pass(10_000)
    people.asked.length = 0
    const answers = await Promise.all(Array.from({ length: 20 }, () => introspect(value)))
    for (const answer of answers) expect(await read(answer)).toMatchObject({ active: true })
    expect(people.asked).toHaveLength(2)
  })
})

describe('two gateways on one database', () => {
  test('what one revokes is refused by the other in the next request', async () => {
    const first = fake
    const second = await fakeTenant(environment, store)
    createPeople(second)
    fake = second
    expect(await read(await introspect(value))).toMatchObject({ active: true })
    const token = await first.token(['delete:tokens'])
    expect((await first.ask(token, 'DELETE', `/tokens/${id}`)).status).toBe(204)
    expect(await read(await introspect(value))).toEqual({ active: false })
  })

  test('an assertion that one has taken is taken by no other', async () => {
    const signed = await assertion()
    expect((await byAssertion(signed)).status).toBe(200)
    fake = await fakeTenant(environment, store)
    createPeople(fake)
    expect((await byAssertion(signed)).status).toBe(401)
  })
})

describe('who may ask', () => {
  test('by Basic, encoded as a form or not', async () => {
    for (const [name, word] of [
      ['shop-api', secret],
      ['shop-api', encodeURIComponent(secret)],
      ['shop%2Dapi', String(new URLSearchParams({ x: secret })).slice(2)],
    ] as const)
      expect((await send({ token: value }, { authorization: basic(name, word) })).status, word).toBe(200)
  })

  test.each<[string, string | undefined]>([
    ['nobody', undefined],
    ['a wrong secret', basic('shop-api', `${secret}x`)],
    ['no secret', basic('shop-api', '')],
    ['somebody unknown', basic('nobody', secret)],
    ['one who has keys only', basic('keyed-api', '')],
    ['no colon', `Basic ${btoa('shop-api')}`],
    ['no base64', 'Basic !!!'],
    ['a bearer', 'Bearer kos_x'],
    ['__proto__', basic('__proto__', secret)],
  ])('%s is refused', async (_, authorization) => {
    const answer = await send({ token: value }, authorization === undefined ? {} : { authorization })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm=/)
    const body = await read(answer)
    expect(body).toMatchObject({ error: 'invalid_client', code: 'INVALID_CLIENT' })
    expect(JSON.stringify(body)).not.toContain('secret of')
    expect(people.asked.filter((path) => path.includes('effective'))).toHaveLength(1)
  })

  test('whoever guesses is slowed down, and whoever knows is not', async () => {
    const guess = () => send({ token: value }, { authorization: basic('shop-api', 'a-wrong-secret-again') })
    const statuses = []
    for (let n = 0; n < 22; n += 1) statuses.push((await guess()).status)
    expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 401))
    expect(statuses.slice(20)).toEqual([429, 429])
    expect((await guess()).headers.get('retry-after')).toBe('1')
    expect((await introspect(value)).status).toBe(200)
  })

  test('each has a rate of its own', async () => {
    const limits = { INTROSPECTION_RATE_BURST: '2', INTROSPECTION_RATE_PER_SECOND: '1' }
    fake = await fakeTenant({ ...environment, ...limits }, store)
    createPeople(fake)
    const statuses = []
    for (let n = 0; n < 3; n += 1) statuses.push((await introspect(value)).status)
    expect(statuses).toEqual([200, 200, 429])
    expect((await introspect(value, 'other-api')).status).toBe(200)
  })

  test('by an assertion, for this endpoint or the issuer, once', async () => {
    const signed = await assertion()
    expect(await read(await byAssertion(signed))).toMatchObject({ active: true })
    expect((await byAssertion(signed)).status).toBe(401)
    expect((await byAssertion(await assertion({ aud: `${tenant}/` }))).status).toBe(200)
    expect((await byAssertion(await assertion({ aud: [endpoint] }), { client_id: 'shop-api' })).status).toBe(
      200,
    )
    const keyed = { iss: 'keyed-api', sub: 'keyed-api' }
    expect((await byAssertion(await assertion(keyed))).status).toBe(200)
  })

  test('the same jti of two resource servers is two', async () => {
    const jti = 'one'
    expect((await byAssertion(await assertion({ jti }))).status).toBe(200)
    const keyed = { iss: 'keyed-api', sub: 'keyed-api', jti }
    expect((await byAssertion(await assertion(keyed))).status).toBe(200)
    expect((await byAssertion(await assertion({ jti }))).status).toBe(401)
  })

  const past = -600
  test.each<[string, Record<string, unknown>, string?]>([
    ['another key', {}, 'stranger'],
    ['another audience', { aud: audience }],
    ['no audience', { aud: undefined }],
    ['another issuer', { iss: 'other-api' }],
    ['another subject', { sub: 'other-api' }],
    ['no subject', { sub: undefined }],
    ['no end', { exp: undefined }],
    ['an end that is past', { exp: past }],
    ['an end that is far', { exp: 86_400 }],
    ['no jti', { jti: undefined }],
    ['a jti that is empty', { jti: '' }],
    ['somebody unknown', { iss: 'nobody', sub: 'nobody' }],
    ['one who has no key', { iss: 'other-api', sub: 'other-api' }],
  ])('an assertion with %s is refused', async (_, claims, kid) => {
    const { exp } = claims
    const moved = typeof exp === 'number' ? { ...claims, exp: Math.floor(fake.now() / 1_000) + exp } : claims
    const answer = await byAssertion(await assertion(moved, kid))
    expect(answer.status).toBe(401)
    expect(await read(answer)).toMatchObject({ error: 'invalid_client' })
  })

  test('an assertion that nobody signed, or that is signed with what is public, is refused', async () => {
    const [, payload = ''] = (await assertion()).split('.')
    const unsigned = Buffer.from('{"alg":"none"}').toString('base64url')
    expect((await byAssertion(`${unsigned}.${payload}.`)).status).toBe(401)
    const jwk = await exportJWK((await keyPair('shop')).publicKey)
    expect(createLocalJWKSet({ keys: [jwk] })).toBeTypeOf('function')
    const key = new TextEncoder().encode(jwk.n ?? '')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const symmetric = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(key)
    expect((await byAssertion(symmetric)).status).toBe(401)
    for (const text of ['', 'x', 'a.b.c', 'x'.repeat(9_000)])
      expect((await byAssertion(text)).status).toBe(401)
  })

  test('not by two ways at once, nor by another kind of assertion, nor in the name of another', async () => {
    const both = await send(
      { token: value, client_assertion: await assertion(), client_assertion_type: 'x' },
      { authorization: basic('shop-api', secret) },
    )
    expect(both.status).toBe(400)
    expect(await read(both)).toMatchObject({ error: 'invalid_request' })
    expect((await byAssertion(await assertion(), { client_assertion_type: 'saml' })).status).toBe(401)
    expect((await byAssertion(await assertion(), { client_id: 'other-api' })).status).toBe(401)
  })
})

describe('how it is asked', () => {
  const authorization = basic('shop-api', secret)
  test.each(['GET', 'PUT', 'DELETE', 'PATCH'])('not by %s', async (method) => {
    const answer = await send({ token: value }, { authorization }, method)
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('POST')
  })

  test('not in the address, not as JSON, not without a token, not with two, not with a large one', async () => {
    const query = await fake.ask(undefined, 'POST', `/oauth/introspect?token=${value}`, {
      headers: { authorization, 'content-type': form },
      body: '',
    })
    expect(query.status).toBe(400)
    expect((await send({ token: value }, { authorization, 'content-type': 'application/json' })).status).toBe(
      400,
    )
    for (const fields of [
      '',
      'token=',
      'x=1',
      `token=${value}&token=${value}`,
      'token_type_hint=access_token',
    ])
      expect((await send(fields, { authorization })).status, fields).toBe(400)
    expect((await send({ token: 'x'.repeat(40_000) }, { authorization })).status).toBe(413)
    const hinted = await send({ token: value, token_type_hint: 'refresh_token' }, { authorization })
    expect(await read(hinted)).toMatchObject({ active: true })
  })

  test('and the log says who asked about which token, without its value or a secret', async () => {
    await introspect(value)
    await introspect(`${value}x`)
    await byAssertion(await assertion())
    await send({ token: value }, { authorization: basic('shop-api', `${secret}x`) })
    const lines = fake.log.map((line) => JSON.parse(line)).filter(({ call }) => call === 'introspect')
    const common = { actor: 'shop-api', status: 200 }
    expect(lines).toMatchObject([{ ...common, token: id }, common, { ...common, token: id }, { status: 401 }])
    expect(lines[1]).not.toHaveProperty('token')
    const text = fake.log.join('\n')
    for (const hidden of [value.slice(8, 30), 'secret of', btoa(`shop-api:${secret}`).slice(0, 20), 'eyJ'])
      expect(text).not.toContain(hidden)
  })
})
