// What needs no right at all: roles and what they hand out, people by search, what the caller may do (platforms.md §1.4), health and
// prices.
import { refuse } from './errors.ts'
import type { UserRow } from './model.ts'
import { actionsOf } from './rights.ts'
import { ok, route } from './route.ts'
import type { Call, Route } from './route.ts'
import { permissionOf, roleOf, userOf } from './shapes.ts'
import type { Tables } from './world.ts'

/** Go marshals a slice that nothing was appended to as null. */
const nullIfEmpty = ({ strict }: Call, items: unknown[]): unknown[] | null =>
  items.length === 0 && !strict ? null : items

/** Fewest bytes of a search. */
const shortest = 5
const most = 10

export const catalogue: Route[] = [
  route('GET', '/health', 'health', () => ok({ status: 'UP' }), { open: true }),
  route(
    'GET',
    '/api/v1/resource-pricing',
    'resourcePricing',
    ({ query }) => {
      const [type, sku] = [query.get('type') ?? '', query.get('sku') ?? '']
      if (type === '' || sku === '') throw refuse(400, 'Missing type or sku parameter')
      if (sku === 'free') throw refuse(404, `no price found for resource type ${type} and sku ${sku}`)
      const price = { price_id: 'price_sandbox', amount: 4900, currency: 'eur', interval: 'month' }
      return ok({ ...price, sku, resource_type: type })
    },
    { open: true },
  ),
  route('GET', '/api/v1/roles', 'listRoles', ({ tables }) =>
    ok(tables.roles.filter(({ hidden }) => !hidden).map(roleOf)),
  ),
  route('GET', '/api/v1/roles/{role}/permissions', 'listRolePermissions', (call) => {
    const { tables, strict } = call
    const role = tables.roles.find(({ role_id }) => role_id === call.param('role'))
    if (role === undefined && strict) throw refuse(404, 'Role not found')
    const ids = role?.permissions ?? []
    const rows = tables.permissions.filter(({ permission_id }) => ids.includes(permission_id))
    return ok(nullIfEmpty(call, rows.map(permissionOf)))
  }),
  route('GET', '/api/v1/users/search', 'searchUsers', ({ tables, query }) => {
    const words = query.get('q') ?? ''
    return ok(Buffer.byteLength(words) < shortest ? [] : found(tables, words).map(userOf))
  }),
  route('GET', '/api/v1/permissions/check', 'checkPermissions', (call) => {
    const { tables, caller, query, now } = call
    const [type, id] = [query.get('scopeType') ?? '', query.get('scopeId') ?? '']
    if (type === '' || id === '') throw refuse(400, 'Missing scopeType or scopeId')
    const user = query.get('userId') || caller.id
    if (user !== caller.id) {
      if (!caller.isServiceAccount)
        throw refuse(403, 'Only service accounts can check permissions on behalf of other users')
      const everywhere = actionsOf(tables, caller.id, { type: 'global', id: 'global' }, now())
      if (!everywhere.includes('check_permissions_on_behalf_of'))
        throw refuse(
          403,
          'Service account does not have permission to check permissions on behalf of users',
          {
            hint: "The service account needs a role with 'check_permissions_on_behalf_of' permission at global scope",
          },
        )
    }
    const permissions = nullIfEmpty(call, actionsOf(tables, user, { type, id }, now()))
    return ok({ user_id: user, scope_type: type, scope_id: id, permissions })
  }),
]

/** `ILIKE '%…%'` over email, name and id: `%` and `_` stand for anything, `\` takes that from them. At most ten, by address. */
export function found({ users }: Tables, words: string): UserRow[] {
  const pattern = words.replace(/\\(.)|([%_])|([\s\S])/gu, (_, quoted, wild, plain) => {
    if (wild === '%') return '[^]*'
    if (wild === '_') return '[^]'
    return String(quoted ?? plain).replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
  })
  const like = new RegExp(pattern, 'iu')
  return [...users.values()]
    .filter(({ email, name, user_id }) => [email, name, user_id].some((text) => like.test(text)))
    .toSorted((one, other) => one.email.localeCompare(other.email))
    .slice(0, most)
}
