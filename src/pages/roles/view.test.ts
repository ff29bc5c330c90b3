// Searching and ordering roles, whatever they are called.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Role } from '../../directory/model.ts'
import { arrange, type RolesView } from './view.ts'

type Sort = NonNullable<RolesView['sort']>
const byKey: Sort = { key: 'key', descending: false }
const role = (id: string, differing: Partial<Role> = {}): Role => ({ id, name: id, ...differing })
const ids = (roles: Role[]) => roles.map(({ id }) => id)
const found = (roles: Role[], search: string) => ids(arrange(roles, { search, sort: byKey }))

describe('search', () => {
  const roles = [
    role('editor', { name: 'Schreiber', description: 'Writes (a lot)', group: 'Staff' }),
    role('(a+)+$', { name: 'A pattern' }),
    role('50%', { name: 'ÄRGER' }),
    role('__proto__', { name: 'toString' }),
  ]
  test.each([
    ['', ['__proto__', '(a+)+$', '50%', 'editor']],
    ['  ', ['__proto__', '(a+)+$', '50%', 'editor']],
    ['EDIT', ['editor']],
    ['schreib', ['editor']],
    ['a lot', ['editor']],
    ['staff', ['editor']],
    [' ärger ', ['50%']],
    ['proto', ['__proto__']],
    // Literal, never a pattern (C22).
    ['(a+)+$', ['(a+)+$']],
    ['(a', ['(a+)+$', 'editor']],
    ['.*', []],
    ['[', []],
    ['\\', []],
    ['undefined', []],
  ])('%j finds %j', (search, result) => expect(found(roles, search)).toEqual(result))
})

test('without an order they stay as the directory gives them', () => {
  const roles = [role('owner', { name: 'Zealous' }), role('editor'), role('a', { name: 'Owner of data' })]
  expect(ids(arrange(roles, { search: '', sort: undefined }))).toEqual(['owner', 'editor', 'a'])
  expect(ids(arrange(roles, { search: 'owner', sort: undefined }))).toEqual(['owner', 'a'])
})

const date = (day: number) => new Date(Date.UTC(2026, 0, day))

describe('order', () => {
  const roles = [
    role('role-10', { name: 'b', group: 'y', createdAt: date(1), updatedAt: date(9) }),
    role('role-2', { name: 'B', createdAt: date(3), updatedAt: date(7) }),
    role('Role-1', { name: 'a', group: 'X', updatedAt: date(8) }),
  ]
  test.each<[Sort['key'], string[]]>([
    ['key', ['Role-1', 'role-2', 'role-10']],
    ['name', ['Role-1', 'role-2', 'role-10']],
    ['group', ['role-2', 'Role-1', 'role-10']],
    ['created', ['Role-1', 'role-10', 'role-2']],
    ['changed', ['role-2', 'Role-1', 'role-10']],
  ])('by %s, and the other way round', (key, result) => {
    expect(ids(arrange(roles, { search: '', sort: { key, descending: false } }))).toEqual(result)
    expect(ids(arrange(roles, { search: '', sort: { key, descending: true } }))).toEqual(result.toReversed())
  })

  test('does not depend on the order in which the directory lists them', () => {
    const text = fc.constantFrom('a', 'A', 'á', 'b', 'B', '1', '01', '2', '10')
    const some = fc.uniqueArray(fc.record({ id: text, name: text }), { selector: ({ id }) => id })
    fc.assert(
      fc.property(
        some.chain((roles) =>
          fc.tuple(fc.constant(roles), fc.shuffledSubarray(roles, { minLength: roles.length })),
        ),
        fc.constantFrom<Sort['key']>('key', 'name', 'group', 'created', 'changed'),
        fc.boolean(),
        ([roles, shuffled], key, descending) => {
          const sort = { key, descending }
          expect(ids(arrange(shuffled, { search: '', sort }))).toEqual(
            ids(arrange(roles, { search: '', sort })),
          )
        },
      ),
    )
  })

  test('leaves the list it was given alone', () => {
    const given = Object.freeze([...roles])
    arrange([...given], { search: '', sort: byKey })
    expect(ids([...given])).toEqual(['role-10', 'role-2', 'Role-1'])
  })
})

test('5 000 roles are found and ordered between two frames of a slow screen', () => {
  const many = Array.from({ length: 5000 }, (_, n) =>
    role(`role-${(n * 7919) % 5000}`, { name: `Role ${n % 97}` }),
  )
  const sort: Sort = { key: 'name', descending: true }
  arrange(many, { search: 'role', sort })
  const before = performance.now()
  expect(arrange(many, { search: 'role', sort })).toHaveLength(5000)
  // 20 ms here; room for a busy machine.
  expect(performance.now() - before).toBeLessThan(500)
})
