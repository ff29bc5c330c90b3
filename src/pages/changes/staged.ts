// What a person has marked in an editor and not saved yet, per holder (a role, an account): which permissions to add and which to
// take out. A store of its own, so that a mark draws one cell again and not the whole matrix.
import { useSyncExternalStore } from 'react'
import type { SetChange } from '../../directory/model.ts'

export type Mark = 'add' | 'remove'

/** The marks of one holder over the set that it had when the first of them was made. */
export type StagedSet = { base: readonly string[]; change: SetChange }

export type Staging = {
  /** Every holder with marks, by its id. The same object as long as nothing changes. */
  all(): ReadonlyMap<string, StagedSet>
  mark(holder: string, permission: string): Mark | undefined
  /** Grows whenever a mark of that holder, or of that permission in any holder, comes or goes. */
  touched(what: 'holder' | 'permission', id: string): number
  /**
   * Marks the holder so that each of `permissions` is on or off in the end. `granted` is the set as it is read now; what is
   * as wanted already needs no mark.
   */
  set(holder: string, permissions: readonly string[], on: boolean, granted: readonly string[]): void
  /** The same for many holders at once, each with its set as it is read now. */
  setAll(holders: ReadonlyMap<string, readonly string[]>, permissions: readonly string[], on: boolean): void
  /** Forgets the marks of one holder, or all. */
  clear(holder?: string): void
  subscribe(listener: () => void): () => void
}

type Entry = { base: readonly string[]; marks: Map<string, Mark> }

/** Makes an empty store. */
export function createStaging(): Staging {
  const entries = new Map<string, Entry>()
  const versions = { holder: new Map<string, number>(), permission: new Map<string, number>() }
  const listeners = new Set<() => void>()
  let snapshot: ReadonlyMap<string, StagedSet> = new Map()

  function changed() {
    snapshot = new Map(
      [...entries].map(([holder, { base, marks }]) => {
        const of = (wanted: Mark) => [...marks].flatMap(([id, mark]) => (mark === wanted ? [id] : []))
        return [holder, { base, change: { add: of('add'), remove: of('remove') } }]
      }),
    )
    for (const listener of listeners) listener()
  }

  function touch(what: keyof typeof versions, id: string) {
    versions[what].set(id, (versions[what].get(id) ?? 0) + 1)
  }

  function put(holder: string, permissions: readonly string[], on: boolean, granted: readonly string[]) {
    const there = new Set(granted)
    const entry = entries.get(holder) ?? { base: granted, marks: new Map<string, Mark>() }
    for (const permission of permissions) {
      if (there.has(permission) === on) entry.marks.delete(permission)
      else entry.marks.set(permission, on ? 'add' : 'remove')
      touch('permission', permission)
    }
    touch('holder', holder)
    if (entry.marks.size > 0) entries.set(holder, entry)
    else entries.delete(holder)
  }

  function forget(holder: string, { marks }: Entry) {
    entries.delete(holder)
    touch('holder', holder)
    for (const permission of marks.keys()) touch('permission', permission)
  }

  return {
    all: () => snapshot,
    mark: (holder, permission) => entries.get(holder)?.marks.get(permission),
    touched: (what, id) => versions[what].get(id) ?? 0,
    set(holder, permissions, on, granted) {
      put(holder, permissions, on, granted)
      changed()
    },
    setAll(holders, permissions, on) {
      for (const [holder, granted] of holders) put(holder, permissions, on, granted)
      changed()
    },
    clear(holder) {
      for (const [id, entry] of entries) if (holder === undefined || id === holder) forget(id, entry)
      changed()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Every holder with marks; draws again with each mark. */
export function useStaged(staging: Staging): ReadonlyMap<string, StagedSet> {
  return useSyncExternalStore(staging.subscribe, staging.all)
}

/** The mark of one permission of one holder; draws again only when this one changes. */
export function useMark(staging: Staging, holder: string, permission: string): Mark | undefined {
  return useSyncExternalStore(staging.subscribe, () => staging.mark(holder, permission))
}

/** Draws again when a mark of that holder, or of that permission in any holder, comes or goes. */
export function useTouched(staging: Staging, what: 'holder' | 'permission', id: string): void {
  useSyncExternalStore(staging.subscribe, () => staging.touched(what, id))
}

/** How many permissions are to be added and taken out, over all holders. */
export function countOf(staged: ReadonlyMap<string, StagedSet>): { add: number; remove: number } {
  const changes = [...staged.values()].map(({ change }) => change)
  return {
    add: changes.reduce((sum, { add }) => sum + add.length, 0),
    remove: changes.reduce((sum, { remove }) => sum + remove.length, 0),
  }
}

/**
 * The first holder that would hand out more than `limit`, and how many. Counted over the set of its first mark: what others did
 * since is for the review to see.
 */
export function overLimit(
  staged: ReadonlyMap<string, StagedSet>,
  limit: number | undefined,
): { holder: string; would: number; limit: number } | undefined {
  if (limit === undefined) return undefined
  for (const [holder, { base, change }] of staged) {
    const would = base.length + change.add.length - change.remove.length
    if (change.add.length > 0 && would > limit) return { holder, would, limit }
  }
  return undefined
}
