// One entry per call of the Management API, so that the server and `operationOf` read the same table: the path, what
// the machine token must say, which query parameters there are and what success is answered with.
import type { Auth0Settings } from '../settings.ts'
import type { Auth0World } from './world.ts'

export type Operation =
  | 'listRoles'
  | 'createRole'
  | 'getRole'
  | 'updateRole'
  | 'deleteRole'
  | 'listRolePermissions'
  | 'addRolePermissions'
  | 'removeRolePermissions'
  | 'listRoleUsers'
  | 'assignRole'
  | 'listUsers'
  | 'getUser'
  | 'usersByEmail'
  | 'listUserRoles'
  | 'addUserRoles'
  | 'removeUserRoles'
  | 'listUserPermissions'
  | 'addUserPermissions'
  | 'removeUserPermissions'
  | 'listUserOrganizations'
  | 'effectiveRoles'
  | 'effectivePermissions'
  | 'permissionSources'
  | 'roleSources'
  | 'listApis'
  | 'getApi'
  | 'updateApi'
  | 'listOrganizations'
  | 'getOrganization'
  | 'listOrganizationMembers'
  | 'listOrganizationMemberRoles'
  | 'addOrganizationMemberRoles'
  | 'removeOrganizationMemberRoles'
  | 'listClients'
  | 'createClient'
  | 'getClient'
  | 'updateClient'
  | 'deleteClient'
  | 'rotateSecret'
  | 'listCredentials'
  | 'createCredential'
  | 'getCredential'
  | 'updateCredential'
  | 'deleteCredential'
  | 'listClientGrants'
  | 'createClientGrant'
  | 'getClientGrant'
  | 'updateClientGrant'
  | 'deleteClientGrant'

export type Auth0Context = {
  world: Auth0World
  settings: Auth0Settings
  /** Origin of the tenant; its own API is `<origin>/api/v2/`. */
  origin: string
  /** The sandbox's clock in milliseconds. */
  now: () => number
  /** Whether this user was locked out, other than by the field of the user. */
  isBlocked: (userId: string) => boolean
  /** Whose token this is and what it is good for; undefined when it is unknown or expired. */
  caller: (
    authorization: string | undefined,
  ) => Promise<{ audiences: string[]; scopes: string[] } | undefined>
}

/** `param` answers a part of the path, decoded. */
export type Call = {
  context: Auth0Context
  scopes: readonly string[]
  query: URLSearchParams
  body: unknown
  param: (name: string) => string
}

/** What goes out as JSON; undefined = an empty body. */
export type Handler = (call: Call) => object | undefined

export type Route = {
  method: string
  path: RegExp
  operation: Operation
  needs: Needs
  query: readonly string[]
  status: 200 | 201 | 204
  handle: Handler
}

/** Alternatives, each a set of scopes that are wanted together. */
export type Needs = readonly (readonly string[])[]

/** A path like `/roles/{id}/users`, under /api/v2. */
export const route = (
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  operation: Operation,
  options: { needs: Needs; query?: readonly string[]; status?: Route['status']; handle: Handler },
): Route => ({
  method,
  path: new RegExp(`^/api/v2${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
  operation,
  needs: options.needs,
  query: options.query ?? [],
  status: options.status ?? 200,
  handle: options.handle,
})
