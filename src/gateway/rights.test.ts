// What an owner may do, read from a tenant that has the newer calls and from one that has not, in pages, and from grants.
import { beforeEach, expect, test } from 'vitest'
import { createPeople, shop, shopApi, type People } from './fake-people.ts'
import { audience, fakeTenant, tenant, type Fake } from './fake-tenant.ts'
import { createMachine } from './machine.ts'
import { createManagement } from './management.ts'
import { createRights, type Rights } from './rights.ts'

let fake: Fake
let people: People
let rights: Rights
const many = Array.from({ length: 7 }, (_, n) => shop(`p${n}`))
const person = { id: 'auth0|ingrid', kind: 'person' } as const
const account = { id: 'client-1', kind: 'account' } as const

beforeEach(async () => {
  fake = await fakeTenant()
  people = createPeople(fake)
  people.give('auth0|ingrid', ...many)
  const wire = {
    now: fake.now,
    fetch: async (url: string, init: RequestInit) => {
      if (url.endsWith('/oauth/token')) return Response.json({ access_token: 'x', expires_in: 86_400 })
      const path = url.slice(url.indexOf('/api/v2'))
      return fake.answer({ method: init.method ?? 'GET', path, headers: new Headers(), body: '' })
    },
  }
  rights = createRights(createManagement(fake.config, createMachine(fake.config, wire), wire), 10, fake.now)
})
const heldBy = async (owner: typeof person | typeof account, permissions = many) => {
  const { holds } = await rights.of(owner, [shopApi], 'request-1')
  return permissions.filter(holds).map((one) => one.permission_name)
}
const names = many.map((one) => one.permission_name)

test.each([true, false])('of a person to the last page, with effective permissions %s', async (has) => {
  people.effective = has
  expect(await heldBy(person)).toEqual(names)
  expect(await heldBy(person, [people.own('p1'), shop('other')])).toEqual([])
})

test('a gateway that may not ask for effective permissions asks for the others', async () => {
  const { answer } = fake
  fake.answer = (asked) =>
    asked.path.includes('effective')
      ? Response.json({ errorCode: 'insufficient_scope' }, { status: 403 })
      : answer(asked)
  expect(await heldBy(person)).toEqual(names)
})

test('one that may ask for neither says so, and holds nobody to be without rights', async () => {
  const { answer } = fake
  fake.answer = (asked) =>
    asked.path.includes('permissions')
      ? Response.json({ message: 'Insufficient scope', errorCode: 'insufficient_scope' }, { status: 403 })
      : answer(asked)
  await expect(heldBy(person)).rejects.toMatchObject({ status: 502, code: 'RIGHTS_UNKNOWN' })
})

test('of an application by its grants: those for itself, all of an API where it is granted so', async () => {
  const grants = [
    { audience: 'https://first.example', scope: [] },
    { audience: 'https://second.example', scope: [] },
    { audience: shopApi, scope: ['p1'], subject_type: 'client' },
    { audience: shopApi, scope: ['p2'], subject_type: 'user' },
  ]
  const { answer } = fake
  fake.answer = (asked) => {
    const from = Number(new URL(asked.path, 'https://x.example').searchParams.get('from') ?? 0)
    if (!asked.path.includes('/client-grants')) return answer(asked)
    const next = from + 1 < grants.length ? String(from + 1) : null
    return Response.json({ client_grants: grants.slice(from, from + 1), next })
  }
  expect(await heldBy(account)).toEqual(['p1'])
  Object.assign(grants[2] ?? {}, { allow_all_scopes: true })
  fake.pass(10_000)
  expect(await heldBy(account)).toEqual(names)
})

test('an answer serves for ten seconds from its asking, a failure not at all', async () => {
  await heldBy(person)
  const count = people.asked.length
  await Promise.all([heldBy(person), heldBy(person)])
  fake.pass(9_999)
  await heldBy(person)
  expect(people.asked).toHaveLength(count)
  fake.pass(1)
  people.fault = () => new Response('', { status: 500 })
  await expect(heldBy(person)).rejects.toMatchObject({ status: 502 })
  people.fault = undefined
  expect(await heldBy(person)).toEqual(names)
})

test('a clock that is put back makes nothing current again', async () => {
  await heldBy(person)
  people.block('auth0|ingrid')
  fake.pass(-3_600_000)
  expect(await heldBy(person)).toEqual([])
})

test('what somebody holds by name, at several APIs, and of an account at all of its own', async () => {
  people.give('auth0|ingrid', people.own('read:roles'))
  const own = await rights.of(person, [shopApi, 'https://none.example', audience, tenant], 'request-1')
  expect(own.held.filter((one) => one.resource_server_identifier === audience)).toEqual([
    people.own('read:roles'),
  ])
  expect(own.held).toHaveLength(2 + many.length + 1)
  const { apis, held } = await rights.of(account, [], 'request-1')
  expect([apis, held]).toEqual([[shopApi], [shop('read:orders'), shop('refund:orders')]])
  people.block('auth0|ingrid')
  fake.pass(10_000)
  expect(await rights.of(person, [shopApi], 'request-1')).toMatchObject({ apis: [], held: [] })
})

test('the APIs of the tenant, to the last page', async () => {
  expect(await rights.apis('request-1')).toEqual(people.apis)
  people.fault = () => new Response('', { status: 403 })
  await expect(rights.apis('request-1')).rejects.toMatchObject({ status: 502, code: 'RIGHTS_UNKNOWN' })
})

test.each([{ next: 'x' }, [], { permissions: [{}] }, { permissions: 'all' }, null, 'text'])(
  'an answer such as %j is no right',
  async (body) => {
    const { answer } = fake
    fake.answer = (asked) => (asked.path.includes('effective') ? Response.json(body) : answer(asked))
    await expect(heldBy(person)).rejects.toMatchObject({ status: 502 })
  },
)
