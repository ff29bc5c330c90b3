// What the gateway answers when it does not answer what was asked: one envelope for its own refusals and for the vendor's.
// Hides the words of each status.

const names: Record<number, string> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  408: 'timeout',
  409: 'conflict',
  412: 'precondition_failed',
  413: 'payload_too_large',
  422: 'unprocessable_content',
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
  /** The field of the body that is wrong, where it is one of a form. */
  field?: string
}

type Details = {
  required?: string
  field?: string
  /** In the place of the status's own word, where a standard has another one (RFC 6749, section 5.2). */
  error?: string
  headers?: Record<string, string>
}

/** Thrown anywhere on the way of a request; the handler turns it into an answer. The message is for the caller to read. */
export class Refused extends Error {
  readonly status: number
  readonly code: string
  readonly required: string | undefined
  readonly field: string | undefined
  readonly error: string | undefined
  readonly headers: Record<string, string>

  constructor(status: number, code: string, message: string, details: Details = {}) {
    super(message)
    this.status = status
    this.code = code
    this.required = details.required
    this.field = details.field
    this.error = details.error
    this.headers = details.headers ?? {}
  }
}

/** The KOSMOS envelope: `{error, message, code, request_id}`. */
export function envelope(refused: Refused, requestId: string): Envelope {
  const { status, message, code, required, field } = refused
  const error = refused.error ?? names[status] ?? (status < 500 ? 'refused' : 'internal_error')
  return {
    error,
    message,
    code,
    request_id: requestId,
    ...(required !== undefined && { required }),
    ...(field !== undefined && { field }),
  }
}

/** A refusal as an answer. */
export function refusal(refused: Refused, requestId: string): Response {
  return Response.json(envelope(refused, requestId), { status: refused.status, headers: refused.headers })
}
