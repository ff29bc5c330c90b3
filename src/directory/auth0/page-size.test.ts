// How much a tenant gives at once: learned from its answers, also in the middle of a list, without a row lost or doubled.
import { expect, test } from 'vitest'
import { Problem } from '../problem.ts'
import type { Calls, Query } from './calls.ts'
import { type List, pageAfter, sieved, stepAfter, wholeBySteps, wholeList } from './pages.ts'

const list: List<number> = { path: '/things', rows: 'things', row: Number }
const rows = (count: number): number[] => Array.from({ length: count }, (_, n) => n)

type Tenant = {
  /** Rows that a page holds, by the how-manieth request it is; more is asked for in vain, or refused where it `refuses`. */
  most: (request: number) => number
  refuses?: boolean
  /** It says that pages are as large as was asked for. */
  boasts?: boolean
}

/** A tenant with so many rows, that refuses pages beyond record 1,000 as Auth0 does. */
function tenantOf(all: number[], { most, refuses = false, boasts = false }: Tenant) {
  const asked: Query[] = []
  const calls: Calls = {
    host: 'gateway.example',
    async get(_path, query = {}) {
      asked.push(query)
      const { page, per_page: perPage, take, from = 0 } = query
      const wanted = Number(perPage ?? take)
      const limit = Math.min(wanted, most(asked.length))
      const tooMuch = new Problem('invalid', 'No.', { status: 400, code: 'invalid_query_string' })
      if (refuses && wanted > limit) throw tooMuch
      const start = page === undefined ? Number(from) : Number(page) * limit
      const end = start + limit
      const things = all.slice(start, end)
      if (page === undefined) return { things, ...(end < all.length && { next: String(end) }) }
      if ((Number(page) + 1) * limit > 1_000) throw new Problem('invalid', 'Beyond.', { status: 400 })
      return { start, limit: boasts ? wanted : limit, total: all.length, things }
    },
    send: () => Promise.reject(new Error('not used')),
    sleep: async () => undefined,
  }
  return { calls, asked }
}

/** Every page as lists are shown: one after another. */
async function shown(calls: Calls) {
  const items: number[] = []
  for (let after: string | undefined; ;) {
    const page = await pageAfter(calls, list, after)
    items.push(...page.items)
    after = page.next
    if (after === undefined) return items
  }
}

const generous: Tenant = { most: () => 100 }
const public50: Tenant = { most: () => 50 }
const tenants: [string, Tenant, number][] = [
  ['gives 100', generous, 10],
  ['gives 50 without a word', public50, 20],
  ['gives 50 and says 100', { ...public50, boasts: true }, 20],
  // One request is lost to the refusal.
  ['refuses more than 50', { ...public50, refuses: true }, 21],
  // 16 pages, then 40 rows up to record 1,000.
  ['gives 60', { most: () => 60 }, 17],
  ['gives 25', { most: () => 25 }, 40],
  ['begins to give 50 in the middle', { most: (request) => (request <= 3 ? 100 : 50) }, 18],
  ['begins to refuse 100 in the middle', { most: (request) => (request <= 3 ? 100 : 50), refuses: true }, 18],
]

test.each(tenants)('a tenant that %s: 1,000 rows, whole and page by page', async (_, tenant, requests) => {
  const { calls, asked } = tenantOf(rows(1_000), tenant)
  expect(await wholeList(calls, list)).toEqual({ items: rows(1_000), total: 1_000, complete: true })
  expect(asked).toHaveLength(requests)
  expect(await shown(tenantOf(rows(1_000), tenant).calls)).toEqual(rows(1_000))
  const behind = tenantOf(rows(1_000), tenant)
  expect(await wholeBySteps(behind.calls, list)).toEqual(rows(1_000))
  expect(behind.asked.length).toBeLessThanOrEqual(requests)
})

test.each(tenants)('a tenant that %s: of 1,234 rows the first 1,000', async (_, tenant) => {
  const { calls } = tenantOf(rows(1_234), tenant)
  expect(await wholeList(calls, list)).toEqual({ items: rows(1_000), total: 1_234, complete: false })
  expect(await shown(calls)).toEqual(rows(1_000))
})

test('what a tenant gives is remembered for its other lists, both ways of paging, and for no other tenant', async () => {
  const { calls, asked } = tenantOf(rows(120), public50)
  await wholeList(calls, list)
  await stepAfter(calls, list, undefined)
  await pageAfter(calls, { ...list, path: '/others' }, undefined)
  expect(asked.map(({ per_page: perPage, take }) => perPage ?? take)).toEqual([100, 50, 50, 50, 50])
  const behind = tenantOf(rows(120), { ...public50, refuses: true })
  await wholeBySteps(behind.calls, list)
  expect(behind.asked.map(({ take }) => take)).toEqual([100, 50, 50, 50])
  const other = tenantOf(rows(120), generous)
  await wholeList(other.calls, list)
  expect(other.asked.map(({ per_page: perPage }) => perPage)).toEqual([100, 100])
})

test('lists that are read at the same time learn from each other', async () => {
  const { calls } = tenantOf(rows(330), { most: (request) => (request <= 3 ? 100 : 50) })
  const all = await Promise.all([wholeList(calls, list), wholeList(calls, list), shown(calls)])
  expect(all).toEqual([
    { items: rows(330), total: 330, complete: true },
    { items: rows(330), total: 330, complete: true },
    rows(330),
  ])
})

test('what was refused for something else is refused, and says nothing of sizes', async () => {
  const { calls, asked } = tenantOf(rows(120), generous)
  let code: string | undefined = 'invalid_query_string'
  const get = calls.get
  calls.get = async (path, query) => {
    const body = await get(path, query)
    if (code !== undefined) throw new Problem('invalid', 'No such search.', { status: 400, code })
    return body
  }
  await expect(wholeList(calls, list)).rejects.toMatchObject({ message: 'No such search.' })
  expect(asked).toHaveLength(2)
  code = 'INVALID_ID'
  await expect(wholeList(calls, list)).rejects.toMatchObject({ message: 'No such search.' })
  expect(asked).toHaveLength(3)
  code = undefined
  await wholeList(calls, list)
  expect(asked.at(-1)).toMatchObject({ per_page: 100 })
})

test('a page that is short because rows went away makes no page smaller', async () => {
  const { calls, asked } = tenantOf(rows(3), generous)
  const get = calls.get
  calls.get = async (path, query) => ({ ...Object(await get(path, query)), total: 5 })
  expect(await wholeList(calls, list)).toEqual({ items: rows(3), total: 5, complete: false })
  await pageAfter(calls, list, undefined)
  expect(asked.at(-1)).toMatchObject({ page: 0, per_page: 100 })
})

test('another part of the list than was asked for is not taken for it', async () => {
  const { calls } = tenantOf(rows(500), generous)
  const get = calls.get
  calls.get = (path, query) => get(path, { ...query, page: 0 })
  await expect(wholeList(calls, list)).rejects.toMatchObject({ kind: 'unexpected' })
})

test('a search that the tenant does not have looks at a thousand rows in pages of either size', async () => {
  for (const [tenant, requests] of [
    [generous, 10],
    [public50, 20],
  ] as const) {
    const { calls, asked } = tenantOf(rows(5_000), tenant)
    const found = await sieved(
      calls,
      (after) => stepAfter(calls, list, after),
      () => false,
      undefined,
    )
    expect([found.items, found.next, asked.length]).toEqual([[], '1000', requests])
  }
})
