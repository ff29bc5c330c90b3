// What happens to project roles, whichever dialect asks: the commands and the list behind both.
// Commands see every write at once; only lists lag.
import { refuse } from './errors.ts'
import { asOf } from './encode.ts'
import type { Project, Role, RoleFields, ZitadelContext } from './world.ts'

/** Every role a list shows, unsorted as the database has it: the least recently written first. */
export const listed = (context: ZitadelContext, projectId: string): readonly Role[] =>
  context.world.listedRoles(projectId, asOf(context))

/** A role that is written must belong to a project; v1 looks for it in the organisation of the call only. */
export function projectFor({ world }: ZitadelContext, projectId: string, organizationId?: string): Project {
  const project = world.projects.find(({ id }) => id === projectId)
  const elsewhere = organizationId !== undefined && project?.organizationId !== organizationId
  if (project === undefined || elsewhere) throw refuse('projectOfRoleUnknown')
  return project
}

export const stored = ({ world }: ZitadelContext, projectId: string, key: string): Role | undefined =>
  world.listedRoles(projectId, Infinity).find((role) => role.key === key)

/** All or none: the events of a bulk call are pushed in one transaction (command/project_role.go). */
export function add(context: ZitadelContext, projectId: string, roles: RoleFields[]): Role[] {
  const keys = new Set(roles.map(({ key }) => key))
  const taken = roles.some(({ key }) => stored(context, projectId, key) !== undefined)
  if (taken || keys.size < roles.length) throw refuse('roleExists')
  return roles.map((role) => context.world.writeRole(projectId, role, context.now()))
}

/** Undefined when nothing differs; the dialects answer that differently. */
export function change(context: ZitadelContext, projectId: string, changes: RoleFields): Role | undefined {
  const role = stored(context, projectId, changes.key)
  if (role === undefined) throw refuse('changedRoleUnknown')
  if (role.displayName === changes.displayName && role.group === changes.group) return undefined
  return context.world.writeRole(projectId, changes, context.now())
}

/** Answers the sequence of the removal. */
export const remove = (context: ZitadelContext, projectId: string, key: string): number =>
  context.world.dropRole(projectId, key, context.now())
