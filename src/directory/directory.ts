// The directory port: the administered system as the console sees it. One adapter a vendor implements it; pages branch
// on `traits`, never on a kind. An ability that a directory lacks is an absent member.
import type { ListQuery, Page, Role, RoleChange, RoleDraft } from './model.ts'
import type { Access } from './grants.ts'

/** The rule for one text field, in data, so that a form can check and say it before anything is sent. */
export type TextRule = {
  label: string
  required: boolean
  /** Longest value, in characters. */
  max: number
  /** One sentence that stands under the field. */
  hint?: string
}

/** What a directory has. */
export type Traits = {
  roles?: {
    /** Present where people choose the id (the directory then never lets it change). */
    id?: TextRule
    name: TextRule
    description?: TextRule
    group?: TextRule
    /** What a deletion takes with it, in one sentence. */
    deleting: string
  }
}

export type RoleDirectory = {
  /** Lists roles. Shows this console's own accepted writes at once, marked `settling` until the server shows them. */
  list(query?: ListQuery): Promise<Page<Role>>
  /** Creates one role. Sent again after a lost answer it makes no second one. */
  create(draft: RoleDraft): Promise<Role>
  /** Changes the named fields. An empty change sends nothing. */
  update(id: string, change: RoleChange): Promise<void>
  /** Deletes the role. A role that is already gone counts as deleted. */
  delete(id: string): Promise<void>
}

export type Directory = {
  traits: Traits
  /** What the signed-in person may do here, each verdict with what it was read from. */
  access(signal?: AbortSignal): Promise<Access>
  roles?: RoleDirectory
}

/** What a directory is given of the session: nothing but a way to send requests as the signed-in person. */
export type Caller = {
  /** A live access token. Rejects with a `signed-out` or `away` problem. */
  accessToken(): Promise<string>
  /** A token that replaces `used`, which the server refused. Renews at most once however many callers ask. */
  renewed(used: string): Promise<string>
  /** Claims of the current access token, or null where it is opaque. Not verified: good for hints, never for decisions. */
  claims(): ReadonlyMap<string, unknown> | null
}
