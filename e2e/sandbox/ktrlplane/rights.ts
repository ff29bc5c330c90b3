// Who may do what where (platforms.md §1.7): the union of what the roles hand out that somebody holds, unexpired, at a scope and
// above it. Actions are compared as text; wildcards are not resolved.
import { refuse } from './errors.ts'
import type { AssignmentRow, Place } from './model.ts'
import type { Call } from './route.ts'
import type { Tables } from './world.ts'

/** The scope itself, then what it lies in, nearest first. */
export function lineage({ projects, resources }: Tables, { type, id }: Place): Place[] {
  const project = type === 'resource' ? resources.get(id)?.project_id : type === 'project' ? id : undefined
  const organization = project === undefined ? null : (projects.get(project)?.org_id ?? null)
  return [
    { type, id },
    ...(type === 'resource' && project !== undefined ? [{ type: 'project', id: project }] : []),
    ...(organization === null ? [] : [{ type: 'organization', id: organization }]),
  ]
}

export function exists({ organizations, projects, resources }: Tables, { type, id }: Place): boolean {
  if (type === 'organization') return organizations.has(id)
  if (type === 'project') return projects.has(id)
  return type === 'resource' ? resources.has(id) : type === 'global'
}

export const isAt =
  ({ type, id }: Place) =>
  (row: AssignmentRow): boolean =>
    row.scope_type === type && row.scope_id === id

export const isAlive =
  (now: number) =>
  ({ expires }: AssignmentRow): boolean =>
    expires === null || expires > now

/** In the order of the catalogue. */
export function actionsOf(tables: Tables, user: string, place: Place, now: number): string[] {
  const places = lineage(tables, place)
  const held = tables.assignments.filter(
    (row) => row.user_id === user && isAlive(now)(row) && places.some((one) => isAt(one)(row)),
  )
  const ids = new Set(
    held.flatMap(({ role_id }) => tables.roles.find((role) => role.role_id === role_id)?.permissions ?? []),
  )
  const actions = tables.permissions.flatMap(({ permission_id, action }) =>
    ids.has(permission_id) ? [action] : [],
  )
  return [...new Set(actions)]
}

export const may = ({ tables, caller, now }: Call, action: string, place: Place): boolean =>
  actionsOf(tables, caller.id, place, now()).includes(action)

/** As documented: 404 for what is not there, 403 for what somebody may not. As coded each call has its own way. */
export function demand(
  call: Call,
  action: string,
  place: Place,
  words: { what: string; todo: string },
): void {
  if (!exists(call.tables, place)) throw refuse(404, `${words.what} not found`)
  if (!may(call, action, place)) throw refuse(403, `Insufficient permissions to ${words.todo}`)
}
