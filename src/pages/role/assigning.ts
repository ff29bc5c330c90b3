// Giving one role to several people, one after the other: what became of each, a cancel between two, and the failed once more.
import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Person } from '../../directory/model.ts'
import { having, placeAt } from '../../queries.ts'
import { useScope } from '../../use-scope.ts'
import { isHopeless } from '../bulk/bulk.ts'
import { fateIn, isSettled, type Fate } from './fate.ts'

export type Assigning = ReturnType<typeof useAssigning>

/** `run` does those of `people` who are not settled; `onDone` hears what became of all, unless it was cancelled. `clear` forgets it. */
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
        const done = await fateOf(scope, id, role)
        tell(id, done.fate)
        if (done.isHopeless) break
      }
      return { fates: now, isWhole: !signal.aborted }
    },
    onSuccess: (result) => result.isWhole && onDone(result.fates),
  })
  return { fates, work, cancel: () => cancel.current?.abort(), clear: () => setFates(new Map()) }
}

/** Never rejects: one failure must not keep the next person from theirs. A write that has begun is not cut off. */
async function fateOf(scope: string | undefined, id: string, role: string): Promise<Done> {
  try {
    const outcome = await having(placeAt(scope).members).change(id, { add: [role], remove: [] })
    const problem = outcome.items.find((item) => item.problem)?.problem
    return { fate: fateIn(outcome), isHopeless: isHopeless(problem) }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { fate: { kind: 'failed', why }, isHopeless: isHopeless(error) }
  }
}

type Done = {
  fate: Fate
  /** Whether it would be the same with everybody else. */
  isHopeless: boolean
}
