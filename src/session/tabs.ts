// What the tabs of one browser know of each other: that somebody is signed in (never who, in clear, and never a token), and
// that an answer to a sign-in landed in another window. Hides: localStorage, its events, and a broadcast channel.
import * as v from 'valibot'

const marks = 'gatehouse.session.'
const markOf = (platform: string) => marks + platform

/** A short fingerprint of issuer and subject, so that tabs can tell one person from another. */
export async function fingerprint(issuer: string, subject: string): Promise<string> {
  const bytes = new TextEncoder().encode(`${issuer} ${subject}`)
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest.slice(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Whether anybody is signed in anywhere in this browser. */
export function anyMark(): boolean {
  return Object.keys(localStorage).some((key) => key.startsWith(marks))
}

/** In place of a mark: a tab could not restore the session. Whoever still has it says so by setting the mark again. */
export const doubt = 'doubtful'

export type Tabs = {
  /** The fingerprint of whoever is signed in somewhere in this browser, or null. */
  mark(): string | null
  setMark(value: string): void
  /** Takes the mark back without ending anybody's session. */
  doubtMark(): void
  clearMark(): void
  /** Calls back when another tab signs out (null), is in doubt, or somebody signs in there. Returns the way to stop. */
  watch(changed: (mark: string | null) => void): () => void
}

/** Reads and writes one platform's mark. State rather than a message: a tab that slept reads the truth when it wakes. */
export function tabsOf(platform: string): Tabs {
  const key = markOf(platform)
  return {
    mark() {
      const value = localStorage.getItem(key)
      return value === doubt ? null : value
    },
    setMark: (value) => localStorage.setItem(key, value),
    doubtMark: () => localStorage.setItem(key, doubt),
    clearMark: () => localStorage.removeItem(key),
    watch(changed) {
      const onStorage = (event: StorageEvent) => {
        // A null key is `clear()`, as "clear site data" does it.
        if (event.storageArea === localStorage && (event.key === key || event.key === null))
          changed(localStorage.getItem(key))
      }
      const onShow = (event: PageTransitionEvent) => event.persisted && changed(localStorage.getItem(key))
      window.addEventListener('storage', onStorage)
      window.addEventListener('pageshow', onShow)
      return () => {
        window.removeEventListener('storage', onStorage)
        window.removeEventListener('pageshow', onShow)
      }
    },
  }
}

const channelName = 'gatehouse.callback'
const messageSchema = v.variant('type', [
  v.object({ type: v.literal('answer'), url: v.pipe(v.string(), v.maxLength(8192)) }),
  v.object({ type: v.literal('taken'), url: v.string() }),
])

/**
 * Offers an answer that no attempt of this window asked for to the other tabs: a window opened for signing in again does not
 * share its opener's storage. The message holds a code, never a token, and is worth nothing without the verifier.
 * @returns whether a tab took it, at most half a second later
 */
export function offerAnswer(callback: URL): Promise<boolean> {
  const channel = new BroadcastChannel(channelName)
  return new Promise((resolve) => {
    const finish = (taken: boolean) => {
      channel.close()
      resolve(taken)
    }
    const timer = setTimeout(() => finish(false), 500)
    channel.addEventListener('message', (event: MessageEvent<unknown>) => {
      const message = v.safeParse(messageSchema, event.data)
      if (!message.success || message.output.type !== 'taken' || message.output.url !== callback.href) return
      clearTimeout(timer)
      finish(true)
    })
    channel.postMessage({ type: 'answer', url: callback.href })
  })
}

/** Listens for answers to this tab's attempts. `take` says whether the answer is its own. */
export function awaitAnswers(take: (callback: URL) => boolean): () => void {
  const channel = new BroadcastChannel(channelName)
  channel.addEventListener('message', (event: MessageEvent<unknown>) => {
    const message = v.safeParse(messageSchema, event.data)
    if (!message.success || message.output.type !== 'answer' || !URL.canParse(message.output.url)) return
    const callback = new URL(message.output.url)
    if (callback.origin === location.origin && take(callback))
      channel.postMessage({ type: 'taken', url: callback.href })
  })
  return () => channel.close()
}
