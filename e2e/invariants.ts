// What must hold after every browser test, whatever it tested: promise 1 of the design, proved. Watches from outside the page
// and then looks through everything in the page that can hold a value.
import type { BrowserContext, Page } from 'playwright/test'
import type { Sandbox } from './sandbox/sandbox.ts'

export type Allowed = {
  /** Refresh tokens or codes presented twice, where the test itself breaks connections or plays the thief. */
  reuse?: boolean
  /** Console errors and policy violations that match, where the test causes them. */
  console?: RegExp
}

export type Watch = {
  /** Every token value that a provider handed out in this context. */
  secrets: Set<string>
  complaints: string[]
}

const secretFields = new Set(['access_token', 'refresh_token', 'id_token'])

/** Collects tokens as the providers hand them out, console errors, and requests to strangers. */
export function watch(context: BrowserContext, sandbox: Sandbox, consoleUrl: string): Watch {
  const seen: Watch = { secrets: new Set(), complaints: [] }
  const known = new Set(
    [consoleUrl, ...sandbox.platforms.map(({ origin }) => origin)].map((url) => new URL(url).origin),
  )
  context.on('response', async (response) => {
    if (response.request().method() !== 'POST' || !new URL(response.url()).pathname.endsWith('token')) return
    const body: unknown = await response.json().catch(() => null)
    if (typeof body !== 'object' || body === null) return
    for (const [name, value] of Object.entries(body))
      if (secretFields.has(name) && typeof value === 'string') seen.secrets.add(value)
  })
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    if (protocol.startsWith('http') && !known.has(origin)) seen.complaints.push(`Asked a stranger: ${origin}`)
  })
  context.on('console', (message) => {
    // The browser itself reports answers of 400 and more; whether those were right is for the test to say.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      seen.complaints.push(`Console: ${message.text()}`)
  })
  context.on('weberror', (error) => seen.complaints.push(`Uncaught: ${String(error.error())}`))
  return seen
}

/** Every string that the page holds where a token must not be: addresses, storages, cookies, DOM, React's tree, query cache. */
function heldByPage(): Promise<string[]> {
  const found: string[] = []
  const visited = new WeakSet()
  const collect = (value: unknown, depth: number): void => {
    if (typeof value === 'string') {
      if (value.length > 20) found.push(value)
      return
    }
    // Functions are the one place where a token may be: in the scope of the session, out of reach of this walk.
    if (typeof value !== 'object' || value === null || depth > 12 || visited.has(value)) return
    if (value instanceof Node || value instanceof Window) return
    visited.add(value)
    if (value instanceof Map || value instanceof Set) for (const entry of value) collect(entry, depth + 1)
    else for (const key of Object.keys(value)) collect(Reflect.get(value, key), depth + 1)
  }
  found.push(location.href, document.referrer, document.cookie, document.documentElement.outerHTML)
  for (const storage of [localStorage, sessionStorage]) found.push(JSON.stringify(storage))
  const root = document.getElementById('root')
  // React keeps its tree under a key of its own on the root element.
  for (const key of Object.keys(root ?? {})) {
    const queue: unknown[] = [Reflect.get(root ?? {}, key)]
    const fibers = new Set<unknown>()
    for (let fiber = queue.pop(); fiber !== undefined; fiber = queue.pop()) {
      if (typeof fiber !== 'object' || fiber === null || fibers.has(fiber)) continue
      fibers.add(fiber)
      collect(Reflect.get(fiber, 'memoizedProps'), 0)
      collect(Reflect.get(fiber, 'memoizedState'), 0)
      queue.push(Reflect.get(fiber, 'child'), Reflect.get(fiber, 'sibling'))
    }
  }
  return indexedDB.databases().then((all) => [...found, ...all.map(({ name }) => name ?? '')])
}

/** Complaints about one open page of the console. */
export async function inspect(page: Page, secrets: ReadonlySet<string>): Promise<string[]> {
  const held = await page.evaluate(heldByPage)
  const text = held.join('\n')
  return [...secrets]
    .filter((secret) => text.includes(secret))
    .map((secret) => `The page holds a token: ${secret.slice(0, 6)}…`)
}

/** Complaints about what the providers were asked. */
export function audit(sandbox: Sandbox, allowed: Allowed): string[] {
  return sandbox.platforms.flatMap(({ name, journal }) => [
    ...(journal.refreshReuse() > 0 && !allowed.reuse ? [`${name}: a refresh token was used twice`] : []),
    ...(journal.codeReuse() > 0 && !allowed.reuse ? [`${name}: a code was used twice`] : []),
    ...(journal.tokensInUrl() > 0 ? [`${name}: a token stood in a URL`] : []),
  ])
}
