// Saving marks: look at what is there now, send the difference, keep what failed; and taking a save back. Hides in what order
// holders are written and that a failure at one of them does not stop the others.
import { inverse, isEmpty, meet, type Meeting } from '../../directory/delta.ts'
import type { Accepted, ChangeOutcome, Progress, SetChange } from '../../directory/model.ts'
import { Problem } from '../../directory/problem.ts'
import { queryClient } from '../../queries.ts'
import type { Holders } from './holders.ts'
import type { StagedSet, Staging } from './staged.ts'

/** What one holder has now, laid against the marks. */
export type Found = { holder: string; meeting: Meeting }

/** What became of the marks of one holder: an outcome, or why nothing was done. */
export type SetResult = Found & ({ outcome: ChangeOutcome } | { problem: Problem })

/** Reads anew what each marked holder has. @throws Problem if one cannot be read, or only in part */
export async function lookAgain(
  { granted }: Holders,
  scope: string | undefined,
  staged: ReadonlyMap<string, StagedSet>,
): Promise<Found[]> {
  const found: Found[] = []
  for (const [holder, { base, change }] of staged) {
    const { permissions, complete, fixed } = await queryClient.query({
      ...granted(scope, holder),
      staleTime: 0,
    })
    if (fixed !== undefined) throw new Problem('conflict', fixed)
    if (!complete)
      throw new Problem('away', 'The present permissions could only be read in part, so nothing was saved.')
    found.push({ holder, meeting: meet(base, permissions, change) })
  }
  return found
}

/** Whether others changed any of these holders since the marks were made. */
export const othersChanged = (found: readonly Found[]): boolean =>
  found.some(({ meeting }) => !isEmpty(meeting.theirs))

/**
 * Sends for each holder what still differs. Never rejects for one holder; a cancel ends it between two requests. Progress counts
 * holders, and of a single one its permissions.
 */
export async function carryOut(
  { change }: Holders,
  scope: string | undefined,
  found: readonly Found[],
  { signal, onProgress }: Progress = {},
): Promise<SetResult[]> {
  const results: SetResult[] = []
  for (const one of found) {
    if (signal?.aborted) break
    const isSingle = found.length === 1
    if (!isSingle) onProgress?.(results.length, found.length)
    const options = { ...(signal && { signal }), ...(isSingle && onProgress && { onProgress }) }
    results.push(await resultOf(one, () => change(scope, one.holder, one.meeting.yours, options)))
  }
  return results
}

async function resultOf(found: Found, work: () => Promise<ChangeOutcome>): Promise<SetResult> {
  try {
    return { ...found, outcome: await work() }
  } catch (error) {
    if (error instanceof Problem) return { ...found, problem: error }
    throw error
  }
}

/** What a result really changed: neither failed, nor done by others already. */
export function doneIn(result: SetResult): SetChange {
  const items = 'outcome' in result ? result.outcome.items.filter((one) => !one.problem && !one.already) : []
  const of = (kind: 'add' | 'remove') => items.flatMap(({ id, change }) => (change === kind ? [id] : []))
  return { add: of('add'), remove: of('remove') }
}

/** Leaves marked only what failed, or was not reached. */
export function keepFailed(staging: Staging, results: readonly SetResult[]): void {
  for (const result of results) {
    if (!('outcome' in result)) continue
    const { items, now } = result.outcome
    staging.clear(result.holder)
    for (const { id, change, problem } of items)
      if (problem) staging.set(result.holder, [id], change === 'add', now)
  }
}

/**
 * Takes a save back by the inverse difference, for each holder that still is as the save left it. `touched` are the holders that
 * somebody changed since, which are left alone.
 */
export async function takeBack(
  { granted, change }: Holders,
  scope: string | undefined,
  results: readonly SetResult[],
): Promise<Accepted & { touched: string[] }> {
  const touched: string[] = []
  let isVisible = true
  for (const result of results) {
    const done = doneIn(result)
    if (!('outcome' in result) || isEmpty(done)) continue
    const { permissions: now } = await queryClient.query({
      ...granted(scope, result.holder),
      staleTime: 0,
    })
    const wanted = new Set(result.outcome.now)
    const isSame = now.length === wanted.size && now.every((id) => wanted.has(id))
    if (!isSame) {
      touched.push(result.holder)
      continue
    }
    const { items, visible } = await change(scope, result.holder, inverse(done))
    const failed = items.find(({ problem }) => problem)?.problem
    if (failed) throw failed
    isVisible &&= visible
  }
  return { touched, visible: isVisible }
}
