// KtrlPlane's roles and what each hands out, which nobody can change: read once, and kept while the console is open. Hides that
// there is no list of permissions, only one for each role (platforms.md §1.4).
import { shaped } from '../answer.ts'
import type { Granted, Permission, Progress, Role } from '../model.ts'
import { Problem } from '../problem.ts'
import { remembered } from '../remembered.ts'
import { type Calls, segment } from './calls.ts'
import { type PermissionRow, PermissionRows, Roles } from './wire.ts'

export type Definitions = {
  /** The strongest first. */
  roles(): Promise<Role[]>
  /** What one role hands out; nothing for one that does not exist. */
  of(role: string): Promise<PermissionRow[]>
  /** What each role hands out, by role id. */
  all(options?: Progress): Promise<ReadonlyMap<string, PermissionRow[]>>
}

/** Reads through `calls`. One reading serves all who ask, so that nobody's signal ends it. */
export function createDefinitions(calls: Calls): Definitions {
  const sets = new Map<string, () => Promise<PermissionRow[]>>()
  const roles = remembered(async () => shaped(Roles, await calls.get('/roles'), calls.host))

  async function read(role: string): Promise<PermissionRow[]> {
    try {
      return shaped(PermissionRows, await calls.get(`/roles/${segment(role)}/permissions`), calls.host)
    } catch (error) {
      if (error instanceof Problem && error.kind === 'not-found') return []
      throw error
    }
  }

  function of(role: string): Promise<PermissionRow[]> {
    const known = sets.get(role) ?? remembered(() => read(role))
    sets.set(role, known)
    return known()
  }

  return {
    roles,
    of,
    async all({ signal, onProgress } = {}) {
      signal?.throwIfAborted()
      const list = await roles()
      let done = 0
      onProgress?.(done, list.length)
      const read = await Promise.all(
        list.map(async ({ id }) => {
          const rows = await of(id)
          onProgress?.((done += 1), list.length)
          return [id, rows] as const
        }),
      )
      signal?.throwIfAborted()
      return new Map(read)
    },
  }
}

/** The permission's id in this console; two services may use one name. */
export function permissionId({
  resource_type,
  action,
}: Pick<PermissionRow, 'resource_type' | 'action'>): string {
  return `${resource_type}:${action}`
}

/** What is handed out at all, each permission once. */
export function distinct(sets: ReadonlyMap<string, PermissionRow[]>): PermissionRow[] {
  return [...new Map([...sets.values()].flat().map((row) => [permissionId(row), row])).values()]
}

export function grantedOf(rows: PermissionRow[]): Granted {
  return { permissions: [...new Set(rows.map(permissionId))], complete: true }
}

/** A permission as it stands in the catalogue `all`, which says what one with a wildcard covers of it. */
export function permissionOf(row: PermissionRow, all: readonly PermissionRow[]): Permission {
  const { resource_type: resource, action, description } = row
  const prefix = action.endsWith('*') ? action.slice(0, -1) : undefined
  return {
    id: permissionId(row),
    resource,
    name: action,
    ...(description && { description }),
    ...(prefix !== undefined && {
      covers: {
        what: prefix === '' ? 'everything' : `everything that begins with “${prefix}”`,
        permissions: all
          .filter(
            (one) => one.resource_type === resource && one.action.startsWith(prefix) && one.action !== action,
          )
          .map(permissionId),
      },
    }),
  }
}
