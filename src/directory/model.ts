// The model of an administered system, in the words of the console. Adapters translate to and from these shapes;
// nothing here names a vendor, and every identity is an id, never a name.
import type { Problem } from './problem.ts'

/** A place at which roles hold and are administered: an organisation, a project, a tenant. */
export type Scope = {
  /** Opaque; stands in the address of every page. */
  id: string
  name: string
  /** What it lies in, in words: the name of its organisation. */
  within?: string
  /** The scope that the console starts at; its id need not stand in the address. */
  home?: true
  /** What it is called by in the administered system, where that is more than the name says. */
  key?: string
  /** What it is, in a word: "Project". */
  what?: string
  /** How deep it lies in others. A list has what lies in a scope right behind it, deeper than it. */
  depth?: number
  /** Its condition, in the directory's own word: "Active". */
  status?: string
  /** Why nobody can work there with this account: it stands in the list only for what lies in it. Absent where one can. */
  closed?: string
}

/** A named set of rights that people and accounts can hold. */
export type Role = {
  /** What the directory identifies the role by. Never changes. */
  id: string
  /** The name people read. Not unique. */
  name: string
  description?: string
  /** A label that puts roles side by side; it grants nothing. */
  group?: string
  createdAt?: Date
  updatedAt?: Date
  /** Set while the directory has accepted our write but its lists do not show it yet. */
  settling?: true
}

/** What a person fills in to create a role. `id` only where the directory lets people choose it (`traits.roles.id`). */
export type RoleDraft = { id?: string; name: string; description?: string; group?: string }

/** Fields of a role to change; a field that is absent stays as it is. */
export type RoleChange = { name?: string; description?: string; group?: string }

/** How many of something each role has, by its id; a role that is absent has none. Null: this cannot be said cheaply. */
export type RoleCounts = {
  /** Null for a single role: what is stored for it cannot be read, so that nobody can say. */
  permissions: ReadonlyMap<string, number | null> | null
  members: ReadonlyMap<string, number> | null
}

/** One right that a role can hand out in the administered system. */
export type Permission = {
  /** Unique in the whole directory. */
  id: string
  /** Id of the resource that it belongs to. */
  resource: string
  /** As applications know it: `conversations:read`. */
  name: string
  description?: string
  /** Set where it stands for others: what it covers, in words that follow "covers", and which of the catalogue (ids). */
  covers?: { what: string; permissions: string[] }
}

/** What permissions are grouped by: an API, or the part of a name before the colon. */
export type Resource = {
  id: string
  name: string
  /** A second line under the name: the API's identifier. */
  hint?: string
  permissions: Permission[]
  /** Why its permissions cannot be changed here; absent where they can. */
  fixed?: string
}

/** Every permission there is, by resource. `trouble` says in sentences what could not be read. */
export type Catalogue = { resources: Resource[]; complete: boolean; trouble: string[] }

/** What a person fills in to create a permission. */
export type PermissionDraft = { resource: string; name: string; description?: string }

/** The permissions (their ids) that one role hands out. Nothing is staged or counted unless `complete`. */
export type Granted = {
  permissions: string[]
  complete: boolean
  /** Why the set cannot be changed here: what is stored is not ours, or cannot be read. */
  fixed?: string
}

/** What became of an accepted write. `visible` false: the directory's lists do not show it yet. */
export type Accepted = { visible: boolean }

/** What to add to a set and what to take out of it: ids. */
export type SetChange = { add: string[]; remove: string[] }

/** What became of one item of a change. */
export type ItemOutcome = {
  id: string
  change: 'add' | 'remove'
  /** It was so already: somebody else had done the same. */
  already?: true
  /** Why it was not done. */
  problem?: Problem
}

/** What became of a change to a set, and the set as it was read afterwards. */
export type ChangeOutcome = {
  items: ItemOutcome[]
  now: string[]
  /** False: everything was accepted, but the directory's lists do not show it yet. */
  visible: boolean
  /** Somebody wrote at the same moment and undid ours without knowing; it was done again. */
  redone?: true
  /** What was to be added is stored, but suspended with everything else of this person here, so that it gives nothing. */
  inactive?: true
}

/** News of a change that was reported as done. `redone`: it was made again, `lost`: it does not hold any more. */
export type Notice = {
  kind: 'redone' | 'lost'
  /** What happened, in sentences. */
  what: string
}

/** Somebody who can hold roles. */
export type Person = {
  id: string
  name: string
  /** What they sign in with, where it is not the name: a login name or an email address. */
  login?: string
  email?: string
  /** `blocked`: cannot sign in, whatever they hold. `invited`: known by an address only, and never signed in so far. */
  state: 'active' | 'blocked' | 'invited'
  /** An `account` is a machine's. */
  kind: 'person' | 'account'
}

/** Where a role or a permission comes from: given at this very scope, or through what is named; `wider`: it holds for all of that. */
export type Source = (
  | { kind: 'direct' }
  | { kind: 'group' | 'organization' | 'project' | 'wider'; name: string }
) & {
  /** Id of the scope at which it was given, where that is another one. */
  scope?: string
  since?: Date
  /** When it ends by itself; absent: never, or not said. */
  until?: Date
  /** Who gave it: the id of a person, or their name where the directory tells it. */
  by?: string
}

/** A role as somebody holds it. */
export type Assignment = {
  role: { id: string; name: string }
  /** Place of the role among all, the strongest being 0, where the directory puts its roles in that order. */
  rank?: number
  /** At least one. */
  sources: Source[]
  /** False: stored, but suspended, so that it gives nothing. */
  active: boolean
  /** Why it cannot be taken away here; absent where it can. */
  fixed?: string
}

/** A person with what they hold; null means that this was not read, which is not the same as nothing. */
export type Member = Person & { assignments: Assignment[] | null }

/** One way by which somebody has a permission: through a role, or given directly where `role` is absent. */
export type Way = { role?: { id: string; name: string }; source: Source }

/** Everything that somebody may do in the administered system, each with all its ways. */
export type Effective = {
  permissions: { permission: Permission; ways: Way[] }[]
  complete: boolean
  /** What could not be read or is not covered, in sentences. */
  trouble: string[]
}

/** One page of a list. */
export type Page<T> = {
  items: T[]
  /** Opaque: hand it back as `after` to read on. Absent on the last page. */
  next?: string
  /** How many there are in all; null where nobody knows, so that there may be more even without `next`. */
  total: number | null
}

/** What every list takes. `signal` ends the reading. */
export type ListQuery = { after?: string; search?: string; signal?: AbortSignal }

/** What a reading or a write of many requests takes. `total` is null while it is unknown. */
export type Progress = { signal?: AbortSignal; onProgress?: (done: number, total: number | null) => void }

/** A whole list, or as much of one as may be read. Nothing is edited, compared or exported unless `complete`. */
export type Whole<T> = { items: T[]; total: number | null; complete: boolean }
