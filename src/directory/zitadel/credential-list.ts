// Tokens, or keys, as this console left them: read with its own writes in them. Hides offset paging, lagging lists, and instances
// that list them user by user only.
import type { Progress } from '../model.ts'
import { createSettling, type Reading, type Rows } from '../settling.ts'
import type { CredentialRow, KindCalls, RowAsk } from './credential-calls.ts'

export type AllRows = { rows: CredentialRow[]; complete: boolean }

export type CredentialList = {
  made(row: CredentialRow, at: Date): void
  gone(id: string, at: Date): void
  of(user: string, signal?: AbortSignal): Promise<AllRows>
  /** Of every user of the organization; undefined where this instance lists them user by user only. */
  everywhere(options?: Progress): Promise<AllRows | undefined>
}

/** Half of what Zitadel gives at most (MaxQueryLimit 1000; more is an error). */
const pageSize = 500

/** Makes the list of one kind. `now` is the local clock in ms. */
export function credentialList(calls: KindCalls, now: () => number): CredentialList {
  const settling = createSettling<CredentialRow>(now)

  async function whole(
    page: (ask: RowAsk) => Promise<Rows<CredentialRow> | undefined>,
    fits: (row: CredentialRow) => boolean,
    { signal, onProgress }: Progress,
  ): Promise<AllRows | undefined> {
    const rows: CredentialRow[] = []
    for (let reading: Reading | undefined; ;) {
      const given = await page({ offset: reading?.offset ?? 0, limit: pageSize, signal })
      if (!given) return undefined
      const laid = settling.over(given, reading, fits)
      rows.push(...laid.rows)
      reading = laid.reading
      onProgress?.(rows.length, laid.total)
      if (given.given === 0 || reading.offset >= given.total)
        return { rows, complete: rows.length >= laid.total }
    }
  }

  return {
    made: (row, at) => settling.created(row, at),
    gone: (id, at) => settling.deleted(id, at),
    async of(user, signal) {
      const isTheirs = (row: CredentialRow) => row.user === user
      const found = await whole((ask) => calls.of(user, ask), isTheirs, { ...(signal && { signal }) })
      return found ?? { rows: [], complete: false }
    },
    everywhere: (options = {}) =>
      whole(
        (ask) => calls.everywhere(ask),
        () => true,
        options,
      ),
  }
}
