// How long a token lives and when to ask for the next one. Pure: every clock is handed in.

const hour = 3_600_000

const day = 86_400 // seconds

/**
 * Seconds a token may be used: what the provider said, at most a day, after which a new one is asked for whatever it said. One
 * minute where it said nothing that is a number of seconds. Never a string.
 */
export function lifeOf(expiresIn: unknown): number {
  const sane = typeof expiresIn === 'number' && Number.isFinite(expiresIn) && expiresIn >= 1
  return sane ? Math.min(day, Math.floor(expiresIn)) : 60
}

export type Clocks = {
  /** Milliseconds since 1970; people may set it. */
  wall(): number
  /** Milliseconds that only ever grow; may stand still while the computer sleeps. */
  steady(): number
}

export type Lifetime = { life: number; wall: number; steady: number }

export function lifetime(expiresIn: unknown, clocks: Clocks): Lifetime {
  return { life: lifeOf(expiresIn) * 1000, wall: clocks.wall(), steady: clocks.steady() }
}

/** Milliseconds left. The clock that ran further counts: one stops in sleep, the other can be set back. */
export function remaining({ life, wall, steady }: Lifetime, clocks: Clocks): number {
  return life - Math.max(clocks.wall() - wall, clocks.steady() - steady)
}

/** Milliseconds before the end at which renewal begins: a minute, or a third of a short life, so that it never spins. */
export function margin({ life }: Lifetime): number {
  return Math.min(60_000, life / 3)
}

/** Milliseconds until the next look at the token; at most an hour, for `setTimeout` fires at once beyond 24.8 days. */
export function nextLook(token: Lifetime, clocks: Clocks): number {
  return Math.min(hour, Math.max(0, remaining(token, clocks) - margin(token)))
}

/** Milliseconds before try `n` (from 0): 1 s doubling to 60 s, with full jitter but never under half a second. */
export function backOff(n: number, random: () => number): number {
  return Math.max(500, random() * Math.min(60_000, 1000 * 2 ** n))
}
