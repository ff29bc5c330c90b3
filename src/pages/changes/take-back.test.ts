import { beforeEach, expect, test, vi } from 'vitest'
import { meet } from '../../directory/delta.ts'
import { Problem } from '../../directory/problem.ts'
import { roleHolders } from './holders.ts'
import type { SetResult } from './save.ts'
import { takeBack, takenText } from './take-back.ts'

const change = vi.fn()
const read = vi.fn()
vi.mock('../../platform.ts', () => ({}))
vi.mock('../../queries.ts', () => ({
  granted: (_: unknown, role: string) => ({ role }),
  accountGranted: () => ({}),
  having: (ability: unknown) => ability,
  placeAt: () => ({ permissions: { change } }),
  queryClient: { query: ({ role }: { role: string }) => read(role) },
}))
const undone = {
  items: ['b', 'c'].map((id) => ({ id, change: 'remove' })),
  now: ['a'],
  visible: true,
}
beforeEach(() => {
  change.mockReset()
  change.mockResolvedValue(undone)
  read.mockReset()
  read.mockResolvedValue({ permissions: ['a', 'b', 'c'], complete: true })
})

const add = ['b', 'c']
const savedOf = (holder: string): SetResult => ({
  holder,
  meeting: meet(['a'], ['a'], { add, remove: [] }),
  outcome: { items: add.map((id) => ({ id, change: 'add' })), now: ['a', 'b', 'c'], visible: true },
})
const saved = ['one', 'two', 'three'].map(savedOf)
const listed = (holders: readonly string[]) => holders.join(', ')
const undo = () => takeBack(roleHolders, undefined, saved)

test('a failure at one holder stops no other, and only that one is left for another try', async () => {
  const refused = new Problem('forbidden', 'Refused.')
  change.mockResolvedValueOnce(undone).mockRejectedValueOnce(refused)
  const back = await undo()
  expect(change.mock.calls.map(([holder]) => holder)).toEqual(['one', 'two', 'three'])
  expect(back).toMatchObject({
    taken: ['one', 'three'],
    touched: [],
    failed: [{ holder: 'two', problem: refused, partly: false }],
  })
  expect(back.left).toEqual([saved[1]])
  expect(takenText(back, listed)).toBe('Taken back: one, three. Not taken back: two. Refused.')
})

test('a holder that cannot be read is told with the others that failed in the same way', async () => {
  read.mockRejectedValueOnce(new Problem('away', 'Away.')).mockRejectedValueOnce(new Problem('away', 'Away.'))
  const back = await undo()
  expect(back.left).toEqual([saved[0], saved[1]])
  expect(takenText(back, listed)).toBe('Taken back: three. Not taken back: one, two. Away.')
})

test('of a holder that was taken back in part, the rest is left over what it has now', async () => {
  const problem = new Problem('invalid', 'Not that one.')
  change.mockResolvedValueOnce({
    items: [
      { id: 'b', change: 'remove' },
      { id: 'c', change: 'remove', problem },
    ],
    now: ['a', 'c'],
    visible: true,
  })
  const back = await undo()
  expect(takenText(back, listed)).toBe('Taken back: two, three. Taken back only in part: one. Not that one.')
  expect(back.left).toMatchObject([
    { holder: 'one', outcome: { items: [{ id: 'c', change: 'add' }], now: ['a', 'c'] } },
  ])
  read.mockResolvedValueOnce({ permissions: ['c', 'a'], complete: true })
  change.mockClear()
  const again = await takeBack(roleHolders, undefined, back.left)
  expect(change).toHaveBeenCalledExactlyOnceWith('one', { add: [], remove: ['c'] }, undefined)
  expect(takenText(again, listed)).toBe('Taken back. Everything is as it was before.')
})

test('where the answer was lost, neither is claimed, and another try does not blame somebody else', async () => {
  change.mockRejectedValueOnce(new Problem('away', 'Lost.', { unsure: true }))
  const back = await undo()
  expect(back.left).toEqual([])
  expect(takenText(back, listed)).toBe('Taken back: two, three. Not known whether taken back: one. Lost.')
})

test('what somebody changed since is left alone', async () => {
  read.mockResolvedValueOnce({ permissions: ['a', 'b', 'x'], complete: true })
  const back = await undo()
  expect(back).toMatchObject({ touched: ['one'], taken: ['two', 'three'], left: [] })
  expect(takenText(back, listed)).toBe(
    'Taken back: two, three. Not taken back: somebody has changed one since. Nothing of theirs was touched.',
  )
})

test('what the lists do not show yet is said', async () => {
  change.mockResolvedValue({ items: [], now: [], visible: false })
  expect(takenText(await undo(), listed)).toBe('Taken back. Accepted; the lists do not show it yet.')
})
