// Giving one role to several people, one after the other: what became of each, a cancel between two, and the failed once more.
import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Person } from '../../directory/model.ts'
import { having, placeAt } from '../../queries.ts'
import { useScope } from '../../use-scope.ts'
import { fateIn, isSettled, type Fate } from './fate.ts'

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
    return fateIn(await having(placeAt(scope).members).change(id, { add: [role], remove: [] }))
  } catch (error) {
    return { kind: 'failed', why: error instanceof Error ? error.message : String(error) }
  }
}
