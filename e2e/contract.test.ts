// One suite over directories: whatever a directory is, its port keeps its promises. Runs against the sandbox, in every
// dialect an adapter speaks, with lists that show a write at once and with lists that lag behind.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { grants } from '../src/directory/grants.ts'
import type { SetChange } from '../src/directory/model.ts'
import { auth0Subject, tenants } from './contract-auth0.ts'
import {
  failureOf,
  having,
  problemOf,
  sorted,
  whole,
  type Subject,
  type Visitor,
} from './contract-subject.ts'
import { instances, zitadelSubject } from './contract-zitadel.ts'

const subjects: Subject[] = [...instances.map(zitadelSubject), ...tenants.map(auth0Subject)]

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
      const reads = grants.filter((grant) => grant.startsWith('read'))
      expect(allowed).toEqual({ admin: [...grants], viewer: reads, guest: [] }[visitor])
      expect(found.length > 0).toBe(visitor !== 'guest')
      expect(source).not.toBe('')
      if (visitor === 'admin') expect(person).toBe(subject.me)
    })
  })

  describe('scopes', () => {
    test('list and get: each by its id; the same scope at gives the same object', async () => {
      const { directory, scopes } = await as('admin')
      if (!scopes) return
      const { items, total } = await scopes.list()
      expect(total ?? items.length).toBe(items.length)
      const home = await scopes.get()
      expect(home.home).toBe(true)
      expect(items.filter((one) => one.home)).toEqual([home])
      for (const one of items) expect(await scopes.get(one.id)).toEqual(one)
      expect(directory.at(home.id)).toBe(directory.at(home.id))
      expect(directory.at()).toBe(directory.at())
      const there = await whole((after) => having(directory.at(home.id).roles).list(reading(after)))
      expect(sorted(there.items.map(({ id }) => id))).toEqual(sorted(behind.roles()))
      expect((await scopes.list({ search: home.name.slice(0, 4).toUpperCase() })).items).toContainEqual(home)
      expect((await scopes.list({ search: 'no such scope' })).items).toEqual([])
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

    test('create, update, delete', async () => {
      const { roles, directory } = await as('admin')
      const before = behind.roles()
      const made = await roles.create(sample.newRole)
      expect(behind.roles()).toContain(made.id)
      expect(await roles.get(made.id)).toMatchObject({ name: sample.newRole.name })
      await roles.update(made.id, { name: 'Another name' })
      expect(await roles.get(made.id)).toMatchObject({ name: 'Another name' })
      const count = subject.writes()
      await roles.update(made.id, {})
      expect(subject.writes()).toBe(count)
      await roles.delete(made.id)
      await roles.delete(made.id)
      expect(sorted(behind.roles())).toEqual(sorted(before))
      expect(directory.traits.roles?.deleting).not.toBe('')
    })

    test('create: after a lost answer there is one', async () => {
      const { roles } = await as('admin')
      await roles.list()
      subject.lose('role', 'answer')
      const made = await roles.create(sample.newRole)
      expect(behind.roles().filter((id) => id === made.id)).toHaveLength(1)
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
    const { id: role, has, lacks } = sample.role

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

    test('create, describe, delete', async () => {
      const { permissions } = await as('admin')
      const made = await permissions.create(sample.newPermission)
      expect(made).toMatchObject({ name: sample.newPermission.name })
      const find = async () => {
        const { resources } = await permissions.catalogue()
        return resources.flatMap((one) => one.permissions).find(({ id }) => id === made.id)
      }
      expect(await find()).toEqual(made)
      expect((await problemOf(permissions.create(sample.newPermission))).kind).toBe('conflict')
      await permissions.describe(made, 'Differently')
      expect(await find()).toMatchObject({ description: 'Differently' })
      await permissions.change(role, add(made.id))
      await permissions.delete(made.id)
      await permissions.delete(made.id)
      expect(await find()).toBeUndefined()
      expect(behind.granted(role)).not.toContain(made.id)
    })

    test('describe: what somebody described or deleted meanwhile is left as it is', async () => {
      const { permissions } = await as('admin')
      const made = await permissions.create(sample.newPermission)
      subject.settle()
      await behind.describePermission(made.id, 'Theirs')
      expect((await problemOf(permissions.describe(made, 'Ours'))).kind).toBe('conflict')
      await behind.deletePermission(made.id)
      const problem = await problemOf(permissions.describe({ ...made, description: 'Theirs' }, 'Ours'))
      expect(['conflict', 'not-found']).toContain(problem.kind)
      expect(behind.permissions()).not.toContain(made.id)
    })

    test('granted and grantedAll: what a role hands out', async () => {
      const { permissions } = await as('viewer')
      const { permissions: found, complete, fixed } = await permissions.granted(role)
      expect([complete, fixed]).toEqual([true, undefined])
      expect(sorted(found)).toEqual(sorted(behind.granted(role)))
      const all = await permissions.grantedAll?.()
      if (all) expect(sorted(all.get(role)?.permissions ?? [])).toEqual(sorted(found))
    })

    test('change: adds and takes out, and touches nothing else', async () => {
      const { permissions } = await as('admin')
      const before = behind.granted(role)
      const outcome = await permissions.change(role, { add: [lacks[0]], remove: [has[0]] })
      expect(outcome).toMatchObject({
        visible: true,
        items: [
          { id: lacks[0], change: 'add' },
          { id: has[0], change: 'remove' },
        ],
      })
      const after = sorted([...before.filter((id) => id !== has[0]), lacks[0]])
      expect(behind.granted(role)).toEqual(after)
      expect(sorted(outcome.now)).toEqual(after)
      expect(sorted((await permissions.granted(role)).permissions)).toEqual(after)
    })

    test('change: nothing, and what is so already, sends nothing', async () => {
      const { permissions } = await as('admin')
      const count = subject.writes()
      expect((await permissions.change(role, add())).items).toEqual([])
      const { items } = await permissions.change(role, { add: [has[0]], remove: [lacks[0]] })
      expect(items.map(({ already }) => already)).toEqual([true, true])
      expect(subject.writes()).toBe(count)
    })

    test('two people: what each did to the same role since it was looked at stays', async () => {
      const { permissions } = await as('admin')
      const { permissions: seen } = await permissions.granted(role)
      await behind.setGranted(role, [...seen.filter((id) => id !== has[1]), lacks[1]])
      const { items } = await permissions.change(role, { add: [lacks[0], lacks[1]], remove: [has[1]] })
      expect(items.map(({ already }) => already ?? false)).toEqual([false, true, true])
      expect(behind.granted(role)).toEqual(
        sorted([...seen.filter((id) => id !== has[1]), lacks[0], lacks[1]]),
      )
    })

    test('two people at the same moment: nothing either of them did is lost', async () => {
      const [one, other] = await Promise.all([as('admin'), as('admin')])
      const before = behind.granted(role)
      await Promise.all([
        one.permissions.change(role, { add: [lacks[0]], remove: [has[0]] }),
        other.permissions.change(role, { add: [lacks[1]], remove: [has[1]] }),
        one.permissions.change(role, add(lacks[2])),
      ])
      const kept = before.filter((id) => id !== has[0] && id !== has[1])
      expect(behind.granted(role)).toEqual(sorted([...kept, ...lacks]))
    })

    test.each(['answer', 'request'] as const)('change: a lost %s', async (what) => {
      const { permissions } = await as('admin')
      await permissions.granted(role)
      subject.lose('granted', what)
      const change = () => failureOf(permissions.change(role, add(lacks[0])))
      // Sending it again is safe, and needed only where it was said that nothing was done.
      if (await change()) expect(await change()).toBeUndefined()
      expect(behind.granted(role).filter((id) => id === lacks[0])).toHaveLength(1)
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
    const { roles, permissions, members } = await as('viewer')
    const { sample: at } = subject
    const now = () => [behind.roles(), behind.granted(at.role.id), behind.held(at.person.id)]
    const before = now()
    for (const work of [
      () => roles.create(sample.newRole),
      () => roles.update(sample.role.id, { name: 'Mine' }),
      () => roles.delete(sample.role.id),
      () => permissions.create(sample.newPermission),
    ]) {
      expect((await problemOf(work())).kind).toBe('forbidden')
    }
    for (const work of [
      () => permissions.change(at.role.id, add(at.role.lacks[0])),
      () => members.change(at.person.id, add(at.person.lacks[0])),
      () => members.change(at.person.id, remove(at.person.has)),
    ]) {
      expect(await failureOf(work())).toMatchObject({ kind: 'forbidden' })
    }
    expect(now()).toEqual(before)
    const guest = await as('guest')
    expect((await problemOf(guest.roles.list())).kind).toBe('forbidden')
    expect((await problemOf(guest.permissions.catalogue())).kind).toBe('forbidden')
  })
})
