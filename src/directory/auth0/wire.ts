// The Management API's JSON in, model types out (auth0.md §3). Hides: names of members, absent fields, unreadable rows.
import * as v from 'valibot'
import type { Person, Role } from '../model.ts'

const id = v.pipe(v.string(), v.nonEmpty())
const label = v.fallback(v.optional(v.string(), ''), '')
const flag = v.fallback(v.optional(v.boolean(), false), false)

const RoleRow = v.object({ id, name: label, description: label })

/** A role of any list. */
export function roleOf(row: unknown): Role | undefined {
  const parsed = v.safeParse(RoleRow, row)
  if (!parsed.success) return undefined
  const { id, name, description } = parsed.output
  return { id, name: name || id, ...(description && { description }) }
}

const UserRow = v.object({
  user_id: id,
  name: label,
  email: label,
  username: label,
  phone_number: label,
  blocked: flag,
})

/** The fields that `personOf` reads. */
export const userFields = Object.keys(UserRow.entries).join(',')

/** A person of any list; those of a role or an organisation do not say whether somebody is blocked. */
export function personOf(row: unknown): Person | undefined {
  const parsed = v.safeParse(UserRow, row)
  if (!parsed.success) return undefined
  const { user_id, name, email, username, phone_number, blocked } = parsed.output
  const shown = name || email || username || phone_number || user_id
  const login = email || username || phone_number
  return {
    id: user_id,
    name: shown,
    ...(login && login !== shown && { login }),
    ...(email && { email }),
    state: blocked ? 'blocked' : 'active',
    kind: 'person',
  }
}

const HeldRow = v.object({
  id,
  name: label,
  sources: v.fallback(v.optional(v.array(v.string()), ['direct']), ['direct']),
})

/** A role of effective-roles; `sources` are `direct` and `groups`. */
export type HeldRole = { id: string; name: string; sources: string[] }

export function heldRoleOf(row: unknown): HeldRole | undefined {
  const parsed = v.safeParse(HeldRow, row)
  return parsed.success ? { ...parsed.output, name: parsed.output.name || parsed.output.id } : undefined
}

const Named = v.object({ id, name: label, display_name: label })

/** A group or an organisation. */
export function namedOf(row: unknown): { id: string; name: string } | undefined {
  const parsed = v.safeParse(Named, row)
  if (!parsed.success) return undefined
  const { id, name, display_name } = parsed.output
  return { id, name: display_name || name || id }
}

/** A permission of an API as the tenant keeps it. */
export type Scope = { value: string; description: string }
export type Api = { id: string; identifier: string; name: string; isSystem: boolean; scopes: Scope[] }

const ApiRow = v.object({
  id,
  identifier: id,
  name: label,
  is_system: flag,
  scopes: v.optional(v.array(v.object({ value: id, description: label })), []),
})

export function apiOf(row: unknown): Api | undefined {
  const parsed = v.safeParse(ApiRow, row)
  if (!parsed.success) return undefined
  const { id, identifier, name, is_system, scopes } = parsed.output
  return { id, identifier, name: name || identifier, isSystem: is_system, scopes }
}

/** A permission as roles and people hold it. `sources` only where the call tells them. */
export type GrantRow = {
  api: string
  value: string
  description: string
  sources?: string[]
}

const Sources = v.fallback(
  v.optional(
    v.array(
      v.union([
        v.string(),
        // Older tenants: {source_id, source_name, source_type: 'DIRECT' | 'ROLE'}.
        v.pipe(
          v.object({ source_type: v.string() }),
          v.transform((source) => source.source_type.toLowerCase()),
        ),
      ]),
    ),
  ),
  undefined,
)
const PermissionRow = v.object({
  resource_server_identifier: id,
  permission_name: id,
  description: label,
  sources: Sources,
})

export function grantOf(row: unknown): GrantRow | undefined {
  const parsed = v.safeParse(PermissionRow, row)
  if (!parsed.success) return undefined
  const { resource_server_identifier, permission_name, description, sources } = parsed.output
  return {
    api: resource_server_identifier,
    value: permission_name,
    description,
    ...(sources && { sources }),
  }
}

/** The permission's id in this console. A scope value holds no space. */
export function permissionId(value: string, api: string): string {
  return `${value} ${api}`
}

/** What `permissionId` was made of; undefined for a text that it never makes. */
export function partsOf(permission: string): { value: string; api: string } | undefined {
  const at = permission.indexOf(' ')
  if (at < 1 || at === permission.length - 1) return undefined
  return { value: permission.slice(0, at), api: permission.slice(at + 1) }
}
