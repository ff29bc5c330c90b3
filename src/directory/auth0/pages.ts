// Lists of the Management API, page by page: by number, which ends at record 1,000, and by checkpoint, which does not
// (auth0.md §3, paging). Hides: both dialects, how much a tenant gives at once, and that rows move while pages are read.
import * as v from 'valibot'
import { shaped } from '../answer.ts'
import type { Page, Progress, Whole } from '../model.ts'
import { Problem } from '../problem.ts'
import type { Calls, Query } from './calls.ts'
import { isRefusedQuery } from './errors.ts'

/** Where a list is, under which member its rows come, and how a row reads; undefined for one that cannot be read. */
export type List<T> = { path: string; rows: string; query?: Query; row: (row: unknown) => T | undefined }

/** The largest page that may be asked for (Auth0's OpenAPI document). */
const most = 100
/** What every tenant gives. Public cloud gives no more, without a word; a private one may refuse more. */
const least = 50
/** Beyond it a page by number is refused. */
export const reach = 1_000

/** What a page holds at most, by tenant, as far as its answers have told. */
const sizes = new WeakMap<Calls, number>()

function sizeOf(calls: Calls): number {
  return sizes.get(calls) ?? most
}

function learn(calls: Calls, size: number): void {
  sizes.set(calls, Math.min(size, sizeOf(calls)))
}

/** Asks for as much as the tenant gives. `paging` makes the query for pages of a size; `size` is the one that was answered. */
async function ask(
  calls: Calls,
  { path, query }: List<unknown>,
  paging: (size: number) => Query,
  signal?: AbortSignal,
): Promise<{ body: unknown; size: number }> {
  const get = (rows: number) => calls.get(path, { ...query, ...paging(rows) }, signal)
  const size = sizeOf(calls)
  try {
    return { body: await get(size), size }
  } catch (error) {
    if (size <= least || !(error instanceof Problem) || !isRefusedQuery(error)) throw error
    const body = await get(least)
    // Only now it is certain that it was refused for its size.
    learn(calls, least)
    return { body, size: least }
  }
}

const Rows = v.array(v.unknown())
const count = v.pipe(v.number(), v.integer(), v.minValue(0))

const Head = v.object({ start: count, limit: count, total: count })
const Step = v.object({ next: v.nullish(v.string()) })

type Numbered<T> = { items: T[]; total: number; more: 'yes' | 'no' | 'out of reach'; end: number }

/** The rows from `from` on, fewer than `reach`; they end before `end`. */
async function numbered<T>(
  calls: Calls,
  list: List<T>,
  from: number,
  signal?: AbortSignal,
): Promise<Numbered<T>> {
  const paging = (rows: number) => {
    const width = widthAt(from, rows)
    return { page: from / width, per_page: width, include_totals: true }
  }
  const { body, size } = await ask(calls, list, paging, signal)
  const { start, limit, total } = shaped(Head, body, calls.host)
  const given = rowsOf(body, list, calls.host)
  const width = widthAt(from, size)
  const end = from + given.length
  const isLast = given.length === 0 || end >= total
  if (limit > 0 && limit < width) learn(calls, limit)
  // Even shorter it is for another reason: rows that are counted and not there.
  else if (!isLast && given.length >= least && given.length < width) learn(calls, given.length)
  if (start !== from && given.length > 0) {
    // It counted in smaller pages than we did. Asked in its own it begins where we want.
    if (widthAt(from, sizeOf(calls)) < width) return numbered(calls, list, from, signal)
    throw new Problem(
      'unexpected',
      `${calls.host} answered with another part of the list than was asked for.`,
    )
  }
  const more = isLast ? 'no' : end >= reach ? 'out of reach' : 'yes'
  return { items: readable(given, list), total, more, end }
}

/**
 * The widest page of up to `size` rows that begins at the row and ends within reach. A page begins at a multiple of its width, so
 * that after a page of another size, or near the end of the reach, it may have to be narrower.
 */
function widthAt(from: number, size: number): number {
  let width = Math.min(size, reach - from)
  while (from % width > 0) width -= 1
  return width
}

function rowsOf(body: unknown, { rows }: List<unknown>, host: string): unknown[] {
  const found = shaped(v.object({ [rows]: Rows }), body, host)[rows]
  return found ?? []
}

function readable<T>(rows: unknown[], { row }: List<T>): T[] {
  return rows.flatMap((one) => row(one) ?? [])
}

/**
 * The page that begins at the row `after`, counted from 0. Rows out of reach, or unreadable, stay in the total: the list shows
 * that it is not whole.
 */
export async function pageAfter<T>(
  calls: Calls,
  list: List<T>,
  after: string | undefined,
  signal?: AbortSignal,
): Promise<Page<T>> {
  const { items, total, more, end } = await numbered(calls, list, rowNumber(after), signal)
  return { items, total, ...(more === 'yes' && { next: String(end) }) }
}

function rowNumber(after: string | undefined): number {
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
    for (let from = 0; ;) {
      const found = await numbered(calls, list, from, options.signal)
      items.push(...found.items)
      first ??= found.total
      // Somebody added or took away rows, so that one may have slipped from a page that we had not read.
      moved ||= found.total !== first
      options.onProgress?.(Math.min(items.length, found.total), found.total)
      from = found.end
      if (found.more === 'yes') continue
      if (moved && round < 2) break
      const isWhole = found.more === 'no' && !moved && items.length === found.total
      return { items, total: found.total, complete: isWhole }
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
  const paging = (take: number) => ({ take, ...(after !== undefined && { from: after }) })
  const { body, size } = await ask(calls, list, paging, signal)
  const given = rowsOf(body, list, calls.host)
  const items = readable(given, list)
  const { next } = shaped(Step, body, calls.host)
  if (next && given.length >= least && given.length < size) learn(calls, given.length)
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
  calls: Calls,
  read: (after: string | undefined) => Promise<Page<T>>,
  fits: (item: T) => boolean,
  after: string | undefined,
): Promise<Page<T>> {
  const items: T[] = []
  let next = after
  for (let looked = 0; looked < reach; looked += sizeOf(calls)) {
    const page = await read(next)
    items.push(...page.items.filter(fits))
    if (page.next === undefined) return { items, total: after === undefined ? items.length : null }
    next = page.next
    if (items.length >= least) break
  }
  return { items, total: null, ...(next !== undefined && { next }) }
}
