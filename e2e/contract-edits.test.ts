// What changes roles and permissions, over the directories in which they can be changed: the port keeps its promises there too.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SetChange } from '../src/directory/model.ts'
import { failureOf, problemOf, sorted, type Visitor } from './contract-subject.ts'
import { editable } from './contract-subjects.ts'

const add = (...ids: string[]): SetChange => ({ add: ids, remove: [] })

describe.each(editable)('$name', (subject) => {
  const { sample, behind } = subject
  beforeAll(() => subject.start())
  afterAll(() => subject.stop())
  beforeEach(() => subject.reset())

  async function as(visitor: Visitor) {
    const { directory, place } = await subject.connect(visitor)
    return { directory, roles: place.roles, permissions: place.permissions }
  }

  describe('roles', () => {
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
  })

  describe('permissions', () => {
    const { id: role, has, lacks } = sample.role

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

  test('who may not is told so, and nothing happens', async () => {
    const { roles, permissions } = await as('viewer')
    const now = () => [behind.roles(), behind.granted(sample.role.id), behind.permissions()]
    const before = now()
    for (const work of [
      () => roles.create(sample.newRole),
      () => roles.update(sample.role.id, { name: 'Mine' }),
      () => roles.delete(sample.role.id),
      () => permissions.create(sample.newPermission),
    ]) {
      expect((await problemOf(work())).kind).toBe('forbidden')
    }
    const change = permissions.change(sample.role.id, add(sample.role.lacks[0]))
    expect(await failureOf(change)).toMatchObject({ kind: 'forbidden' })
    expect(now()).toEqual(before)
  })
})
