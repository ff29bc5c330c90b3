// Which rows of a list are ticked, across its pages and searches.
import { useState } from 'react'

export type Selection<T> = {
  /** What is ticked and still there. */
  chosen: readonly T[]
  has: (key: string) => boolean
  /** Ticks these rows, or takes their ticks away. */
  select: (keys: readonly string[], on: boolean) => void
  clear: () => void
}

/** The ticks over everything that was read; what is gone meanwhile is not ticked any more. */
export function useSelection<T>(known: readonly T[], keyOf: (item: T) => string): Selection<T> {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  return {
    chosen: known.filter((item) => selected.has(keyOf(item))),
    has: (key) => selected.has(key),
    select: (keys, on) =>
      setSelected((old) => new Set(on ? [...old, ...keys] : [...old].filter((key) => !keys.includes(key)))),
    clear: () => setSelected(new Set()),
  }
}
