// What is particular about Auth0 behind the port: pages and their end, limits, pace, groups and organizations, and two people
// at one list that can only be replaced.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Problem } from '../src/directory/problem.ts'
import type { Gateway } from '../src/gateway/handler.ts'
import { acmeGateway, type Between, connectAcme } from './contract-auth0.ts'
import { acmeApi } from './sandbox/console-config.ts'
import { billingApi, ordersApi } from './sandbox/auth0/seed.ts'
import { bulkApi } from './sandbox/auth0/world.ts'
import { type PersonaName, subOf } from './sandbox/personas.ts'
import { type AcmePlatform, startSandbox, type Sandbox } from './sandbox/sandbox.ts'
import { consoleOrigin } from './sandbox/visitor.ts'

let sandbox: Sandbox
let acme: AcmePlatform
let gateway: Gateway

beforeAll(async () => {
  sandbox = await startSandbox({ consoleOrigin })
  acme = sandbox.acme
})
afterAll(() => sandbox.stop())
beforeEach(async () => {
  await sandbox.reset()
  gateway = await acmeGateway(acme)
})

const as = (persona: PersonaName, between?: Between) => connectAcme(acme, gateway, persona, between)
const ordersId = (name: string) => `${name} ${ordersApi}`
const idOf = (role: string) => acme.world.role(role).id
const user = (number: number) => {
  const found = acme.world.users()[number]
  if (!found) throw new Error(`No user ${number}`)
  return found.id
}

async function problemOf(work: Promise<unknown>): Promise<Problem> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof Problem) return error
  throw new Error(`expected a Problem, got ${String(error)}`)
}

/** Reads a list to its end. */
async function whole<T>(
  read: (after?: string) => Promise<{ items: T[]; next?: string; total: number | null }>,
) {
  const items: T[] = []
  let pages = 0
  for (let after: string | undefined; ;) {
    const page = await read(after)
    items.push(...page.items)
    pages += 1
    after = page.next
    if (after === undefined) return { items, pages, total: page.total }
  }
}

const reading = (after: string | undefined) => (after === undefined ? {} : { after })
const sent = (operation: string) => acme.journal.entries({ operation })

describe('roles', () => {
  test.each([
    [50, 20],
    [100, 10],
  ])('are listed and searched by the tenant, %i at a time, to its limit', async (size, requests) => {
    acme.settings.maxPerPage = size
    acme.world.addRoles(1_000 - acme.world.roles().length)
    const { roles } = (await as('viewer')).at()
    const { items, pages, total } = await whole((after) => roles.list(reading(after)))
    expect([items.length, pages, total]).toEqual([1_000, requests, 1_000])
    expect(sent('listRoles')).toHaveLength(requests)
    expect(new Set(items.map(({ id }) => id)).size).toBe(1_000)
    const found = await whole((after) => roles.list({ search: 'bulk ROLE 00', ...reading(after) }))
    expect(found).toMatchObject({ total: 99, pages: Math.ceil(99 / size) })
    expect((await problemOf(roles.list({ after: 'made up' }))).kind).toBe('unexpected')
  })

  test('a full tenant is known, or said by the tenant itself', async () => {
    acme.world.addRoles(1_000 - acme.world.roles().length)
    const { roles } = (await as('admin')).at()
    expect(await problemOf(roles.create({ name: 'One more' }))).toMatchObject({ kind: 'conflict' })
    expect(sent('createRole')).toHaveLength(1)
    await roles.list()
    const known = await problemOf(roles.create({ name: 'One more' }))
    expect(known.message).toContain('1000')
    expect(sent('createRole')).toHaveLength(1)
  })

  test('a name that is taken is said at its field, when created and when renamed', async () => {
    const { roles } = (await as('admin')).at()
    const taken = { kind: 'conflict', details: { fields: { name: expect.stringContaining('Refunds') } } }
    expect(await problemOf(roles.create({ name: 'Refunds', description: 'Mine' }))).toMatchObject(taken)
    expect(await problemOf(roles.update(idOf('Support'), { name: 'Refunds' }))).toMatchObject(taken)
  })

  test('a role whose answer was lost is found', async () => {
    const { roles } = (await as('admin')).at()
    acme.faults.set('createRole', 'reset-after', { times: 1 })
    const made = await roles.create({ name: 'Lost', description: 'But there' })
    expect(made).toEqual({ id: idOf('Lost'), name: 'Lost', description: 'But there' })
  })

  test('a role that never arrived is said not to be there', async () => {
    const { roles } = (await as('admin')).at()
    acme.faults.set('createRole', 'reset', { times: 1 })
    const problem = await problemOf(roles.create({ name: 'Lost' }))
    expect(problem).toMatchObject({ kind: 'away', message: expect.stringContaining('was not created') })
    expect(problem.details.unsure).toBeUndefined()
    expect(acme.world.findRole('Lost')).toBeUndefined()
  })

  test('a role whose answer was lost, and that cannot be looked for, is made once when it is sent again', async () => {
    const { roles } = (await as('admin')).at()
    acme.faults.set('createRole', 'reset-after', { times: 1 })
    acme.faults.set('listRoles', 503)
    expect((await problemOf(roles.create({ name: 'Lost' }))).details.unsure).toBe(true)
    acme.faults.clear('listRoles')
    expect(await roles.create({ name: 'Lost' })).toMatchObject({ id: idOf('Lost') })
    expect(acme.world.roles().filter(({ name }) => name === 'Lost')).toHaveLength(1)
  })

  test('update and delete are certain after a lost answer; what is gone counts as deleted', async () => {
    const { roles } = (await as('admin')).at()
    const id = idOf('Newcomer')
    acme.faults.set('updateRole', 'reset-after', { times: 1 })
    await roles.update(id, { description: '' })
    expect(acme.world.role(id)).toMatchObject({ name: 'Newcomer', description: '' })
    const before = acme.journal.entries().length
    await roles.update(id, {})
    expect(acme.journal.entries()).toHaveLength(before)
    acme.faults.set('deleteRole', 'reset-after', { times: 1 })
    await roles.delete(id)
    await roles.delete(id)
    await roles.delete('../users')
    expect(acme.world.findRole(id)).toBeUndefined()
    for (const gone of [id, '..', 'a/b', ''])
      expect((await problemOf(roles.get(gone))).kind).toBe('not-found')
  })
})

describe('permissions', () => {
  test('the catalogue is every API, and what belongs to Auth0 cannot be changed', async () => {
    const { permissions } = (await as('viewer')).at()
    const { resources, complete, trouble } = await permissions.catalogue()
    expect([complete, trouble]).toEqual([true, []])
    expect(resources.map(({ id }) => id)).toEqual(acme.world.apis().map(({ identifier }) => identifier))
    expect(resources.flatMap(({ id, fixed }) => (fixed ? [id] : []))).toEqual([`${acme.origin}/api/v2/`])
    const { permissions: admins } = (await as('admin')).at()
    const own = admins.create({ resource: `${acme.origin}/api/v2/`, name: 'read:more' })
    expect((await problemOf(own)).message).toContain('Auth0’s own API')
    expect(
      resources.find(({ id }) => id === billingApi)?.permissions.find(({ name }) => name === 'admin:billing'),
    ).toEqual({
      id: `admin:billing ${billingApi}`,
      resource: billingApi,
      name: 'admin:billing',
    })
  })

  test.each([
    [50, 20],
    [100, 10],
  ])(
    'a role with 1,000 permissions, %i a page, takes %i requests and tells how far',
    async (size, requests) => {
      acme.settings.maxPerPage = size
      acme.world.addPermissions(1_000, ['Newcomer'])
      const { permissions } = (await as('viewer')).at()
      const steps: [number, number | null][] = []
      const { permissions: held, complete } = await permissions.granted(idOf('Newcomer'), {
        onProgress: (...step) => steps.push(step),
      })
      expect([held.length, complete, sent('listRolePermissions').length]).toEqual([1_000, true, requests])
      expect(steps.at(0)).toEqual([size, 1_000])
      expect(steps.at(-1)).toEqual([1_000, 1_000])
    },
  )

  test('limits of a role and of an API are said before they are hit', async () => {
    acme.world.addPermissions(1_000, ['Newcomer'])
    const { permissions } = (await as('admin')).at()
    const change = { add: [`read:orders ${ordersApi}`], remove: [] }
    expect((await problemOf(permissions.change(idOf('Newcomer'), change))).kind).toBe('invalid')
    const more = permissions.create({ resource: bulkApi, name: 'one:more' })
    expect((await problemOf(more)).message).toContain('1000')
    expect([sent('addRolePermissions'), sent('updateApi')]).toEqual([[], []])
  })

  test('create, describe and delete leave the others as they were', async () => {
    const { permissions } = (await as('admin')).at()
    const before = structuredClone(acme.world.findApi(ordersApi)?.scopes)
    const made = await permissions.create({ resource: ordersApi, name: 'pack:orders', description: 'Pack' })
    expect(acme.world.findApi(ordersApi)?.scopes).toEqual([
      ...(before ?? []),
      { value: 'pack:orders', description: 'Pack' },
    ])
    await permissions.describe(made, 'Pack and seal')
    const stale = await problemOf(permissions.describe(made, 'Seal'))
    expect(stale).toMatchObject({ kind: 'conflict', message: expect.stringContaining('Pack and seal') })
    await permissions.delete(made.id)
    await permissions.delete(made.id)
    expect(acme.world.findApi(ordersApi)?.scopes).toEqual(before)
    expect(await problemOf(permissions.create({ resource: ordersApi, name: 'read:orders' }))).toMatchObject({
      kind: 'conflict',
      details: { fields: { name: expect.any(String) } },
    })
    expect((await problemOf(permissions.create({ resource: ordersApi, name: 'a b' }))).kind).toBe('invalid')
  })

  test('a change of a role: what is there already, what fails, and what remains', async () => {
    const { permissions } = (await as('admin')).at()
    const add = [ordersId('read:orders'), ordersId('export:orders'), ordersId('no:such')]
    acme.faults.set('removeRolePermissions', 503, { times: 1 })
    const { items, now, visible } = await permissions.change(idOf('Refunds'), {
      add,
      remove: [ordersId('read:returns')],
    })
    expect(items).toMatchObject([
      { id: add[0], already: true },
      { id: add[1], change: 'add' },
      { id: add[2], problem: { kind: 'not-found' } },
      { id: ordersId('read:returns'), change: 'remove', problem: { kind: 'away' } },
    ])
    expect(items[1]).not.toHaveProperty('problem')
    expect(now).toContain(ordersId('export:orders'))
    expect(now).toContain(ordersId('read:returns'))
    expect(visible).toBe(true)
  })

  test('nobody hands out what they do not hold', async () => {
    const { roles, permissions } = (await as('admin')).at()
    const made = await roles.create({ name: 'Too much' })
    const id = `update:users ${acme.origin}/api/v2/`
    const { items } = await permissions.change(made.id, { add: [id, `read:orders ${ordersApi}`], remove: [] })
    expect(items[0]).toMatchObject({ id, problem: { kind: 'forbidden', details: { code: 'ESCALATION' } } })
    expect(items[1]).not.toHaveProperty('problem')
  })
})

describe('pace', () => {
  test('a free tenant gets two writes a second, and none is lost', async () => {
    acme.settings.rateLimit = { burst: 2, perSecond: 2 }
    const { at, state } = await as('admin')
    const { members } = at()
    const change = { add: [idOf('Newcomer')], remove: [] }
    const outcomes = await Promise.all(
      [20, 21, 22, 23, 24].map((number) => members.change(user(number), change)),
    )
    expect(outcomes.flatMap(({ items }) => items.map(({ problem }) => problem))).toEqual(
      Array(5).fill(undefined),
    )
    expect(state.waited).toBeGreaterThan(4_000)
    const done = sent('addUserRoles').filter(({ status }) => status === 204)
    expect(done).toHaveLength(5)
  })

  test('what waits for its turn can be cancelled, and what was sent before stands', async () => {
    acme.settings.rateLimit = { burst: 2, perSecond: 2 }
    acme.world.addPermissions(300)
    const { permissions } = (await as('admin')).at()
    const add = acme.world.findApi(bulkApi)?.scopes.map(({ value }) => `${value} ${bulkApi}`) ?? []
    const stop = new AbortController()
    const { items } = await permissions.change(
      idOf('Newcomer'),
      { add, remove: [] },
      { signal: stop.signal, onProgress: (done) => void (done >= 100 && stop.abort()) },
    )
    const failed = items.filter(({ problem }) => problem)
    expect(failed).toHaveLength(200)
    expect(failed[0]?.problem?.message).toContain('cancelled')
    expect(acme.world.role('Newcomer').permissions.get(bulkApi)?.size).toBe(100)
  })

  test('a read ends when it is told to', async () => {
    const { members } = (await as('viewer')).at()
    const reason = new Error('gone')
    await expect(members.list({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})

test('whoever lacks a permission is told which', async () => {
  const { roles, members } = (await as('keykeeper')).at()
  expect((await problemOf(members.list())).message).toContain('read:users')
  expect((await problemOf(roles.create({ name: 'Mine' }))).message).toContain('create:roles')
})

test('the keystone is the permission to change roles, at the API of this very console', async () => {
  const { access } = (await as('admin')).at()
  expect(await access()).toMatchObject({
    person: subOf('acme', 'admin'),
    keystone: `update:roles ${acmeApi}`,
  })
})
