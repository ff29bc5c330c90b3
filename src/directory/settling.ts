// Read-your-writes over a directory whose lists lag behind: keeps the writes that the server has accepted until a read
// shows them, at most a minute, and lays them over what is read. Hides: which of two versions is the newer.
import * as v from 'valibot'

/** What can settle: a thing with an id and the server's dates of its versions. */
export type Settled = { id: string; createdAt?: Date; updatedAt?: Date; settling?: true }

/**
 * Where a reading of several pages stands: how many rows the server has given, which of our rows have been shown
 * already though the server had not given them, and how many of its rows were left out.
 */
export type Reading = { offset: number; placed: string[]; hidden: number }

/** What one request of a list gave. `given` counts its rows, the unreadable ones included, which `rows` leaves out. */
export type Rows<T> = { rows: T[]; given: number; total: number }

/** A page as it reads with our writes on it. */
export type Laid<T> = { rows: T[]; total: number; reading: Reading }

/** Accepted writes of one list. `at` is the date in the server's answer, or the local time where it has none. */
export type Settling<T extends Settled> = {
  created(row: T, at: Date): void
  changed(id: string, change: (row: T) => T, at: Date): void
  deleted(id: string, at: Date): void
  /**
   * Lays our writes over one page. Rows that the server lacks come on the first page and are marked; a row comes once
   * in a whole reading. `fits` is the search that the server was asked for. The total is exact on the last page.
   */
  over(page: Rows<T>, reading?: Reading, fits?: (row: T) => boolean): Laid<T>
}

type Entry<T> = {
  /** The whole row, where we created it. */
  row?: T
  change?: (row: T) => T
  /** The server's date of our write, in ms. A version from then or later already contains it, or came after it. */
  at: number
  /** When we stop waiting for the server, in ms of the local clock. */
  until: number
}

const patience = 60_000

/** Makes the memory of one list's accepted writes. `now` is the local clock in milliseconds. */
export function createSettling<T extends Settled>(now: () => number = Date.now): Settling<T> {
  const entries = new Map<string, Entry<T>>()
  const remember = (id: string, at: Date, entry: Pick<Entry<T>, 'row' | 'change'>) =>
    entries.set(id, { ...entry, at: at.getTime(), until: now() + patience })

  /** The row as our writes left it; undefined if we deleted it. A row that already shows them ends the waiting. */
  function asWritten(row: T): T | undefined {
    const entry = entries.get(row.id)
    if (!entry) return row
    // The server's dates decide, so that what another administrator did after us is never covered by our own write.
    if (versionOf(row) >= entry.at) {
      entries.delete(row.id)
      return row
    }
    if (entry.row) return { ...entry.row, settling: true }
    return entry.change && { ...entry.change(row), settling: true }
  }

  return {
    created(row, at) {
      remember(row.id, at, { row })
    },

    changed(id, change, at) {
      const before = entries.get(id)
      const earlier = before?.change
      if (before?.row) remember(id, at, { row: change(before.row) })
      else remember(id, at, { change: earlier ? (row) => change(earlier(row)) : change })
    },

    deleted(id, at) {
      remember(id, at, {})
    },

    over({ rows, given, total }, reading = { offset: 0, placed: [], hidden: 0 }, fits = () => true) {
      for (const [id, { until }] of entries) if (until <= now()) entries.delete(id)
      const placed = new Set(reading.placed)
      let { hidden } = reading
      const shown: T[] = []
      for (const row of rows) {
        const written = asWritten(row)
        // Shown on an earlier page as ours; the server counts it itself from here on.
        if (placed.delete(row.id)) continue
        // What we did not touch is the server's to find: its idea of a match may differ from `fits`.
        if (written && (written === row || fits(written))) shown.push(written)
        else hidden += 1
      }
      if (reading.offset === 0) {
        const there = new Set(rows.map(({ id }) => id))
        for (const [id, { row }] of entries) {
          if (!row || there.has(id) || !fits(row)) continue
          shown.push({ ...row, settling: true })
          placed.add(id)
        }
      }
      const next = { offset: reading.offset + given, placed: [...placed], hidden }
      return { rows: shown, total: Math.max(total - hidden + placed.size, shown.length), reading: next }
    },
  }
}

function versionOf(row: Settled): number {
  return Math.max(row.createdAt?.getTime() ?? 0, row.updatedAt?.getTime() ?? 0)
}

const Cursor = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    offset: v.pipe(v.number(), v.integer(), v.minValue(1)),
    placed: v.array(v.string()),
    hidden: v.pipe(v.number(), v.integer(), v.minValue(0)),
  }),
)

/** The reading that a page's `next` stands for; undefined for the first page, and for a cursor that is not ours. */
export function readingOf(after: string | undefined): Reading | undefined {
  const result = v.safeParse(Cursor, after)
  return result.success ? result.output : undefined
}

/** A reading as a page's opaque `next`. */
export function cursorOf(reading: Reading): string {
  return JSON.stringify(reading)
}
