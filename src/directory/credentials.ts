// Credentials of machines and developers as the console sees them: service accounts, and the tokens, keys and secrets by which
// somebody acts without signing in. Adapters fill these shapes; no vendor word stands here.
import type { Grant } from './grants.ts'
import type { ChangeOutcome, Granted, ListQuery, Page, Permission, Progress, SetChange } from './model.ts'
import type { TextRule } from './text-rule.ts'

/** A service account: somebody who is a machine. */
export type Account = {
  id: string
  name: string
  /** What it is called where names are unique, if that is not the name. */
  login?: string
  description?: string
  /** `disabled`: none of its credentials works until it is enabled again. */
  state: 'active' | 'disabled'
  createdAt?: Date
  /** Why it cannot be changed here; absent where it can. */
  fixed?: string
  /** Set while the directory has accepted our write but its lists do not show it yet. */
  settling?: true
}

/** What a person fills in to create an account. `login` only where the directory has one (`traits.accounts.login`). */
export type AccountDraft = { login?: string; name: string; description?: string }

/** Fields of an account to change; a field that is absent stays as it is. */
export type AccountChange = { name?: string; description?: string }

/** `token`: handed out as a whole. `key`: public half at the provider, private half with the user. `secret`: an account's password. */
export type CredentialKind = 'token' | 'key' | 'secret'

/** Whose credential it is. */
export type Owner = { id: string; name: string; kind: 'account' | 'person' }

/** A credential as everybody may see it: never its value. */
export type Credential = {
  /** Unique among all credentials of the directory. */
  id: string
  kind: CredentialKind
  owner: Owner
  name?: string
  purpose?: string
  /** By what its holder recognizes it: the id of a key, the first characters of a token. */
  hint?: string
  /** "RSA 2048", "RS256": of a key. */
  algorithm?: string
  /** SHA-256 over the public half's SPKI, in hexadecimal pairs with colons, where the provider or the console keeps it. */
  fingerprint?: string
  createdAt?: Date
  /** When it ends by itself; null is never. */
  expiresAt: Date | null
  /** The day on which it was used last; null is never, absent is unknown. */
  lastUsedAt?: Date | null
  /** What it carries, where it carries rights of its own: ids of permissions. Otherwise it carries everything its owner may do. */
  permissions?: string[]
  /** Why it gives nothing although it has not ended: its account is disabled, it was never activated, its owner lost every right. */
  inactive?: string
  /** It was made, but not to its end: `finish` activates it. Nobody may be left with it as it is. */
  halfMade?: true
  /** Id of the credential that this one is to take the place of, until the rotation is ended. */
  replaces?: string
  /** Why it can be neither rotated nor revoked here; absent where it can. */
  fixed?: string
  settling?: true
}

/** Every credential of the directory, or of one account. `trouble` says in sentences what could not be read. */
export type Inventory = { credentials: Credential[]; complete: boolean; trouble: string[] }

/** What a token or a key is to be. `request` is chosen by the form, once: sent again with the same one nothing is made twice. */
type Draft = {
  request: string
  /** Id of the account; absent: the signed-in person. */
  owner?: string
  name: string
  purpose?: string
  /** Null is never. */
  expiresAt: Date | null
  /** Id of the credential that this one replaces. */
  replaces?: string
}

/** `permissions` only where tokens carry their own (`traits.tokens.rights`): ids. */
export type TokenDraft = Draft & { permissions?: string[] }

/** Where a key's halves come from: this browser makes both, somebody has made them elsewhere, or the provider makes them. */
export type KeyMaterial =
  | { by: 'browser'; bits: 2048 | 4096 }
  /** PEM (SubjectPublicKeyInfo), checked by `readPublicKey`. */
  | { by: 'paste'; publicKey: string }
  | { by: 'provider' }

export type KeyDraft = Draft & { material: KeyMaterial }

/** One form in which a value can be taken along. */
export type SecretForm = {
  /** "Token", "Key file", "Private key (PEM)". */
  label: string
  text: string
  /** Present where a file makes sense. */
  file?: { name: string; type: string }
}

/** A credential that was just made, with its value: the only place where one ever stands. Goes to the secret dialog and nowhere else. */
export type Issued = {
  credential: Credential
  /** Empty where nothing is to be handed out: the public half was brought along. The first one is shown first. */
  secret: SecretForm[]
  /** Something that everybody should know now: that its name could not be kept. */
  note?: string
  /**
   * Asks the provider for something with this very credential, for real. Resolves to what came back, in a sentence.
   * @throws Problem saying why it does not work
   */
  test?: (signal?: AbortSignal) => Promise<string>
}

/** A ready command that uses a credential. Holds no secret: what it needs stands in variables of the environment. */
export type Recipe = {
  id: 'curl' | 'typescript' | 'python'
  label: string
  text: string
  /** Names of the variables, each with what to put there. */
  variables: { name: string; value: string }[]
  /** What one must know to get it right, in sentences. */
  notes: string[]
}

/** What holds for every new credential; set by whoever runs the directory. */
export type Policy = {
  /** Most days that a token may live; absent where there is no such limit. */
  tokenDays?: number
  /** What every token begins with. */
  prefix?: string
}

/** What a directory has of accounts. */
export type AccountTraits = {
  /** What they are, in one sentence: "Service users of the organization." */
  what: string
  /** Present where people choose a login that never changes. */
  login?: TextRule
  name: TextRule
  description: TextRule
  /** How it is said what one may do: by roles (`Place.members` answers for accounts too) or by permissions given directly. */
  access: 'roles' | 'permissions'
  /** What it takes to change that. */
  granting: Grant
  /** What disabling does, in one sentence; absent where accounts cannot be disabled. */
  disabling?: string
  /** What a deletion takes with it, in one sentence. */
  deleting: string
}

export type TokenTraits = {
  /** Who can have one, in one sentence with the reason. */
  who: string
  /** Whether people can have their own. */
  people: boolean
  name: TextRule
  purpose?: TextRule
  /** Who keeps names and purposes, in one sentence, where that is not the provider. */
  keeping?: string
  /** `owner`: a token may do whatever its owner may; `chosen`: permissions are chosen for each. */
  rights: 'owner' | 'chosen'
  /** What one carries, in one sentence. */
  carrying: string
  /** Whether one without an end can be made (the policy may forbid it). */
  endless: boolean
}

export type KeyTraits = {
  /** What keys are here, in one sentence. */
  what: string
  /** Ways to make one, the best first. */
  materials: KeyMaterial['by'][]
  name?: TextRule
  keeping?: string
  /** Most keys of one account at a time. */
  perAccount?: number
  endless: boolean
  /** What happens when the secret of an account is set while it has one, in one sentence; absent where accounts have no secrets. */
  secret?: { setting: string; removable: boolean }
}

export type AccountDirectory = {
  /** Lists accounts, by name. Shows this console's own accepted writes at once, marked `settling`. */
  list(query?: ListQuery): Promise<Page<Account>>
  get(id: string, signal?: AbortSignal): Promise<Account>
  /** Creates one account. Sent again after a lost answer it makes no second one. */
  create(draft: AccountDraft): Promise<Account>
  /** Changes the named fields. An empty change sends nothing. */
  update(id: string, change: AccountChange): Promise<void>
  /** Disabling one that is disabled already counts as done; enabling likewise. */
  disable?(id: string): Promise<void>
  enable?(id: string): Promise<void>
  /** Deletes the account and every credential of it. One that is already gone counts as deleted. */
  delete(id: string): Promise<void>
  /** What it may do, and changing that, where `traits.accounts.access` is `permissions`; guarantees of `PermissionDirectory`. */
  granted?(id: string, options?: Progress): Promise<Granted>
  change?(id: string, change: SetChange, options?: Progress): Promise<ChangeOutcome>
}

export type CredentialDirectory = {
  /** Every credential, or those of one account; complete, or saying what is missing. */
  inventory(options?: Progress & { owner?: string }): Promise<Inventory>
  policy(signal?: AbortSignal): Promise<Policy>
  /**
   * Permissions that a new token may carry, of the signed-in person or of that account: nothing that either of them lacks. Names
   * only. Absent where tokens carry none of their own.
   */
  grantable?(owner?: string, signal?: AbortSignal): Promise<Permission[]>
  /**
   * Makes a token. A lost answer never makes a second one: where one was made whose value nobody has, the problem's `orphan` is its
   * id, to be revoked. Refuses what would be stronger than the signed-in person.
   */
  issueToken?(draft: TokenDraft): Promise<Issued>
  /** Makes a key, with the same guarantees. */
  issueKey?(draft: KeyDraft): Promise<Issued>
  /** Gives the account a secret, in the place of the one it has. */
  setSecret?(owner: string): Promise<Issued>
  removeSecret?(owner: string): Promise<void>
  /** Ends a credential at once. One that is already gone counts as revoked. */
  revoke(credential: Credential): Promise<void>
  /** Makes it end at that moment, which must be before its present end. Absent where the provider cannot time it. */
  endAt?(credential: Credential, at: Date): Promise<void>
  /** Activates a half-made credential. */
  finish?(credential: Credential): Promise<void>
  /** The rotation to this credential is over: it replaces nothing any more. */
  endRotation(credential: Credential): Promise<void>
  /** How to use one, ready to be pasted, the best first. */
  recipes(credential: Credential): Promise<Recipe[]>
}
