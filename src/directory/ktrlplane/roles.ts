// KtrlPlane's roles behind the port. They are few and fixed: lists are whole, and searched here.
import type { RoleDirectory } from '../directory.ts'
import { Problem } from '../problem.ts'
import type { Definitions } from './definitions.ts'
import { firstPage } from './whole-list.ts'

/** Makes the roles, with what they cost nothing to count. */
export function roleDirectory({
  roles,
  all,
}: Definitions): RoleDirectory & Required<Pick<RoleDirectory, 'counts'>> {
  return {
    async list({ search = '', after, signal } = {}) {
      firstPage(after)
      signal?.throwIfAborted()
      const text = search.trim().toLowerCase()
      const found = await roles()
      signal?.throwIfAborted()
      const items = found.filter(({ id, name, group = '' }) =>
        [id, name, group].some((one) => one.toLowerCase().includes(text)),
      )
      return { items, total: items.length }
    },

    async get(id, signal) {
      signal?.throwIfAborted()
      const found = (await roles()).find((role) => role.id === id)
      signal?.throwIfAborted()
      if (!found) throw new Problem('not-found', `There is no role with the id “${id}” at KtrlPlane.`)
      return found
    },

    async counts(signal) {
      const sets = await all(signal ? { signal } : {})
      return {
        permissions: new Map([...sets].map(([id, rows]) => [id, rows.length])),
        // Roles are held at places, and no call counts their holders.
        members: null,
      }
    },
  }
}
