// The refusals of the Management API, and how it writes them. Where the documentation is silent the words are those
// in public reports, or ours; a client may rely on status and errorCode.
import type { JsonObject } from '../http.ts'

const names = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Request Entity Too Large',
  429: 'Too Many Requests',
} as const

export type Status = keyof typeof names
export type Failure = { statusCode: Status; message: string; errorCode?: string }

/** An error that says in its cause what to answer: `throw refuse(404, …)`. */
export const refuse = (statusCode: Status, message: string, errorCode?: string): Error =>
  new Error(message, {
    cause: { statusCode, message, ...(errorCode === undefined ? {} : { errorCode }) } satisfies Failure,
  })

/** `field` is the place in the body, as in `scopes[8].value`. */
export const invalidBody = (what: string, field?: string): Error =>
  refuse(400, `Payload validation error: '${what}'${field ? ` on property ${field}` : ''}.`, 'invalid_body')

export const invalidQuery = (what: string, field?: string): Error =>
  refuse(
    400,
    `Query validation error: '${what}'${field ? ` on property ${field}` : ''}.`,
    'invalid_query_string',
  )

export const unknownRole = (): Error => refuse(404, 'The role does not exist.', 'inexistent_role')
export const unknownUser = (): Error => refuse(404, 'The user does not exist.', 'inexistent_user')
export const unknownApi = (): Error =>
  refuse(404, 'The resource server does not exist.', 'inexistent_resource_server')
export const unknownOrganization = (): Error =>
  refuse(404, 'No organization found by that id or name', 'inexistent_organization')
export const unknownClient = (): Error => refuse(404, 'The client does not exist.', 'inexistent_client')
export const unknownCredential = (): Error =>
  refuse(404, 'The credential does not exist.', 'inexistent_credential')
export const unknownClientGrant = (): Error =>
  refuse(404, 'The client grant does not exist.', 'inexistent_client_grant')
export const unknownPath = (): Error => refuse(404, 'Not Found')

const isFailure = (cause: unknown): cause is Failure =>
  typeof cause === 'object' && cause !== null && 'statusCode' in cause && String(cause.statusCode) in names

/** What a thrown error says; undefined for a defect of the sandbox. */
export const failureOf = (error: unknown): Failure | undefined =>
  error instanceof Error && isFailure(error.cause) ? error.cause : undefined

/** `{"statusCode":404,"error":"Not Found","message":"…","errorCode":"…"}` */
export function errorBody({ statusCode, message, errorCode }: Failure): JsonObject {
  return { statusCode, error: names[statusCode], message, ...(errorCode === undefined ? {} : { errorCode }) }
}

/** The body that goes with a status nobody has thrown: for faults. */
export function faultBody(status: number): JsonObject {
  const known = Object.entries(names).find(([code]) => Number(code) === status)?.[1]
  const error = known ?? 'Internal Server Error'
  return {
    statusCode: status,
    error,
    message: status === 429 ? 'Global limit has been reached' : error,
    ...(status === 429 ? { errorCode: 'too_many_requests' } : {}),
  }
}
