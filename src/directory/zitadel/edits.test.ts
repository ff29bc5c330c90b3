// When one version of what is stored shows a write of ours, and what edits make of each other.
import { expect, test } from 'vitest'
import {
  editBetween,
  edited,
  editOf,
  joined,
  leftOf,
  outcomeOf,
  verdictOn,
  type Version,
  type Written,
} from './edits.ts'

const items = (...ids: string[]) => new Map(ids.map((id) => [id, '']))
const version = (at: number, ids: string[], marks?: string[]): Version => ({
  items: items(...ids),
  at,
  ...(marks && { marks }),
})
const add = (...ids: string[]) => editOf({ add: ids, remove: [] })
const drop = (...ids: string[]) => editOf({ add: [], remove: ids })

test('an edit does what it says, once, and what is both added and taken out is taken out', () => {
  const edit = editOf({ add: ['a', 'b', 'c'], remove: ['b', 'x'] })
  expect([...edited(items('x', 'y'), edit).keys()]).toEqual(['y', 'a', 'c'])
  expect(leftOf(items('a', 'y'), edit)).toEqual(editOf({ add: ['c'], remove: [] }))
  const described = { put: new Map([['a', 'new']]), drop: new Set<string>() }
  expect(leftOf(new Map([['a', 'old']]), described)).toEqual(described)
})

test('what others did is told without what we have an opinion on', () => {
  const theirs = editBetween(
    items('a', 'b', 'c'),
    items('b', 'd', 'e'),
    editOf({ add: ['d'], remove: ['a'] }),
  )
  expect(theirs).toEqual(editOf({ add: ['e'], remove: ['c'] }))
  expect(joined(add('a'), drop('b'))).toEqual(editOf({ add: ['a'], remove: ['b'] }))
})

const marked: Written = {
  ours: add('n'),
  before: items('a'),
  read: version(10, ['a'], ['m1']),
  at: 20,
  mark: 'mine',
  isMarked: true,
}

test.each([
  ['our own', version(20, ['a', 'n'], ['m1', 'mine']), 'shown'],
  ['a later one that knows ours', version(30, ['a'], ['m1', 'mine', 'm2']), 'shown'],
  ['the one from before', version(10, ['a'], ['m1']), 'waiting'],
  ['an older one', version(5, ['b'], ['m0']), 'waiting'],
  ['nothing', undefined, 'waiting'],
  ['one from between', version(15, ['a', 'x'], ['m1', 'm2']), 'earlier'],
  ['a later one that does not know ours', version(25, ['a', 'x'], ['m1', 'm2']), 'overwritten'],
  ['one of the same moment', version(20, ['a', 'x'], ['m1', 'm2']), 'overwritten'],
  ['one without a date', version(0, ['a', 'x'], ['m1', 'm2']), 'overwritten'],
] as const)('with marks: %s', (_, seen, verdict) => {
  expect(verdictOn(seen, marked)).toBe(verdict)
})

const plain: Written = { ...marked, read: version(10, ['a']), isMarked: false }

test.each([
  ['our own', version(20, ['a', 'n']), plain, 'shown'],
  ['the one from before', version(10, ['a']), plain, 'waiting'],
  ['one from between', version(15, ['a', 'x']), plain, 'earlier'],
  ['a later one with ours', version(30, ['n']), plain, 'shown'],
  ['a later one without', version(30, ['a', 'x']), plain, 'overwritten'],
  ['a later one just as before us', version(30, ['a']), plain, 'shown'],
  ['gone', undefined, plain, 'overwritten'],
  ['gone, as we wanted', undefined, { ...plain, ours: drop('a') }, 'shown'],
  ['not there yet', undefined, { ...plain, read: undefined }, 'waiting'],
  ['ours, the answer lost', version(20, ['a', 'n']), { ...plain, at: undefined }, 'shown'],
  ['not ours, the answer lost', version(20, ['a', 'x']), { ...plain, at: undefined }, 'earlier'],
  ['nothing, the answer lost', undefined, { ...plain, read: undefined, at: undefined }, 'waiting'],
] as const)('without marks: %s', (_, seen, written, verdict) => {
  expect(verdictOn(seen, written)).toBe(verdict)
})

test('an outcome says what was so already', () => {
  const first = editOf({ add: ['a'], remove: ['x'] })
  const settled = { first, items: items('a', 'b'), visible: true, redone: true }
  expect(outcomeOf({ add: ['a', 'b', 'z'], remove: ['x', 'y', 'z'] }, settled)).toEqual({
    items: [
      { id: 'a', change: 'add' },
      { id: 'b', change: 'add', already: true },
      { id: 'x', change: 'remove' },
      { id: 'y', change: 'remove', already: true },
      { id: 'z', change: 'remove', already: true },
    ],
    now: ['a', 'b'],
    visible: true,
    redone: true,
  })
})
