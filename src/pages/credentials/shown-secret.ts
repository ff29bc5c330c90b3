// The values that were just made, between the answer of the provider and the dialog that shows them. They stand in boxes outside of
// React and of every cache; readers get functions, and what those find is gone the moment a box is emptied.
import { createElement } from 'react'
import type { Credential, Issued } from '../../directory/credentials.ts'
import { setOverlay } from '../../ui/overlay.ts'

/** One value to be shown. Nothing in it is the value itself: trees, caches and logs may hold it. */
export type Shown = {
  id: number
  title: string
  credential: Credential
  note: string | undefined
  /** In which forms it can be taken along; empty where nothing is handed out. */
  forms: readonly { label: string; file?: { name: string; type: string } }[]
  /** The value in one of its forms; empty once it was wiped. Goes into the document, the clipboard or a file and nowhere else. */
  text: (form: number) => string
  /** Asks the provider with it, where that is possible from here. */
  test: ((signal: AbortSignal) => Promise<string>) | undefined
  /** The person says that it stands somewhere else now. */
  stored: boolean
}

type Box = { shown: Shown; issued: Issued | null; onClosed: (() => void) | undefined }

let boxes: readonly Box[] = []
let lastId = 0
const listeners = new Set<() => void>()

function change(next: readonly Box[]) {
  boxes = next
  if (boxes.length > 0) guard()
  else release()
  for (const listener of listeners) listener()
}

/** What is to be shown now; the next one comes when this one is closed. */
export function shownSecret(): Shown | null {
  return boxes[0]?.shown ?? null
}

export function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Whether closing would lose something that nobody has. */
export function unstored({ forms, stored }: Shown): boolean {
  return forms.length > 0 && !stored
}

/** Fetches what shows values; to be waited for before anything is made, since what was made exists only here. */
export async function fetchSecretDialog(): Promise<void> {
  const { SecretHost } = await import('./secret-host.tsx')
  setOverlay(createElement(SecretHost))
}

/**
 * Shows what was just made, over whatever page there is, and takes it over: `issued` is emptied when the dialog is closed, or the
 * person signs out.
 */
export function showSecret(issued: Issued, options: { title: string; onClosed?: () => void }): void {
  lastId += 1
  const { credential, note, secret, test } = issued
  const box: Box = {
    issued,
    onClosed: options.onClosed,
    shown: {
      id: lastId,
      title: options.title,
      credential,
      note,
      forms: secret.map(({ label, file }) => (file ? { label, file } : { label })),
      text: (form) => box.issued?.secret[form]?.text ?? '',
      test: test && (async (signal) => (await box.issued?.test?.(signal)) ?? ''),
      stored: false,
    },
  }
  change([...boxes, box])
}

/** Notes whether the person has stored what is shown. */
export function setStored(stored: boolean): void {
  const [first, ...others] = boxes
  if (!first) return
  // The reader must go on finding the box that is emptied, so the box stays the same.
  first.shown = { ...first.shown, stored }
  change([first, ...others])
}

function wipe(box: Box) {
  // Whoever still holds what the adapter gave has nothing of it either.
  for (const form of box.issued?.secret ?? []) form.text = ''
  delete box.issued?.test
  box.issued = null
}

/** Closes what is shown. Its value is gone when this returns. */
export function closeSecret(): void {
  const [first, ...others] = boxes
  if (!first) return
  wipe(first)
  change(others)
  first.onClosed?.()
}

/** Empties every box, without asking anybody: the person signed out, here or in another tab. */
export function wipeSecrets(): void {
  for (const box of boxes) wipe(box)
  if (boxes.length > 0) change([])
}

function ask(event: BeforeUnloadEvent) {
  if (boxes.some(({ shown }) => unstored(shown))) event.preventDefault()
}

/** Holds the page while there is something to lose. */
function guard() {
  window.addEventListener('beforeunload', ask)
  // The browser may keep a page that was left, whole, to show it again.
  window.addEventListener('pagehide', wipeSecrets)
}

function release() {
  window.removeEventListener('beforeunload', ask)
  window.removeEventListener('pagehide', wipeSecrets)
}
