// What holds for every call of the Management API: token, scope, rate, errors; and that a real tenant's tokens work,
// and follow the world.
import { SignJWT, importPKCS8 } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { acmeApi } from '../console-config.ts'
import { auth0Permissions, personaNames, subOf } from '../personas.ts'
import { startSandbox } from '../sandbox.ts'
import type { AcmePlatform, Sandbox } from '../sandbox.ts'
import { claims, consoleOrigin, read, refresh, signInAs } from '../visitor.ts'
import { permissionsClaim } from './holdings.ts'
import { machineKey, machineSecret } from './machine.ts'
import { failure, startTenant } from './testing.ts'

describe('access', () => {
  test.each([
    [null, 'Missing authentication'],
    ['Basic x', 'Bad HTTP authentication header format'],
    ['Bearer x', 'Invalid signature received for JSON Web Token validation'],
    ['Bearer elsewhere', 'Bad audience: https://api.acme.example'],
  ])('%s is refused', async (authorization, message) => {
    const { send } = startTenant()
    expect(await send('GET', '/roles', { authorization })).toMatchObject(failure(401, undefined, message))
  })

  test('each call wants its scope, and says so', async () => {
    const { send } = startTenant()
    const authorization = 'Bearer scopes=read:users'
    expect(await send('GET', '/users', { authorization })).toMatchObject({ status: 200 })
    expect(await send('GET', '/roles', { authorization })).toMatchObject({
      status: 403,
      body: {
        statusCode: 403,
        error: 'Forbidden',
        message: 'Insufficient scope, expected any of: read:roles',
        errorCode: 'insufficient_scope',
      },
    })
    const user = `/users/${encodeURIComponent(subOf('acme', 'admin'))}/roles`
    const all = await send('GET', user, { authorization })
    expect(all.body['message']).toBe(
      'Insufficient scope, expected all of: read:users,read:roles,read:role_members',
    )
    const write = { authorization: 'Bearer scopes=create:role_members', body: { roles: ['rol_none'] } }
    expect(await send('POST', user, write)).toMatchObject(failure(404))
  })

  test('what there is not, is too long or is badly escaped', async () => {
    const { get, post } = startTenant()
    expect(await get('/logs')).toMatchObject(failure(404))
    expect(await get('/users/%E0%A4%A')).toMatchObject(failure(400, 'invalid_uri'))
    expect(await post('/roles', { name: 'x'.repeat(1_048_576) })).toMatchObject(failure(413))
  })

  test('no browser may read it', async () => {
    const { send } = startTenant()
    const headers = { origin: consoleOrigin, 'access-control-request-method': 'GET' }
    expect(
      (await send('OPTIONS', '/roles', { headers })).headers.get('access-control-allow-origin'),
    ).toBeNull()
    expect((await send('GET', '/roles', { headers })).headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('rate', () => {
  test('is always said, and kept where it is set', async () => {
    const { get, settings, clock } = startTenant()
    expect((await get('/roles')).headers.get('x-ratelimit-remaining')).toBe('49')
    settings.rateLimit = { burst: 2, perSecond: 2 }
    clock.at += 60_000
    const first = await get('/roles')
    expect(first.headers.get('x-ratelimit-limit')).toBe('2')
    expect(first.headers.get('x-ratelimit-remaining')).toBe('1')
    await get('/roles')
    const refused = await get('/roles')
    expect(refused).toMatchObject(failure(429, 'too_many_requests', 'Global limit has been reached'))
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0')
    expect(Number(refused.headers.get('x-ratelimit-reset'))).toBe(clock.at / 1_000 + 1)
    expect(refused.headers.get('retry-after')).toBeNull()
    clock.at += 500
    expect((await get('/roles')).status).toBe(200)
    expect((await get('/roles')).status).toBe(429)
  })
})

test('the world starts over', async () => {
  const { world, get } = startTenant()
  const before = (await get('/roles')).text
  world.deleteRole('Support')
  world.addRoles(5)
  world.addUsers(10)
  world.setScopes(acmeApi, [])
  world.reset()
  expect((await get('/roles')).text).toBe(before)
  expect(world.users()).toHaveLength(80)
  for (const persona of personaNames) {
    expect(permissionsClaim(world, subOf('acme', persona), acmeApi)).toEqual(auth0Permissions[persona])
  }
})

test('a hundred thousand users and a thousand roles of a thousand permissions are soon there and soon listed', async () => {
  const { world, get } = startTenant()
  const start = performance.now()
  world.addUsers(100_000, ['Newcomer'])
  world.addRoles(980)
  world.addPermissions(
    1_000,
    world.roles().map(({ id }) => id),
  )
  const made = performance.now() - start
  const paths = [
    '/roles',
    `/roles/${world.role('Newcomer').id}/users?take=50`,
    '/users?q=name:lena*&sort=name:1',
  ]
  const before = performance.now()
  for (const path of paths) expect((await get(path)).status).toBe(200)
  const each = (performance.now() - before) / paths.length
  expect(made).toBeLessThan(3_000)
  expect(each).toBeLessThan(500)
})

describe('with the tenant itself', () => {
  let sandbox: Sandbox
  let acme: AcmePlatform
  beforeAll(async () => {
    sandbox = await startSandbox({ consoleOrigin })
    acme = sandbox.acme
  })
  beforeEach(() => sandbox.reset())
  afterAll(() => sandbox.stop())

  const machineToken = async (client: Record<string, string>): Promise<string> => {
    const body = { grant_type: 'client_credentials', audience: `${acme.origin}/api/v2/`, ...client }
    const answer = await fetch(`${acme.origin}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return String((await read(answer)).access_token)
  }
  const withSecret = { client_id: 'acme-gateway', client_secret: machineSecret }
  const call = (path: string, token: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { authorization: `Bearer ${token}`, origin: consoleOrigin }
    return fetch(`${acme.origin}/api/v2${path}`, { ...init, headers })
  }

  test('a machine token opens it, a scope left out does not, and it expires', async () => {
    const token = await machineToken(withSecret)
    const path = `/roles/${acme.world.role('Refunds').id}`
    expect(await read(await call(path, token))).toMatchObject({ name: 'Refunds' })
    expect(acme.journal.entries({ operation: 'getRole' })).toMatchObject([{ status: 200 }])
    const narrow = await machineToken({ ...withSecret, scope: 'read:users' })
    expect((await call('/roles', narrow)).status).toBe(403)
    acme.clock.advance('2h')
    const late = await call('/roles', token)
    expect(late.status).toBe(401)
    expect(await read(late)).toMatchObject({ message: expect.stringContaining('Expired token') })
  })

  test('a person has no token for it, and a browser no way in', async () => {
    const { access_token } = await signInAs(acme, 'admin', {
      scope: 'openid',
      changes: { audience: acmeApi },
    })
    const answer = await call('/roles', String(access_token))
    expect(await read(answer)).toMatchObject({
      statusCode: 401,
      message: expect.stringContaining('Bad audience'),
    })
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  })

  test('a key signs in the machine in place of a secret', async () => {
    const { pem, kid } = await machineKey()
    const client = 'acme-gateway-key'
    const sign = async (audience: string): Promise<string> =>
      new SignJWT()
        .setProtectedHeader({ alg: 'RS256', kid })
        .setIssuer(client)
        .setSubject(client)
        .setAudience(audience)
        .setJti(crypto.randomUUID())
        .setIssuedAt()
        .setExpirationTime('1m')
        .sign(await importPKCS8(pem, 'RS256'))
    const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
    const ask = async (audience: string): Promise<string> =>
      machineToken({ client_id: client, client_assertion_type: type, client_assertion: await sign(audience) })
    const token = await ask(acme.issuer)
    expect(claims(token)).toMatchObject({ sub: `${client}@clients`, azp: client })
    expect((await call('/roles', token)).status).toBe(200)
    expect(await ask('https://elsewhere.example')).toBe('undefined')
  })

  test('faults speak the language of the API', async () => {
    const token = await machineToken(withSecret)
    acme.faults.set('listRoles', 429, { times: 1 })
    expect(await read(await call('/roles', token))).toMatchObject({
      statusCode: 429,
      errorCode: 'too_many_requests',
    })
  })

  test('who loses a role loses its permissions with the next token', async () => {
    const scope = 'openid offline_access'
    const tokens = await signInAs(acme, 'viewer', { scope, changes: { audience: acmeApi } })
    expect(claims(tokens.access_token).permissions).toEqual(auth0Permissions.viewer)
    acme.world.setRoles(subOf('acme', 'viewer'), [])
    const renewed = await read(await refresh(acme, tokens.refresh_token))
    expect(claims(renewed.access_token).permissions).toEqual([])
    acme.world.give(subOf('acme', 'viewer'), { api: acmeApi, name: 'read:users' })
    const again = await read(await refresh(acme, renewed.refresh_token))
    expect(claims(again.access_token).permissions).toEqual(['read:users'])
    const token = await machineToken(withSecret)
    await call(`/resource-servers/${encodeURIComponent(acmeApi)}`, token, {
      method: 'PATCH',
      body: JSON.stringify({ token_dialect: 'access_token' }),
    })
    const plain = await read(await refresh(acme, again.refresh_token))
    expect(claims(plain.access_token)).not.toHaveProperty('permissions')
  })

  test('a blocked persona is shown as blocked', async () => {
    acme.sessions.block('guest')
    const token = await machineToken(withSecret)
    const answer = await call(`/users/${encodeURIComponent(subOf('acme', 'guest'))}`, token)
    expect(await read(answer)).toMatchObject({ blocked: true })
  })
})
