// Two administrators at what Zitadel only writes whole, one of whom reads first and writes long after the other was told that all
// is done: nothing of either is lost, and the other one is told. Time passes in the sandbox only.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Notice } from '../src/directory/model.ts'
import { connect, type How } from './connect.ts'
import { having, sorted } from './contract-subject.ts'
import { grantedAt, heldAt, instances, lag } from './contract-zitadel.ts'
import { startSandbox, type Sandbox, type ZitadelPlatform } from './sandbox/sandbox.ts'
import { consoleOrigin } from './sandbox/visitor.ts'
import { kosmosProjectId } from './sandbox/zitadel/seed.ts'
import { staffId } from './sandbox/zitadel/seed-people.ts'
import { catalogue, catalogueKey, roleSet } from './sandbox/zitadel/seed-permissions.ts'

let sandbox: Sandbox
let kosmos: ZitadelPlatform

beforeAll(async () => {
  sandbox = await startSandbox({ consoleOrigin })
  kosmos = sandbox.kosmos
})
afterAll(() => sandbox.stop())
beforeEach(() => sandbox.reset())

/** An administrator at a console, with what it tells. */
async function administrator(how?: How) {
  const { directory, place, state } = await connect(kosmos, 'admin', how)
  const told: Notice[] = []
  const stop = directory.watch?.((notice) => told.push(notice))
  return {
    told,
    stop,
    permissions: having(place.permissions),
    members: having(place.members),
    /** Does the looks that are due by now, and those that they ask for. */
    async lateLooks(count = Infinity) {
      for (let done = 0; done < count; done += 1) {
        const work = state.later.shift()
        if (!work) return
        await work()
      }
    },
  }
}

const isWrite =
  /(Create|Update)Authorization$|SetOrganizationMetadata$|^PUT .*\/grants\/|^POST .*\/metadata\/_bulk$/

function signal() {
  let give: () => void = expect.unreachable
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give }
}

/** Another administrator, whose first write is on its way until it is let through. */
async function slowOne() {
  const [sent, through] = [signal(), signal()]
  const other = await administrator({
    async send(input, init) {
      if (isWrite.test(`${init?.method} ${new Request(input).url}`)) {
        sent.give()
        await through.given
      }
      return fetch(input, init)
    },
  })
  return { ...other, sent: sent.given, letThrough: through.give }
}

const person = staffId('haruki.sato')
const writes = () =>
  (['setMetadata', 'updateAuthorization', 'createAuthorization'] as const).flatMap((operation) =>
    kosmos.journal.entries({ operation }).filter(({ method }) => method !== 'OPTIONS'),
  ).length

type Administrator = Awaited<ReturnType<typeof administrator>>

/** What two people change at once: what one adds, what the other adds, and what is stored. */
const sets = [
  {
    name: 'the roles of a person',
    ours: 'auditor',
    theirs: 'user',
    next: 'readonly',
    told: /what “.+” holds/,
    change: ({ members }: Administrator, add: string[], remove: string[] = []) =>
      members.change(person, { add, remove }),
    stored: () => heldAt(kosmos, person),
    store: (roleKeys: string[]) => kosmos.world.setAuthorization({ userId: person, roleKeys }),
    operation: 'updateAuthorization',
  },
  {
    name: 'the permissions of a role',
    ours: 'queues:read',
    theirs: 'billing:read',
    next: 'audit:read',
    told: /permissions of “analyst”/,
    change: ({ permissions }: Administrator, add: string[], remove: string[] = []) =>
      permissions.change('analyst', { add, remove }),
    stored: () => grantedAt(kosmos, 'analyst'),
    store(names: string[]) {
      const { key, value } = roleSet(kosmosProjectId, 'analyst', names)
      kosmos.world.setMetadata(key, value)
    },
    operation: 'setMetadata',
  },
] as const

describe.each(instances)('$name', ({ settings }) => {
  beforeEach(() => void Object.assign(kosmos.world.settings, settings))

  describe.each(sets)('$name', ({ ours, theirs, next, told, change, stored, store, operation }) => {
    /** Somebody else's write without having seen any of ours; lists show it. */
    function blindly(names: string[]) {
      kosmos.clock.advance(lag + 1)
      store(names)
    }

    test('read by one, changed by the other, then written by the one', async () => {
      const [a, b] = await Promise.all([administrator(), slowOne()])
      const before = stored()
      const slow = change(b, [theirs])
      await b.sent
      const outcome = await change(a, [ours])
      expect(outcome).toMatchObject({ visible: true })
      expect(outcome.redone).toBeUndefined()
      kosmos.clock.advance(1)
      b.letThrough()
      const { redone } = await slow
      kosmos.clock.advance(lag + 1)
      await a.lateLooks()
      await b.lateLooks()
      expect(stored()).toEqual(sorted([...before, ours, theirs]))
      // Where lists lag, the slow one sees what it wrote over, and puts it back itself.
      if (!redone)
        expect(a.told).toEqual([{ kind: 'redone', what: expect.stringMatching(/It was made again\.$/) }])
      expect(b.told).toEqual([])
    })

    test('written over at the last moment: made again upon theirs, and told', async () => {
      const a = await administrator()
      const before = stored()
      const [first = '', ...rest] = before
      await change(a, [ours], [first])
      await a.lateLooks(1)
      blindly([...before, theirs])
      await a.lateLooks()
      expect(stored()).toEqual(sorted([...rest, ours, theirs]))
      expect(a.told).toEqual([{ kind: 'redone', what: expect.stringMatching(told) }])
    })

    test('what was written over before our next change is made again with it', async () => {
      const a = await administrator()
      const before = stored()
      await change(a, [ours])
      blindly([...before, theirs])
      await change(a, [next])
      expect(stored()).toEqual(sorted([...before, ours, theirs, next]))
      expect(a.told).toHaveLength(1)
      await a.lateLooks()
      expect(a.told).toHaveLength(1)
    })

    test('what we decided otherwise meanwhile is not brought back', async () => {
      const a = await administrator()
      const before = stored()
      await change(a, [ours])
      blindly([...before, theirs])
      await change(a, [], [ours])
      await a.lateLooks()
      expect(stored()).toEqual(sorted([...before, theirs]))
      expect(a.told).toEqual([])
    })

    test('what cannot be made again is told once', async () => {
      const a = await administrator()
      const before = stored()
      await change(a, [ours])
      blindly([...before, theirs])
      kosmos.faults.set(operation, { status: 403 })
      await a.lateLooks()
      expect(stored()).toEqual(sorted([...before, theirs]))
      expect(a.told).toEqual([
        { kind: 'lost', what: expect.stringMatching(/It could not be made again: \S/) },
      ])
    })

    test('whoever keeps writing over it has the last word in the end', async () => {
      const a = await administrator()
      const before = stored()
      const blind = [...before, theirs]
      await change(a, [ours])
      for (let round = 1; round <= 4; round += 1) {
        blindly(blind)
        await a.lateLooks(2)
      }
      blindly(blind)
      const count = writes()
      await a.lateLooks()
      expect([writes(), stored()]).toEqual([count, sorted(blind)])
      expect(a.told.map(({ kind }) => kind)).not.toContain('lost')
    })

    test('without anybody at work nothing is told or sent, and nobody is told who does not listen', async () => {
      const a = await administrator()
      const before = stored()
      await change(a, [ours])
      const count = writes()
      await a.lateLooks()
      expect([writes(), a.told]).toEqual([count, []])
      await change(a, [next])
      blindly([...before, theirs])
      a.stop?.()
      await a.lateLooks()
      expect(a.told).toEqual([])
      expect(stored()).toContain(next)
    })
  })

  test('roles that somebody takes back on purpose stay taken back', async () => {
    const a = await administrator()
    const before = heldAt(kosmos, person)
    await a.members.change(person, { add: ['auditor'], remove: ['analyst'] })
    kosmos.clock.advance(lag + 1)
    kosmos.world.setAuthorization({ userId: person, roleKeys: before })
    await a.lateLooks()
    expect([heldAt(kosmos, person), a.told]).toEqual([before, []])
  })

  test('everything taken away from a person stays away, and is told', async () => {
    const a = await administrator()
    await a.members.change(person, { add: ['auditor'], remove: [] })
    kosmos.clock.advance(lag + 1)
    kosmos.world.removeAuthorization({ userId: person })
    await a.lateLooks()
    expect(heldAt(kosmos, person)).toEqual([])
    expect(a.told).toMatchObject([{ kind: 'lost' }])

    const stranger = staffId('victor.popescu')
    await a.members.change(stranger, { add: ['auditor'], remove: [] })
    kosmos.clock.advance(lag + 1)
    kosmos.world.removeAuthorization({ userId: stranger })
    await a.lateLooks()
    expect(heldAt(kosmos, stranger)).toEqual([])
    expect(a.told).toHaveLength(1)
  })

  test('a role that was deleted meanwhile is not given again, others are', async () => {
    const a = await administrator()
    const before = heldAt(kosmos, person)
    await a.members.change(person, { add: ['auditor', 'readonly'], remove: [] })
    kosmos.clock.advance(lag + 1)
    kosmos.world.removeRole('auditor')
    kosmos.world.setAuthorization({ userId: person, roleKeys: [...before, 'user'] })
    await a.lateLooks()
    expect(heldAt(kosmos, person)).toEqual(sorted([...before, 'user', 'readonly']))

    kosmos.world.removeRole('readonly')
    kosmos.world.setAuthorization({ userId: person, roleKeys: before })
    const count = writes()
    await a.lateLooks()
    expect([writes(), a.told.length]).toEqual([count, 1])
  })

  test('a description that somebody put in place of ours is left, and ours is told as lost', async () => {
    const a = await administrator()
    const made = await a.permissions.create({ resource: '', name: 'reports:read', description: 'First' })
    await a.lateLooks()
    await a.permissions.describe(made, 'Ours')
    kosmos.clock.advance(lag + 1)
    const { value } = catalogue(kosmosProjectId, [{ name: 'reports:read', description: 'Theirs' }])
    kosmos.world.setMetadata(catalogueKey(kosmosProjectId), value)
    await a.lateLooks()
    expect(a.told).toEqual([
      { kind: 'lost', what: expect.stringMatching(/was left as it is: somebody described it otherwise/) },
    ])
  })
})
