// What somebody may do, arranged for reading: by resource, narrowed by a search. Pure.
import type { Effective, Resource, Way } from '../../directory/model.ts'
import { sourceText } from './view.ts'

export type Held = Effective['permissions'][number]
export type HeldOf = { id: string; name: string; held: Held[] }

/**
 * Permissions by resource, both by name. `resources` gives the names; one that it lacks goes by its id. The search is
 * literal, in the permission, what it means, its resource and the roles it comes through.
 */
export function byResource(
  permissions: readonly Held[],
  resources: readonly Resource[] | undefined,
  search: string,
): HeldOf[] {
  const nameOf = new Map(resources?.map(({ id, name }) => [id, name]))
  const wanted = search.trim().toLocaleLowerCase()
  const groups = new Map<string, HeldOf>()
  for (const held of permissions) {
    const { resource: id, name, description = '' } = held.permission
    const resource = nameOf.get(id) ?? id
    const texts = [name, description, resource, ...held.ways.map(({ role }) => role?.name ?? '')]
    if (!texts.some((text) => text.toLocaleLowerCase().includes(wanted))) continue
    const group = groups.get(id)
    if (group) group.held.push(held)
    else groups.set(id, { id, name: resource, held: [held] })
  }
  for (const { held } of groups.values())
    held.sort((a, b) => a.permission.name.localeCompare(b.permission.name))
  return [...groups.values()].toSorted((a, b) => a.name.localeCompare(b.name))
}

/** How somebody came by it, in words that follow the name of the role: "assigned directly". */
export function wayText({ role, source }: Way): string {
  if (role) return sourceText(source)
  return source.kind === 'direct'
    ? 'Given directly, without a role'
    : `Given ${sourceText(source)}, without a role`
}
