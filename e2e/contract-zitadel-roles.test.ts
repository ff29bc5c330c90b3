// What is particular about Zitadel's roles behind the port: keys that people choose, lists that lag, offset pages, refusals in
// two envelopes. Runs in every dialect the adapter speaks, with lists that show a write at once and lists that lag behind.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { grants } from '../src/directory/grants.ts'
import type { RoleDirectory } from '../src/directory/directory.ts'
import type { ListQuery } from '../src/directory/model.ts'
import { apiScope, connect, type How } from './connect.ts'
import { problemOf, whole as wholeOf } from './contract-subject.ts'
import type { PersonaName } from './sandbox/personas.ts'
import { startSandbox, type Sandbox, type ZitadelPlatform } from './sandbox/sandbox.ts'
import { consoleOrigin } from './sandbox/visitor.ts'

let sandbox: Sandbox
let kosmos: ZitadelPlatform

const lag = 2_000

beforeAll(async () => {
  sandbox = await startSandbox({ consoleOrigin })
  kosmos = sandbox.kosmos
})
afterAll(() => sandbox.stop())
beforeEach(() => sandbox.reset())

const as = (persona: PersonaName, how?: How) => connect(kosmos, persona, how)

const ids = (roles: { id: string }[]) => roles.map(({ id }) => id).toSorted()
const stored = () => kosmos.world.roles()
const keys = () =>
  stored()
    .map(({ key }) => key)
    .toSorted()
const storedOne = (key: string) => stored().find((role) => role.key === key)
const sent = (operation: string) => kosmos.journal.entries({ operation, method: 'POST' }).length
const settle = () => kosmos.clock.advance(lag + 1)

const whole = (roles: RoleDirectory, query: ListQuery = {}) =>
  wholeOf((after) => roles.list({ ...query, ...(after !== undefined && { after }) }))

const awkward = [
  'a/b',
  '?q=1#f',
  '50%',
  '%2F',
  'ä🛰️',
  '__proto__2',
  'toString',
  'with space',
  '.hidden',
  "!'()*~",
  '...',
  '🛰'.repeat(200),
]

describe.each([
  { name: 'Zitadel', olderInstance: false, lagMs: 0, updateClearsOmitted: false },
  {
    name: 'Zitadel, whose update empties what is left out',
    olderInstance: false,
    lagMs: 0,
    updateClearsOmitted: true,
  },
  { name: 'Zitadel, lists lagging', olderInstance: false, lagMs: lag, updateClearsOmitted: false },
  { name: 'Zitadel before v4', olderInstance: true, lagMs: 0, updateClearsOmitted: false },
  { name: 'Zitadel before v4, lists lagging', olderInstance: true, lagMs: lag, updateClearsOmitted: false },
])('$name', ({ name: _name, ...settings }) => {
  beforeEach(() => void Object.assign(kosmos.world.settings, settings))

  test.each([
    ['admin', [...grants]],
    ['viewer', grants.filter((grant) => grant.startsWith('read'))],
    // Whoever manages users manages service users as well, and no role and no permission.
    ['keykeeper', grants.filter((grant) => !/(create|edit|delete) roles|edit permissions/.test(grant))],
    ['guest', []],
  ] as const)('access: %s', async (persona, expected) => {
    const { place } = await as(persona)
    const { verdicts, found, source } = await place.access()
    const allowed = Object.values(verdicts).flatMap((one) => (one.allowed ? [one.grant] : []))
    expect(allowed).toEqual(expected)
    expect(found.length > 0).toBe(persona !== 'guest')
    expect(source).not.toBe('')
  })

  test('list: every role, with its group and dates', async () => {
    const { roles } = await as('viewer')
    const { items, total } = await whole(roles)
    expect(ids(items)).toEqual(keys())
    expect(total).toBe(items.length)
    expect(items.find(({ id }) => id === '__proto__')).toMatchObject({
      name: 'A key that is no property',
      group: 'Awkward',
    })
    expect(items.find(({ id }) => id === 'legacy')).not.toHaveProperty('group')
    expect(items.every(({ createdAt, updatedAt, settling }) => createdAt && updatedAt && !settling)).toBe(
      true,
    )
  })

  test('list: page by page, every role once, with a write of ours among them', async () => {
    kosmos.world.addRoles(1_200)
    const { roles } = await as('admin')
    await roles.create({ id: 'bulk-0600a', name: 'New' })
    await roles.delete('bulk-0700')
    const { items, pages, total } = await whole(roles)
    expect(pages).toBeGreaterThan(1)
    expect(ids(items)).toEqual(keys())
    expect(total).toBe(items.length)
    expect((await problemOf(roles.list({ after: 'made up' }))).kind).toBe('unexpected')
  })

  test('list: a search finds keys and names, whatever the case, and our own writes', async () => {
    const { roles } = await as('admin')
    const searched = async (search: string) => ids((await whole(roles, { search })).items)
    expect(await searched('CONVERSATIONS:read')).toEqual([
      'Conversations:Read/Own',
      'conversations:read/own',
      'conversations:read/team',
    ])
    expect(await searched('satellite')).toEqual(['emoji-🛰️'])
    expect(await searched('no such role')).toEqual([])
    expect(await searched('x'.repeat(201))).toEqual([])
    await roles.create({ id: 'sat-2', name: 'Second Satellite' })
    await roles.create({ id: 'unrelated', name: 'Unrelated' })
    expect(await searched('satellite')).toEqual(['emoji-🛰️', 'sat-2'])
  })

  test('list: ends when it is told to', async () => {
    const { roles } = await as('viewer')
    const reason = new Error('gone')
    await expect(roles.list({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })

  test('create: there at once, once, and marked only while the lists lag', async () => {
    const { roles, directory } = await as('admin')
    expect(directory.traits.roles?.id?.max).toBe(200)
    const made = await roles.create({ id: 'editor', name: 'Editor', group: 'Content' })
    expect(made).toMatchObject({ id: 'editor', name: 'Editor', group: 'Content' })
    const mine = async () => (await whole(roles)).items.filter(({ id }) => id === 'editor')
    expect(await mine()).toMatchObject([{ name: 'Editor', group: 'Content' }])
    expect((await mine())[0]?.settling).toBe(settings.lagMs > 0 ? true : undefined)
    settle()
    expect((await mine()).map(({ settling }) => settling)).toEqual([undefined])
    expect(storedOne('editor')).toMatchObject({ displayName: 'Editor', group: 'Content' })
  })

  test('create, update, delete: by keys that look like addresses, prototypes or nothing', async () => {
    const { roles } = await as('admin')
    const before = stored().length
    for (const id of awkward) {
      await roles.create({ id, name: 'First' })
      await roles.update(id, { name: 'Second' })
      expect(storedOne(id)).toMatchObject({ displayName: 'Second' })
      await roles.delete(id)
      expect(storedOne(id)).toBeUndefined()
    }
    expect(stored()).toHaveLength(before)
  })

  test('create: what exists already is a conflict at its field, and stays as it is', async () => {
    const { roles } = await as('admin')
    const problem = await problemOf(roles.create({ id: 'admin', name: 'Mine' }))
    expect(problem).toMatchObject({
      kind: 'conflict',
      details: { fields: { id: expect.stringContaining('admin') } },
    })
    expect(storedOne('admin')?.displayName).not.toBe('Mine')
  })

  test.each([
    ['no key', { name: 'N' }, 'id'],
    ['a blank key', { id: ' ', name: 'N' }, 'id'],
    ['a space before the key', { id: ' k', name: 'N' }, 'id'],
    ['a control character', { id: 'a\u0000b', name: 'N' }, 'id'],
    ['an invisible character', { id: 'a\u200Bb', name: 'N' }, 'id'],
    ['half a character', { id: 'a\uD800', name: 'N' }, 'id'],
    ['a key that is a direction', { id: '..', name: 'N' }, 'id'],
    ['a key too long', { id: '🛰'.repeat(201), name: 'N' }, 'id'],
    ['no name', { id: 'k', name: '' }, 'name'],
    ['a name too long', { id: 'k', name: 'n'.repeat(201) }, 'name'],
    ['a group of two lines', { id: 'k', name: 'N', group: 'a\nb' }, 'group'],
  ])('create: %s is refused before anything is sent', async (_, draft, field) => {
    const { roles } = await as('admin')
    const problem = await problemOf(roles.create(draft))
    expect(problem.kind).toBe('invalid')
    expect(Object.keys(problem.details.fields ?? {})).toEqual([field])
    expect(kosmos.journal.entries({ operation: 'addRole' })).toEqual([])
  })

  test('update: only what is named changes; nothing named sends nothing', async () => {
    const { roles } = await as('admin')
    const before = kosmos.journal.entries().length
    await roles.update('auditor', {})
    expect(kosmos.journal.entries()).toHaveLength(before)

    await roles.update('auditor', { name: 'Reviewer' })
    expect(storedOne('auditor')).toMatchObject({ displayName: 'Reviewer', group: 'Administration' })
    await roles.update('auditor', { group: 'Elsewhere' })
    expect(storedOne('auditor')).toMatchObject({ displayName: 'Reviewer', group: 'Elsewhere' })
    const mine = (await whole(roles)).items.find(({ id }) => id === 'auditor')
    expect(mine).toMatchObject({ name: 'Reviewer', group: 'Elsewhere' })

    await roles.update('auditor', { group: '' })
    expect(storedOne('auditor')).toMatchObject({ displayName: 'Reviewer', group: '' })
    await roles.update('auditor', { name: 'Reviewer' })
    expect((await problemOf(roles.update('auditor', { name: '' }))).details.fields).toHaveProperty('name')
    for (const change of [{ name: 'X' }, { name: 'X', group: 'Y' }]) {
      expect((await problemOf(roles.update('no such role', change))).kind).toBe('not-found')
    }
  })

  test('another administrator’s later change is what everybody sees', async () => {
    const { roles } = await as('admin')
    await roles.update('auditor', { name: 'Ours' })
    await roles.create({ id: 'both', name: 'Ours' })
    await roles.delete('trainee')
    kosmos.clock.advance(1)
    kosmos.world.setRole({ key: 'auditor', displayName: 'Theirs' })
    kosmos.world.setRole({ key: 'both', displayName: 'Theirs' })
    kosmos.world.setRole({ key: 'trainee', displayName: 'Theirs' })
    const { items, total } = await whole(roles)
    const names = items
      .filter(({ id }) => ['auditor', 'both', 'trainee'].includes(id))
      .map(({ name }) => name)
    expect(names).toEqual(['Theirs', 'Theirs', 'Theirs'])
    expect(total).toBe(stored().length)
  })

  test('delete: gone at once; gone already is gone', async () => {
    const { roles, directory } = await as('admin')
    expect(directory.traits.roles?.deleting).toMatch(/authorization/)
    const { total } = await whole(roles)
    await roles.delete('auditor')
    await roles.delete('auditor')
    await roles.delete('never was')
    expect(storedOne('auditor')).toBeUndefined()
    const after = await whole(roles)
    expect(ids(after.items)).not.toContain('auditor')
    expect(after.total).toBe((total ?? 0) - 1)
  })

  test('who may not is told so, and nothing happens', async () => {
    const viewer = await as('viewer')
    for (const work of [
      () => viewer.roles.create({ id: 'mine', name: 'Mine' }),
      () => viewer.roles.update('admin', { name: 'Mine' }),
      () => viewer.roles.delete('admin'),
    ]) {
      expect(await problemOf(work())).toMatchObject({
        kind: 'forbidden',
        details: { code: expect.any(String) },
      })
    }
    expect(storedOne('admin')?.displayName).not.toBe('Mine')
    const guest = await as('guest')
    expect((await problemOf(guest.roles.list())).kind).toBe('forbidden')
  })

  test('a lost answer: what was done is found out, and done once', async () => {
    const { roles } = await as('admin')
    await roles.list()
    for (const operation of ['addRole', 'updateRole', 'removeRole']) {
      kosmos.faults.set(operation, 'reset-after', { times: 1 })
    }
    expect(await roles.create({ id: 'editor', name: 'Editor' })).toMatchObject({
      id: 'editor',
      name: 'Editor',
    })
    expect(sent('addRole')).toBe(1)
    await roles.update('auditor', { name: 'Reviewer' })
    expect(storedOne('auditor')?.displayName).toBe('Reviewer')
    await roles.delete('trainee')
    expect(storedOne('trainee')).toBeUndefined()
  })

  test.each(['reset', 503] as const)(
    'a lost request (%s): what was not done is said, and sent only once',
    async (fault) => {
      const { roles } = await as('admin')
      for (const operation of ['addRole', 'updateRole', 'removeRole']) kosmos.faults.set(operation, fault)
      for (const work of [
        () => roles.create({ id: 'editor', name: 'Editor' }),
        () => roles.update('auditor', { name: 'Reviewer' }),
        () => roles.delete('trainee'),
      ]) {
        const problem = await problemOf(work())
        expect(problem).toMatchObject({
          kind: 'away',
          message: expect.stringMatching(/not (created|changed|deleted)/),
        })
        expect(problem.details.unsure).toBeUndefined()
      }
      expect(sent('addRole')).toBe(1)
      kosmos.faults.clear()
      await roles.create({ id: 'editor', name: 'Editor' })
      expect(stored().filter(({ key }) => key === 'editor')).toHaveLength(1)
    },
  )

  test('an answer that stays lost is unsure; the same draft sent again finds its role', async () => {
    const { roles } = await as('admin')
    await roles.list()
    kosmos.faults.set('addRole', 'reset-after', { times: 1 })
    kosmos.faults.set('listRoles', 503)
    const draft = { id: 'editor', name: 'Editor' }
    expect(await problemOf(roles.create(draft))).toMatchObject({ kind: 'away', details: { unsure: true } })
    kosmos.faults.clear()
    expect((await problemOf(roles.create({ ...draft, name: 'Another' }))).kind).toBe('conflict')
    expect(await roles.create(draft)).toMatchObject(draft)
    expect((await problemOf(roles.create(draft))).kind).toBe('conflict')
    expect(stored().filter(({ key }) => key === 'editor')).toHaveLength(1)
  })

  test('reads outlast short failures; long ones are said as what they are', async () => {
    const { roles } = await as('viewer')
    await roles.list()
    for (const fault of [503, 'reset', { status: 429, headers: { 'retry-after': '1' } }] as const) {
      kosmos.faults.set('listRoles', fault, { times: 1 })
      expect((await roles.list()).items).not.toEqual([])
    }
    for (const [fault, kind] of [
      [503, 'away'],
      ['reset', 'away'],
      ['html', 'unexpected'],
      ['truncate', 'unexpected'],
      [{ status: 429, headers: { 'retry-after': '7' } }, 'limited'],
      [{ answer: () => ({ pagination: 'x', details: 'x' }) }, 'unexpected'],
    ] as const) {
      kosmos.faults.set('listRoles', fault)
      expect((await problemOf(roles.list())).kind).toBe(kind)
    }
  })

  test('rows that cannot be read show in the total', async () => {
    const { roles } = await as('viewer')
    kosmos.faults.set('listRoles', {
      answer: ({ projectRoles, result, ...rest }) => {
        const rows: unknown[] = Array.isArray(projectRoles)
          ? projectRoles
          : Array.isArray(result)
            ? result
            : []
        const spoilt = [null, { key: 5 }, ...rows.slice(2)]
        return { ...rest, ...(projectRoles ? { projectRoles: spoilt } : { result: spoilt }) }
      },
    })
    const { items, total } = await whole(roles)
    expect(items).toHaveLength(stored().length - 2)
    expect(total).toBe(stored().length)
    const found = await roles.list({ search: 'admin' })
    expect(found.total).toBe(found.items.length + 2)
  })

  test('rows that are counted and not shown leave the list incomplete, and end it', async () => {
    // As an instance does for someone who may not read project grants (sandbox, roles-connect.ts).
    kosmos.world.settings.permissionCheckV2 = false
    const { items, total, pages } = await whole((await as('keykeeper')).roles)
    expect(total).toBe(stored().length)
    expect(items).toHaveLength(settings.olderInstance ? stored().length : 0)
    expect(pages).toBe(1)
  })

  test('an id that is a direction reaches nothing else', async () => {
    const { roles } = await as('admin')
    await roles.list()
    const [projects, before] = [kosmos.world.projects.length, stored().length]
    for (const id of ['..', '.', '../..']) await roles.delete(id).catch(() => undefined)
    expect([kosmos.world.projects.length, stored().length]).toEqual([projects, before])
    expect(kosmos.journal.entries({ method: 'DELETE' }).every(({ path }) => path.includes('/roles/'))).toBe(
      true,
    )
  })

  test('a token that ran out is renewed once for all who need it', async () => {
    const { roles, place, state } = await as('admin')
    kosmos.clock.advance('2h')
    await roles.create({ id: 'editor', name: 'Editor' })
    kosmos.clock.advance('2h')
    await roles.list()
    await place.access()
    expect(state.renewals).toBe(2)
    expect(storedOne('editor')).toBeDefined()
  })

  test('mistakes in the set-up say what to do about them', async () => {
    const elsewhere = await as('admin', { origin: 'https://elsewhere.example' })
    expect((await problemOf(elsewhere.roles.list())).message).toMatch(
      /https:\/\/elsewhere\.example .*redirect URI/,
    )
    const noAudience = await as('admin', { scope: 'profile' })
    const refused = await problemOf(noAudience.roles.list())
    expect(refused).toMatchObject({ kind: 'forbidden', details: { code: 'AUTH-7fs1e', status: 401 } })
    expect(refused.message).toContain(apiScope)
    const lost = await as('admin', { config: { organization: '1' } })
    expect(await problemOf(lost.place.access())).toMatchObject({ details: { code: 'AUTH-Bs7Ds' } })
  })
})
