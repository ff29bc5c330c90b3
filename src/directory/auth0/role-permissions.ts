// What the roles of an Auth0 tenant hand out. Adding and taking away are calls of their own, so that two people's changes
// never undo each other.
import type { EditablePermissions } from '../directory.ts'
import type { Granted, Progress } from '../model.ts'
import { Problem } from '../problem.ts'
import { type Calls, segment } from './calls.ts'
import { type List, wholeList } from './pages.ts'
import { changeSet } from './set-change.ts'
import { limits } from './traits.ts'
import { type GrantRow, grantOf, partsOf, permissionId } from './wire.ts'

export type RolePermissions = Pick<EditablePermissions, 'granted' | 'change'> & {
  /** The same with all that the tenant says of each permission. */
  rows(role: string, options?: Progress): Promise<{ items: GrantRow[]; complete: boolean }>
}

/** Makes the access to what roles hand out. */
export function rolePermissions(calls: Calls): RolePermissions {
  async function granted(role: string, options?: Progress): Promise<Granted> {
    const { items, complete } = await wholeList(calls, listOf(role), options)
    const permissions = new Set(items.map(({ value, api }) => permissionId(value, api)))
    // A row that came twice moved while we read, and another may have slipped away.
    return { permissions: [...permissions], complete: complete && permissions.size === items.length }
  }

  return {
    rows: (role, options) => wholeList(calls, listOf(role), options),

    granted,

    change: (role, change, options) =>
      changeSet(
        {
          async read(signal) {
            const { permissions, complete } = await granted(role, signal ? { signal } : {})
            if (complete) return permissions
            throw new Problem(
              'unexpected',
              'What this role hands out could not be read whole; nothing was changed.',
            )
          },
          add: (ids, signal) => calls.send('POST', pathOf(role), bodyOf(ids), signal),
          remove: (ids, signal) => calls.send('DELETE', pathOf(role), bodyOf(ids), signal),
          most: limits.perRole,
          tooMany: `The role would hand out more than ${limits.perRole} permissions, and Auth0 allows no more.`,
          chunk: 100,
          sleep: calls.sleep,
        },
        change,
        options,
      ),
  }
}

function pathOf(role: string): string {
  return `/roles/${segment(role)}/permissions`
}

function listOf(role: string): List<GrantRow> {
  return { path: pathOf(role), rows: 'permissions', row: grantOf }
}

function bodyOf(ids: string[]): object {
  return {
    permissions: ids.map((id) => {
      const parts = partsOf(id)
      if (!parts) throw new Problem('not-found', `There is no permission “${id}”.`)
      return { resource_server_identifier: parts.api, permission_name: parts.value }
    }),
  }
}
