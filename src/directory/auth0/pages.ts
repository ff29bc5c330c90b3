// Lists of the Management API, page by page: by number, which ends at record 1,000, and by checkpoint, which does not
// (auth0.md §3, paging). Hides: both dialects, and that rows move while pages are read.
import * as v from 'valibot'
import { shaped } from '../answer.ts'
import type { Page, Progress, Whole } from '../model.ts'
import { Problem } from '../problem.ts'
import type { Calls, Query } from './calls.ts'

/** Where a list is, under which member its rows come, and how a row reads; undefined for one that cannot be read. */
export type List<T> = { path: string; rows: string; query?: Query; row: (row: unknown) => T | undefined }

/** What every tenant gives. */
const size = 50
/** What some tenants give (Auth0's OpenAPI document); others give fewer rows without a word, or refuse. */
const most = 100
/** Beyond it a page by number is refused. */
export const reach = 1_000

const Rows = v.array(v.unknown())
const count = v.pipe(v.number(), v.integer(), v.minValue(0))

const Head = v.object({ start: count, limit: count, total: count })
const Step = v.object({ next: v.nullish(v.string()) })

type Numbered<T> = { items: T[]; given: number; start: number; limit: number; total: number }

async function numbered<T>(
  calls: Calls,
  list: List<T>,
  { page, rows = size }: { page: number; rows?: number },
  signal?: AbortSignal,
): Promise<Numbered<T>> {
  const query = { ...list.query, page, per_page: rows, include_totals: true }
  const body = await calls.get(list.path, query, signal)
  const { start, limit, total } = shaped(Head, body, calls.host)
  const given = rowsOf(body, list, calls.host)
  return { items: readable(given, list), given: given.length, start, limit, total }
}

function rowsOf(body: unknown, { rows }: List<unknown>, host: string): unknown[] {
  const found = shaped(v.object({ [rows]: Rows }), body, host)[rows]
  return found ?? []
}

function readable<T>(rows: unknown[], { row }: List<T>): T[] {
  return rows.flatMap((one) => row(one) ?? [])
}

function hasMore(
  { given, start, limit, total }: Numbered<unknown>,
  page: number,
): 'yes' | 'no' | 'out of reach' {
  if (given === 0 || start + given >= total) return 'no'
  return (page + 2) * Math.max(limit, 1) > reach ? 'out of reach' : 'yes'
}

/** The page that `after` stands for. Rows out of reach, or unreadable, stay in the total: the list shows that it is not whole. */
export async function pageAfter<T>(
  calls: Calls,
  list: List<T>,
  after: string | undefined,
  signal?: AbortSignal,
): Promise<Page<T>> {
  const page = pageNumber(after)
  const found = await numbered(calls, list, { page }, signal)
  const more = hasMore(found, page) === 'yes'
  return { items: found.items, total: found.total, ...(more && { next: String(page + 1) }) }
}

function pageNumber(after: string | undefined): number {
  if (after === undefined) return 0
  if (!/^\d{1,3}$/.test(after)) throw new Problem('unexpected', 'This page of the list does not exist.')
  return Number(after)
}

/** The whole list by number, as far as it can be reached. Progress counts rows. */
export async function wholeList<T>(calls: Calls, list: List<T>, options: Progress = {}): Promise<Whole<T>> {
  for (let round = 0; ; round += 1) {
    const items: T[] = []
    let moved = false
    let first: number | undefined
    let rows = most
    for (let page = 0; ; page += 1) {
      const found = await numbered(calls, list, { page, rows }, options.signal).catch((error: unknown) => {
        if (page > 0 || !(error instanceof Problem) || error.details.status !== 400) throw error
        return numbered(calls, list, { page, rows: size }, options.signal)
      })
      items.push(...found.items)
      first ??= found.total
      // The pages that follow begin where this one ended.
      if (page === 0 && found.given > 0) rows = found.given
      // Somebody added or took away rows, so that one may have slipped from a page that we had not read.
      moved ||= found.total !== first
      options.onProgress?.(Math.min(items.length, found.total), found.total)
      const more = hasMore(found, page)
      if (more === 'yes') continue
      if (moved && round < 2) break
      return { items, total: found.total, complete: more === 'no' && !moved && items.length === found.total }
    }
  }
}

/** The part of a list after a checkpoint; how many there are is only known where that is all. */
export async function stepAfter<T>(
  calls: Calls,
  list: List<T>,
  after: string | undefined,
  signal?: AbortSignal,
): Promise<Page<T>> {
  const query = { ...list.query, take: size, ...(after !== undefined && { from: after }) }
  const body = await calls.get(list.path, query, signal)
  const items = readable(rowsOf(body, list, calls.host), list)
  const { next } = shaped(Step, body, calls.host)
  const isWhole = after === undefined && !next
  return { items, total: isWhole ? items.length : null, ...(next && { next }) }
}

/** Everything behind checkpoints. */
export async function wholeBySteps<T>(calls: Calls, list: List<T>, signal?: AbortSignal): Promise<T[]> {
  const items: T[] = []
  for (let after: string | undefined; ;) {
    const page = await stepAfter(calls, list, after, signal)
    items.push(...page.items)
    if (page.next === undefined) return items
    after = page.next
  }
}

/**
 * One page of what `fits`, where the directory itself cannot search: reads on until so many fit or so many were looked at.
 * Then `next` goes on from there.
 */
export async function sieved<T>(
  read: (after: string | undefined) => Promise<Page<T>>,
  fits: (item: T) => boolean,
  after: string | undefined,
): Promise<Page<T>> {
  const items: T[] = []
  let next = after
  for (let looked = 0; looked < reach; looked += size) {
    const page = await read(next)
    items.push(...page.items.filter(fits))
    if (page.next === undefined) return { items, total: after === undefined ? items.length : null }
    next = page.next
    if (items.length >= size) break
  }
  return { items, total: null, ...(next !== undefined && { next }) }
}
