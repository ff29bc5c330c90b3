// The model of an administered system, in the words of the console. Adapters translate to and from these shapes;
// nothing here names a vendor, and every identity is an id, never a name.

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

/** One page of a list. */
export type Page<T> = {
  items: T[]
  /** Opaque: hand it back as `after` to read on. Absent on the last page. */
  next?: string
  /** How many there are in all, where the directory says; otherwise null. */
  total: number | null
}

/** What every list takes. `signal` ends the reading. */
export type ListQuery = { after?: string; search?: string; signal?: AbortSignal }

/** A whole list, or as much of one as may be read. Nothing is edited, compared or exported unless `complete`. */
export type Whole<T> = { items: T[]; total: number | null; complete: boolean }
