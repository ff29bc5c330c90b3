// The two ways to call Zitadel: its v2 services by Connect, its v1 services by REST. Hides: headers, which header belongs
// to which, and the memory of what this instance has.
import type { Http } from '../http.ts'
import { Problem } from '../problem.ts'
import { isUnknownCall } from './errors.ts'

/** What an instance may have in v2 or only in v1, each by itself: v2 came service by service (zitadel.md §3). */
export type Service =
  | 'project'
  | 'organization'
  | 'authorization'
  | 'user'
  | 'metadata'
  // Parts of one service that came one after the other.
  | 'user state'
  | 'user metadata'
  | 'account'
  | 'token'
  | 'key'
  | 'secret'

export type Calls = {
  host: string
  /** Connect protocol: `POST /{service}/{method}` with a JSON message, whether it reads or writes. */
  connect(method: string, message: object, options: CallOptions): Promise<unknown>
  /** v1 REST, in the context of the organization of these calls. */
  rest(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body: object | undefined,
    options: CallOptions,
  ): Promise<unknown>
  /** Runs `current`; from the first time that the instance does not know that service, `older` instead. */
  either<T>(service: Service, current: () => Promise<T>, older: () => Promise<T>): Promise<T>
  /** The same instance, with v1 calls in the context of another organization; undefined is the person's own. */
  within(organization: string | undefined): Calls
}

export type CallOptions = { repeatable: boolean; signal?: AbortSignal | undefined }

/** Options of a write: never sent twice. */
export const once: CallOptions = { repeatable: false }

/** Makes the calls of one instance. No header beyond these passes its CORS preflight (zitadel.md §2). */
export function createCalls(http: Http, host: string, organization: string | undefined): Calls {
  // Server messages in English: they are shown as a quotation beside our own words.
  const english = { 'accept-language': 'en' }
  const known = new Map<Service, 'current' | 'older'>()
  const made = (context: string | undefined): Calls => ({
    host,
    connect: (method, body, options) =>
      http.request({
        method: 'POST',
        path: `/${method}`,
        body,
        headers: { ...english, 'connect-protocol-version': '1' },
        ...options,
      }),
    rest: (method, path, body, options) =>
      http.request({
        method,
        path,
        ...(body && { body }),
        headers: { ...english, ...(context && { 'x-zitadel-orgid': context }) },
        ...options,
      }),
    async either(service, current, older) {
      if (known.get(service) === 'older') return older()
      try {
        const value = await current()
        known.set(service, 'current')
        return value
      } catch (error) {
        // An unknown call was not carried out, so that even a write may take the other way.
        const isKnown = known.get(service) === 'current'
        if (isKnown || !(error instanceof Problem) || !isUnknownCall(error)) throw error
        known.set(service, 'older')
        return older()
      }
    },
    within: made,
  })
  return made(organization)
}

/**
 * One part of a path. Zitadel takes slashes in keys; URL parsers take '.' and '..' for directions even when they are
 * percent-encoded, and DELETE …/roles/.. would reach the project: such a part is refused with an `invalid` problem.
 */
export function segment(part: string): string {
  if (/^\.{0,2}$|\p{Cs}/u.test(part)) {
    throw new Problem(
      'invalid',
      `“${part}” cannot stand in an address, so this version of Zitadel cannot reach it.`,
    )
  }
  return encodeURIComponent(part)
}
