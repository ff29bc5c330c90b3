// Calls of the Management API through the gateway, at the tenant's pace. Hides: addresses, queries, the queue.
import type { Http } from '../http.ts'
import { Problem } from '../problem.ts'
import type { Pace } from './pace.ts'

export type Query = Record<string, string | number | boolean>

export type Calls = {
  host: string
  get(path: string, query?: Query, signal?: AbortSignal): Promise<unknown>
  /**
   * A write. The signal ends the waiting for its turn, never the write itself: what became of that would not be known. With a
   * `version` it is carried out only on what still has it (If-Match).
   */
  send(
    method: 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
    signal?: AbortSignal,
    version?: string,
  ): Promise<unknown>
  /** Waits for so many milliseconds. */
  sleep(ms: number): Promise<void>
}

/** Makes the calls. `base` is what stands before `/roles` in an address. */
export function createCalls(
  http: Http,
  { host, base, pace, sleep }: { host: string; base: string; pace: Pick<Pace, 'run'>; sleep: Calls['sleep'] },
): Calls {
  return {
    host,
    sleep,
    get(path, query = {}, signal) {
      const text = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))
      const asked = `${base}${path}${text.size > 0 ? `?${text}` : ''}`
      return pace.run(
        'read',
        () => http.request({ method: 'GET', path: asked, repeatable: true, signal }),
        signal,
      )
    },
    send(method, path, body, signal, version) {
      const headers = version === undefined ? {} : { 'if-match': `"${version}"` }
      const asked = { method, path: base + path, ...(body && { body }), headers, repeatable: false }
      return pace.run('write', () => http.request(asked), signal)
    },
  }
}

/** One part of a path. Refuses with a `not-found` problem what the gateway takes for no id, or what would climb. */
export function segment(part: string): string {
  if (/^\.{0,2}$|[\p{Cs}\p{Cc}/\\%?#]/u.test(part)) {
    throw new Problem('not-found', `There is nothing with the id “${part}”.`)
  }
  return encodeURIComponent(part)
}
