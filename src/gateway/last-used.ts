// On which day a token was used last: noted in memory, written now and then. Hides when. What a process that is killed has not
// written is lost; nothing waits for it and nothing fails by it.
import type { TokenRow, TokenStore } from './token-store.ts'

export type LastUsed = {
  /** This token was just used. */
  note: (row: TokenRow) => void
  /** Writes what was noted; a failure keeps it for the next time. */
  flush: () => Promise<void>
  /** Writes a last time, and never again. */
  stop: () => Promise<void>
}

/** Milliseconds from a use to the writing of it. */
const pause = 60_000

/** The day of a moment, YYYY-MM-DD in UTC. */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

export function createLastUsed(store: Pick<TokenStore, 'used'>, now: () => number): LastUsed {
  const days = new Map<string, Set<string>>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false

  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    for (const [day, ids] of days) {
      // Whoever uses one meanwhile begins anew.
      days.delete(day)
      try {
        await store.used([...ids], day)
      } catch {
        days.set(day, new Set([...ids, ...(days.get(day) ?? [])]))
        later()
        return
      }
    }
  }
  function later(): void {
    if (stopped || timer !== undefined) return
    timer = setTimeout(() => void flush(), pause)
    // Where there is such a thing: it keeps no process alive.
    if (typeof timer === 'object') timer.unref()
  }
  return {
    note({ id, last_used_on: known }) {
      const day = dayOf(now())
      if (known !== null && known >= day) return
      const ids = days.get(day) ?? new Set()
      days.set(day, ids.add(id))
      later()
    },
    flush,
    async stop() {
      stopped = true
      await flush()
    },
  }
}
