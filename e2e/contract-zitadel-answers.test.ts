// What is answered about changes at Zitadel beyond that they are done: accepted and not shown yet, accepted or lost and then not
// to be read, and refused where not every role could be looked into.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connect } from './connect.ts'
import { having, problemOf, sorted } from './contract-subject.ts'
import { documentAt, grantedAt, heldAt, instances, lag } from './contract-zitadel.ts'
import { startSandbox, type Sandbox, type ZitadelPlatform } from './sandbox/sandbox.ts'
import { consoleOrigin } from './sandbox/visitor.ts'
import { kosmosProjectId } from './sandbox/zitadel/seed.ts'
import { staffId } from './sandbox/zitadel/seed-people.ts'
import { catalogueKey, encoded, roleKey } from './sandbox/zitadel/seed-permissions.ts'

let sandbox: Sandbox
let kosmos: ZitadelPlatform

beforeAll(async () => {
  sandbox = await startSandbox({ consoleOrigin })
  kosmos = sandbox.kosmos
})
afterAll(() => sandbox.stop())
beforeEach(() => sandbox.reset())

const permissionsOf = async () => having((await connect(kosmos, 'admin')).place.permissions)
/** An administrator after whose first write `work` is done, before its answer is read. */
async function afterWriting(work: () => void) {
  const { place, state } = await connect(kosmos, 'admin', {
    async send(input, init) {
      try {
        return await fetch(input, init)
      } finally {
        if (writes.test(`${init?.method} ${new Request(input).url}`)) work()
      }
    },
  })
  return { permissions: having(place.permissions), members: having(place.members), later: state.later }
}
const writes =
  /(Create|Update)Authorization$|SetOrganizationMetadata$|^(PUT|POST) .*\/grants(\/\d+)?$|^POST .*\/metadata\/_bulk$/
const person = staffId('haruki.sato')
const reads = ['listMetadata', 'getMetadata', 'listAuthorizations'] as const
const readsFail = () => reads.forEach((operation) => kosmos.faults.set(operation, 503))
const readsWork = () => reads.forEach((operation) => kosmos.faults.clear(operation))
const stored = (name: string) =>
  documentAt(kosmos, catalogueKey(kosmosProjectId))?.permissions.find(
    (one) => typeof one !== 'string' && one.name === name,
  )
/** A list that leaves one out; the answer about a single key stays as it is. */
const allButOne = (rows: unknown) => (Array.isArray(rows) && rows.length > 1 ? rows.slice(1) : rows)
const valueOf = (role: string) =>
  kosmos.world.metadata().find(({ key }) => key === roleKey(kosmosProjectId, role))?.value

describe.each(instances)('$name', ({ settings }) => {
  beforeEach(() => void Object.assign(kosmos.world.settings, settings))
  const isLagging = 'lagMs' in settings

  test.runIf(isLagging)('a permission that the lists do not show in time: every write says so', async () => {
    kosmos.world.settings.lagMs = 20_000
    const permissions = await permissionsOf()
    const made = await permissions.create({ resource: '', name: 'reports:read' })
    expect(made).toMatchObject({ name: 'reports:read', settling: true })
    expect(stored('reports:read')).toEqual({ name: 'reports:read' })
    expect(await permissions.describe(made, 'Read reports')).toEqual({ visible: false })
    expect(stored('reports:read')).toMatchObject({ description: 'Read reports' })
    expect(await permissions.delete('analytics:read')).toEqual({ visible: false })
    expect(grantedAt(kosmos, 'analyst')).not.toContain('analytics:read')
    expect(stored('analytics:read')).toBeUndefined()
  })

  test('a permission that is shown at once: no write says anything else', async () => {
    const permissions = await permissionsOf()
    const made = await permissions.create({ resource: '', name: 'reports:read' })
    expect(made).not.toHaveProperty('settling')
    expect(await permissions.describe(made, 'Read reports')).toEqual({ visible: true })
    expect(await permissions.describe({ ...made, description: 'Same' }, 'Same')).toEqual({ visible: true })
    expect(await permissions.delete(made.id)).toEqual({ visible: true })
    expect(await permissions.delete(made.id)).toEqual({ visible: true })
  })

  test('accepted, and then not to be read: it is done, and not shown', async () => {
    const { permissions, members, later } = await afterWriting(readsFail)
    const base = grantedAt(kosmos, 'analyst')
    expect(await permissions.change('analyst', { add: ['queues:read'], remove: [] })).toMatchObject({
      items: [{ id: 'queues:read', change: 'add' }],
      visible: false,
    })
    expect(grantedAt(kosmos, 'analyst')).toEqual(sorted([...base, 'queues:read']))
    readsWork()
    const made = await permissions.create({ resource: '', name: 'reports:read' })
    expect(made).toMatchObject({ settling: true })
    readsWork()
    expect(await permissions.describe(made, 'Read reports')).toEqual({ visible: false })
    readsWork()
    const outcome = await members.change(person, { add: ['auditor'], remove: [] })
    expect(outcome).toMatchObject({ items: [{ id: 'auditor', change: 'add' }], visible: false })
    expect(outcome.now).toContain('auditor')
    expect(heldAt(kosmos, person)).toContain('auditor')
    readsWork()
    // A newcomer, of whom there was nothing to read before.
    const newcomer = staffId('victor.popescu')
    expect(await members.change(newcomer, { add: ['user'], remove: [] })).toMatchObject({ visible: false })
    expect(heldAt(kosmos, newcomer)).toEqual(['user'])
    readsWork()
    // Once it can be read again, nobody has written over it.
    kosmos.clock.advance(lag + 1)
    for (const work of later.splice(0)) await work()
    expect((await permissions.granted('analyst')).permissions).toContain('queues:read')
    expect((await members.get(person)).assignments.map(({ role }) => role.id)).toContain('auditor')
  })

  test('shown once and then not to be read: it is done', async () => {
    let looks = 0
    const { permissions } = await afterWriting(() => {
      kosmos.clock.advance(lag + 1)
      kosmos.faults.set('listMetadata', {
        answer(json) {
          looks += 1
          readsFail()
          return json
        },
      })
    })
    const { visible } = await permissions.change('analyst', { add: ['queues:read'], remove: [] })
    expect([visible, looks]).toEqual([true, 1])
  })

  test('the answer lost, and then not to be read: what became of it stays open', async () => {
    const { permissions, members } = await afterWriting(readsFail)
    for (const operation of ['setMetadata', 'updateAuthorization'])
      kosmos.faults.set(operation, 'reset-after', { times: 1 })
    const lost = [await problemOf(permissions.change('analyst', { add: ['queues:read'], remove: [] }))]
    readsWork()
    lost.push(await problemOf(members.change(person, { add: ['auditor'], remove: [] })))
    expect(lost.map(({ details }) => details.unsure)).toEqual([true, true])
    expect([grantedAt(kosmos, 'analyst'), heldAt(kosmos, person)]).toEqual([
      expect.arrayContaining(['queues:read']),
      expect.arrayContaining(['auditor']),
    ])
  })

  test('accepted, and then written over by what is not to be changed: it is not done', async () => {
    const { permissions } = await afterWriting(() => {
      kosmos.clock.advance(lag + 1)
      kosmos.world.setMetadata(roleKey(kosmosProjectId, 'analyst'), encoded({ v: 9 }))
    })
    const problem = await problemOf(permissions.change('analyst', { add: ['queues:read'], remove: [] }))
    expect(problem).toMatchObject({ kind: 'conflict', message: expect.stringMatching(/left alone/) })
  })

  test('delete: where not every role was listed, nothing is sent', async () => {
    const permissions = await permissionsOf()
    const before = grantedAt(kosmos, 'analyst')
    kosmos.faults.set('listMetadata', {
      answer({ metadata, result, ...rest }) {
        return { ...rest, ...(metadata ? { metadata: allButOne(metadata) } : { result: allButOne(result) }) }
      },
    })
    const problem = await problemOf(permissions.delete('analytics:read'))
    expect(problem).toMatchObject({
      kind: 'unexpected',
      message: expect.stringMatching(/nothing was deleted/),
    })
    expect(kosmos.journal.entries({ operation: 'setMetadata' })).toEqual([])
    expect([grantedAt(kosmos, 'analyst'), stored('analytics:read')]).toEqual([before, expect.anything()])
  })

  test('delete: a set that nobody can read does not stand in the way, and stays', async () => {
    const permissions = await permissionsOf()
    const before = valueOf('legacy')
    expect(before).toBeDefined()
    await permissions.delete('analytics:read')
    expect(grantedAt(kosmos, 'analyst')).not.toContain('analytics:read')
    expect(valueOf('legacy')).toBe(before)
  })
})
