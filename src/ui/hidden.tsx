// Text for screen readers only.
import type { ReactNode } from 'react'
import styles from './hidden.module.css'

/** Says its text at the next pause whenever it changes; must stand there before the text comes. */
export function Spoken({ children }: { children: ReactNode }) {
  return <output className={styles.hidden}>{children}</output>
}

/** Renders its children where assistive technology reads them and nobody sees them. */
export function Hidden({ children }: { children: ReactNode }) {
  return <span className={styles.hidden}>{children}</span>
}
