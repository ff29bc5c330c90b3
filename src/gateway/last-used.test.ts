// The day of the last use: noted at once, written later, and by no failure lost or felt.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLastUsed } from './last-used.ts'
import type { TokenRow } from './token-store.ts'

let time = 0
let written: string[] = []
let broken = false
const store = {
  async used(ids: readonly string[], day: string) {
    if (broken) throw new Error('away')
    written.push(...ids.map((id) => `${id} ${day}`))
  },
}
const row = (id: string, known: string | null = null): TokenRow => ({
  id,
  hash: '',
  prefix: '',
  owner_id: '',
  owner_kind: 'person',
  owner_name: '',
  name: '',
  purpose: null,
  permissions: [],
  created_at: new Date(0),
  created_by: '',
  expires_at: new Date(0),
  last_used_on: known,
  replaces: null,
})

beforeEach(() => {
  vi.useFakeTimers()
  time = Date.parse('2026-11-22T23:59:59Z')
  written = []
  broken = false
})
afterEach(() => {
  vi.useRealTimers()
})

test('is written once within a minute, however often it is used', async () => {
  const { note } = createLastUsed(store, () => time)
  for (let n = 0; n < 1_000; n += 1) note(row('a'))
  note(row('b'))
  await vi.advanceTimersByTimeAsync(59_999)
  expect(written).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(written).toEqual(['a 2026-11-22', 'b 2026-11-22'])
  await vi.advanceTimersByTimeAsync(600_000)
  expect(written).toHaveLength(2)
})

test('a day that is known already is not written again, the next one is', async () => {
  const { note, flush } = createLastUsed(store, () => time)
  note(row('a', '2026-11-22'))
  await flush()
  expect(written).toEqual([])
  time += 1_000
  note(row('a', '2026-11-22'))
  await flush()
  expect(written).toEqual(['a 2026-11-23'])
})

test('while the database is away it is kept, and written when it is back', async () => {
  const { note, stop } = createLastUsed(store, () => time)
  broken = true
  note(row('a'))
  await vi.advanceTimersByTimeAsync(60_000)
  note(row('b'))
  broken = false
  await vi.advanceTimersByTimeAsync(60_000)
  expect(written).toEqual(['a 2026-11-22', 'b 2026-11-22'])
  note(row('c'))
  await stop()
  expect(written).toContain('c 2026-11-22')
})
