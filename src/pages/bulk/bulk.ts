// The same act on many things, one after another: how far it is, what became of each, and the way to end it. Hides cancelling and
// when to give up. All of it counts as one write, so that lists are read again once and not after every thing.
//
// A list with ticks takes `useSelection` (selection.ts), `selectColumn` and `SelectPage` (select-column.tsx) and `SelectionBar`
// (selection-bar.tsx). What is to be done with the ticked opens `Bulk` (bulk-dialog.tsx): the question, then one line a thing with
// what became of it, and "Retry the ones that failed". Whoever asks a question of their own takes `useBatch` and `BulkRun`.
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { Problem, type ProblemKind } from '../../directory/problem.ts'
import { readAccessAgain } from '../../queries.ts'

/** What one of the things is called, and what is done with it: "role", "roles", "Delete", "Deleting", "deleted". */
export type BulkWords = { one: string; many: string; act: string; doing: string; done: string }

/** What became of one item. An item without an outcome was not sent. */
export type Outcome =
  | { state: 'running' | 'done' }
  | {
      state: 'failed'
      /** A sentence for people. */
      why: string
    }

export type Batch<T> = {
  /** Outcomes by key, of all runs so far. */
  outcomes: ReadonlyMap<string, Outcome>
  running: boolean
  /** Of the present or last run. */
  done: number
  total: number
  /** Why the last run ended before its last item. */
  stopped: string | undefined
  run: (items: readonly T[]) => void
  /** Ends the run after the item that is being sent. */
  cancel: () => void
  /** Forgets all outcomes. */
  clear: () => void
}

/** After these every other item would fail the same way. */
const hopeless = new Set<ProblemKind>(['signed-out', 'forbidden', 'limited'])

/** Whether every other item would fail the same way. */
export const isHopeless = (error: unknown): boolean => error instanceof Problem && hopeless.has(error.kind)

/** A batch of calls of `act`. Leaving the page cancels it. */
export function useBatch<T>(keyOf: (item: T) => string, act: (item: T) => Promise<unknown>): Batch<T> {
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map())
  const [{ done, total, stopped }, setRun] = useState<{ done: number; total: number; stopped?: string }>({
    done: 0,
    total: 0,
  })
  const cancelled = useRef(false)
  useEffect(() => () => void (cancelled.current = true), [])

  const say = (key: string, outcome: Outcome) => setOutcomes((old) => new Map(old).set(key, outcome))
  const { mutate, isPending } = useMutation({
    async mutationFn(items: readonly T[]) {
      cancelled.current = false
      const total = items.length
      setRun({ done: 0, total })
      for (const [index, item] of items.entries()) {
        if (cancelled.current) return setRun({ done: index, total, stopped: 'You cancelled it.' })
        const key = keyOf(item)
        say(key, { state: 'running' })
        try {
          await act(item)
          say(key, { state: 'done' })
        } catch (error) {
          const problem = error instanceof Problem ? error : null
          if (problem?.kind === 'forbidden') readAccessAgain()
          say(key, { state: 'failed', why: problem?.message ?? 'This console made a mistake.' })
          if (problem && isHopeless(problem) && index + 1 < total)
            return setRun({ done: index + 1, total, stopped: problem.message })
        }
        setRun({ done: index + 1, total })
      }
      return undefined
    },
  })
  return {
    outcomes,
    running: isPending,
    done,
    total,
    stopped,
    run: mutate,
    cancel: () => (cancelled.current = true),
    clear: () => setOutcomes(new Map()),
  }
}
