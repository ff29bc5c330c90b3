// Every credential of the tenant and of the gateway in one list, or everything of one owner. What may not be read is said, and the
// rest is shown. Hides: how many requests that takes, and which applications need one.
import type { Credential, Inventory } from '../credentials.ts'
import type { Progress } from '../model.ts'
import { Problem } from '../problem.ts'
import type { Client } from './client-wire.ts'
import { hasPending } from './client-keys.ts'
import type { Clients } from './clients.ts'
import type { Key } from './key-wire.ts'
import { keyCredentialOf, secretOf, tokenCredentialOf } from './credential-of.ts'
import type { Token } from './token-wire.ts'
import type { Tokens } from './tokens.ts'

export type InventoryParts = {
  clients: Clients
  tokens: Pick<Tokens, 'list'>
  /** Id of the signed-in person. */
  person: () => string
  now: () => number
}

/** What could be read, and what could not. */
type Part = { credentials: Credential[]; trouble: string[]; problem?: Problem }

/** Makes the reading of the inventory. */
export function createInventory({ clients, tokens, person, now }: InventoryParts) {
  /** Ids of people name where they come from, with a bar; those of applications are letters and digits. */
  const isPerson = (owner: string): boolean => owner.includes('|') || owner === person()

  async function ofClients({ owner, signal, onProgress }: Asked): Promise<Part> {
    const [{ items: all, unreadable }, managers] = await Promise.all([
      owner === undefined
        ? clients.all(signal ? { signal } : {})
        : clients.get(owner, signal).then((one) => ({ items: [one], unreadable: 0 })),
      clients.managers(signal),
    ])
    const withKeys = all.filter(
      (client) => owner !== undefined || client.signsIn === 'keys' || hasPending(client),
    )
    const secrets = all.flatMap((client) =>
      client.signsIn === 'secret' ? [secretOf(client, managers.has(client.id))] : [],
    )
    let done = 0
    onProgress?.(done, withKeys.length)
    const keys = await Promise.all(
      withKeys.map(async (client) => {
        const found = await keysOf(client, signal)
        onProgress?.((done += 1), withKeys.length)
        return { client, found }
      }),
    )
    return {
      credentials: [
        ...secrets,
        ...keys.flatMap(({ client, found }) =>
          found instanceof Problem
            ? []
            : found.map((key) => keyCredentialOf(client, key, managers.has(client.id))),
        ),
      ],
      trouble: [
        ...(unreadable > 0 ? [`${unreadable} of the tenant’s applications could not be read.`] : []),
        ...troubleOf(
          keys.flatMap(({ client, found }) => (found instanceof Problem ? [{ client, problem: found }] : [])),
        ),
      ],
    }
  }

  async function keysOf(client: Client, signal: AbortSignal | undefined): Promise<Key[] | Problem> {
    try {
      return await clients.keys(client.id, signal)
    } catch (error) {
      if (error instanceof Problem && sparing.has(error.kind)) return error
      // It was deleted while we read.
      if (error instanceof Problem && error.kind === 'not-found') return []
      throw error
    }
  }

  async function ofTokens(owner: string | undefined, signal: AbortSignal | undefined): Promise<Part> {
    try {
      return shown(await tokens.list(owner, signal), now())
    } catch (error) {
      if (!(error instanceof Problem) || error.kind !== 'forbidden' || owner === person()) throw error
      // One's own may always be read.
      const own = owner === undefined ? shown(await tokens.list(person(), signal), now()).credentials : []
      return { credentials: own, trouble: [`Tokens of others could not be read: ${error.message}`] }
    }
  }

  return async (asked: Asked = {}): Promise<Inventory> => {
    const { owner, signal } = asked
    const parts = await Promise.all([
      ...(owner !== undefined && isPerson(owner)
        ? []
        : [
            spared(
              () => ofClients(asked),
              (problem) => `Secrets and keys could not be read: ${problem.message}`,
            ),
          ]),
      spared(
        () => ofTokens(owner, signal),
        (problem) => `Tokens could not be read: ${problem.message}`,
      ),
    ])
    const [failure] = parts.flatMap(({ problem }) => problem ?? [])
    // Where nothing at all answers there is no inventory to show.
    if (failure && failure.kind !== 'forbidden' && parts.every(({ problem }) => problem)) throw failure
    const trouble = parts.flatMap((part) => part.trouble)
    return { credentials: parts.flatMap((part) => part.credentials), complete: trouble.length === 0, trouble }
  }
}

type Asked = Progress & { owner?: string }

function shown({ tokens, isChecked }: { tokens: Token[]; isChecked: boolean }, now: number): Part {
  return {
    credentials: tokens.map((token) => tokenCredentialOf(token, now)),
    trouble: isChecked
      ? []
      : ['Of some tokens it could not be read whether their owners still hold any of their permissions.'],
  }
}

/** What does not take the rest along: a right that is missing, and a part of the system that does not answer. */
const sparing: ReadonlySet<Problem['kind']> = new Set(['forbidden', 'away', 'limited', 'unexpected'])

/** The part, or a sentence saying why it could not be read. */
async function spared(read: () => Promise<Part>, say: (problem: Problem) => string): Promise<Part> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof Problem) || !sparing.has(error.kind)) throw error
    return { credentials: [], trouble: [say(error)], problem: error }
  }
}

/** One sentence for what fails with everything alike. */
function troubleOf(failed: { client: Client; problem: Problem }[]): string[] {
  const [first] = failed
  if (first && failed.length > 1 && failed.every(({ problem }) => problem.message === first.problem.message))
    return [`The keys of ${failed.length} applications could not be read: ${first.problem.message}`]
  return failed.map(
    ({ client, problem }) => `The keys of “${client.name}” could not be read: ${problem.message}`,
  )
}
