// The state of the sandbox's Zitadel instance: organisations, projects and their roles, people and what they are
// authorized for, what service users hold, metadata, who administers what. Lists lag behind the API's writes as
// `history.ts` says.
import { subOf } from '../personas.ts'
import { accountControls } from './account-controls.ts'
import type { AccountControls } from './account-controls.ts'
import { createHistory, atOnce } from './history.ts'
import type { History, Stored } from './history.ts'
import { createMachines } from './machines.ts'
import type { Machines } from './machines.ts'
import type { AdministratorRole } from './permissions.ts'
import { seedMachines } from './seed-machines.ts'
import { seedAuthorizations } from './seed-authorizations.ts'
import type { AuthorizationFields } from './seed-authorizations.ts'
import { seedPeople, special } from './seed-people.ts'
import type { PersonFields } from './seed-people.ts'
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
export type { PersonFields } from './seed-people.ts'
export type { MetadataFields } from './seed-permissions.ts'
export type { Organization, Project, ProjectGrant, RoleFields } from './seed.ts'

export type Person = Stored<PersonFields>
export type Role = Stored<RoleFields>
export type Authorization = Stored<AuthorizationFields>
export type Metadata = Stored<MetadataFields>

export type Settings = {
  /**
   * An instance before v4: the Connect services of project, authorization and metadata v2 are unknown, and of user v2 the
   * methods that came later; v1 is there.
   */
  olderInstance: boolean
  /** An instance whose project v2 is there and whose methods for organisation metadata are not. */
  olderMetadata: boolean
  /** Writes through the API show in lists only after this long. */
  lagMs: number
  /** A new key or secret is known to the token endpoint only after this long, as that reads a view as lists do. */
  credentialLagMs: number
  /** The feature of this name: the token endpoint says why it refuses, in `parent`. */
  debugOidcParentError: boolean
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
  /** Of the instance, by subject. */
  instanceAdministrators: Map<string, AdministratorRole[]>
  settings: Settings
  /** What is really stored now; the same array until somebody changes. */
  readonly people: readonly Person[]
  person: (id: string) => Person | undefined
  listedPeople: (asOf: number) => readonly Person[]
  writePerson: (person: PersonFields, at: number) => Person
  /** Also takes what the person was authorized for, administered and held. Answers the event's sequence. */
  dropPerson: (id: string, at: number) => number
  /** Tokens, keys and metadata of service users. */
  machines: Machines
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

export type ZitadelWorld = WorldState & WorldControls & AccountControls

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
  credentialLagMs: 0,
  debugOidcParentError: false,
  permissionCheckV2: true,
  updateClearsOmitted: false,
}
/** Before the first of anything else. */
const sequenceOfPeople = 50
const seededAt = Date.parse('2025-03-03T08:00:00.000Z')
const authorizationIds = 330000000000000000n

export function createWorld(now: () => number = Date.now): ZitadelWorld {
  let sequence = 0
  let authorizationCount = 0n
  const next = (): number => ++sequence
  const roles = new Map<string, History<RoleFields>>()
  const metadata = new Map<string, History<MetadataFields>>()
  let authorizations: History<AuthorizationFields> = createHistory(({ id }) => id, next)
  let people: History<PersonFields> = createHistory(({ id }) => id, next)

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
    instanceAdministrators: new Map(),
    settings: { ...defaults },
    machines: createMachines(next),
    get people() {
      return people.list(Infinity)
    },
    person: (id) => people.get(id),
    listedPeople: (asOf) => people.list(asOf),
    writePerson: (person, at) => people.write(person, at === atOnce ? now() : at, at),
    dropPerson(id, at) {
      for (const one of authorizations.list(Infinity)) {
        if (one.userId === id) core.dropAuthorization(one.id, at)
      }
      for (const held of [core.instanceAdministrators, ...core.administratorsOf.values()]) held.delete(id)
      core.machines.forget(id, at)
      return people.drop(id, at)
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
        ...[authorizations, people, core.machines, ...roles.values(), ...metadata.values()].map((one) =>
          one.lastSequence(asOf),
        ),
      ),
    reset() {
      roles.clear()
      metadata.clear()
      authorizations = createHistory(({ id }) => id, next)
      sequence = sequenceOfPeople - 1
      people = createHistory(
        ({ id }) => id,
        () => (sequence < sequenceOfPeople ? sequenceOfPeople : next()),
      )
      for (const person of seedPeople) people.write(person, person.created, atOnce)
      sequence = 1000
      authorizationCount = 0n
      core.organizations = structuredClone(seedOrganizations)
      core.projects = structuredClone(seedProjects)
      core.projectGrants = structuredClone(seedProjectGrants)
      core.settings = { ...defaults }
      core.administrators = new Map([
        [subOf('kosmos', 'admin'), ['ORG_OWNER']],
        [subOf('kosmos', 'viewer'), ['ORG_OWNER_VIEWER']],
        [subOf('kosmos', 'keykeeper'), ['ORG_USER_MANAGER']],
        [special.root, ['ORG_OWNER']],
      ])
      core.instanceAdministrators = new Map()
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
      core.machines = createMachines(next)
      seedMachines(core, now())
    },
  }
  // One object and not a copy, so that what a reset replaces is replaced for everybody.
  const world = Object.assign(core, worldControls(core), accountControls(core, now))
  world.reset()
  return world
}

/** Without the dates and the sequence of the last event. */
export const fieldsOf = (one: Authorization): AuthorizationFields => {
  const { id, userId, projectId, organizationId, roleKeys, state } = one
  return { id, userId, projectId, organizationId, roleKeys, state }
}
