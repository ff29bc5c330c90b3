// One entry per call the sandbox's Zitadel serves, so that the server and `operationOf` read the same table.
// A route knows its dialect; how the dialect reads a request and writes an error is the server's business.
import type { Actor } from './access.ts'
import type { ZitadelContext } from './world.ts'

export type Operation =
  | 'listRoles'
  | 'addRole'
  | 'updateRole'
  | 'removeRole'
  | 'bulkAddRoles'
  | 'permissions'
  | 'listProjects'
  | 'getProject'
  | 'listOrganizations'
  | 'listAuthorizations'
  | 'createAuthorization'
  | 'updateAuthorization'
  | 'deactivateAuthorization'
  | 'activateAuthorization'
  | 'deleteAuthorization'
  | 'listUsers'
  | 'getUser'
  | 'createUser'
  | 'updateUser'
  | 'deactivateUser'
  | 'reactivateUser'
  | 'lockUser'
  | 'unlockUser'
  | 'deleteUser'
  | 'listTokens'
  | 'addToken'
  | 'removeToken'
  | 'listKeys'
  | 'addKey'
  | 'removeKey'
  | 'addSecret'
  | 'removeSecret'
  | 'listUserMetadata'
  | 'setUserMetadata'
  | 'deleteUserMetadata'
  | 'memberships'
  | 'listMetadata'
  | 'getMetadata'
  | 'setMetadata'
  | 'deleteMetadata'

/**
 * `param` answers a part of the path, decoded; '' when the route has no such part. `query` answers what stands after the
 * path under that name.
 */
export type Call = {
  context: ZitadelContext
  actor: Actor
  body: unknown
  param: (name: string) => string
  query: (name: string) => string[]
}
export type Handler = (call: Call) => object
export type Route = {
  dialect: 'connect' | 'rest'
  /** Of Connect only: the service the method belongs to. */
  service?: string
  operation: Operation
  method: string
  path: RegExp
  handle: Handler
}

/** `POST /{service}/{method}` */
export const connect = (service: string, method: string, operation: Operation, handle: Handler): Route => ({
  dialect: 'connect',
  service,
  operation,
  method: 'POST',
  path: new RegExp(`^/${service.replaceAll('.', '\\.')}/${method}$`),
  handle,
})

// The gateway matches the decoded path, so that an encoded slash parts segments like any other and only `**` takes it
// (grpc-gateway runtime/mux.go, UnescapingModeLegacy, which is the default).
const segment = '(?:[^/%]|%(?!2[Ff]))+'

/** A path like `/projects/{projectId}/roles/{roleKey=**}`, in the notation of `google.api.http`. */
export const rest = (method: string, path: string, operation: Operation, handle: Handler): Route => ({
  dialect: 'rest',
  operation,
  method,
  path: new RegExp(
    `^${path.replace(/\{(\w+)=\*\*\}/g, '(?<$1>.+)').replace(/\{(\w+)\}/g, `(?<$1>${segment})`)}$`,
  ),
  handle,
})

/** A v2 method at its REST path: the named parts of the path are fields of the message. */
export const overPath =
  (handle: Handler, ...names: string[]): Handler =>
  (call) => {
    const fields = Object.fromEntries(names.map((name) => [name, call.param(name)]))
    const body = typeof call.body === 'object' ? call.body : {}
    return handle({ ...call, body: { ...body, ...fields } })
  }
