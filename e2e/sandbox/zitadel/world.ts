// The state of the sandbox's Zitadel instance: organisations, projects, their roles, who administers what.
// Hides how a list can lag behind the writes: each role keeps its versions and when lists may first show
// them.
import { personas } from '../personas.ts'
import type { AdministratorRole } from './permissions.ts'
import { homeOrganizationId, kosmosProjectId, seedOrganizations, seedProjects, seedRoles } from './seed.ts'
import type { Organization, Project, RoleFields } from './seed.ts'

export type { Organization, Project, RoleFields } from './seed.ts'

/** `sequence` counts the events of the instance; dates are in milliseconds of the sandbox's clock. */
export type Role = RoleFields & { created: number; changed: number; sequence: number }

type Version = { from: number; sequence: number; role: Role | undefined }

export type Settings = {
  /** An instance before v4: the Connect services of project v2 are unknown, v1 REST is all there is. */
  olderInstance: boolean
  /** Writes through the API show in lists only after this long. */
  lagMs: number
  /** False: lists count what one may not see, and role lists ask for `project.grant.read` (query/project_role.go). */
  permissionCheckV2: boolean
  /** True: UpdateProjectRole empties what is omitted, as the code of v4 does against its documentation. */
  updateClearsOmitted: boolean
}

export type ZitadelWorld = {
  homeOrganizationId: string
  organizations: Organization[]
  projects: Project[]
  administrators: Map<string, AdministratorRole[]>
  settings: Settings
  /** What is really stored now, oldest change first; KOSMOS's roles when no project is named. */
  roles: (projectId?: string) => Role[]
  /** What a list shows at `asOf` (the clock less the lag), in the same order. */
  listedRoles: (projectId: string, asOf: number) => Role[]
  /** The last event a list at `asOf` knows of, of any project. */
  listedSequence: (asOf: number) => number
  /** Stores or changes a role as the API does at `at`: lists see it once their view of time is past it. */
  writeRole: (projectId: string, role: RoleFields, at: number) => Role
  /** Removes a role as the API does at `at`; answers the event's sequence. */
  dropRole: (projectId: string, key: string, at: number) => number
  /** Another administrator adds or changes a role: visible at once, lag or not. */
  setRole: (role: { key: string } & Partial<RoleFields>, projectId?: string) => void
  /** Another administrator removes a role: visible at once. */
  removeRole: (key: string, projectId?: string) => void
  /** Another administrator adds so many roles `bulk-0001`…: visible at once. */
  addRoles: (count: number, projectId?: string) => void
  /** Back to the seed, with the default settings. */
  reset: () => void
}

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
  lagMs: 0,
  permissionCheckV2: true,
  updateClearsOmitted: false,
}
const seededAt = Date.parse('2025-03-03T08:00:00.000Z')
const atOnce = 0

export function createWorld(now: () => number = Date.now): ZitadelWorld {
  // Maps and not objects: a role may be called `__proto__`.
  const histories = new Map<string, Map<string, Version[]>>()
  let sequence = 0

  const history = (projectId: string, key: string): Version[] => {
    const keys = histories.get(projectId) ?? new Map<string, Version[]>()
    histories.set(projectId, keys)
    const versions = keys.get(key) ?? []
    keys.set(key, versions)
    return versions
  }
  const seen = (projectId: string, asOf: number): Role[] =>
    [...(histories.get(projectId)?.values() ?? [])]
      .flatMap((versions) => versions.findLast(({ from }) => from <= asOf)?.role ?? [])
      .toSorted((one, other) => one.sequence - other.sequence)
  const write = (projectId: string, fields: RoleFields, changed: number, from: number): Role => {
    const versions = history(projectId, fields.key)
    const created = versions.at(-1)?.role?.created ?? changed
    const role = { ...fields, created, changed, sequence: ++sequence }
    versions.push({ from, sequence, role })
    return role
  }
  const drop = (projectId: string, key: string, from: number): number => {
    history(projectId, key).push({ from, sequence: ++sequence, role: undefined })
    return sequence
  }

  const world: ZitadelWorld = {
    homeOrganizationId,
    organizations: [],
    projects: [],
    administrators: new Map(),
    settings: { ...defaults },
    roles: (projectId = kosmosProjectId) => seen(projectId, Infinity),
    listedRoles: seen,
    listedSequence: (asOf) => {
      const versions = [...histories.values()].flatMap((keys) => [...keys.values()].flat())
      return versions.reduce(
        (last, { from, sequence }) => (from <= asOf ? Math.max(last, sequence) : last),
        0,
      )
    },
    writeRole: (projectId, role, at) => write(projectId, role, at, at),
    dropRole: drop,
    setRole: ({ key, ...changes }, projectId = kosmosProjectId) => {
      const stored = history(projectId, key).at(-1)?.role
      const { displayName = key, group = '' } = { ...stored, ...changes }
      write(projectId, { key, displayName, group }, now(), atOnce)
    },
    removeRole: (key, projectId = kosmosProjectId) => {
      drop(projectId, key, atOnce)
    },
    addRoles: (count, projectId = kosmosProjectId) => {
      for (let number = 1; number <= count; number++) {
        const key = `bulk-${String(number).padStart(4, '0')}`
        world.setRole({ key, displayName: `Bulk ${number}`, group: 'Bulk' }, projectId)
      }
    },
    reset: () => {
      histories.clear()
      sequence = 1000
      world.organizations = structuredClone(seedOrganizations)
      world.projects = structuredClone(seedProjects)
      world.settings = { ...defaults }
      world.administrators = new Map([
        [personas.admin.subs['kosmos'] ?? '', ['ORG_OWNER']],
        [personas.viewer.subs['kosmos'] ?? '', ['ORG_OWNER_VIEWER']],
        [personas.keykeeper.subs['kosmos'] ?? '', ['ORG_USER_MANAGER']],
      ])
      // A minute apart, so that sorting by date has one right answer.
      let at = seededAt
      for (const { id } of world.projects) {
        for (const role of seedRoles[id] ?? []) write(id, role, (at += 60_000), atOnce)
      }
    },
  }
  world.reset()
  return world
}
