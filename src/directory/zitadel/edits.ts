// Changes to a stored collection of items with texts, and when one version of it shows a write of ours. Pure.
import type { ChangeOutcome, ItemOutcome, SetChange } from '../model.ts'

/** What is stored, by id; the text is what else is known of an item, such as its description. */
export type Items = ReadonlyMap<string, string>

/** What to store and what to take out. */
export type Edit = { put: Items; drop: ReadonlySet<string> }

/** One stored version. */
export type Version = {
  items: Items
  /** The server's date of it in ms, 0 where it says none. */
  at: number
  /** The marks of the last writes that it contains, where versions carry marks. */
  marks?: readonly string[]
}

/** A change to a set as an edit. What is both added and taken out is taken out. */
export function editOf({ add, remove }: SetChange): Edit {
  const drop = new Set(remove)
  return { put: new Map(add.filter((id) => !drop.has(id)).map((id) => [id, ''])), drop }
}

/** The edit that does nothing. */
export const nothing: Edit = { put: new Map(), drop: new Set() }

/** The collection after the edit. */
export function edited(items: Items, { put, drop }: Edit): Items {
  return new Map([...items, ...put].filter(([id]) => !drop.has(id)))
}

/** The part of an edit that still makes a difference. */
export function leftOf(items: Items, { put, drop }: Edit): Edit {
  return {
    put: new Map([...put].filter(([id, text]) => items.get(id) !== text)),
    drop: new Set([...drop].filter((id) => items.has(id))),
  }
}

export function isNothing({ put, drop }: Edit): boolean {
  return put.size === 0 && drop.size === 0
}

/** The edit that leads from one version to another, less what `ours` has an opinion on. */
export function editBetween(from: Items, to: Items, ours: Edit): Edit {
  const isOpen = (id: string) => !ours.put.has(id) && !ours.drop.has(id)
  return {
    put: new Map([...to].filter(([id, text]) => from.get(id) !== text && isOpen(id))),
    drop: new Set([...from.keys()].filter((id) => !to.has(id) && isOpen(id))),
  }
}

/** The part of an edit that a newer one does not decide otherwise. */
export function unopposed({ put, drop }: Edit, newer: Edit): Edit {
  return {
    put: new Map(
      [...put].filter(([id, text]) => !newer.drop.has(id) && (newer.put.get(id) ?? text) === text),
    ),
    drop: new Set([...drop].filter((id) => !newer.put.has(id))),
  }
}

/** Both edits; where they meet, the first. */
export function joined(one: Edit, other: Edit): Edit {
  return {
    put: new Map([...[...other.put].filter(([id]) => !one.drop.has(id)), ...one.put]),
    drop: new Set([...one.drop, ...[...other.drop].filter((id) => !one.put.has(id))]),
  }
}

/**
 * What a version tells about a write: `shown`, `waiting` (it is the one from before, or an older one), `earlier` (somebody
 * else's from between our read and our write), `overwritten` (somebody's who had not seen ours).
 */
export type Verdict = 'shown' | 'waiting' | 'earlier' | 'overwritten'

/** A write of ours: what it changed, and over what. */
export type Written = {
  /** What it put and dropped. */
  ours: Edit
  /** What was there as far as we knew. */
  before: Items
  /** The version that the server showed. */
  read: Version | undefined
  /** The server's date of the write in ms, where its answer had one. */
  at: number | undefined
  mark: string
  /** Whether versions carry marks. */
  isMarked: boolean
}

/**
 * Judges one version after our write. With marks it is certain. Without them a later version that lacks what we did counts as
 * written by somebody who had not seen it, unless it is exactly what was there before us: that is somebody undoing it.
 */
export function verdictOn(seen: Version | undefined, written: Written): Verdict {
  const { read, at, mark, isMarked } = written
  if (isMarked) {
    if (seen?.marks?.includes(mark)) return 'shown'
    if (!seen || (read && isSame(seen, read))) return 'waiting'
    if (seen.at === 0) return 'overwritten'
  } else {
    const isDone = isNothing(leftOf(seen?.items ?? new Map(), written.ours))
    if (at === undefined ? isDone : !seen && isDone) return 'shown'
    // Zitadel refuses to change what is not there, so what is gone now went after our write.
    if (!seen) return at !== undefined && read ? 'overwritten' : 'waiting'
    if (at !== undefined && seen.at >= at) {
      return isDone || isEqual(seen.items, written.before) ? 'shown' : 'overwritten'
    }
  }
  if (read && seen.at <= read.at) return 'waiting'
  return at !== undefined && seen.at >= at ? 'overwritten' : 'earlier'
}

/** A write of ours that the server has accepted at `at`. */
export type Made = Written & {
  at: number
  /** Whether a version that contains it was read. Of one that never was, nothing read says that it went. */
  shown: boolean
}

/**
 * Those of our writes, given oldest first and told newest first, that whoever left this version had not seen: of somebody who read
 * before them and wrote long after. Without marks a version is taken for one that lacks what we did, unless it is exactly what was
 * there before one of them: that is somebody undoing it. Who knows one of our writes knows the earlier ones.
 */
export function unseenIn<W extends Made>(seen: Version | undefined, writes: readonly W[]): W[] {
  const items = seen?.items ?? new Map()
  const newestFirst = writes.toReversed()
  if (newestFirst.some(({ isMarked, before }) => !isMarked && isEqual(items, before))) return []
  const known = newestFirst.findIndex(({ isMarked, at, mark, shown, ours }) => {
    if (seen ? seen.at < at : isMarked || !shown) return true
    return isMarked ? seen?.marks?.includes(mark) : isNothing(leftOf(items, ours))
  })
  return known < 0 ? newestFirst : newestFirst.slice(0, known)
}

/** What such writes did and the version lacks; where they meet, the newest. */
export function undoneIn(seen: Version | undefined, unseen: readonly Made[]): Edit {
  const ours = unseen.map((write) => write.ours).reduce(joined, nothing)
  return leftOf(seen?.items ?? new Map(), ours)
}

function isSame(one: Version, other: Version): boolean {
  return one.at === other.at && one.marks?.at(-1) === other.marks?.at(-1) && isEqual(one.items, other.items)
}

function isEqual(one: Items, other: Items): boolean {
  return one.size === other.size && [...one].every(([id, text]) => other.get(id) === text)
}

/** What became of each item of a change, after it was settled. `first` is what had to be done when it was first read. */
export function outcomeOf(
  change: SetChange,
  { first, items, visible, redone }: { first: Edit; items: Items; visible: boolean; redone: boolean },
): ChangeOutcome {
  const added = change.add.filter((id) => !change.remove.includes(id))
  return {
    items: [
      ...added.map((id) => itemOf(id, 'add', first.put.has(id))),
      ...change.remove.map((id) => itemOf(id, 'remove', first.drop.has(id))),
    ],
    now: [...items.keys()],
    visible,
    ...(redone && { redone }),
  }
}

function itemOf(id: string, change: ItemOutcome['change'], wasOpen: boolean): ItemOutcome {
  return wasOpen ? { id, change } : { id, change, already: true }
}
