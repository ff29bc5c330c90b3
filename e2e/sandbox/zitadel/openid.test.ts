// The Zitadel manner: reserved scopes, role claims, token formats, both logins, introspection, CORS for everyone.

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { JsonObject } from '../http.ts'
import { personaNames, subOf, zitadelRoles } from '../personas.ts'
import { startSandbox } from '../sandbox.ts'
import type { Sandbox, ZitadelPlatform } from '../sandbox.ts'
import { claims, consoleOrigin, createVisitor, discovery, flow, read, refresh, signInAs } from '../visitor.ts'
import { apiClient } from './openid.ts'
import { homeOrganizationId, kosmosProjectId } from './seed.ts'

let sandbox: Sandbox
let kosmos: ZitadelPlatform
const scope =
  'openid profile email offline_access urn:zitadel:iam:org:project:id:zitadel:aud urn:zitadel:iam:org:projects:roles'
const own = 'urn:zitadel:iam:org:project:roles'

beforeAll(async () => {
  sandbox = await startSandbox({ consoleOrigin })
  kosmos = sandbox.kosmos
})
beforeEach(() => sandbox.reset())
afterAll(() => sandbox.stop())

const userinfo = async (token: unknown, origin = consoleOrigin): Promise<Response> =>
  fetch(`${kosmos.origin}/oidc/v1/userinfo`, {
    headers: { authorization: `Bearer ${String(token)}`, origin },
  })

const permissions = (token: unknown, origin = consoleOrigin): Promise<Response> =>
  fetch(`${kosmos.origin}/auth/v1/permissions/zitadel/me/_search`, {
    method: 'POST',
    headers: { authorization: `Bearer ${String(token)}`, 'content-type': 'application/json', origin },
    body: '{}',
  })

test.each(personaNames)('%s signs in; roles are nested under both names and flat', async (persona) => {
  const tokens = await signInAs(kosmos, persona, { scope })
  expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 3_600, refresh_token: expect.any(String) })
  expect(String(tokens.access_token)).not.toContain('.')
  const idToken = claims(tokens.id_token)
  expect(idToken).toMatchObject({
    iss: kosmos.origin,
    sub: subOf('kosmos', persona),
    aud: expect.arrayContaining([kosmos.clientId, kosmosProjectId]),
    azp: kosmos.clientId,
    nonce: tokens.flow.nonce,
    amr: ['pwd'],
    auth_time: expect.any(Number),
    org_id: homeOrganizationId,
    roles: zitadelRoles[persona].roles,
  })
  expect(idToken).not.toHaveProperty('name')
  const info = await read(await userinfo(tokens.access_token))
  expect(info).toMatchObject({ sub: subOf('kosmos', persona), name: expect.any(String) })
  for (const claimed of [idToken, info]) {
    const [role] = zitadelRoles[persona].roles
    const nested = role && { [role]: { [homeOrganizationId]: expect.stringContaining('.localhost') } }
    expect(claimed[own]).toEqual(nested)
    expect(claimed[`urn:zitadel:iam:org:project:${kosmosProjectId}:roles`]).toEqual(nested)
  }
})

test('role claims need the roles scope; the claim name as a scope does nothing', async () => {
  const { id_token } = await signInAs(kosmos, 'admin', { scope: `openid ${own}` })
  expect(claims(id_token)).not.toHaveProperty(own)
  const one = await signInAs(kosmos, 'admin', { scope: 'openid urn:zitadel:iam:org:project:role:admin' })
  expect(claims(one.id_token)).toHaveProperty(own)
  const other = await signInAs(kosmos, 'admin', { scope: 'openid urn:zitadel:iam:org:project:role:user' })
  expect(claims(other.id_token)).not.toHaveProperty(own)
})

test('the API is open with its audience scope, to the origins of the application', async () => {
  const tokens = await signInAs(kosmos, 'admin', { scope })
  expect((await permissions(tokens.access_token)).status).toBe(200)
  expect((await permissions(tokens.access_token, 'https://elsewhere.example')).status).toBe(403)
  const without = await signInAs(kosmos, 'admin', { scope: 'openid profile' })
  expect((await permissions(without.access_token)).status).toBe(401)
  expect((await permissions('made-up')).status).toBe(401)
  kosmos.clock.advance('61m')
  expect((await permissions(tokens.access_token)).status).toBe(401)
  const renewed = await read(await refresh(kosmos, tokens.refresh_token))
  expect((await permissions(renewed.access_token)).status).toBe(200)
})

test('access tokens can be JWTs', async () => {
  kosmos.settings.accessTokenFormat = 'jwt'
  const { access_token } = await signInAs(kosmos, 'viewer', { scope })
  expect(claims(access_token)).toMatchObject({
    iss: kosmos.origin,
    sub: subOf('kosmos', 'viewer'),
    client_id: kosmos.clientId,
    aud: expect.arrayContaining([kosmosProjectId]),
    exp: expect.any(Number),
  })
  expect((await userinfo(access_token)).status).toBe(200)
  expect((await permissions(access_token)).status).toBe(200)
})

test('flat claims and profile claims in the ID token follow the settings', async () => {
  kosmos.settings.flatClaims = false
  kosmos.settings.idTokenUserinfo = true
  const idToken = claims((await signInAs(kosmos, 'admin', { scope })).id_token)
  expect(idToken).toHaveProperty('name')
  expect(idToken).not.toHaveProperty('permissions')
})

test('prompt=none without a session: Login V2 answers itself, Login V1 redirects', async () => {
  const { url } = await flow(kosmos, scope, { prompt: 'none' })
  const visitor = createVisitor()
  const v2 = await visitor.follow(await visitor.get(url))
  expect(v2.status).toBe(400)
  expect(await read(v2)).toEqual({ error: 'No active session found' })
  kosmos.settings.login = 1
  const v1 = await visitor.follow(await visitor.get(url))
  expect(v1.headers.get('location')).toContain('error=login_required')
})

test.each([1, 2] as const)(
  'Login V%i has its own page and passes prompt=none with a session',
  async (version) => {
    kosmos.settings.login = version
    const { visitor } = await signInAs(kosmos, 'admin', { scope })
    const answer = await visitor.get((await flow(kosmos, scope, { prompt: 'none' })).url)
    expect(answer.headers.get('location')).toContain('code=')
  },
)

test('an inactive user is told so on the page', async () => {
  kosmos.sessions.block('guest')
  const visitor = createVisitor()
  const page = await visitor.follow(await visitor.get((await flow(kosmos, scope)).url))
  const answer = await visitor.post(page.url, { persona: 'guest' })
  expect(await answer.text()).toContain('This user is not active.')
})

test('end_session ends session and access tokens, refresh tokens live on', async () => {
  const { visitor, id_token, access_token, refresh_token } = await signInAs(kosmos, 'admin', { scope })
  const { end_session_endpoint } = await discovery(kosmos)
  const leave = (query: Record<string, string>): Promise<Response> =>
    visitor.get(`${String(end_session_endpoint)}?${new URLSearchParams(query)}`)
  const hint = { id_token_hint: String(id_token) }
  expect((await leave({ ...hint, post_logout_redirect_uri: 'https://evil.example/' })).status).toBe(400)
  const done = await leave({ ...hint, post_logout_redirect_uri: `${consoleOrigin}/signed-out`, state: 's' })
  expect(done.headers.get('location')).toBe(`${consoleOrigin}/signed-out?state=s`)
  expect((await userinfo(access_token)).status).toBe(401)
  const page = await visitor.follow(await visitor.get((await flow(kosmos, scope)).url))
  expect(page.status).toBe(200)
  expect((await refresh(kosmos, refresh_token)).ok).toBe(true)
  const unnamed = await leave({ post_logout_redirect_uri: `${consoleOrigin}/signed-out` })
  expect(unnamed.headers.get('location')).toBe('/ui/v2/login/logout/success')
})

test('only a confidential client may introspect', async () => {
  const { access_token } = await signInAs(kosmos, 'admin', { scope })
  const introspect = async (form: Record<string, string>, basic?: string): Promise<[number, JsonObject]> => {
    const answer = await fetch(`${kosmos.origin}/oauth/v2/introspect`, {
      method: 'POST',
      headers: basic ? { authorization: `Basic ${Buffer.from(basic).toString('base64')}` } : {},
      body: new URLSearchParams({ token: String(access_token), ...form }),
    })
    return [answer.status, await read(answer)]
  }
  const secret = `${apiClient.id}:${apiClient.secret}`
  expect(await introspect({}, secret)).toMatchObject([
    200,
    { active: true, sub: subOf('kosmos', 'admin'), username: expect.any(String), roles: ['admin'] },
  ])
  expect(await introspect({ token: 'unknown' }, secret)).toEqual([200, { active: false }])
  expect((await introspect({ client_id: kosmos.clientId }))[0]).toBe(401)
  expect((await introspect({}, `${apiClient.id}:wrong`))[0]).toBe(401)
})

test('revoking an access token leaves the refresh token alone', async () => {
  const { access_token, refresh_token } = await signInAs(kosmos, 'admin', { scope })
  const answer = await fetch(`${kosmos.origin}/oauth/v2/revoke`, {
    method: 'POST',
    body: new URLSearchParams({ token: String(access_token), client_id: kosmos.clientId }),
  })
  expect(answer.status).toBe(200)
  expect((await userinfo(access_token)).status).toBe(401)
  expect((await refresh(kosmos, refresh_token)).ok).toBe(true)
})

test('any origin may call the OpenID endpoints', async () => {
  const origin = 'https://anywhere.example'
  const { access_token } = await signInAs(kosmos, 'admin', { scope })
  const info = await userinfo(access_token, origin)
  expect(info.status).toBe(200)
  expect(info.headers.get('access-control-allow-origin')).toBe(origin)
  expect((await userinfo('wrong', origin)).headers.get('access-control-allow-origin')).toBe(origin)
  const keys = await fetch(`${kosmos.origin}/oauth/v2/keys`, { headers: { origin } })
  expect(keys.headers.get('access-control-allow-origin')).toBe(origin)
  const preflight = await fetch(`${kosmos.origin}/oauth/v2/token`, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST' },
  })
  expect(preflight.headers.get('access-control-allow-headers')).toContain('Authorization')
})
