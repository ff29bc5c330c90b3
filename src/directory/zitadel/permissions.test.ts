// The catalogue as it is put together, and what assignments and sets of roles come to.
import { expect, test } from 'vitest'
import { assignmentsOf, personOf } from './assignments.ts'
import type { Authorization } from './authorization-calls.ts'
import { effectiveOf } from './effective.ts'
import type { Stored } from './kept.ts'
import { catalogueOf, permissionOf } from './permissions.ts'

const set = (...names: string[]) => ({ items: new Map(names.map((name) => [name, ''])) })

test.each([
  ['a:b', 'a'],
  ['a:b:c', 'a'],
  ['plain', 'general'],
  [':odd', 'general'],
])('%s belongs to %s', (name, resource) => {
  expect(permissionOf(name)).toEqual({ id: name, name, resource })
})

test('the catalogue shows what roles hand out beyond it, and says so', () => {
  const sets = new Map<string, Stored>([
    ['r', set('a:read', 'b:x')],
    ['s', { ...set(), foreign: 'it cannot be read' }],
  ])
  const { resources, complete, trouble } = catalogueOf(
    { items: new Map([['a:read', 'Reads']]) },
    { sets, complete: true },
  )
  expect(resources).toEqual([
    {
      id: 'a',
      name: 'a',
      permissions: [{ id: 'a:read', name: 'a:read', resource: 'a', description: 'Reads' }],
    },
    { id: 'b', name: 'b', permissions: [{ id: 'b:x', name: 'b:x', resource: 'b' }] },
  ])
  expect(complete).toBe(true)
  expect(trouble).toEqual([expect.stringContaining('“s”'), expect.stringContaining('“b:x”')])
})

test('a catalogue that is not ours can be neither trusted nor changed', () => {
  const { resources, complete } = catalogueOf(
    { items: new Map(), foreign: 'it cannot be read' },
    { sets: new Map([['r', set('a:read')]]), complete: true },
  )
  expect(complete).toBe(false)
  expect(resources).toMatchObject([{ id: 'a', fixed: expect.stringContaining('left alone') }])
})

const row = (id: string, giver: string, roles: string[], active = true): Authorization => ({
  id,
  user: { id: 'u', name: '', login: 'u@x' },
  organization: { id: giver, name: giver.toUpperCase() },
  roles: roles.map((key) => ({ id: key })),
  active,
  at: 1,
})

test('a role is held once, from all its sources, and fixed only where it is not given here', () => {
  const rows = [row('1', 'other', ['r', 's']), row('2', 'here', ['r', 't'], false)]
  expect(assignmentsOf(rows, 'here', new Map([['r', 'Role']]))).toEqual([
    {
      role: { id: 'r', name: 'Role' },
      sources: [{ kind: 'direct' }, { kind: 'organization', name: 'OTHER' }],
      active: true,
    },
    {
      role: { id: 's', name: 's' },
      sources: [{ kind: 'organization', name: 'OTHER' }],
      active: true,
      fixed: expect.stringContaining('OTHER'),
    },
    { role: { id: 't', name: 't' }, sources: [{ kind: 'direct' }], active: false },
  ])
  expect(personOf(rows, undefined)).toEqual({ id: 'u', name: 'u@x', state: 'active', kind: 'person' })
})

test('a permission has a way for each role and source; suspended roles give nothing', () => {
  const assignments = assignmentsOf(
    [row('1', 'here', ['r', 's']), row('2', 'other', ['r'])],
    'here',
    new Map(),
  )
  const [first] = assignmentsOf([row('3', 'here', ['t'], false)], 'here', new Map())
  const granted = new Map([
    ['r', { permissions: ['b:x', 'a:read'], complete: true }],
    ['s', { permissions: ['a:read'], complete: true }],
    ['t', { permissions: ['c'], complete: true }],
  ])
  const catalogue = catalogueOf(
    { items: new Map([['a:read', 'Reads']]) },
    { sets: new Map(), complete: true },
  )
  const found = effectiveOf([...assignments, ...(first ? [first] : [])], granted, catalogue)
  expect(
    found.permissions.map(({ permission, ways }) => [permission.id, permission.description, ways.length]),
  ).toEqual([
    ['a:read', 'Reads', 3],
    ['b:x', undefined, 2],
  ])
  expect(found.trouble).toEqual([expect.stringContaining('“t”')])
})
