// Personal access tokens with the real things at both ends: people who sign in at Acme, and Acme's Management API for what they may.

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ordersApi } from './auth0/seed.ts'
import { acmeApi } from './console-config.ts'
import { introspector, mountGateway } from './gateway.ts'
import type { MountedGateway } from './gateway.ts'
import { listen } from './http.ts'
import type { JsonObject, Listener } from './http.ts'
import { subOf } from './personas.ts'
import type { PersonaName } from './personas.ts'
import { startSandbox } from './sandbox.ts'
import type { AcmePlatform, Sandbox } from './sandbox.ts'
import { consoleOrigin, read, signInAs } from './visitor.ts'

let sandbox: Sandbox
let acme: AcmePlatform
let gateway: MountedGateway
let listener: Listener
let url: string

beforeAll(async () => {
  sandbox = await startSandbox({ consoleOrigin, host: '127.0.0.1' })
  acme = sandbox.acme
  gateway = await mountGateway(sandbox)
  listener = await listen('127.0.0.1', 0)
  listener.serve((req, res) => gateway.handle(req, res, () => res.writeHead(500).end()))
  url = `http://127.0.0.1:${listener.port}/gateway`
  // Starts the database.
  await gateway.tokens()
}, 120_000)
beforeEach(async () => {
  await sandbox.reset()
  gateway.reset()
})
afterAll(async () => {
  await listener.stop()
  await gateway.close()
  await sandbox.stop()
})

const send = (token: string, method: string, path: string, body?: unknown): Promise<Response> =>
  fetch(url + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })

async function signedIn(persona: PersonaName): Promise<string> {
  const { access_token: token } = await signInAs(acme, persona, {
    scope: 'openid profile email offline_access',
    changes: { audience: acmeApi },
  })
  return String(token)
}

const named = (api: string, ...names: string[]): JsonObject[] =>
  names.map((name) => ({ resource_server_identifier: api, permission_name: name }))

/** A token that the persona makes for themselves, with these permissions. */
async function tokenOf(
  persona: PersonaName,
  permissions: JsonObject[],
): Promise<{ id: string; value: string }> {
  const answer = await send(await signedIn(persona), 'POST', '/tokens', {
    id: crypto.randomUUID(),
    name: 'Nightly export',
    permissions,
    expires_at: new Date(acme.clock.now() + 86_400_000).toISOString(),
  })
  const { token, value } = await read(answer)
  expect(answer.status, JSON.stringify({ token, value })).toBe(201)
  return { id: String(Object(token).id), value: String(value) }
}

const introspect = (value: string): Promise<Response> =>
  fetch(`${url}/oauth/introspect`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${introspector.id}:${introspector.secret}`)}` },
    body: new URLSearchParams({ token: value }),
  })

/** Gives the persona permissions directly, as an administrator of the tenant would. */
function give(persona: PersonaName, api: string, ...names: string[]): void {
  for (const name of names) acme.world.give(subOf('acme', persona), { api, name })
}

test.each([true, false])(
  'the Orders API learns what its caller may, with effective permissions: %s',
  async (has) => {
    acme.settings.effective = has
    give('keykeeper', ordersApi, 'read:orders', 'write:orders')
    const { id, value } = await tokenOf('keykeeper', [
      ...named(ordersApi, 'read:orders', 'write:orders'),
      ...named(acmeApi, 'read:clients'),
    ])
    const answer = await introspect(value)
    expect(await answer.json()).toMatchObject({
      active: true,
      jti: id,
      sub: subOf('acme', 'keykeeper'),
      username: 'Aiko Tanabe',
      aud: ordersApi,
      scope: 'read:orders write:orders',
    })
    acme.world.take(subOf('acme', 'keykeeper'), { api: ordersApi, name: 'write:orders' })
    acme.clock.advance('10s')
    expect(await (await introspect(value)).json()).toMatchObject({ scope: 'read:orders' })
    acme.sessions.block('keykeeper')
    acme.clock.advance('10s')
    expect(await (await introspect(value)).json()).toEqual({ active: false })
  },
)

test('a token works at the gateway itself, and a reset takes it', async () => {
  const { value } = await tokenOf('admin', named(acmeApi, 'read:roles'))
  expect((await send(value, 'GET', '/api/v2/roles')).status).toBe(200)
  expect((await send(value, 'GET', '/api/v2/resource-servers')).status).toBe(403)
  expect(await gateway.tokens()).toMatchObject([{ owner_name: 'Ingrid Solheim', name: 'Nightly export' }])
  gateway.reset()
  expect((await send(value, 'GET', '/api/v2/roles')).status).toBe(401)
  expect(await gateway.tokens()).toEqual([])
})

test('it ends in the time of the tenant', async () => {
  give('keykeeper', ordersApi, 'read:orders')
  const { value } = await tokenOf('keykeeper', named(ordersApi, 'read:orders'))
  acme.clock.advance('1d')
  expect(await (await introspect(value)).json()).toEqual({ active: false })
})

test.each([503, 'reset', 'html'] as const)(
  'a fault of Acme’s, %s, lets nobody in by older rights',
  async (fault) => {
    give('keykeeper', ordersApi, 'read:orders')
    const { value } = await tokenOf('keykeeper', named(ordersApi, 'read:orders'))
    acme.clock.advance('10s')
    acme.faults.set('effectivePermissions', fault)
    const answer = await introspect(value)
    expect(answer.status).toBeGreaterThanOrEqual(502)
    expect(await read(answer)).toMatchObject({ code: 'RIGHTS_UNKNOWN' })
  },
)

const statusOf = async (persona: PersonaName, method: string, path: string): Promise<number> =>
  (await send(await signedIn(persona), method, path)).status

test('people of the personas: who may list, make and end', async () => {
  const { id } = await tokenOf('admin', named(acmeApi, 'read:roles'))
  expect(await statusOf('viewer', 'GET', '/tokens')).toBe(200)
  expect(await statusOf('viewer', 'DELETE', `/tokens/${id}`)).toBe(403)
  expect(await statusOf('guest', 'GET', '/tokens')).toBe(403)
  expect(await statusOf('guest', 'GET', `/tokens?owner=${encodeURIComponent(subOf('acme', 'guest'))}`)).toBe(
    200,
  )
  expect(await statusOf('keykeeper', 'DELETE', `/tokens/${id}`)).toBe(204)
  expect(await gateway.tokens()).toEqual([])
})
