import { expect, test } from 'vitest'
import type { Resource } from '../../directory/model.ts'
import { pick, startOpen, strays } from './picker-view.ts'

const permission = (resource: string, name: string) => ({ id: name, resource, name })
const orders: Resource = {
  id: 'orders',
  name: 'Orders API',
  permissions: [permission('orders', 'read:orders'), permission('orders', 'refund:orders')],
}
const users: Resource = {
  id: 'users',
  name: 'People',
  permissions: [permission('users', 'read:users'), permission('users', 'ban')],
}
const resources = [orders, users, { id: 'none', name: 'Empty', permissions: [] }]

const names = (search: string, only: string[] | null = null) =>
  pick(resources, search, only && new Set(only)).map(({ resource, shown }) =>
    [resource.id, shown.map(({ name }) => name)].flat(),
  )

test('everything, also a resource without any permission', () =>
  expect(names('')).toEqual([
    ['orders', 'read:orders', 'refund:orders'],
    ['users', 'read:users', 'ban'],
    ['none'],
  ]))

test('a search leaves the hits, and the resource with all that it has', () => {
  const [first] = pick(resources, 'refund', null)
  expect(first?.shown.map(({ name }) => name)).toEqual(['refund:orders'])
  expect(first?.resource).toBe(orders)
})

test('a filter leaves its own within the search', () => {
  expect(names('', ['ban', 'read:orders'])).toEqual([
    ['orders', 'read:orders'],
    ['users', 'ban'],
  ])
  expect(names('orders', ['ban'])).toEqual([])
})

test('what no resource lists has a group of its own', () => {
  expect(strays(resources, ['ban', 'gone'])).toMatchObject([{ permissions: [{ id: 'gone', name: 'gone' }] }])
  expect(strays(resources, ['ban'])).toEqual([])
})

test('many groups start closed, one is always open', () => {
  const shown = Array.from({ length: 61 }, (_, n) => permission('users', String(n)))
  const [few, crowd] = [
    { resource: orders, shown: orders.permissions },
    { resource: users, shown },
  ]
  expect(startOpen([few, few])).toBe(true)
  expect(startOpen([few, crowd])).toBe(false)
  expect(startOpen([crowd])).toBe(true)
})
