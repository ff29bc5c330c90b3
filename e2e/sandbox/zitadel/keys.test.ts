// Keys of service users: made by the instance or brought along, listed across users, removed; user v2 and v1.
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { homeOrganizationId } from './seed.ts'
import { seedPublicKey } from './seed-machines.ts'
import { special, staffId } from './seed-people.ts'
import { items, startInstance } from './testing.ts'
import type { Answer } from './testing.ts'

type Instance = ReturnType<typeof startInstance>
const soon = '2026-02-15T12:00:00Z'
const base64 = (text: string): string => Buffer.from(text).toString('base64')
const add = (instance: Instance, body: object = {}, name: 'admin' | 'viewer' | 'keykeeper' = 'admin') =>
  instance.user(name, 'AddKey', { userId: special.bare, expirationDate: soon, ...body })
const list = (instance: Instance, body: object = {}, name: 'admin' | 'viewer' | 'guest' = 'admin') =>
  instance.user(name, 'ListKeys', body)
const keyFile = (content: unknown): Record<string, string> =>
  JSON.parse(Buffer.from(String(content), 'base64').toString())
const ids = (answer: Answer) => items(answer, 'result').map(({ id }) => id)
const v1 = `/management/v1/users/${special.bare}/keys`

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const spki = (key: typeof rsa.publicKey): string => key.export({ type: 'spki', format: 'pem' }).toString()
const certificate = `-----BEGIN CERTIFICATE-----\n${base64('no certificate')}\n-----END CERTIFICATE-----\n`

describe('AddKey', () => {
  test('makes a pair and hands the key file out once', async () => {
    const instance = startInstance()
    const { status, body } = await add(instance, {}, 'keykeeper')
    expect(status).toBe(200)
    expect(body).toEqual({
      creationDate: '2026-01-15T12:00:00.000Z',
      keyId: expect.stringMatching(/^\d{18}$/),
      keyContent: expect.any(String),
    })
    const file = keyFile(body['keyContent'])
    expect(file).toEqual({
      type: 'serviceaccount',
      keyId: body['keyId'],
      key: expect.stringMatching(/^-----BEGIN RSA PRIVATE KEY-----\n/),
      expirationDate: '2026-02-15T12:00:00.000Z',
      userId: special.bare,
    })
    const [stored] = instance.world.machineKeys(special.bare)
    const own = createPublicKey(createPrivateKey(file['key'] ?? ''))
    expect(stored?.publicKey).toBe(spki(own))
    expect(own.asymmetricKeyDetails?.modulusLength).toBe(2048)
    expect(JSON.stringify(instance.world.machines.keys.list(Infinity))).not.toContain('PRIVATE')
  })

  test.each([
    ['PUBLIC KEY', spki(rsa.publicKey)],
    ['a label of another kind', spki(rsa.publicKey).replaceAll('PUBLIC KEY', 'RSA PUBLIC KEY')],
    ['lines of Windows', spki(rsa.publicKey).replaceAll('\n', '\r\n')],
  ])('takes a public key, and hands nothing out (%s)', async (_, pem) => {
    const instance = startInstance()
    const { body } = await add(instance, { publicKey: base64(pem) })
    expect(body).toEqual({ creationDate: expect.any(String), keyId: expect.any(String) })
    expect(instance.world.machineKeys(special.bare)).toMatchObject([{ publicKey: spki(rsa.publicKey) }])
  })

  test.each([
    ['garbage', base64('nonsense')],
    ['a PEM that is cut off', base64(spki(rsa.publicKey).slice(0, 200))],
    ['an elliptic key', base64(spki(ec.publicKey))],
    ['a private key', base64(rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())],
    ['PKCS #1', base64(rsa.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString())],
    ['DER', rsa.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')],
    ['a certificate', base64(certificate)],
  ])('refuses %s', async (_, publicKey) => {
    const instance = startInstance()
    expect(await add(instance, { publicKey })).toMatchObject({
      status: 400,
      body: { code: 'invalid_argument', details: [{ debug: { id: 'COMMAND-5F3h1' } }] },
    })
    expect(instance.world.machineKeys(special.bare)).toEqual([])
  })

  test.each([
    ['what is no base64', { publicKey: '-----BEGIN' }, undefined],
    ['no end', { expirationDate: undefined }, undefined],
    ['a past end', { expirationDate: '2026-01-15T11:59:59Z' }, 'DOMAIN-dv3t5'],
    ['nobody', { userId: '' }, undefined],
    ['somebody unknown', { userId: '9' }, 'COMMAND-bnipwm1'],
    ['a person', { userId: staffId('kofi.mensah') }, 'COMMAND-bnipwm1'],
  ])('refuses %s', async (_, body, id) => {
    const answer = await add(startInstance(), body)
    expect(answer.status).toBe(400)
    if (id !== undefined) expect(items(answer, 'details')).toMatchObject([{ debug: { id } }])
  })

  test('is for those who may write users, there', async () => {
    const instance = startInstance()
    expect((await add(instance, {}, 'viewer')).status).toBe(403)
    expect((await add(instance, { userId: special.machineElsewhere }, 'keykeeper')).status).toBe(404)
  })
})

describe('ListKeys', () => {
  test('one as it is on the wire, neither half in it', async () => {
    const instance = startInstance()
    const [key] = instance.world.machineKeys(special.sync)
    const { body } = await list(instance, { filters: [{ keyIdFilter: { id: key?.id } }] })
    expect(body).toEqual({
      pagination: { totalResult: '1', appliedLimit: '100' },
      result: [
        {
          id: key?.id,
          userId: special.sync,
          organizationId: homeOrganizationId,
          creationDate: key?.createdAt.toISOString(),
          changeDate: key?.createdAt.toISOString(),
          expirationDate: key?.expiresAt?.toISOString(),
        },
      ],
    })
  })

  test('of everybody, of one, by end, and of nobody for the guest', async () => {
    const instance = startInstance()
    const all = instance.world.machineKeys()
    expect(ids(await list(instance))).toHaveLength(all.length)
    const filters = [{ userIdFilter: { id: special.exporter } }]
    expect(ids(await list(instance, { filters }, 'viewer'))).toHaveLength(2)
    const sortingColumn = 'KEY_FIELD_NAME_KEY_EXPIRATION_DATE'
    const sorted = items(await list(instance, { sortingColumn, pagination: { asc: true } }), 'result')
    const ends = sorted.map(({ expirationDate }) => Date.parse(String(expirationDate)))
    expect(ends).toEqual(ends.toSorted((one, other) => one - other))
    expect(ids(await list(instance, {}, 'guest'))).toEqual([])
    expect((await list(instance, { filters: [{ tokenIdFilter: { id: '1' } }] })).status).toBe(400)
    const column = { sortingColumn: 'KEY_FIELD_NAME_EXPIRATION_DATE' }
    expect((await list(instance, column)).status).toBe(400)
  })

  test('lags behind, removal does not', async () => {
    const instance = startInstance()
    instance.world.settings.lagMs = 5_000
    const { body } = await add(instance, { publicKey: base64(seedPublicKey) })
    const filters = [{ userIdFilter: { id: special.bare } }]
    expect(ids(await list(instance, { filters }))).toEqual([])
    instance.clock.at += 5_000
    expect(ids(await list(instance, { filters }))).toEqual([body['keyId']])
    const one = { userId: special.bare, keyId: body['keyId'] }
    expect((await instance.user('viewer', 'RemoveKey', one)).status).toBe(403)
    expect((await instance.user('keykeeper', 'RemoveKey', one)).body).toEqual({
      deletionDate: '2026-01-15T12:00:05.000Z',
    })
    expect(ids(await list(instance, { filters }))).toEqual([body['keyId']])
    expect((await instance.user('keykeeper', 'RemoveKey', one)).status).toBe(404)
    instance.clock.at += 5_000
    expect(ids(await list(instance, { filters }))).toEqual([])
  })
})

test('v2 over REST', async () => {
  const instance = startInstance()
  const all = await instance.rest('admin', 'POST', '/v2/users/keys/search', {})
  expect(all.body).toEqual((await list(instance)).body)
  const path = `/v2/users/${special.bare}/keys`
  const { body } = await instance.rest('admin', 'POST', path, {
    expirationDate: soon,
    publicKey: base64(seedPublicKey),
  })
  expect((await instance.rest('admin', 'DELETE', `${path}/${String(body['keyId'])}`)).status).toBe(200)
})

describe('v1', () => {
  test('makes one of the only type there is, without an end unless it is said', async () => {
    const instance = startInstance()
    const { body } = await instance.rest('keykeeper', 'POST', v1, { type: 'KEY_TYPE_JSON' })
    expect(keyFile(body['keyDetails'])).toMatchObject({ keyId: body['keyId'], userId: special.bare })
    expect(instance.world.machineKeys(special.bare)).toMatchObject([{ expiresAt: null }])
    const found = await instance.rest('viewer', 'POST', `${v1}/_search`, {})
    expect(items(found, 'result')).toMatchObject([
      { id: body['keyId'], type: 'KEY_TYPE_JSON', expirationDate: '9999-12-31T23:59:59.000Z' },
    ])
    const path = `${v1}/${String(body['keyId'])}`
    expect((await instance.rest('viewer', 'GET', path)).body).toMatchObject({ key: { id: body['keyId'] } })
    expect((await instance.rest('viewer', 'DELETE', path)).status).toBe(403)
    expect((await instance.rest('keykeeper', 'DELETE', path)).status).toBe(200)
    expect((await instance.rest('viewer', 'GET', path)).status).toBe(404)
  })

  test('takes a public key and refuses a missing type', async () => {
    const instance = startInstance()
    const publicKey = base64(seedPublicKey)
    const own = await instance.rest('admin', 'POST', v1, { type: 'KEY_TYPE_JSON', publicKey })
    expect(own.body).not.toHaveProperty('keyDetails')
    expect((await instance.rest('admin', 'POST', v1, { publicKey })).status).toBe(400)
    const broken = { type: 'KEY_TYPE_JSON', publicKey: base64('nonsense') }
    expect(await instance.rest('admin', 'POST', v1, broken)).toMatchObject({
      status: 400,
      body: { code: 3, details: [{ id: 'COMMAND-5F3h1' }] },
    })
    // The path that a document has and no version.
    const wrong = `/management/v1/users/${special.bare}/machine_keys`
    expect((await instance.rest('admin', 'POST', wrong, { type: 'KEY_TYPE_JSON' })).status).toBe(404)
  })
})
