// What is answered about permissions at Zitadel beyond that it is done: accepted and not shown yet, and refused where not every
// role could be looked into.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connect } from './connect.ts'
import { having, problemOf } from './contract-subject.ts'
import { documentAt, grantedAt, instances } from './contract-zitadel.ts'
import { startSandbox, type Sandbox, type ZitadelPlatform } from './sandbox/sandbox.ts'
import { consoleOrigin } from './sandbox/visitor.ts'
import { kosmosProjectId } from './sandbox/zitadel/seed.ts'
import { catalogueKey, roleKey } from './sandbox/zitadel/seed-permissions.ts'

let sandbox: Sandbox
let kosmos: ZitadelPlatform

beforeAll(async () => {
  sandbox = await startSandbox({ consoleOrigin })
  kosmos = sandbox.kosmos
})
afterAll(() => sandbox.stop())
beforeEach(() => sandbox.reset())

const permissionsOf = async () => having((await connect(kosmos, 'admin')).place.permissions)
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
