// Lists that move while they are read, that hold what cannot be read, and that end before their end.
import { expect, test } from 'vitest'
import type { Calls, Query } from './calls.ts'
import { type List, pageAfter, sieved, stepAfter, wholeList } from './pages.ts'

type Row = { id: number }

const list: List<Row> = {
  path: '/things',
  rows: 'things',
  row: (row) => (typeof row === 'object' && row !== null && 'id' in row ? { id: Number(row.id) } : undefined),
}
const rows = (count: number): unknown[] => Array.from({ length: count }, (_, id) => ({ id }))

function callsOf(answer: (query: Query) => unknown): Calls & { asked: Query[] } {
  const asked: Query[] = []
  return {
    asked,
    host: 'gateway.example',
    async get(_path, query = {}) {
      asked.push(query)
      return answer(query)
    },
    send: () => Promise.reject(new Error('not used')),
    sleep: async () => undefined,
  }
}

/** A tenant that gives at most so many rows a page. */
const numbered = (all: () => unknown[], most = 50) =>
  callsOf(({ page, per_page: asked }) => {
    const limit = Math.min(Number(asked), most)
    const start = Number(page) * limit
    return { start, limit, total: all().length, things: all().slice(start, start + limit) }
  })

test('a list is read page by page to its end, and one that is full ends with its last page', async () => {
  for (const [count, pages] of [
    [0, 1],
    [50, 1],
    [51, 2],
    [1_000, 20],
  ] as const) {
    const calls = numbered(() => rows(count))
    const { items, complete } = await wholeList(calls, list)
    expect([items.length, complete, calls.asked.length]).toEqual([count, true, pages])
  }
})

test('what lies beyond the thousandth is counted and not asked for', async () => {
  const calls = numbered(() => rows(1_001))
  expect(await wholeList(calls, list)).toMatchObject({ total: 1_001, complete: false })
  expect(calls.asked).toHaveLength(20)
  const last = await pageAfter(calls, list, '950')
  expect([last.total, last.next]).toEqual([1_001, undefined])
})

test('a list that changes while it is read is read again, and one that never rests is not called whole', async () => {
  let count = 120
  let changes = 1
  const calls = numbered(() => rows(count))
  const get = calls.get
  const moving: Calls = {
    ...calls,
    async get(...asked) {
      const answer = await get(...asked)
      if (changes > 0) count -= 1
      changes -= 1
      return answer
    },
  }
  expect(await wholeList(moving, list)).toMatchObject({ total: 119, complete: true })
  changes = Infinity
  expect(await wholeList(moving, list)).toMatchObject({ complete: false })
})

test('a row that cannot be read is left out, and missed', async () => {
  const calls = numbered(() => [...rows(3), 'a word'])
  expect(await wholeList(calls, list)).toMatchObject({
    items: [{ id: 0 }, { id: 1 }, { id: 2 }],
    total: 4,
    complete: false,
  })
})

test('what is no list at all is not taken for an empty one', async () => {
  for (const body of [undefined, [], {}, { start: 0, limit: 50, total: 1 }, { things: [] }]) {
    await expect(
      wholeList(
        callsOf(() => body),
        list,
      ),
    ).rejects.toMatchObject({ kind: 'unexpected' })
  }
})

const stepped = (all: unknown[]) =>
  callsOf(({ from = 0, take }) => {
    const end = Number(from) + Math.min(Number(take), 50)
    return { things: all.slice(Number(from), end), ...(end < all.length && { next: String(end) }) }
  })

test('behind checkpoints only a list of one page says how many it has', async () => {
  expect((await stepAfter(stepped(rows(20)), list, undefined)).total).toBe(20)
  expect(await stepAfter(stepped(rows(70)), list, undefined)).toMatchObject({ total: null, next: '50' })
  expect((await stepAfter(stepped(rows(70)), list, '50')).total).toBeNull()
})

test('a search that the tenant does not have reads on until it has found a page, and no further than a thousand', async () => {
  const calls = stepped(rows(5_000))
  const read = (after: string | undefined) => stepAfter(calls, list, after)
  const even = await sieved(calls, read, ({ id }) => id % 2 === 0, undefined)
  expect([even.items.length, even.next, even.total]).toEqual([50, '100', null])
  const none = await sieved(calls, read, () => false, '100')
  expect([none.items.length, none.next]).toEqual([0, '1100'])
  const few = stepped(rows(70))
  const all = await sieved(
    few,
    (after) => stepAfter(few, list, after),
    ({ id }) => id > 65,
    undefined,
  )
  expect([all.items.length, all.next, all.total]).toEqual([4, undefined, 4])
})
