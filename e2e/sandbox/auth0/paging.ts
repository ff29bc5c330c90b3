// Auth0's two ways to page: by number of the page, never past record 1,000, and by checkpoint. Hides what is in a
// checkpoint and that a page may hold less than was asked for.
import { flag, whole } from './decode.ts'
import { invalidQuery, refuse } from './errors.ts'
import type { Call } from './route.ts'

export const offsetQuery = ['page', 'per_page', 'include_totals']
export const checkpointQuery = ['from', 'take']
export const eitherQuery = [...offsetQuery, ...checkpointQuery]

export type Head = { start: number; limit: number; total: number }

const reach = 1_000
const day = 24 * 3_600_000

const beyondReach = (page: number): string =>
  `Requesting page ${page} exceeds the allowed maximum of 1000 records. To fetch results beyond 1000, use the checkpoint pagination method.`

/** `page` and `per_page`; refuses what lies beyond record 1,000, however short the list (community 94111). */
export function offsetOf(
  { query, context }: Call,
  refusal = beyondReach,
): { start: number; limit: number; totals: boolean } {
  const page = whole(query, 'page', 0) ?? 0
  const asked = whole(query, 'per_page', 0, 100) ?? 50
  const limit = Math.min(asked, context.settings.maxPerPage)
  if (page * limit + limit > reach) {
    throw refuse(400, refusal(page), 'invalid_paging')
  }
  return { start: page * limit, limit, totals: flag(query, 'include_totals', false) }
}

/** One page, bare or, with include_totals, in the object that `wrap` makes. */
export function offset<T, Shown, Whole>(
  call: Call,
  items: readonly T[],
  show: (item: T) => Shown,
  wrap: (shown: Shown[], head: Head) => Whole,
): Shown[] | Whole {
  const { start, limit, totals } = offsetOf(call)
  const shown = items.slice(start, start + limit).map(show)
  return totals ? wrap(shown, { start, limit, total: items.length }) : shown
}

/**
 * The page after a checkpoint. `keyOf` grows along the list, so that nothing is skipped or shown twice when items
 * come and go meanwhile.
 */
export function checkpoint<T, Shown, Whole>(
  { query, context }: Call,
  items: readonly T[],
  { keyOf, show }: { keyOf: (item: T) => string; show: (item: T) => Shown },
  wrap: (shown: Shown[], next: { next?: string }) => Whole,
): Whole {
  const limit = Math.min(whole(query, 'take', 1, 100) ?? 50, context.settings.maxPerPage)
  const from = query.get('from')
  const after = from === null ? undefined : opened(from, context.now())
  const rest = after === undefined ? items : items.filter((item) => keyOf(item) > after)
  const page = rest.slice(0, limit)
  const last = page.at(-1)
  const next = last === undefined || rest.length <= limit ? {} : { next: sealed(keyOf(last), context.now()) }
  return wrap(page.map(show), next)
}

/** A number as a key that sorts as text. */
export const keyOfNumber = (number: number): string => String(number).padStart(12, '0')

/** Whether the call pages by checkpoint; it may not do both. */
export function byCheckpoint({ query }: Call): boolean {
  const asked = checkpointQuery.some((name) => query.has(name))
  if (asked && query.has('page')) throw invalidQuery('Only one of page and from may be used', 'page')
  return asked
}

const sealed = (key: string, at: number): string =>
  Buffer.from(JSON.stringify([key, at])).toString('base64url')

function opened(from: string, now: number): string {
  try {
    const [key, at]: unknown[] = JSON.parse(Buffer.from(from, 'base64url').toString())
    if (typeof key === 'string' && typeof at === 'number' && now - at <= day) return key
  } catch {
    // Not one of ours.
  }
  throw invalidQuery('Invalid checkpoint', 'from')
}
