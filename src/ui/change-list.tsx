// Things that are added, taken out or left, one a line, each with its sign in colour and in words.
import type { ReactNode } from 'react'
import styles from './change-list.module.css'
import { classes } from './classes.ts'
import { Hidden } from './hidden.tsx'

export type ChangeItem = {
  key: string
  kind: 'add' | 'remove' | 'failed' | 'same'
  name: string
  /** What stands under the name. */
  note?: ReactNode
  /** What stands beside the name: badges. */
  aside?: ReactNode
}

const signs = { add: '+', remove: '−', failed: '!', same: '=' }
const words = { add: 'Add', remove: 'Take away', failed: 'Failed:', same: 'As it was:' }

type ChangeListProps = {
  label?: string | undefined
  items: readonly ChangeItem[]
  /** The names are codes, and no words. */
  mono?: boolean | undefined
}

/** A list of changes under an optional name. */
export function ChangeList({ label, items, mono = true }: ChangeListProps) {
  return (
    <ul className={styles.list} aria-label={label}>
      {items.map(({ key, kind, name, note, aside }) => (
        <li key={key} className={classes(styles.item, styles[kind])}>
          <span className={styles.sign} aria-hidden="true">
            {signs[kind]}
          </span>
          <span className={styles.body}>
            <span className={styles.line}>
              <Hidden>{words[kind]} </Hidden>
              <span className={classes(styles.name, mono && styles.mono)}>{name}</span>
              {aside}
            </span>
            {note && <span className={styles.note}>{note}</span>}
          </span>
        </li>
      ))}
    </ul>
  )
}
