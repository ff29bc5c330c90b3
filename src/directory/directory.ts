// The directory port: the administered system as the console sees it. One adapter a vendor implements it; pages branch
// on `traits`, never on a kind. An ability that a directory lacks is an absent member.
import type {
  AccountDirectory,
  AccountTraits,
  CredentialDirectory,
  KeyTraits,
  TokenTraits,
} from './credentials.ts'
import type { Access, Grant } from './grants.ts'
import type {
  Accepted,
  Assignment,
  Catalogue,
  ChangeOutcome,
  Effective,
  Granted,
  ListQuery,
  Member,
  Notice,
  Page,
  Permission,
  PermissionDraft,
  Person,
  Progress,
  Role,
  RoleChange,
  RoleCounts,
  RoleDraft,
  Scope,
  SetChange,
} from './model.ts'
import type { TextRule } from './text-rule.ts'

/** What a directory has. */
export type Traits = {
  /** What a scope is called here: "Organization and project". */
  scopes?: { label: string }
  /** Present where the console starts at no scope: one is chosen first, from a page that lists them. */
  projects?: { lead: string }
  /** Present where roles are given at scopes that lie in one another: there is a page then of who holds what at one of them. */
  access?: {
    /** What else a role that is given here holds for, and what cannot be done about it there. */
    inherits: string
    /** What is said of ends: whether they can be set here. */
    ends: string
  }
  /** What this directory does not have although others do, and why, in a sentence each. */
  lacks?: Partial<Record<'accounts' | 'tokens' | 'keys', string>>
  roles?: {
    /** Why they cannot be created, changed or deleted here, in sentences; absent where they can. */
    fixed?: string
    /** Present where people choose the id (the directory then never lets it change). */
    id?: TextRule
    name: TextRule
    description?: TextRule
    group?: TextRule
    /** `whole`: cheap enough to read every role; `paged`: the list is read and searched page by page at the directory. */
    listed: 'whole' | 'paged'
    /** Most roles that there can be. */
    limit?: number
    /** What a deletion takes with it, in one sentence. */
    deleting?: string
  }
  permissions?: {
    /** Why neither they nor what roles hand out can be changed here, in sentences; absent where they can. */
    fixed?: string
    /** Who keeps them, in one sentence for the page. */
    keeping: string
    /** What it takes to change which permissions a role hands out. */
    granting: Grant
    /** What permissions are grouped by: "API", "Area". */
    resource: string
    /** Whether a new permission's resource is chosen (true) or is part of its name (false). */
    resourceChosen: boolean
    name: TextRule
    description: TextRule
    /** Most permissions of one role, and of one resource. */
    perRole?: number
    perResource?: number
    /** Whether `grantedAll` reads all roles' permissions at once; otherwise each role costs requests of its own. */
    cheap: boolean
    /** What a deletion takes with it, in one sentence. */
    deleting?: string
  }
  members?: {
    /** Whom the list shows: those who hold a role here, or everybody of the directory. */
    listed: 'holders' | 'everyone'
    /** Whether a list already brings what each one holds. */
    assignmentsListed: boolean
    /** Fewest characters of a search for people. */
    searchFrom: number
    /** What a search looks at: "name and login name". */
    searched: string
    /** Most roles of one person. */
    perMember?: number
    /** Why who holds what is not changed on the pages of members and roles but on the page `access`; absent where it is. */
    elsewhere?: string
  }
  accounts?: AccountTraits
  tokens?: TokenTraits
  keys?: KeyTraits
}

export type ScopeDirectory = {
  /** The scopes that the signed-in person can see, by name. */
  list(query?: ListQuery): Promise<Page<Scope>>
  /** One scope; without an id the one the console starts at, which is `not-found` where it starts at none. */
  get(id?: string, signal?: AbortSignal): Promise<Scope>
  /** A shell command that asks the server itself for what is listed, with a variable in the token's place. */
  command?: string
}

export type RoleDirectory = {
  /** Lists roles. Shows this console's own accepted writes at once, marked `settling` until the server shows them. */
  list(query?: ListQuery): Promise<Page<Role>>
  /** One role by its id. */
  get(id: string, signal?: AbortSignal): Promise<Role>
  /** How much each role has, where that costs no request per role. */
  counts?(signal?: AbortSignal): Promise<RoleCounts>
  /** Creates one role. Sent again after a lost answer it makes no second one. This and what follows: not where roles are fixed. */
  create?(draft: RoleDraft): Promise<Role>
  /** Changes the named fields. An empty change sends nothing. */
  update?(id: string, change: RoleChange): Promise<void>
  /** Deletes the role. A role that is already gone counts as deleted. */
  delete?(id: string): Promise<void>
}

/** Roles that can be changed. */
export type EditableRoles = Required<Pick<RoleDirectory, 'create' | 'update' | 'delete'>> & RoleDirectory

export type PermissionDirectory = {
  /** Every permission there is. */
  catalogue(options?: Progress): Promise<Catalogue>
  /**
   * Creates one permission, marked `settling` where the lists do not show it yet. One that exists already is a `conflict`. This,
   * `describe`, `delete` and `change`: not where permissions are fixed.
   */
  create?(draft: PermissionDraft): Promise<Permission & { settling?: true }>
  /** Changes the description of `seen`. A `conflict` if somebody described or deleted it meanwhile. */
  describe?(seen: Permission, description: string): Promise<Accepted>
  /**
   * Deletes the permission, out of every role as well. One that is already gone counts as deleted. Refuses before anything is sent
   * where not every role's set could be found.
   */
  delete?(id: string): Promise<Accepted>
  /** What one role hands out. */
  granted(role: string, options?: Progress): Promise<Granted>
  /** What every role hands out, by role id, where that costs no request per role. A role that is absent hands out nothing. */
  grantedAll?(options?: Progress): Promise<ReadonlyMap<string, Granted>>
  /**
   * Adds and takes out permissions of one role. Reads, sends only what still differs, reads again; never touches what the
   * change does not name. An empty change sends nothing.
   */
  change?(role: string, change: SetChange, options?: Progress): Promise<ChangeOutcome>
}

/** Permissions that can be changed. */
export type EditablePermissions = Required<
  Pick<PermissionDirectory, 'create' | 'describe' | 'delete' | 'change'>
> &
  PermissionDirectory

export type MemberDirectory = {
  /** Lists people here; with `role` those who hold it. */
  list(query?: ListQuery & { role?: string }): Promise<Page<Member>>
  /** One person with everything they hold here. */
  get(id: string, signal?: AbortSignal): Promise<Member & { assignments: Assignment[] }>
  /** Finds people who could be given a role here, whether they hold one or not. */
  search(query: ListQuery): Promise<Page<Person>>
  /** Assigns and unassigns roles of one person, with the guarantees of `PermissionDirectory.change`. */
  change(id: string, change: SetChange, options?: Progress): Promise<ChangeOutcome>
  /** Everything one person may do, and why. */
  effective(id: string, options?: Progress): Promise<Effective>
}

/** A directory at one scope. */
export type Place = {
  /** What the signed-in person may do here, each verdict with what it was read from. */
  access(signal?: AbortSignal): Promise<Access>
  roles?: RoleDirectory
  permissions?: PermissionDirectory
  members?: MemberDirectory
  accounts?: AccountDirectory
  credentials?: CredentialDirectory
}

export type Directory = {
  traits: Traits
  scopes?: ScopeDirectory
  /** The directory at that scope, or at the one the console starts at. The same scope gives the same object. */
  at(scope?: string): Place
  /**
   * Tells what became of changes after they were reported as done, at whatever scope: that somebody who had not seen one wrote over
   * it. Returns what ends the telling. Absent where the directory cannot lose a change so.
   */
  watch?(tell: (notice: Notice) => void): () => void
}

/** A directory whose roles and permissions can be changed. */
export type EditableDirectory = Omit<Directory, 'at'> & {
  at(scope?: string): Place & { roles: EditableRoles; permissions: EditablePermissions }
}

/** What a directory is given of the session: nothing but a way to send requests as the signed-in person. */
export type Caller = {
  /** A live access token. Rejects with a `signed-out` or `away` problem. */
  accessToken(): Promise<string>
  /** A token that replaces `used`, which the server refused. Renews at most once however many callers ask. */
  renewed(used: string): Promise<string>
  /** Claims of the current access token, or null where it is opaque. Not verified: good for hints, never for decisions. */
  claims(): ReadonlyMap<string, unknown> | null
  /** The signed-in person's id at the provider, where that is the directory's own id of them. */
  person?: () => string | undefined
}
