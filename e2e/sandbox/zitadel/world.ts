// The state of the sandbox's Zitadel instance: organisations, projects and their roles, people and what they are
// authorized for, metadata, who administers what. Lists lag behind the API's writes as `history.ts` says.
import { subOf } from '../personas.ts'
import { createHistory, atOnce } from './history.ts'
import type { History, Stored } from './history.ts'
import type { AdministratorRole } from './permissions.ts'
import { seedAuthorizations } from './seed-authorizations.ts'
import type { AuthorizationFields } from './seed-authorizations.ts'
import { seedPeople } from './seed-people.ts'
import type { Person } from './seed-people.ts'
import { seedMetadata } from './seed-permissions.ts'
import type { MetadataFields } from './seed-permissions.ts'
import {
  homeOrganizationId,
  kosmosProjectId,
  otherOrganizationId,
  seedOrganizations,
  seedProjectGrants,
  seedProjects,
  seedRoles,
} from './seed.ts'
import type { Organization, Project, ProjectGrant, RoleFields } from './seed.ts'
import { worldControls } from './world-controls.ts'
import type { WorldControls } from './world-controls.ts'

export type { AuthorizationFields } from './seed-authorizations.ts'
export type { Person } from './seed-people.ts'
export type { MetadataFields } from './seed-permissions.ts'
export type { Organization, Project, ProjectGrant, RoleFields } from './seed.ts'

export type Role = Stored<RoleFields>
export type Authorization = Stored<AuthorizationFields>
export type Metadata = Stored<MetadataFields>

export type Settings = {
  /** An instance before v4: the Connect services of project, authorization and metadata v2 are unknown; v1 is there. */
  olderInstance: boolean
  /** An instance whose project v2 is there and whose methods for organisation metadata are not. */
  olderMetadata: boolean
  /** Writes through the API show in lists only after this long. */
  lagMs: number
  /** False: lists count what one may not see, and role lists ask for `project.grant.read` (query/project_role.go). */
  permissionCheckV2: boolean
  /** True: UpdateProjectRole empties what is omitted, as the code of v4 does against its documentation. */
  updateClearsOmitted: boolean
}

/** `at` is when the API does it: commands see it at once, lists once their view of time (`asOf`) has reached it. */
export type WorldState = {
  homeOrganizationId: string
  organizations: Organization[]
  projects: Project[]
  projectGrants: ProjectGrant[]
  /** Of the home organisation, by subject. */
  administrators: Map<string, AdministratorRole[]>
  /** Of every organisation, the home organisation's being the map above. */
  administratorsOf: Map<string, Map<string, AdministratorRole[]>>
  settings: Settings
  /** Replaced as a whole, never changed in place. */
  people: readonly Person[]
  person: (id: string) => Person | undefined
  /** What is really stored now, oldest change first; KOSMOS's roles when no project is named. */
  roles: (projectId?: string) => Role[]
  listedRoles: (projectId: string, asOf: number) => readonly Role[]
  writeRole: (projectId: string, role: RoleFields, at: number) => Role
  /** Also takes the role out of every project grant and authorization. Answers the event's sequence. */
  dropRole: (projectId: string, key: string, at: number) => number
  /** What is really stored now, oldest change first; KOSMOS's when no project is named. */
  authorizations: (projectId?: string) => Authorization[]
  authorization: (id: string) => Authorization | undefined
  /** Those of every project. */
  listedAuthorizations: (asOf: number) => readonly Authorization[]
  /** Without an id it is a new one. */
  writeAuthorization: (fields: Omit<AuthorizationFields, 'id'> & { id?: string }, at: number) => Authorization
  dropAuthorization: (id: string, at: number) => number
  /** What is really stored now, oldest change first; the home organisation's when none is named. */
  metadata: (organizationId?: string) => Metadata[]
  listedMetadata: (organizationId: string, asOf: number) => readonly Metadata[]
  writeMetadata: (organizationId: string, fields: MetadataFields, at: number) => Metadata
  dropMetadata: (organizationId: string, key: string, at: number) => number
  /** The last event a list at `asOf` knows of, of whatever it is. */
  listedSequence: (asOf: number) => number
  /** Back to the seed, with the default settings. */
  reset: () => void
}

export type ZitadelWorld = WorldState & WorldControls

export type ZitadelContext = {
  world: ZitadelWorld
  /** The sandbox's clock in milliseconds. */
  now: () => number
  /** Whose token this is; undefined when it is unknown, expired or revoked. */
  caller: (
    authorization: string | undefined,
  ) => Promise<{ sub: string; audiences: string[]; clientId: string | undefined } | undefined>
  /** Origins of the console's application: those of its redirect URIs and its additional origins. */
  allowedOrigins: string[]
}

const defaults: Settings = {
  olderInstance: false,
  olderMetadata: false,
  lagMs: 0,
  permissionCheckV2: true,
  updateClearsOmitted: false,
}
const seededAt = Date.parse('2025-03-03T08:00:00.000Z')
const authorizationIds = 330000000000000000n

export function createWorld(now: () => number = Date.now): ZitadelWorld {
  let sequence = 0
  let authorizationCount = 0n
  const next = (): number => ++sequence
  const roles = new Map<string, History<RoleFields>>()
  const metadata = new Map<string, History<MetadataFields>>()
  let authorizations: History<AuthorizationFields> = createHistory(({ id }) => id, next)
  let index: { of: readonly Person[]; byId: Map<string, Person> } | undefined

  const of = <T extends { key: string }>(kept: Map<string, History<T>>, id: string): History<T> => {
    const history = kept.get(id) ?? createHistory<T>(({ key }) => key, next)
    kept.set(id, history)
    return history
  }

  const core: WorldState = {
    homeOrganizationId,
    organizations: [],
    projects: [],
    projectGrants: [],
    administrators: new Map(),
    administratorsOf: new Map(),
    settings: { ...defaults },
    people: [],
    person(id) {
      if (index?.of !== core.people) {
        index = { of: core.people, byId: new Map(core.people.map((one) => [one.id, one])) }
      }
      return index.byId.get(id)
    },
    roles: (projectId = kosmosProjectId) => [...of(roles, projectId).list(Infinity)],
    listedRoles: (projectId, asOf) => of(roles, projectId).list(asOf),
    writeRole: (projectId, role, at) => of(roles, projectId).write(role, at === atOnce ? now() : at, at),
    dropRole(projectId, key, at) {
      const dropped = of(roles, projectId).drop(key, at)
      for (const grant of core.projectGrants) {
        if (grant.projectId === projectId) grant.roleKeys = grant.roleKeys.filter((lent) => lent !== key)
      }
      for (const one of core.authorizations(projectId)) {
        const roleKeys = one.roleKeys.filter((held) => held !== key)
        if (roleKeys.length === one.roleKeys.length) continue
        if (roleKeys.length === 0) core.dropAuthorization(one.id, at)
        else core.writeAuthorization({ ...fieldsOf(one), roleKeys }, at)
      }
      return dropped
    },
    authorizations: (projectId = kosmosProjectId) =>
      authorizations.list(Infinity).filter((one) => one.projectId === projectId),
    authorization: (id) => authorizations.get(id),
    listedAuthorizations: (asOf) => authorizations.list(asOf),
    writeAuthorization({ id, ...fields }, at) {
      const known = id ?? String(authorizationIds + ++authorizationCount)
      return authorizations.write({ id: known, ...fields }, at === atOnce ? now() : at, at)
    },
    dropAuthorization: (id, at) => authorizations.drop(id, at),
    metadata: (organizationId = homeOrganizationId) => [...of(metadata, organizationId).list(Infinity)],
    listedMetadata: (organizationId, asOf) => of(metadata, organizationId).list(asOf),
    writeMetadata: (organizationId, { key, value }, at) =>
      of(metadata, organizationId).write({ key, value }, at === atOnce ? now() : at, at),
    dropMetadata: (organizationId, key, at) => of(metadata, organizationId).drop(key, at),
    listedSequence: (asOf) =>
      Math.max(
        ...[authorizations, ...roles.values(), ...metadata.values()].map((one) => one.lastSequence(asOf)),
      ),
    reset() {
      roles.clear()
      metadata.clear()
      authorizations = createHistory(({ id }) => id, next)
      sequence = 1000
      authorizationCount = 0n
      core.organizations = structuredClone(seedOrganizations)
      core.projects = structuredClone(seedProjects)
      core.projectGrants = structuredClone(seedProjectGrants)
      core.people = seedPeople
      core.settings = { ...defaults }
      core.administrators = new Map([
        [subOf('kosmos', 'admin'), ['ORG_OWNER']],
        [subOf('kosmos', 'viewer'), ['ORG_OWNER_VIEWER']],
        [subOf('kosmos', 'keykeeper'), ['ORG_USER_MANAGER']],
      ])
      core.administratorsOf = new Map([
        [homeOrganizationId, core.administrators],
        [otherOrganizationId, new Map([[subOf('kosmos', 'admin'), ['ORG_OWNER']]])],
      ])
      // A minute apart, so that sorting by date has one right answer.
      let at = seededAt
      const later = (): number => (at += 60_000)
      for (const { id } of core.projects) {
        for (const role of seedRoles[id] ?? []) of(roles, id).write(role, later(), atOnce)
      }
      for (const fields of seedAuthorizations) {
        const id = String(authorizationIds + ++authorizationCount)
        authorizations.write({ id, ...fields }, later(), atOnce)
      }
      for (const fields of seedMetadata) of(metadata, homeOrganizationId).write(fields, later(), atOnce)
    },
  }
  // One object and not a copy, so that what a reset replaces is replaced for everybody.
  const world = Object.assign(core, worldControls(core))
  world.reset()
  return world
}

/** Without the dates and the sequence of the last event. */
export const fieldsOf = (one: Authorization): AuthorizationFields => {
  const { id, userId, projectId, organizationId, roleKeys, state } = one
  return { id, userId, projectId, organizationId, roleKeys, state }
}
