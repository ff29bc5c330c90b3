// What an account has to act with: its credentials counted, and when the first of them ends. Pure.
import type { Account, Credential, CredentialKind } from '../../directory/credentials.ts'
import { counted } from '../../ui/amount.ts'
import { isOver } from '../credentials/ending.ts'

export type Live = {
  /** Those that have not ended, also where they give nothing just now. */
  credentials: Credential[]
  kinds: Record<CredentialKind, number>
  /** How many of them give nothing just now. */
  dormant: number
  /** How many of them never end. */
  endless: number
  /** When the first of them ends; null where none ever does, undefined where there is none. */
  soonest: Date | null | undefined
}

/** What has not ended, by the id of its account. */
export function liveByOwner(credentials: readonly Credential[], now: number): Map<string, Live> {
  const owned = new Map<string, Credential[]>()
  for (const one of credentials) {
    if (one.owner.kind !== 'account' || isOver(one, now)) continue
    const own = owned.get(one.owner.id)
    if (own) own.push(one)
    else owned.set(one.owner.id, [one])
  }
  return new Map([...owned].map(([id, own]) => [id, liveOf(own, now)]))
}

/** What of these has not ended, in the order of their ends. */
export function liveOf(all: readonly Credential[], now: number): Live {
  const credentials = all.filter((one) => !isOver(one, now)).toSorted((a, b) => endOf(a) - endOf(b))
  const many = (wanted: CredentialKind) => credentials.filter(({ kind }) => kind === wanted).length
  return {
    credentials,
    kinds: { token: many('token'), key: many('key'), secret: many('secret') },
    dormant: credentials.filter(({ inactive, halfMade }) => inactive !== undefined || halfMade).length,
    endless: credentials.filter(({ expiresAt }) => expiresAt === null).length,
    soonest: credentials[0]?.expiresAt,
  }
}

// Later than every date there can be, and still a number to subtract.
const endOf = ({ expiresAt }: Credential) => expiresAt?.getTime() ?? Number.MAX_SAFE_INTEGER

const nouns: [CredentialKind, string][] = [
  ['token', 'token'],
  ['key', 'key'],
  ['secret', 'secret'],
]

/** "2 tokens and 1 key"; undefined where there is nothing to count. */
export function kindsText({ kinds }: Pick<Live, 'kinds'>): string | undefined {
  const parts = nouns.flatMap(([kind, noun]) => (kinds[kind] > 0 ? [counted(kinds[kind], noun)] : []))
  const last = parts.pop()
  return parts.length > 0 ? `${parts.join(', ')} and ${last}` : last
}

/** What people call an account by where names alone could be taken for another: "CRM sync (crm-sync)". */
export function fullNameOf({ name, login }: Pick<Account, 'name' | 'login'>): string {
  return login === undefined || login === name ? name : `${name} (${login})`
}

/** Everything by which these accounts are recognized. */
export function namesOf(accounts: readonly Account[]): string[] {
  return accounts.flatMap(({ name, login }) => (login === undefined ? [name] : [name, login]))
}
