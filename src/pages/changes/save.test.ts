import { beforeEach, expect, test, vi } from 'vitest'
import { Problem } from '../../directory/problem.ts'
import { roleHolders } from './holders.ts'
import { carryOut, isAsReviewed, keepFailed, lookAgain, problemsIn, type Marks } from './save.ts'
import { createStaging } from './staged.ts'

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
beforeEach(() => {
  change.mockReset()
  read.mockReset()
  read.mockResolvedValue({ permissions: ['a'], complete: true })
})

const marks: Marks = new Map(
  ['one', 'two'].map((role) => [role, { base: ['a'], change: { add: ['b'], remove: [] } }]),
)
const look = (signal?: AbortSignal) => lookAgain(roleHolders, undefined, marks, signal)

test('a cancel while it is looked ends it after the read under way', async () => {
  const cancel = new AbortController()
  read.mockImplementationOnce(async () => {
    cancel.abort(new Problem('unexpected', 'Cancelled.'))
    return { permissions: ['a'], complete: true }
  })
  await expect(look(cancel.signal)).rejects.toThrow('Cancelled.')
  expect(read).toHaveBeenCalledTimes(1)
})

test('a set that is read in part, or is not ours, is never laid under a save', async () => {
  read.mockResolvedValueOnce({ permissions: [], complete: false })
  await expect(look()).rejects.toThrow('so nothing was sent')
  read.mockResolvedValueOnce({ permissions: [], complete: false, fixed: 'Not ours.' })
  await expect(look()).rejects.toThrow('Not ours.')
})

test('what was reviewed holds as long as neither others nor the marks change', async () => {
  const reviewed = await look()
  expect(isAsReviewed(reviewed, await look())).toBe(true)
  const more: Marks = new Map([...marks, ['one', { base: ['a'], change: { add: ['b', 'c'], remove: [] } }]])
  expect(isAsReviewed(reviewed, await lookAgain(roleHolders, undefined, more))).toBe(false)
  read.mockResolvedValue({ permissions: ['a', 'x'], complete: true })
  expect(isAsReviewed(reviewed, await look())).toBe(false)
})

test('what failed stays marked, and so does what was marked after the review', async () => {
  const staging = createStaging()
  staging.set('one', ['b', 'c'], true, ['a'])
  const found = await lookAgain(roleHolders, undefined, staging.all())
  change.mockResolvedValueOnce({
    items: [
      { id: 'b', change: 'add' },
      { id: 'c', change: 'add', problem: new Problem('forbidden', 'No.') },
    ],
    now: ['a', 'b'],
    visible: true,
  })
  const results = await carryOut(roleHolders, undefined, found)
  staging.set('one', ['a'], false, ['a'])
  keepFailed(staging, results)
  expect(staging.all().get('one')).toEqual({ base: ['a', 'b'], change: { add: ['c'], remove: ['a'] } })
  expect(results.flatMap(problemsIn).map(({ message }) => message)).toEqual(['No.'])
})

test('a holder of which nothing was saved keeps its marks as they are', async () => {
  const staging = createStaging()
  staging.set('one', ['b'], true, ['a'])
  change.mockRejectedValueOnce(new Problem('forbidden', 'No.'))
  const found = await lookAgain(roleHolders, undefined, staging.all())
  const before = staging.all()
  keepFailed(staging, await carryOut(roleHolders, undefined, found))
  expect(staging.all()).toBe(before)
})

test('what others did alike meanwhile is no mark any more, though nothing was sent for it', async () => {
  const staging = createStaging()
  staging.set('one', ['b'], true, ['a'])
  staging.set('one', ['a'], false, ['a'])
  read.mockResolvedValueOnce({ permissions: ['b'], complete: true })
  const found = await lookAgain(roleHolders, undefined, staging.all())
  keepFailed(staging, await carryOut(roleHolders, undefined, found))
  expect([staging.all().size, change.mock.calls]).toEqual([0, []])
})
