// A quieter line under a name.
import type { ReactNode } from 'react'
import styles from './second-line.module.css'

/** The name and, where there is one, the line below it. */
export function SecondLine({ children, below }: { children: ReactNode; below?: ReactNode }) {
  return (
    <>
      {children}
      {below && <div className={styles.below}>{below}</div>}
    </>
  )
}
