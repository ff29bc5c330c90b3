// Two administrators at one API's permissions, which Auth0 only lets people replace as a whole: every order of their reads and
// writes, request by request. Nothing either of them did is lost, and whoever could not have their way is told.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { EditablePermissions } from '../src/directory/directory.ts'
import type { Permission } from '../src/directory/model.ts'
import { Problem } from '../src/directory/problem.ts'
import { acmeGateway, type Between, connectAcme } from './contract-auth0.ts'
import { ordersApi } from './sandbox/auth0/seed.ts'
import type { Scope } from './sandbox/auth0/world.ts'
import { type AcmePlatform, startSandbox, type Sandbox } from './sandbox/sandbox.ts'
import { consoleOrigin } from './sandbox/visitor.ts'

let sandbox: Sandbox
let acme: AcmePlatform
let one: EditablePermissions
let other: EditablePermissions
let before: Scope[]
let seen: Permission

type Who = 'A' | 'B'
type Pair = [Who, Who]

/**
 * Lets requests through one at a time, and none before everybody who has not finished has one waiting: then which comes first is
 * a choice, made by the letters of `order` and after them for A. Two reads that change places make no other order: where B's has
 * come first, A's waits for B's next write.
 */
function turns() {
  let order: Who[] = []
  let chosen: Who[] = []
  let open = new Set<Who>()
  let isBusy = false
  let isSame = false
  const waiting = new Map<Who, { isRead: boolean; go: () => void }>()
  const choice = (): Who => {
    const who = order[chosen.length] ?? 'A'
    chosen.push(who)
    return who
  }
  const next = () => {
    if (isBusy || waiting.size < open.size) return
    const [only] = open
    const who = open.size < 2 ? only : isSame ? 'B' : choice()
    const turn = who && waiting.get(who)
    if (!turn) return
    isSame = who === 'B' && [...waiting.values()].every(({ isRead }) => isRead)
    isBusy = true
    waiting.delete(who)
    turn.go()
  }
  return {
    between:
      (who: Who): Between =>
      async ({ method }, send) => {
        if (open.size === 0) return send()
        await new Promise<void>((go) => {
          waiting.set(who, { isRead: method === 'GET', go })
          next()
        })
        try {
          return await send()
        } finally {
          isBusy = false
          next()
        }
      },
    /** Begins a meeting. Returns the choices, which are made meanwhile. */
    start(letters: Who[]): Who[] {
      order = letters
      chosen = []
      isSame = false
      open = new Set(['A', 'B'])
      return chosen
    },
    finish(who: Who) {
      open.delete(who)
      next()
    },
  }
}

const stage = turns()

beforeAll(async () => {
  sandbox = await startSandbox({ consoleOrigin })
  acme = sandbox.acme
  const gateway = await acmeGateway(acme)
  const open = async (who: Who) => {
    const { at } = await connectAcme(acme, gateway, 'admin', stage.between(who))
    const { permissions } = at()
    const { resources } = await permissions.catalogue()
    const found = resources.flatMap((resource) => resource.permissions)
    seen = found.find(({ name }) => name === 'read:orders') ?? seen
    return permissions
  }
  one = await open('A')
  other = await open('B')
  before = structuredClone(acme.world.findApi(ordersApi)?.scopes ?? [])
})
afterAll(() => sandbox.stop())
beforeEach(() => acme.world.setScopes(ordersApi, before))

type Change = (permissions: EditablePermissions, who: Who) => Promise<unknown>
type Met = { told: Record<Who, Problem | undefined>; described: Map<string, string> }

async function meet(ofA: Change, ofB: Change): Promise<Met> {
  const run = async (who: Who, permissions: EditablePermissions, change: Change) => {
    try {
      await change(permissions, who)
      return undefined
    } catch (error) {
      if (error instanceof Problem) return error
      throw error
    } finally {
      stage.finish(who)
    }
  }
  const [A, B] = await Promise.all([run('A', one, ofA), run('B', other, ofB)])
  const scopes = acme.world.findApi(ordersApi)?.scopes ?? []
  return { told: { A, B }, described: new Map(scopes.map(({ value, description }) => [value, description])) }
}

/** Lets the two meet once in each order that their requests can have, those after a refusal included. Returns the orders. */
async function inEveryOrder(ofA: Change, ofB: Change, check: (met: Met, order: string) => void) {
  const orders: string[] = []
  for (let order: Who[] | undefined = []; order;) {
    acme.world.setScopes(ordersApi, before)
    const chosen = stage.start(order)
    const met = await meet(ofA, ofB)
    orders.push(chosen.join(''))
    check(met, chosen.join(''))
    const last = chosen.lastIndexOf('A')
    order = last < 0 ? undefined : [...chosen.slice(0, last), 'B']
  }
  return orders
}

const create: Change = (permissions, who) =>
  permissions.create({ resource: ordersApi, name: `made:${who}`, description: who })
const remove: Change = (permissions, who) =>
  permissions.delete(`${who === 'A' ? 'export:orders' : 'delete:orders'} ${ordersApi}`)
const describeIt: Change = (permissions, who) => permissions.describe(seen, `Said by ${who}`)
const deleteIt: Change = (permissions) => permissions.delete(seen.id)
const createTwice: Change = (permissions, who) =>
  permissions.create({ resource: ordersApi, name: 'made:twice', description: `of ${who}` })

const nobody = { A: undefined, B: undefined }

describe('different permissions: both changes stand, whatever the order', () => {
  test('both create', async () => {
    const orders = await inEveryOrder(create, create, ({ told, described }, order) => {
      expect({ order, told }).toEqual({ order, told: nobody })
      expect([order, described.get('made:A'), described.get('made:B')]).toEqual([order, 'A', 'B'])
      expect(described.size).toBe(before.length + 2)
    })
    expect(new Set(orders).size).toBe(orders.length)
    // Held up between read and write until the other has looked for the last time.
    expect(orders).toEqual(expect.arrayContaining(['ABBBB', 'ABAAA']))
  })

  test('one creates, one deletes', async () => {
    await inEveryOrder(create, remove, ({ told, described }, order) => {
      expect({ order, told }).toEqual({ order, told: nobody })
      expect([order, described.has('delete:orders'), described.get('made:A')]).toEqual([order, false, 'A'])
      expect(described.size).toBe(before.length)
    })
  })

  test('one describes, one deletes', async () => {
    await inEveryOrder(describeIt, remove, ({ told, described }, order) => {
      expect({ order, told }).toEqual({ order, told: nobody })
      expect(described.has('delete:orders')).toBe(false)
      expect([order, described.get('read:orders')]).toEqual([order, 'Said by A'])
    })
  })
})

describe('one permission: what cannot be merged is told', () => {
  test('both describe it', async () => {
    await inEveryOrder(describeIt, describeIt, ({ told, described }, order) => {
      const [winner, loser]: Pair = described.get('read:orders') === 'Said by A' ? ['A', 'B'] : ['B', 'A']
      expect([order, described.get('read:orders')]).toEqual([order, `Said by ${winner}`])
      expect([order, told[winner], told[loser]?.kind]).toEqual([order, undefined, 'conflict'])
    })
  })

  test('one describes it, one deletes it', async () => {
    await inEveryOrder(describeIt, deleteIt, ({ told, described }, order) => {
      expect([order, described.has('read:orders'), told.B]).toEqual([order, false, undefined])
      // Whoever has looked for the last time before it was deleted has had their way.
      expect([order, told.A === undefined || told.A.kind === 'conflict']).toEqual([order, true])
    })
  })

  test('both create it', async () => {
    await inEveryOrder(createTwice, createTwice, ({ told, described }, order) => {
      const [winner, loser]: Pair = described.get('made:twice') === 'of A' ? ['A', 'B'] : ['B', 'A']
      expect([order, told[winner], told[loser]?.kind]).toEqual([order, undefined, 'conflict'])
      expect(told[loser]?.message).toContain('has a permission “made:twice” already')
    })
  })
})

test('another write at the same moment, by no console at all, is kept', async () => {
  const { at } = await connectAcme(acme, await acmeGateway(acme), 'admin')
  const work = at().permissions.create({ resource: ordersApi, name: 'made:here' })
  acme.world.setScopes(ordersApi, [...before, { value: 'made:elsewhere', description: '' }])
  await work
  const values = acme.world.findApi(ordersApi)?.scopes.map(({ value }) => value)
  expect(values).toEqual(expect.arrayContaining(['made:here', 'made:elsewhere']))
})
