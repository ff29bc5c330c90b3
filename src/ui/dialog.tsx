// A modal dialog on the native element. Hides opening, closing requests, and the way of focus there and back.
import { useEffect, useId, useLayoutEffect, useRef, type ReactNode } from 'react'
import { Button } from './button.tsx'
import { classes } from './classes.ts'
import { InDialog, register, scrollbarWidth } from './dialog-context.ts'
import styles from './dialog.module.css'
import { focusTitle } from './focus-title.ts'
import { Icon } from './icons.tsx'

type DialogProps = {
  title: string
  onClose: () => void
  children: ReactNode
  size?: 'small' | 'medium' | 'large' | undefined
  /** False takes away ×, and makes Esc and a click beside the dialog do nothing. */
  dismissable?: boolean | undefined
}

const firstField = 'input:not([type=hidden], [readonly], :disabled), select:enabled, textarea:not([readonly])'

/** Is open while it is mounted; Esc, × and a click beside it only ask, by `onClose`. Focus returns to the opener. */
export function Dialog({ title, onClose, children, size = 'medium', dismissable = true }: DialogProps) {
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const body = useRef<HTMLDivElement>(null)
  const pressed = useRef(false)
  const ask = () => {
    if (dismissable) onClose()
  }

  useLayoutEffect(() => {
    const box = dialog.current
    if (!box) return undefined
    const opener = document.activeElement
    const room = scrollbarWidth()
    box.showModal()
    const target = body.current?.querySelector<HTMLElement>(firstField) ?? heading.current
    target?.focus({ preventScroll: true })
    const unregister = register(box, room)
    return () => {
      unregister()
      box.close()
      // The opener may leave in the same commit (a deleted row): look once everything has settled.
      queueMicrotask(() => {
        if (document.activeElement && document.activeElement !== document.body)
          return notLost(document.activeElement)
        // On a direct link to the dialog nothing opened it but the document.
        const back = opener instanceof HTMLElement && opener.isConnected && opener !== document.body
        if (back) opener.focus()
        // What lies in a drawer that closed under the dialog takes no focus.
        if ((document.activeElement ?? document.body) === document.body) focusTitle()
      })
    }
  }, [])

  // Chromium may close on the second Esc or Back gesture whatever we prevent; the owner decides, so it reopens.
  useEffect(() => {
    const box = dialog.current
    if (!box) return undefined
    const closed = () => {
      if (box.isConnected && !box.open) {
        box.showModal()
        ask()
      }
    }
    box.addEventListener('close', closed)
    return () => box.removeEventListener('close', closed)
  })

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the backdrop is the dialog itself
    <dialog
      ref={dialog}
      aria-labelledby={id}
      className={classes(styles.dialog, size !== 'medium' && styles[size])}
      onCancel={(event) => {
        // File inputs and inner dialogs raise `cancel` too, and React lets it bubble.
        if (event.target !== event.currentTarget) return
        event.preventDefault()
        ask()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        if (!(event.target instanceof Element) || event.target.closest('dialog') !== event.currentTarget)
          return
        // An open menu or hint is nearer; the browser closes it.
        if (document.querySelector('[popover=auto]:popover-open, [popover=hint]:popover-open')) return
        event.preventDefault()
        ask()
      }}
      onPointerDown={(event) => {
        pressed.current = event.target === event.currentTarget
      }}
      onClick={(event) => {
        // Both ends of the click must be on the backdrop: selecting text may end outside.
        if (pressed.current && event.target === event.currentTarget) ask()
        pressed.current = false
      }}
    >
      <InDialog value={true}>
        <div className={styles.head}>
          <h2 ref={heading} id={id} tabIndex={-1} className={styles.title}>
            {title}
          </h2>
          {dismissable && <Button kind="quiet" label="Close" icon={<Icon name="close" />} onClick={ask} />}
        </div>
        <div ref={body} className={styles.body}>
          {children}
        </div>
      </InDialog>
    </dialog>
  )
}

/** What got the focus back may leave a moment later, when what was read anew is drawn: then the title gets it. */
function notLost(element: Element) {
  const observer = new MutationObserver(() => {
    if (element.isConnected) return
    observer.disconnect()
    if (!document.activeElement || document.activeElement === document.body) focusTitle()
  })
  observer.observe(document.body, { childList: true, subtree: true })
  setTimeout(() => observer.disconnect(), 2000)
}

/** The foot of a dialog: write the main action first, it stands on the right. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>
}
