// Changes to sets of ids, as what is added and what is taken out: how two people's changes meet, and how one is undone.
// Pure; the order of ids never matters.
import type { SetChange } from './model.ts'

/** The change that leads from one set to another. */
export function between(from: Iterable<string>, to: Iterable<string>): SetChange {
  const [before, after] = [new Set(from), new Set(to)]
  return {
    add: [...after].filter((id) => !before.has(id)),
    remove: [...before].filter((id) => !after.has(id)),
  }
}

/** The set after the change. What is there already or gone already stays so. */
export function applied(set: Iterable<string>, { add, remove }: SetChange): string[] {
  const out = new Set(remove)
  return [...new Set([...set, ...add])].filter((id) => !out.has(id))
}

/** The part of a change that still makes a difference to the set. */
export function remaining(set: Iterable<string>, { add, remove }: SetChange): SetChange {
  const there = new Set(set)
  return { add: add.filter((id) => !there.has(id)), remove: remove.filter((id) => there.has(id)) }
}

/** The change that takes back another. */
export function inverse({ add, remove }: SetChange): SetChange {
  return { add: remove, remove: add }
}

export function isEmpty({ add, remove }: SetChange): boolean {
  return add.length === 0 && remove.length === 0
}

/** How many items a change touches. */
export function sizeOf({ add, remove }: SetChange): number {
  return add.length + remove.length
}

/** What two people did to one set. */
export type Meeting = {
  /** What others changed since we looked. */
  theirs: SetChange
  /** What of ours still has to be done. */
  yours: SetChange
  /** What both wanted, and others did already. */
  both: SetChange
  /** The set with both. */
  merged: string[]
}

/**
 * Lays our change, staged over the set `base`, on the set as it is `now`. A change of ours is one that others either made
 * as well or did not touch, because each starts from the same `base`: merging is always possible and undoes nothing.
 */
export function meet(base: Iterable<string>, now: Iterable<string>, staged: SetChange): Meeting {
  const there = [...now]
  const yours = remaining(there, staged)
  const open = new Set([...yours.add, ...yours.remove])
  return {
    theirs: between(base, there),
    yours,
    both: {
      add: staged.add.filter((id) => !open.has(id)),
      remove: staged.remove.filter((id) => !open.has(id)),
    },
    merged: applied(there, yours),
  }
}
