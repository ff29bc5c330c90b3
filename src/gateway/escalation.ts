// Nobody hands out rights in this console that they do not hold: rules for the calls that give rights to somebody. Reads at the
// vendor what a role grants before it is given. Where that cannot be read, nothing is given.
import * as v from 'valibot'
import type { Caller } from './auth.ts'
import type { GatewayConfig } from './config.ts'
import { Refused } from './errors.ts'
import { demandUnchanged } from './version.ts'

/** What a rule knows of the request: who asks, the ids in the address, what its caller has read, and a way to read at the vendor. */
export type Act = {
  caller: Caller
  id: (name: string) => string
  /** The version that the change is for, where the caller names one. */
  expected: string | undefined
  config: GatewayConfig
  /** GET at the vendor with the gateway's own rights; path and query encoded. @throws Refused */
  read: (path: string) => Promise<unknown>
}

/** @throws Refused 403 ESCALATION */
export type Guard<Body> = (body: Body, act: Act) => Promise<void>

type Permission = { resource_server_identifier: string; permission_name: string }

const permissionPage = v.object({
  total: v.pipe(v.number(), v.integer()),
  permissions: v.array(v.object({ resource_server_identifier: v.string(), permission_name: v.string() })),
})
const text = v.fallback(v.optional(v.string(), ''), '')
const api = v.object({
  id: v.string(),
  identifier: v.string(),
  is_system: v.optional(v.boolean()),
  scopes: v.optional(v.array(v.object({ value: v.string(), description: text })), []),
})

/** Rather one refusal too many than a spelling by which the vendor finds the same API and we do not. */
export const same = (one: string, other: string): boolean => plain(one) === plain(other)
const plain = (identifier: string): string => identifier.trim().toLowerCase().replace(/\/+$/, '')

/** The refusal of what would make somebody stronger than the caller. */
export function escalation(message: string, required?: string): Refused {
  return new Refused(403, 'ESCALATION', message, required === undefined ? {} : { required })
}

/** Of the console's own permissions, those that the caller lacks. */
function lacking(permissions: readonly Permission[], { caller, config }: Act): string | undefined {
  return permissions
    .filter((one) => same(one.resource_server_identifier, config.audience))
    .map((one) => one.permission_name)
    .find((name) => !caller.permissions.has(name))
}

/** Permissions are added to a role: none of the console's that the caller lacks, and never one of the Management API. */
export async function addsPermissions(permissions: readonly Permission[], act: Act): Promise<void> {
  const management = permissions.find((one) => same(one.resource_server_identifier, act.config.management))
  if (management)
    throw escalation(
      `${management.permission_name} belongs to the Management API, which is for applications: no role may have it.`,
      management.permission_name,
    )
  const name = lacking(permissions, act)
  if (name !== undefined)
    throw escalation(`You cannot add ${name} to a role, because you do not hold it yourself.`, name)
}

/** Everything a role grants. The vendor's pages hold 50 (a tenant's may hold fewer), and no role more than 1,000. */
async function permissionsOf(role: string, { read }: Act): Promise<Permission[]> {
  const found: Permission[] = []
  for (let page = 0; page < 100; page += 1) {
    const query = `page=${page}&per_page=50&include_totals=true`
    const answer = v.safeParse(
      permissionPage,
      await read(`/roles/${encodeURIComponent(role)}/permissions?${query}`),
    )
    if (!answer.success) break
    found.push(...answer.output.permissions)
    if (found.length >= answer.output.total) return found
    if (answer.output.permissions.length === 0) break
  }
  throw new Refused(
    502,
    'VENDOR_UNREADABLE',
    'What the role grants could not be read to its end; nothing was changed.',
  )
}

/** Roles are given to somebody: none that grants a permission of the console which the caller lacks. */
export async function assignsRoles(roles: readonly string[], act: Act): Promise<void> {
  for (const role of new Set(roles)) {
    const name = lacking(await permissionsOf(role, act), act)
    if (name !== undefined)
      throw escalation(
        `You cannot assign ${role}, because it grants ${name}, which you do not hold yourself.`,
        name,
      )
  }
}

/**
 * The permissions of an API are replaced: never the Management API's, never others than the caller has read, and of the console's
 * none is lost that the caller lacks.
 * @throws Refused 403 ESCALATION, 412 CHANGED
 */
export async function replacesScopes(scopes: readonly { value: string }[], act: Act): Promise<void> {
  const { config, caller } = act
  const answer = v.safeParse(api, await act.read(`/resource-servers/${encodeURIComponent(act.id('api'))}`))
  if (!answer.success)
    throw new Refused(502, 'VENDOR_UNREADABLE', 'The API could not be read; nothing was changed.')
  const { id, identifier, is_system: system, scopes: before } = answer.output
  // The vendor takes the identifier too; but whoever waits for an API must wait under one name.
  if (id !== act.id('api'))
    throw new Refused(400, 'INVALID_ID', 'The address must name the API by its id, not by its identifier.')
  if (system || same(identifier, config.management))
    throw escalation('The permissions of the Management API are not for a console to change.')
  // Before the rest: what somebody else added meanwhile is not taken away by the caller.
  await demandUnchanged(before, act.expected)
  if (!same(identifier, config.audience)) return
  const kept = new Set(scopes.map(({ value }) => value))
  const lost = before.find(({ value }) => !kept.has(value) && !caller.permissions.has(value))
  if (lost)
    throw escalation(
      `You cannot take ${lost.value} away from this console, because you do not hold it yourself.`,
      lost.value,
    )
}
