// Stored things with their versions, so that lists can lag behind the writes: a version says from when lists may show it.
// Hides how a list of a hundred thousand things stays quick: what nothing was written to is not put together again.

/** `sequence` counts the events of the instance; dates are in milliseconds of the sandbox's clock. */
export type Stored<T> = T & { created: number; changed: number; sequence: number }

/** A version from this time on is shown by every list, lag or not. */
export const atOnce = 0

export type History<T> = {
  /** What is really stored now. */
  get: (key: string) => Stored<T> | undefined
  /** What a list shows at `asOf`, oldest change first; `Infinity` for what is really stored. */
  list: (asOf: number) => readonly Stored<T>[]
  /** Stores or changes; lists show it once their view of time has reached `from`. */
  write: (value: T, changed: number, from: number) => Stored<T>
  /** Removes; answers the sequence of that event. */
  drop: (key: string, from: number) => number
  /** The last event a list at `asOf` knows of. */
  lastSequence: (asOf: number) => number
}

type Version<T> = { from: number; value: Stored<T> | undefined }

export function createHistory<T extends object>(
  keyOf: (value: T) => string,
  nextSequence: () => number,
): History<T> {
  // Maps and not objects: a role may be called `__proto__`. In the order of the last change.
  const current = new Map<string, Stored<T>>()
  const versions = new Map<string, Version<T>[]>()
  let all: readonly Stored<T>[] | undefined
  // Writes that lists may lag behind; those of other administrators are not among them.
  let late: { key: string; from: number; sequence: number }[] = []
  let lastAtOnce = 0

  const record = (key: string, from: number, sequence: number, value: Stored<T> | undefined): void => {
    const known = versions.get(key) ?? []
    versions.set(key, [...known, { from, value }])
    current.delete(key)
    if (value !== undefined) current.set(key, value)
    all = undefined
    if (from === atOnce) lastAtOnce = sequence
    else late = [...late, { key, from, sequence }]
  }
  const stored = (): readonly Stored<T>[] => (all ??= [...current.values()])

  return {
    get: (key) => current.get(key),
    list(asOf) {
      const unseen = new Set(late.filter(({ from }) => from > asOf).map(({ key }) => key))
      if (unseen.size === 0) return stored()
      const before = [...unseen].flatMap(
        (key) => versions.get(key)?.findLast(({ from }) => from <= asOf)?.value ?? [],
      )
      return [...stored().filter((value) => !unseen.has(keyOf(value))), ...before].toSorted(
        (one, other) => one.sequence - other.sequence,
      )
    },
    write(value, changed, from) {
      const key = keyOf(value)
      const sequence = nextSequence()
      const written = { ...value, created: current.get(key)?.created ?? changed, changed, sequence }
      record(key, from, sequence, written)
      return written
    },
    drop(key, from) {
      const sequence = nextSequence()
      record(key, from, sequence, undefined)
      return sequence
    },
    lastSequence: (asOf) =>
      late.reduce((last, { from, sequence }) => (from <= asOf ? Math.max(last, sequence) : last), lastAtOnce),
  }
}
