// The parts of one page, each with an address of its own: links, because Back and "open in a new tab" should work.
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import styles from './tabs.module.css'

export type Tab = { to: string; label: string; count?: ReactNode; current: boolean }

/** A row of links; the current one is marked, and scrolling stays where it is. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav aria-label={label} className={styles.tabs}>
      {tabs.map(({ to, label, count, current }) => (
        <Link
          key={label}
          to={to}
          preventScrollReset
          className={styles.tab}
          aria-current={current ? 'page' : undefined}
        >
          {label} {count !== undefined && <span className={styles.count}>{count}</span>}
        </Link>
      ))}
    </nav>
  )
}
