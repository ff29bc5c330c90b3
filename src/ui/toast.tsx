// Short notices that outlive the page they speak of. Hides the top layer, timing and who hears what.
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { createPortal } from 'react-dom'
import { Button } from './button.tsx'
import { classes } from './classes.ts'
import { subscribe as subscribeDialogs, topmost } from './dialog-context.ts'
import { Icon } from './icons.tsx'
import styles from './toast.module.css'
import { dismiss, subscribe, toasts, type Shown } from './toasts.ts'

// The store is a module of its own so that what only speaks need not load what draws.
export { toast } from './toasts.ts'

const lifetime = 6000

function Item({ notice }: { notice: Shown }) {
  const box = useRef<HTMLDivElement>(null)
  const { id, tone, text } = notice
  useEffect(() => {
    if (tone === 'bad') return undefined
    let timer = setTimeout(leave, lifetime)
    // Nothing goes from under the pointer or the focus: it asks again until they have left.
    function leave() {
      if (box.current?.parentElement?.matches(':hover, :focus-within')) timer = setTimeout(leave, 1000)
      else dismiss(id)
    }
    return () => clearTimeout(timer)
  }, [id, tone])
  function dismissed() {
    // The focus stood on what now goes: it passes to the next notice, else to the title of what lies below.
    const region = box.current?.closest('section')
    const next = [...(region?.querySelectorAll('button') ?? [])].find((one) => !box.current?.contains(one))
    const title = topmost()?.querySelector<HTMLElement>('h2') ?? document.querySelector<HTMLElement>('h1')
    ;(next ?? title)?.focus({ preventScroll: true })
    dismiss(id)
  }
  return (
    <div ref={box} className={classes(styles.toast, tone !== 'plain' && styles[tone])}>
      <Icon name={tone === 'good' ? 'check' : tone === 'bad' ? 'warn' : 'info'} />
      <p className={styles.text}>{text}</p>
      <Button kind="quiet" label="Dismiss" icon={<Icon name="close" />} onClick={dismissed} />
    </div>
  )
}

function Stack() {
  const all = useSyncExternalStore(subscribe, toasts)
  const box = useRef<HTMLElement>(null)
  const [ready, setReady] = useState(false)

  // Shown from the start although empty: a live region must stand before its text comes, or it stays unheard.
  useEffect(() => {
    box.current?.showPopover()
    const timer = setTimeout(() => setReady(true), 100)
    return () => clearTimeout(timer)
  }, [])

  const seen = ready ? all : []
  const draw = (bad: boolean) =>
    seen
      .filter((notice) => (notice.tone === 'bad') === bad)
      .map((notice) => <Item key={notice.id} notice={notice} />)
  return (
    <section ref={box} popover="manual" aria-label="Notifications" className={styles.toaster}>
      <div role="alert" aria-atomic="false">
        {draw(true)}
      </div>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- <output> may not hold blocks */}
      <div role="status" aria-atomic="false">
        {draw(false)}
      </div>
    </section>
  )
}

/** Draws every notice above all else, inside the topmost dialog where one is open; render it once, near the root. */
export function Toaster() {
  const dialog = useSyncExternalStore(subscribeDialogs, topmost)
  return createPortal(<Stack />, dialog ?? document.body, dialog ? 'dialog' : 'page')
}
