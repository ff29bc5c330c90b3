// What becomes of one person while a role is given to several. Pure.
import type { ChangeOutcome } from '../../directory/model.ts'

/**
 * `unseen`: accepted, but the directory's lists do not show it yet. `redone`: somebody wrote over it at the same moment, so it
 * was done again. `inactive`: it is stored, but suspended, so that it gives nothing.
 */
export type Fate =
  | { kind: 'waiting' | 'working' }
  | { kind: 'assigned' | 'already' | 'unseen' | 'redone'; inactive?: true }
  | { kind: 'failed'; why: string }

/** Whether that person needs nothing more. */
export const isSettled = (fate: Fate | undefined): boolean =>
  fate !== undefined && !['waiting', 'working', 'failed'].includes(fate.kind)

/** Whether it is stored and gives nothing. */
export const isInactive = (fate: Fate | undefined): boolean => fate !== undefined && 'inactive' in fate

/** What an outcome of giving one role comes to. */
export function fateIn({ items, visible, redone, inactive }: ChangeOutcome): Fate {
  const problem = items.find((item) => item.problem)?.problem
  if (problem) return { kind: 'failed', why: problem.message }
  const isThere = items.every((item) => item.already)
  const kind = isThere ? 'already' : !visible ? 'unseen' : redone ? 'redone' : 'assigned'
  return { kind, ...(inactive && { inactive }) }
}
