// Which permissions of the catalogue are on screen, and which are ticked: pure, so that it is quick with thousands.
import type { Permission, Resource } from '../../directory/model.ts'
import { matching } from '../permissions/view.ts'

export type Filter = 'all' | 'granted' | 'changed'

/** A resource with those of its permissions that the search and the filter leave. */
export type Group = { resource: Resource; shown: Permission[] }

/** What is granted and no resource lists: it can still be seen and taken away. */
export function strays(resources: readonly Resource[], granted: Iterable<string>): Resource[] {
  const known = new Set(resources.flatMap(({ permissions }) => permissions.map(({ id }) => id)))
  const permissions = [...granted]
    .filter((id) => !known.has(id))
    .map((id): Permission => ({ id, resource: '', name: id }))
  if (permissions.length === 0) return []
  return [{ id: '', name: 'Not in the list of permissions', permissions }]
}

/** The groups that match and of them the permissions in `only`, in the order of the catalogue. */
export function pick(
  resources: readonly Resource[],
  search: string,
  only: ReadonlySet<string> | null,
): Group[] {
  const whole = new Map(resources.map((resource) => [resource.id, resource]))
  return matching(resources, search).flatMap(({ id, permissions }) => {
    const resource = whole.get(id)
    const shown = only ? permissions.filter((one) => only.has(one.id)) : permissions
    return resource && (shown.length > 0 || !only) ? [{ resource, shown }] : []
  })
}

/** From how many rows on groups start closed. */
const many = 60

/** Whether groups are open unless somebody closed them: few rows, so that all fit a glance. */
export const startOpen = (groups: readonly Group[]): boolean =>
  groups.length === 1 || groups.reduce((sum, { shown }) => sum + shown.length, 0) <= many
