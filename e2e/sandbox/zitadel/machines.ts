// What service users hold: personal access tokens, keys, and everybody's metadata, each with its history, so that lists
// lag like any other. Hides how values are kept: of a token or a secret only the hash, of a key only the public half.
import { createHash } from 'node:crypto'
import { createHistory } from './history.ts'
import type { History, Stored } from './history.ts'
import type { MetadataFields } from './seed-permissions.ts'

/** `expires` is in milliseconds of the sandbox's clock; one that never ends ends with the year 9999. */
type Expiring = { id: string; userId: string; expires: number }
export type TokenFields = Expiring & { hash: string }
/** `publicKey` is PEM, SubjectPublicKeyInfo. */
export type KeyFields = Expiring & { publicKey: string }

export type PersonalToken = Stored<TokenFields>
export type MachineKey = Stored<KeyFields>

/** "No expiry" on the wire: internal/domain/expiration.go, defaultExpDate. */
export const never = Date.parse('9999-12-31T23:59:59Z')

export const hashOf = (value: string): string => createHash('sha256').update(value).digest('base64url')

export type Machines = {
  tokens: History<TokenFields>
  keys: History<KeyFields>
  /** Of one person or service user. */
  metadata: (userId: string) => History<MetadataFields>
  /** Takes along what a deleted user had. */
  forget: (userId: string, at: number) => void
  /** The last event a list at `asOf` knows of. */
  lastSequence: (asOf: number) => number
  /** A number for an id that nobody has yet. */
  nextId: () => string
}

const firstId = 340000000000000000n

export function createMachines(nextSequence: () => number): Machines {
  const tokens = createHistory<TokenFields>(({ id }) => id, nextSequence)
  const keys = createHistory<KeyFields>(({ id }) => id, nextSequence)
  const metadata = new Map<string, History<MetadataFields>>()
  let ids = 0n

  const metadataOf = (userId: string): History<MetadataFields> => {
    const history = metadata.get(userId) ?? createHistory<MetadataFields>(({ key }) => key, nextSequence)
    metadata.set(userId, history)
    return history
  }

  return {
    tokens,
    keys,
    metadata: metadataOf,
    forget(userId, at) {
      for (const history of [tokens, keys]) {
        for (const one of history.list(Infinity)) if (one.userId === userId) history.drop(one.id, at)
      }
      for (const { key } of metadataOf(userId).list(Infinity)) metadataOf(userId).drop(key, at)
    },
    lastSequence: (asOf) =>
      Math.max(...[tokens, keys, ...metadata.values()].map((history) => history.lastSequence(asOf))),
    nextId: () => String(firstId + ++ids),
  }
}
