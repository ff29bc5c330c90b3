// Changing a set that the tenant can add to and take from: only what still differs is sent, and what came of it is read
// back, item by item. Hides: chunks, refusals of a whole chunk, lost answers.
import { applied, isEmpty, remaining, sizeOf } from '../delta.ts'
import type { ChangeOutcome, ItemOutcome, Progress, SetChange } from '../model.ts'
import { Problem } from '../problem.ts'
import { known, looks } from '../lost-answer.ts'

export type Changeable = {
  /** The whole set as it is. */
  read(signal?: AbortSignal): Promise<string[]>
  add(ids: string[], signal?: AbortSignal): Promise<unknown>
  remove(ids: string[], signal?: AbortSignal): Promise<unknown>
  /** Most items that the set can have, and what to say when that would be too many. */
  most: number
  tooMany: string
  /** Most items of one request. */
  chunk: number
  /** What the items of one request must have in common; absent where they need nothing. */
  together?: (id: string) => string
  sleep(ms: number): Promise<void>
}

type Part = { change: 'add' | 'remove'; ids: string[] }

/** How many more requests may look for the item on account of which a chunk was refused. */
const searches = 12

/**
 * Carries out the change as `PermissionDirectory.change` promises. Rejects where nothing was done; where something was, failures
 * stand at their items. What is not sent after a failure or an abort says so.
 */
export async function changeSet(
  set: Changeable,
  change: SetChange,
  { signal, onProgress }: Progress = {},
): Promise<ChangeOutcome> {
  if (isEmpty(change)) return { items: [], now: [], visible: true }
  const before = await set.read(signal)
  const open = remaining(before, { add: [...new Set(change.add)], remove: [...new Set(change.remove)] })
  const size = before.length + open.add.length
  if (isEmpty(open)) return outcome(change, { open, problems: new Map(), found: before, now: before })
  if (open.add.length > 0 && size - open.remove.length > set.most) throw new Problem('invalid', set.tooMany)
  signal?.throwIfAborted()

  const problems = new Map<string, Problem>()
  const queue: Part[] = [...parts(set, 'add', open.add), ...parts(set, 'remove', open.remove)]
  // Only what has to make room goes first: somebody who changes roles should not be without any in between.
  if (size > set.most)
    queue.sort((one, other) => Number(one.change === 'add') - Number(other.change === 'add'))
  let left = searches
  let stop: Problem | undefined
  onProgress?.(0, sizeOf(open))
  let done = 0
  for (let part = queue.shift(); part; part = queue.shift()) {
    const { change: kind, ids } = part
    const problem = stop ?? (await failure(() => set[kind](ids, signal), signal))
    if (problem && !stop && ids.length > 1 && left > 0 && isAboutItems(problem)) {
      left -= 2
      queue.unshift(...chunks(kind, ids, Math.ceil(ids.length / 2)))
      continue
    }
    if (problem) for (const id of ids) problems.set(id, problem)
    if (problem && !isAboutItems(problem))
      stop ??= signal?.aborted ? problem : notSent('something before it failed')
    done += ids.length
    onProgress?.(done, sizeOf(open))
  }
  const isFine = (id: string) => !problems.has(id)
  const accepted = { add: open.add.filter(isFine), remove: open.remove.filter(isFine) }
  const found = await readBack(set, accepted)
  return outcome(change, { open, problems, found, now: found ?? applied(before, accepted) })
}

type Written = {
  /** What had to be sent. */
  open: SetChange
  problems: Map<string, Problem>
  /** The set as it was read afterwards, where it could be, and as it is as far as we know. */
  found: string[] | undefined
  now: string[]
}

/** @throws Problem where nothing at all was done, and not on account of one item */
function outcome(change: SetChange, { open, problems, found, now }: Written): ChangeOutcome {
  const there = new Set(now)
  const todo = { add: new Set(open.add), remove: new Set(open.remove) }
  const item =
    (kind: ItemOutcome['change']) =>
    (id: string): ItemOutcome => {
      if (!todo[kind].has(id)) return { id, change: kind, already: true }
      const problem = problems.get(id)
      if (!problem) return { id, change: kind }
      if (!problem.details.unsure || !found) return { id, change: kind, problem }
      // The answer was lost; what is there says what became of it.
      if (there.has(id) === (kind === 'add')) return { id, change: kind }
      return { id, change: kind, problem: notDone(problem) }
    }
  const items = [...change.add.map(item('add')), ...change.remove.map(item('remove'))]
  const [first] = items.flatMap(({ problem }) => problem ?? [])
  if (first && !isAboutItems(first) && items.every(({ already, problem }) => already ?? problem)) throw first
  const missing = items.filter(
    ({ id, change: kind, problem }) => !problem && there.has(id) !== (kind === 'add'),
  )
  return { items, now, visible: found !== undefined && missing.length === 0 }
}

function notDone({ kind, details }: Problem): Problem {
  const message = 'The answer was lost, and nothing of the change shows at Auth0. Sending it again is safe.'
  return new Problem(kind, message, known(details))
}

/** The set, once it shows what was accepted; after the last look as it is. Undefined where it cannot be read. */
async function readBack(set: Changeable, accepted: SetChange): Promise<string[] | undefined> {
  let now: string[] | undefined
  for (const ms of looks) {
    await set.sleep(ms)
    try {
      now = await set.read()
    } catch {
      return now
    }
    if (isEmpty(remaining(now, accepted))) return now
  }
  return now
}

async function failure(work: () => Promise<unknown>, signal?: AbortSignal): Promise<Problem | undefined> {
  if (signal?.aborted) return cancelled()
  try {
    await work()
    return undefined
  } catch (error) {
    // It was still waiting for its turn.
    if (signal?.aborted && error === signal.reason) return cancelled()
    if (error instanceof Problem) return error
    throw error
  }
}

/** Whether another part of the change may well be accepted. */
function isAboutItems({ kind, details }: Problem): boolean {
  if (details.unsure) return false
  return kind === 'not-found' || kind === 'invalid' || kind === 'conflict' || details.code === 'ESCALATION'
}

function cancelled(): Problem {
  return notSent('it was cancelled')
}

function notSent(why: string): Problem {
  return new Problem('unexpected', `This was not sent, because ${why}.`)
}

function parts({ chunk, together = () => '' }: Changeable, change: Part['change'], ids: string[]): Part[] {
  const groups = new Set(ids.map(together))
  return [...groups].flatMap((group) =>
    chunks(
      change,
      ids.filter((id) => together(id) === group),
      chunk,
    ),
  )
}

function chunks(change: Part['change'], ids: string[], size: number): Part[] {
  return Array.from({ length: Math.ceil(ids.length / size) }, (_, n) => ({
    change,
    ids: ids.slice(n * size, (n + 1) * size),
  }))
}
