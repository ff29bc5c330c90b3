// Keeps a token that KtrlPlane refuses for being another API's from being renewed with every request: the next one is for the same
// API, and each costs a refresh token.
import type { Caller } from '../directory.ts'
import type { Problem } from '../problem.ts'

export type Renewals = {
  /** The caller, who renews only where that may help. */
  caller: Caller
  /** A request failed for good: returns what it failed with. */
  failed(problem: Problem | undefined): Problem | undefined
  /** A request was answered. */
  answered(): void
}

/** Watches what becomes of the tokens of `caller`. */
export function createRenewals(caller: Caller): Renewals {
  let refused: string | undefined
  const audience = () => JSON.stringify(caller.claims()?.get('aud') ?? null)
  return {
    caller: {
      ...caller,
      renewed: async (used) => (refused === audience() ? used : caller.renewed(used)),
    },
    failed(problem) {
      // No other 401 is told as `forbidden` (errors.ts).
      if (problem?.kind === 'forbidden' && problem.details.status === 401) refused = audience()
      return problem
    },
    answered() {
      refused = undefined
    },
  }
}
