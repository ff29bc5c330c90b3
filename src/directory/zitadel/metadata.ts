// The requests about an organization's metadata, each in both dialects (org/v2, ListOrganizationMetadata and its siblings; v1
// `/management/v1/metadata`). Hides: which of the two is spoken, and pages.
import * as v from 'valibot'
import type { Progress } from '../model.ts'
import { Problem } from '../problem.ts'
import { once, type Calls } from './calls.ts'
import { dateIn, rowsOf, Time } from './wire.ts'

/** `value` is base64; `at` is the server's date of it in ms, 0 where it says none. */
export type Entry = { key: string; value: string; at: number }

export type Metadata = {
  get(key: string, signal?: AbortSignal): Promise<Entry | undefined>
  /** Every entry whose key begins so; incomplete where some could not be read or moved while pages were read. */
  all(prefix: string, options?: Progress): Promise<{ entries: Entry[]; complete: boolean }>
  /** Resolves to the server's date in ms. */
  set(key: string, value: string): Promise<number | undefined>
  /** A key that is already gone counts as removed. */
  remove(key: string): Promise<void>
}

const Row = v.object({
  key: v.string(),
  value: v.optional(v.string(), ''),
  changeDate: Time,
  creationDate: Time,
  details: v.fallback(v.optional(v.object({ changeDate: Time, creationDate: Time })), undefined),
})

/** So few that a page of large values stays under what one answer may hold (answer.ts). */
const pageSize = 200
const service = 'zitadel.org.v2.OrganizationService'
const path = '/management/v1/metadata'

/** Makes the requests about the metadata of one organization; v1 needs `calls` to be within it. */
export function metadataCalls(calls: Calls, organization: string): Metadata {
  const { host } = calls

  function page(
    key: string,
    method: 'EQUALS' | 'STARTS_WITH',
    { offset, limit }: { offset: number; limit: number },
    signal: AbortSignal | undefined,
  ) {
    const options = { repeatable: true, signal }
    const range = { offset: String(offset), limit, asc: true }
    return calls.either(
      'metadata',
      async () => {
        const filters = [{ keyFilter: { key, method: `TEXT_FILTER_METHOD_${method}` } }]
        const message = { organizationId: organization, pagination: range, filters }
        const body = await calls.connect(`${service}/ListOrganizationMetadata`, message, options)
        return rowsOf(body, { host, field: 'metadata', row: Row, make: entryOf })
      },
      async () => {
        const queries = [{ keyQuery: { key, method: `TEXT_QUERY_METHOD_${method}` } }]
        const body = await calls.rest('POST', `${path}/_search`, { query: range, queries }, options)
        return rowsOf(body, { host, field: 'result', row: Row, make: entryOf })
      },
    )
  }

  return {
    async get(key, signal) {
      const { rows } = await page(key, 'EQUALS', { offset: 0, limit: 1 }, signal)
      return rows.find((entry) => entry.key === key)
    },

    async all(prefix, { signal, onProgress } = {}) {
      const byKey = new Map<string, Entry>()
      for (let offset = 0; ;) {
        const { rows, given, total } = await page(prefix, 'STARTS_WITH', { offset, limit: pageSize }, signal)
        for (const entry of rows) byKey.set(entry.key, entry)
        offset += given
        onProgress?.(offset, total)
        if (given === 0 || offset >= total) {
          return { entries: [...byKey.values()], complete: byKey.size >= total }
        }
      }
    },

    async set(key, value) {
      const metadata = [{ key, value }]
      const answer = await calls.either(
        'metadata',
        () =>
          calls.connect(
            `${service}/SetOrganizationMetadata`,
            { organizationId: organization, metadata },
            once,
          ),
        // In bulk, because a key with a slash cannot stand in v1's path.
        () => calls.rest('POST', `${path}/_bulk`, { metadata }, once),
      )
      return dateIn(answer)?.getTime()
    },

    async remove(key) {
      try {
        await removed(key)
      } catch (error) {
        if (!(error instanceof Problem) || error.kind !== 'not-found') throw error
      }
    },
  }

  function removed(key: string): Promise<unknown> {
    return calls.either(
      'metadata',
      () =>
        calls.connect(
          `${service}/DeleteOrganizationMetadata`,
          { organizationId: organization, keys: [key] },
          once,
        ),
      () => calls.rest('DELETE', `${path}/_bulk`, { keys: [key] }, once),
    )
  }
}

function entryOf({ key, value, changeDate, creationDate, details }: v.InferOutput<typeof Row>): Entry {
  const date = changeDate ?? details?.changeDate ?? creationDate ?? details?.creationDate
  return { key, value, at: date?.getTime() ?? 0 }
}
