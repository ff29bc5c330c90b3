// The console's own format in organization metadata: what is written can be read, and what is not ours is told apart.
import { expect, test } from 'vitest'
import { catalogueKey, found, roleIn, roleKey, written } from './kept-format.ts'

const base64 = (...bytes: number[]) => btoa(String.fromCharCode(...bytes))
const encoded = (value: unknown) => base64(...new TextEncoder().encode(JSON.stringify(value)))
const decoded = (value = '') =>
  JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(value), (one) => one.charCodeAt(0))))
const many = (count: number) =>
  new Map(Array.from({ length: count }, (_, number) => [`${number}${'x'.repeat(95)}`, ''] as const))
const role = { project: '7', role: 'ä/🛰️' }

test('keys are exactly these', async () => {
  expect(catalogueKey('7')).toBe('gatehouse.catalogue.7')
  expect(await roleKey('7', 'a/b #1')).toBe('gatehouse.role.7.a/b #1')
  const longest = 'x'.repeat(200 - 'gatehouse.role.7.'.length)
  expect(await roleKey('7', longest)).toBe(`gatehouse.role.7.${longest}`)
  expect(await roleKey('7', 'a'.repeat(200))).toMatch(/^gatehouse\.role\.7\.#[\w-]{43}$/)
})

test('values are exactly these, in UTF-8, with at most fifty marks', () => {
  const marks = Array.from({ length: 60 }, (_, number) => `m${number}`)
  const set = written({ items: new Map([['ä:🛰️', '']]), marks }, role)
  expect(decoded(set)).toEqual({ v: 1, kind: 'role', ...role, permissions: ['ä:🛰️'], log: marks.slice(10) })
  const items = new Map([
    ['a:b', 'Does b'],
    ['c', ''],
  ])
  const catalogue = written({ items, marks: [] }, { project: '7' })
  const permissions = [{ name: 'a:b', description: 'Does b' }, { name: 'c' }]
  expect(decoded(catalogue)).toEqual({ v: 1, kind: 'catalogue', project: '7', permissions, log: [] })
  expect(found(catalogue ?? '', { project: '7' })).toEqual({ kept: { items, marks: [] } })
  expect(roleIn(set ?? '', '7')).toBe(role.role)
  expect(roleIn(set ?? '', '8')).toBeUndefined()
})

test('a value larger than Zitadel takes is none', () => {
  expect(written({ items: many(4_000), marks: [] }, role)).toBeDefined()
  expect(written({ items: many(6_000), marks: [] }, role)).toBeUndefined()
})

const ours = { v: 1, kind: 'role', ...role, permissions: ['a'], log: ['m'] }
test.each([
  ['no base64', '%%%', /cannot be read/],
  ['no UTF-8', base64(0x22, 0xff, 0x22), /cannot be read/],
  ['no JSON', btoa('{'), /cannot be read/],
  ['a number', encoded(4711), /form/],
  ['a later version', encoded({ ...ours, v: 2 }), /newer/],
  ['a later version of another form', encoded({ v: 3 }), /newer/],
  ['another kind', encoded({ ...ours, kind: 'catalogue' }), /form/],
  ['another project', encoded({ ...ours, project: '8' }), /something else/],
  ['another role', encoded({ ...ours, role: 'b' }), /something else/],
  ['permissions that are none', encoded({ ...ours, permissions: [5] }), /form/],
])('%s is not ours', (_, value, words) => {
  expect(found(value, role)).toEqual({ foreign: expect.stringMatching(words) })
})

test('ours without marks is ours', () => {
  const { log: _, ...rest } = ours
  expect(found(encoded(rest), role)).toEqual({ kept: { items: new Map([['a', '']]), marks: [] } })
})
