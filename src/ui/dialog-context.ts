// Which dialogs are open, innermost last. Read by the toaster, which must live inside the topmost one:
// everything outside a modal dialog is inert, so a toast there could be neither clicked nor heard.
import { createContext } from 'react'

/** True inside a dialog: actions then stand at its foot, on the right. */
export const InDialog = createContext(false)

let open: readonly HTMLDialogElement[] = []
const listeners = new Set<() => void>()

function change(next: readonly HTMLDialogElement[]) {
  open = next
  for (const listener of listeners) listener()
}

/** How much room the scrollbar takes; to be asked before a dialog locks the page. */
export function scrollbarWidth(): number {
  return window.innerWidth - document.documentElement.clientWidth
}

/** Registers an open modal dialog until the returned function is called; the page keeps `room` at its end. */
export function register(dialog: HTMLDialogElement, room: number): () => void {
  // The scrollbar goes while a dialog is open; without this everything below would jump aside.
  const { style } = document.documentElement
  if (open.length === 0 && room > 0) style.paddingInlineEnd = `${room}px`
  change([...open, dialog])
  return () => {
    change(open.filter((one) => one !== dialog))
    if (open.length === 0) style.paddingInlineEnd = ''
  }
}

export function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The innermost open dialog, or null. */
export function topmost(): HTMLDialogElement | null {
  return open.at(-1) ?? null
}
