// When one version of what is stored shows a write of ours, and what edits make of each other.
import { expect, test } from 'vitest'
import {
  editBetween,
  edited,
  editOf,
  joined,
  leftOf,
  isNothing,
  outcomeOf,
  undoneIn,
  unopposed,
  unseenIn,
  verdictOn,
  type Made,
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
  const opposed = unopposed(
    editOf({ add: ['a', 'b'], remove: ['c', 'd'] }),
    editOf({ add: ['b', 'c'], remove: ['a', 'd'] }),
  )
  expect(opposed).toEqual(editOf({ add: ['b'], remove: ['d'] }))
  expect(joined(add('a'), drop('a'))).toEqual(add('a'))
  expect(joined(drop('a'), add('a', 'b'))).toEqual(editOf({ add: ['b'], remove: ['a'] }))
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

/** What a later version has undone of writes that it did not know. */
const undone = (seen: Version | undefined, ...writes: Made[]) => undoneIn(seen, unseenIn(seen, writes))
/** Puts `n` and drops `b`. */
const made: Made = {
  ...plain,
  ours: editOf({ add: ['n'], remove: ['b'] }),
  before: items('a', 'b'),
  at: 20,
  shown: true,
}
/** After that, puts `m`. */
const newer: Made = { ...made, ours: add('m'), before: items('a', 'n'), at: 30 }

test.each([
  ['ours', version(20, ['a', 'n']), [made], []],
  ['ours and more', version(30, ['a', 'n', 'x']), [made], []],
  ['an older one of a list that lags', version(10, ['a', 'x']), [made], []],
  ['exactly what was before: taken back', version(30, ['b', 'a']), [made], []],
  ['what was before with more', version(30, ['a', 'b', 'x']), [made], ['+n', '-b']],
  ['half of ours', version(30, ['a', 'x']), [made], ['+n']],
  ['the other half', version(30, ['b', 'n', 'x']), [made], ['-b']],
  ['gone', undefined, [made], ['+n']],
  ['gone, as it was before', undefined, [{ ...made, before: items() }], []],
  ['nothing, and ours never showed', undefined, [{ ...made, shown: false }], []],
  ['both of ours', version(30, ['a', 'n', 'm']), [made, newer], []],
  ['neither of ours', version(40, ['a', 'b', 'x']), [made, newer], ['+n', '+m', '-b']],
  ['the newer of ours: who knows it knew the other', version(40, ['a', 'b', 'm']), [made, newer], []],
  ['only the older of ours', version(40, ['a', 'n', 'x']), [made, newer], ['+m']],
  ['exactly what was before the newer', version(40, ['a', 'n']), [made, newer], []],
  ['what we decided otherwise', version(40, ['a', 'x', 'n']), [made, { ...newer, ours: drop('n') }], ['-n']],
  ['what we took back ourselves', version(30, ['a']), [made, { ...newer, ours: drop('n') }], []],
] as const)('long after, without marks: %s', (_, seen, writes, expected) => {
  const { put, drop: gone } = undone(seen, ...writes)
  const told = [...[...put.keys()].map((id) => `+${id}`), ...[...gone].map((id) => `-${id}`)]
  expect(told).toEqual(expected)
})

test('long after, with marks: only they count', () => {
  const own: Made = { ...made, ours: add('n'), isMarked: true }
  const next: Made = { ...newer, isMarked: true, mark: 'next' }
  expect(undone(version(30, ['a', 'b'], ['m1', 'mine']), own)).toEqual(add())
  expect(undone(version(30, ['a', 'b'], ['m1']), own)).toEqual(add('n'))
  expect(undone(version(30, ['a', 'n'], ['m1']), own)).toEqual(add())
  expect(undone(version(15, ['a', 'x'], ['m1']), own)).toEqual(add())
  expect(undone(version(40, ['a'], ['m1', 'mine']), own, next)).toEqual(add('m'))
  expect(undone(version(40, ['a'], ['m1', 'next']), own, next)).toEqual(add())
  expect(isNothing(undone(undefined, own))).toBe(true)
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
