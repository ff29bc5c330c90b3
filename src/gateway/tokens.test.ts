// Personal access tokens from end to end over a tenant without a network: who makes, sees, narrows and revokes them, and what they are
// good for at the gateway itself.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { audience, fakeTenant, json, type Fake } from './fake-tenant.ts'
import { createPeople, day, draftOf, shop, type People } from './fake-people.ts'
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

const patch = (id: string, body: object, token = ingrid) =>
  fake.ask(token, 'PATCH', `/tokens/${id}`, json(body))
const remove = (id: string, token = ingrid) => fake.ask(token, 'DELETE', `/tokens/${id}`)
describe('making one', () => {
  test('answers it with its value, once', async () => {
    const draft = draftOf(fake, { name: '  Nightly export ', purpose: 'For the warehouse' })
    const answer = await fake.ask(ingrid, 'POST', '/tokens', json(draft))
    expect(answer.status).toBe(201)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const { token, value } = await read(answer)
    expect(value).toMatch(/^kos_[\w-]{43}[0-9A-Za-z]{6}$/)
    expect(token).toEqual({
      id: draft.id,
      name: 'Nightly export',
      purpose: 'For the warehouse',
      owner: { id: 'auth0|ingrid', name: 'Ingrid Solheim', kind: 'person' },
      prefix: value.slice(0, 8),
      permissions: draft.permissions,
      created_at: '2026-11-22T10:00:00.000Z',
      created_by: 'auth0|ingrid',
      expires_at: '2026-12-22T10:00:00.000Z',
      last_used_at: null,
      replaces: null,
      active: true,
      inactive_reason: null,
    })
    const listed = await list()
    expect(listed).toEqual({ tokens: [token], policy: { prefix: 'kos_', max_days: 365 }, checked: true })
    expect(JSON.stringify(listed)).not.toContain(value.slice(8))
    const [row] = await store.list()
    expect(JSON.stringify(row)).not.toContain(value.slice(8))
  })

  test('the log says who made and revoked which, and holds no value', async () => {
    const { token, value } = await made()
    await fake.ask(value, 'GET', '/api/v2/roles')
    await fake.ask(`${value}x`, 'GET', '/api/v2/roles')
    await fake.ask(ingrid, 'GET', `/tokens/${value}`)
    await fake.ask(ingrid, 'DELETE', `/tokens/${token.id}`)
    const lines = fake.log.map((line) => JSON.parse(line))
    const path = `/tokens/${token.id}`
    const change = { owner: 'auth0|ingrid', permissions: 2 }
    expect(lines[0]).toMatchObject({ actor: 'auth0|ingrid', call: 'createToken', path, change, status: 201 })
    expect(lines[1]).toMatchObject({ actor: 'auth0|ingrid', token: token.id, call: 'listRoles', status: 403 })
    expect(lines.at(-1)).toMatchObject({
      actor: 'auth0|ingrid',
      call: 'revokeToken',
      path,
      change,
      status: 204,
    })
    expect(fake.log.join('\n')).not.toContain(value.slice(8, 30))
  })

  test('the same id makes no second one, for whoever asks', async () => {
    const { token } = await made()
    const again = await create({ id: token.id.toUpperCase(), name: 'Another' })
    expect(again.status).toBe(409)
    expect(await read(again)).toMatchObject({ code: 'EXISTS', message: expect.stringContaining(token.id) })
    const mateo = await fake.token(['create:tokens'], { sub: 'auth0|mateo' })
    expect(await read(await create({ id: token.id }, mateo))).toMatchObject({ code: 'ID_TAKEN' })
    expect((await list()).tokens).toEqual([token])
    // Even when nothing could be made now.
    people.fault = () => new Response('', { status: 503 })
    fake.pass(60_000)
    expect(await read(await create({ id: token.id }))).toMatchObject({ code: 'EXISTS' })
  })

  test('needs create:tokens, and for an application update:clients too', async () => {
    const without = await fake.token(['read:tokens', 'update:clients'])
    expect(await read(await create({}, without))).toMatchObject({
      code: 'PERMISSION_MISSING',
      required: 'create:tokens',
    })
    const own = await fake.token(['create:tokens'])
    expect((await create({}, own)).status).toBe(201)
    expect(await read(await create({ owner: 'client-1' }, own))).toMatchObject({
      code: 'PERMISSION_MISSING',
      required: 'update:clients',
    })
  })

  test('for an application: what both it and its maker hold', async () => {
    const permissions = [shop('read:orders')]
    const { token, value } = await made({ owner: 'client-1', permissions })
    expect(token).toMatchObject({
      owner: { id: 'client-1', name: 'Nightly job', kind: 'account' },
      created_by: 'auth0|ingrid',
    })
    expect(value).toBeTruthy()
    // The maker holds it, the application does not.
    const more = await create({ owner: 'client-1', permissions: [shop('write:orders')] })
    expect(more.status).toBe(400)
    expect(await read(more)).toMatchObject({ field: 'permissions' })
    // The application holds it, the maker does not.
    const stronger = await create({ owner: 'client-1', permissions: [shop('refund:orders')] })
    expect(await read(stronger)).toMatchObject({ code: 'ESCALATION', required: 'refund:orders' })
  })

  test.each([
    ['gateway-app', 'gateway itself'],
    ['nobody-1', 'does not exist'],
    ['spa-1', 'no machine-to-machine application'],
    ['auth0|mateo', 'not the id of an application'],
    ['../users', 'not the id of an application'],
  ])('an owner such as %s is refused', async (owner, words) => {
    const answer = await create({ owner })
    expect(answer.status).toBe(400)
    expect(await read(answer)).toMatchObject({
      code: 'INVALID_BODY',
      field: 'owner',
      message: expect.stringContaining(words),
    })
  })

  test('holds nothing that its maker does not hold at this moment, whatever their access token says', async () => {
    people.take('auth0|ingrid', shop('write:orders'))
    const answer = await create()
    expect(answer.status).toBe(403)
    expect(await read(answer)).toMatchObject({ code: 'ESCALATION', required: 'write:orders' })
    const foreign = { resource_server_identifier: 'https://other.example', permission_name: 'read:orders' }
    expect(await read(await create({ permissions: [foreign] }))).toMatchObject({ code: 'ESCALATION' })
    const console = { resource_server_identifier: audience, permission_name: 'delete:roles' }
    expect(await read(await create({ permissions: [console] }))).toMatchObject({ required: 'delete:roles' })
    expect(await store.list()).toEqual([])
  })

  test('never holds one of the Management API, however it is written', async () => {
    for (const api of ['https://acme.eu.auth0.example/api/v2/', 'HTTPS://ACME.eu.auth0.example/api/v2']) {
      const permissions = [{ resource_server_identifier: api, permission_name: 'read:users' }]
      people.give('auth0|ingrid', ...permissions)
      expect(await read(await create({ permissions }))).toMatchObject({
        code: 'ESCALATION',
        required: 'read:users',
      })
    }
  })

  test('is not made by a token, by an application, or by somebody who is blocked', async () => {
    people.give('auth0|ingrid', ...['create:tokens', 'read:tokens'].map(people.own))
    const { value } = await made({ permissions: ['create:tokens', 'read:tokens'].map(people.own) })
    expect((await fake.ask(value, 'GET', '/tokens')).status).toBe(200)
    expect(await read(await create({}, value))).toMatchObject({ code: 'TOKEN_BY_TOKEN' })
    const machine = await fake.token(['create:tokens'], { sub: 'client-1@clients' })
    expect(await read(await create({}, machine))).toMatchObject({ code: 'TOKEN_BY_TOKEN' })
    people.block('auth0|ingrid')
    fake.pass(60_000)
    expect(await read(await create())).toMatchObject({ code: 'NOT_ACTIVE' })
  })

  test('so many for one owner and no more', async () => {
    fake = await fakeTenant({ API_KEY_MAX_PER_OWNER: '2' }, store)
    people = createPeople(fake)
    await made()
    await made()
    const answer = await create()
    expect(answer.status).toBe(409)
    expect(await read(answer)).toMatchObject({ code: 'TOO_MANY' })
  })

  test('while Auth0 cannot say what somebody may do, nothing is made', async () => {
    people.fault = () =>
      Response.json({ message: 'Global limit' }, { status: 429, headers: { 'retry-after': '60' } })
    const answer = await create()
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).not.toBeNull()
    expect(await store.list()).toEqual([])
  })

  test('another prefix and another longest life', async () => {
    fake = await fakeTenant({ API_KEY_PREFIX: 'acme_', API_KEY_MAX_DAYS: '7' }, store)
    people = createPeople(fake)
    const days = (count: number) => ({ expires_at: new Date(fake.now() + count * day).toISOString() })
    expect(await read(await create(days(8)))).toMatchObject({
      field: 'expires_at',
      message: expect.stringContaining('7 days'),
    })
    expect((await made(days(7))).value).toMatch(/^acme_/)
    expect((await list()).policy).toEqual({ prefix: 'acme_', max_days: 7 })
  })
})

const at = (moment: unknown) => ({ expires_at: moment })
const p = shop('read:orders')
test.each<[string, object]>([
  ['name', { name: '' }],
  ['name', { name: '   ' }],
  ['name', { name: 'a\nb' }],
  ['name', { name: 'a\u0000b' }],
  ['name', { name: '\ud800' }],
  ['name', { name: '🐟'.repeat(129) }],
  ['name', { name: 'x'.repeat(10_000) }],
  ['name', { name: 7 }],
  ['name', { name: undefined }],
  ['purpose', { purpose: 'x'.repeat(501) }],
  ['purpose', { purpose: 'a\u0007' }],
  ['purpose', { purpose: {} }],
  ['id', { id: 'no-uuid' }],
  ['id', { id: undefined }],
  ['permissions', { permissions: [] }],
  ['permissions', { permissions: 'all' }],
  ['permissions', { permissions: Array.from({ length: 1_001 }, (_, n) => shop(`p${n}`)) }],
  ['permissions.0.permission_name', { permissions: [{ ...p, permission_name: '' }] }],
  ['permissions.0.permission_name', { permissions: [{ ...p, permission_name: 'a\u0000' }] }],
  ['permissions.0.resource_server_identifier', { permissions: [{ permission_name: 'x' }] }],
  ['permissions.0.sources', { permissions: [{ ...p, sources: [] }] }],
  ['expires_at', at(undefined)],
  ['expires_at', at(null)],
  ['expires_at', at('never')],
  ['expires_at', at('2026-12-31')],
  ['expires_at', at('2026-12-31T10:00:00')],
  ['expires_at', at('2027-02-30T10:00:00Z')],
  ['expires_at', at('2027-01-01T25:00:00Z')],
  ['expires_at', at('9999-12-31T23:59:59Z')],
  ['expires_at', at('2026-11-22T10:00:00.000Z')],
  ['expires_at', at('2026-11-22T09:59:59Z')],
  ['expires_at', at('2026-11-22T11:59:59+02:00')],
  ['expires_at', at(1_795_000_000)],
  ['replaces', { replaces: 'none' }],
  ['replaces', { replaces: '7d0c4f36-0e0c-4e7a-9c53-0d4d5b8f2f11' }],
  ['value', { value: 'kos_mine' }],
])('a body whose %s is wrong, %#, is refused by that name', async (field, changes) => {
  const answer = await create(changes)
  expect(answer.status).toBe(400)
  const body = await read(answer)
  expect(body).toMatchObject({ code: 'INVALID_BODY', field })
  expect(body.message).toContain(`${field}: `)
  expect(body.message.length).toBeLessThan(400)
  expect(await store.list()).toEqual([])
})

test('the longest name, a moment with a zone, and a permission that stands twice are taken', async () => {
  const name = '🐟'.repeat(128)
  const { token } = await made({
    name,
    purpose: ' ',
    expires_at: '2026-12-01T01:00:00+02:00',
    permissions: [p, p],
  })
  expect(token).toMatchObject({
    name,
    purpose: null,
    expires_at: '2026-11-30T23:00:00.000Z',
    permissions: [p],
  })
})

describe('seeing them', () => {
  test('one’s own always, those of others with read:tokens', async () => {
    const { token } = await made()
    const plain = await fake.token([])
    expect((await list(`?owner=${encodeURIComponent('auth0|ingrid')}`, plain)).tokens).toEqual([token])
    const mateo = await fake.token([], { sub: 'auth0|mateo' })
    for (const query of ['', `?owner=${encodeURIComponent('auth0|ingrid')}`, '?owner='])
      expect(await list(query, mateo)).toMatchObject({ code: 'PERMISSION_MISSING', required: 'read:tokens' })
    expect((await list(`?owner=${encodeURIComponent('auth0|mateo')}`, mateo)).tokens).toEqual([])
  })

  test('says why one gives nothing any more', async () => {
    const mine = (await made()).token
    const jobs = (await made({ owner: 'client-1', permissions: [p] })).token
    const reasons = async () => {
      fake.pass(60_000)
      const { tokens } = await list()
      return [mine, jobs].map(({ id }) => {
        const { active, inactive_reason } = tokens.find((one: { id: string }) => one.id === id)
        return active ? 'active' : inactive_reason
      })
    }
    expect(await reasons()).toEqual(['active', 'active'])
    people.take('auth0|ingrid', shop('write:orders'))
    expect(await reasons()).toEqual(['active', 'active'])
    people.take('auth0|ingrid', p)
    people.ungrant('client-1')
    const lost = 'Its owner holds none of its permissions any more.'
    expect(await reasons()).toEqual([lost, lost])
    people.block('auth0|ingrid')
    people.remove('client-1')
    expect(await reasons()).toEqual(['Its owner is blocked.', 'Its application does not exist any more.'])
    fake.pass(60 * day)
    ingrid = await fake.token(['read:tokens'])
    expect(await reasons()).toEqual([null, null])
  })

  test('and that it could not look, where it could not', async () => {
    await made()
    people.fault = () => new Response('', { status: 503 })
    fake.pass(60_000)
    expect(await list()).toMatchObject({ checked: false, tokens: [{ active: true, inactive_reason: null }] })
  })
})

describe('narrowing and revoking', () => {
  test('an end comes nearer, never farther, and a rotation ends', async () => {
    const old = (await made()).token
    const { token } = await made({ replaces: old.id })
    expect(token.replaces).toBe(old.id)
    const expires_at = '2026-11-23T10:00:00.000Z'
    const sooner = await patch(token.id, { expires_at })
    expect(await read(sooner)).toEqual({ token: { ...token, expires_at } })
    for (const wrong of ['2026-11-23T10:00:00.001Z', '2026-11-22T10:00:00Z', 'soon'])
      expect(await read(await patch(token.id, { expires_at: wrong }))).toMatchObject({
        code: 'INVALID_BODY',
        field: 'expires_at',
      })
    expect(await read(await patch(token.id, { replaces: token.id }))).toMatchObject({ field: 'replaces' })
    expect(await read(await patch(token.id, { name: 'x' }))).toMatchObject({ field: 'name' })
    expect((await read(await patch(token.id, { replaces: null }))).token.replaces).toBeNull()
    expect((await patch(crypto.randomUUID(), {})).status).toBe(404)
  })

  test('of another only with delete:tokens', async () => {
    const { token } = await made()
    const mateo = await fake.token(['read:tokens', 'create:tokens'], { sub: 'auth0|mateo' })
    for (const answer of [await remove(token.id, mateo), await patch(token.id, { replaces: null }, mateo)]) {
      expect(answer.status).toBe(403)
      expect(await read(answer)).toMatchObject({ required: 'delete:tokens' })
    }
    expect((await remove(token.id, await fake.token([]))).status).toBe(204)
    expect((await remove(token.id)).status).toBe(204)
    expect((await list()).tokens).toEqual([])
  })

  test('a token revokes itself, and others only by its permissions', async () => {
    const [first, second] = [await made(), await made()]
    const { required } = await read(await remove(second.token.id, first.value))
    expect(required).toBe('delete:tokens')
    expect((await remove(first.token.id, first.value)).status).toBe(204)
    expect((await remove(second.token.id, first.value)).status).toBe(401)
  })

  test.each(['x', 'rol_1', '..%2fx', '%00'])('the id %s is none', async (id) => {
    expect((await remove(id)).status).toBeGreaterThanOrEqual(400)
    expect((await remove(id)).status).toBeLessThan(500)
  })
})
