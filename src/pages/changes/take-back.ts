// Taking a save back, holder by holder, and what is said of it. Hides that a failure at one of them does not stop the others, and
// what of the save is left for another try.
import { inverse, isEmpty } from '../../directory/delta.ts'
import type { ChangeOutcome } from '../../directory/model.ts'
import { Problem } from '../../directory/problem.ts'
import type { Holders } from './holders.ts'
import { doneIn, readNow, type SetResult } from './save.ts'

/** What became of a save that was to be taken back: lists of holders, each in one of them. */
export type TakenBack = {
  /** As they were before the save. */
  taken: string[]
  /** Somebody changed them since; they were left alone. */
  touched: string[]
  /** `partly`: some of it was taken back all the same. */
  failed: { holder: string; problem: Problem; partly: boolean }[]
  /** What is known to stand yet of the save. */
  left: SetResult[]
  /** False: the directory's lists do not show yet what was taken back. */
  visible: boolean
}

/** Takes a save back by the inverse difference, for each holder that still is as the save left it. Never rejects for one holder. */
export async function takeBack(
  of: Holders,
  scope: string | undefined,
  results: readonly SetResult[],
): Promise<TakenBack> {
  const back: TakenBack = { taken: [], touched: [], failed: [], left: [], visible: true }
  for (const result of results) {
    const { holder } = result
    const done = doneIn(result)
    if (!('outcome' in result) || isEmpty(done)) continue
    try {
      const now = new Set(await readNow(of, scope, holder))
      const isSame = now.size === result.outcome.now.length && result.outcome.now.every((id) => now.has(id))
      if (isSame) add(back, result, await of.change(scope, holder, inverse(done)))
      else back.touched.push(holder)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      back.failed.push({ holder, problem: error, partly: false })
      // Where the answer was lost, another try could take what we did ourselves for somebody else's work.
      if (!error.details.unsure) back.left.push(result)
    }
  }
  return back
}

function add(
  back: TakenBack,
  result: SetResult & { outcome: ChangeOutcome },
  { items, now, visible }: ChangeOutcome,
) {
  const { holder, outcome } = result
  const wrong = new Map(items.flatMap(({ id, problem }) => (problem ? [[id, problem] as const] : [])))
  const [problem] = wrong.values()
  back.visible &&= visible
  if (!problem) {
    back.taken.push(holder)
    return
  }
  back.failed.push({ holder, problem, partly: wrong.size < items.length })
  const standing = outcome.items.filter(({ id }) => wrong.has(id) && !wrong.get(id)?.details.unsure)
  if (standing.length > 0) back.left.push({ ...result, outcome: { ...outcome, items: standing, now } })
}

/** What is said of it: what was taken back, and what was not and why. `listed` names holders. */
export function takenText(
  { taken, touched, failed, visible }: TakenBack,
  listed: (holders: readonly string[]) => string,
): string {
  const late = 'Accepted; the lists do not show it yet.'
  if (failed.length === 0 && touched.length === 0)
    return `Taken back. ${visible ? 'Everything is as it was before.' : late}`
  const reasons = new Map<string, { what: string; why: string; holders: string[] }>()
  for (const { holder, problem, partly } of failed) {
    const what = problem.details.unsure
      ? 'Not known whether taken back'
      : partly
        ? 'Taken back only in part'
        : 'Not taken back'
    const key = `${what} ${problem.message}`
    const reason = reasons.get(key) ?? { what, why: problem.message, holders: [] }
    reason.holders.push(holder)
    reasons.set(key, reason)
  }
  return [
    taken.length > 0 && `Taken back: ${listed(taken)}.`,
    !visible && late,
    ...[...reasons.values()].map(({ what, why, holders }) => `${what}: ${listed(holders)}. ${why}`),
    touched.length > 0 &&
      `Not taken back: somebody has changed ${listed(touched)} since. Nothing of theirs was touched.`,
  ]
    .filter(Boolean)
    .join(' ')
}
