// What a new token may hold, as the form is told before it asks for one: the same rule by which the making itself is judged.
import { beforeEach, expect, test } from 'vitest'
import { createPeople, draftOf, shop, shopApi, type People } from './fake-people.ts'
import { audience, fakeTenant, json, type Fake } from './fake-tenant.ts'

let fake: Fake
let people: People
let ingrid: string
beforeEach(async () => {
  fake = await fakeTenant({ GATEWAY_RATE_BURST: '10000' })
  people = createPeople(fake)
  ingrid = await fake.token(['create:tokens', 'update:clients'])
})

const asked = async (query = '', token = ingrid) => {
  const answer = await fake.ask(token, 'GET', `/tokens/rights${query}`)
  return { status: answer.status, ...JSON.parse(await answer.text()) }
}
const sorted = (permissions: { permission_name: string }[]) =>
  permissions.toSorted((a, b) => (a.permission_name < b.permission_name ? -1 : 1))

test.each([true, false])('what the caller holds at every API, with effective permissions %s', async (has) => {
  people.effective = has
  people.give('auth0|ingrid', people.own('create:tokens'))
  const { status, permissions, ...others } = await asked()
  expect([status, others]).toEqual([200, {}])
  expect(sorted(permissions)).toEqual([
    people.own('create:tokens'),
    shop('read:orders'),
    shop('write:orders'),
  ])
  const { permissions: same } = await asked(`?owner=${encodeURIComponent('auth0|ingrid')}`)
  expect(sorted(same)).toEqual(sorted(permissions))
})

test('nothing of the Management API, whoever holds it', async () => {
  const [management = ''] = people.apis
  people.give('auth0|ingrid', { resource_server_identifier: management, permission_name: 'read:users' })
  const { permissions } = await asked()
  expect(sorted(permissions)).toEqual([shop('read:orders'), shop('write:orders')])
})

test('for an application what both it and the caller hold, and that can be made', async () => {
  const { permissions } = await asked('?owner=client-1')
  expect(permissions).toEqual([shop('read:orders')])
  const body = json(draftOf(fake, { owner: 'client-1', permissions }))
  expect((await fake.ask(ingrid, 'POST', '/tokens', body)).status).toBe(201)
  const { answer } = fake
  fake.answer = (one) =>
    one.path.includes('/client-grants')
      ? Response.json({ client_grants: [{ audience: shopApi, scope: [], allow_all_scopes: true }] })
      : answer(one)
  fake.pass(10_000)
  expect(sorted((await asked('?owner=client-1')).permissions)).toEqual([
    shop('read:orders'),
    shop('write:orders'),
  ])
})

test('needs what making one needs', async () => {
  const without = await fake.token(['read:tokens', 'update:clients'])
  expect(await asked('', without)).toMatchObject({ status: 403, required: 'create:tokens' })
  const own = await fake.token(['create:tokens'])
  expect((await asked('', own)).status).toBe(200)
  expect(await asked('?owner=client-1', own)).toMatchObject({ status: 403, required: 'update:clients' })
  expect((await fake.ask(undefined, 'GET', '/tokens/rights')).status).toBe(401)
})

test.each([
  ['auth0|mateo', 'not the id of an application'],
  ['', 'not the id of an application'],
  ['gateway-app', 'gateway itself'],
  ['spa-1', 'no machine-to-machine application'],
  ['nobody-1', 'does not exist'],
])('nothing is told of “%s”', async (owner, words) => {
  const query = `?owner=${encodeURIComponent(owner)}`
  expect(await asked(query)).toMatchObject({
    status: 400,
    code: 'INVALID_QUERY',
    field: 'owner',
    message: expect.stringContaining(words),
  })
})

test('a token and an application are told nothing, and nobody who is blocked', async () => {
  people.give('auth0|ingrid', people.own('create:tokens'))
  const body = json(draftOf(fake, { permissions: [people.own('create:tokens')] }))
  const { value } = JSON.parse(await (await fake.ask(ingrid, 'POST', '/tokens', body)).text())
  expect(await asked('', value)).toMatchObject({ status: 403, code: 'TOKEN_BY_TOKEN' })
  const machine = await fake.token(['create:tokens'], { sub: 'client-1@clients' })
  expect(await asked('', machine)).toMatchObject({ status: 403, code: 'TOKEN_BY_TOKEN' })
  people.block('auth0|ingrid')
  fake.pass(10_000)
  expect(await asked()).toMatchObject({ status: 403, code: 'NOT_ACTIVE' })
})

test('waits where Auth0 was asked too fast, and says nothing rather than half of it', async () => {
  const { answer } = fake
  let refusals = 1
  fake.answer = (one) =>
    one.path.includes(encodeURIComponent(audience)) && refusals-- > 0
      ? Response.json({ message: 'Global limit' }, { status: 429, headers: { 'retry-after': '1' } })
      : answer(one)
  expect((await asked()).permissions).toHaveLength(2)
  expect(refusals).toBeLessThan(1)
  people.fault = () => new Response('', { status: 503 })
  expect(await asked()).toMatchObject({ status: 503, code: 'RIGHTS_UNKNOWN' })
})

test('the log says who asked, and callers who ask too fast are stopped', async () => {
  await asked()
  expect(JSON.parse(fake.log.at(-1) ?? '')).toMatchObject({
    actor: 'auth0|ingrid',
    call: 'listTokenRights',
    path: '/tokens/rights',
    status: 200,
  })
  fake = await fakeTenant({ GATEWAY_RATE_BURST: '1' })
  people = createPeople(fake)
  ingrid = await fake.token(['create:tokens'])
  expect((await asked()).status).toBe(200)
  expect(await asked()).toMatchObject({ status: 429, code: 'RATE_LIMITED' })
})
