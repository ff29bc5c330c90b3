// Saving marks: look at what is there now, send the difference, keep what failed; and taking a save back. Hides in what order
// roles are written and that a failure at one of them does not stop the others.
import { inverse, isEmpty, meet, type Meeting } from '../../directory/delta.ts'
import type { Accepted, ChangeOutcome, Progress, SetChange } from '../../directory/model.ts'
import { Problem } from '../../directory/problem.ts'
import { granted, having, placeAt, queryClient } from '../../queries.ts'
import type { StagedRole, Staging } from './staged.ts'

/** What one role has now, laid against the marks. */
export type Found = { role: string; meeting: Meeting }

/** What became of the marks of one role: an outcome, or why nothing was done. */
export type RoleResult = Found & ({ outcome: ChangeOutcome } | { problem: Problem })

/** Reads anew what each marked role hands out. @throws Problem if one cannot be read, or only in part */
export async function lookAgain(
  scope: string | undefined,
  staged: ReadonlyMap<string, StagedRole>,
): Promise<Found[]> {
  const found: Found[] = []
  for (const [role, { base, change }] of staged) {
    const { permissions, complete, fixed } = await queryClient.query({
      ...granted(scope, role),
      staleTime: 0,
    })
    if (fixed !== undefined) throw new Problem('conflict', fixed)
    if (!complete)
      throw new Problem('away', 'The present permissions could only be read in part, so nothing was saved.')
    found.push({ role, meeting: meet(base, permissions, change) })
  }
  return found
}

/** Whether others changed any of these roles since the marks were made. */
export const othersChanged = (found: readonly Found[]): boolean =>
  found.some(({ meeting }) => !isEmpty(meeting.theirs))

/**
 * Sends for each role what still differs. Never rejects for one role; a cancel ends it between two requests. Progress counts roles,
 * and of a single role its permissions.
 */
export async function carryOut(
  scope: string | undefined,
  found: readonly Found[],
  { signal, onProgress }: Progress = {},
): Promise<RoleResult[]> {
  const permissions = having(placeAt(scope).permissions)
  const results: RoleResult[] = []
  for (const one of found) {
    if (signal?.aborted) break
    const isSingle = found.length === 1
    if (!isSingle) onProgress?.(results.length, found.length)
    const options = { ...(signal && { signal }), ...(isSingle && onProgress && { onProgress }) }
    results.push(await resultOf(one, () => permissions.change(one.role, one.meeting.yours, options)))
  }
  return results
}

async function resultOf(found: Found, work: () => Promise<ChangeOutcome>): Promise<RoleResult> {
  try {
    return { ...found, outcome: await work() }
  } catch (error) {
    if (error instanceof Problem) return { ...found, problem: error }
    throw error
  }
}

/** What a result really changed: neither failed, nor done by others already. */
export function doneIn(result: RoleResult): SetChange {
  const items = 'outcome' in result ? result.outcome.items.filter((one) => !one.problem && !one.already) : []
  const of = (kind: 'add' | 'remove') => items.flatMap(({ id, change }) => (change === kind ? [id] : []))
  return { add: of('add'), remove: of('remove') }
}

/** Leaves marked only what failed, or was not reached. */
export function keepFailed(staging: Staging, results: readonly RoleResult[]): void {
  for (const result of results) {
    if (!('outcome' in result)) continue
    const { items, now } = result.outcome
    staging.clear(result.role)
    for (const { id, change, problem } of items)
      if (problem) staging.set(result.role, [id], change === 'add', now)
  }
}

/**
 * Takes a save back by the inverse difference, for each role that still is as the save left it. `touched` are the roles that
 * somebody changed since, which are left alone.
 */
export async function takeBack(
  scope: string | undefined,
  results: readonly RoleResult[],
): Promise<Accepted & { touched: string[] }> {
  const permissions = having(placeAt(scope).permissions)
  const touched: string[] = []
  let isVisible = true
  for (const result of results) {
    const done = doneIn(result)
    if (!('outcome' in result) || isEmpty(done)) continue
    const { permissions: now } = await permissions.granted(result.role)
    const wanted = new Set(result.outcome.now)
    const isSame = now.length === wanted.size && now.every((id) => wanted.has(id))
    if (!isSame) {
      touched.push(result.role)
      continue
    }
    const { items, visible } = await permissions.change(result.role, inverse(done))
    const failed = items.find(({ problem }) => problem)?.problem
    if (failed) throw failed
    isVisible &&= visible
  }
  return { touched, visible: isVisible }
}
