// Waiting for the vendor's limit of calls inside of one request. What a rule reads counts against that limit too; a small tenant
// takes two calls a second, and whoever sent the request again would only have the same read again and never come to the write.
import { Refused } from './errors.ts'
import type { Management } from './management.ts'

/**
 * Sends, and where the vendor says that it was asked too fast, in which case it has done nothing, sends again when it may. Gives up,
 * with that refusal, where all the waiting of this request would take longer than so many milliseconds.
 */
export function patient(send: Management['send'], most: number): Management['send'] {
  let left = most
  return async (sent) => {
    for (;;) {
      try {
        return await send(sent)
      } catch (error) {
        const wait = error instanceof Refused && error.status === 429 ? pauseOf(error) : Infinity
        if (wait > left) throw error
        left -= wait
        await new Promise<void>((resolve) => {
          setTimeout(resolve, wait)
        })
      }
    }
  }
}

function pauseOf({ headers }: Refused): number {
  const seconds = Number(headers['retry-after'])
  return seconds > 0 ? seconds * 1_000 : 1_000
}
