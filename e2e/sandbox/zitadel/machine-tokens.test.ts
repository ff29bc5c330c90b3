// Service users at the token endpoint and with what it gives them: a key, a secret, a personal access token; what is
// refused, and that a credential ends at once when it is taken away or its owner is switched off.
import { createPrivateKey, sign } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { JsonObject } from '../http.ts'
import { startSandbox } from '../sandbox.ts'
import type { Sandbox, ZitadelPlatform } from '../sandbox.ts'
import { consoleOrigin, read } from '../visitor.ts'
import { atOnce } from './history.ts'
import { jwtBearer } from './machine-grants.ts'
import { apiClient } from './openid.ts'
import { special } from './seed-people.ts'
import { homeOrganizationId, kosmosProjectId } from './seed.ts'

let sandbox: Sandbox
let kosmos: ZitadelPlatform

beforeAll(async () => {
  sandbox = await startSandbox({ consoleOrigin })
  kosmos = sandbox.kosmos
})
beforeEach(() => sandbox.reset())
afterAll(() => sandbox.stop())

const apiScope = 'openid profile urn:zitadel:iam:org:project:id:zitadel:aud'
const projectScope = `openid urn:zitadel:iam:org:project:id:${kosmosProjectId}:aud urn:zitadel:iam:org:projects:roles`

const post = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${kosmos.origin}${path}`, {
    method: 'POST',
    headers: { origin: consoleOrigin, ...headers },
    body: new URLSearchParams(form),
  })
const withBearer = (path: string, token: unknown, init: RequestInit = {}): Promise<Response> =>
  fetch(`${kosmos.origin}${path}`, {
    ...init,
    headers: {
      authorization: `Bearer ${String(token)}`,
      'content-type': 'application/json',
      origin: 'https://else.example',
    },
  })
const permissions = (token: unknown) =>
  withBearer('/auth/v1/permissions/zitadel/me/_search', token, { method: 'POST', body: '{}' })
const basic = (name: string, secret: string): string =>
  `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`
const introspect = async (token: unknown): Promise<JsonObject> =>
  read(
    await post(
      '/oauth/v2/introspect',
      { token: String(token) },
      { authorization: basic(apiClient.id, apiClient.secret) },
    ),
  )

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

type Key = { id: string; privateKey?: string }

/** Seconds of the instance's wall clock. */
const seconds = (): number => Math.floor(kosmos.clock.now() / 1_000)

function assertion(key: Key, change: { claims?: JsonObject; header?: JsonObject } = {}): string {
  const userId = special.machine
  const claims = { iss: userId, sub: userId, aud: kosmos.issuer, iat: seconds(), exp: seconds() + 300 }
  const text = `${part({ alg: 'RS256', kid: key.id, ...change.header })}.${part({ ...claims, ...change.claims })}`
  const signed = sign('sha256', Buffer.from(text), createPrivateKey(key.privateKey ?? ''))
  return `${text}.${signed.toString('base64url')}`
}

const byKey = (key: Key, change: Parameters<typeof assertion>[1] = {}, scope = apiScope) =>
  post('/oauth/v2/token', { grant_type: jwtBearer, assertion: assertion(key, change), scope })
const bySecret = (name: string, secret: string, scope = apiScope) =>
  post('/oauth/v2/token', {
    grant_type: 'client_credentials',
    client_id: name,
    client_secret: secret,
    scope,
  })

const addKey = (): Key => kosmos.world.addKey({ userId: special.machine })

describe('a key', () => {
  test('gives a token for the APIs, which any origin may use', async () => {
    kosmos.world.setAdministrator(special.machine, ['ORG_USER_MANAGER'])
    const answer = await byKey(addKey())
    expect(answer.headers.get('access-control-allow-origin')).toBe(consoleOrigin)
    const token = await read(answer)
    expect(token).toEqual({
      access_token: expect.stringMatching(/^[\w-]{60,}$/),
      token_type: 'Bearer',
      expires_in: 3_599,
    })
    const may = await read(await permissions(token.access_token))
    expect(may.result).toContain('user.write')
    const info = await read(await withBearer('/oidc/v1/userinfo', token.access_token))
    expect(info).toEqual({
      sub: special.machine,
      name: 'CI runner',
      preferred_username: 'ci-runner',
      updated_at: expect.any(Number),
    })
    expect(kosmos.journal.entries({ operation: 'jwtBearer' })).toHaveLength(1)
    expect(JSON.stringify(kosmos.journal.entries())).not.toContain(String(token.access_token))
  })

  test('gives a JWT to a service user that wants one', async () => {
    const person = kosmos.world.person(special.machine)
    if (person) kosmos.world.writePerson({ ...person, accessTokenType: 'JWT' }, atOnce)
    const { access_token: token } = await read(await byKey(addKey()))
    const claims = JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString())
    expect(claims).toMatchObject({ iss: kosmos.issuer, sub: special.machine, client_id: 'ci-runner' })
    expect((await withBearer('/oidc/v1/userinfo', token)).status).toBe(200)
  })

  test('without the audience of the APIs gives a token that they refuse', async () => {
    const { access_token: token } = await read(await byKey(addKey(), {}, 'openid'))
    expect((await permissions(token)).status).toBe(401)
    expect((await withBearer('/oidc/v1/userinfo', token)).status).toBe(200)
    expect(await introspect(token)).toEqual({ active: false })
  })

  test('for the project brings its roles', async () => {
    const { access_token: token } = await read(await byKey(addKey(), {}, projectScope))
    const roles = { agent: { [homeOrganizationId]: 'nuvanta.localhost' } }
    expect(await introspect(token)).toMatchObject({
      active: true,
      sub: special.machine,
      username: 'ci-runner',
      aud: [kosmosProjectId],
      'urn:zitadel:iam:org:project:roles': roles,
      [`urn:zitadel:iam:org:project:${kosmosProjectId}:roles`]: roles,
    })
  })

  const hour = 3_600
  test.each<[string, () => Parameters<typeof assertion>[1], string]>([
    ['another audience', () => ({ claims: { aud: `${kosmos.issuer}/` } }), 'audience is not valid'],
    ['a past end', () => ({ claims: { exp: seconds() - 5 } }), 'token has expired'],
    [
      'an old one',
      () => ({ claims: { iat: seconds() - hour - 5, exp: seconds() + 60 } }),
      'issuedAt of token is to old',
    ],
    ['one from the future', () => ({ claims: { iat: seconds() + 60 } }), 'in the future'],
    ['one for a day', () => ({ claims: { exp: seconds() + 24 * hour } }), 'too far away'],
    ['no kid', () => ({ header: { kid: undefined } }), 'error fetching keys'],
    ['an unknown kid', () => ({ header: { kid: '1' } }), 'error fetching keys'],
    ['another algorithm', () => ({ header: { alg: 'PS256' } }), 'algorithm not supported'],
    ['another subject', () => ({ claims: { sub: special.root } }), 'issuer and sub must be identical'],
    [
      'the name of another',
      () => ({ claims: { sub: special.root, iss: special.root } }),
      'error fetching keys',
    ],
  ])('is refused with %s, and one learns why only where that is switched on', async (_, change, why) => {
    const key = addKey()
    const refused = await byKey(key, change())
    expect(refused.status).toBe(500)
    expect(await read(refused)).toEqual({ error: 'server_error', error_description: 'Errors.Internal' })
    kosmos.world.settings.debugOidcParentError = true
    expect((await read(await byKey(key, change()))).parent).toContain(why)
  })

  test('of which the signature was made by another key is refused', async () => {
    const { id } = kosmos.world.addKey({
      userId: special.machine,
      publicKey: kosmos.world.machineKeys()[0]?.publicKey ?? '',
    })
    expect((await byKey({ ...addKey(), id })).status).toBe(500)
  })

  test('is of no use without scopes, without an assertion, for nobody', async () => {
    expect(await read(await byKey(addKey(), {}, ''))).toMatchObject({ error: 'invalid_request' })
    expect(await read(await post('/oauth/v2/token', { grant_type: jwtBearer, scope: 'openid' }))).toEqual({
      error: 'invalid_request',
      error_description: 'assertion missing',
    })
    const unknown = await byKey(addKey(), { claims: { iss: '9', sub: '9' } })
    expect(unknown.status).toBe(404)
    expect(await read(unknown)).toMatchObject({ error_description: 'Errors.User.NotFound' })
  })

  test('ends with its date and with its removal', async () => {
    const expiresAt = new Date(kosmos.clock.now() + hour * 1_000)
    const key = kosmos.world.addKey({ userId: special.machine, expiresAt })
    expect((await byKey(key)).status).toBe(200)
    kosmos.clock.advance('61m')
    expect((await byKey(key)).status).toBe(500)
    const removed = addKey()
    expect((await byKey(removed)).status).toBe(200)
    kosmos.world.removeKey(removed.id)
    expect((await byKey(removed)).status).toBe(500)
  })

  test('that is new may be unknown for a moment', async () => {
    kosmos.world.settings.credentialLagMs = 60_000
    const key = addKey()
    expect((await byKey(key)).status).toBe(500)
    kosmos.clock.advance('61s')
    expect((await byKey(key)).status).toBe(200)
  })
})

describe('a secret', () => {
  test('gives a token, in the form or as basic authentication', async () => {
    const secret = kosmos.world.setSecret(special.mailer)
    const { access_token: token } = await read(await bySecret('report-mailer', secret))
    expect(await read(await withBearer('/oidc/v1/userinfo', token))).toMatchObject({ sub: special.mailer })
    const form = { grant_type: 'client_credentials', scope: apiScope }
    const headers = { authorization: basic('report-mailer', encodeURIComponent(secret)) }
    expect((await post('/oauth/v2/token', form, headers)).status).toBe(200)
    expect(kosmos.journal.entries({ operation: 'machine' })).toHaveLength(2)
  })

  test('is refused when it is wrong, was replaced, or was never set', async () => {
    const old = kosmos.world.setSecret(special.mailer)
    kosmos.world.setSecret(special.mailer)
    const wrong = await bySecret('report-mailer', old)
    expect(wrong.status).toBe(400)
    expect(await read(wrong)).toEqual({
      error: 'invalid_request',
      error_description: 'Errors.User.Machine.Secret.Invalid',
    })
    expect(await read(await bySecret('ci-runner', old))).toMatchObject({
      error_description: 'Errors.User.Machine.Secret.NotExisting',
    })
    const unknown = await bySecret('nobody', old)
    expect(unknown.status).toBe(401)
    expect(await read(unknown)).toMatchObject({ error: 'invalid_client' })
  })
})

describe('a personal access token', () => {
  test('opens the APIs and userinfo, and brings metadata and roles', async () => {
    const { token } = kosmos.world.addToken({ userId: special.machine, label: { name: 'Test' } })
    expect((await permissions(token)).status).toBe(200)
    const info = await read(await withBearer('/oidc/v1/userinfo', token))
    expect(info).toMatchObject({
      sub: special.machine,
      'urn:zitadel:iam:user:resourceowner:id': homeOrganizationId,
      'urn:zitadel:iam:user:metadata': expect.any(Object),
    })
    expect(info).not.toHaveProperty('urn:zitadel:iam:org:project:roles')
    expect(await introspect(token)).toMatchObject({
      active: true,
      sub: special.machine,
      exp: 253_402_300_799,
      scope: expect.stringContaining('urn:zitadel:iam:user:metadata'),
      'urn:zitadel:iam:org:project:roles': { agent: { [homeOrganizationId]: 'nuvanta.localhost' } },
    })
  })

  test('tells nothing to whoever is not the API', async () => {
    const { token } = kosmos.world.addToken({ userId: special.machine })
    const headers = { authorization: basic(apiClient.id, 'wrong') }
    expect((await post('/oauth/v2/introspect', { token }, headers)).status).toBe(401)
    expect((await post('/oauth/v2/introspect', { token })).status).toBe(401)
  })

  test('may do what its service user may, in the organisation of that user', async () => {
    const { token } = kosmos.world.addToken({ userId: special.root })
    expect((await read(await permissions(token))).result).toContain('org.write')
    const other = kosmos.world.addToken({ userId: special.machineElsewhere })
    const users = await withBearer('/management/v1/users/_search', other.token, {
      method: 'POST',
      body: '{}',
    })
    expect(users.status).toBe(404)
  })

  test('ends with its date and with its removal', async () => {
    const expiresAt = new Date(kosmos.clock.now() + 60_000)
    const { token } = kosmos.world.addToken({ userId: special.machine, expiresAt })
    kosmos.clock.advance('2m')
    expect((await permissions(token)).status).toBe(401)
    expect(await introspect(token)).toEqual({ active: false })
    const removed = kosmos.world.addToken({ userId: special.machine })
    kosmos.world.removeToken(removed.id)
    expect((await withBearer('/oidc/v1/userinfo', removed.token)).status).toBe(401)
  })
})

test('whoever is switched off or deleted has nothing that works, at once', async () => {
  const { world } = kosmos
  const key = addKey()
  const { token } = world.addToken({ userId: special.machine })
  const secret = world.setSecret(special.machine)
  const { access_token: issued } = await read(await byKey(key))
  const person = world.person(special.machine)
  if (!person) throw new Error('The seed has lost its service user')

  world.writePerson({ ...person, state: 'INACTIVE' }, atOnce)
  for (const one of [token, issued]) {
    expect((await permissions(one)).status).toBe(401)
    expect((await withBearer('/oidc/v1/userinfo', one)).status).toBe(401)
    expect(await introspect(one)).toEqual({ active: false })
  }
  for (const answer of [await byKey(key), await bySecret('ci-runner', secret)]) {
    expect(answer.status).toBe(400)
    expect(await read(answer)).toMatchObject({ error_description: 'Errors.User.NotActive' })
  }
  world.writePerson(person, atOnce)
  expect((await permissions(token)).status).toBe(200)
  world.removeAccount(special.machine)
  expect((await permissions(token)).status).toBe(401)
  expect((await byKey(key)).status).toBe(404)
})

test('access tokens end after their time, and with a reset', async () => {
  const { access_token: token } = await read(await byKey(addKey()))
  kosmos.clock.skew('2h')
  expect((await permissions(token)).status).toBe(200)
  kosmos.clock.skew(0)
  kosmos.clock.advance('61m')
  expect((await permissions(token)).status).toBe(401)
})

test('faults strike these grants by their names', async () => {
  kosmos.faults.set('jwtBearer', 503, { times: 1 })
  const struck = await byKey(addKey())
  expect(struck.status).toBe(503)
  expect(await read(struck)).toMatchObject({ error: 'server_error' })
  kosmos.faults.set('token', 'empty', { times: 1 })
  const empty = await byKey(addKey())
  expect([empty.status, await empty.text()]).toEqual([200, ''])
})
