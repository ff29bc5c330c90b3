// Somebody who can be given roles, and one permission that can be described, in words that hold for every vendor. Hides
// authorizations, metadata, APIs and ids.
import { ordersApi } from './sandbox/auth0/seed.ts'
import type { Sandbox } from './sandbox/sandbox.ts'
import { kosmosProjectId } from './sandbox/zitadel/seed.ts'
import { staffId } from './sandbox/zitadel/seed-people.ts'
import { catalogue, catalogueKey, seedSets, type Permission } from './sandbox/zitadel/seed-permissions.ts'
import { worldOf } from './worlds.ts'

export type People = {
  person: { id: string; name: string; login: string; find: string }
  /** Roles by name: what the person holds at first, and two that they do not hold. */
  held: string
  spare: string
  other: string
  rolesOf: () => string[]
  /** Another administrator at work, visible at once. */
  assign: (role: string) => void
  unassign: (role: string) => void
  /** Requests that changed what people hold. */
  writes: () => number
  /** A permission with its description, the resource it belongs to, and what can be seen of it. */
  permission: Permission
  resource: string
  described: () => Permission[]
  describe: (name: string, description: string) => void
  drop: (name: string) => void
  /** Requests that changed the catalogue. */
  catalogueWrites: () => number
  /** The operation that reads the catalogue, and the one that lists members. */
  reading: string
  listing: string
}

/** The people of the platform that a test signs in to. */
export function peopleOf(sandbox: Sandbox, vendor: 'kosmos' | 'acme'): People {
  return vendor === 'acme' ? acmePeople(sandbox) : kosmosPeople(sandbox)
}

function acmePeople({ acme }: Sandbox): People {
  const { world } = acme
  const { id = '' } = world.users()[6] ?? {}
  const count = (...operations: string[]) =>
    operations.flatMap((operation) => acme.journal.entries({ operation })).length
  const scopes = () => world.findApi(ordersApi)?.scopes ?? []
  return {
    person: { id, name: 'Greta Okafor', login: 'greta.okafor.6@acme.example', find: 'greta oka' },
    held: 'Support',
    spare: 'Refunds',
    other: 'Billing viewer',
    rolesOf: () =>
      world
        .roles()
        .filter(({ users }) => users.has(id))
        .map(({ name }) => name)
        .toSorted(),
    assign: (role) => world.assign(id, role),
    unassign: (role) => world.unassign(id, role),
    writes: () => count('addUserRoles', 'removeUserRoles'),
    permission: { name: 'read:carriers', description: 'See carriers and their prices' },
    resource: 'Orders',
    described: () => scopes().map(({ value, description }) => ({ name: value, description })),
    describe: (name, description) =>
      world.setScopes(
        ordersApi,
        scopes().map((one) => (one.value === name ? { value: name, description } : one)),
      ),
    drop: (name) =>
      world.setScopes(
        ordersApi,
        scopes().filter(({ value }) => value !== name),
      ),
    catalogueWrites: () => count('updateApi'),
    reading: 'listApis',
    listing: 'listUsers',
  }
}

function kosmosPeople(sandbox: Sandbox): People {
  const { kosmos } = sandbox
  const grants = worldOf(sandbox, 'kosmos')
  const { world } = kosmos
  const id = staffId('jana.kovac')
  const count = (...operations: string[]) =>
    operations
      .flatMap((operation) => kosmos.journal.entries({ operation }))
      .filter(({ method }) => method !== 'OPTIONS').length
  const keys = () =>
    world
      .authorizations()
      .find(({ userId, organizationId }) => userId === id && organizationId === world.homeOrganizationId)
      ?.roleKeys ?? []
  const keyOf = (role: string) => world.roles().find(({ displayName }) => displayName === role)?.key ?? role
  const nameOf = (role: string) => world.roles().find(({ key }) => key === role)?.displayName ?? role
  const set = (roleKeys: string[]) =>
    roleKeys.length === 0
      ? world.removeAuthorization({ userId: id })
      : world.setAuthorization({ userId: id, roleKeys })
  const described = (): Permission[] => {
    const stored = world.metadata().find(({ key }) => key === catalogueKey(kosmosProjectId))
    const { permissions }: { permissions: Permission[] } = JSON.parse(
      Buffer.from(stored?.value ?? '', 'base64').toString(),
    )
    return permissions
  }
  const write = (permissions: Permission[]) => {
    const { key, value } = catalogue(kosmosProjectId, permissions)
    world.setMetadata(key, value)
  }
  return {
    person: { id, name: 'Jana Kovač', login: 'jana.kovac@nuvanta.example', find: 'jana.kovac' },
    held: 'Read only',
    spare: 'Auditor',
    other: 'Team lead',
    rolesOf: () => keys().map(nameOf).toSorted(),
    assign: (role) => set([...keys(), keyOf(role)]),
    unassign: (role) => set(keys().filter((key) => key !== keyOf(role))),
    writes: () => count('createAuthorization', 'updateAuthorization', 'deleteAuthorization'),
    permission: { name: 'queues:read', description: 'See queues' },
    resource: 'queues',
    described,
    describe: (name, description) =>
      write(described().map((one) => (one.name === name ? { name, description } : one))),
    drop(name) {
      write(described().filter((one) => one.name !== name))
      // What a role still hands out is there all the same.
      for (const key of Object.keys(seedSets)) grants.revoke(key, name)
    },
    catalogueWrites: () => count('setMetadata', 'deleteMetadata'),
    reading: 'listMetadata',
    listing: 'listAuthorizations',
  }
}
