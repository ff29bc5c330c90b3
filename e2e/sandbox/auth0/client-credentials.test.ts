// Public keys of an application: which are taken, how many, how long.
import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { failure, pluck, startTenant } from './testing.ts'
import { keyIds, machineIds, seedHalf } from './seed-clients.ts'

const { kid, pem } = seedHalf(5)
const path = `/clients/${machineIds.orders}/credentials`
const key = { credential_type: 'public_key', name: 'first', pem }

function madeOf(bits: number): { spki: string; pkcs1: string; secret: string } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: bits })
  return {
    spki: String(publicKey.export({ type: 'spki', format: 'pem' })),
    pkcs1: String(publicKey.export({ type: 'pkcs1', format: 'pem' })),
    secret: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  }
}

test('a key is added, and signs nobody in until the application names it', async () => {
  const { post, get, world, clock } = startTenant()
  const made = await post(path, { ...key, expires_at: '2026-12-01T00:00:00.000Z', kid: 'warehouse-2026' })
  expect(made.status).toBe(201)
  expect(made.body).toEqual({
    id: expect.stringMatching(/^cred_/),
    name: 'first',
    kid: 'warehouse-2026',
    alg: 'RS256',
    credential_type: 'public_key',
    created_at: new Date(clock.at).toISOString(),
    updated_at: new Date(clock.at).toISOString(),
    expires_at: '2026-12-01T00:00:00.000Z',
  })
  expect(world.client(machineIds.orders).keys).toBeNull()
  expect((await get(path)).list).toEqual([made.body])
  expect((await get(`${path}/${String(made.body['id'])}`)).body).toEqual(made.body)
  expect((await post(path, key)).body['kid']).toMatch(/^[\w-]{10,64}$/)
})

test('two and no more', async () => {
  const { post, delete: drop, world } = startTenant()
  expect((await post(path, key)).status).toBe(201)
  const second = await post(path, key)
  expect(await post(path, key)).toMatchObject(failure(400, 'too_many_credentials'))
  expect((await drop(`${path}/${String(second.body['id'])}`)).status).toBe(204)
  expect((await post(path, key)).status).toBe(201)
  expect(world.credentials(machineIds.orders)).toHaveLength(2)
})

test('keys end when they end, and that can be moved', async () => {
  const { patch, get, clock } = startTenant()
  const ends = async (): Promise<unknown> =>
    pluck((await get(`/clients/${machineIds.billing}/credentials`)).list, 'expires_at')
  const day = 24 * 3_600_000
  expect(await ends()).toEqual([new Date(clock.at + 5 * day).toISOString()])
  const one = `/clients/${machineIds.billing}/credentials/${keyIds.billing}`
  const soon = new Date(clock.at + 60_000).toISOString()
  expect((await patch(one, { expires_at: soon })).body).toMatchObject({
    id: keyIds.billing,
    expires_at: soon,
  })
  expect(await patch(one, { expires_at: new Date(clock.at).toISOString() })).toMatchObject(failure(400))
  expect(await patch(one, { expires_at: 'tomorrow' })).toMatchObject(failure(400, 'invalid_body'))
  expect(await patch(one, { name: 'other' })).toMatchObject(failure(400, 'invalid_body'))
  expect(await ends()).toEqual([soon])
  expect(await patch(`${path}/${keyIds.billing}`, { expires_at: soon })).toMatchObject(
    failure(404, 'inexistent_credential'),
  )
})

test('one in use goes too, and is used no longer', async () => {
  const { delete: drop, world } = startTenant()
  const { telemetry: id } = machineIds
  expect((await drop(`/clients/${id}/credentials/${keyIds.telemetryOld}`)).status).toBe(204)
  expect(world.client(id).keys).toEqual([keyIds.telemetryNew])
  expect(await drop(`/clients/${id}/credentials/${keyIds.telemetryOld}`)).toMatchObject(failure(404))
})

test.each([2_048, 4_096])('RSA of %i bits is taken, in either form', async (bits) => {
  const { post } = startTenant()
  const { spki, pkcs1 } = madeOf(bits)
  for (const one of [spki, pkcs1]) expect((await post(path, { ...key, pem: one })).status).toBe(201)
})

test('anything else is not', async () => {
  const { post, world } = startTenant()
  const { publicKey: curve } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const good = madeOf(2_048)
  const wrong: [unknown, string][] = [
    [{ ...key, pem: String(curve.export({ type: 'spki', format: 'pem' })) }, 'RSA'],
    [{ ...key, pem: madeOf(1_024).spki }, '1024'],
    [{ ...key, pem: good.secret }, 'public key'],
    [{ ...key, pem: `${good.spki.slice(0, 200)}\n-----END PUBLIC KEY-----` }, 'public key'],
    [{ ...key, pem: 'MIIB' }, 'public key'],
    [{ ...key, pem: '' }, 'too short'],
    [{ ...key, credential_type: 'cert_subject_dn' }, 'credential_type'],
    [{ ...key, alg: 'ES256' }, 'alg'],
    [{ ...key, kid: 'short' }, 'pattern'],
    [{ ...key, name: 'x'.repeat(129) }, 'too long'],
    [{ ...key, expires_at: '2026-11-01T00:00:00.000Z' }, 'future'],
    [{ name: 'first' }, 'Missing required property'],
  ]
  for (const [body, words] of wrong)
    expect(await post(path, body)).toMatchObject(failure(400, 'invalid_body', expect.stringContaining(words)))
  expect(world.credentials(machineIds.orders)).toEqual([])
})

test('each call has a scope of its own', async () => {
  const { send } = startTenant()
  const one = `/clients/${machineIds.billing}/credentials/${keyIds.billing}`
  for (const [method, address, needed] of [
    ['GET', path, 'read:client_credentials'],
    ['GET', one, 'read:client_credentials'],
    ['POST', path, 'create:client_credentials'],
    ['PATCH', one, 'update:client_credentials'],
    ['DELETE', one, 'delete:client_credentials'],
  ] as const) {
    const authorization = 'Bearer scopes=read:clients,update:clients,update:client_keys'
    const answer = await send(method, address, { authorization, ...(method === 'GET' ? {} : { body: {} }) })
    expect(answer).toMatchObject(failure(403, 'insufficient_scope', expect.stringContaining(needed)))
  }
})

test('another administrator adds and ends keys', async () => {
  const { get, world } = startTenant()
  const added = world.addCredential(machineIds.idle, { name: 'theirs', kid, active: false })
  expect((await get(`/clients/${machineIds.idle}/credentials`)).list).toMatchObject([
    { id: added.id, name: 'theirs', kid },
  ])
  expect(world.client(machineIds.idle).keys).toBeNull()
  world.deleteCredential(machineIds.idle, added.id)
  expect((await get(`/clients/${machineIds.idle}/credentials`)).list).toEqual([])
  expect(() => world.credentials('nobody')).toThrow('nobody')
})
