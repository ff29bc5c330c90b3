// The state of Acme's tenant: APIs with their permissions, roles, users, groups, organizations, applications. What the Management
// API writes and what a test changes behind its back go through here; limits and refusals are the API's business.
// Hides that a role knows who has it, and not the other way round: a hundred thousand users stay cheap.
import { createHash } from 'node:crypto'
import { createClientStore } from './client-store.ts'
import type { ClientStore } from './client-store.ts'
import { identify } from './model.ts'
import type { Api, Group, Organization, Permission, PermissionSet, Role, Scope, User } from './model.ts'
import { ownClients, seedClients, seedHalf } from './seed-clients.ts'
import type { PublicKey } from './seed-clients.ts'
import { seedApis, seedGroups, seedOrganizations, seedRoles, systemApi } from './seed.ts'
import type { ApiFields, Grants } from './seed.ts'
import { seedUsers, userOf } from './seed-users.ts'

export type {
  Api,
  Client,
  ClientCredential,
  ClientGrant,
  Group,
  Organization,
  Permission,
  PermissionSet,
  Role,
  Scope,
  User,
} from './model.ts'

/** Roles are named by id or name, users by id. What does not exist throws: a test has mistaken itself. */
export type Auth0World = ClientStore & {
  apis: () => Api[]
  roles: () => Role[]
  users: () => User[]
  groups: () => Group[]
  organizations: () => Organization[]
  role: (idOrName: string) => Role
  user: (id: string) => User
  findApi: (idOrIdentifier: string) => Api | undefined
  findRole: (idOrName: string) => Role | undefined
  findUser: (id: string) => User | undefined
  /** What the user has been given without a role. */
  direct: (userId: string) => PermissionSet
  addRole: (fields: { name: string; description?: string }) => Role
  renameRole: (role: string, name: string) => void
  deleteRole: (role: string) => void
  addPermissionToRole: (role: string, permission: Permission) => void
  removePermissionFromRole: (role: string, permission: Permission) => void
  setRolePermissions: (role: string, permissions: Permission[]) => void
  assign: (userId: string, role: string) => void
  unassign: (userId: string, role: string) => void
  /** Replaces what the user has directly; groups give what they gave. */
  setRoles: (userId: string, roles: string[]) => void
  give: (userId: string, permission: Permission) => void
  take: (userId: string, permission: Permission) => void
  /** Replaces the permissions of an API; those that go are lost to roles, users and applications. */
  setScopes: (identifier: string, scopes: Scope[]) => void
  /** Adds to the fields of a user, at the sandbox's time. */
  setUser: (userId: string, changes: Partial<User>) => void
  /** `Bulk role 0001`…, without permissions. */
  addRoles: (count: number) => void
  /** `read:bulk_0001`… of a new API `https://bulk.acme.example`, given to these roles. */
  addPermissions: (count: number, roles?: string[]) => void
  /** So many more people; all of them get these roles. */
  addUsers: (count: number, roles?: string[]) => void
  reset: () => void
}

export const bulkApi = 'https://bulk.acme.example'

export type WorldOptions = {
  /** The tenant's. */
  origin: string
  /** In milliseconds. */
  now?: () => number
  /** By which the gateway may sign in. */
  gatewayKey?: PublicKey
}

/** A tenant as the seed has it. */
export function createWorld({ origin, now = Date.now, gatewayKey }: WorldOptions): Auth0World {
  const { seed, dropScopes, ...clients } = createClientStore(now)
  const apis = new Map<string, Api>()
  const roles = new Map<string, Role>()
  const users = new Map<string, User>()
  const direct = new Map<string, PermissionSet>()
  let groups: Group[] = []
  let organizations: Organization[] = []
  let count = 0

  const addApi = (fields: ApiFields, isSystem = false): void => {
    const { identifier } = fields
    const id = createHash('sha256').update(identifier).digest('hex').slice(0, 24)
    apis.set(identifier, {
      ...structuredClone(fields),
      id,
      isSystem,
      enforcePolicies: !isSystem,
      tokenDialect: isSystem ? 'access_token' : 'access_token_authz',
      tokenLifetime: 86_400,
      allowOfflineAccess: !isSystem,
    })
  }
  const demandApi = (identifier: string): Api => {
    const api = apis.get(identifier)
    if (!api) throw new Error(`No API ${identifier}`)
    return api
  }
  const put = (set: PermissionSet, { api, name }: Permission): void => {
    if (!demandApi(api).scopes.some(({ value }) => value === name)) throw new Error(`No ${name} of ${api}`)
    const names = set.get(api) ?? new Set()
    set.set(api, names.add(name))
  }
  const own = (userId: string): PermissionSet => {
    const set = direct.get(userId) ?? new Map()
    direct.set(userId, set)
    return set
  }

  const world: Auth0World = {
    ...clients,
    apis: () => [...apis.values()],
    roles: () => [...roles.values()],
    users: () => [...users.values()],
    groups: () => groups,
    organizations: () => organizations,
    findApi: (wanted) => apis.get(wanted) ?? world.apis().find(({ id }) => id === wanted),
    findRole: (wanted) => roles.get(wanted) ?? world.roles().find(({ name }) => name === wanted),
    findUser: (id) => users.get(id),
    role: (wanted) => found(world.findRole(wanted), wanted),
    user: (id) => found(users.get(id), id),
    direct: (userId) => direct.get(userId) ?? new Map(),
    addRole: ({ name, description = '' }) => {
      // A name that was used before gets another id.
      const role: Role = {
        id: identify('rol', `${name} ${++count}`),
        name,
        description,
        permissions: new Map(),
        users: new Map(),
      }
      roles.set(role.id, role)
      return role
    },
    renameRole: (role, name) => {
      world.role(role).name = name
    },
    deleteRole: (wanted) => {
      const { id } = world.role(wanted)
      roles.delete(id)
      for (const group of groups) group.roles.delete(id)
      for (const { members } of organizations) for (const member of members.values()) member.roles.delete(id)
    },
    addPermissionToRole: (role, permission) => put(world.role(role).permissions, permission),
    removePermissionFromRole: (role, permission) => drop(world.role(role).permissions, permission),
    setRolePermissions: (wanted, permissions) => {
      const role = world.role(wanted)
      role.permissions.clear()
      for (const permission of permissions) put(role.permissions, permission)
    },
    assign: (userId, wanted) => {
      const role = world.role(wanted)
      if (!role.users.has(userId)) role.users.set(world.user(userId).id, ++count)
    },
    unassign: (userId, role) => void world.role(role).users.delete(userId),
    setRoles: (userId, wanted) => {
      const kept = wanted.map((role) => world.role(role))
      for (const role of roles.values()) if (!kept.includes(role)) role.users.delete(userId)
      for (const { id } of kept) world.assign(userId, id)
    },
    give: (userId, permission) => put(own(world.user(userId).id), permission),
    take: (userId, permission) => drop(own(world.user(userId).id), permission),
    setScopes: (identifier, scopes) => {
      const api = demandApi(identifier)
      const left = new Set(scopes.map(({ value }) => value))
      const gone = api.scopes.flatMap(({ value }) => (left.has(value) ? [] : [value]))
      api.scopes = structuredClone(scopes)
      for (const set of [...world.roles().map(({ permissions }) => permissions), ...direct.values()]) {
        for (const name of gone) drop(set, { api: identifier, name })
      }
      dropScopes(identifier, gone)
    },
    setUser: (userId, changes) => {
      Object.assign(world.user(userId), { ...changes, changed: now() })
    },
    addRoles: (wanted) => {
      for (let number = 1; number <= wanted; number++) {
        world.addRole({ name: `Bulk role ${String(number).padStart(4, '0')}` })
      }
    },
    addPermissions: (wanted, wantedRoles = []) => {
      const scopes = Array.from({ length: wanted }, (_, index) => {
        const number = String(index + 1).padStart(4, '0')
        return { value: `read:bulk_${number}`, description: `Bulk ${number}` }
      })
      addApi({ name: 'Bulk', identifier: bulkApi, scopes })
      for (const role of wantedRoles) {
        world.role(role).permissions.set(bulkApi, new Set(scopes.map(({ value }) => value)))
      }
    },
    addUsers: (wanted, wantedRoles = []) => {
      const given = wantedRoles.map((role) => world.role(role))
      const first = users.size
      for (let number = first; number < first + wanted; number++) {
        const user = userOf(number)
        users.set(user.id, user)
        for (const role of given) role.users.set(user.id, ++count)
      }
    },
    reset: () => {
      for (const map of [apis, roles, users, direct]) map.clear()
      count = 0
      for (const fields of seedApis) addApi(fields)
      addApi(systemApi(origin), true)
      for (const { permissions, ...fields } of seedRoles) {
        const role = world.addRole(fields)
        for (const permission of listed(permissions)) put(role.permissions, permission)
      }
      for (const { roles: given, permissions, ...user } of seedUsers) {
        users.set(user.id, user)
        for (const role of given) world.assign(user.id, role)
        for (const permission of listed(permissions)) world.give(user.id, permission)
      }
      groups = seededGroups(world)
      organizations = seededOrganizations(world, () => ++count)
      seed([...seedClients, ...ownClients('acme', gatewayKey ?? seedHalf(5))], `${origin}/api/v2/`)
    },
  }
  world.reset()
  return world
}

const drop = (set: PermissionSet, { api, name }: Permission): void => {
  const names = set.get(api)
  names?.delete(name)
  if (names?.size === 0) set.delete(api)
}

const listed = (grants: Grants): Permission[] =>
  Object.entries(grants).flatMap(([api, names]) => names.map((name) => ({ api, name })))

const seededUser = (number: number): string => found(seedUsers[number], String(number)).id

const roleIds = (world: Auth0World, names: string[]): Set<string> =>
  new Set(names.map((name) => world.role(name).id))

const seededGroups = (world: Auth0World): Group[] =>
  seedGroups.map(({ name, roles, members }) => ({
    id: identify('grp', name),
    name,
    roles: roleIds(world, roles),
    users: new Set(members.map(seededUser)),
  }))

const seededOrganizations = (world: Auth0World, next: () => number): Organization[] =>
  seedOrganizations.map(({ name, displayName, members }) => ({
    id: identify('org', name),
    name,
    displayName,
    members: new Map(
      Object.entries(members).map(([number, roles]) => [
        seededUser(Number(number)),
        { since: next(), roles: roleIds(world, roles) },
      ]),
    ),
  }))

function found<T>(thing: T | undefined, wanted: string): T {
  if (thing === undefined) throw new Error(`Acme has no ${wanted}`)
  return thing
}
