// One piece of work at a time for each key, in the order of asking. Of this process only: another gateway has locks of its own.
import { Refused } from './errors.ts'

/**
 * Does the work when nobody else works under the key, and passes the turn on however it ends.
 * @throws Refused 409 BUSY, with the work not begun, and whatever the work throws
 */
export type Lock = <T>(key: string, work: () => Promise<T>) => Promise<T>

/** @param patience milliseconds to wait for one's turn */
export function createLock(patience: number): Lock {
  /** Each settles when the last who asked has finished or given up, and all before them too. */
  const ends = new Map<string, Promise<unknown>>()

  return (key, work) => {
    const before = ends.get(key) ?? Promise.resolve()
    const done = inTime(before, patience).then(work)
    const end = Promise.allSettled([before, done])
    ends.set(key, end)
    void end.finally(() => {
      if (ends.get(key) === end) ends.delete(key)
    })
    return done
  }
}

async function inTime(turn: Promise<unknown>, patience: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    const busy = new Refused(409, 'BUSY', 'Others are changing this right now; nothing was changed.')
    timer = setTimeout(() => reject(busy), patience)
  })
  try {
    await Promise.race([turn, late])
  } finally {
    clearTimeout(timer)
  }
}
