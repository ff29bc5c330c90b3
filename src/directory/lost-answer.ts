// What became of a write whose answer was lost: looking until it shows, and saying that it was not done. Hides how often is looked.
import { Problem, type ProblemDetails } from './problem.ts'

/** Waits before each look for a write, in ms: lists lag behind, and reads by id may be served by another node. */
export const looks = [0, 300, 800, 2000]

/** What `look` finds, looking again while it finds nothing. If that cannot be read either, `otherwise` is thrown. */
export async function seen<T>(
  sleep: (ms: number) => Promise<void>,
  otherwise: Problem,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  for (const ms of looks) {
    await sleep(ms)
    try {
      const value = await look()
      if (value !== undefined) return value
    } catch {
      throw otherwise
    }
  }
  return undefined
}

/** The details, now that we know what became of the write. */
export function known({ unsure: _unsure, ...details }: ProblemDetails): ProblemDetails {
  return details
}

/** The problem of a write that was not done: `what` says that, as "The role was not deleted". */
export function notDone({ kind, details }: Problem, what: string, where: string): Problem {
  const why = `the answer was lost, and nothing of it shows at ${where}`
  return new Problem(kind, `${what}: ${why}. Sending it again is safe.`, known(details))
}
