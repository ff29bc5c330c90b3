import { describe, expect, test } from 'vitest'
import type { Scope } from '../directory/model.ts'
import { countOf, elsewhere, hintsFor, rowsOf, treeOf } from './scope-list.ts'

const scope = (name: string, depth?: number, more: Partial<Scope> = {}): Scope => ({
  id: name,
  name,
  ...(depth !== undefined && { depth }),
  ...more,
})
const page = (items: Scope[], total: number | null = null) => ({ items, total })
const lies = (items: Scope[]) =>
  rowsOf(treeOf(items)).map(({ scope: { name }, level }) => `${'-'.repeat(level)}${name}`)

describe('what lies in what', () => {
  const all = [
    scope('a', 0),
    scope('b', 1, { within: 'a' }),
    scope('c', 2, { within: 'b' }),
    scope('d', 1, { within: 'a' }),
    scope('e', 0),
    scope('f', 1, { within: 'e' }),
    scope('g', 2, { within: 'f' }),
  ]
  const found = (...names: string[]) => all.filter(({ name }) => names.includes(name))

  test('follows the depth of a list', () => {
    expect(lies(all)).toEqual(['a', '-b', '--c', '-d', 'e', '-f', '--g'])
  })

  test('is on top where a search left out what it lies in, and never in the one before it', () => {
    expect(lies(found('a', 'c', 'f'))).toEqual(['a', 'c', 'f'])
    expect(lies(found('b', 'c', 'g'))).toEqual(['b', '-c', 'g'])
    expect(lies(found('a', 'g'))).toEqual(['a', 'g'])
    expect(rowsOf(treeOf(found('b', 'c', 'g'))).map(elsewhere)).toEqual(['a', undefined, 'f'])
  })

  test('is nothing in a list without depth', () => {
    expect(lies([scope('a'), scope('b')])).toEqual(['a', 'b'])
    expect(lies([])).toEqual([])
  })
})

describe('how many there are', () => {
  test('counts those that can be chosen', () => {
    const items = [scope('a', 0, { closed: 'Not yours.' }), scope('b', 1)]
    expect(countOf(page(items, 2), '')).toBe('All 1')
    expect(countOf(page(items), 'b')).toBe('1 found')
    expect(countOf(page([]), '')).toBe('')
  })

  test('says when there are more', () => {
    expect(countOf(page([scope('a')], 7), '')).toBe('1 of 7 shown. Search to find the others.')
    expect(countOf({ ...page([scope('a')]), next: '2' }, 'a')).toBe(
      '1 of more shown. Search to find the others.',
    )
  })
})

test('a hint says what it is, and its id where the name is not enough', () => {
  const items = [
    scope('Grid', 0, { what: 'Project', key: 'grid-a' }),
    scope('Grid', 0, { what: 'Project', key: 'grid-b' }),
    scope('Harbour', 0, { what: 'Project', key: 'harbour' }),
    scope('Plain'),
  ]
  expect(items.map(hintsFor(items))).toEqual(['Project, grid-a', 'Project, grid-b', 'Project', undefined])
})
