// By which keys an application signs in, and what this console notes on it: the two things of an application that are replaced as
// a whole. Hides: the vendor's two ways to sign in, which exclude each other, and the form of the marks.
import * as v from 'valibot'
import { Problem } from '../problem.ts'
import { type Calls, segment } from './calls.ts'
import type { Client } from './client-wire.ts'
import type { Clients } from './clients.ts'
import { rewrite } from './rewriting.ts'
import { versionOf } from './version.ts'

/** Members of an application's metadata. `pending`: a key that is being made, or deleted, while the application has a secret. */
const marks = { replaces: 'gatehouse_replaces', pending: 'gatehouse_pending' } as const
/** Auth0 keeps no longer value. */
const longest = 255

const Replaces = v.fallback(v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.string())), {})

/** Which key takes the place of which, until the rotation is over: old ids by new ones. */
export function replacedBy({ metadata }: Client): Record<string, string> {
  return v.parse(Replaces, metadata[marks.replaces] ?? '')
}

/** Whether a key of the application may have been left half-made, although it signs in with a secret. */
export function hasPending({ metadata }: Client): boolean {
  return metadata[marks.pending] !== undefined
}

export type ClientKeys = {
  /** Notes on an application with a secret that a key is being made, so that it is found if it stays half-made. */
  announce(client: Client, kid: string): Promise<void>
  /** No key is being made any more. */
  forget(id: string): Promise<void>
  /** Signs in with this key as well; with no secret any more. */
  activate(id: string, key: string, replaces?: string): Promise<void>
  /** Signs in with it no longer. Does nothing where it is the last one: an application signs in somehow. */
  deactivate(id: string, key: string): Promise<'done' | 'is last'>
  /** Signs in with a secret from now on: with the one that it had before its keys. `leftover`: the key that is still to be deleted. */
  toSecret(id: string, options?: { method?: string | undefined; leftover?: string }): Promise<void>
  /** This key replaces nothing any more. */
  endRotation(id: string, key: string): Promise<void>
}

/** Makes the access to how applications sign in. */
export function createClientKeys(calls: Calls, clients: Clients): ClientKeys {
  /** `change` gives the members to write, or undefined where it is so already. */
  const write = (id: string, change: (client: Client) => object | undefined): Promise<void> =>
    rewrite<Client, object>({
      read: () => clients.get(id),
      change,
      write: async (body, { keys }) => {
        const version = await versionOf(keys.map((value) => ({ value, description: '' })))
        return calls.send('PATCH', `/clients/${segment(id)}`, body, undefined, version)
      },
      sleep: calls.sleep,
      others: 'Others keep changing this application. Try again in a moment.',
    })

  return {
    announce: (client, kid) =>
      client.signsIn === 'keys'
        ? Promise.resolve()
        : write(client.id, ({ metadata }) =>
            metadata[marks.pending] === kid ? undefined : { client_metadata: { [marks.pending]: kid } },
          ),

    forget: (id) =>
      write(id, (client) =>
        hasPending(client) ? { client_metadata: { [marks.pending]: null } } : undefined,
      ),

    activate: (id, key, replaces) =>
      write(id, (client) => {
        const { keys } = client
        if (keys.includes(key)) return undefined
        const noted = {
          ...(hasPending(client) && { [marks.pending]: null }),
          ...(replaces !== undefined && noteOf(client, key, replaces)),
        }
        return {
          ...withKeys([...keys, key]),
          ...(Object.keys(noted).length > 0 && { client_metadata: noted }),
        }
      }),

    async deactivate(id, key) {
      let isLast = false
      await write(id, (client) => {
        isLast = client.keys.length === 1 && client.keys[0] === key
        if (isLast || !client.keys.includes(key)) return undefined
        return withKeys(client.keys.filter((one) => one !== key))
      })
      return isLast ? 'is last' : 'done'
    },

    toSecret: (id, { method = 'client_secret_post', leftover } = {}) =>
      write(id, ({ signsIn }) =>
        signsIn === 'secret'
          ? undefined
          : {
              client_authentication_methods: null,
              token_endpoint_auth_method: method,
              ...(leftover !== undefined && { client_metadata: { [marks.pending]: leftover } }),
            },
      ),

    endRotation: (id, key) =>
      write(id, (client) =>
        replacedBy(client)[key] === undefined ? undefined : { client_metadata: noteOf(client, key) },
      ),
  }
}

function withKeys(keys: string[]): object {
  return {
    client_authentication_methods: { private_key_jwt: { credentials: keys.map((id) => ({ id })) } },
    token_endpoint_auth_method: null,
  }
}

/** The mark with the key's entry set or taken out, and without those of keys that the application no longer has. */
function noteOf(client: Client, key: string, replaces?: string): Record<string, string | null> {
  const kept = Object.entries(replacedBy(client)).filter(([id]) => id !== key && client.keys.includes(id))
  const entries = [...kept, ...(replaces === undefined ? [] : [[key, replaces] as const])]
  const text = JSON.stringify(Object.fromEntries(entries))
  if (text.length > longest) {
    throw new Problem('unexpected', 'Auth0 keeps no note that is as long as the ids of these keys.')
  }
  return { [marks.replaces]: entries.length === 0 ? null : text }
}
