// Changing what can only be replaced as a whole, when others replace it as well: read, lay the change over it, write, and make
// sure of it. Hides: how two people's writes of one thing meet, and what becomes of an answer that was lost.
import { Problem } from '../problem.ts'
import { isOvertaken } from './errors.ts'

export type Rewriting<Now, Next> = {
  /** It as it is. */
  read(): Promise<Now>
  /**
   * What to write in its place, or undefined where it is so already; throws where that cannot be laid over what others did.
   * `maybeWritten`: what it gave before has been written, or may have been.
   */
  change(now: Now, maybeWritten: boolean): Next | undefined
  write(next: Next, now: Now): Promise<unknown>
  /** Whether a refusal says that others were faster, besides the gateway's own. */
  isOvertaken?(problem: Problem): boolean
  sleep(ms: number): Promise<void>
  /** What to say where others always are. */
  others: string
}

/**
 * When to look whether our write is still there, in ms after it. The gateway refuses whoever has read it before our write;
 * but whoever writes past it, as Auth0's dashboard does, undoes ours without knowing. Only we can see that, a moment later.
 */
const assurances = [0, 700]
const rounds = 5

/**
 * Writes the change and makes sure of it; again where others were faster, or undid it. Rejects with `conflict` where they always
 * are, and with what `change` throws.
 */
export async function rewrite<Now, Next>(rewriting: Rewriting<Now, Next>): Promise<void> {
  const { read, change, write, others } = rewriting
  let maybeWritten = false
  for (let round = 0; round < rounds; round += 1) {
    const before = await read()
    const next = change(before, maybeWritten)
    if (next === undefined) return
    let lost: Problem | undefined
    try {
      await write(next, before)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (isOvertaken(error) || rewriting.isOvertaken?.(error)) continue
      if (!error.details.unsure) throw error
      lost = error
    }
    maybeWritten = true
    if (await isAssured(rewriting, lost)) return
    // Whether it was ours that was lost, or never there, the thing itself says: with the change missing it is laid on again.
    if (lost && round === rounds - 1) throw lost
  }
  throw new Problem('conflict', others)
}

/** True if the change is there at every look. A look that fails says nothing, unless the write's answer was `lost`. */
async function isAssured<Now, Next>(
  { read, change, sleep }: Rewriting<Now, Next>,
  lost: Problem | undefined,
): Promise<boolean> {
  for (const ms of assurances) {
    await sleep(ms)
    let found: { now: Now } | undefined
    try {
      found = { now: await read() }
    } catch (error) {
      if (!(error instanceof Problem) || error.kind !== 'away') throw error
      if (lost) throw lost
    }
    if (found && change(found.now, true) !== undefined) return false
  }
  return true
}
