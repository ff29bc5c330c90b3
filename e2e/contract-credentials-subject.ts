// What the contract suite of accounts and credentials runs over: a directory behind its port, signed in at the sandbox for real,
// and the same system seen from behind. One harness a vendor makes these; the suite knows no vendor.
import type { AccountDraft, Issued } from '../src/directory/credentials.ts'
import type { Directory, Place } from '../src/directory/directory.ts'
import type { PersonaName } from './sandbox/personas.ts'

/** Things of the seed that the suite works with, by id. */
export type CredentialSample = {
  /** An active account that has no credential yet and may do nothing that the keykeeper may not. */
  account: { id: string; name: string }
  /** Part of an account's name or login, of another case, and the accounts that it finds. */
  search: { text: string; finds: string[] }
  newAccount: AccountDraft
  /** Of every token that the suite makes. Without an owner it is the signed-in person's. */
  token: { owner?: string; permissions?: string[] }
  /** Present where what an account may do is given to it directly: a permission that it lacks, and that may be given. */
  permission?: string
}

/** The administered system from behind: what is really stored, and another administrator at work in it, at once. */
export type CredentialBehind = {
  accounts(): Promise<{ id: string; name: string; description: string; state: 'active' | 'disabled' }[]>
  /** Ids, as the port has them, of every credential that is stored; with `owner` of that account or person. */
  credentials(owner?: string): Promise<string[]>
  /** Somebody else ends it. */
  revoke(credential: string): Promise<void>
  /** Somebody else deletes the account. */
  deleteAccount(id: string): Promise<void>
  /** Somebody else lets the account do something that the keykeeper may not do, but the admin may. */
  empower(account: string): Promise<void>
  /** Present where a key can be left half-made: somebody else leaves one so. Answers its id as the port has it. */
  makeHalf?(account: string): Promise<string>
  /** Somebody else stores so many credentials of several accounts, more than one page holds. */
  addMany(): Promise<void>
  /** What is stored from now on, or a part of it, cannot be read: the inventory has to say so. */
  hide(): void
}

/** `empty`: it is carried out and answered with a success that says nothing. */
export type Loss = 'answer' | 'request' | 'empty'

export type CredentialSubject = {
  name: string
  start(): Promise<void>
  stop(): Promise<void>
  /** Refuses, now and then, what comes too fast. */
  isLimited?: boolean
  /** As new, with the settings of this subject. */
  reset(): Promise<void>
  connect(visitor: PersonaName): Promise<{ directory: Directory; place: Place }>
  sample: CredentialSample
  behind: CredentialBehind
  /** Lets enough time pass for lists to show every write. */
  settle(): void
  /** The time of the system, in ms. */
  now(): number
  /** Lets time pass there. */
  pass(ms: number): void
  /** The next write of this kind meets that. */
  lose(write: 'account' | 'token' | 'key' | 'secret', what: Loss): void
  /** How many writes about accounts and credentials reached the system so far. */
  writes(): number
  /**
   * Uses the value for real, with nothing of this console in between: id of whom it acts for, undefined where it is refused.
   * `privateKey` is a PKCS#8 PEM, for a key whose public half was brought along.
   */
  use(issued: Issued, privateKey?: string): Promise<string | undefined>
}
