// The steps of a scale, each a link with how many things stand on it.
import { Link } from 'react-router'
import { amount } from './amount.ts'
import { classes } from './classes.ts'
import styles from './scale.module.css'

type Step = {
  to: string
  label: string
  count: number
  current: boolean
  /** How much it matters that something stands there. */
  tone?: 'warn' | 'bad' | undefined
}

/** Links in a row that wraps; the current one is marked, and scrolling stays where it is. */
export function Scale({ label, steps }: { label: string; steps: readonly Step[] }) {
  return (
    <nav aria-label={label}>
      <ul className={styles.scale}>
        {steps.map(({ to, label, count, current, tone }) => (
          <li key={label}>
            <Link
              to={to}
              preventScrollReset
              aria-current={current ? 'page' : undefined}
              className={classes(styles.step, count === 0 ? styles.none : tone && styles[tone])}
            >
              <span className={styles.count}>{amount(count)}</span> {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
