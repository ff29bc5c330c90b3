// INTROSPECTION_CLIENTS: who is taken, and that every fault is named, none by its secret.
import { exportJWK, exportPKCS8, exportSPKI, generateKeyPair } from 'jose'
import { expect, test } from 'vitest'
import { sha256 } from './digest.ts'
import { keyPair } from './fake-tenant.ts'
import { introspectorsOf } from './introspector.ts'

const secret = 'hush-hush-hush-hush'
const orders = { id: 'orders-api', audience: 'https://orders.example', secret }
const read = (value: unknown) => introspectorsOf(JSON.stringify(value))

test('none where nobody is named', async () => {
  expect(await introspectorsOf(undefined)).toEqual({ found: [] })
})

test('keeps the hash of a secret and not the secret', async () => {
  const hash = await sha256(secret)
  const expected = { id: 'orders-api', audience: 'https://orders.example', secret: hash }
  expect(await read([orders])).toEqual({ found: [expected] })
  const { secret: _, ...rest } = orders
  expect(await read([{ ...rest, secret_sha256: hash.toUpperCase() }])).toEqual({ found: [expected] })
})

test('takes public keys as a set or in PEM, in one line too', async () => {
  const { publicKey } = await keyPair('first')
  const { publicKey: curve } = await generateKeyPair('ES256', { extractable: true })
  const { secret: _, ...rest } = orders
  for (const more of [
    { jwks: { keys: [await exportJWK(publicKey)] } },
    { public_key: await exportSPKI(publicKey) },
    { public_key: (await exportSPKI(curve)).replaceAll('\n', '\\n') },
  ])
    expect(await read([{ ...rest, ...more }])).toMatchObject({
      found: [{ id: 'orders-api', keys: expect.any(Function) }],
    })
})

test('names every fault at once, and no secret', async () => {
  const { privateKey } = await keyPair('first')
  const faulty = [
    { ...orders, secret: 'too-short' },
    { ...orders, id: 'a:b' },
    { id: 'x', secret },
    { ...orders, id: 'y', secret_sha256: 'no' },
    { id: 'both', audience: 'a', secret, secret_sha256: 'a'.repeat(64) },
    { id: 'none', audience: 'a' },
    { id: 'private', audience: 'a', jwks: { keys: [await exportJWK(privateKey)] } },
    { id: 'pem', audience: 'a', public_key: await exportPKCS8(privateKey) },
    { ...orders, id: 'z', scope: secret },
    orders,
    orders,
    secret,
    { ...orders, id: 'n', secret: 12_345 },
  ]
  const answer = await read(faulty)
  expect('faults' in answer && answer.faults).toEqual([
    'INTROSPECTION_CLIENTS[0] secret: has fewer than 16 characters',
    'INTROSPECTION_CLIENTS[1] id: must be 1 to 100 visible ASCII characters without a colon',
    'INTROSPECTION_CLIENTS[2] audience: is missing',
    'INTROSPECTION_CLIENTS[3] secret_sha256: must be 64 hexadecimal digits',
    'INTROSPECTION_CLIENTS[4] has both secret and secret_sha256: one of them is enough',
    'INTROSPECTION_CLIENTS[5] needs a secret, secret_sha256, jwks or public_key',
    'INTROSPECTION_CLIENTS[6] jwks: holds a private or symmetric key; only public ones belong here',
    expect.stringMatching(/^INTROSPECTION_CLIENTS\[7\] public_key: is not a public key in PEM form/),
    'INTROSPECTION_CLIENTS[8] scope: is not known here',
    'INTROSPECTION_CLIENTS[10] id: orders-api stands there twice',
    'INTROSPECTION_CLIENTS[11] is no object',
    'INTROSPECTION_CLIENTS[12] secret: is of another type than it should be',
  ])
  expect(JSON.stringify(answer)).not.toContain('hush')
})

test.each(['', 'x', '{}', '"text"', '[', 'null'])('%j is no list', async (value) => {
  expect(await introspectorsOf(value)).toEqual({
    faults: [expect.stringContaining('INTROSPECTION_CLIENTS must be a JSON array')],
  })
})
