// Calls of KtrlPlane's API. Hides: its base path, queries, and that nothing is read for a sign-in without its scope; no write goes
// out before something was read.
import type { Caller } from '../directory.ts'
import type { Http } from '../http.ts'
import { Problem } from '../problem.ts'
import { lacksPlatform, missingPlatform } from './sign-in-scope.ts'

export type Calls = {
  host: string
  get(path: string, query?: Record<string, string>, signal?: AbortSignal): Promise<unknown>
  /** A write. No header of our own may go with it, or with a read: the API's CORS rules allow none (platforms.md §1.3). */
  send(method: 'POST' | 'DELETE', path: string, body?: object): Promise<unknown>
  /** Waits for so many milliseconds. */
  sleep(ms: number): Promise<void>
}

type Ways = { host: string; base: string; caller: Caller; answered: () => void; sleep: Calls['sleep'] }

/** Makes the calls. `base` is what stands before `/roles` in an address; `answered` is told of every answer that is no refusal. */
export function createCalls(http: Http, { host, base, caller, answered, sleep }: Ways): Calls {
  return {
    host,
    sleep,
    async get(path, query = {}, signal) {
      const text = new URLSearchParams(query)
      const asked = `${base}${path}${text.size > 0 ? `?${text}` : ''}`
      const body = await http.request({ method: 'GET', path: asked, repeatable: true, signal })
      answered()
      // Asked first and refused then, so that a token that the server would not even take is told as that.
      if (lacksPlatform(caller)) throw missingPlatform()
      return body
    },
    send: (method, path, body) =>
      http.request({ method, path: base + path, ...(body && { body }), repeatable: false }),
  }
}

/** One part of a path. @throws Problem where no id can look so */
export function segment(part: string): string {
  if (/^\.{0,2}$|[\p{Cs}\p{Cc}]/u.test(part)) {
    throw new Problem('not-found', `There is nothing with the id “${part}”.`)
  }
  return encodeURIComponent(part)
}
