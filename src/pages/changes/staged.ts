// What a person has marked in an editor and not saved yet, per role: which permissions to add and which to take out. A store of
// its own, so that a mark draws one cell again and not the whole matrix.
import { useSyncExternalStore } from 'react'
import type { SetChange } from '../../directory/model.ts'

export type Mark = 'add' | 'remove'

/** The marks of one role over the set that it had when the first of them was made. */
export type StagedRole = { base: readonly string[]; change: SetChange }

export type Staging = {
  /** Every role with marks, by its id. The same object as long as nothing changes. */
  all(): ReadonlyMap<string, StagedRole>
  mark(role: string, permission: string): Mark | undefined
  /** Grows whenever a mark of that role, or of that permission in any role, comes or goes. */
  touched(what: 'role' | 'permission', id: string): number
  /**
   * Marks the role so that each of `permissions` is on or off in the end. `granted` is the set as it is read now; what is
   * as wanted already needs no mark.
   */
  set(role: string, permissions: readonly string[], on: boolean, granted: readonly string[]): void
  /** The same for many roles at once, each with its set as it is read now. */
  setAll(roles: ReadonlyMap<string, readonly string[]>, permissions: readonly string[], on: boolean): void
  /** Forgets the marks of one role, or all. */
  clear(role?: string): void
  subscribe(listener: () => void): () => void
}

type Entry = { base: readonly string[]; marks: Map<string, Mark> }

/** Makes an empty store. */
export function createStaging(): Staging {
  const entries = new Map<string, Entry>()
  const versions = { role: new Map<string, number>(), permission: new Map<string, number>() }
  const listeners = new Set<() => void>()
  let snapshot: ReadonlyMap<string, StagedRole> = new Map()

  function changed() {
    snapshot = new Map(
      [...entries].map(([role, { base, marks }]) => {
        const of = (wanted: Mark) => [...marks].flatMap(([id, mark]) => (mark === wanted ? [id] : []))
        return [role, { base, change: { add: of('add'), remove: of('remove') } }]
      }),
    )
    for (const listener of listeners) listener()
  }

  function touch(what: keyof typeof versions, id: string) {
    versions[what].set(id, (versions[what].get(id) ?? 0) + 1)
  }

  function put(role: string, permissions: readonly string[], on: boolean, granted: readonly string[]) {
    const there = new Set(granted)
    const entry = entries.get(role) ?? { base: granted, marks: new Map<string, Mark>() }
    for (const permission of permissions) {
      if (there.has(permission) === on) entry.marks.delete(permission)
      else entry.marks.set(permission, on ? 'add' : 'remove')
      touch('permission', permission)
    }
    touch('role', role)
    if (entry.marks.size > 0) entries.set(role, entry)
    else entries.delete(role)
  }

  function forget(role: string, { marks }: Entry) {
    entries.delete(role)
    touch('role', role)
    for (const permission of marks.keys()) touch('permission', permission)
  }

  return {
    all: () => snapshot,
    mark: (role, permission) => entries.get(role)?.marks.get(permission),
    touched: (what, id) => versions[what].get(id) ?? 0,
    set(role, permissions, on, granted) {
      put(role, permissions, on, granted)
      changed()
    },
    setAll(roles, permissions, on) {
      for (const [role, granted] of roles) put(role, permissions, on, granted)
      changed()
    },
    clear(role) {
      for (const [id, entry] of entries) if (role === undefined || id === role) forget(id, entry)
      changed()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Every role with marks; draws again with each mark. */
export function useStaged(staging: Staging): ReadonlyMap<string, StagedRole> {
  return useSyncExternalStore(staging.subscribe, staging.all)
}

/** The mark of one permission of one role; draws again only when this one changes. */
export function useMark(staging: Staging, role: string, permission: string): Mark | undefined {
  return useSyncExternalStore(staging.subscribe, () => staging.mark(role, permission))
}

/** Draws again when a mark of that role, or of that permission in any role, comes or goes. */
export function useTouched(staging: Staging, what: 'role' | 'permission', id: string): void {
  useSyncExternalStore(staging.subscribe, () => staging.touched(what, id))
}

/** How many permissions are to be added and taken out, over all roles. */
export function countOf(staged: ReadonlyMap<string, StagedRole>): { add: number; remove: number } {
  const changes = [...staged.values()].map(({ change }) => change)
  return {
    add: changes.reduce((sum, { add }) => sum + add.length, 0),
    remove: changes.reduce((sum, { remove }) => sum + remove.length, 0),
  }
}

/**
 * The first role that would hand out more than `limit`, and how many. Counted over the set of its first mark: what others did
 * since is for the review to see.
 */
export function overLimit(
  staged: ReadonlyMap<string, StagedRole>,
  limit: number | undefined,
): { role: string; would: number; limit: number } | undefined {
  if (limit === undefined) return undefined
  for (const [role, { base, change }] of staged) {
    const would = base.length + change.add.length - change.remove.length
    if (change.add.length > 0 && would > limit) return { role, would, limit }
  }
  return undefined
}
