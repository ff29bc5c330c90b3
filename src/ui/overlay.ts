// The one thing that lies over every page, whichever it is, and outlives them. Its code need not be there before it is wanted.
import { useSyncExternalStore, type ReactNode } from 'react'

let over: ReactNode = null
const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Draws it from now on, beside whatever page there is. */
export function setOverlay(node: ReactNode): void {
  over = node
  for (const listener of listeners) listener()
}

/** Its place in the frame. */
export function Overlay(): ReactNode {
  return useSyncExternalStore(subscribe, () => over)
}
