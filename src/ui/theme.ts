// Light, dark, or as the system has it. Hides where the choice is kept and that the place may be blocked.

export type Theme = 'system' | 'light' | 'dark'

const key = 'gatehouse.theme'
let chosen: Theme | null = null
const listeners = new Set<() => void>()

function stored(): Theme {
  try {
    const text = localStorage.getItem(key)
    return text === 'light' || text === 'dark' ? text : 'system'
  } catch {
    return 'system'
  }
}

/** What the person chose, or 'system'. */
export function theme(): Theme {
  chosen ??= stored()
  return chosen
}

/** Puts the choice on the document; call once before the first paint. */
export function applyTheme(): void {
  document.documentElement.dataset.theme = theme()
}

/** Takes the choice, applies it, and keeps it for the next visit where the browser allows that. */
export function setTheme(next: Theme): void {
  chosen = next
  try {
    localStorage.setItem(key, next)
  } catch {
    // Blocked storage: the choice holds until the page goes.
  }
  applyTheme()
  for (const listener of listeners) listener()
}

export function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
