// What a role has of the catalogue and what it has not, for a list that is only read. Pure.
import type { Permission, Resource } from '../../directory/model.ts'
import type { Covering } from '../permissions/covering.ts'
import { matching } from '../permissions/view.ts'
import { strays } from './picker-view.ts'

/** Which of the two is looked at; the value stands in the address. */
export type Side = 'has' | 'lacks'

/** A permission with those by which it is had; none where it is handed out by its own name, or not had at all. */
export type Line = { permission: Permission; through: readonly Permission[] }

/** A resource with those of its permissions that are shown. */
export type Part = { resource: Resource; lines: Line[] }

/** The permissions on one side that match the search, by resource, those handed out by name before those that are covered. */
export function partsOf(
  resources: readonly Resource[],
  covering: Covering,
  granted: readonly string[],
  { side, search }: { side: Side; search: string },
): Part[] {
  const own = new Set(granted)
  return matching([...resources, ...strays(resources, granted)], search).flatMap((resource) => {
    const lines = resource.permissions.flatMap((permission): Line[] => {
      const through = own.has(permission.id) ? [] : covering.through(permission.id, own)
      const has = own.has(permission.id) || through.length > 0
      return has === (side === 'has') ? [{ permission, through }] : []
    })
    lines.sort(
      (a, b) =>
        Number(a.through.length > 0) - Number(b.through.length > 0) ||
        a.permission.name.localeCompare(b.permission.name),
    )
    return lines.length > 0 ? [{ resource, lines }] : []
  })
}

/** How many permissions these parts show. */
export const linesIn = (parts: readonly Part[]): number =>
  parts.reduce((sum, { lines }) => sum + lines.length, 0)
