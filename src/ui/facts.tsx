// Terms and their values.
import type { ReactNode } from 'react'
import styles from './facts.module.css'

export type Fact = { term: ReactNode; value: ReactNode; mono?: boolean | undefined; note?: ReactNode }

/** A description list whose values line up; values wrap and are never cut. Terms must differ when they are text. */
export function Facts({ items }: { items: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {items.map((item, index) => (
        <div key={typeof item.term === 'string' ? item.term : index} className={styles.fact}>
          <dt>{item.term}</dt>
          <dd className={item.mono ? styles.mono : undefined}>{item.value}</dd>
          {item.note && <dd className={styles.note}>{item.note}</dd>}
        </div>
      ))}
    </dl>
  )
}
