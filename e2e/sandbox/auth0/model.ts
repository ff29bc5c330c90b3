// What there is in a tenant of Auth0, as the sandbox keeps it.
import { createHash } from 'node:crypto'
import type { ApiFields } from './seed.ts'

export type { Scope } from './seed.ts'
export type { User } from './seed-users.ts'

/** A permission is named by its API's identifier and its own name. */
export type Permission = { api: string; name: string }
/** Names of permissions by identifier, each in the order in which they came. */
export type PermissionSet = Map<string, Set<string>>

export type Api = ApiFields & {
  id: string
  isSystem: boolean
  enforcePolicies: boolean
  tokenDialect: 'access_token' | 'access_token_authz' | 'rfc9068_profile' | 'rfc9068_profile_authz'
  tokenLifetime: number
  allowOfflineAccess: boolean
}
/** `users` tells for each who has the role a number that grows with every assignment. */
export type Role = {
  id: string
  name: string
  description: string
  permissions: PermissionSet
  users: Map<string, number>
}
export type Group = { id: string; name: string; users: Set<string>; roles: Set<string> }
/** A public half that an application may sign with. Times are in milliseconds. */
export type ClientCredential = {
  id: string
  name?: string
  kid: string
  alg: 'RS256' | 'RS384' | 'PS256'
  pem: string
  /** Of a certificate only, as at Auth0. */
  thumbprint?: string
  created: number
  changed: number
  expires?: number
}
/** An application. `keys`: ids of the credentials that it signs in with, in the place of its secret. */
export type Client = {
  id: string
  name: string
  description: string
  type: 'non_interactive' | 'spa' | 'regular_web' | 'native'
  grantTypes: string[]
  secret: string
  method: 'none' | 'client_secret_post' | 'client_secret_basic' | null
  keys: string[] | null
  metadata: Record<string, string>
  credentials: Map<string, ClientCredential>
  global: boolean
  created: number
  changed: number
}
/** What an application may ask of an API for itself; `all`: whatever the API has. */
export type ClientGrant = { id: string; clientId: string; audience: string; scope: string[]; all: boolean }
export type Organization = {
  id: string
  name: string
  displayName: string
  /** Ids of the roles a member has within the organization, by user. */
  members: Map<string, { since: number; roles: Set<string> }>
}

/** An id like `rol_4hTz…`, always the same for the same name. */
export function identify(prefix: string, name: string): string {
  const digest = createHash('sha256').update(`${prefix} ${name}`).digest('base64')
  return `${prefix}_${digest.replace(/\W/g, '').slice(0, 16)}`
}
