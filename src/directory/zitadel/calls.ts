// The two ways to call Zitadel: its v2 services by Connect, its v1 services by REST. Hides: headers, which header belongs
// to which, and the memory of what this instance has.
import type { Http } from '../http.ts'
import { Problem } from '../problem.ts'
import { isUnknownCall } from './errors.ts'

export type Calls = {
  host: string
  /** Connect protocol: `POST /{service}/{method}` with a JSON message, whether it reads or writes. */
  connect(method: string, message: object, options: CallOptions): Promise<unknown>
  /** v1 REST, in the context of the configured organization. */
  rest(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    body: object | undefined,
    options: CallOptions,
  ): Promise<unknown>
  /** Runs `current`; from the first time that the instance does not know it, `older` instead. */
  either<T>(current: () => Promise<T>, older: () => Promise<T>): Promise<T>
}

export type CallOptions = { repeatable: boolean; signal?: AbortSignal | undefined }

/** Makes the calls of one instance. No header beyond these passes its CORS preflight (zitadel.md §2). */
export function createCalls(http: Http, host: string, organization: string | undefined): Calls {
  // Server messages in English: they are shown as a quotation beside our own words.
  const english = { 'accept-language': 'en' }
  let known: 'current' | 'older' | undefined
  return {
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
        headers: { ...english, ...(organization && { 'x-zitadel-orgid': organization }) },
        ...options,
      }),
    async either(current, older) {
      if (known === 'older') return older()
      try {
        const value = await current()
        known = 'current'
        return value
      } catch (error) {
        // An unknown call was not carried out, so that even a write may take the other way.
        if (known === 'current' || !(error instanceof Problem) || !isUnknownCall(error)) throw error
        known = 'older'
        return older()
      }
    },
  }
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
