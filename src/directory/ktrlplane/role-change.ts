// Giving roles to one person at a place of KtrlPlane and taking them away, each by a request of its own, so that nobody's change
// undoes another's; what became of each is read back. Hides: that answers say little (a role that is there already is "created", an
// assignment that is gone a failure of the server: platforms.md §1.6), and that the API lets in whoever asks.
import { rules } from '../grants.ts'
import type { ChangeOutcome, ItemOutcome, Progress, SetChange } from '../model.ts'
import { known, looks } from '../lost-answer.ts'
import { Problem } from '../problem.ts'
import { whyFixed } from './inherited.ts'
import { isRefusal, missingPlatform } from './sign-in-scope.ts'
import type { Held } from './wire.ts'

export type RolesOfOne = {
  /** What the person holds here, inherited as well. */
  read(signal?: AbortSignal): Promise<Held[]>
  give(role: string): Promise<unknown>
  take(assignment: string): Promise<unknown>
  /** What the signed-in person may do here. */
  rights(signal?: AbortSignal): Promise<string[]>
  sleep(ms: number): Promise<void>
}

type Step = { id: string; change: ItemOutcome['change']; send: () => Promise<unknown> }

/** Carries out the change as `MemberDirectory.change` promises. Rejects where nothing was done, and not on account of one role. */
export async function changeRoles(
  person: RolesOfOne,
  { add, remove }: SetChange,
  { signal, onProgress }: Progress = {},
): Promise<ChangeOutcome> {
  if (add.length === 0 && remove.length === 0) return { items: [], now: [], visible: true }
  const before = await person.read(signal)
  const direct = directOf(before)
  // First what is added: somebody who changes roles should not be without any in between.
  const steps: Step[] = [
    ...[...new Set(add)].flatMap((id): Step[] =>
      direct.has(id) ? [] : [{ id, change: 'add', send: () => person.give(id) }],
    ),
    ...[...new Set(remove)].flatMap((id): Step[] => {
      const assignment = direct.get(id)
      return assignment === undefined ? [] : [{ id, change: 'remove', send: () => person.take(assignment) }]
    }),
  ]
  if (steps.length > 0) await mayChange(person, signal)
  const problems = await sendAll(steps, { ...(signal && { signal }), ...(onProgress && { onProgress }) })
  const found = steps.length > 0 ? await readBack(person, steps, problems) : before
  const now = found && directOf(found)

  const item = (id: string, change: Step['change']): ItemOutcome => {
    const isSent = steps.some((step) => step.id === id && step.change === change)
    if (!isSent) {
      const why = change === 'remove' && before.find(({ role }) => role.id === id)
      return why && !direct.has(id)
        ? { id, change, problem: new Problem('invalid', whyFixed(why.source) ?? '') }
        : { id, change, already: true }
    }
    const problem = problems.get(keyOf({ id, change }))
    if (!now) return { id, change, ...(problem && { problem }) }
    if (now.has(id) === (change === 'add')) {
      // Somebody else did the same, whatever kept ours from being done.
      return { id, change, ...(problem && problem.details.unsure !== true && { already: true as const }) }
    }
    const why = change === 'add' ? notGiven(problem) : notTaken(problem, now.get(id) === direct.get(id))
    return { id, change, problem: why }
  }
  const items = [
    ...[...new Set(add)].map((id) => item(id, 'add')),
    ...[...new Set(remove)].map((id) => item(id, 'remove')),
  ]
  const first = items.find(({ problem }) => problem)?.problem
  if (first && !isAboutRole(first) && items.every(({ already, problem }) => already ?? problem)) throw first
  return {
    items,
    now: now ? [...now.keys()] : afterwards(direct, steps, problems),
    visible: now !== undefined || problems.size === steps.length,
  }
}

/**
 * The API checks only who takes away, and lets anybody give (platforms.md §1.11). A console that went by that would hand out what
 * its person may not; so it asks for the right that is meant.
 */
async function mayChange({ rights }: RolesOfOne, signal?: AbortSignal): Promise<void> {
  if ((await rights(signal)).includes(right)) return
  throw new Problem('forbidden', `This needs ${right}, which you do not hold here. ${whoGives}`)
}

const { right, giver } = rules.ktrlplane['assign roles']
const whoGives = `${giver.charAt(0).toUpperCase()}${giver.slice(1)} can give it to you.`

/** Sends one after the other; what is not sent after a failure or an abort says so. Problems by `keyOf`. */
async function sendAll(steps: Step[], { signal, onProgress }: Progress): Promise<Map<string, Problem>> {
  const problems = new Map<string, Problem>()
  let stop: Problem | undefined
  onProgress?.(0, steps.length)
  for (const [n, step] of steps.entries()) {
    if (signal?.aborted) stop ??= notSent('it was cancelled')
    const problem = stop ?? (await failure(step.send))
    if (problem) problems.set(keyOf(step), problem)
    if (problem && !isAboutRole(problem)) stop ??= notSent('something before it failed')
    onProgress?.(n + 1, steps.length)
  }
  return problems
}

/** What the person holds, once it shows what was accepted or may have been; undefined where it cannot be read. */
async function readBack(
  { read, sleep }: RolesOfOne,
  steps: Step[],
  problems: ReadonlyMap<string, Problem>,
): Promise<Held[] | undefined> {
  const expected = steps.filter(
    (step) => problems.get(keyOf(step))?.details.unsure ?? !problems.has(keyOf(step)),
  )
  let found: Held[] | undefined
  for (const ms of looks) {
    await sleep(ms)
    try {
      found = await read()
    } catch {
      // What was read before did not show everything yet, and so says nothing of what became of it.
      return undefined
    }
    const there = directOf(found)
    if (expected.every(({ id, change }) => there.has(id) === (change === 'add'))) return found
  }
  return found
}

/** Assignments that were given at this very place, by role. */
function directOf(rows: Held[]): Map<string, string> {
  return new Map(rows.flatMap(({ id, role, source }) => (source.kind === 'direct' ? [[role.id, id]] : [])))
}

/** What the person holds as far as we know, where it could not be read again. */
function afterwards(
  direct: ReadonlyMap<string, string>,
  steps: Step[],
  problems: ReadonlyMap<string, Problem>,
): string[] {
  const now = new Set(direct.keys())
  for (const step of steps) {
    if (problems.has(keyOf(step))) continue
    if (step.change === 'add') now.add(step.id)
    else now.delete(step.id)
  }
  return [...now]
}

function keyOf({ id, change }: Pick<Step, 'id' | 'change'>): string {
  return `${change} ${id}`
}

async function failure(work: () => Promise<unknown>): Promise<Problem | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    // The right was there when it was asked for, and the API says nothing of it in its refusals.
    if (isRefusal(error) && error.message !== missingPlatform().message) {
      const message = `KtrlPlane does not allow you to do this. It needs ${right} here. ${whoGives}`
      return new Problem('forbidden', message, error.details)
    }
    if (error instanceof Problem) return error
    throw error
  }
}

/** Whether another role may well be accepted. */
function isAboutRole({ kind, details }: Problem): boolean {
  return !details.unsure && (kind === 'not-found' || kind === 'invalid' || kind === 'conflict')
}

function notSent(why: string): Problem {
  return new Problem('unexpected', `This was not sent, because ${why}.`)
}

/** What is said of a change of which nothing shows. */
function settled(problem: Problem): Problem {
  const { kind, details } = problem
  if (!details.unsure) return problem
  return new Problem(
    kind,
    `${lostBy(details.status)}, and nothing of the change shows there. Sending it again is safe.`,
    known(details),
  )
}

/** Why nobody could say at once whether the write was done. */
function lostBy(status: number | undefined): string {
  if (status === undefined) return 'The answer was lost'
  return status >= 500 || status === 408
    ? `KtrlPlane failed on its side (status ${status})`
    : `KtrlPlane’s answer (status ${status}) could not be read`
}

/** Why a role does not show that was to be given; `problem` is what giving it failed with. */
function notGiven(problem: Problem | undefined): Problem {
  if (problem && problem.kind !== 'conflict') return settled(problem)
  // An assignment that has ended stays stored, is listed nowhere and keeps the place of a new one (platforms.md §1.5, §1.7).
  return new Problem(
    'conflict',
    'Nothing came of this. Most likely this person held the role here until it ended: KtrlPlane keeps the old assignment, ' +
      'shows it nowhere, and lets no new one be made beside it.',
  )
}

/** Why a role still shows that was to be taken away. `isSame`: by the very assignment that was to go. */
function notTaken(problem: Problem | undefined, isSame: boolean): Problem {
  const isGone = !problem || problem.kind === 'not-found'
  if (!isSame && (isGone || problem.details.unsure)) {
    return new Problem(
      'conflict',
      'It is there again: somebody gave it at the same moment. Look again before you go on.',
    )
  }
  if (!problem) {
    return new Problem(
      'conflict',
      'KtrlPlane accepted this, and still shows the role here. Look again before you go on.',
    )
  }
  return isGone
    ? new Problem(
        problem.kind,
        `${problem.message} KtrlPlane still shows it here all the same.`,
        problem.details,
      )
    : settled(problem)
}
