import { afterEach, expect, test, vi } from 'vitest'
import { copyPermissions } from './copy-permissions.ts'

const change = vi.fn()
const granted = vi.fn(async () => ({ permissions: ['a', 'b'], complete: true }))
vi.mock('../../queries.ts', () => ({ placeAt: () => ({ permissions: { granted, change } }) }))
vi.mock('../../platform.ts', () => ({}))
afterEach(() => change.mockReset())

const copied = () => copyPermissions(undefined, 'from', 'to', 'From')
const items = ['a', 'b'].map((id) => ({ id, change: 'add' }))

test('what was copied is said, and that the lists do not show it yet', async () => {
  change.mockResolvedValueOnce({ items, now: ['a', 'b'], visible: true })
  expect(await copied()).toEqual({ text: ' with the 2 permissions of “From”.', complete: true })
  change.mockResolvedValueOnce({ items, now: ['a', 'b'], visible: false })
  expect(await copied()).toEqual({
    text: ' with the 2 permissions of “From”. The directory’s lists do not show them yet.',
    complete: true,
  })
})
