// Two administrators at what Zitadel only writes whole, one of whom has not seen what the other did: a console that does not read
// back, and every moment at which it can write. Also metadata that is not ours, and authorizations that are not plain.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connect, type How } from './connect.ts'
import { having, problemOf, sorted } from './contract-subject.ts'
import { documentAt, grantedAt, heldAt, instances, lag } from './contract-zitadel.ts'
import type { PersonaName } from './sandbox/personas.ts'
import { startSandbox, type Sandbox, type ZitadelPlatform } from './sandbox/sandbox.ts'
import { consoleOrigin } from './sandbox/visitor.ts'
import {
  kosmosProjectId,
  ledgerProjectId,
  homeOrganizationId,
  otherOrganizationId,
} from './sandbox/zitadel/seed.ts'
import { special, staffId } from './sandbox/zitadel/seed-people.ts'
import { catalogueKey, encoded, roleKey, roleSet } from './sandbox/zitadel/seed-permissions.ts'

let sandbox: Sandbox
let kosmos: ZitadelPlatform

beforeAll(async () => {
  sandbox = await startSandbox({ consoleOrigin })
  kosmos = sandbox.kosmos
})
afterAll(() => sandbox.stop())
beforeEach(() => sandbox.reset())

async function as(persona: PersonaName, scope?: string, how?: How) {
  const { directory, state } = await connect(kosmos, persona, how)
  const place = directory.at(scope)
  return {
    directory,
    place,
    state,
    roles: having(place.roles),
    permissions: having(place.permissions),
    members: having(place.members),
  }
}
const keyOf = (role: string) => roleKey(kosmosProjectId, role)
const setRole = (role: string, permissions: string[]) => {
  const { key, value } = roleSet(kosmosProjectId, role, permissions)
  kosmos.world.setMetadata(key, value)
}
const requests = (operation: 'setMetadata' | 'updateAuthorization') =>
  kosmos.journal.entries({ operation }).filter(({ method }) => method !== 'OPTIONS').length

/** Does it right after the server has worked on the next such request, before its answer is read. */
function justAfter(operation: string, work: () => void) {
  kosmos.faults.set(
    operation,
    {
      answer(json) {
        work()
        return json
      },
    },
    { times: 1 },
  )
}

describe.each(instances)('$name', ({ settings }) => {
  beforeEach(() => void Object.assign(kosmos.world.settings, settings))
  const isLagging = 'lagMs' in settings

  test('permissions: written over by somebody who had not seen ours, ours is done again', async () => {
    const { permissions } = await as('admin')
    const base = grantedAt(kosmos, 'analyst')
    justAfter('setMetadata', () => {
      kosmos.clock.advance(1)
      setRole('analyst', [...base, 'billing:read'])
    })
    const outcome = await permissions.change('analyst', { add: ['queues:read'], remove: ['agents:read'] })
    expect(outcome).toMatchObject({ redone: true, visible: true })
    const kept = base.filter((name) => name !== 'agents:read')
    expect(grantedAt(kosmos, 'analyst')).toEqual(sorted([...kept, 'billing:read', 'queues:read']))
  })

  test('permissions: what somebody did on purpose after ours stays', async () => {
    const { permissions } = await as('admin')
    justAfter('setMetadata', () => {
      kosmos.clock.advance(1)
      const { permissions: names = [], log = [] } = documentAt(kosmos, keyOf('analyst')) ?? {}
      const value = encoded({
        v: 1,
        kind: 'role',
        project: kosmosProjectId,
        role: 'analyst',
        permissions: names.filter((name) => name !== 'queues:read'),
        log: [...log, 'theirs'],
      })
      kosmos.world.setMetadata(keyOf('analyst'), value)
    })
    const outcome = await permissions.change('analyst', { add: ['queues:read'], remove: [] })
    expect(outcome.redone).toBeUndefined()
    expect(outcome.now).not.toContain('queues:read')
    expect(grantedAt(kosmos, 'analyst')).not.toContain('queues:read')
  })

  test('permissions: written over long after, it is made again in the background', async () => {
    const { permissions, state } = await as('admin')
    await permissions.change('analyst', { add: ['queues:read'], remove: [] })
    for (const work of state.later.splice(0)) await work()
    const count = requests('setMetadata')
    await permissions.change('analyst', { add: ['audit:read'], remove: [] })
    kosmos.clock.advance(lag + 1)
    setRole('analyst', ['users:read'])
    for (const work of state.later.splice(0)) await work()
    expect(grantedAt(kosmos, 'analyst')).toEqual(['audit:read', 'users:read'])
    expect(requests('setMetadata')).toBe(count + 2)
  })

  test('permissions: several times in a row; for ever is a conflict', async () => {
    const { permissions } = await as('admin')
    const blind = () => {
      kosmos.clock.advance(1)
      setRole('analyst', ['users:read'])
    }
    kosmos.faults.set(
      'setMetadata',
      {
        answer(json) {
          blind()
          return json
        },
      },
      { times: 3 },
    )
    await permissions.change('analyst', { add: ['queues:read'], remove: [] })
    expect(grantedAt(kosmos, 'analyst')).toEqual(['queues:read', 'users:read'])
    kosmos.faults.set('setMetadata', {
      answer(json) {
        blind()
        return json
      },
    })
    const problem = await problemOf(permissions.change('analyst', { add: ['audit:read'], remove: [] }))
    expect(problem.kind).toBe('conflict')
    expect(requests('setMetadata')).toBeLessThan(12)
  })

  test('permissions: the set deleted while it was changed is not brought back', async () => {
    const { permissions } = await as('admin')
    await permissions.change('analyst', { add: ['queues:read'], remove: [] })
    kosmos.clock.advance(lag)
    justAfter('setMetadata', () => kosmos.world.removeMetadata(keyOf('analyst')))
    const problem = await problemOf(permissions.change('analyst', { add: ['audit:read'], remove: [] }))
    expect(problem).toMatchObject({ kind: 'conflict', message: expect.stringMatching(/deleted/) })
    expect(grantedAt(kosmos, 'analyst')).toEqual([])
  })

  test('catalogue: two at the same moment, and each one’s write over the other’s', async () => {
    const [one, other] = await Promise.all([as('admin'), as('admin')])
    await Promise.all([
      one.permissions.create({ resource: '', name: 'reports:read', description: 'Ours' }),
      other.permissions.create({ resource: '', name: 'reports:write' }),
      one.permissions.create({ resource: '', name: 'reports:send' }),
    ])
    const { permissions: stored = [] } = documentAt(kosmos, catalogueKey(kosmosProjectId)) ?? {}
    expect(stored).toEqual(
      expect.arrayContaining([
        { name: 'reports:read', description: 'Ours' },
        { name: 'reports:write' },
        { name: 'reports:send' },
      ]),
    )
  })

  test('authorization: written over by somebody who had not seen ours, ours is done again', async () => {
    const { members } = await as('admin')
    const userId = staffId('haruki.sato')
    const operation = 'updateAuthorization'
    justAfter(operation, () => {
      kosmos.clock.advance(1)
      kosmos.world.setAuthorization({ userId, roleKeys: ['operator', 'analyst', 'team-lead', 'user'] })
    })
    const outcome = await members.change(userId, { add: ['auditor'], remove: ['analyst'] })
    expect(outcome).toMatchObject({ redone: true, visible: true })
    expect(heldAt(kosmos, userId)).toEqual(['auditor', 'operator', 'team-lead', 'user'])
    expect(requests(operation)).toBe(2)
  })

  test('authorization: what somebody takes back right after us stays taken back', async () => {
    const { members } = await as('admin')
    const userId = staffId('haruki.sato')
    const before = heldAt(kosmos, userId)
    justAfter('updateAuthorization', () => {
      kosmos.clock.advance(1)
      kosmos.world.setAuthorization({ userId, roleKeys: before })
    })
    const { now } = await members.change(userId, { add: ['auditor'], remove: [] })
    expect(sorted(now)).toEqual(before)
    expect(heldAt(kosmos, userId)).toEqual(before)
  })

  test('authorization: made or taken away by somebody between our look and our write', async () => {
    const { members } = await as('admin')
    const newcomer = staffId('victor.popescu')
    await members.get(newcomer)
    justAfter('listAuthorizations', () =>
      kosmos.world.setAuthorization({ userId: newcomer, roleKeys: ['user'] }),
    )
    await members.change(newcomer, { add: ['analyst'], remove: [] })
    expect(heldAt(kosmos, newcomer)).toEqual(['analyst', 'user'])

    const leaver = staffId('priya.raghunathan')
    justAfter('listAuthorizations', () => kosmos.world.removeAuthorization({ userId: leaver }))
    await members.change(leaver, { add: ['user'], remove: [] })
    expect(heldAt(kosmos, leaver)).toEqual(['user'])
  })

  test.runIf(isLagging)(
    'what the lists do not show in time is said, and the next change keeps it',
    async () => {
      kosmos.world.settings.lagMs = 20_000
      const { permissions, members } = await as('admin')
      const person = staffId('victor.popescu')
      const before = grantedAt(kosmos, 'analyst')
      expect(await permissions.change('analyst', { add: ['queues:read'], remove: [] })).toMatchObject({
        visible: false,
      })
      expect(await members.change(person, { add: ['user'], remove: [] })).toMatchObject({ visible: false })
      expect((await permissions.granted('analyst')).permissions).toContain('queues:read')
      expect((await members.get(person)).assignments.map(({ role }) => role.id)).toEqual(['user'])
      await permissions.change('analyst', { add: ['audit:read'], remove: [] })
      await members.change(person, { add: ['analyst'], remove: [] })
      expect(grantedAt(kosmos, 'analyst')).toEqual(sorted([...before, 'queues:read', 'audit:read']))
      expect(heldAt(kosmos, person)).toEqual(['analyst', 'user'])
    },
  )

  test.runIf(isLagging)('what we wrote over because the list was late is put back', async () => {
    const { permissions, members } = await as('admin')
    const other = await as('admin')
    const person = staffId('priya.raghunathan')
    await Promise.all([
      permissions.change('analyst', { add: ['queues:read'], remove: [] }),
      members.change(person, { add: ['user'], remove: [] }),
      other.permissions.change('analyst', { add: ['audit:read'], remove: [] }),
      other.members.change(person, { add: ['auditor'], remove: [] }),
    ])
    expect(grantedAt(kosmos, 'analyst')).toEqual(expect.arrayContaining(['audit:read', 'queues:read']))
    expect(heldAt(kosmos, person)).toEqual(['analyst', 'auditor', 'user'])
  })

  test('a suspended authorization stays suspended, whatever is added to it', async () => {
    const { members } = await as('admin')
    const person = staffId('noor.haddad')
    const before = await members.get(person)
    expect(before.assignments).toMatchObject([{ role: { id: 'analyst' }, active: false }])
    const added = await members.change(person, { add: ['user'], remove: [] })
    expect(added).toMatchObject({ inactive: true, visible: true })
    expect((await members.get(person)).assignments.map(({ active }) => active)).toEqual([false, false])
    expect(kosmos.world.authorizations().find(({ userId }) => userId === person)?.state).toBe('INACTIVE')
    const { permissions, trouble } = await members.effective(person)
    expect([permissions, trouble.length]).toEqual([[], 2])
    // Of what is taken away nothing is lost by that, and what others hold is not suspended.
    const others = [
      await members.change(person, { add: [], remove: ['user'] }),
      await members.change(staffId('victor.popescu'), { add: ['user'], remove: [] }),
    ]
    for (const outcome of others) expect(outcome).not.toHaveProperty('inactive')
  })

  test('what another organization gave is shown as its own, and left to it', async () => {
    const { members } = await as('admin')
    const person = staffId('sean.obrien')
    const { assignments } = await members.get(person)
    const { analyst, readonly } = Object.fromEntries(assignments.map((one) => [one.role.id, one]))
    expect(analyst).toMatchObject({
      sources: [{ kind: 'direct' }],
      role: { name: expect.stringMatching(/^Analyst/) },
    })
    expect(readonly).toMatchObject({ sources: [{ kind: 'organization', name: 'Meridian' }] })
    expect(readonly?.fixed).toMatch(/Meridian/)
    const { items } = await members.change(person, { add: [], remove: ['readonly'] })
    expect(items).toEqual([{ id: 'readonly', change: 'remove', already: true }])
    await members.change(person, { add: [], remove: ['analyst'] })
    const held = kosmos.world.authorizations().filter(({ userId }) => userId === person)
    expect(held.map(({ organizationId }) => organizationId)).toEqual([otherOrganizationId])
  })

  test('a lent project, administered from the organization it is lent to', async () => {
    const { members, roles } = await as('admin', `${homeOrganizationId}.${ledgerProjectId}`)
    const person = staffId('jose.hernandez')
    expect((await members.list()).items.map(({ id }) => id)).toEqual([person])
    expect((await problemOf(members.change(person, { add: ['chief-accountant'], remove: [] }))).kind).toBe(
      'invalid',
    )
    await members.change(staffId('kai.makoa'), { add: ['bookkeeper'], remove: [] })
    expect(kosmos.world.authorizations(ledgerProjectId)).toContainEqual(
      expect.objectContaining({ userId: staffId('kai.makoa'), organizationId: homeOrganizationId }),
    )
    expect((await roles.counts?.())?.members?.get('bookkeeper')).toBe(2)
    const elsewhere = await as('admin', `${otherOrganizationId}.${kosmosProjectId}`)
    const { items } = await elsewhere.members.list()
    expect(sorted(items.map(({ id }) => id))).toEqual(sorted([special.elsewhere, staffId('sean.obrien')]))
    expect(grantedAt(kosmos, 'analyst')).toEqual(
      sorted((await elsewhere.permissions.granted('analyst')).permissions),
    )
  })

  test('metadata that is not ours is reported and never written over', async () => {
    const { permissions } = await as('admin')
    const { trouble, complete } = await permissions.catalogue()
    expect(complete).toBe(true)
    expect(trouble.join(' ')).toMatch(/legacy/)
    const values: [string, RegExp][] = [
      [
        encoded({ v: 2, kind: 'role', project: kosmosProjectId, role: 'user', permissions: [] }),
        /newer version/,
      ],
      [
        encoded({ v: 1, kind: 'role', project: 'other', role: 'user', permissions: [], log: [] }),
        /something else/,
      ],
      [
        encoded({ v: 1, kind: 'catalogue', project: kosmosProjectId, permissions: [], log: [] }),
        /form of this/,
      ],
      [Buffer.from('no JSON').toString('base64'), /cannot be read/],
    ]
    for (const [value, words] of values) {
      kosmos.world.setMetadata(keyOf('user'), value)
      const granted = await permissions.granted('user')
      expect(granted).toMatchObject({ permissions: [], complete: false, fixed: expect.stringMatching(words) })
      expect((await permissions.grantedAll?.())?.get('user')).toEqual(granted)
      const problem = await problemOf(permissions.change('user', { add: ['users:read'], remove: [] }))
      expect(problem).toMatchObject({ kind: 'conflict', message: expect.stringMatching(words) })
      expect(kosmos.world.metadata().find(({ key }) => key === keyOf('user'))?.value).toBe(value)
    }
    kosmos.world.setMetadata(catalogueKey(kosmosProjectId), encoded({ v: 9 }))
    const catalogue = await permissions.catalogue()
    expect(catalogue.complete).toBe(false)
    expect(catalogue.resources.every(({ fixed }) => fixed !== undefined)).toBe(true)
    expect((await problemOf(permissions.create({ resource: '', name: 'a:b' }))).kind).toBe('conflict')
  })

  test('roles with long and awkward keys keep sets of their own', async () => {
    const { permissions, roles } = await as('admin')
    for (const id of ['#admin', 'a/b', '🛰️'.repeat(90), '__proto__', `#${'A'.repeat(43)}`]) {
      if (id !== '__proto__') await roles.create({ id, name: 'Awkward' })
      await permissions.change(id, { add: ['users:read', 'ä:🛰️'], remove: [] })
      expect((await permissions.granted(id)).permissions).toEqual(['users:read', 'ä:🛰️'])
      expect((await permissions.grantedAll?.())?.get(id)?.permissions).toEqual(['users:read', 'ä:🛰️'])
    }
    const { resources, trouble } = await permissions.catalogue()
    expect(resources.find(({ id }) => id === 'ä')?.permissions).toMatchObject([{ name: 'ä:🛰️' }])
    expect(trouble.join(' ')).toMatch(/ä:🛰️/)
  })

  test('a deleted role leaves no permissions behind for the next one of its key', async () => {
    const { roles, permissions } = await as('admin')
    expect(grantedAt(kosmos, 'auditor')).not.toEqual([])
    await roles.delete('auditor')
    kosmos.clock.advance(lag)
    expect(documentAt(kosmos, keyOf('auditor'))).toBeUndefined()
    await roles.create({ id: 'auditor', name: 'Auditor' })
    expect((await permissions.granted('auditor')).permissions).toEqual([])
    // What is not ours stays even then.
    await roles.delete('legacy')
    expect(kosmos.world.metadata().some(({ key }) => key === keyOf('legacy'))).toBe(true)
  })

  test('more than Zitadel keeps under one key is refused beforehand', async () => {
    const { permissions } = await as('admin')
    const names = Array.from({ length: 3_000 }, (_, number) => `${number}:${'x'.repeat(190)}`)
    const problem = await problemOf(permissions.change('user', { add: names, remove: [] }))
    expect(problem).toMatchObject({ kind: 'invalid', message: expect.stringMatching(/500,000 bytes/) })
    expect(requests('setMetadata')).toBe(0)
  })

  test('a permission is known by its name alone, and read where it was made', async () => {
    const { permissions } = await as('admin')
    expect(await permissions.create({ resource: 'ignored', name: 'reports:read' })).toEqual({
      id: 'reports:read',
      name: 'reports:read',
      resource: 'reports',
    })
    expect(await permissions.create({ resource: '', name: 'plain' })).toMatchObject({ resource: 'general' })
    for (const [name, description] of [
      ['', ''],
      [' x', ''],
      ['x', 'y'.repeat(501)],
    ] as const) {
      expect((await problemOf(permissions.create({ resource: '', name, description }))).kind).toBe('invalid')
    }
  })
})
