// What is particular about accounts at Auth0: applications that nobody may touch, and what applications may do, which is granted API
// by API and can only be replaced.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Gateway } from '../src/gateway/handler.ts'
import { type Between, connectAcme } from './contract-auth0.ts'
import { credentialGateway } from './contract-credentials-auth0.ts'
import { having, problemOf, sorted } from './contract-subject.ts'
import { billingApi, ordersApi, telemetryApi } from './sandbox/auth0/seed.ts'
import { keyIds, machineIds } from './sandbox/auth0/seed-clients.ts'
import { acmeApi } from './sandbox/console-config.ts'
import type { PersonaName } from './sandbox/personas.ts'
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
  gateway = await credentialGateway(acme)
}, 60_000)

async function as(persona: PersonaName, between?: Between) {
  const { place } = await connectAcme(acme, gateway, persona, between)
  const [accounts, credentials] = [having(place.accounts), having(place.credentials)]
  return {
    ...accounts,
    granted: having(accounts.granted),
    change: having(accounts.change),
    credentials,
    setSecret: having(credentials.setSecret),
    issueKey: having(credentials.issueKey),
    find: async (id: string) => (await credentials.inventory()).credentials.find((one) => one.id === id),
  }
}

const world = () => acme.world
const sent = (operation: string) => acme.journal.entries({ operation }).length
const keyDraft = {
  request: randomUUID(),
  name: 'New key',
  expiresAt: null,
  material: { by: 'browser', bits: 2048 },
} as const
const grantsOf = (client: string) =>
  Object.fromEntries(
    world()
      .clientGrants(client)
      .map(({ audience, scope }) => [audience, sorted(scope)]),
  )
describe('accounts', () => {
  test('applications that rule the tenant are shown, with the reason why they are not changed here', async () => {
    const { list, get, granted, change, update, setSecret, issueKey } = await as('admin')
    const { items } = await list()
    const fixed = items.filter((account) => account.fixed)
    expect(fixed.map(({ name }) => name)).toEqual([
      'Gatehouse gateway',
      'Gatehouse gateway with a key',
      'Terraform',
    ])
    expect((await get(machineIds.terraform)).fixed).toContain('Management API')
    expect((await get(machineIds.orders)).fixed).toBeUndefined()
    expect((await granted(machineIds.terraform)).fixed).toContain('Management API')
    const before = JSON.stringify(world().client(machineIds.terraform))
    for (const work of [
      () => update(machineIds.terraform, { name: 'Mine' }),
      () => change(machineIds.terraform, { add: [`read:orders ${ordersApi}`], remove: [] }),
      () => setSecret(machineIds.terraform),
      () => issueKey({ ...keyDraft, owner: machineIds.terraform }),
    ])
      expect((await problemOf(work())).kind).toBe('forbidden')
    expect(JSON.stringify(world().client(machineIds.terraform))).toBe(before)
  })

  test('what others keep in the metadata stays', async () => {
    const { update, credentials, find } = await as('admin')
    await update(machineIds.telemetry, { description: 'Changed' })
    await credentials.endRotation(having(await find(keyIds.telemetryNew)))
    expect(world().client(machineIds.telemetry)).toMatchObject({
      description: 'Changed',
      metadata: { team: 'platform' },
    })
    expect((await find(keyIds.telemetryNew))?.replaces).toBeUndefined()
  })

  test('applications for people, and the one that stands for all, are no accounts', async () => {
    const { list, get } = await as('admin')
    const ids = (await list()).items.map(({ id }) => id)
    const others = world()
      .clients()
      .filter(({ type, global }) => type !== 'non_interactive' || global)
    expect(others.length).toBeGreaterThan(1)
    for (const { id } of others) {
      expect(ids).not.toContain(id)
      expect((await problemOf(get(id))).kind).toBe('not-found')
    }
  })

  test('a tenant of many applications is read to its end', async () => {
    world().addClients(250)
    const { list } = await as('viewer')
    const { items, total } = await list()
    expect([items.length, total]).toEqual([new Set(items.map(({ id }) => id)).size, items.length])
    expect(items.length).toBeGreaterThan(250)
    expect((await list({ search: 'bulk CLIENT 01' })).items).toHaveLength(100)
  })
})

describe('what an application may do', () => {
  const read = `read:invoices ${billingApi}`
  const refund = `refund:orders ${ordersApi}`
  const cancel = `cancel:orders ${ordersApi}`

  test('is changed API by API; a grant is made where there is none, and stays where it is empty', async () => {
    const { granted, change } = await as('admin')
    const { orders } = machineIds
    const remove = (await granted(orders)).permissions
    const { items, now, visible } = await change(orders, { add: [read, refund], remove })
    expect(items.filter(({ problem }) => problem)).toEqual([])
    expect([sorted(now), visible]).toEqual([sorted([read, refund]), true])
    expect(grantsOf(orders)).toEqual({ [ordersApi]: ['refund:orders'], [billingApi]: ['read:invoices'] })
    expect([sent('createClientGrant'), sent('updateClientGrant')]).toEqual([1, 2])
    await change(orders, { add: [], remove: [refund] })
    expect(grantsOf(orders)).toEqual({ [ordersApi]: [], [billingApi]: ['read:invoices'] })
  })

  test.each([
    ['through the gateway', 'updateClientGrant'],
    ['past the gateway', undefined],
  ])('two people at once, the other %s: both changes stand', async (_, through) => {
    const { orders } = machineIds
    let isFirst = true
    const other = await as('admin')
    const { change } = await as('admin', async (request, send) => {
      if (request.method === 'PATCH' && isFirst) {
        isFirst = false
        const now = grantsOf(orders)[ordersApi] ?? []
        if (through) await other.change(orders, { add: [cancel], remove: [] })
        else world().setClientGrant(orders, ordersApi, [...now, 'cancel:orders'])
      }
      return send()
    })
    const { items } = await change(orders, { add: [refund], remove: [] })
    expect(items).toEqual([{ id: refund, change: 'add' }])
    expect(grantsOf(orders)[ordersApi]).toEqual(expect.arrayContaining(['cancel:orders', 'refund:orders']))
  })

  test('somebody else makes the same grant first: ours goes into it', async () => {
    const { idle } = machineIds
    const { change } = await as('admin', async (request, send) => {
      if (request.method === 'POST' && request.url.endsWith('/client-grants'))
        if (Object.keys(grantsOf(idle)).length === 0) world().setClientGrant(idle, ordersApi, ['read:orders'])
      return send()
    })
    await change(idle, { add: [refund], remove: [] })
    expect(grantsOf(idle)).toEqual({ [ordersApi]: ['read:orders', 'refund:orders'] })
  })

  test('one API that refuses does not take the others with it', async () => {
    const { change } = await as('admin')
    const unknown = `no:such ${telemetryApi}`
    const { items } = await change(machineIds.idle, { add: [unknown, read], remove: [] })
    expect(items.map(({ id, problem }) => [id, problem?.kind])).toEqual([
      [unknown, 'invalid'],
      [read, undefined],
    ])
    expect(grantsOf(machineIds.idle)).toEqual({ [billingApi]: ['read:invoices'] })
  })

  test('a grant of everything that an API has is not taken apart', async () => {
    world().setClientGrant(machineIds.idle, ordersApi, [], true)
    const { granted, change } = await as('admin')
    expect((await granted(machineIds.idle)).fixed).toContain(ordersApi)
    const add = [`read:invoices ${billingApi}`]
    expect((await problemOf(change(machineIds.idle, { add, remove: [] }))).kind).toBe('forbidden')
  })

  test('needs the right to grant, and for the console’s own API what is granted', async () => {
    const keeper = await as('keykeeper')
    const add = [refund]
    expect(await problemOf(keeper.change(machineIds.idle, { add, remove: [] }))).toMatchObject({
      kind: 'forbidden',
      details: { code: 'PERMISSION_MISSING' },
    })
    const admin = await as('admin')
    const rights = { add: [`update:roles ${acmeApi}`], remove: [] }
    expect((await admin.change(machineIds.idle, rights)).items).toMatchObject([{ change: 'add' }])
  })
})

test('accounts and credentials are the tenant’s within an organization too', async () => {
  const { at } = await connectAcme(acme, gateway, 'viewer').then(({ directory }) => directory)
  const organization = having(world().organizations()[0]).id
  expect(at(organization).accounts).toBe(at().accounts)
  expect((await having(at(organization).credentials).inventory()).credentials.length).toBeGreaterThan(5)
})
