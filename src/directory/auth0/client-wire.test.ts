// Applications, what they are granted and their keys, as the tenant writes them and as it might.
import { expect, test } from 'vitest'
import { clientFields, clientGrantOf, clientOf } from './client-wire.ts'
import { isFor, keyOf, kidOf } from './key-wire.ts'

const row = { client_id: 'c1', name: 'One', app_type: 'non_interactive' }
const keys = { private_key_jwt: { credentials: [{ id: 'cred_1' }, { id: 'cred_2' }] } }

test.each([
  [{ token_endpoint_auth_method: 'client_secret_post' }, 'secret', []],
  [{ token_endpoint_auth_method: 'client_secret_basic' }, 'secret', []],
  [{ token_endpoint_auth_method: 'none' }, 'otherwise', []],
  [{}, 'otherwise', []],
  [{ client_authentication_methods: keys }, 'keys', ['cred_1', 'cred_2']],
  [{ client_authentication_methods: keys, token_endpoint_auth_method: null }, 'keys', ['cred_1', 'cred_2']],
  // Mutual TLS.
  [{ client_authentication_methods: { tls_client_auth: {} } }, 'otherwise', []],
])('%j signs in by %s', (more, signsIn, ids) => {
  expect(clientOf({ ...row, ...more })).toMatchObject({ id: 'c1', signsIn, keys: ids })
})

test('what is no machine is told apart, and what has no id is nothing', () => {
  expect(clientOf(row)?.isMachine).toBe(true)
  expect(clientOf({ ...row, app_type: 'spa' })?.isMachine).toBe(false)
  expect(clientOf({ ...row, global: true })?.isMachine).toBe(false)
  for (const wrong of [undefined, [], { name: 'One' }, { ...row, client_authentication_methods: 'x' }])
    expect(clientOf(wrong)).toBeUndefined()
})

test('texts that are missing or are none do not hide an application', () => {
  expect(clientOf({ client_id: 'c1', name: 5, client_metadata: { a: 'b', c: 4 } })).toMatchObject({
    name: 'c1',
    description: '',
    metadata: { a: 'b' },
  })
})

test('a secret is neither asked for nor read', () => {
  expect(clientFields).not.toContain('secret')
  expect(JSON.stringify(clientOf({ ...row, client_secret: 'hush' }))).not.toContain('hush')
})

test('a grant is the machine’s own unless it is for people', () => {
  const grant = { id: 'cgr_1', client_id: 'c1', audience: 'https://api', scope: ['read:x'] }
  expect(clientGrantOf(grant)).toMatchObject({ isForMachine: true, isAll: false, scope: ['read:x'] })
  expect(clientGrantOf({ ...grant, subject_type: 'user' })?.isForMachine).toBe(false)
  expect(clientGrantOf({ ...grant, scope: null, allow_all_scopes: true })).toMatchObject({
    isAll: true,
    scope: [],
  })
  for (const wrong of [{ ...grant, scope: 'read:x' }, { ...grant, audience: '' }, {}])
    expect(clientGrantOf(wrong)).toBeUndefined()
})

const key = { id: 'cred_1', name: 'k', kid: 'abc', alg: 'RS256', created_at: '2026-01-02T03:04:05.000Z' }

test('a key has an end, or none, and is unreadable where that cannot be said', () => {
  expect(keyOf({ ...key, expires_at: '2027-01-02T03:04:05.000Z' })?.expiresAt).toEqual(
    new Date('2027-01-02T03:04:05.000Z'),
  )
  expect(keyOf(key)?.expiresAt).toBeNull()
  expect(keyOf({ ...key, expires_at: 'soon' })).toBeUndefined()
})

test('the id that we choose tells fingerprint and request, and keeps the tenant’s rule', async () => {
  for (const byte of ['00', '7F', 'FF', 'FB']) {
    const fingerprint = Array.from({ length: 32 }, () => byte).join(':')
    const kid = await kidOf(fingerprint, 'request-1')
    expect(kid).toMatch(/^[\w-]{10,64}$/)
    const made = keyOf({ ...key, kid })
    expect(made?.fingerprint).toBe(fingerprint)
    expect(made && (await isFor(made, 'request-1'))).toBe(true)
    expect(made && (await isFor(made, 'request-2'))).toBe(false)
  }
})

test.each(['abc', 'a'.repeat(43), 'f'.repeat(64), `${'A'.repeat(43)}-${'A'.repeat(20)}`])(
  '%s is not of ours, and tells no fingerprint',
  async (kid) => {
    const found = keyOf({ ...key, kid })
    expect(found?.fingerprint).toBeUndefined()
    expect(found && (await isFor(found, 'request-1'))).toBe(false)
  },
)
