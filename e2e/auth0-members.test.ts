// People at Auth0: who is found and how many, roles through groups, and organizations, where roles hold that hold nowhere else.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Problem } from '../src/directory/problem.ts'
import type { Gateway } from '../src/gateway/handler.ts'
import { acmeGateway, connectAcme } from './contract-auth0.ts'
import { billingApi, ordersApi, telemetryApi } from './sandbox/auth0/seed.ts'
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
  gateway = await acmeGateway(acme)
})

const as = (persona: PersonaName) => connectAcme(acme, gateway, persona)
const idOf = (role: string) => acme.world.role(role).id
const user = (number: number) => {
  const found = acme.world.users()[number]
  if (!found) throw new Error(`No user ${number}`)
  return found.id
}
const organization = (name: string) => {
  const found = acme.world.organizations().find((one) => one.name === name)
  if (!found) throw new Error(`No organization ${name}`)
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
  for (let after: string | undefined; ;) {
    const page = await read(after)
    items.push(...page.items)
    after = page.next
    if (after === undefined) return { items, total: page.total }
  }
}

const reading = (after: string | undefined) => (after === undefined ? {} : { after })

describe('lists', () => {
  test('everybody ends at the thousandth, and says so; who holds a role does not end', async () => {
    acme.world.addUsers(1_500, ['Newcomer'])
    const { members } = (await as('viewer')).at()
    const everyone = await whole((after) => members.list(reading(after)))
    expect(everyone.items).toHaveLength(1_000)
    expect(everyone.total).toBe(acme.world.users().length)
    expect(everyone.items[0]?.assignments).toBeNull()
    const role = idOf('Newcomer')
    const holders = await whole((after) => members.list({ role, ...reading(after) }))
    expect(holders.items).toHaveLength(acme.world.role('Newcomer').users.size)
    expect(new Set(holders.items.map(({ id }) => id)).size).toBe(holders.items.length)
  })

  test.each([
    ['lena sat', 'Lena Sato'],
    ['ROBERT <script>', 'Robert <script>alert(1)</script> "Bob"'],
    ['zoë 🛰️', 'Zoë 🛰️ Ångström-Ștefănescu of the department with the long name'],
    ["o'brien", "Amara O'Brien"],
    ['ingrid.solheim@acme', 'Ingrid Solheim'],
  ])('a search for %j finds %s', async (search, name) => {
    const { members } = (await as('viewer')).at()
    const { items } = await whole((after) => members.search({ search, ...reading(after) }))
    expect(items.map((person) => person.name)).toContain(name)
    expect(items.length).toBeLessThan(acme.world.users().length)
  })

  test.each(['nobody at all', '*', 'x) OR (name:lena', 'blocked:true', '\\', '"', 'x'.repeat(300)])(
    'a search for %j finds nobody, and fails at nothing',
    async (search) => {
      const { members } = (await as('viewer')).at()
      expect(await members.search({ search })).toEqual({ items: [], total: 0 })
    },
  )

  test('among those who hold a role a search finds by any part of a name', async () => {
    acme.world.addUsers(200, ['Newcomer'])
    const { members } = (await as('viewer')).at()
    const role = idOf('Newcomer')
    const { items } = await whole((after) => members.list({ role, search: 'ielińsk', ...reading(after) }))
    expect(items.map(({ name }) => name)).toEqual(['Piotr Zieliński'])
  })

  test('someone blocked, and someone without a name', async () => {
    const { members } = (await as('viewer')).at()
    expect(await members.get(user(40))).toMatchObject({ state: 'blocked' })
    expect(await members.get(user(41))).toMatchObject({ name: user(41), state: 'active' })
    for (const id of ['auth0|nobody', '..', 'a/b'])
      expect((await problemOf(members.get(id))).kind).toBe('not-found')
  })
})

describe('roles through groups', () => {
  test('stand with the name of the group, and cannot be taken away', async () => {
    const { members } = (await as('viewer')).at()
    const first = (await members.get(user(8))).assignments.find(({ role }) => role.name === 'Billing admin')
    expect(first).toMatchObject({
      sources: [{ kind: 'group', name: 'Finance' }],
      fixed: expect.stringContaining('“Finance”'),
    })
    const both = (await members.get(user(14))).assignments
    expect(both).toEqual([
      {
        role: { id: idOf('Order clerk'), name: 'Order clerk' },
        sources: [{ kind: 'direct' }, { kind: 'group', name: 'Order desk' }],
        active: true,
      },
    ])
  })

  test('a tenant without groups is asked once, then the plain way', async () => {
    acme.settings.effective = false
    const { members } = (await as('viewer')).at()
    expect((await members.get(user(8))).assignments.map(({ role }) => role.name)).not.toContain(
      'Billing admin',
    )
    await members.get(user(14))
    expect(acme.journal.entries({ operation: 'effectiveRoles' })).toHaveLength(1)
    const { permissions, complete } = await members.effective(user(51))
    expect([permissions.map(({ permission }) => permission.id), complete]).toEqual([
      [`purge:metrics ${telemetryApi}`],
      true,
    ])
  })

  test('a gateway that may not read groups says what is missing', async () => {
    acme.faults.set('effectiveRoles', {
      status: 403,
      body: {
        statusCode: 403,
        error: 'Forbidden',
        message: 'Insufficient scope',
        errorCode: 'insufficient_scope',
      },
    })
    const { members } = (await as('viewer')).at()
    const { complete, trouble } = await members.effective(user(50))
    expect([complete, trouble]).toEqual([false, [expect.stringContaining('groups')]])
  })

  test('a gateway that may read effective roles alone finds direct permissions the plain way', async () => {
    acme.faults.set('effectivePermissions', {
      status: 403,
      body: { statusCode: 403, error: 'Forbidden', message: 'No', errorCode: 'insufficient_scope' },
    })
    const { members } = (await as('viewer')).at()
    const { permissions, complete } = await members.effective(user(51))
    expect([permissions.map(({ permission }) => permission.name), complete]).toEqual([
      ['purge:metrics'],
      true,
    ])
  })

  test.each([true, false])(
    'effective permissions come with every way (effective-*: %s)',
    async (effective) => {
      acme.settings.effective = effective
      const { members } = (await as('viewer')).at()
      const { permissions, complete } = await members.effective(user(50))
      const ways = new Map(permissions.map(({ permission, ways }) => [permission.name, ways]))
      expect(complete).toBe(true)
      expect(ways.get('delete:orders')).toEqual([{ source: { kind: 'direct' } }])
      const clerk = { role: { id: idOf('Order clerk'), name: 'Order clerk' }, source: { kind: 'direct' } }
      expect(ways.get('read:orders')).toContainEqual(clerk)
      // Without sources a tenant does not say that it was given directly as well.
      expect(ways.get('read:orders')).toHaveLength(effective ? 2 : 1)
    },
  )

  test('effective permissions through a group name it', async () => {
    const { members } = (await as('viewer')).at()
    const { permissions } = await members.effective(user(8))
    const found = permissions.find(({ permission }) => permission.id === `write:tax ${billingApi}`)
    expect(found?.ways).toEqual([
      {
        role: { id: idOf('Billing admin'), name: 'Billing admin' },
        source: { kind: 'group', name: 'Finance' },
      },
    ])
  })
})

describe('changes', () => {
  test('assign and unassign keep what others did, and say what was so already', async () => {
    const { members } = (await as('admin')).at()
    acme.world.assign(user(20), 'Support')
    const change = { add: [idOf('Support'), idOf('Refunds')], remove: [idOf('Newcomer')] }
    const { items, now, visible } = await members.change(user(20), change)
    expect(items).toEqual([
      { id: idOf('Support'), change: 'add', already: true },
      { id: idOf('Refunds'), change: 'add' },
      { id: idOf('Newcomer'), change: 'remove', already: true },
    ])
    expect(now).toEqual(expect.arrayContaining([idOf('Support'), idOf('Refunds')]))
    expect(visible).toBe(true)
  })

  test('the fifty-first role is refused before it is sent', async () => {
    acme.world.addRoles(51)
    const bulk = acme.world
      .roles()
      .filter(({ name }) => name.startsWith('Bulk'))
      .map(({ id }) => id)
    acme.world.setRoles(user(20), bulk.slice(0, 50))
    const { members } = (await as('admin')).at()
    const problem = await problemOf(members.change(user(20), { add: bulk.slice(50), remove: [] }))
    expect(problem).toMatchObject({ kind: 'invalid', message: expect.stringContaining('50') })
    expect(acme.journal.entries({ operation: 'addUserRoles' })).toEqual([])
  })
})

describe('organizations', () => {
  test('are scopes beside the tenant; without the right to read them the tenant is all', async () => {
    const { directory } = await as('viewer')
    const names = async (search = '') =>
      (await directory.scopes?.list({ search }))?.items.map(({ name }) => name)
    expect(await names()).toEqual(['Whole tenant', 'Contoso Logistics', 'Northwind Retail'])
    expect(await names('north')).toEqual(['Northwind Retail'])
    expect(await directory.scopes?.get()).toMatchObject({ id: 'tenant', home: true })
    expect(await directory.scopes?.get(organization('contoso'))).toMatchObject({ name: 'Contoso Logistics' })
    const keeper = await as('keykeeper')
    expect((await keeper.directory.scopes?.list())?.items.map(({ name }) => name)).toEqual(['Whole tenant'])
  })

  test('a place is the same object each time, and what is no organization is none', async () => {
    const { directory } = await as('viewer')
    const id = organization('contoso')
    expect(directory.at(id)).toBe(directory.at(id))
    expect(directory.at('tenant')).toBe(directory.at())
    expect(() => directory.at('..')).toThrow(Problem)
  })

  test('members with their roles here; those of the whole tenant cannot be changed here', async () => {
    const { members } = (await as('admin')).at(organization('northwind'))
    const { items, total } = await members.list()
    expect([items.length, total]).toEqual([5, 5])
    expect((await members.list({ role: idOf('Order clerk') })).items.map(({ id }) => id)).toEqual([
      user(3),
      user(21),
    ])
    expect((await members.search({ search: 'solheim' })).items.map(({ id }) => id)).toEqual([user(0)])
    const { assignments } = await members.get(user(3))
    expect(assignments).toEqual([
      {
        role: { id: idOf('Order clerk'), name: 'Order clerk' },
        sources: [{ kind: 'direct' }],
        active: true,
      },
      {
        role: { id: idOf('Newcomer'), name: 'Newcomer' },
        sources: [{ kind: 'wider', name: 'the whole tenant' }],
        active: true,
        fixed: expect.stringContaining('whole tenant'),
      },
    ])
  })

  test('what is assigned here holds here and nowhere else', async () => {
    const { at } = await as('admin')
    const { members } = at(organization('northwind'))
    const { now } = await members.change(user(22), { add: [idOf('Refunds')], remove: [] })
    expect(now).toEqual([idOf('Refunds')])
    const { permissions } = await members.effective(user(22))
    const refund = permissions.find(({ permission }) => permission.id === `refund:orders ${ordersApi}`)
    expect(refund?.ways).toContainEqual({
      role: { id: idOf('Refunds'), name: 'Refunds' },
      source: { kind: 'direct' },
    })
    expect((await at().members.get(user(22))).assignments.map(({ role }) => role.name)).not.toContain(
      'Refunds',
    )
    await members.change(user(22), { add: [], remove: [idOf('Refunds')] })
    expect(acme.world.organizations()[0]?.members.get(user(22))?.roles.size).toBe(0)
  })
})
