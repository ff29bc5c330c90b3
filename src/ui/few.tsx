// The first few of many, and the rest on demand. Works by pointer, by key and by touch alike, unlike a hint on hover.
import { useState, type ReactNode } from 'react'
import styles from './few.module.css'

type FewProps<T> = {
  items: readonly T[]
  /** How many stand there at once. One more is shown rather than hidden behind a button of its own. */
  first: number
  itemKey: (item: T) => string
  draw: (item: T) => ReactNode
  /** Whose they are, for the name of the button: "roles of Ana". */
  what: string
}

/** Draws the first items and a button "+3 more" that brings the rest into place. */
export function Few<T>({ items, first, itemKey, draw, what }: FewProps<T>) {
  const [all, setAll] = useState(false)
  const fold = items.length > first + 1
  const word = all ? 'Fewer' : `+${items.length - first} more`
  return (
    <span className={styles.few}>
      {(all || !fold ? items : items.slice(0, first)).map((item) => (
        <span key={itemKey(item)} className={styles.item}>
          {draw(item)}
        </span>
      ))}
      {fold && (
        <button
          type="button"
          className={styles.more}
          aria-label={`${word} ${what}`}
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {word}
        </button>
      )}
    </span>
  )
}
