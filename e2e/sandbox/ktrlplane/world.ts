// The state of the sandbox's KtrlPlane: organizations, projects, resources, people and who holds what where. What its API writes
// and what a test changes behind its back go through here; rights and refusals are the API's business.
import { createHash, randomUUID } from 'node:crypto'
import { time } from './model.ts'
import type {
  AssignmentRow,
  OrganizationRow,
  PermissionRow,
  Place,
  ProjectRow,
  ResourceRow,
  RoleRow,
  UserRow,
} from './model.ts'
import { people, seedAssignments, seedOrganizations, seedProjects, seedResources, seedUsers } from './seed.ts'
import { seedPermissions, seedRoles } from './seed-roles.ts'

/** An assignment as it stands in the database, its times as on the wire. */
export type StoredAssignment = Omit<AssignmentRow, 'created' | 'expires'> & {
  created_at: string
  expires_at: string | null
}

/** Roles by display name, scopes by the id in the console's addresses. What does not exist throws: a test has mistaken itself. */
export type KtrlplaneWorld = {
  users: () => { user_id: string; email: string; name: string }[]
  addUser: (user: { user_id: string; email?: string; name?: string }) => void
  /** Direct ones, ended ones too. */
  assignments: (scope?: string) => StoredAssignment[]
  /** Display names of the roles that somebody holds right there and that have not ended, sorted. */
  held: (user: string, scope: string) => string[]
  assign: (grant: { user: string; role: string; scope: string; until?: Date; by?: string }) => void
  unassign: (grant: { user: string; role: string; scope: string }) => void
  /** Takes everything from somebody. */
  clear: (user: string) => void
  addProject: (project: { id: string; name: string; org?: string }) => void
  addResource: (resource: { id: string; name: string; project: string; type?: string }) => void
  /** Its assignments stay, as at a real one (platforms.md §1.7). */
  remove: (scope: string) => void
  reset: () => void
}

/** The tables themselves, for the API. Oldest first. */
export type Tables = {
  organizations: Map<string, OrganizationRow>
  projects: Map<string, ProjectRow>
  resources: Map<string, ResourceRow>
  users: Map<string, UserRow>
  /** Ids of those who were seen since the start: their claims are not read again (platforms.md §1.2). */
  processed: Set<string>
  assignments: AssignmentRow[]
  roles: readonly RoleRow[]
  permissions: readonly PermissionRow[]
}

const day = 86_400_000

export function createWorld(now: () => number): { world: KtrlplaneWorld; tables: Tables } {
  const tables: Tables = {
    organizations: new Map(),
    projects: new Map(),
    resources: new Map(),
    users: new Map(),
    processed: new Set(),
    assignments: [],
    roles: seedRoles,
    permissions: seedPermissions,
  }
  const { organizations, projects, resources, users } = tables
  const stamp = (at = now()): { created: number; updated: number } => ({ created: at, updated: at })

  const placeOf = (scope: string): Place => {
    const [type = '', first = '', second = ''] = scope.split('.')
    const known =
      (type === 'organization' && organizations.has(first)) ||
      (type === 'project' && projects.has(first)) ||
      (type === 'resource' && resources.get(second)?.project_id === first)
    if (!known) throw new Error(`No scope ${scope}`)
    return { type, id: second || first }
  }
  const roleOf = (name: string): RoleRow => {
    const role = tables.roles.find(({ display_name }) => display_name === name)
    if (!role) throw new Error(`No role ${name}`)
    return role
  }
  const at = ({ type, id }: Place): AssignmentRow[] =>
    tables.assignments.filter(({ scope_type, scope_id }) => scope_type === type && scope_id === id)

  const give = (
    grant: { user: string; role: string; by: string; expires: number | null; created: number; id: string },
    place: Place,
  ): void => {
    const { role_id } = roleOf(grant.role)
    if (!users.has(grant.user)) throw new Error(`No user ${grant.user}`)
    const held = at(place).find((row) => row.user_id === grant.user && row.role_id === role_id)
    if (held) throw new Error(`${grant.user} has ${grant.role} at ${place.id} already`)
    tables.assignments.push({
      assignment_id: grant.id,
      user_id: grant.user,
      role_id,
      scope_type: place.type,
      scope_id: place.id,
      assigned_by: grant.by,
      created: grant.created,
      expires: grant.expires,
    })
  }

  const world: KtrlplaneWorld = {
    users: () => [...users.values()].map(({ user_id, email, name }) => ({ user_id, email, name })),
    addUser({ user_id, email = '', name = '' }) {
      users.set(user_id, { user_id, email, name, ...stamp() })
    },
    assignments: (scope) => (scope === undefined ? tables.assignments : at(placeOf(scope))).map(stored),
    held: (user, scope) =>
      at(placeOf(scope))
        .filter(({ user_id, expires }) => user_id === user && (expires === null || expires > now()))
        .map(({ role_id }) => tables.roles.find((role) => role.role_id === role_id)?.display_name ?? role_id)
        .toSorted(),
    assign({ user, role, scope, until, by = people.leonie }) {
      const times = { expires: until?.getTime() ?? null, created: now() }
      give({ user, role, by, id: randomUUID(), ...times }, placeOf(scope))
    },
    unassign({ user, role, scope }) {
      const { role_id } = roleOf(role)
      const row = at(placeOf(scope)).find((one) => one.user_id === user && one.role_id === role_id)
      if (!row) throw new Error(`${user} does not have ${role} at ${scope}`)
      tables.assignments.splice(tables.assignments.indexOf(row), 1)
    },
    clear(user) {
      tables.assignments = tables.assignments.filter(({ user_id }) => user_id !== user)
    },
    addProject({ id, name, org }) {
      if (org !== undefined) placeOf(`organization.${org}`)
      projects.set(id, { project_id: id, org_id: org ?? null, name, status: 'Active', ...stamp() })
    },
    addResource({ id, name, project, type = 'Konnektr.Graph' }) {
      placeOf(`project.${project}`)
      const row = { resource_id: id, project_id: project, name, type, status: 'Running', sku: 'free' }
      resources.set(id, { ...row, settings: {}, ...stamp() })
    },
    remove(scope) {
      const place = placeOf(scope)
      drop(tables, place)
    },
    reset() {
      for (const table of [organizations, projects, resources, users, tables.processed]) table.clear()
      tables.assignments = []
      const start = Math.floor(now() / 1_000) * 1_000
      for (const { id, name } of seedOrganizations)
        organizations.set(id, { org_id: id, name, ...stamp(start - 400 * day) })
      seedProjects.forEach((project, index) => {
        world.addProject(project)
        Object.assign(projects.get(project.id) ?? {}, stamp(start - (350 - index) * day))
      })
      seedResources.forEach((resource, index) => {
        world.addResource(resource)
        Object.assign(resources.get(resource.id) ?? {}, stamp(start - (340 - index) * day))
      })
      for (const user of seedUsers) users.set(user.user_id, { ...user, ...stamp(start - 400 * day) })
      seedAssignments.forEach(({ user, role, scope, days, left }, index) => {
        const times = {
          // A microsecond would do in a database; here they differ by a second.
          created: start - days * day + index * 1_000,
          expires: left === undefined ? null : start + left * day,
        }
        const id = uuidOf(`${user} ${role} ${scope}`)
        give({ user, role, by: people.leonie, id, ...times }, placeOf(scope))
      })
      // As the migrations have it: it holds the hidden role everywhere, given by itself.
      const { service } = people
      const checker = 'Service Account: Permission Checker'
      const since = { created: start - 400 * day, expires: null }
      give(
        { user: service, role: checker, by: service, id: uuidOf(checker), ...since },
        { type: 'global', id: 'global' },
      )
    },
  }
  world.reset()
  return { world, tables }
}

const stored = ({ created, expires, ...row }: AssignmentRow): StoredAssignment => ({
  ...row,
  created_at: time(created),
  expires_at: expires === null ? null : time(expires),
})

/** Removes an organization, project or resource with what lies in it; who held something there still does (platforms.md §1.7). */
export function drop({ organizations, projects, resources }: Tables, { type, id }: Place): void {
  const gone = [...projects.values()].filter(
    (row) => (type === 'project' && row.project_id === id) || (type === 'organization' && row.org_id === id),
  )
  for (const [key, row] of resources)
    if ((type === 'resource' && key === id) || gone.some(({ project_id }) => project_id === row.project_id))
      resources.delete(key)
  for (const { project_id } of gone) projects.delete(project_id)
  if (type === 'organization') organizations.delete(id)
}

/** The same id for the same words, so that a seed is the same in every run. */
function uuidOf(words: string): string {
  const digits = createHash('sha256').update(words).digest('hex')
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `a${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-')
}
