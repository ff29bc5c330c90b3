// What the gateway answers when it does not answer what was asked: one envelope for its own refusals and for the vendor's.
// Hides the words of each status.

const names: Record<number, string> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  408: 'timeout',
  409: 'conflict',
  412: 'precondition_failed',
  413: 'payload_too_large',
  429: 'rate_limited',
  431: 'headers_too_large',
  502: 'bad_gateway',
  503: 'unavailable',
  504: 'timeout',
}

export type Envelope = {
  error: string
  message: string
  /** For programs; ours are in capitals, the vendor's are as the vendor writes them. */
  code: string
  request_id: string
  /** The permission whose lack is the reason. */
  required?: string
}

type Details = { required?: string; headers?: Record<string, string> }

/** Thrown anywhere on the way of a request; the handler turns it into an answer. The message is for the caller to read. */
export class Refused extends Error {
  readonly status: number
  readonly code: string
  readonly required: string | undefined
  readonly headers: Record<string, string>

  constructor(status: number, code: string, message: string, details: Details = {}) {
    super(message)
    this.status = status
    this.code = code
    this.required = details.required
    this.headers = details.headers ?? {}
  }
}

/** The KOSMOS envelope: `{error, message, code, request_id}`. */
export function envelope(refused: Refused, requestId: string): Envelope {
  const { status, message, code, required } = refused
  const error = names[status] ?? (status < 500 ? 'refused' : 'internal_error')
  return { error, message, code, request_id: requestId, ...(required !== undefined && { required }) }
}

/** A refusal as an answer. */
export function refusal(refused: Refused, requestId: string): Response {
  return Response.json(envelope(refused, requestId), { status: refused.status, headers: refused.headers })
}
