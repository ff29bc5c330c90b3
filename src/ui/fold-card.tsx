// A card that opens and closes at its head.
import { useId, type ReactNode } from 'react'
import styles from './fold-card.module.css'
import { Icon } from './icons.tsx'

type FoldCardProps = {
  title: string
  /** A second line under the title, in the type of code. */
  hint?: string | undefined
  aside?: ReactNode
  /** What there is to know before the content. */
  note?: ReactNode
  open: boolean
  onToggle: (open: boolean) => void
  /** Drawn only while it is open. */
  children: () => ReactNode
}

/** A region named by its title; its content reaches the edges, as in a flush card. */
export function FoldCard({ title, hint, aside, note, open, onToggle, children }: FoldCardProps) {
  const id = useId()
  return (
    <section className={styles.card} aria-labelledby={id}>
      <details open={open} onToggle={(event) => event.currentTarget.open !== open && onToggle(!open)}>
        <summary className={styles.head}>
          <Icon name="chevron" />
          <span className={styles.words}>
            <h2 id={id} className={styles.title}>
              {title}
            </h2>
            {hint !== undefined && <span className={styles.hint}>{hint}</span>}
          </span>
          {aside && <span className={styles.aside}>{aside}</span>}
        </summary>
        {open && (
          <div className={styles.body}>
            {note && <div className={styles.note}>{note}</div>}
            {children()}
          </div>
        )}
      </details>
    </section>
  )
}
