// The Auth0 manner: audience, permissions, web messages, JSON bodies, both ways to sign out, machine access.

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { auth0Permissions, personaNames, subOf } from '../personas.ts'
import { startSandbox } from '../sandbox.ts'
import type { Auth0Platform, Sandbox } from '../sandbox.ts'
import {
  choose,
  claims,
  consoleOrigin,
  createVisitor,
  discovery,
  flow,
  read,
  refresh,
  signInAs,
} from '../visitor.ts'
import type { Visitor } from '../visitor.ts'
import { machineSecret } from './machine.ts'

let sandbox: Sandbox
let acme: Auth0Platform
const scope = 'openid profile email offline_access'
const audience = 'https://api.acme.example'

beforeAll(async () => {
  sandbox = await startSandbox({ consoleOrigin })
  acme = sandbox.acme
})
beforeEach(() => sandbox.reset())
afterAll(() => sandbox.stop())

test.each(personaNames)('%s gets a JWT for the audience, with permissions', async (persona) => {
  const tokens = await signInAs(acme, persona, { scope, changes: { audience } })
  expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 3_600, scope })
  const payload = claims(tokens.access_token)
  expect(payload).toMatchObject({
    iss: acme.issuer,
    sub: subOf('acme', persona),
    aud: [audience, `${acme.issuer}userinfo`],
    azp: acme.clientId,
    scope,
    permissions: auth0Permissions[persona],
    'https://acme.example/department': expect.any(String),
  })
  expect(payload).not.toHaveProperty('gty')
  expect(claims(tokens.id_token)).toMatchObject({
    iss: acme.issuer,
    aud: acme.clientId,
    nonce: tokens.flow.nonce,
    sid: expect.any(String),
    name: expect.any(String),
    email_verified: true,
  })
  const userinfo = await fetch(`${acme.origin}/userinfo`, {
    headers: { authorization: `Bearer ${String(tokens.access_token)}`, origin: consoleOrigin },
  })
  expect(userinfo.headers.get('access-control-allow-origin')).toBe(consoleOrigin)
  expect(await read(userinfo)).toMatchObject({ sub: subOf('acme', persona), name: expect.any(String) })
})

test('access:platform is not for guests', async () => {
  const { ktrlplane } = sandbox
  const changes = { audience: 'https://api.ktrlplane.example' }
  const wanted = `${scope} access:platform`
  expect((await signInAs(ktrlplane, 'viewer', { scope: wanted, changes })).scope).toBe(wanted)
  expect((await signInAs(ktrlplane, 'guest', { scope: wanted, changes })).scope).toBe(scope)
})

test('scope is what was asked and is assigned', async () => {
  const wanted = 'openid read:roles create:roles made:up'
  const tokens = await signInAs(acme, 'viewer', { scope: wanted, changes: { audience } })
  expect(claims(tokens.access_token).scope).toBe('openid read:roles')
})

test('no audience, no JWT; an unknown one is refused', async () => {
  const tokens = await signInAs(acme, 'admin', { scope })
  expect(String(tokens.access_token).split('.')).toHaveLength(1)
  const refused = await fetch((await flow(acme, scope, { audience: 'https://unknown.example' })).url)
  expect(refused.status).toBe(403)
})

test('the permissions claim can be switched off', async () => {
  acme.settings.permissions = false
  const tokens = await signInAs(acme, 'admin', { scope, changes: { audience } })
  expect(claims(tokens.access_token)).not.toHaveProperty('permissions')
})

test('a refresh keeps the audience and carries an ID token without nonce, unless set otherwise', async () => {
  const tokens = await signInAs(acme, 'admin', { scope, changes: { audience } })
  const renewed = await read(await refresh(acme, tokens.refresh_token))
  expect(claims(renewed.access_token)).toMatchObject({ aud: [audience, `${acme.issuer}userinfo`] })
  expect(claims(renewed.id_token)).not.toHaveProperty('nonce')
  acme.settings.issueIdTokenOnRefresh = false
  acme.settings.rotate = false
  const plain = await read(await refresh(acme, renewed.refresh_token))
  expect(plain).not.toHaveProperty('id_token')
  expect(plain).not.toHaveProperty('refresh_token')
  expect((await refresh(acme, renewed.refresh_token)).ok).toBe(true)
})

test('the token endpoint takes JSON too, and the SDK header passes the preflight', async () => {
  const preflight = await fetch(`${acme.origin}/oauth/token`, {
    method: 'OPTIONS',
    headers: {
      origin: consoleOrigin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'auth0-client',
    },
  })
  expect(preflight.headers.get('access-control-allow-headers')).toContain('auth0-client')
  const { refresh_token } = await signInAs(acme, 'admin', { scope })
  const answer = await fetch(`${acme.origin}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: consoleOrigin },
    body: JSON.stringify({ grant_type: 'refresh_token', client_id: acme.clientId, refresh_token }),
  })
  expect(answer.status).toBe(200)
  expect(acme.journal.entries({ operation: 'refresh' })).toHaveLength(1)
})

test('another origin may not use the token endpoint', async () => {
  const { refresh_token } = await signInAs(acme, 'admin', { scope })
  const answer = await fetch(`${acme.origin}/oauth/token`, {
    method: 'POST',
    headers: { origin: 'https://evil.example' },
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: acme.clientId,
      refresh_token: String(refresh_token),
    }),
  })
  expect(answer.ok).toBe(false)
  expect(answer.headers.get('access-control-allow-origin')).toBeNull()
})

const silently = async (visitor: Visitor): Promise<string> => {
  const { url } = await flow(acme, scope, { prompt: 'none', response_mode: 'web_message', audience })
  const answer = await visitor.get(url)
  expect(answer.headers.get('x-frame-options')).toBeNull()
  return answer.text()
}

test('web_message answers silently with a session and login_required without', async () => {
  const { visitor } = await signInAs(acme, 'admin', { scope })
  expect(await silently(visitor)).toMatch(/"code":"[^"]+"/)
  expect(await silently(createVisitor())).toContain('"error":"login_required"')
})

test('a blocked person is sent back with the words the SDK knows', async () => {
  acme.sessions.block('viewer')
  const visitor = createVisitor()
  const page = await visitor.follow(await visitor.get((await flow(acme, scope)).url))
  const result = await choose(visitor, page, 'viewer')
  expect(Object.fromEntries(result)).toMatchObject({
    error: 'unauthorized',
    error_description: 'user is blocked',
  })
})

test('/v2/logout ends the session and returns to an allowed address only', async () => {
  const { visitor } = await signInAs(acme, 'admin', { scope })
  const logout = (query: Record<string, string>): Promise<Response> =>
    visitor.get(`${acme.origin}/v2/logout?${new URLSearchParams(query)}`)
  const bad = await logout({ client_id: acme.clientId, returnTo: 'https://evil.example/signed-out' })
  expect(bad.status).toBe(400)
  expect(await silently(visitor)).toContain('"code"')
  const returnTo = `${consoleOrigin}/signed-out`
  expect((await logout({ returnTo })).status).toBe(400)
  const good = await logout({ client_id: acme.clientId, returnTo })
  expect(good.headers.get('location')).toBe(returnTo)
  expect(await silently(visitor)).toContain('login_required')
  expect((await logout({ client_id: acme.clientId })).headers.get('location')).toBe(returnTo)
})

test('/oidc/logout needs a hint or the person', async () => {
  const { visitor, id_token, refresh_token } = await signInAs(acme, 'admin', { scope })
  const { end_session_endpoint } = await discovery(acme)
  const target = { post_logout_redirect_uri: `${consoleOrigin}/signed-out`, state: 'back' }
  const address = (query: Record<string, string>): string =>
    `${String(end_session_endpoint)}?${new URLSearchParams({ ...target, ...query })}`
  const asked = await visitor.get(address({ client_id: acme.clientId }))
  expect(await asked.text()).toContain('Sign out of Acme?')
  expect((await visitor.get(address({ id_token_hint: 'forged' }))).status).toBe(400)
  const done = await visitor.get(address({ id_token_hint: String(id_token) }))
  expect(done.headers.get('location')).toBe(`${consoleOrigin}/signed-out?state=back`)
  expect(await silently(visitor)).toContain('login_required')
  expect((await refresh(acme, refresh_token)).ok).toBe(true)
})

test('a machine gets a token for the Management API with its secret', async () => {
  const ask = (changes: Record<string, string>): Promise<Response> =>
    fetch(`${acme.origin}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        grant_type: 'client_credentials',
        client_id: 'acme-gateway',
        client_secret: machineSecret,
        audience: `${acme.origin}/api/v2/`,
        ...changes,
      }),
    })
  const tokens = await read(await ask({}))
  expect(claims(tokens.access_token)).toMatchObject({
    sub: 'acme-gateway@clients',
    aud: `${acme.origin}/api/v2/`,
    gty: 'client-credentials',
    scope: expect.stringContaining('read:roles'),
  })
  expect((await ask({ client_secret: 'wrong' })).status).toBe(401)
  expect((await ask({ audience: 'https://unknown.example' })).status).toBe(403)
})

test('iss can be kept back, and is then not advertised', async () => {
  acme.settings.advertiseIss = false
  const visitor = createVisitor()
  const page = await visitor.follow(await visitor.get((await flow(acme, scope)).url))
  expect((await choose(visitor, page, 'admin')).has('iss')).toBe(false)
  expect(await discovery(acme)).not.toHaveProperty('authorization_response_iss_parameter_supported')
})
