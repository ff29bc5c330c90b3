// Tokens of applications: who gets one, for what, and how the tenant refuses everybody else.
import { exportPKCS8, exportSPKI, generateKeyPair, importPKCS8, SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { acmeApi } from '../console-config.ts'
import type { JsonObject } from '../http.ts'
import { startSandbox } from '../sandbox.ts'
import type { AcmePlatform, Sandbox } from '../sandbox.ts'
import { claims, consoleOrigin, read } from '../visitor.ts'
import { machineIds } from './seed-clients.ts'
import { billingApi, ordersApi } from './seed.ts'

let sandbox: Sandbox
let acme: AcmePlatform
let pair: { pem: string; secretPem: string }
beforeAll(async () => {
  sandbox = await startSandbox({ consoleOrigin })
  acme = sandbox.acme
  const made = await generateKeyPair('RS256', { extractable: true })
  pair = { pem: await exportSPKI(made.publicKey), secretPem: await exportPKCS8(made.privateKey) }
})
beforeEach(() => sandbox.reset())
afterAll(() => sandbox.stop())

type Told = { status: number; body: JsonObject }

async function ask(form: Record<string, string>, headers: Record<string, string> = {}): Promise<Told> {
  const answer = await fetch(`${acme.origin}/oauth/token`, {
    method: 'POST',
    headers: { origin: consoleOrigin, ...headers },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...form }),
  })
  expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  return { status: answer.status, body: await read(answer) }
}

const secretOf = (id: string): Record<string, string> => ({
  client_id: id,
  client_secret: acme.world.client(id).secret,
})
const orders = (changes: Record<string, string> = {}): Promise<Told> =>
  ask({ ...secretOf(machineIds.orders), audience: ordersApi, ...changes })
const unauthorized = { status: 401, body: { error: 'access_denied', error_description: 'Unauthorized' } }
const denied = (words: string) => ({
  status: 403,
  body: { error: 'access_denied', error_description: expect.stringContaining(words) },
})

describe('with a secret', () => {
  test('an application gets what it was granted, as scope and as permissions', async () => {
    const { status, body } = await orders()
    expect(status).toBe(200)
    const scope = 'read:orders write:orders read:carriers'
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3_600, scope })
    expect(claims(body['access_token'])).toMatchObject({
      iss: acme.issuer,
      sub: `${machineIds.orders}@clients`,
      aud: ordersApi,
      azp: machineIds.orders,
      gty: 'client-credentials',
      scope,
      permissions: scope.split(' '),
    })
    const narrow = await orders({ scope: 'read:orders' })
    expect(claims(narrow.body['access_token'])).toMatchObject({ permissions: ['read:orders'] })
    expect(await orders({ scope: 'read:orders admin:orders' })).toMatchObject(denied('admin:orders'))
  })

  test('it is sent in the body or as Basic', async () => {
    const { client_id: id = '', client_secret: secret = '' } = secretOf(machineIds.orders)
    const basic = (value: string): Record<string, string> => ({
      authorization: `Basic ${Buffer.from(`${id}:${value}`).toString('base64')}`,
    })
    expect((await ask({ audience: ordersApi }, basic(encodeURIComponent(secret)))).status).toBe(200)
    expect(await ask({ audience: ordersApi }, basic('wrong'))).toMatchObject(unauthorized)
  })

  test('a rotated one stops working at once, and tokens live on', async () => {
    const before = secretOf(machineIds.orders)
    const { body } = await orders()
    const after = acme.world.rotateSecret(machineIds.orders)
    expect(await orders(before)).toMatchObject(unauthorized)
    expect((await orders({ client_secret: after })).status).toBe(200)
    expect(body['access_token']).toEqual(expect.any(String))
  })

  test('nobody else gets one', async () => {
    expect(await orders({ client_secret: 'wrong' })).toMatchObject(unauthorized)
    expect(await orders({ client_secret: '' })).toMatchObject(unauthorized)
    expect(await orders({ client_id: 'nobody' })).toMatchObject(unauthorized)
    expect(await ask({ ...secretOf('acme-console'), audience: acmeApi })).toMatchObject(unauthorized)
    const { client_id: id = '', client_secret: secret = '' } = secretOf(machineIds.orders)
    acme.world.deleteClient(machineIds.orders)
    const gone = await ask({ client_id: id, client_secret: secret, audience: ordersApi })
    expect(gone).toMatchObject(unauthorized)
  })

  test('one who signs in by a key has none that works', async () => {
    const { billing } = machineIds
    expect(await ask({ ...secretOf(billing), audience: billingApi })).toMatchObject(unauthorized)
    acme.world.setClient(billing, { keys: null, method: 'client_secret_post' })
    expect((await ask({ ...secretOf(billing), audience: billingApi })).status).toBe(200)
  })
})

test('for an API that was granted, and exists', async () => {
  expect(await orders({ audience: billingApi })).toMatchObject(denied('not authorized to access'))
  expect(await orders({ audience: 'urn:none' })).toMatchObject(denied('Service not enabled'))
  expect(await orders({ audience: '' })).toMatchObject(denied('No audience'))
  acme.world.setClientGrant(machineIds.orders, billingApi, ['read:tax'])
  expect((await orders({ audience: billingApi })).body).toMatchObject({ scope: 'read:tax' })
  acme.world.setClientGrant(machineIds.orders, billingApi, [], true)
  expect((await orders({ audience: billingApi })).body['scope']).toContain('admin:billing')
  const [grant] = acme.world.clientGrants(machineIds.orders)
  acme.world.deleteClientGrant(grant?.id ?? '')
  expect(await orders()).toMatchObject(denied('not authorized to access'))
  acme.world.setClient(machineIds.orders, { grantTypes: ['authorization_code'] })
  expect(await orders({ audience: billingApi })).toMatchObject({
    status: 403,
    body: { error: 'unauthorized_client' },
  })
})

test('an API without permissions in its tokens puts in none', async () => {
  const api = acme.world.findApi(ordersApi)
  if (api) api.tokenDialect = 'access_token'
  const { body } = await orders()
  expect(claims(body['access_token'])).not.toHaveProperty('permissions')
  expect(body).toMatchObject({ scope: expect.any(String) })
})

describe('with a key', () => {
  const id = machineIds.billing
  type Changes = { kid?: string | null; claims?: JsonObject; alg?: string; pem?: string }
  const signed = async ({ kid = 'exporter-key-1', claims: changes = {}, alg = 'RS256', pem }: Changes) => {
    const seconds = Math.floor(acme.clock.now() / 1_000)
    const payload = { iss: id, sub: id, aud: acme.issuer, iat: seconds, exp: seconds + 60, ...changes }
    return new SignJWT(payload)
      .setProtectedHeader({ alg, ...(kid === null ? {} : { kid }) })
      .sign(await importPKCS8(pem ?? pair.secretPem, alg))
  }
  const present = async (changes: Changes = {}, form: Record<string, string> = {}): Promise<Told> =>
    ask({
      client_id: id,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await signed(changes),
      audience: billingApi,
      ...form,
    })
  const give = (fields: { active?: boolean; expires?: number; alg?: 'RS256' | 'PS256' } = {}) =>
    acme.world.addCredential(id, { pem: pair.pem, kid: 'exporter-key-1', ...fields })

  test('an application gets a token, with or without its name', async () => {
    give()
    expect((await present()).body).toMatchObject({ scope: 'read:invoices read:payments export:ledger' })
    expect((await present({ kid: null })).status).toBe(200)
    expect((await present({}, { client_id: id })).status).toBe(200)
  })

  test('one that was never named is good for nothing, and one that ended neither', async () => {
    const idle = give({ active: false })
    expect(await present()).toMatchObject(unauthorized)
    acme.world.setClient(id, { keys: [idle.id] })
    expect((await present()).status).toBe(200)
    acme.world.deleteCredential(id, idle.id)
    expect(await present()).toMatchObject(unauthorized)
    give({ expires: acme.clock.now() + 60_000 })
    expect((await present()).status).toBe(200)
    acme.clock.advance('2m')
    expect(await present()).toMatchObject(unauthorized)
  })

  test.each<[string, Changes]>([
    ['another audience', { claims: { aud: 'https://elsewhere.example' } }],
    ['the token endpoint as audience', { claims: { aud: 'TOKEN' } }],
    ['another issuer', { claims: { iss: machineIds.orders } }],
    ['another subject', { claims: { sub: machineIds.orders } }],
    ['no end', { claims: { exp: undefined } }],
    ['an end that has passed', { claims: { exp: 1_700_000_000 } }],
    ['a beginning that has not come', { claims: { nbf: 4_000_000_000 } }],
    ['the id of another key', { kid: 'exporter-key-2' }],
    ['another algorithm', { alg: 'PS256' }],
  ])('an assertion with %s is refused', async (_, changes) => {
    give()
    const token = `${acme.origin}/oauth/token`
    const aud = changes.claims?.['aud'] === 'TOKEN' ? { claims: { aud: token } } : {}
    expect(await present({ ...changes, ...aud })).toMatchObject(unauthorized)
  })

  test('an assertion by another key, of another type, or none at all is refused', async () => {
    give()
    const stranger = await generateKeyPair('RS256', { extractable: true })
    const pem = await exportPKCS8(stranger.privateKey)
    expect(await present({ pem })).toMatchObject(unauthorized)
    expect(await present({}, { client_assertion_type: 'urn:other' })).toMatchObject(unauthorized)
    expect(await present({}, { client_assertion: 'a.b.c' })).toMatchObject(unauthorized)
    expect(await present({}, { client_assertion: 'a.b.c', client_id: '' })).toMatchObject(unauthorized)
    expect(await present({}, { client_id: machineIds.orders })).toMatchObject(unauthorized)
  })
})

test('the tenant without applications lets no machine in', async () => {
  const answer = await fetch(`${sandbox.ktrlplane.origin}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'ktrlplane-console' }),
  })
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(await read(answer)).toHaveProperty('error')
})
