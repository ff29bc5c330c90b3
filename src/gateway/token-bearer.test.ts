// Personal access tokens at the gateway itself: what one is good for as a bearer, when it ends, and what happens without a database.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fakeTenant, json, type Fake } from './fake-tenant.ts'
import { createPeople, day, draftOf, type People } from './fake-people.ts'
import { openStore } from './store.ts'
import type { TokenStore } from './token-store.ts'

let store: TokenStore
let fake: Fake
let people: People
let ingrid: string
beforeAll(async () => {
  store = await openStore({ kind: 'memory' })
}, 60_000)
afterAll(() => store.close())
beforeEach(async () => {
  await store.clear()
  fake = await fakeTenant({ GATEWAY_RATE_BURST: '10000' }, store)
  people = createPeople(fake)
  ingrid = await fake.token(['read:tokens', 'create:tokens', 'delete:tokens', 'update:clients', 'read:roles'])
})

const read = async (answer: Response) => JSON.parse(await answer.text())
const create = (changes: object = {}, token: string | undefined = ingrid) =>
  fake.ask(token, 'POST', '/tokens', json(draftOf(fake, changes)))
const made = async (changes: object = {}) => {
  const answer = await create(changes)
  expect(answer.status).toBe(201)
  return read(answer)
}
const list = async (query = '', token = ingrid) => read(await fake.ask(token, 'GET', `/tokens${query}`))

const roles = (value: string) => fake.ask(value, 'GET', '/api/v2/roles')

describe('as a bearer of the gateway', () => {
  test('does what its owner may and it was given, and no more', async () => {
    people.give('auth0|ingrid', ...['read:roles', 'delete:roles'].map(people.own))
    const { value } = await made({ permissions: [people.own('read:roles')] })
    expect((await roles(value)).status).toBe(200)
    expect(await read(await fake.ask(value, 'DELETE', '/api/v2/roles/rol_1'))).toMatchObject({
      required: 'delete:roles',
    })
    const nothing = await made()
    expect(await read(await roles(nothing.value))).toMatchObject({ code: 'PERMISSION_MISSING' })
  })

  test('loses what its owner loses, within seconds', async () => {
    people.give('auth0|ingrid', people.own('read:roles'))
    const { value } = await made({ permissions: [people.own('read:roles')] })
    expect((await roles(value)).status).toBe(200)
    people.take('auth0|ingrid', people.own('read:roles'))
    fake.pass(10_000)
    expect((await roles(value)).status).toBe(403)
    people.give('auth0|ingrid', people.own('read:roles'))
    fake.pass(10_000)
    expect((await roles(value)).status).toBe(200)
    people.block('auth0|ingrid')
    fake.pass(10_000)
    expect(await read(await roles(value))).toMatchObject({
      code: 'TOKEN_INVALID',
      message: expect.stringContaining('blocked'),
    })
  })

  test('ends at once when it is revoked, and at its end', async () => {
    people.give('auth0|ingrid', people.own('read:roles'))
    const one = await made({ permissions: [people.own('read:roles')] })
    const other = await made({ permissions: [people.own('read:roles')] })
    expect((await roles(one.value)).status).toBe(200)
    await fake.ask(ingrid, 'DELETE', `/tokens/${one.token.id}`)
    expect((await roles(one.value)).status).toBe(401)
    fake.pass(30 * day - 1)
    expect((await roles(other.value)).status).toBe(200)
    fake.pass(1)
    const answer = await roles(other.value)
    expect(await read(answer)).toMatchObject({ code: 'TOKEN_EXPIRED' })
    expect(answer.headers.get('www-authenticate')).toContain('invalid_token')
  })

  test('an older answer of Auth0 does not count when it is away', async () => {
    people.give('auth0|ingrid', people.own('read:roles'))
    const { value } = await made({ permissions: [people.own('read:roles')] })
    expect((await roles(value)).status).toBe(200)
    people.fault = () => new Response('', { status: 500 })
    fake.pass(10_000)
    const answer = await roles(value)
    expect(answer.status).toBe(502)
    expect(await read(answer)).toMatchObject({ code: 'RIGHTS_UNKNOWN' })
  })

  test('what is no token of ours costs nobody a question', async () => {
    const { value } = await made()
    const asked: string[] = []
    const counted: TokenStore = { ...store, find: (hash) => (asked.push(hash), store.find(hash)) }
    const other = await fakeTenant({}, counted)
    for (const wrong of [`${value}x`, value.slice(0, -1), 'kos_', `kos_${'A'.repeat(49)}`])
      expect((await other.ask(wrong, 'GET', '/api/v2/roles')).status, wrong).toBe(401)
    expect(asked).toEqual([])
    expect(other.count).toEqual({ jwks: 0, token: 0 })
    // Well-formed, but nobody's.
    const { makeValue } = await import('./token-value.ts')
    expect((await other.ask(makeValue('kos_'), 'GET', '/api/v2/roles')).status).toBe(401)
    expect(asked).toHaveLength(1)
  })
})

test('the day of the last use is seen at once, and written when the gateway ends', async () => {
  people.give('auth0|ingrid', people.own('read:roles'))
  const { token, value } = await made({ permissions: [people.own('read:roles')] })
  await fake.ask(value, 'GET', '/api/v2/roles')
  expect((await store.get(token.id))?.last_used_on).toBeNull()
  expect((await list()).tokens[0].last_used_at).toBe('2026-11-22')
  fake.pass(day)
  await fake.ask(value, 'GET', '/api/v2/roles')
  await fake.gateway.close()
  expect((await store.get(token.id))?.last_used_on).toBe('2026-11-23')
})

test('a database that is away fails what needs it, says it is not ready, and nothing else', async () => {
  const broken = await openStore({ kind: 'memory' })
  await broken.close()
  fake = await fakeTenant({}, broken)
  createPeople(fake)
  expect(await list('', await fake.token(['read:tokens']))).toMatchObject({
    error: 'unavailable',
    code: 'STORE_AWAY',
  })
  expect(await read(await fake.ask(undefined, 'GET', '/ready'))).toMatchObject({ code: 'STORE_AWAY' })
  expect((await fake.ask(await fake.token(['read:roles']), 'GET', '/api/v2/roles')).status).toBe(200)
}, 60_000)
