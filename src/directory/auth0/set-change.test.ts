// A change to a set, item by item: what is sent, in what order, and what is said of what was refused.
import { expect, test } from 'vitest'
import { Problem } from '../problem.ts'
import { type Changeable, changeSet } from './set-change.ts'

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => String(from + n))

/** A set of ids that refuses what `refuse` has a problem for. */
function setOf(
  ids: string[],
  options: Partial<Changeable> & { refuse?: (ids: string[]) => Problem | undefined } = {},
) {
  const there = new Set(ids)
  const sent: [string, ...string[]][] = []
  const { refuse = () => undefined, ...others } = options
  const carry = async (kind: 'add' | 'remove', ids: string[]) => {
    sent.push([kind, ...ids])
    const problem = refuse(ids)
    if (problem) throw problem
    for (const id of ids)
      if (kind === 'add') there.add(id)
      else there.delete(id)
  }
  const set: Changeable = {
    read: async () => [...there],
    add: (ids) => carry('add', ids),
    remove: (ids) => carry('remove', ids),
    most: 10,
    tooMany: 'Too many.',
    chunk: 4,
    sleep: async () => undefined,
    ...others,
  }
  return { set, there, sent }
}

test('only what still differs is sent, once, in chunks, and the rest is said to be so already', async () => {
  const { set, sent } = setOf(['a', 'b'])
  const steps: [number, number | null][] = []
  const change = { add: ['b', 'c', 'c', 'd', 'e', 'f', 'g'], remove: ['a', 'x'] }
  const outcome = await changeSet(set, change, { onProgress: (...step) => steps.push(step) })
  expect(sent).toEqual([
    ['add', 'c', 'd', 'e', 'f'],
    ['add', 'g'],
    ['remove', 'a'],
  ])
  expect(outcome.now.toSorted()).toEqual(['b', 'c', 'd', 'e', 'f', 'g'])
  expect(outcome.visible).toBe(true)
  expect(outcome.items.filter(({ already }) => already).map(({ id }) => id)).toEqual(['b', 'x'])
  expect(steps).toEqual([
    [0, 6],
    [4, 6],
    [5, 6],
    [6, 6],
  ])
})

test('an empty change sends nothing, not even a question', async () => {
  const { set } = setOf([], { read: () => Promise.reject(new Error('not to be read')) })
  expect(await changeSet(set, { add: [], remove: [] })).toEqual({ items: [], now: [], visible: true })
})

test('more than there may be is refused before anything is sent; room is made first where that is enough', async () => {
  const full = setOf(numbers(1, 10))
  await expect(changeSet(full.set, { add: ['x'], remove: [] })).rejects.toMatchObject({
    kind: 'invalid',
    message: 'Too many.',
  })
  expect(full.sent).toEqual([])
  await changeSet(full.set, { add: ['x'], remove: ['1'] })
  expect(full.sent).toEqual([
    ['remove', '1'],
    ['add', 'x'],
  ])
})

test('one item that is refused does not take the others with it', async () => {
  const unknown = new Problem('not-found', 'No such permission.')
  const { set, there } = setOf([], { refuse: (ids) => (ids.includes('c') ? unknown : undefined) })
  const { items } = await changeSet(set, { add: ['a', 'b', 'c', 'd'], remove: [] })
  expect(items.filter(({ problem }) => problem)).toMatchObject([
    { id: 'c', problem: { message: 'No such permission.' } },
  ])
  expect([...there].toSorted()).toEqual(['a', 'b', 'd'])
})

test('after a failure of the whole nothing more is sent, and each item says so', async () => {
  const away = new Problem('away', 'Down.')
  const { set, sent } = setOf(['x'], { refuse: (ids) => (ids.includes('e') ? away : undefined) })
  const { items, now } = await changeSet(set, { add: ['a', 'b', 'c', 'd', 'e'], remove: ['x'] })
  expect(sent).toHaveLength(2)
  expect(items.map(({ id, problem }) => [id, problem?.message])).toEqual([
    ['a', undefined],
    ['b', undefined],
    ['c', undefined],
    ['d', undefined],
    ['e', 'Down.'],
    ['x', 'This was not sent, because something before it failed.'],
  ])
  expect(now.toSorted()).toEqual(['a', 'b', 'c', 'd', 'x'])
})

test('a lost answer is decided by what is there afterwards', async () => {
  const lost = new Problem('away', 'Lost. The change may have been made all the same.', { unsure: true })
  const made = setOf(['a'])
  const add = async (ids: string[]) => {
    for (const id of ids) made.there.add(id)
    throw lost
  }
  expect((await changeSet({ ...made.set, add }, { add: ['b'], remove: [] })).items).toEqual([
    { id: 'b', change: 'add' },
  ])

  const unmade = setOf(['a'], { refuse: () => lost })
  const failed = changeSet(unmade.set, { add: ['b'], remove: [] })
  await expect(failed).rejects.toMatchObject({ kind: 'away', message: expect.stringContaining('safe') })
  await expect(failed).rejects.not.toHaveProperty('details.unsure')
})

test('a cancel ends the sending, and what was done stands', async () => {
  const stop = new AbortController()
  const { set, there } = setOf([], {
    refuse: () => {
      stop.abort()
      return undefined
    },
  })
  const { items } = await changeSet(
    set,
    { add: ['a', 'b', 'c', 'd', 'e'], remove: [] },
    { signal: stop.signal },
  )
  expect([...there]).toEqual(['a', 'b', 'c', 'd'])
  expect(items.at(-1)).toMatchObject({
    id: 'e',
    problem: { message: 'This was not sent, because it was cancelled.' },
  })
})

test('a refusal of everything is no outcome but a failure', async () => {
  const { set } = setOf(['a'], { refuse: () => new Problem('forbidden', 'You may not.') })
  await expect(changeSet(set, { add: ['a', 'b'], remove: [] })).rejects.toMatchObject({ kind: 'forbidden' })
})

test('what does not show at the end is accepted, and said not to be visible', async () => {
  const { set } = setOf(['a'], { read: async () => ['a'] })
  expect(await changeSet(set, { add: ['b'], remove: [] })).toMatchObject({ now: ['a'], visible: false })
})

test('what must not stand in one request goes in requests of its own', async () => {
  const { set, sent } = setOf([], { together: (id) => id.split(' ')[1] ?? '' })
  await changeSet(set, { add: ['a x', 'b y', 'c x', 'd x', 'e x', 'f x'], remove: [] })
  expect(sent).toEqual([
    ['add', 'a x', 'c x', 'd x', 'e x'],
    ['add', 'f x'],
    ['add', 'b y'],
  ])
})
