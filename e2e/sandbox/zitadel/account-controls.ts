// What a test does to service users and to what they hold: another administrator at work, visible at once, lag or not,
// and what is really stored whatever the lists say. Hides how values are made and kept.
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { atOnce } from './history.ts'
import type { Stored } from './history.ts'
import { hashOf, never } from './machines.ts'
import type { KeyFields, TokenFields } from './machines.ts'
import { machine } from './seed-people.ts'
import { encoded } from './seed-permissions.ts'
import type { MetadataFields } from './seed-permissions.ts'
import type { PersonFields, WorldState } from './world.ts'
import type { AdministratorRole } from './permissions.ts'

/** What is really stored of a token or a key; `expiresAt` is null where it never ends. */
export type HeldCredential = { id: string; userId: string; createdAt: Date; expiresAt: Date | null }

/** What the console keeps beside a credential, in the metadata of its service user. */
export type Label = {
  name: string
  purpose?: string
  replaces?: string
  fingerprint?: string
  algorithm?: string
  request?: string
}

/** Without `expiresAt`, or with null, it never ends. `createdAt` is now unless it is said. */
type New = { userId: string; expiresAt?: Date | null; createdAt?: Date; label?: Label }

export type AccountControls = {
  /** Every token that is really stored, or those of one service user; oldest first. */
  tokens: (userId?: string) => HeldCredential[]
  /** Likewise keys; `publicKey` is PEM. */
  machineKeys: (userId?: string) => (HeldCredential & { publicKey: string })[]
  hasSecret: (userId: string) => boolean
  /** `value` is base64, as on the wire. */
  userMetadata: (userId: string) => MetadataFields[]
  setUserMetadata: (userId: string, key: string, value: string) => void
  removeUserMetadata: (userId: string, key: string) => void
  /** Adds a service user, of the home organisation unless it is said. Answers its id. */
  addAccount: (account: {
    username: string
    name?: string
    description?: string
    state?: PersonFields['state']
    organizationId?: string
  }) => string
  /** Adds so many service users `bulk-0001`…, each with so many tokens, which end a day after each other. */
  addAccounts: (count: number, tokens?: number) => void
  removeAccount: (userId: string) => void
  /** Answers the value as well, which can be used. */
  addToken: (token: New) => { id: string; token: string }
  removeToken: (id: string) => void
  /** Without `publicKey` a pair is made, always the same one; `privateKey` is PEM, PKCS #8. */
  addKey: (key: New & { publicKey?: string }) => { id: string; privateKey?: string }
  removeKey: (id: string) => void
  /** Gives a secret, or that one. */
  setSecret: (userId: string, secret?: string) => string
  /** Makes somebody an administrator of the home organisation, of another one, or of the instance; `[]` of nothing. */
  setAdministrator: (
    userId: string,
    roles: AdministratorRole[],
    of?: { organizationId: string } | 'instance',
  ) => void
}

const day = 86_400_000
let pair: { publicKey: string; privateKey: string } | undefined

/** Slow, hence made once in a process and only when somebody needs it. */
const testPair = () =>
  (pair ??= generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }))

/** As long as a real one. */
export const newToken = (): string => randomBytes(53).toString('base64url')
export const newSecret = (): string => randomBytes(48).toString('base64url')

const shown = ({ id, userId, created, expires }: Stored<TokenFields | KeyFields>): HeldCredential => ({
  id,
  userId,
  createdAt: new Date(created),
  expiresAt: expires >= never ? null : new Date(expires),
})
const endOf = ({ expiresAt }: New): number => expiresAt?.getTime() ?? never
const owned =
  (userId: string | undefined) =>
  (one: { userId: string }): boolean =>
    userId === undefined || one.userId === userId

export function accountControls(world: WorldState, now: () => number): AccountControls {
  const keepLabel = (kind: 'token' | 'key', id: string, { userId, label }: New): void => {
    if (label) controls.setUserMetadata(userId, `gatehouse.${kind}.${id}`, encoded(label))
  }

  const controls: AccountControls = {
    tokens: (userId) => world.machines.tokens.list(Infinity).filter(owned(userId)).map(shown),
    machineKeys: (userId) =>
      world.machines.keys
        .list(Infinity)
        .filter(owned(userId))
        .map((one) => Object.assign(shown(one), { publicKey: one.publicKey })),
    hasSecret: (userId) => world.person(userId)?.secret !== undefined,
    userMetadata: (userId) =>
      world.machines
        .metadata(userId)
        .list(Infinity)
        .map(({ key, value }) => ({ key, value })),
    setUserMetadata(userId, key, value) {
      world.machines.metadata(userId).write({ key, value }, now(), atOnce)
    },
    removeUserMetadata(userId, key) {
      world.machines.metadata(userId).drop(key, atOnce)
    },
    addAccount({ username, name = username, description = '', state = 'ACTIVE', organizationId }) {
      const { created: _, ...fields } = machine(0, username, name, description)
      const id = world.machines.nextId()
      const home = organizationId ?? world.homeOrganizationId
      world.writePerson({ ...fields, id, state, organizationId: home }, atOnce)
      return id
    },
    addAccounts(count, tokens = 0) {
      for (let number = 1; number <= count; number += 1) {
        const digits = String(number).padStart(4, '0')
        const userId = controls.addAccount({ username: `bulk-${digits}`, name: `Bulk ${digits}` })
        for (let index = 0; index < tokens; index += 1) {
          const expiresAt = new Date(now() + (number + index) * day)
          controls.addToken({ userId, expiresAt, label: { name: `Bulk token ${digits}-${index + 1}` } })
        }
      }
    },
    removeAccount: (userId) => void world.dropPerson(userId, atOnce),
    addToken(asked) {
      const { userId, createdAt } = asked
      const id = world.machines.nextId()
      const token = newToken()
      const fields = { id, userId, expires: endOf(asked), hash: hashOf(token) }
      world.machines.tokens.write(fields, createdAt?.getTime() ?? now(), atOnce)
      keepLabel('token', id, asked)
      return { id, token }
    },
    removeToken: (id) => void world.machines.tokens.drop(id, atOnce),
    addKey(asked) {
      const { userId, createdAt } = asked
      const id = world.machines.nextId()
      const made = asked.publicKey === undefined ? testPair() : undefined
      const publicKey = asked.publicKey ?? made?.publicKey ?? ''
      const fields = { id, userId, expires: endOf(asked), publicKey }
      world.machines.keys.write(fields, createdAt?.getTime() ?? now(), atOnce)
      keepLabel('key', id, asked)
      return { id, ...(made && { privateKey: made.privateKey }) }
    },
    removeKey: (id) => void world.machines.keys.drop(id, atOnce),
    setSecret(userId, secret = newSecret()) {
      const person = world.person(userId)
      if (person) world.writePerson({ ...person, secret: { hash: hashOf(secret), since: now() } }, atOnce)
      return secret
    },
    setAdministrator(userId, roles, of) {
      const known =
        of === 'instance'
          ? world.instanceAdministrators
          : world.administratorsOf.get(of?.organizationId ?? world.homeOrganizationId)
      if (roles.length > 0) known?.set(userId, roles)
      else known?.delete(userId)
    },
  }
  return controls
}
