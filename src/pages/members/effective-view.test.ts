import { expect, test } from 'vitest'
import { byResource, wayText } from './effective-view.ts'

const held = (resource: string, name: string, role?: string) => ({
  permission: { id: `${resource} ${name}`, resource, name },
  ways: [{ ...(role && { role: { id: role, name: role } }), source: { kind: 'direct' as const } }],
})
const orders = { id: 'api1', name: 'Orders', permissions: [] }
const all = [
  held('api1', 'write:orders', 'Clerk'),
  held('zz', 'read:x'),
  held('api1', 'read:orders', 'Audit'),
]
const shown = (search: string) =>
  byResource(all, [orders], search).map(({ name, held }) => [
    name,
    held.map(({ permission }) => permission.name),
  ])

test('by resource and name, a resource without a name by its id', () =>
  expect(shown('')).toEqual([
    ['Orders', ['read:orders', 'write:orders']],
    ['zz', ['read:x']],
  ]))

test.each([
  ['CLERK', [['Orders', ['write:orders']]]],
  ['orders', [['Orders', ['read:orders', 'write:orders']]]],
  ['read:x', [['zz', ['read:x']]]],
  ['.*', []],
])('finds %s', (search, found) => expect(shown(search)).toEqual(found))

test('says every way', () => {
  const group = { kind: 'group' as const, name: 'Finance' }
  expect(wayText({ role: { id: 'a', name: 'A' }, source: group })).toBe('through the group Finance')
  expect(wayText({ source: { kind: 'direct' } })).toBe('Given directly, without a role')
})
