// The notices on screen. Callable from anywhere; only toaster.tsx draws them.

export type Toast = { tone: 'good' | 'bad' | 'plain'; text: string }
export type Shown = Toast & { id: number }

let shown: readonly Shown[] = []
let lastId = 0
const listeners = new Set<() => void>()

function change(next: readonly Shown[]) {
  shown = next
  for (const listener of listeners) listener()
}

/** Shows a notice; the same text twice is shown once, anew, and never are there more than five. */
export function toast(notice: Toast): void {
  lastId += 1
  const others = shown.filter((one) => one.text !== notice.text || one.tone !== notice.tone)
  change([...others, { ...notice, id: lastId }].slice(-5))
}

export function dismiss(id: number): void {
  change(shown.filter((one) => one.id !== id))
}

export function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function toasts(): readonly Shown[] {
  return shown
}
