// What one person may do and why: the sets of the roles that they hold, joined. Pure.
import type { Assignment, Catalogue, Effective, Granted, Way } from '../model.ts'
import { permissionOf } from './permissions.ts'

/** Everything that these assignments give, by name. Suspended ones give nothing. */
export function effectiveOf(
  assignments: Assignment[],
  granted: ReadonlyMap<string, Granted>,
  { resources, complete }: Catalogue,
): Effective {
  const known = new Map(
    resources.flatMap(({ permissions }) => permissions.map((permission) => [permission.id, permission])),
  )
  const ways = new Map<string, Way[]>()
  const trouble: string[] = []
  for (const { role, sources, active } of assignments) {
    if (!active) {
      trouble.push(`“${role.name}” is suspended and gives nothing.`)
      continue
    }
    const set = granted.get(role.id)
    if (set?.fixed !== undefined) trouble.push(set.fixed)
    for (const id of set?.permissions ?? []) {
      ways.set(id, [...(ways.get(id) ?? []), ...sources.map((source) => ({ role, source }))])
    }
  }
  const isWhole = assignments.every(({ role, active }) => !active || (granted.get(role.id)?.complete ?? true))
  return {
    permissions: [...ways]
      .map(([id, all]) => ({ permission: known.get(id) ?? permissionOf(id), ways: all }))
      .toSorted((one, other) => one.permission.name.localeCompare(other.permission.name)),
    complete: isWhole && complete,
    trouble,
  }
}
