// Many tick boxes in a box that scrolls by itself.
import type { ReactNode } from 'react'
import styles from './check-list.module.css'

type CheckListProps = {
  label: string
  children: ReactNode
  /** Drawn under the last one, within the box. */
  footer?: ReactNode
}

/** A named group; its children are `Check`s. */
export function CheckList({ label, children, footer }: CheckListProps) {
  return (
    <fieldset className={styles.box} aria-label={label}>
      {children}
      {footer && <div className={styles.footer}>{footer}</div>}
    </fieldset>
  )
}
