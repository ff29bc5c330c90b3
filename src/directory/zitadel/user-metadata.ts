// The requests about the metadata of one user, each in both dialects (zitadel.md 3.10). Hides: which of the two is spoken, and pages.
import * as v from 'valibot'
import type { Rows } from '../settling.ts'
import { type CallOptions, type Calls, once, segment } from './calls.ts'
import { dateOf, rowsOf, Time } from './wire.ts'

/** `value` is base64. */
export type UserEntry = { key: string; value: string; updatedAt?: Date }

export type UserMetadata = {
  page(
    user: string,
    ask: { prefix: string; offset: number; limit: number; signal?: AbortSignal | undefined },
  ): Promise<Rows<UserEntry>>
  /** Resolve to the server's date. */
  set(user: string, key: string, value: string): Promise<Date>
  remove(user: string, key: string): Promise<Date>
}

const Row = v.object({
  key: v.string(),
  value: v.optional(v.string(), ''),
  changeDate: Time,
  creationDate: Time,
  details: v.fallback(v.optional(v.object({ changeDate: Time, creationDate: Time })), undefined),
})

const service = 'zitadel.user.v2.UserService'
/** An entry is written whole and under its own key, so that writing it twice is the same as once. */
const again: CallOptions = { repeatable: true }

/** Makes the requests about metadata of users; v1 needs `calls` to be within their organization. */
export function userMetadata(calls: Calls): UserMetadata {
  const { host } = calls

  return {
    page(user, { prefix, offset, limit, signal }) {
      const options = { repeatable: true, signal }
      const range = { offset: String(offset), limit, asc: true }
      return calls.either(
        'user metadata',
        async () => {
          const filters = [{ keyFilter: { key: prefix, method: 'TEXT_FILTER_METHOD_STARTS_WITH' } }]
          const message = { userId: user, pagination: range, filters }
          const body = await calls.connect(`${service}/ListUserMetadata`, message, options)
          return rowsOf(body, { host, field: 'metadata', row: Row, make: entryOf })
        },
        async () => {
          const queries = [{ keyQuery: { key: prefix, method: 'TEXT_QUERY_METHOD_STARTS_WITH' } }]
          const body = await calls.rest('POST', path(user, '_search'), { query: range, queries }, options)
          return rowsOf(body, { host, field: 'result', row: Row, make: entryOf })
        },
      )
    },

    async set(user, key, value) {
      const body = await calls.either(
        'user metadata',
        () =>
          calls.connect(`${service}/SetUserMetadata`, { userId: user, metadata: [{ key, value }] }, again),
        () => calls.rest('POST', path(user, segment(key)), { value }, again),
      )
      return dateOf(body)
    },

    async remove(user, key) {
      const body = await calls.either(
        'user metadata',
        () => calls.connect(`${service}/DeleteUserMetadata`, { userId: user, keys: [key] }, once),
        () => calls.rest('DELETE', path(user, segment(key)), undefined, once),
      )
      return dateOf(body)
    },
  }
}

function path(user: string, part: string): string {
  return `/management/v1/users/${segment(user)}/metadata/${part}`
}

function entryOf({ key, value, changeDate, creationDate, details }: v.InferOutput<typeof Row>): UserEntry {
  const updatedAt = changeDate ?? details?.changeDate ?? creationDate ?? details?.creationDate
  return { key, value, ...(updatedAt && { updatedAt }) }
}
