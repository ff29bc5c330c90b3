import { expect, test } from 'vitest'
import type { Role } from '../../directory/model.ts'
import { holdersIn, losing } from './held.ts'
import { doneText } from './permission-fields.ts'
import { countOf, matching } from './view.ts'

const permission = (resource: string, name: string, description?: string) => ({
  id: `${resource} ${name}`,
  resource,
  name,
  ...(description !== undefined && { description }),
})
const resources = [
  {
    id: 'orders',
    name: 'Orders',
    hint: 'https://orders.example',
    permissions: [permission('orders', 'read:orders', 'See orders'), permission('orders', 'write:carts')],
  },
  {
    id: 'billing',
    name: 'Billing',
    permissions: [permission('billing', 'read:invoices', 'See [all] of it')],
  },
]
const names = (search: string) =>
  matching(resources, search).flatMap(({ permissions }) => permissions.map(({ name }) => name))

test.each([
  ['', ['read:orders', 'write:carts', 'read:invoices']],
  ['  ', ['read:orders', 'write:carts', 'read:invoices']],
  ['ORDERS.example', ['read:orders', 'write:carts']],
  ['read:', ['read:orders', 'read:invoices']],
  ['[all]', ['read:invoices']],
  ['nothing', []],
])('%j finds %j', (search, found) => {
  expect(names(search)).toEqual(found)
  expect(countOf(matching(resources, search))).toBe(found.length)
})

const role = (id: string): Role => ({ id, name: id.toUpperCase() })
const all = [role('a'), role('b'), role('c')]

test('roles by permission, and what could not be read', () => {
  const sets = new Map([
    ['a', { permissions: ['p', 'q'], complete: true }],
    ['b', { permissions: ['p'], complete: true }],
  ])
  const held = holdersIn(all, sets, true)
  expect(held.of('p').map(({ id }) => id)).toEqual(['a', 'b'])
  expect(held.of('none')).toEqual([])
  expect(held).toMatchObject({ complete: true, trouble: [] })
  const partly = holdersIn(all, new Map([['c', { permissions: ['p'], complete: false }]]), false)
  expect(partly.complete).toBe(false)
  expect(partly.trouble).toEqual([
    'Only 3 roles could be read; there are more.',
    'What “C” hands out could not be read whole.',
  ])
})

test('a set that is not ours does not make the rest doubtful', () => {
  const sets = new Map([['a', { permissions: [], complete: false, fixed: 'Not ours.' }]])
  expect(holdersIn(all, sets, true)).toMatchObject({ complete: true, trouble: [], unreadable: [{ id: 'a' }] })
})

test.each([
  [null, undefined],
  [new Map(), 'Nobody holds any of these roles.'],
  [new Map([['a', 1]]), '1 member loses it.'],
  [new Map([['b', 12]]), '12 members lose it.'],
  [
    new Map([
      ['a', 3],
      ['b', 5],
    ]),
    'Between 5 and 8 members lose it, depending on who holds several of these roles.',
  ],
])('how many lose it: %j', (members, text) => expect(losing(all, members)).toBe(text))

test('what was done, and that it does not show yet', () => {
  expect(doneText('“a” deleted', true)).toBe('“a” deleted.')
  expect(doneText('“a” deleted', false)).toBe('“a” deleted: accepted; the lists do not show it yet.')
})
