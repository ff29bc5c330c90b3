// Personal access tokens as this console's gateway writes them. Their values never stand in a list.
import * as v from 'valibot'

const text = v.pipe(v.string(), v.nonEmpty())
const maybe = v.nullish(v.string(), '')
const date = v.pipe(
  v.string(),
  v.transform((one) => new Date(one)),
  v.date(),
)

const permissions = v.array(
  v.pipe(
    v.object({ resource_server_identifier: text, permission_name: text }),
    v.transform((one) => ({ api: one.resource_server_identifier, value: one.permission_name })),
  ),
)

const Row = v.object({
  id: text,
  name: v.string(),
  purpose: maybe,
  owner: v.object({ id: text, name: v.string(), kind: v.picklist(['person', 'account']) }),
  prefix: v.string(),
  permissions,
  created_at: date,
  expires_at: date,
  last_used_at: v.nullish(date, null),
  replaces: maybe,
  active: v.boolean(),
  inactive_reason: maybe,
})

export const TokenRow = v.pipe(
  Row,
  v.transform((row) => ({
    id: row.id,
    name: row.name,
    purpose: row.purpose,
    owner: { ...row.owner, name: row.owner.name || row.owner.id },
    start: row.prefix,
    permissions: row.permissions,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    replaces: row.replaces,
    isActive: row.active,
    inactiveReason: row.inactive_reason,
  })),
)

export type Token = v.InferOutput<typeof TokenRow>

/** The list, with what holds for every new token. `checked`: whether every owner's rights could be read. */
export const TokenList = v.object({
  tokens: v.array(TokenRow),
  policy: v.object({ prefix: v.nullish(v.string()), max_days: v.nullish(v.number()) }),
  checked: v.nullish(v.boolean(), true),
})

/** What a new token may hold. */
export const TokenRights = v.object({ permissions })

/** The answer to the creation: the only one with the value. */
export const MadeToken = v.object({ token: TokenRow, value: text })
