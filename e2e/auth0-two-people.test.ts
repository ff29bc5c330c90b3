// Two administrators at one API's permissions, which Auth0 only lets people replace as a whole: every order of their reads and
// writes, request by request. Nothing either of them did is lost, and whoever could not have their way is told.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { PermissionDirectory } from '../src/directory/directory.ts'
import type { Permission } from '../src/directory/model.ts'
import { Problem } from '../src/directory/problem.ts'
import { acmeGateway, type Between, connectAcme } from './contract-auth0.ts'
import { ordersApi } from './sandbox/auth0/seed.ts'
import type { Scope } from './sandbox/auth0/world.ts'
import { type AcmePlatform, startSandbox, type Sandbox } from './sandbox/sandbox.ts'
import { consoleOrigin } from './sandbox/visitor.ts'

let sandbox: Sandbox
let acme: AcmePlatform
let one: PermissionDirectory
let other: PermissionDirectory
let before: Scope[]
let seen: Permission

type Who = 'A' | 'B'

/** Lets requests through in the order of the letters; afterwards, and for whoever has finished, freely. */
function turns() {
  let order: Who[] = []
  let done = new Set<Who>()
  let isBusy = false
  const waiting = new Map<Who, () => void>()
  const next = () => {
    while (order[0] && done.has(order[0])) order.shift()
    const [head] = order
    const go = head === undefined ? [...waiting.values()][0] : waiting.get(head)
    if (isBusy || !go) return
    isBusy = true
    order.shift()
    waiting.delete(head ?? [...waiting.keys()][0] ?? 'A')
    go()
  }
  return {
    between:
      (who: Who): Between =>
      async (_, send) => {
        await new Promise<void>((resolve) => {
          waiting.set(who, resolve)
          next()
        })
        try {
          return await send()
        } finally {
          isBusy = false
          next()
        }
      },
    start(letters: Who[]) {
      order = [...letters]
      done = new Set()
    },
    finish(who: Who) {
      done.add(who)
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

/** All ways to lay two people's four requests side by side: read, write, look, look again. */
function orders(a = 4, b = 4): Who[][] {
  if (a === 0 && b === 0) return [[]]
  const before = (who: Who, rest: Who[][]) => rest.map((letters) => [who].concat(letters))
  return [...(a > 0 ? before('A', orders(a - 1, b)) : []), ...(b > 0 ? before('B', orders(a, b - 1)) : [])]
}

/** Who is held up between read and write until the other has looked for the last time: nobody can see that write. */
function isHeldUp(order: Who[], who: Who): boolean {
  const at = (letter: Who, nth: number) =>
    order.flatMap((found, place) => (found === letter ? [place] : []))[nth] ?? -1
  const rival = who === 'A' ? 'B' : 'A'
  return at(who, 0) < at(rival, 1) && at(who, 1) > at(rival, 3)
}

const fair = orders().filter((order) => !isHeldUp(order, 'A') && !isHeldUp(order, 'B'))

type Change = (permissions: PermissionDirectory, who: Who) => Promise<unknown>

async function both(order: Who[], ofA: Change, ofB: Change) {
  stage.start(order)
  const run = async (who: Who, permissions: PermissionDirectory, change: Change) => {
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
  const [ofOne, ofOther] = await Promise.all([run('A', one, ofA), run('B', other, ofB)])
  const scopes = acme.world.findApi(ordersApi)?.scopes ?? []
  return {
    told: { A: ofOne, B: ofOther },
    described: new Map(scopes.map(({ value, description }) => [value, description])),
  }
}

const create: Change = (permissions, who) =>
  permissions.create({ resource: ordersApi, name: `made:${who}`, description: who })
const remove: Change = (permissions, who) =>
  permissions.delete(`${who === 'A' ? 'export:orders' : 'delete:orders'} ${ordersApi}`)
const describeIt: Change = (permissions, who) => permissions.describe(seen, `Said by ${who}`)

const createTwice =
  (text: string): Change =>
  (permissions) =>
    permissions.create({ resource: ordersApi, name: 'made:twice', description: text })

test('there are orders enough', () => {
  expect(orders()).toHaveLength(70)
  expect(fair.length).toBeGreaterThan(55)
})

describe('different permissions: both changes stand, whatever the order', () => {
  test('both create', async () => {
    for (const order of fair) {
      acme.world.setScopes(ordersApi, before)
      const { told, described } = await both(order, create, create)
      expect([order.join(''), told]).toEqual([order.join(''), { A: undefined, B: undefined }])
      expect([order.join(''), described.get('made:A'), described.get('made:B')]).toEqual([
        order.join(''),
        'A',
        'B',
      ])
      expect(described.size).toBe(before.length + 2)
    }
  })

  test('one creates, one deletes', async () => {
    for (const order of fair) {
      acme.world.setScopes(ordersApi, before)
      const { told, described } = await both(order, create, remove)
      expect([order.join(''), told]).toEqual([order.join(''), { A: undefined, B: undefined }])
      expect(described.has('delete:orders')).toBe(false)
      expect(described.get('made:A')).toBe('A')
      expect(described.size).toBe(before.length)
    }
  })

  test('one describes, one deletes', async () => {
    for (const order of fair) {
      acme.world.setScopes(ordersApi, before)
      const { told, described } = await both(order, describeIt, remove)
      expect([order.join(''), told]).toEqual([order.join(''), { A: undefined, B: undefined }])
      expect(described.has('delete:orders')).toBe(false)
      expect(described.get('read:orders')).toBe('Said by A')
    }
  })
})

describe('one permission: what cannot be merged is told', () => {
  test('both describe it', async () => {
    for (const order of fair) {
      acme.world.setScopes(ordersApi, before)
      const { told, described } = await both(order, describeIt, describeIt)
      const winner = described.get('read:orders') === 'Said by A' ? 'A' : 'B'
      const loser = winner === 'A' ? 'B' : 'A'
      expect(described.get('read:orders')).toBe(`Said by ${winner}`)
      expect([order.join(''), told[winner]]).toEqual([order.join(''), undefined])
      // Whoever wrote last on what the other had finished knows of it: it was read before.
      expect([order.join(''), told[loser]?.kind]).toEqual([order.join(''), 'conflict'])
    }
  })

  test('one describes it, one deletes it', async () => {
    for (const order of fair) {
      acme.world.setScopes(ordersApi, before)
      const { told, described } = await both(order, describeIt, (permissions) => permissions.delete(seen.id))
      expect([order.join(''), described.has('read:orders'), told.B]).toEqual([
        order.join(''),
        false,
        undefined,
      ])
      expect(told.A === undefined || told.A.kind === 'conflict').toBe(true)
    }
  })

  test('both create it', async () => {
    for (const order of fair) {
      acme.world.setScopes(ordersApi, before)
      const { told, described } = await both(order, createTwice('of A'), createTwice('of B'))
      const winner = described.get('made:twice') === 'of A' ? 'A' : 'B'
      expect([order.join(''), told[winner]]).toEqual([order.join(''), undefined])
      expect(told[winner === 'A' ? 'B' : 'A']?.kind).toBe('conflict')
    }
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
