// Keys of applications, from the pair to the activation: two steps at the tenant, of which the first alone is worth nothing
// (auth0.md §3.5). Hides: undoing a half, finding what an unanswered step made, and the way back to a secret.
import * as v from 'valibot'
import { shaped } from '../answer.ts'
import type { Credential, Issued, KeyDraft } from '../credentials.ts'
import { known, notDone, seen } from '../lost-answer.ts'
import { Problem } from '../problem.ts'
import { type Calls, segment } from './calls.ts'
import type { ClientKeys } from './client-keys.ts'
import type { Client } from './client-wire.ts'
import type { Clients } from './clients.ts'
import { keyCredentialOf } from './credential-of.ts'
import { isGone } from './errors.ts'
import { refuseFields, refusePast, wrongField } from './field-rules.ts'
import type { Half } from './key-halves.ts'
import { isFor, type Key, keyOf } from './key-wire.ts'
import type { Secrets } from './secrets.ts'
import type { Tester } from './tester.ts'
import { limits, traits } from './traits.ts'

export type Keys = {
  issue(draft: KeyDraft): Promise<Issued>
  revoke(credential: Credential): Promise<void>
  endAt(credential: Credential, at: Date): Promise<void>
  finish(credential: Credential): Promise<void>
}

export type KeyParts = {
  calls: Calls
  clients: Clients
  clientKeys: ClientKeys
  secrets: Secrets
  tester: Tester
  now: () => number
}

/** Makes the keys of the tenant's applications. */
export function createKeys({ calls, clients, clientKeys, secrets, tester, now }: KeyParts): Keys {
  /** Requests under way: a second click must not begin a second key. */
  const running = new Set<string>()

  /** The key at the tenant, made now unless it is there already. */
  async function created(client: Client, half: Half, { name, expiresAt }: KeyDraft): Promise<Key> {
    const find = async () => (await clients.keys(client.id)).find(({ kid }) => kid === half.kid)
    const body = {
      credential_type: 'public_key',
      name,
      pem: half.publicKey,
      alg: 'RS256',
      kid: half.kid,
      ...(expiresAt && { expires_at: expiresAt.toISOString() }),
    }
    try {
      return shaped(readable, keyOf(await calls.send('POST', pathOf(client.id), body)), calls.host)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (!error.details.unsure && error.kind !== 'unexpected') {
        await forgotten(client.id)
        throw error
      }
      const there = await seen(calls.sleep, error, find)
      if (there) return there
      await forgotten(client.id)
      throw notDone(error, 'The key was not made', 'Auth0')
    }
  }

  /** A note that stays costs one request more when everything is listed, and nothing else. */
  async function forgotten(client: string): Promise<void> {
    try {
      await clientKeys.forget(client)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
    }
  }

  /** Takes back what was made of a key that did not come to its end. */
  async function undone(before: Client, key: Key, failure: Problem): Promise<Problem> {
    try {
      if ((await clientKeys.deactivate(before.id, key.id)) === 'is last') {
        if (before.signsIn === 'secret') await clientKeys.toSecret(before.id, { method: before.method })
        else await lastTakenAway(before.id, key.id)
      }
      await removed(before.id, key.id)
      await forgotten(before.id)
      const message = `The key could not be activated, and was taken back: ${failure.message}`
      return new Problem(failure.kind, message, known(failure.details))
    } catch {
      const message = `The key was made and could be neither activated nor taken back: ${failure.message}`
      return new Problem(failure.kind, message, { ...known(failure.details), orphan: key.id })
    }
  }

  async function removed(client: string, key: string): Promise<void> {
    try {
      await calls.send('DELETE', `${pathOf(client)}/${segment(key)}`)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (isGone(error)) return
      if (!error.details.unsure) throw error
      const isDone = await seen(
        calls.sleep,
        error,
        async () => !(await clients.keys(client)).some(({ id }) => id === key) || undefined,
      )
      if (!isDone) throw notDone(error, 'The key was not deleted', 'Auth0')
    }
  }

  /** The application has no other key: it goes back to a secret, and not to the one that somebody may still have. */
  async function lastTakenAway(client: string, key: string): Promise<void> {
    await clientKeys.toSecret(client, { leftover: key })
    try {
      await secrets.end(client)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      try {
        await clientKeys.activate(client, key)
      } catch {
        throw new Problem(
          error.kind,
          'The key does not work any more, but the secret that the application had before may work again. Set its secret at once.',
          known(error.details),
        )
      }
      throw new Problem(error.kind, `The key still works: ${error.message}`, known(error.details))
    }
  }

  async function revoke({ id, owner }: Credential): Promise<void> {
    try {
      if ((await clientKeys.deactivate(owner.id, id)) === 'is last') await lastTakenAway(owner.id, id)
      await removed(owner.id, id)
      await forgotten(owner.id)
    } catch (error) {
      // With the application its keys are gone.
      if (!(error instanceof Problem) || error.kind !== 'not-found') throw error
    }
  }

  async function issued(draft: KeyDraft): Promise<Issued> {
    const { owner, request, replaces, material } = draft
    if (owner === undefined) throw wrongField('owner', 'Choose an application: people have no keys.')
    refuseWrong(draft, now())
    // What makes and reads keys is worth fetching only now.
    const { formsOf, halfOf } = await import('./key-halves.ts')
    const half = await halfOf(material, request)
    const client = await clients.get(owner)
    await clients.refuseStronger(owner)
    const there = await clients.keys(owner)
    let before: Key | undefined
    for (const key of there) if (await isFor(key, request)) before = key
    if (before && before.kid !== half.kid) {
      // Its private half is lost: it was shown, or it never came to that.
      if (client.keys.includes(before.id)) throw madeAlready(before)
      await removed(owner, before.id)
    }
    const same = there.find((key) => key.fingerprint === half.fingerprint)
    if (same && same.kid !== half.kid)
      throw wrongField('publicKey', 'The application has this very key already.')
    const others = there.filter((key) => key !== before)
    if (others.length >= limits.keys) throw full(others.length)

    await clientKeys.announce(client, half.kid)
    const key = same ?? (await created(client, half, draft))
    const isKey = replaces !== undefined && others.some(({ id }) => id === replaces)
    try {
      await clientKeys.activate(owner, key.id, isKey ? replaces : undefined)
    } catch (error) {
      throw error instanceof Problem ? await undone(client, key, error) : error
    }
    const { pair } = half
    return {
      credential: {
        ...keyCredentialOf({ ...client, keys: [key.id] }, key, false),
        ...(isKey && { replaces }),
      },
      secret: pair ? formsOf(pair, draft.name, key.kid) : [],
      ...(client.signsIn === 'secret' && {
        note: 'The application signed in with a secret until now. That secret does not work any more.',
      }),
      ...(pair && {
        test: async (signal?: AbortSignal) => {
          const assertion = await tester.assertion(owner, key.kid, pair.sign)
          return tester.test(owner, { client_assertion: assertion }, signal)
        },
      }),
    }
  }

  return {
    async issue(draft) {
      const { request } = draft
      if (running.has(request)) throw new Problem('conflict', 'This key is being made at this moment.')
      running.add(request)
      try {
        return await issued(draft)
      } finally {
        running.delete(request)
      }
    },

    revoke,

    async endAt({ id, owner, expiresAt }, at) {
      refusePast('expiresAt', at, now())
      if (expiresAt && at.getTime() >= expiresAt.getTime())
        throw wrongField('expiresAt', 'The key ends before that already.')
      const body = { expires_at: at.toISOString() }
      try {
        await calls.send('PATCH', `${pathOf(owner.id)}/${segment(id)}`, body)
      } catch (error) {
        if (!(error instanceof Problem) || !error.details.unsure) throw error
        const isDone = await seen(calls.sleep, error, async () => {
          const key = (await clients.keys(owner.id)).find((one) => one.id === id)
          return key?.expiresAt?.getTime() === at.getTime() || undefined
        })
        if (!isDone) throw notDone(error, 'The end of the key was not changed', 'Auth0')
      }
    },

    finish: ({ id, owner }) => clientKeys.activate(owner.id, id),
  }
}

function pathOf(client: string): string {
  return `/clients/${segment(client)}/credentials`
}

function refuseWrong({ name, expiresAt }: KeyDraft, now: number): void {
  refuseFields({ name: { rule: traits.keys.name, value: name } })
  if (expiresAt) refusePast('expiresAt', expiresAt, now)
}

function madeAlready({ id }: Key): Problem {
  return new Problem(
    'conflict',
    'This key was made already, and its private half was shown then or lost. Revoke it if nobody has that, and make another one.',
    { orphan: id },
  )
}

function full(count: number): Problem {
  return new Problem(
    'invalid',
    `This application has ${count} keys, and Auth0 allows no more than ${limits.keys}. Revoke one first.`,
  )
}

const readable = v.custom<Key>((key) => key !== undefined)
