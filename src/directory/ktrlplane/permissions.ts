// KtrlPlane's permissions behind the port: the catalogue is everything that its roles hand out, by the service it belongs to.
import type { PermissionDirectory } from '../directory.ts'
import type { Resource } from '../model.ts'
import { type Definitions, distinct, grantedOf, permissionOf } from './definitions.ts'

/** Makes the permissions. */
export function permissionDirectory({
  of,
  all,
}: Definitions): PermissionDirectory & Required<Pick<PermissionDirectory, 'grantedAll'>> {
  return {
    async catalogue(options) {
      const rows = distinct(await all(options))
      const services = new Map<string, Resource>()
      for (const row of rows.toSorted((one, other) => one.action.localeCompare(other.action))) {
        const service = services.get(row.resource_type) ?? {
          id: row.resource_type,
          name: row.resource_type,
          permissions: [],
        }
        service.permissions.push(permissionOf(row, rows))
        services.set(service.id, service)
      }
      const resources = [...services.values()].toSorted((one, other) => one.name.localeCompare(other.name))
      return { resources, complete: true, trouble: [] }
    },

    async granted(role, { signal } = {}) {
      signal?.throwIfAborted()
      const rows = await of(role)
      signal?.throwIfAborted()
      return grantedOf(rows)
    },

    async grantedAll(options) {
      const sets = await all(options)
      return new Map([...sets].map(([role, rows]) => [role, grantedOf(rows)]))
    },
  }
}
