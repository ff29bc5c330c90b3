// What this document was opened for: which platform, and whether as the answer to a sign-in. Takes the answer out of the address
// before anything else can see, log or send it (RFC 9700 section 4.3.1).
import type { Config, Platform } from './config.ts'
import { attemptOf, callbackPlatform } from './session/callback.ts'
import { tabsOf } from './session/tabs.ts'

const tabKey = 'gatehouse.platform'

/** Reads the callback, if this document is one, and shows a clean address instead: where the person was going, if known. */
export function takeCallback(): URL | null {
  if (callbackPlatform(location.pathname) === null) return null
  const callback = new URL(location.href)
  const attempt = attemptOf(sessionStorage, callback.searchParams.get('state'), Date.now())
  history.replaceState(null, '', attempt?.returnTo ?? location.pathname)
  return callback
}

/** The platform of this document: the callback's, the one asked for, this tab's, or the one with a session in this browser. */
export function choosePlatform({ platforms }: Config, callback: URL | null): Platform | null {
  const named = (id: string | null | undefined) => platforms.find((platform) => platform.id === id)
  const here = new URL(location.href)
  const asked = named(here.searchParams.get('platform'))
  if (here.searchParams.has('platform')) {
    here.searchParams.delete('platform')
    history.replaceState(null, '', here)
  }
  const chosen =
    named(callback && callbackPlatform(callback.pathname)) ??
    asked ??
    named(sessionStorage.getItem(tabKey)) ??
    platforms.find(({ id }) => tabsOf(id).mark() !== null) ??
    null
  if (chosen) rememberPlatform(chosen)
  return chosen
}

/** Makes later loads of this tab come back to the platform. */
export function rememberPlatform({ id }: Platform): void {
  sessionStorage.setItem(tabKey, id)
}

/** What the console cannot work without and this browser lacks, in words; null when all is there. */
export function missingAbility(): string | null {
  if (window.top !== window.self) return 'It does not run inside a frame of another page.'
  if (!('subtle' in crypto)) return 'It needs a secure address: https, or localhost.'
  if (!('popover' in HTMLElement.prototype) || !('showModal' in HTMLDialogElement.prototype))
    return 'This browser is too old: it lacks dialogs or popovers.'
  try {
    const probe = 'gatehouse.probe'
    localStorage.setItem(probe, probe)
    localStorage.removeItem(probe)
    sessionStorage.length.toString()
  } catch {
    return 'This browser blocks storage for this site. Signing in needs it for a moment (never for tokens).'
  }
  return null
}
