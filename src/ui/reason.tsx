// Why a control is off, readable by hover, focus, click and screen reader. Hides the popover and its timing.
import { useEffect, useId, useRef, type ReactNode, type SyntheticEvent } from 'react'
import { keepPlaced } from './place.ts'
import styles from './reason.module.css'

type Anchored = SyntheticEvent<HTMLElement>

/** Yields props for the control that is off (empty when it is on) and the popover to render beside it. */
export function useReason(reason: ReactNode) {
  const id = useId()
  const tip = useRef<HTMLDivElement>(null)
  const timer = useRef(0)
  const release = useRef<(() => void) | null>(null)
  const off = reason !== undefined && reason !== null && reason !== false && reason !== ''

  function letGo() {
    clearTimeout(timer.current)
    release.current?.()
    release.current = null
  }
  function hide() {
    letGo()
    tip.current?.hidePopover()
  }
  function show(event: Anchored) {
    letGo()
    const box = tip.current
    if (!box) return
    if (!box.matches(':popover-open')) box.showPopover()
    release.current = keepPlaced(event.currentTarget, box, 'center')
  }
  // The pointer may travel onto the text without losing it (WCAG 1.4.13).
  function hideSoon() {
    clearTimeout(timer.current)
    timer.current = window.setTimeout(hide, 160)
  }
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      release.current?.()
    },
    [],
  )

  if (!off) return { off, props: {}, show, tip: null }
  return {
    off,
    show,
    props: {
      'aria-disabled': true,
      'aria-describedby': id,
      onPointerEnter: show,
      onPointerLeave: hideSoon,
      onFocus: show,
      onBlur: hide,
    },
    tip: (
      <div
        ref={tip}
        id={id}
        popover="hint"
        className={styles.tip}
        onPointerEnter={() => clearTimeout(timer.current)}
        onPointerLeave={hideSoon}
      >
        {reason}
      </div>
    ),
  }
}
