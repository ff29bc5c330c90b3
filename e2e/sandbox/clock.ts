// The time of one provider. `advance` lets time pass there: stored records age (store.ts does the sums) and the
// wall clock moves along. `skew` only sets the wall clock wrong: what is issued is mis-dated, nothing ages.

export type Duration = number | `${number}${'s' | 'm' | 'h' | 'd'}`

export type Clock = {
  /** Lets time pass. A number is milliseconds. */
  advance: (time: Duration) => void
  /** Sets how wrong the wall clock is (not cumulative; `skew(0)` puts it right). */
  skew: (time: Duration) => void
  /** Milliseconds since the epoch, as the provider believes. */
  now: () => number
}

export type ProviderClock = Clock & {
  /** Seconds that have passed by `advance`, for the age of stored records. */
  passed: () => number
  /** Seconds between this process and the provider's wall clock, for everything that is signed. */
  offset: () => number
  reset: () => void
}

const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

export function createClock(): ProviderClock {
  let passed = 0
  let skew = 0
  return {
    advance(time) {
      passed += milliseconds(time)
    },
    skew(time) {
      skew = milliseconds(time)
    },
    now: () => Date.now() + passed + skew,
    passed: () => Math.round(passed / 1_000),
    offset: () => Math.round((passed + skew) / 1_000),
    reset() {
      passed = 0
      skew = 0
    },
  }
}

function milliseconds(time: Duration): number {
  if (typeof time === 'number') return time
  const match = /^(-?[\d.]+)([smhd])$/.exec(time)
  const unit = match?.[2]
  if (unit !== 's' && unit !== 'm' && unit !== 'h' && unit !== 'd') throw new Error(`Not a duration: ${time}`)
  return Number(match?.[1]) * units[unit]
}
