// Giving one role to several people, one after the other: what became of each, a cancel between two, and the failed once more.
import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Person } from '../../directory/model.ts'
import { having, placeAt } from '../../queries.ts'
import { useScope } from '../../use-scope.ts'

/**
 * `unseen`: accepted, but the directory's lists do not show it yet. `redone`: somebody wrote over it at the same moment, so it
 * was done again.
 */
export type Fate =
  | { kind: 'waiting' | 'working' | 'assigned' | 'already' | 'unseen' | 'redone' }
  | { kind: 'failed'; why: string }

/** Whether that person needs nothing more. */
export const isSettled = (fate: Fate | undefined): boolean =>
  fate !== undefined && !['waiting', 'working', 'failed'].includes(fate.kind)

/** `run` does those of `people` who are not settled; `onDone` hears what became of all, unless it was cancelled. */
export function useAssigning(role: string, onDone: (fates: ReadonlyMap<string, Fate>) => void) {
  const scope = useScope()
  const [fates, setFates] = useState<ReadonlyMap<string, Fate>>(new Map())
  const cancel = useRef<AbortController>(null)
  const work = useMutation({
    async mutationFn(people: readonly Person[]) {
      const { signal } = (cancel.current = new AbortController())
      let now = new Map(fates)
      const tell = (id: string, fate: Fate) => setFates((now = new Map(now).set(id, fate)))
      const open = people.filter(({ id }) => !isSettled(now.get(id)))
      for (const { id } of open) tell(id, { kind: 'waiting' })
      for (const { id } of open) {
        if (signal.aborted) break
        tell(id, { kind: 'working' })
        tell(id, await fateOf(scope, id, role))
      }
      return { fates: now, isWhole: !signal.aborted }
    },
    onSuccess: (result) => result.isWhole && onDone(result.fates),
  })
  return { fates, work, cancel: () => cancel.current?.abort() }
}

/** Never rejects: one failure must not keep the next person from theirs. A write that has begun is not cut off. */
async function fateOf(scope: string | undefined, id: string, role: string): Promise<Fate> {
  try {
    const { items, visible, redone } = await having(placeAt(scope).members).change(id, {
      add: [role],
      remove: [],
    })
    const problem = items.find((item) => item.problem)?.problem
    if (problem) return { kind: 'failed', why: problem.message }
    if (items.every((item) => item.already)) return { kind: 'already' }
    if (!visible) return { kind: 'unseen' }
    return { kind: redone ? 'redone' : 'assigned' }
  } catch (error) {
    return { kind: 'failed', why: error instanceof Error ? error.message : String(error) }
  }
}
