// Reading an HTTP answer: its body under a size limit, its content type, its wait, and what its status means in words.
// Hides: byte counting, decoding, the two forms of Retry-After.
import * as v from 'valibot'
import { Problem, type ProblemDetails } from './problem.ts'

/** An answer with its body parsed; undefined where the body is empty, or where a refusal carries no JSON. */
export type Answer = { status: number; headers: Headers; body: unknown }

/** More than this is not a page of a list (B14). */
const largest = 20_000_000

/**
 * Reads the whole answer of `host`. An accepted answer that cannot be read has `problem`; a refused one never has, since
 * its status already says enough. Rejects only if the connection breaks.
 */
export async function readAnswer(response: Response, host: string): Promise<Answer & { problem?: Problem }> {
  const { status, headers } = response
  const type = headers.get('content-type') ?? ''
  const isJson = /^application\/(?:[\w.+-]+\+)?json\b/i.test(type)
  const bytes = await bytesOf(response)
  const unreadable = (what: string): Answer & { problem?: Problem } => ({
    status,
    headers,
    body: undefined,
    ...(response.ok && { problem: new Problem('unexpected', `${host} ${what}.`, { status }) }),
  })
  if (!bytes) return unreadable(`sent more than ${largest / 1_000_000} MB for one answer`)
  if (bytes.length === 0) return { status, headers, body: undefined }
  if (/\bhtml\b/i.test(type)) return unreadable('answered with a web page instead of data')
  if (!isJson) return unreadable('answered in a form that this console cannot read')
  try {
    // Fatal, so that a wrong charset is an error and not a name full of question marks (B31).
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return { status, headers, body: JSON.parse(text) }
  } catch {
    return unreadable('sent an answer that breaks off or is garbled')
  }
}

async function bytesOf(response: Response): Promise<Uint8Array | undefined> {
  const reader = response.body?.getReader()
  if (!reader) return new Uint8Array()
  const parts: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.length
    if (size > largest) {
      await reader.cancel()
      return undefined
    }
    parts.push(value)
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/**
 * Seconds that Retry-After asks to wait, from `now` in milliseconds. A date in the past is 0. What cannot be read, as
 * across origins without Access-Control-Expose-Headers, counts as 2 (RFC 9110 10.2.3).
 */
export function retryAfter(header: string | null, now: number): number {
  const text = header?.trim() ?? ''
  if (/^\d+$/.test(text)) return Number(text)
  // An HTTP date begins with the day's name. Date.parse alone would also take "-5" or "1e9" for years.
  const date = /^[A-Z][a-z]{2,8}, /.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(date) ? 2 : Math.max(0, Math.ceil((date - now) / 1000))
}

/** What a status means where the vendor's own words are unknown. `details` are the caller's, added as they are. */
export function problemForStatus(host: string, status: number, details: ProblemDetails = {}): Problem {
  const is = (kind: Problem['kind'], message: string) => new Problem(kind, message, { status, ...details })
  if (status === 400 || status === 422) return is('invalid', `${host} refused the input.`)
  if (status === 401) return is('signed-out', `${host} no longer accepts this sign-in.`)
  if (status === 403) return is('forbidden', `${host} does not allow you to do this.`)
  if (status === 404) return is('not-found', `${host} does not have this, or does not show it to you.`)
  if (status === 409) return is('conflict', `${host} refused the change: it conflicts with what is there.`)
  if (status === 412) return is('conflict', `${host} refused the change: somebody changed this meanwhile.`)
  if (status === 429) return is('limited', `${host} takes no more requests from here for a moment.`)
  if (status === 408 || status >= 500) return is('away', `${host} failed on its side (status ${status}).`)
  return is('unexpected', `${host} gave an answer that this console does not know (status ${status}).`)
}

/** The body in the shape of the schema, or an `unexpected` problem: what the code after it reads is then certain. */
export function shaped<Schema extends v.GenericSchema>(
  schema: Schema,
  body: unknown,
  host: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, body)
  if (result.success) return result.output
  throw new Problem('unexpected', `${host} answered with data in a shape that this console does not know.`)
}
