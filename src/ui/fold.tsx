// A part of a long list that opens and closes under its own line. What is closed is not drawn at all.
import { startTransition, useId, useOptimistic, type ReactNode } from 'react'
import styles from './fold.module.css'
import { Icon } from './icons.tsx'

type FoldProps = {
  /** What the line says; part of the name of its button. */
  title: ReactNode
  /** A control of its own at the start of the line. */
  lead?: ReactNode
  aside?: ReactNode
  open: boolean
  onToggle: (open: boolean) => void
  children: ReactNode
}

/** Turns its arrow at once, and draws a thousand rows without holding up the next key. */
export function Fold({ title, lead, aside, open, onToggle, children }: FoldProps) {
  const id = useId()
  const [meant, setMeant] = useOptimistic(open)
  return (
    <div className={styles.fold}>
      <div className={styles.line}>
        {lead}
        <button
          type="button"
          className={styles.title}
          aria-expanded={meant}
          aria-controls={open ? id : undefined}
          onClick={() =>
            startTransition(() => {
              setMeant(!meant)
              onToggle(!meant)
            })
          }
        >
          <Icon name="chevron" />
          {title}
        </button>
        {aside && <div className={styles.aside}>{aside}</div>}
      </div>
      {open && (
        <div id={id} className={styles.inside}>
          {children}
        </div>
      )}
    </div>
  )
}
