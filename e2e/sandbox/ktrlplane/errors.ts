// What KtrlPlane's API answers when it does not do what was asked (platforms.md §1.6): `error`, at times with `details` or `hint`.
import type { JsonObject } from '../http.ts'

type Status = 400 | 401 | 403 | 404 | 409 | 500

/** Thrown by handlers; the server answers it. */
export type Refusal = { status: Status; body: JsonObject }

const refusals = new WeakMap<object, Refusal>()

/** An error that goes out with this body. */
export function refuse(status: Status, error: string, more: { details?: string; hint?: string } = {}): Error {
  const thrown = new Error(error)
  refusals.set(thrown, { status, body: { error, ...more } })
  return thrown
}

/** What an error goes out as; undefined for one that `refuse` has not made. */
export const refusalOf = (error: unknown): Refusal | undefined =>
  typeof error === 'object' && error !== null ? refusals.get(error) : undefined

/** The body a fault is dressed in. */
export function faultBody(status: number): JsonObject {
  if (status === 401) return { error: 'Invalid token', details: `expected claims not validated: ${expired}` }
  if (status === 403) return { error: 'Insufficient permissions' }
  if (status === 404) return { error: 'Not found' }
  // What its recovery from a panic says.
  if (status === 500)
    return {
      code: 500,
      message: 'Internal Server Error',
      error: 'runtime error: invalid memory address or nil pointer dereference',
    }
  return { error: `The server answered ${status}` }
}

export const expired = 'go-jose/go-jose/jwt: validation failed, token is expired (exp)'
