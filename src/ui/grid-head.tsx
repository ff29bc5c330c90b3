// The head of a row or a column of a grid: a name that is cut where there is no room, and its control.
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import styles from './grid-head.module.css'

type GridHeadProps = {
  name: string
  note?: string | undefined
  /** Shown beside the whole name on hover. */
  title?: string | undefined
  row?: boolean | undefined
  children?: ReactNode
}

/** Lies along a row, or stands over a column. */
export function GridHead({ name, note, title, row = false, children }: GridHeadProps) {
  return (
    <div className={classes(styles.head, row && styles.row)} title={title ? `${name}: ${title}` : name}>
      <span className={styles.text}>
        <span className={styles.name}>{name}</span>
        {note && <span className={styles.note}>{note}</span>}
      </span>
      {children}
    </div>
  )
}
