// Saving marks: look at what is there now, send the difference, keep what failed. Hides in what order holders are written and
// that a failure at one of them does not stop the others.
import { isEmpty, meet, type Meeting } from '../../directory/delta.ts'
import type { ChangeOutcome, Progress, SetChange } from '../../directory/model.ts'
import { Problem } from '../../directory/problem.ts'
import { queryClient } from '../../queries.ts'
import type { Holders } from './holders.ts'
import type { StagedSet, Staging } from './staged.ts'

/** The marks of every holder, as they were at one moment. */
export type Marks = ReadonlyMap<string, StagedSet>

/** What one holder has now, laid against the marks. */
export type Found = { holder: string; meeting: Meeting }

/** What became of the marks of one holder: an outcome, or why nothing was done. */
export type SetResult = Found & ({ outcome: ChangeOutcome } | { problem: Problem })

/** What one holder has at this moment. @throws Problem if it cannot be read, only in part, or not changed */
export async function readNow(
  { granted }: Holders,
  scope: string | undefined,
  holder: string,
): Promise<string[]> {
  const { permissions, complete, fixed } = await queryClient.query({
    ...granted(scope, holder),
    staleTime: 0,
  })
  if (fixed !== undefined) throw new Problem('conflict', fixed)
  if (!complete)
    throw new Problem('away', 'The present permissions could only be read in part, so nothing was sent.')
  return permissions
}

/** Reads anew what each marked holder has. @throws Problem if one cannot be read; what the signal was aborted with */
export async function lookAgain(
  of: Holders,
  scope: string | undefined,
  marks: Marks,
  signal?: AbortSignal,
): Promise<Found[]> {
  const found: Found[] = []
  for (const [holder, { base, change }] of marks) {
    const now = await readNow(of, scope, holder)
    signal?.throwIfAborted()
    found.push({ holder, meeting: meet(base, now, change) })
  }
  return found
}

/** Whether others changed any of these holders since the marks were made. */
export const othersChanged = (found: readonly Found[]): boolean =>
  found.some(({ meeting }) => !isEmpty(meeting.theirs))

/** Whether a save would still do what was reviewed: others did nothing since, and the marks are the same. */
export function isAsReviewed(reviewed: readonly Found[], now: readonly Found[]): boolean {
  return textOf(reviewed) === textOf(now)
}

function textOf(found: readonly Found[]): string {
  return JSON.stringify(
    found.map(({ holder, meeting: { theirs, yours, both } }) => [
      holder,
      ...[theirs, yours, both].flatMap(({ add, remove }) => [add.toSorted(), remove.toSorted()]),
    ]),
  )
}

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
    const { yours, merged } = one.meeting
    results.push(
      // What others did alike is there, and nothing is sent for it.
      isEmpty(yours)
        ? { ...one, outcome: { items: [], now: merged, visible: true } }
        : await resultOf(one, () => change(scope, one.holder, yours, options)),
    )
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

/** Why something of a result was not done: once for the whole of it, or once for each item. */
export function problemsIn(result: SetResult): Problem[] {
  if ('problem' in result) return [result.problem]
  return result.outcome.items.flatMap(({ problem }) => problem ?? [])
}

/** Leaves marked only what failed, was not reached, or was no part of the save. */
export function keepFailed(staging: Staging, results: readonly SetResult[]): void {
  for (const result of results) {
    if (!('outcome' in result)) continue
    const { holder } = result
    const { items, now } = result.outcome
    const { add, remove } = staging.all().get(holder)?.change ?? { add: [], remove: [] }
    const settled = new Set(items.flatMap(({ id, problem }) => (problem ? [] : [id])))
    const isOpen = (id: string) => !settled.has(id)
    staging.clear(holder)
    staging.set(holder, add.filter(isOpen), true, now)
    staging.set(holder, remove.filter(isOpen), false, now)
  }
}
