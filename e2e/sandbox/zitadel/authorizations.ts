// What happens to authorizations (user grants in v1), whichever dialect asks: the commands and what a list can be
// filtered by. Follows internal/command/user_grant.go. Commands see every write at once; only lists lag.
import type { Actor } from './access.ts'
import { matches } from './decode.ts'
import { invalid, refuse } from './errors.ts'
import { fieldsOf } from './world.ts'
import type { Authorization, AuthorizationFields, Person, Project, ZitadelContext } from './world.ts'

type Whose = Pick<AuthorizationFields, 'userId' | 'projectId' | 'organizationId'>

/** PGV's `repeated.unique` and the length of each; that none at all is refused is ours, the code read lets it pass. */
export function requireRoles(message: string, roleKeys: readonly string[]): void {
  if (roleKeys.length === 0) throw invalid(`invalid ${message}: value must contain at least 1 item(s)`)
  if (new Set(roleKeys).size < roleKeys.length) {
    throw invalid(`invalid ${message}: repeated value must contain unique items`)
  }
  const wrong = roleKeys.findIndex((key) => key === '' || Array.from(key).length > 200)
  if (wrong < 0) return
  throw invalid(`invalid ${message}[${wrong}]: value length must be between 1 and 200 runes, inclusive`)
}

/** The project must be the organisation's or lent to it, and only roles it may give can be given. */
export function requireTarget({ world }: ZitadelContext, whose: Whose, roleKeys: readonly string[]): void {
  if (world.person(whose.userId) === undefined) throw refuse('userOfGrantUnknown')
  const project = world.projects.find(({ id }) => id === whose.projectId)
  if (project === undefined) throw refuse('projectOfGrantUnknown')
  const grant = grantOf(world.projectGrants, project, whose.organizationId)
  const owned = project.organizationId === whose.organizationId
  if (!owned && grant === undefined) throw refuse('projectNotGranted')
  const known = new Set(
    owned ? world.listedRoles(project.id, Infinity).map(({ key }) => key) : grant?.roleKeys,
  )
  if (roleKeys.some((key) => !known.has(key))) throw refuse('roleOfGrantUnknown')
}

const grantOf = (
  grants: ZitadelContext['world']['projectGrants'],
  project: Project,
  organizationId: string,
) => grants.find((one) => one.projectId === project.id && one.organizationId === organizationId)

export function create(context: ZitadelContext, whose: Whose, roleKeys: readonly string[]): Authorization {
  const { world, now } = context
  const taken = world
    .authorizations(whose.projectId)
    .some((one) => one.userId === whose.userId && one.organizationId === whose.organizationId)
  if (taken) throw refuse('authorizationExists')
  const { userId, projectId, organizationId } = whose
  const state = 'ACTIVE'
  return world.writeAuthorization({ userId, projectId, organizationId, roleKeys, state }, now())
}

/** The order counts: the code compares slices (ChangeUserGrant). */
export const hasRoles = (stored: Authorization, roleKeys: readonly string[]): boolean =>
  JSON.stringify(stored.roleKeys) === JSON.stringify(roleKeys)

export const replaceRoles = (
  { world, now }: ZitadelContext,
  stored: Authorization,
  roleKeys: readonly string[],
): Authorization => world.writeAuthorization({ ...fieldsOf(stored), roleKeys }, now())

/** Undefined when it is in that state already. */
export function setState(
  { world, now }: ZitadelContext,
  stored: Authorization,
  state: AuthorizationFields['state'],
): Authorization | undefined {
  if (stored.state === state) return undefined
  return world.writeAuthorization({ ...fieldsOf(stored), state }, now())
}

/** An authorization and what a list joins to it. */
export type Row = { authorization: Authorization; person: Person | undefined; project: Project | undefined }

/** Rows as the database has them: the least recently written first. */
export function rows({ world }: ZitadelContext, listed: readonly Authorization[]): Row[] {
  const projects = new Map(world.projects.map((project) => [project.id, project]))
  return listed.map((authorization) => ({
    authorization,
    person: world.person(authorization.userId),
    project: projects.get(authorization.projectId),
  }))
}

/** The display name is joined from the table of humans: a service user has none here (prepareUserGrantsQuery). */
export const displayNameOf = (person: Person | undefined): string =>
  person?.type === 'HUMAN' ? person.displayName : ''

/** Contained exactly, whatever the method says: the server ignores it (NewUserGrantRoleQuery). */
export const holdsRole =
  (key: string) =>
  ({ authorization }: Row): boolean =>
    authorization.roleKeys.includes(key)

export const named =
  (read: (row: Row) => string | undefined, wanted: string, method: string) =>
  (row: Row): boolean =>
    matches(read(row) ?? '', wanted, method)

export const grantIdOf = ({ world }: ZitadelContext, { authorization, project }: Row): string =>
  project === undefined || project.organizationId === authorization.organizationId
    ? ''
    : (grantOf(world.projectGrants, project, authorization.organizationId)?.id ?? '')

/** One's own entries may be seen without any permission. */
export const isOwn = (actor: Actor, { userId }: Authorization): boolean => userId === actor.sub
