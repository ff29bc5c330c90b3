// The list of members, page by page: rows of authorizations cut so that nobody's stand on two pages. Hides: offsets, and that
// filters can neither be joined by "or" nor show what else somebody holds.
import * as v from 'valibot'
import type { ListQuery, Page } from '../model.ts'
import { Problem } from '../problem.ts'
import type { Ask, Authorization, AuthorizationCalls } from './authorization-calls.ts'

const pageSize = 100
/** Most that Zitadel gives at once. */
const most = 1000

/** `offset` counts rows read, `people` those whom they were about. */
const Cursor = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    offset: v.pipe(v.number(), v.integer(), v.minValue(1)),
    people: v.pipe(v.number(), v.integer(), v.minValue(0)),
  }),
)

type Pages = (
  query: ListQuery & { role?: string },
) => Promise<{ rows: Authorization[]; page: Omit<Page<never>, 'items'> }>

const about = (rows: Authorization[]) => [...new Set(rows.map(({ user }) => user.id))]

/** Makes the reader of pages. With `everywhere` what other organizations gave is listed as well. */
export function memberPages(calls: AuthorizationCalls, everywhere: boolean): Pages {
  /** All that these people hold, where a filter may have left out what other organizations gave. */
  async function completed(rows: Authorization[], signal: AbortSignal | undefined): Promise<Authorization[]> {
    const users = about(rows)
    if (!everywhere || users.length === 0) return rows
    const all = await calls.page({ limit: most, everywhere, grouped: true, filter: { users }, signal })
    const there = new Map([...rows, ...all.rows].map((row) => [row.id, row]))
    return users.flatMap((user) => [...there.values()].filter((row) => row.user.id === user))
  }

  /** The first matches by name and by login name, joined. */
  async function searched(text: string, role: string | undefined, signal: AbortSignal | undefined) {
    const ask = { limit: pageSize, everywhere, grouped: true, signal }
    const held = role === undefined ? {} : { role }
    const [byName, byLogin] = await Promise.all([
      calls.page({ ...ask, filter: { ...held, name: text } }),
      calls.page({ ...ask, filter: { ...held, login: text } }),
    ])
    const found = [...byName.rows, ...byLogin.rows]
    const people = about(found).length
    const missing = Math.max(byName.total - byName.rows.length, byLogin.total - byLogin.rows.length)
    return { rows: await completed(found, signal), page: { total: people + missing } }
  }

  return async ({ after, search = '', role, signal }) => {
    const text = search.trim()
    // No name is longer, and Zitadel would refuse the question.
    if (Array.from(text).length > 200) return { rows: [], page: { total: 0 } }
    if (text !== '') return searched(text, role, signal)

    const cursor = v.safeParse(Cursor, after)
    if (after !== undefined && !cursor.success) {
      throw new Problem('unexpected', 'This page of the list does not exist.')
    }
    const { offset, people } = cursor.success ? cursor.output : { offset: 0, people: 0 }
    const filter: Ask['filter'] = role === undefined ? {} : { role }
    const { rows, given, total } = await calls.page({
      offset,
      limit: pageSize,
      everywhere,
      grouped: true,
      filter,
      signal,
    })
    // Rows that the person may not see can be counted and left out; the next page begins after them all the same.
    const passed = given < pageSize ? pageSize : given
    const isLast = given === 0 || offset + passed >= total
    const kept = isLast || given < pageSize ? rows : withoutLast(rows)
    const read = Math.min(offset + passed, total) - (rows.length - kept.length)
    // What was counted and not read counts as a person each, so that the list shows itself to be incomplete.
    const lacking = Math.min(passed, total - offset) - rows.length
    const seen = people + about(kept).length + lacking
    return {
      rows: role === undefined ? kept : await completed(kept, signal),
      page: {
        // Somebody with several authorizations is one member.
        total: total - (read - seen),
        ...(!isLast && { next: JSON.stringify({ offset: read, people: seen }) }),
      },
    }
  }
}

/** Without the last person, of whom more may follow; all of them where it is about one person only. */
function withoutLast(rows: Authorization[]): Authorization[] {
  const last = rows.at(-1)?.user.id
  const kept = rows.filter(({ user }) => user.id !== last)
  return kept.length > 0 ? kept : rows
}
