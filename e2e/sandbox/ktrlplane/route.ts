// One entry per call of KtrlPlane's API, so that the server and `operationOf` read the same table (platforms.md §1.4). A handler
// answers what goes out, or throws a `Refusal`.
import type { KtrlplaneSettings } from '../settings.ts'
import type { Tables } from './world.ts'

export type Operation =
  | 'health'
  | 'resourcePricing'
  | 'listOrganizations'
  | 'createOrganization'
  | 'getOrganization'
  | 'updateOrganization'
  | 'deleteOrganization'
  | 'listProjects'
  | 'createProject'
  | 'getProject'
  | 'updateProject'
  | 'deleteProject'
  | 'listResources'
  | 'listProjectResources'
  | 'createResource'
  | 'getResource'
  | 'updateResource'
  | 'deleteResource'
  | 'listRoles'
  | 'listRolePermissions'
  | 'searchUsers'
  | 'checkPermissions'
  | 'listAssignments'
  | 'grantRole'
  | 'revokeRole'

export type KtrlplaneContext = {
  tables: Tables
  settings: KtrlplaneSettings
  /** `iss` of the tokens it takes, and what they must be for. */
  issuer: string
  audience: string
  /** The sandbox's clock in milliseconds. */
  now: () => number
  /** The claims of a token that the tenant has signed, whatever they say; undefined for any other. */
  verified: (token: string) => Promise<Record<string, unknown> | undefined>
}

/** Whose token it is. */
export type Caller = { id: string; isServiceAccount: boolean }

/** `param` answers a part of the path. `strict`: as documented instead of as coded. */
export type Call = {
  tables: Tables
  strict: boolean
  now: () => number
  caller: Caller
  query: URLSearchParams
  body: string
  param: (name: string) => string
}

export type Reply = { status: 200 | 201 | 202 | 204; body?: unknown }

export type Handler = (call: Call) => Reply

export type Route = {
  method: Method
  path: RegExp
  operation: Operation
  /** Whether it answers without a token. */
  open: boolean
  handle: Handler
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** A path like `/api/v1/projects/{project}`. */
export const route = (
  method: Method,
  path: string,
  operation: Operation,
  handle: Handler,
  options: { open?: boolean } = {},
): Route => ({
  method,
  path: new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
  operation,
  open: options.open ?? false,
  handle,
})

export const ok = (body: unknown): Reply => ({ status: 200, body })
