// Zitadel's refusals, and how each dialect writes them: gRPC-gateway JSON for v1, Connect JSON for v2.
// Hides the protobuf of an error detail and the mapping of gRPC codes to HTTP statuses.
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

const codes = {
  invalid_argument: { grpc: 3, http: 400 },
  not_found: { grpc: 5, http: 404 },
  already_exists: { grpc: 6, http: 409 },
  permission_denied: { grpc: 7, http: 403 },
  failed_precondition: { grpc: 9, http: 400 },
  internal: { grpc: 13, http: 500 },
  unauthenticated: { grpc: 16, http: 401 },
} as const satisfies Record<string, { grpc: number; http: ContentfulStatusCode }>

export type Failure = { code: keyof typeof codes; message: string; id?: string }

// The message is the untranslated key. A real instance translates most of them by Accept-Language and adds
// the id in parentheses, so a client may rely on the code and the id, never on the words.
const refusals = {
  tokenMissing: { code: 'unauthenticated', message: 'auth header missing' },
  tokenInvalid: { code: 'unauthenticated', id: 'AUTH-7fs1e', message: 'Errors.Token.Invalid' },
  originNotAllowed: { code: 'permission_denied', id: 'AUTH-DZG21', message: 'Errors.OriginNotAllowed' },
  organizationUnknown: { code: 'permission_denied', id: 'AUTH-Bs7Ds', message: "Organisation doesn't exist" },
  // NotFound, not PermissionDenied: internal/api/authz/permissions.go, getUserPermissions.
  noMembership: { code: 'not_found', id: 'AUTHZ-cdgFk', message: 'membership not found' },
  // One id for the permission a method declares in its proto, another for the one its command checks.
  notPermitted: { code: 'permission_denied', id: 'AUTH-5mWD2', message: 'No matching permissions found' },
  commandNotPermitted: {
    code: 'permission_denied',
    id: 'AUTH-AWfge',
    message: 'No matching permissions found',
  },
  limitExceeded: { code: 'invalid_argument', id: 'QUERY-4M0fs', message: 'Errors.Query.LimitExceeded' },
  // The eventstore's unique constraints answer with this one id for every kind of object.
  roleExists: { code: 'already_exists', id: 'V3-DKcYh', message: 'Errors.Project.Role.AlreadyExists' },
  // What we answer differs from the code read, which says FailedPrecondition (400) when a role is written.
  projectOfRoleUnknown: { code: 'not_found', id: 'COMMAND-EbFMN', message: 'Errors.Project.NotFound' },
  projectUnknown: { code: 'not_found', id: 'QUERY-fk2fs', message: 'Errors.Project.NotFound' },
  changedRoleUnknown: { code: 'not_found', id: 'COMMAND-vv8M9', message: 'Errors.Project.Role.NotExisting' },
  removedRoleUnknown: { code: 'not_found', id: 'COMMAND-m9vMf', message: 'Errors.Project.Role.NotExisting' },
  authorizationExists: { code: 'already_exists', id: 'V3-DKcYh', message: 'Errors.UserGrant.AlreadyExists' },
  // What an authorization points at (command/user_grant.go, checkUserGrantPreCondition).
  userOfGrantUnknown: { code: 'failed_precondition', id: 'COMMAND-4f8sg', message: 'Errors.User.NotFound' },
  projectOfGrantUnknown: {
    code: 'failed_precondition',
    id: 'COMMAND-3n77S',
    message: 'Errors.Project.NotFound',
  },
  projectNotGranted: {
    code: 'failed_precondition',
    id: 'COMMAND-4m9ff',
    message: 'Errors.Project.Grant.NotFound',
  },
  roleOfGrantUnknown: {
    code: 'failed_precondition',
    id: 'COMMAND-mm9F4',
    message: 'Errors.Project.Role.NotFound',
  },
  authorizationUnknown: { code: 'not_found', id: 'COMMAND-3M9sd', message: 'Errors.UserGrant.NotFound' },
  activatedUnknown: { code: 'not_found', id: 'COMMAND-Lp0gs', message: 'Errors.UserGrant.NotFound' },
  deletedUnknown: { code: 'not_found', id: 'COMMAND-1My0t', message: 'Errors.UserGrant.NotFound' },
  sameRoles: { code: 'failed_precondition', id: 'COMMAND-Rs8fy', message: 'Errors.UserGrant.NotChanged' },
  notActive: { code: 'failed_precondition', id: 'COMMAND-1S9gx', message: 'Errors.UserGrant.NotActive' },
  notInactive: { code: 'failed_precondition', id: 'COMMAND-1ML0v', message: 'Errors.UserGrant.NotInactive' },
  // The constraint on user names; of the instance, as their organisation's domain is not behind them here.
  userExists: { code: 'already_exists', id: 'V3-DKcYh', message: 'Errors.User.AlreadyExists' },
  userIdTaken: { code: 'failed_precondition', id: 'COMMAND-k2una', message: 'Errors.User.AlreadyExisting' },
  userUnknown: { code: 'not_found', id: 'QUERY-Dfbg2', message: 'Errors.User.NotFound' },
  metadataUnknown: { code: 'not_found', id: 'QUERY-Rph32', message: 'Errors.Metadata.NotFound' },
  removedMetadataUnknown: { code: 'not_found', id: 'META-mcnw3', message: 'Errors.Metadata.NotFound' },
  removedKeyUnknown: { code: 'not_found', id: 'META-2npds', message: 'Errors.Metadata.KeyNotExisting' },
  nothingToSet: { code: 'failed_precondition', id: 'META-9mm2d', message: 'Errors.Metadata.NoData' },
  nothingToRemove: { code: 'failed_precondition', id: 'META-9mw2d', message: 'Errors.Metadata.NoData' },
  expiredAlready: {
    code: 'invalid_argument',
    id: 'DOMAIN-dv3t5',
    message: 'Errors.AuthNKey.ExpireBeforeNow',
  },
  noChanges: { code: 'failed_precondition', id: 'COMMAND-5M0cs', message: 'Errors.NoChangesFound' },
} as const satisfies Record<string, Failure>

/** An error that says in its cause what to answer: `throw refuse('roleExists')`. */
export const refuse = (name: keyof typeof refusals): Error => failed(refusals[name])

/** Of a refusal that only one call has, which says so itself. */
export const refuseWith = (code: Failure['code'], id: string, message: string): Error =>
  failed({ code, id, message })

/** A request that breaks the rules of its message; such answers carry neither id nor details. */
export const invalid = (message: string): Error => failed({ code: 'invalid_argument', message })

const failed = (failure: Failure): Error => new Error(failure.message, { cause: failure })

const isFailure = (cause: unknown): cause is Failure =>
  typeof cause === 'object' && cause !== null && 'code' in cause && String(cause.code) in codes

const failureOf = (error: unknown): Failure =>
  error instanceof Error && isFailure(error.cause)
    ? error.cause
    : { code: 'internal', message: error instanceof Error ? error.message : String(error) }

const words = ({ id, message }: Failure): string => (id === undefined ? message : `${message} (${id})`)

/** `{"code":7,"message":"… (AUTH-5mWD2)","details":[{"@type":…,"id":…,"message":…}]}` */
export function restError(c: Context, error: unknown): Response {
  const failure = failureOf(error)
  const { id, message } = failure
  const type = 'type.googleapis.com/zitadel.v1.ErrorDetail'
  const details = id === undefined ? {} : { details: [{ '@type': type, id, message }] }
  const { grpc, http } = codes[failure.code]
  return c.json({ code: grpc, message: words(failure), ...details }, http)
}

/** `{"code":"permission_denied","message":"… (AUTH-5mWD2)","details":[{"type":…,"value":…,"debug":…}]}` */
export function connectError(c: Context, error: unknown): Response {
  const failure = failureOf(error)
  const { id, message } = failure
  const detail = {
    type: 'zitadel.v1.ErrorDetail',
    value: encodeDetail(id ?? '', message),
    debug: { id, message },
  }
  const details = id === undefined ? {} : { details: [detail] }
  return c.json({ code: failure.code, message: words(failure), ...details }, codes[failure.code].http)
}

/** What the REST gateway, which has the whole path space behind it, says to a path nobody serves. */
export const unknownPath = (c: Context): Response => c.json({ code: 5, message: 'Not Found' }, 404)

// zitadel.v1.ErrorDetail { string id = 1; string message = 2; } as protobuf in base64 without padding, which
// is how the Connect protocol wants the value of a detail ("Error End-Stream", connectrpc.com/docs/protocol).
const encodeDetail = (id: string, message: string): string =>
  Buffer.concat([textField(1, id), textField(2, message)])
    .toString('base64')
    .replace(/=+$/, '')

// Its length is one byte, hence at most 127: ids and keys are shorter.
function textField(number: number, text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes])
}
