// A long plain list of controls. Hides that it is drawn in blocks, of which the browser lays out only those near the window.
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import styles from './rows.module.css'

/** Few enough blocks to watch and few enough rows to lay out at once. */
const block = 50

/** A named list of `<li>`; from 51 on, more lists that say from where to where they go. */
export function Rows({ label, children }: { label: string; children: readonly ReactNode[] }) {
  const starts = Array.from({ length: Math.ceil(children.length / block) }, (_, index) => index * block)
  if (starts.length === 1)
    return (
      <ul aria-label={label} className={styles.rows}>
        {children}
      </ul>
    )
  return starts.map((start) => {
    const rows = children.slice(start, start + block)
    return (
      <ul
        key={start}
        aria-label={`${label}, ${start + 1} to ${start + rows.length}`}
        className={classes(styles.rows, styles.block)}
      >
        {rows}
      </ul>
    )
  })
}
