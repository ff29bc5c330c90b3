// What becomes of our writes after they were reported as done: somebody who read before one may write long after it, and undo it
// without knowing. Looks again for some seconds, makes it again and tells. Hides: when to look, and when to give up.
import type { Notice } from '../model.ts'
import { Problem } from '../problem.ts'
import {
  isNothing,
  nothing,
  undoneIn,
  unopposed,
  unseenIn,
  type Edit,
  type Items,
  type Made,
} from './edits.ts'
import type { Done, Guard, Store } from './merging.ts'

export type Telling = {
  /** Does work after so many ms; nobody waits for it. */
  later(work: () => Promise<void>, ms: number): void
  tell(notice: Notice): void
}

export type LateLooks = {
  /** A newer edit decides what earlier ones had decided otherwise: that is not made again. */
  decided(key: string, edit: Edit): void
  /** Looks after a write of ours from now on. `times` says how often it has been made again already. */
  follow(key: string, store: Store, guard: Guard, done: Done, times?: number): void
  /** Looks now, within the queue of that key, but for what a newer edit is about to decide. Rejects where it cannot be read. */
  look(key: string, newer?: Edit): Promise<void>
}

/** When to look, in ms after a write. */
const looks = [2_000, 8_000]
/** How often one change is made again. */
const most = 3

type Followed = Made & { guard: Guard; times: number }

/** Makes the looks. `queued` lets one of our writes of a thing follow the other, `settle` writes. */
export function createLateLooks(
  { later, tell }: Telling,
  queued: (key: string, work: () => Promise<void>) => Promise<void>,
  settle: (key: string, store: Store, edit: Edit, guard: Guard) => Promise<Done>,
): LateLooks {
  /** By key, oldest first. */
  const all = new Map<string, { store: Store; writes: Followed[] }>()

  async function look(key: string, newer = nothing): Promise<void> {
    const { store, writes } = all.get(key) ?? {}
    if (!store || !writes) return
    const seen = await store.read()
    const unseen = unseenIn(seen, writes)
    const undone = unopposed(undoneIn(seen, unseen), newer)
    if (isNothing(undone)) return
    // Whoever takes away everything that a person holds may mean just that: it is told, and not made again.
    if (!seen && unseen.some(({ isMarked }) => !isMarked)) {
      all.delete(key)
      tell({
        kind: 'lost',
        what: `Somebody removed ${store.name} as a whole, and with it what you had just changed.`,
      })
      return
    }
    const guard = (items: Items) => unseen.forEach((write) => write.guard(items))
    const happened = `Somebody saved ${store.name} at the same moment and had undone your change without knowing of it.`
    try {
      const possible = (await store.possible?.(undone)) ?? undone
      if (isNothing(possible)) return
      const done = await settle(key, store, possible, guard)
      if (!done.written) return
      follow(key, store, guard, done, Math.max(...unseen.map(({ times }) => times)) + 1)
      tell({ kind: 'redone', what: `${happened} It was made again.` })
    } catch (error) {
      all.delete(key)
      const why = error instanceof Problem ? error.message : 'This console made a mistake.'
      tell({ kind: 'lost', what: `${happened} It could not be made again: ${why}` })
    }
  }

  function follow(key: string, store: Store, guard: Guard, { written, visible }: Done, times = 0): void {
    if (written?.at === undefined || times > most) return
    const write: Followed = { ...written, at: written.at, shown: visible, guard, times }
    all.set(key, { store, writes: [...(all.get(key)?.writes ?? []), write] })
    for (const ms of looks) {
      later(async () => {
        try {
          if (all.get(key)?.writes.includes(write)) await queued(key, () => look(key))
        } finally {
          if (ms === looks.at(-1)) change(key, (writes) => writes.filter((one) => one !== write))
        }
      }, ms)
    }
  }

  function change(key: string, changed: (writes: Followed[]) => Followed[]): void {
    const one = all.get(key)
    const writes = changed(one?.writes ?? [])
    if (one && writes.length > 0) all.set(key, { ...one, writes })
    else all.delete(key)
  }

  return {
    follow,
    look,
    decided: (key, edit) =>
      change(key, (writes) =>
        writes
          .map((write) => Object.assign(write, { ours: unopposed(write.ours, edit) }))
          .filter(({ ours }) => !isNothing(ours)),
      ),
  }
}
