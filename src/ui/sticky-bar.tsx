// A bar that stays at the lower edge of the window while there is something to decide.
import { useLayoutEffect, useRef, type ReactNode } from 'react'
import styles from './sticky-bar.module.css'

/** A named region over the end of the page: what there is to say on the left, what to do on the right. */
export function StickyBar({
  label,
  children,
  actions,
  takesFocus = false,
}: {
  label: string
  children: ReactNode
  actions: ReactNode
  /** It comes in place of what held the focus. */
  takesFocus?: boolean
}) {
  const bar = useRef<HTMLElement>(null)
  useLayoutEffect(() => {
    if (takesFocus) bar.current?.focus({ preventScroll: true })
  }, [takesFocus])
  return (
    <section ref={bar} tabIndex={takesFocus ? -1 : undefined} className={styles.bar} aria-label={label}>
      <output className={styles.text}>{children}</output>
      <div className={styles.actions}>{actions}</div>
    </section>
  )
}
