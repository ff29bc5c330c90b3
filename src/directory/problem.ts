// Failures in words. Adapters and the session map whatever happened to a Problem; pages switch on its kind and never
// see a vendor's error. Hides: status codes, envelopes, library errors.

export type ProblemKind =
  | 'signed-out' // the provider no longer accepts us
  | 'forbidden' // signed in, but this needs a right that the person does not hold
  | 'not-found'
  | 'conflict' // it exists already, or somebody changed it meanwhile
  | 'invalid' // the directory refused the input; `fields` says where it can
  | 'limited' // too many requests; `retryAfter` says when
  | 'away' // unreachable, timed out, or failing on its side
  | 'unexpected' // an answer that we cannot read

export type ProblemDetails = {
  /** HTTP status of the answer, where there was one. */
  status?: number
  /** The vendor's own identifier of the error, for a search or a support ticket: `AUTH-DZG21`, `TOKEN_EXPIRED`. */
  code?: string
  /** Seconds to wait before another try makes sense. */
  retryAfter?: number
  /** The server's id of the request, where it may be read. */
  requestId?: string
  /** Our words per form field, for `invalid` and `conflict`. */
  fields?: Record<string, string>
  /** The provider's own words, at most 200 characters: shown as text under "details" and nowhere else. */
  said?: string
  /** For a write whose answer was lost: it may have been carried out. */
  unsure?: true
  /** Id of a credential that was made although nobody has its value: to be revoked. */
  orphan?: string
}

/** An error whose message is a sentence for people: ours, never a provider's. Carries no token, URL or body. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly kind: ProblemKind
  readonly details: ProblemDetails

  constructor(kind: ProblemKind, message: string, details: ProblemDetails = {}) {
    super(message)
    this.kind = kind
    this.details = details
  }
}

/** A provider's text made safe to show: one line, no control characters, at most 200 characters. */
export function quoted(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  if (line === '') return undefined
  const characters = Array.from(line)
  return characters.length > 200 ? `${characters.slice(0, 199).join('')}…` : line
}
