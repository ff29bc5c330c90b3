// What this console keeps of a token or a key that Zitadel does not: its name, what it is for, what it takes the place of. One entry
// in the metadata of its user each. Hides base64, pages, lagging lists, and how ours is told from what somebody else wrote.
import * as v from 'valibot'
import { createSettling, type Reading } from '../settling.ts'
import { idOfCredential } from './credential-ids.ts'
import type { UserEntry, UserMetadata } from './user-metadata.ts'

export type Label = {
  name: string
  purpose?: string
  /** Id of the credential that this one replaces, as the port has it. */
  replaces?: string
  fingerprint?: string
  algorithm?: string
  /** What the form chose when it was sent: found again, nothing is made twice. */
  request?: string
}

/** Which token or key of a user. */
export type Labelled = { kind: 'token' | 'key'; user: string; id: string }

export type Labels = {
  /** Those of one user, by the id of the credential as the port has it. */
  of(user: string, signal?: AbortSignal): Promise<ReadonlyMap<string, Label>>
  write(whose: Labelled, label: Label): Promise<void>
  remove(whose: Labelled): Promise<void>
}

const prefix = 'gatehouse.'
const pageSize = 200
const optional = v.fallback(v.optional(v.string()), undefined)
const Stored = v.object({
  name: v.string(),
  purpose: optional,
  replaces: optional,
  fingerprint: optional,
  algorithm: optional,
  request: optional,
})

/** Makes the labels of an instance's users. `now` is the local clock in ms. */
export function createLabels(metadata: UserMetadata, now: () => number): Labels {
  const settling = createSettling<UserEntry & { id: string }>(now)

  return {
    async of(user, signal) {
      const labels = new Map<string, Label>()
      const isTheirs = ({ id }: { id: string }) => id.startsWith(`${user} `)
      for (let reading: Reading | undefined; ;) {
        const ask = { prefix, offset: reading?.offset ?? 0, limit: pageSize, signal }
        const { rows, given, total } = await metadata.page(user, ask)
        const page = {
          rows: rows.map((row) => Object.assign(row, { id: idOf(user, row.key) })),
          given,
          total,
        }
        const laid = settling.over(page, reading, isTheirs)
        for (const { key, value } of laid.rows) {
          const whose = whoseKey(key, user)
          const label = whose && labelIn(value)
          if (label) labels.set(idOfCredential(whose), label)
        }
        reading = laid.reading
        if (given === 0 || reading.offset >= total) return labels
      }
    },

    async write(whose, label) {
      const key = keyOf(whose)
      const value = labelText(label)
      const at = await metadata.set(whose.user, key, value)
      settling.created({ id: idOf(whose.user, key), key, value, updatedAt: at }, at)
    },

    async remove(whose) {
      const key = keyOf(whose)
      settling.deleted(idOf(whose.user, key), await metadata.remove(whose.user, key))
    },
  }
}

function idOf(user: string, key: string): string {
  return `${user} ${key}`
}

function keyOf({ kind, id }: Labelled): string {
  return `${prefix}${kind}.${id}`
}

function whoseKey(key: string, user: string): Labelled | undefined {
  const [, kind, id] = /^gatehouse\.(token|key)\.([^\s./]{1,200})$/.exec(key) ?? []
  return (kind === 'token' || kind === 'key') && id !== undefined ? { kind, user, id } : undefined
}

/** A label as it is stored: base64 of JSON. */
export function labelText(label: Label): string {
  const bytes = new TextEncoder().encode(JSON.stringify(label))
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

/** The label of a stored value; undefined for what is not ours. */
export function labelIn(value: string): Label | undefined {
  try {
    const bytes = Uint8Array.from(atob(value), (character) => character.charCodeAt(0))
    const document: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    const { name, purpose, replaces, fingerprint, algorithm, request } = v.parse(Stored, document)
    return {
      name,
      ...(purpose !== undefined && { purpose }),
      ...(replaces !== undefined && { replaces }),
      ...(fingerprint !== undefined && { fingerprint }),
      ...(algorithm !== undefined && { algorithm }),
      ...(request !== undefined && { request }),
    }
  } catch {
    return undefined
  }
}
