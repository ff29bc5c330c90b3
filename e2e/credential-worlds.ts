// Accounts and their credentials as a sandbox really stores them, in words that hold for every vendor; for tests that say the same
// of each. Hides service users, applications, metadata and ids.
import { machineIds } from './sandbox/auth0/seed-clients.ts'
import { ordersApi } from './sandbox/auth0/seed.ts'
import type { Sandbox } from './sandbox/sandbox.ts'
import type { MountedSandbox } from './sandbox/vite.ts'
import { special } from './sandbox/zitadel/seed-people.ts'
import { kosmosProjectId } from './sandbox/zitadel/seed.ts'

/** An account as it is stored. */
export type StoredAccount = { id: string; name: string; description: string; disabled: boolean }

/** What is stored of a credential; null is never. */
export type StoredCredential = { id: string; owner: string; expiresAt: Date | null }

export type CredentialWorld = {
  /** Accounts of the seed, by name: one with several credentials, one with a secret alone, and one with none and no rights. */
  busy: string
  secretive: string
  bare: string
  /** What `busy` may do, by the names of its roles or permissions, and one more that it could be given. */
  held: string[]
  spare: string
  accounts: () => StoredAccount[]
  /** The account of that name. @throws Error if there is none */
  account: (name: string) => StoredAccount
  /** Another administrator at work, visible at once. Answers the id. */
  addAccount: (fields: { name: string; description?: string; disabled?: boolean }) => string
  /** Adds so many without any credential; `crowd` is what finds them all, and `nth` what they are called. */
  addAccounts: (count: number) => void
  crowd: string
  nth: (number: number) => string
  removeAccount: (id: string) => void
  /** What it may do, by the names of its roles or permissions. */
  rightsOf: (id: string) => string[]
  /** Another administrator gives it a role or permission. */
  give: (id: string, right: string) => void
  /** Public halves at the provider; without an owner everybody's. */
  keys: (owner?: string) => StoredCredential[]
  addKey: (owner: string, fields: { name: string; expiresAt: Date | null }) => string
  /** Tokens that work, as their issuer has them. */
  tokens: (owner?: string) => Promise<StoredCredential[]>
  /** Absent where only the issuer itself can make one. */
  addToken?: (owner: string, fields: { name: string; expiresAt: Date | null }) => string
  hasSecret: (owner: string) => boolean
  /** Names of operations, for faults and counts. */
  operations: Record<'list' | 'create' | 'update' | 'delete' | 'listKeys' | 'addKey' | 'removeKey', string> &
    Partial<Record<'disable' | 'enable' | 'listTokens' | 'addToken' | 'removeToken', string>>
  /** Requests of these operations that came to the API. */
  sent: (...operations: (string | undefined)[]) => number
}

/** Where the gateway is not there, there are no tokens at Acme. */
type Served = Sandbox & Partial<Pick<MountedSandbox, 'gateway'>>

/** The world of the platform that a test signs in to. */
export function credentialWorldOf(sandbox: Served, vendor: 'kosmos' | 'acme'): CredentialWorld {
  return vendor === 'acme' ? atAcme(sandbox) : atKosmos(sandbox)
}

const found = (accounts: StoredAccount[], wanted: string): StoredAccount => {
  const account = accounts.find(({ name }) => name === wanted)
  if (!account) throw new Error(`No account is called ${wanted}`)
  return account
}

const padded = (number: number) => String(number).padStart(4, '0')

const countIn =
  ({ journal }: Sandbox['kosmos' | 'acme']) =>
  (...operations: (string | undefined)[]) =>
    operations
      .flatMap((operation) => (operation === undefined ? [] : journal.entries({ operation })))
      .filter(({ method }) => method !== 'OPTIONS').length

const stored = ({ id, userId, expiresAt }: { id: string; userId: string; expiresAt: Date | null }) => ({
  id,
  owner: userId,
  expiresAt,
})

function atKosmos({ kosmos }: Sandbox): CredentialWorld {
  const { world } = kosmos
  const keysOf = (id: string) =>
    world
      .authorizations(kosmosProjectId)
      .find(({ userId, organizationId }) => userId === id && organizationId === world.homeOrganizationId)
      ?.roleKeys ?? []
  const nameOf = (role: string) => world.roles().find(({ key }) => key === role)?.displayName ?? role
  const keyOf = (role: string) => world.roles().find(({ displayName }) => displayName === role)?.key ?? role
  const accounts = (): StoredAccount[] =>
    world.people.flatMap(({ id, type, displayName, description, state, organizationId }) =>
      type === 'MACHINE' && organizationId === world.homeOrganizationId
        ? [{ id, name: displayName, description, disabled: state !== 'ACTIVE' }]
        : [],
    )
  return {
    busy: 'CI runner',
    secretive: 'Report mailer',
    bare: 'Experiment',
    held: keysOf(special.machine).map(nameOf),
    spare: 'Auditor',
    accounts,
    account: (name) => found(accounts(), name),
    addAccount: ({ name, description, disabled }) =>
      world.addAccount({
        username: name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
        name,
        ...(description !== undefined && { description }),
        ...(disabled && { state: 'INACTIVE' as const }),
      }),
    addAccounts: (count) => world.addAccounts(count),
    crowd: 'bulk-',
    nth: (number) => `Bulk ${padded(number)}`,
    removeAccount: (id) => world.removeAccount(id),
    rightsOf: (id) => keysOf(id).map(nameOf).toSorted(),
    give: (id, right) => world.setAuthorization({ userId: id, roleKeys: [...keysOf(id), keyOf(right)] }),
    keys: (owner) => world.machineKeys(owner).map(stored),
    addKey: (userId, { name, expiresAt }) => world.addKey({ userId, expiresAt, label: { name } }).id,
    tokens: async (owner) =>
      world
        .tokens(owner)
        .map(stored)
        .filter(({ expiresAt }) => expiresAt === null || expiresAt.getTime() > kosmos.clock.now()),
    addToken: (userId, { name, expiresAt }) => world.addToken({ userId, expiresAt, label: { name } }).id,
    hasSecret: (owner) => world.hasSecret(owner),
    operations: {
      list: 'listUsers',
      create: 'createUser',
      update: 'updateUser',
      delete: 'deleteUser',
      disable: 'deactivateUser',
      enable: 'reactivateUser',
      listKeys: 'listKeys',
      addKey: 'addKey',
      removeKey: 'removeKey',
      listTokens: 'listTokens',
      addToken: 'addToken',
      removeToken: 'removeToken',
    },
    sent: countIn(kosmos),
  }
}

function atAcme({ acme, gateway }: Served): CredentialWorld {
  const { world } = acme
  const accounts = (): StoredAccount[] =>
    world
      .clients()
      .flatMap(({ id, name, description, type, global }) =>
        type === 'non_interactive' && !global ? [{ id, name, description, disabled: false }] : [],
      )
  const rightsOf = (id: string) =>
    world
      .clientGrants(id)
      .flatMap(({ scope }) => scope)
      .toSorted()
  return {
    busy: 'Telemetry collector',
    secretive: 'Orders sync',
    bare: 'Newsletter',
    held: rightsOf(machineIds.telemetry),
    spare: 'read:orders',
    accounts,
    account: (name) => found(accounts(), name),
    addAccount: ({ name, description }) =>
      world.addClient({ name, ...(description !== undefined && { description }) }).id,
    addAccounts: (count) => world.addClients(count),
    crowd: 'Bulk client',
    nth: (number) => `Bulk client ${padded(number)}`,
    removeAccount: (id) => world.deleteClient(id),
    rightsOf,
    give(id, right) {
      const scope = world.findGrant(id, ordersApi)?.scope ?? []
      world.setClientGrant(id, ordersApi, [...scope, right])
    },
    keys: (owner) =>
      (owner === undefined ? accounts().map(({ id }) => id) : [owner]).flatMap((id) =>
        world.credentials(id).map((one) => ({
          id: one.id,
          owner: id,
          expiresAt: one.expires === undefined ? null : new Date(one.expires),
        })),
      ),
    addKey: (owner, { name, expiresAt }) =>
      world.addCredential(owner, { name, ...(expiresAt && { expires: expiresAt.getTime() }) }).id,
    tokens: async (owner) => {
      const rows = (await gateway?.tokens()) ?? []
      return rows.flatMap(({ id, owner_id, expires_at }) =>
        (owner === undefined || owner === owner_id) && expires_at.getTime() > acme.clock.now()
          ? [{ id, owner: owner_id, expiresAt: expires_at }]
          : [],
      )
    },
    hasSecret: (owner) => world.client(owner).keys === null,
    operations: {
      list: 'listClients',
      create: 'createClient',
      update: 'updateClient',
      delete: 'deleteClient',
      listKeys: 'listCredentials',
      addKey: 'createCredential',
      removeKey: 'deleteCredential',
    },
    sent: countIn(acme),
  }
}
