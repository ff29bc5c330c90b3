// Every credential of an organization's accounts in one list: tokens and keys, the secrets that accounts have, and the names that
// this console keeps of them. Complete, or saying what is missing. Hides how many requests that takes.
import type { Credential, Inventory, Owner } from '../credentials.ts'
import type { Progress } from '../model.ts'
import { Problem } from '../problem.ts'
import type { ServiceUser } from './account-calls.ts'
import type { AccountList } from './account-list.ts'
import type { CredentialRow } from './credential-calls.ts'
import { idOfCredential } from './credential-ids.ts'
import type { AllRows, CredentialList } from './credential-list.ts'
import type { Label, Labels } from './labels.ts'

export type InventoryNeeds = {
  accounts: AccountList
  token: CredentialList
  key: CredentialList
  labels: Labels
}

/** So many requests at a time, of those that are needed user by user. */
const atOnce = 6

/** Makes the reading of every credential. */
export function inventoryOf({ accounts, token, key, labels }: InventoryNeeds) {
  const lists = { token, key }

  return async function inventory({
    owner,
    signal,
    onProgress,
  }: Progress & { owner?: string } = {}): Promise<Inventory> {
    const trouble: string[] = []
    const progress = counting(onProgress)
    const reading = { ...(signal && { signal }) }
    const people = owner === undefined ? await accounts.all(reading) : await only(owner)
    if (!people.complete) trouble.push('Not every account could be read, so credentials may be missing here.')
    const byId = new Map(people.accounts.map((one) => [one.id, one]))

    async function only(id: string) {
      const found = await accounts.find(id, signal)
      if (found) return { accounts: [found], complete: true }
      throw new Problem('not-found', `The account ${id} does not exist, or is not shown to you.`)
    }

    /** One after the other of every account; what fails is told and left out. */
    async function userByUser(kind: 'token' | 'key'): Promise<AllRows> {
      const rows: CredentialRow[] = []
      const failed: Failed[] = []
      let complete = true
      progress.more(people.accounts.length)
      await several(people.accounts, async ({ id, name }) => {
        try {
          const found = await lists[kind].of(id, signal)
          rows.push(...found.rows)
          complete &&= found.complete
        } catch (error) {
          if (!isGone(error)) failed.push({ name, why: tolerated(error) })
        }
        progress.done()
      })
      trouble.push(...unread(`The ${kind}s of`, '', failed))
      return { rows, complete: complete && failed.length === 0 }
    }

    async function read(kind: 'token' | 'key'): Promise<AllRows> {
      try {
        if (owner !== undefined) return await lists[kind].of(owner, signal)
        return (await lists[kind].everywhere(reading)) ?? (await userByUser(kind))
      } catch (error) {
        trouble.push(`The ${kind}s could not be read. ${tolerated(error)}`)
        return { rows: [], complete: false }
      }
    }

    const [tokens, keys] = await Promise.all([read('token'), read('key')])
    const isThere = ({ user }: CredentialRow) => !accounts.isDeleted(user)
    const rows = { token: tokens.rows.filter(isThere), key: keys.rows.filter(isThere) }
    const users = [...new Set([...rows.token, ...rows.key].map(({ user }) => user))]
    const names = new Map<string, Label>()
    const nameless: Failed[] = []
    progress.more(users.length)
    await several(users, async (user) => {
      try {
        for (const [id, label] of await labels.of(user, signal)) names.set(id, label)
      } catch (error) {
        if (!isGone(error)) {
          nameless.push({ name: byId.get(user)?.name ?? user, why: tolerated(error) })
        }
      }
      progress.done()
    })
    trouble.push(...unread('What the tokens and keys of', ' are called', nameless))

    const complete = people.complete && tokens.complete && keys.complete && nameless.length === 0
    if (!complete && trouble.length === 0) trouble.push('Some of what Zitadel answered could not be read.')
    const made = (kind: 'token' | 'key') => (row: CredentialRow) =>
      credentialOf(kind, row, byId.get(row.user), names.get(idOfCredential({ kind, ...row })))
    return {
      credentials: [
        ...rows.token.map(made('token')),
        ...rows.key.map(made('key')),
        ...people.accounts.flatMap((one) => (one.hasSecret ? [secretOf(one)] : [])),
      ],
      complete,
      trouble,
    }
  }
}

/** A token or a key as the port shows it. Without the account only the id of its user is known. */
export function credentialOf(
  kind: 'token' | 'key',
  row: CredentialRow,
  account: ServiceUser | undefined,
  label: Label | undefined,
): Credential {
  return {
    id: idOfCredential({ kind, user: row.user, id: row.id }),
    kind,
    owner: account ? ownerOf(account) : { id: row.user, name: row.user, kind: 'account' },
    ...(label && { name: label.name }),
    ...(label?.purpose !== undefined && { purpose: label.purpose }),
    hint: row.id,
    ...(label?.algorithm !== undefined && { algorithm: label.algorithm }),
    ...(label?.fingerprint !== undefined && { fingerprint: label.fingerprint }),
    ...(row.createdAt && { createdAt: row.createdAt }),
    expiresAt: row.expiresAt,
    ...(label?.replaces !== undefined && { replaces: label.replaces }),
    ...inactivity(account),
    ...(row.settling && { settling: row.settling }),
  }
}

/** The secret that an account has. Zitadel tells no date of it. */
export function secretOf(account: ServiceUser): Credential {
  return {
    id: idOfCredential({ kind: 'secret', user: account.id }),
    kind: 'secret',
    owner: ownerOf(account),
    hint: account.login,
    expiresAt: null,
    ...inactivity(account),
  }
}

export function ownerOf({ id, name }: ServiceUser): Owner {
  return { id, name, kind: 'account' }
}

function inactivity(account: ServiceUser | undefined) {
  return account?.state === 'disabled' && { inactive: 'Its account is disabled.' }
}

type Failed = { name: string; why: string }

/** Of a few accounts a sentence each, of many one for all. */
function unread(before: string, after: string, failed: readonly Failed[]): string[] {
  const [first] = failed
  if (!first || failed.length <= 3) {
    return failed.map(({ name, why }) => `${before} “${name}”${after} could not be read. ${why}`)
  }
  return [`${before} ${failed.length} accounts${after} could not be read. ${first.why}`]
}

/** The account was deleted while its credentials were read. */
function isGone(error: unknown): boolean {
  return error instanceof Problem && error.kind === 'not-found'
}

/** What was refused or failed, in a sentence; what is no failure of one reading goes on. */
function tolerated(error: unknown): string {
  if (!(error instanceof Problem) || error.kind === 'forbidden' || error.kind === 'signed-out') throw error
  return error.message
}

async function several<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values()
  const one = async () => {
    for (const item of rest) await work(item)
  }
  await Promise.all(Array.from({ length: atOnce }, one))
}

function counting(onProgress: Progress['onProgress']) {
  let done = 0
  let total = 0
  return {
    more(count: number) {
      total += count
    },
    done() {
      done += 1
      onProgress?.(done, total)
    },
  }
}
