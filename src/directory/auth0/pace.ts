// How fast a tenant may be asked: one queue for all its requests, led by the headers of its answers and by its refusals
// (Auth0 docs, rate limit policy). Hides: buckets, resets, waiting, and sending again what was refused as too much.
import { pause } from '../http.ts'
import { Problem } from '../problem.ts'
import { retryAfter } from '../answer.ts'

export type PaceOptions = {
  sleep?: ((ms: number) => Promise<void>) | undefined
  /** Local clock, in milliseconds. */
  now?: (() => number) | undefined
}

export type Pace = {
  /**
   * Sends when the tenant takes a request again, in the order asked. What was refused with 429 was not carried out, so that
   * even a write is sent again. Rejects as `send` does, or with the signal's reason.
   */
  run<T>(kind: 'read' | 'write', send: () => Promise<T>, signal?: AbortSignal): Promise<T>
  /** A fetch whose answers the pace learns from. */
  watch(fetch: typeof globalThis.fetch): typeof globalThis.fetch
}

type Waiting = { write: boolean; go: () => void }

/** A free tenant: 2 at once, 2 a second. A tenant that says so gets no more than that. */
const slow = 2
const slowGap = 500
/** The longest wait for a bucket to fill, in ms: a clock that is wrong must not stop everything. */
const longestFill = 10_000
const longestWait = 60_000
const tries = 5

/** Makes the queue of one tenant. */
export function createPace({ sleep = pause, now = Date.now }: PaceOptions = {}): Pace {
  const queue: Waiting[] = []
  let pumping = false
  let limit = Infinity
  let left = Infinity
  let flying = 0
  /** Times in ms: when the bucket is full again, before when nothing may be sent, and when something was sent last. */
  let full = 0
  let held = 0
  let last = -Infinity
  let lastWrite = -Infinity

  function waitOf(write: boolean): number {
    const at = now()
    const isSlow = limit <= slow
    if (left <= 0 && !isSlow && full <= at) left = limit
    const until = [
      held,
      write && isSlow ? lastWrite + slowGap : 0,
      left > 0 ? 0 : isSlow ? last + slowGap : full,
    ]
    return Math.max(0, ...until.map((time) => time - at))
  }

  async function pump(): Promise<void> {
    if (pumping) return
    pumping = true
    while (queue.length > 0) {
      const waits = queue.map(({ write }) => waitOf(write))
      const least = Math.min(...waits)
      if (least > 0) await sleep(least)
      else {
        // A read need not wait for the writes before it.
        const [next] = queue.splice(waits.indexOf(least), 1)
        left -= 1
        last = now()
        if (next?.write) lastWrite = last
        next?.go()
      }
    }
    pumping = false
  }

  async function turn(write: boolean, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted()
    await new Promise<void>((resolve, reject) => {
      const end = () => {
        queue.splice(queue.indexOf(waiting), 1)
        reject(signal?.reason)
      }
      const waiting: Waiting = {
        write,
        go: () => {
          signal?.removeEventListener('abort', end)
          resolve()
        },
      }
      signal?.addEventListener('abort', end, { once: true })
      queue.push(waiting)
      void pump()
    })
  }

  function learn({ status, headers }: Response): void {
    const number = (name: string) => Number(headers.get(name) ?? Number.NaN)
    const [most, remaining, reset] = [
      number('x-ratelimit-limit'),
      number('x-ratelimit-remaining'),
      number('x-ratelimit-reset'),
    ]
    const at = now()
    if (most > 0) limit = most
    // What is on its way may not have been counted yet.
    if (remaining >= 0) left = remaining - flying
    // Epoch seconds.
    if (reset > 0) full = Math.min(reset * 1000, at + longestFill)
    if (status === 429) hold(retryAfter(headers.get('retry-after'), at) * 1000)
  }

  function hold(ms: number): void {
    held = Math.max(held, now() + Math.min(ms, longestWait))
  }

  return {
    async run(kind, send, signal) {
      for (let round = 1; ; round += 1) {
        await turn(kind === 'write', signal)
        try {
          return await send()
        } catch (error) {
          if (!(error instanceof Problem) || error.kind !== 'limited' || round === tries) throw error
          hold((error.details.retryAfter ?? 2) * 1000)
        }
      }
    },

    watch: (fetch) => async (input, init) => {
      flying += 1
      try {
        const answer = await fetch(input, init)
        flying -= 1
        learn(answer)
        return answer
      } catch (error) {
        flying -= 1
        throw error
      }
    },
  }
}
