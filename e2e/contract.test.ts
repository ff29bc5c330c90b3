// One suite over directories: whatever a directory is, its port keeps its promises. Runs against the sandbox, in every dialect an
// adapter speaks, with lists that show a write at once and with lists that lag behind. What changes roles and permissions is in
// contract-edits.test.ts.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SetChange } from '../src/directory/model.ts'
import { failureOf, having, problemOf, sorted, type Visitor, whole } from './contract-subject.ts'
import { fixed, subjects } from './contract-subjects.ts'

const add = (...ids: string[]): SetChange => ({ add: ids, remove: [] })
const remove = (...ids: string[]): SetChange => ({ add: [], remove: ids })
const reading = (after: string | undefined) => (after === undefined ? {} : { after })

describe.each(subjects)('$name', (subject) => {
  const { sample, behind } = subject
  beforeAll(() => subject.start())
  afterAll(() => subject.stop())
  beforeEach(() => subject.reset())

  async function as(visitor: Visitor) {
    const { directory, place } = await subject.connect(visitor)
    return {
      directory,
      traits: directory.traits,
      place,
      scopes: directory.scopes,
      roles: having(place.roles),
      permissions: having(place.permissions),
      members: having(place.members),
    }
  }

  describe('access', () => {
    test.each(['admin', 'viewer', 'guest'] as const)('%s', async (visitor) => {
      const { place } = await as(visitor)
      const { verdicts, found, source, person } = await place.access()
      const allowed = Object.values(verdicts).flatMap((one) => (one.allowed ? [one.grant] : []))
      expect(allowed).toEqual(subject.allowed[visitor])
      expect(found.length > 0).toBe(visitor !== 'guest')
      expect(source).not.toBe('')
      if (visitor === 'admin') expect(person).toBe(subject.me)
    })
  })

  describe('scopes', () => {
    test('list and get: each by its id; the same scope at gives the same object', async () => {
      const { directory, scopes, traits } = await as('admin')
      if (!scopes) return
      const { items, total } = await scopes.list()
      expect(total ?? items.length).toBe(items.length)
      for (const one of items) expect(await scopes.get(one.id)).toEqual(one)
      // Where the console starts at no scope, none may pass for one that was chosen.
      const home = traits.projects ? undefined : await scopes.get()
      expect(items.filter((one) => one.home)).toEqual(home ? [home] : [])
      if (!home) expect((await problemOf(scopes.get())).kind).toBe('not-found')
      if (!home) expect(directory.at().members).toBeUndefined()
      expect(directory.at()).toBe(directory.at())
      const some = having(home ?? items.find(({ closed }) => closed === undefined))
      expect(directory.at(some.id)).toBe(directory.at(some.id))
      const there = await whole((after) => having(directory.at(some.id).roles).list(reading(after)))
      expect(sorted(there.items.map(({ id }) => id))).toEqual(sorted(behind.roles()))
      expect((await scopes.list({ search: some.name.slice(0, 4).toUpperCase() })).items).toContainEqual(some)
      expect((await scopes.list({ search: 'no such scope' })).items).toEqual([])
      // The token stands in a variable, never in the text (promise 1).
      expect(scopes.command ?? '$JWT_TOKEN').toContain('$JWT_TOKEN')
    })

    test('what lies in one another is listed together', async () => {
      const { scopes } = await as('admin')
      const { items = [] } = (await scopes?.list()) ?? {}
      const depths = items.map(({ depth = 0 }) => depth)
      expect(depths.every((depth, at) => depth <= (depths[at - 1] ?? -1) + 1)).toBe(true)
    })
  })

  describe('roles', () => {
    test('list, get and search', async () => {
      const { roles } = await as('viewer')
      const { items, total } = await whole((after) => roles.list(reading(after)))
      expect(sorted(items.map(({ id }) => id))).toEqual(sorted(behind.roles()))
      expect(total ?? items.length).toBe(items.length)
      expect(await roles.get(sample.role.id)).toMatchObject({ id: sample.role.id })
      expect((await problemOf(roles.get('no such role'))).kind).toBe('not-found')
      const found = await whole((after) => roles.list({ search: sample.roleSearch.text, ...reading(after) }))
      expect(sorted(found.items.map(({ id }) => id))).toEqual(sorted(sample.roleSearch.finds))
      const reason = new Error('gone')
      await expect(roles.list({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    })

    test('counts: of permissions and members, or that they cannot be told', async () => {
      const { roles } = await as('viewer')
      const counts = await roles.counts?.()
      if (counts?.permissions) {
        expect(counts.permissions.get(sample.role.id)).toBe(behind.granted(sample.role.id).length)
      }
      if (counts?.members) expect(counts.members.get(sample.person.has)).toBeGreaterThan(0)
    })
  })

  describe('permissions', () => {
    const role = sample.role.id

    test('catalogue: every permission, under its resource', async () => {
      const { permissions } = await as('viewer')
      const { resources, complete } = await permissions.catalogue()
      expect(complete).toBe(true)
      const all = resources.flatMap((resource) => resource.permissions)
      for (const resource of resources) {
        expect(resource.permissions.every((one) => one.resource === resource.id)).toBe(true)
      }
      expect(all.map(({ id }) => id)).toEqual(expect.arrayContaining(behind.permissions()))
      expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    })

    test('granted and grantedAll: what a role hands out', async () => {
      const { permissions } = await as('viewer')
      const { permissions: found, complete, fixed } = await permissions.granted(role)
      expect([complete, fixed]).toEqual([true, undefined])
      expect(sorted(found)).toEqual(sorted(behind.granted(role)))
      const all = await permissions.grantedAll?.()
      if (all) expect(sorted(all.get(role)?.permissions ?? [])).toEqual(sorted(found))
    })
  })

  describe('members', () => {
    const { id: person, has, lacks, name, search } = sample.person

    test('list: everybody once, with what they hold where the traits say so', async () => {
      const { members, directory } = await as('viewer')
      const { items, total } = await whole((after) => members.list(reading(after)))
      expect(new Set(items.map(({ id }) => id)).size).toBe(items.length)
      expect(total ?? items.length).toBe(items.length)
      const found = items.find(({ id }) => id === person)
      expect(found).toMatchObject({ name, kind: 'person', state: 'active' })
      const held = found?.assignments?.map(({ role }) => role.id)
      if (directory.traits.members?.assignmentsListed) expect(held).toEqual(expect.arrayContaining([has]))
      expect((await problemOf(members.list({ after: 'made up' }))).kind).toBe('unexpected')
    })

    test('list: by role and by name', async () => {
      const { members } = await as('viewer')
      const ids = async (query: { role?: string; search?: string }) =>
        (await whole((after) => members.list({ ...query, ...reading(after) }))).items.map(({ id }) => id)
      expect(await ids({ role: has })).toContain(person)
      expect(await ids({ role: lacks[0] })).not.toContain(person)
      expect(await ids({ search })).toContain(person)
      expect(await ids({ search: 'nobody of this name' })).toEqual([])
    })

    test('get: one person; whoever does not exist is not found', async () => {
      const { members } = await as('viewer')
      const found = await members.get(person)
      const direct = found.assignments.filter(({ sources }) => sources.some(({ kind }) => kind === 'direct'))
      expect(sorted(direct.map(({ role }) => role.id))).toEqual(sorted(behind.held(person)))
      expect(direct.every(({ active, fixed }) => active && fixed === undefined)).toBe(true)
      expect((await members.get(sample.stranger.id)).assignments).toEqual([])
      expect((await problemOf(members.get(`${sample.stranger.id}9`))).kind).toBe('not-found')
    })

    test('search: finds people whether they hold something or not', async () => {
      const { members } = await as('viewer')
      for (const one of [sample.stranger, sample.person]) {
        expect((await members.search({ search: one.search })).items.map(({ id }) => id)).toContain(one.id)
      }
      expect((await members.search({ search: 'nobody of this name' })).items).toEqual([])
    })

    test('change: the first role of somebody, another one, and the last', async () => {
      const { members } = await as('admin')
      const { id } = sample.stranger
      expect(await members.change(id, add(has))).toMatchObject({ visible: true, now: [has] })
      expect(behind.held(id)).toEqual([has])
      await members.change(id, { add: [lacks[0]], remove: [has] })
      expect(behind.held(id)).toEqual([lacks[0]])
      expect((await members.get(id)).assignments.map(({ role }) => role.id)).toEqual([lacks[0]])
      await members.change(id, remove(lacks[0]))
      expect(behind.held(id)).toEqual([])
      const count = subject.writes()
      const { items } = await members.change(id, { add: [], remove: [has] })
      expect(items).toEqual([{ id: has, change: 'remove', already: true }])
      expect((await members.change(id, add())).now).toEqual([])
      expect(subject.writes()).toBe(count)
    })

    test('two people: what each did to the same person since then stays', async () => {
      const { members } = await as('admin')
      await members.get(person)
      await behind.setHeld(person, [has, lacks[1]])
      await members.change(person, { add: [lacks[0]], remove: [has] })
      expect(behind.held(person)).toEqual(sorted(lacks))
      await behind.setHeld(person, [])
      await members.change(person, add(has))
      expect(behind.held(person)).toEqual([has])
    })

    test('two people at the same moment: nothing either of them did is lost', async () => {
      const [one, other] = await Promise.all([as('admin'), as('admin')])
      for (const id of [person, sample.stranger.id]) {
        await Promise.all([one.members.change(id, add(lacks[0])), other.members.change(id, add(lacks[1]))])
        expect(behind.held(id)).toEqual(expect.arrayContaining([...lacks]))
      }
    })

    test.each(['answer', 'request'] as const)('change: a lost %s', async (what) => {
      const { members } = await as('admin')
      await members.get(person)
      subject.lose('held', what)
      const change = () => failureOf(members.change(person, add(lacks[0])))
      // Sending it again is safe, and needed only where it was said that nothing was done.
      if (await change()) expect(await change()).toBeUndefined()
      expect(behind.held(person)).toEqual(sorted([has, lacks[0]]))
    })

    test('effective: what somebody may do, and why', async () => {
      const { members } = await as('viewer')
      const { role, permission } = sample.effective
      const { permissions } = await members.effective(sample.effective.person)
      const found = permissions.find((one) => one.permission.id === permission)
      expect(found?.ways).toContainEqual(
        expect.objectContaining({ role: expect.objectContaining({ id: role }) }),
      )
    })
  })

  test('who may not is told so, and nothing happens', async () => {
    const { members } = await as('viewer')
    const { id: person, has, lacks } = sample.person
    const before = behind.held(person)
    for (const work of [
      () => members.change(person, add(lacks[0])),
      () => members.change(person, remove(has)),
    ]) {
      expect(await failureOf(work())).toMatchObject({ kind: 'forbidden' })
    }
    expect(behind.held(person)).toEqual(before)
    const guest = await as('guest')
    expect((await problemOf(guest.roles.list())).kind).toBe('forbidden')
    expect((await problemOf(guest.permissions.catalogue())).kind).toBe('forbidden')
  })
})

describe.each(fixed)('$name: roles and permissions are fixed', (subject) => {
  beforeAll(() => subject.start())
  afterAll(() => subject.stop())
  beforeEach(() => subject.reset())

  test('the traits say why, and what would change them is absent', async () => {
    const { directory, place } = await subject.connect('admin')
    const { roles, permissions } = directory.traits
    expect([roles?.fixed, permissions?.fixed]).toEqual([expect.any(String), expect.any(String)])
    const { create, update, delete: remove } = having(place.roles)
    expect([create, update, remove]).toEqual([undefined, undefined, undefined])
    const { create: make, describe: word, delete: end, change } = having(place.permissions)
    expect([make, word, end, change]).toEqual([undefined, undefined, undefined, undefined])
  })
})
