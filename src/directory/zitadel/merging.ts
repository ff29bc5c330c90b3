// Changes to what Zitadel only writes whole: read, merge, write, read back until it shows, and again where somebody who had
// not seen ours wrote over it, or we over theirs. Hides: lists that lag behind writes, lost answers, our own parallel writes.
// What others do to a write after it was reported as done is late-looks.ts.
import { Problem } from '../problem.ts'
import {
  editBetween,
  edited,
  isNothing,
  joined,
  leftOf,
  nothing,
  verdictOn,
  type Edit,
  type Items,
  type Verdict,
  type Version,
  type Written,
} from './edits.ts'
import { createLateLooks, type Telling } from './late-looks.ts'

/** Something that is stored whole. */
export type Store = {
  /** What it is, in words, to follow "changing": "the permissions of “editor”". */
  name: string
  /** Whether versions carry the marks of the writes that they contain. */
  isMarked: boolean
  read(): Promise<Version | undefined>
  /**
   * Replaces `base` by all of `items`, with the mark of this write where versions carry marks. Resolves to the server's date
   * in ms; undefined where the answer has none.
   */
  write(items: Items, base: Version | undefined, mark: string): Promise<number | undefined>
  /** Whether a refusal means that what was read is no longer what is stored. */
  isStale(problem: Problem): boolean
  /** Without what cannot be made again because it was deleted; all of it can where this is absent. */
  possible?(edit: Edit): Promise<Edit>
}

/** `first` is what had to be done when it was first read; what the edit names beyond that was so already. */
export type Settlement = { first: Edit; items: Items; visible: boolean; redone: boolean }

export type Merging = {
  /**
   * Makes the edit survive. `guard` may refuse, by throwing, to lay it on what is there. An edit that somebody
   * writes over in the seconds after that is made again, and that is told.
   */
  settle(key: string, store: Store, edit: Edit, guard?: Guard): Promise<Settlement>
  /** What was read, or our own accepted write where it does not show it yet. */
  over(key: string, read: Version | undefined): Version | undefined
}

/** Waits before each look for an accepted write, in ms (zitadel.md §4). */
const looks = [0, 300, 800, 2000, 5000]
/** Somebody who read before our write may still be about to write: how long that commonly takes, in ms. */
const crossing = 300
/** Most times that one change is written. */
const most = 5
const patience = 60_000

type Accepted = { version: Version | undefined; at: number; mark: string; until: number }
export type Guard = (items: Items) => void
/** `written` is absent where there was nothing to write. */
export type Done = Settlement & { written?: Written }

export type Waiting = Telling & {
  sleep(ms: number): Promise<void>
  /** The local clock in ms. */
  now(): number
}

/** Makes the way to write, and the memory of accepted writes. */
export function createMerging({ sleep, now, later, tell }: Waiting): Merging {
  const accepted = new Map<string, Accepted>()
  const queues = new Map<string, Promise<unknown>>()
  const late = createLateLooks({ later, tell }, queued, settle)

  function over(key: string, read: Version | undefined): Version | undefined {
    const own = accepted.get(key)
    if (!own) return read
    const isShown = read?.marks?.includes(own.mark) || (read ? read.at >= own.at : !own.version)
    if (!isShown && own.until > now()) return own.version
    accepted.delete(key)
    return read
  }

  /**
   * Looks until the write shows or was written over, or cannot be looked for any more, which is `unread`. `lost` is what we wrote
   * over without having seen it.
   */
  async function look(store: Store, written: Written) {
    let lost: Version | undefined
    let seen: Version | undefined
    let last: Verdict = 'waiting'
    try {
      for (const ms of looks) {
        await sleep(ms)
        seen = await store.read()
        last = verdictOn(seen, written)
        if (last === 'shown') {
          await sleep(crossing)
          seen = await store.read()
          last = verdictOn(seen, written)
        }
        if (last === 'shown' || last === 'overwritten') return { verdict: last, seen, lost }
        if (last === 'earlier') lost = seen
      }
    } catch (error) {
      // What is there now was read, and is nothing that may be written: it came after ours.
      if (!(error instanceof Problem) || error.kind === 'conflict') throw error
      // Once seen it was done, whatever became of it in the moment that could not be read.
      return { verdict: last === 'shown' ? last : ('unread' as const), seen, lost }
    }
    // Still somebody else's: whichever came last, writing ours again on top of theirs loses neither.
    return { verdict: last === 'earlier' ? ('overwritten' as const) : ('unseen' as const), seen, lost }
  }

  /** Writes once. Resolves to undefined where what was read turned out to be out of date. */
  async function attempt(key: string, store: Store, base: Version | undefined, items: Items, last: boolean) {
    const mark = crypto.randomUUID()
    try {
      const at = await store.write(items, base, mark)
      const marks = store.isMarked ? { marks: [...(base?.marks ?? []), mark] } : undefined
      const version = items.size > 0 || marks ? { items, at: at ?? 0, ...marks } : undefined
      accepted.set(key, { version, at: at ?? 0, mark, until: now() + patience })
      return { at, mark }
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (error.details.unsure) return { at: undefined, mark, failure: error }
      if (last || !store.isStale(error)) throw error
      accepted.delete(key)
      return undefined
    }
  }

  async function settle(key: string, store: Store, edit: Edit, guard: Guard): Promise<Done> {
    let want = edit
    let ours = nothing
    let first: Edit | undefined
    let redone = false
    for (let round = 1; ; round += 1) {
      const read = await store.read()
      const base = over(key, read)
      const before = base?.items ?? new Map()
      guard(before)
      const left = leftOf(before, want)
      first ??= left
      if (isNothing(left)) return { first, items: before, visible: base === read, redone }
      if (round > most) throw contested(store.name)

      const items = edited(before, left)
      const done = await attempt(key, store, base, items, round === most)
      if (!done) {
        redone = true
        await sleep(looks[round] ?? 0)
        continue
      }
      const { failure, at, mark } = done
      ours = joined(left, ours)
      const written = { ours, before, read, at, mark, isMarked: store.isMarked }
      const found = await look(store, written).catch((error: unknown) => {
        throw failure ?? error
      })
      if (found.verdict === 'unread') {
        if (failure) throw failure
        return { first, items, visible: false, redone, written }
      }
      if (found.verdict === 'unseen') {
        if (failure) throw notDone(store.name, failure)
        if (read && !found.seen) throw gone(store.name)
        return { first, items, visible: false, redone, written }
      }
      accepted.delete(key)
      const after = found.seen?.items ?? new Map()
      const theirs = found.lost && editBetween(before, found.lost.items, edit)
      if (found.verdict === 'shown' && (!theirs || isNothing(leftOf(after, theirs)))) {
        const shown = { ...written, at: at ?? found.seen?.at }
        return { first, items: after, visible: true, redone, written: shown }
      }
      redone = true
      if (theirs) want = joined(want, theirs)
    }
  }

  /** One write at a time of one thing, so that we are never our own other administrator. */
  function queued<T>(key: string, work: () => Promise<T>): Promise<T> {
    const turn = (queues.get(key) ?? Promise.resolve()).catch(() => undefined).then(work)
    queues.set(key, turn)
    return turn
  }

  return {
    over,
    settle(key, store, edit, guard = () => undefined) {
      return queued(key, async () => {
        // What was lost of earlier ones comes first: this one would hide that it was.
        await late.look(key, edit).catch(() => undefined)
        const done = await settle(key, store, edit, guard)
        late.decided(key, edit)
        late.follow(key, store, guard, done)
        return done
      })
    },
  }
}

function contested(name: string): Problem {
  const what = `Others kept changing ${name} at the same moment, so your change did not last.`
  return new Problem('conflict', `${what} Look at it again before you repeat it.`)
}

function gone(name: string): Problem {
  return new Problem('conflict', `Somebody deleted ${name} while you were changing it.`)
}

function notDone(name: string, { kind, details: { unsure: _unsure, ...details } }: Problem): Problem {
  const why = 'the answer was lost, and nothing of it shows at Zitadel'
  return new Problem(kind, `Changing ${name} was not done: ${why}. Sending it again is safe.`, details)
}
