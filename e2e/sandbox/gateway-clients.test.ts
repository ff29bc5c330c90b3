// Applications through the gateway, with the real things at both ends: tokens from a sign-in at Acme before it, the tenant behind it.
// Who may do what to which application, secrets that appear once, and credentials that are tried out for real.

import { exportPKCS8, exportSPKI, generateKeyPair, importPKCS8, SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { versionOf } from '../../src/gateway/version.ts'
import { keyIds, machineIds } from './auth0/seed-clients.ts'
import { billingApi, ordersApi } from './auth0/seed.ts'
import { acmeApi } from './console-config.ts'
import { mountGateway } from './gateway.ts'
import type { MountedGateway } from './gateway.ts'
import { listen } from './http.ts'
import type { JsonObject, Listener } from './http.ts'
import type { PersonaName } from './personas.ts'
import { startSandbox } from './sandbox.ts'
import type { AcmePlatform, Sandbox } from './sandbox.ts'
import { consoleOrigin, read, signInAs } from './visitor.ts'

let sandbox: Sandbox
let acme: AcmePlatform
let gateway: MountedGateway
let listener: Listener
let key: { pem: string; secretPem: string }

beforeAll(async () => {
  sandbox = await startSandbox({ consoleOrigin, host: '127.0.0.1' })
  acme = sandbox.acme
  gateway = await mountGateway(sandbox)
  listener = await listen('127.0.0.1', 0)
  listener.serve((req, res) => gateway.handle(req, res, () => res.writeHead(500).end()))
  const pair = await generateKeyPair('RS256', { extractable: true })
  key = { pem: await exportSPKI(pair.publicKey), secretPem: await exportPKCS8(pair.privateKey) }
})
beforeEach(async () => {
  await sandbox.reset()
  gateway.reset()
})
afterAll(async () => {
  await listener.stop()
  await sandbox.stop()
})

type Ask = (method: string, path: string, body?: unknown, tag?: string) => Promise<Response>

/** Signs in and asks the gateway with what that gave. */
async function as(persona: PersonaName): Promise<Ask> {
  const scope = 'openid profile email offline_access'
  const { access_token: token } = await signInAs(acme, persona, { scope, changes: { audience: acmeApi } })
  return (method, path, body, tag) =>
    fetch(`http://127.0.0.1:${listener.port}/gateway${path}`, {
      method,
      headers: {
        authorization: `Bearer ${String(token)}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(tag === undefined ? {} : { 'if-match': `"${tag}"` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
}

const at = (id: string, rest = ''): string => `/api/v2/clients/${id}${rest}`
const said = async (answer: Response): Promise<unknown[]> => {
  const body = await read(answer)
  return [answer.status, body['code'], body['required']]
}
const methods = (...ids: unknown[]) => ({
  client_authentication_methods: { private_key_jwt: { credentials: ids.map((one) => ({ id: one })) } },
})
const log = (): string => gateway.log.join('\n')

/** What an application sends to sign in by its key. */
async function assertion(client: string, kid: string): Promise<string> {
  const seconds = Math.floor(acme.clock.now() / 1_000)
  return new SignJWT()
    .setProtectedHeader({ alg: 'RS256', kid })
    .setIssuer(client)
    .setSubject(client)
    .setAudience(acme.issuer)
    .setJti(crypto.randomUUID())
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 60)
    .sign(await importPKCS8(key.secretPem, 'RS256'))
}

test('who may see applications sees machines only, and no secret, whatever is asked for', async () => {
  const ask = await as('viewer')
  for (const query of ['', '&fields=client_id,client_secret', '&fields=client_secret&include_fields=false']) {
    const answer = await ask('GET', `/api/v2/clients?take=50&app_type=spa&is_global=true${query}`)
    const text = await answer.text()
    expect(text).toContain(machineIds.orders)
    expect(text).not.toContain('acme-console')
    expect(text).not.toContain('secret"')
    for (const { secret } of acme.world.clients()) expect(text).not.toContain(secret)
  }
  const one = await read(await ask('GET', at(machineIds.orders, '?fields=client_secret,name')))
  expect(one).toEqual({ name: 'Orders sync' })
  expect((await (await as('guest'))('GET', '/api/v2/clients')).status).toBe(403)
})

test('an administrator makes an application, lets it in and ends it; its secret works and is in no log', async () => {
  const ask = await as('admin')
  const made = await ask('POST', '/api/v2/clients', { name: 'Stock counter' })
  expect(made.status).toBe(201)
  expect(made.headers.get('cache-control')).toBe('no-store')
  const { client_id, client_secret } = await read(made)
  const [id, first] = [String(client_id), String(client_secret)]
  expect(acme.world.client(id)).toMatchObject({ type: 'non_interactive', grantTypes: ['client_credentials'] })
  const grant = { client_id: id, audience: ordersApi, scope: ['read:orders'] }
  expect((await ask('POST', '/api/v2/client-grants', grant)).status).toBe(201)

  const trial = { client_id: id, audience: ordersApi, client_secret: first }
  const tried = await ask('POST', '/test', trial)
  expect(await read(tried)).toEqual({ ok: true, scope: 'read:orders', expires_in: 3_600 })
  const rotated = await read(await ask('POST', at(id, '/rotate-secret')))
  expect(rotated['client_secret']).toBe(acme.world.client(id).secret)
  const late = await ask('POST', '/test', trial)
  expect(late.status).toBe(422)
  expect(await read(late)).toMatchObject({ code: 'TEST_FAILED', message: 'access_denied: Unauthorized' })

  const [granted] = acme.world.clientGrants(id)
  const path = `/api/v2/client-grants/${granted?.id}`
  const tag = await versionOf([{ value: 'read:orders', description: '' }])
  expect((await ask('PATCH', path, { scope: ['read:orders', 'write:orders'] }, tag)).status).toBe(200)
  expect(await said(await ask('PATCH', path, { scope: [] }, tag))).toEqual([412, 'CHANGED', undefined])
  expect((await ask('DELETE', path)).status).toBe(204)
  const change = await ask('PATCH', at(id), { name: 'Stock', client_metadata: { team: 'north' } })
  const shown = await read(change)
  expect(shown).toMatchObject({ name: 'Stock', client_metadata: { team: 'north' } })
  expect(shown).not.toHaveProperty('client_secret')
  expect((await ask('DELETE', at(id))).status).toBe(204)
  expect(acme.world.findClient(id)).toBeUndefined()
  expect(log()).not.toContain(first)
  expect(log()).not.toContain(String(rotated['client_secret']))
})

test('a key keeper rotates a key: made, activated, tried, and the old one ended', async () => {
  const ask = await as('keykeeper')
  const id = machineIds.billing
  const fields = { credential_type: 'public_key', name: 'next', pem: key.pem, alg: 'RS256' }
  const made = await ask('POST', at(id, '/credentials'), fields)
  expect(made.status).toBe(201)
  const { id: fresh, kid } = await read(made)
  const trial = async (): Promise<Response> =>
    ask('POST', '/test', {
      client_id: id,
      audience: billingApi,
      client_assertion: await assertion(id, String(kid)),
    })
  expect((await trial()).status).toBe(422)
  expect((await ask('PATCH', at(id), methods(keyIds.billing, fresh))).status).toBe(200)
  expect(await read(await trial())).toMatchObject({ ok: true })
  expect((await ask('PATCH', at(id), methods(fresh))).status).toBe(200)
  expect((await ask('DELETE', at(id, `/credentials/${keyIds.billing}`))).status).toBe(204)
  expect(acme.world.credentials(id).map((one) => one.id)).toEqual([fresh])
  expect((await trial()).status).toBe(200)
  expect(log()).not.toContain('eyJ')
})

describe('nobody makes a credential stronger than themselves', () => {
  test('of an application that holds a permission of the console they lack', async () => {
    const id = machineIds.onboarding
    const [keeper, admin] = [await as('keykeeper'), await as('admin')]
    const refused = [403, 'ESCALATION', 'read:roles']
    expect(await said(await keeper('POST', at(id, '/rotate-secret')))).toEqual(refused)
    const body = { credential_type: 'public_key', pem: key.pem }
    expect(await said(await keeper('POST', at(id, '/credentials'), body))).toEqual(refused)
    const before = acme.world.client(id).secret
    expect((await admin('POST', at(id, '/rotate-secret'))).status).toBe(200)
    expect(acme.world.client(id).secret).not.toBe(before)
    // A name gives nothing away.
    expect((await keeper('PATCH', at(id), { description: 'Greets newcomers' })).status).toBe(200)
  })

  test.each<[string, string]>([
    ['the gateway itself', 'acme-gateway'],
    ['one that may use the Management API', machineIds.terraform],
    ['one of a browser', 'acme-console'],
  ])('%s is left alone, by everybody', async (_, id) => {
    const ask = await as('admin')
    const seen: unknown[] = []
    const body = { credential_type: 'public_key', pem: key.pem }
    const before = structuredClone([acme.world.client(id), acme.world.clientGrants(id)])
    seen.push(await said(await ask('POST', at(id, '/rotate-secret'))))
    seen.push(await said(await ask('POST', at(id, '/credentials'), body)))
    seen.push(await said(await ask('PATCH', at(id), { name: 'Mine' })))
    seen.push(await said(await ask('DELETE', at(id))))
    const grant = { client_id: id, audience: ordersApi, scope: ['read:orders'] }
    seen.push(await said(await ask('POST', '/api/v2/client-grants', grant)))
    for (const { id: grantId } of acme.world.clientGrants(id)) {
      seen.push(await said(await ask('PATCH', `/api/v2/client-grants/${grantId}`, { scope: [] })))
      seen.push(await said(await ask('DELETE', `/api/v2/client-grants/${grantId}`)))
    }
    expect(seen).toEqual(seen.map(() => [403, 'FIXED', undefined]))
    expect([acme.world.client(id), acme.world.clientGrants(id)]).toEqual(before)
  })

  test('nor gives an application what they do not hold, or takes it away', async () => {
    acme.world.setRolePermissions('Key keeper', [
      { api: acmeApi, name: 'update:client_grants' },
      { api: acmeApi, name: 'read:roles' },
    ])
    const ask = await as('keykeeper')
    const give = (audience: string, ...scope: string[]): Promise<Response> =>
      ask('POST', '/api/v2/client-grants', { client_id: machineIds.idle, audience, scope })
    expect(await said(await give(acmeApi, 'read:roles', 'delete:roles'))).toEqual([
      403,
      'ESCALATION',
      'delete:roles',
    ])
    expect(await said(await give(`${acme.origin}/api/v2/`, 'read:roles'))).toEqual([
      403,
      'ESCALATION',
      'read:roles',
    ])
    expect((await give(acmeApi, 'read:roles')).status).toBe(201)
    expect((await give(ordersApi, 'admin:orders')).status).toBe(201)
    const [grant] = acme.world.clientGrants(machineIds.onboarding)
    const path = `/api/v2/client-grants/${grant?.id}`
    const scope = ['read:roles', 'create:role_members']
    expect(await said(await ask('PATCH', path, { scope }))).toEqual([403, 'ESCALATION', 'update:roles'])
    expect(await said(await ask('DELETE', path))).toEqual([403, 'ESCALATION', 'update:roles'])
    const less = ['update:roles', 'create:role_members']
    expect((await ask('PATCH', path, { scope: less })).status).toBe(200)
  })

  test('nor lets an old key live longer, where it would be', async () => {
    const id = machineIds.onboarding
    const expires = acme.clock.now() + 3_600_000
    const old = acme.world.addCredential(id, { pem: key.pem, expires })
    const ask = await as('keykeeper')
    const path = at(id, `/credentials/${old.id}`)
    const end = (ms: number): JsonObject => ({ expires_at: new Date(expires + ms).toISOString() })
    expect(await said(await ask('PATCH', path, end(60_000)))).toEqual([403, 'ESCALATION', 'read:roles'])
    expect((await ask('PATCH', path, end(-60_000))).status).toBe(200)
  })
})

describe('trying a credential out', () => {
  test.each<[string, JsonObject, unknown[]]>([
    ['by whoever may not make one', {}, [403, 'PERMISSION_MISSING', 'update:client_keys']],
  ])('is not for %s', async (_, changes, answer) => {
    const ask = await as('viewer')
    const body = { client_id: machineIds.orders, client_secret: 'x', ...changes }
    expect(await said(await ask('POST', '/test', body))).toEqual(answer)
  })

  test.each<[string, JsonObject, number, string]>([
    ['the gateway itself', { client_id: 'acme-gateway', client_secret: 'x' }, 403, 'FIXED'],
    ['nobody', { client_secret: 'x' }, 400, 'INVALID_BODY'],
    ['nothing', { client_id: 'x' }, 400, 'INVALID_BODY'],
    ['both', { client_id: 'x', client_secret: 'x', client_assertion: 'y' }, 400, 'INVALID_BODY'],
    ['more', { client_id: 'x', client_secret: 'x', grant_type: 'password' }, 400, 'INVALID_BODY'],
    ['an unknown application', { client_id: 'x', client_secret: 'a-secret' }, 422, 'TEST_FAILED'],
  ])('of %s', async (_, body, status, code) => {
    const ask = await as('keykeeper')
    const answer = await ask('POST', '/test', { audience: ordersApi, ...body })
    expect(await said(answer)).toEqual([status, code, undefined])
    expect(log()).not.toContain('a-secret')
  })

  test('says what the tenant says about an API that was not granted', async () => {
    const ask = await as('keykeeper')
    const { secret } = acme.world.client(machineIds.orders)
    const body = { client_id: machineIds.orders, client_secret: secret, audience: billingApi }
    const answer = await ask('POST', '/test', body)
    expect(answer.status).toBe(422)
    expect((await read(answer))['message']).toContain('Client is not authorized to access')
    expect(log()).not.toContain(secret)
  })

  test('says so where the tenant cannot', async () => {
    const ask = await as('keykeeper')
    const body = { client_id: machineIds.orders, client_secret: 'x', audience: ordersApi }
    for (const fault of [503, 429, 'reset', 'html'] as const) {
      acme.faults.set('machine', fault, { times: 1 })
      expect(await said(await ask('POST', '/test', body))).toEqual([502, 'VENDOR_AWAY', undefined])
    }
  })
})
