// Browsers and hosts that stop what signing in needs: a policy that blocks the worker or the connection, a blocked window, blocked
// storage, a foreign frame, a browser that is too old. Each ends on a page that names the cause.
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname } from 'node:path'
import { expect, test } from './test.ts'
import { door, expectSignIn, heading, persona, signIn } from './steps.ts'
import { listen } from './sandbox/http.ts'
import { startSandbox, type Sandbox } from './sandbox/sandbox.ts'
import { originsOf } from '../src/config.ts'
import { securityHeaders } from '../src/headers.ts'

const types: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.html': 'text/html',
  '.svg': 'image/svg+xml',
}
const dist = new URL('../dist/', import.meta.url)

/** Serves the build as a host would that changed the policy, with providers that know this host. */
async function serveWith(change: (policy: string) => string) {
  const listener = await listen('localhost', 0)
  const url = `http://localhost:${listener.port}`
  const sandbox: Sandbox = await startSandbox({ consoleOrigin: url })
  const headers = securityHeaders(originsOf(sandbox.config))
  headers['Content-Security-Policy'] = change(headers['Content-Security-Policy'] ?? '')
  listener.serve((request, response) => {
    const { pathname } = new URL(request.url ?? '/', url)
    if (pathname === '/config.json') {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(sandbox.config))
      return
    }
    const file = extname(pathname) === '' ? 'index.html' : `.${pathname}`
    readFile(new URL(file, dist)).then(
      (body) => response.writeHead(200, { ...headers, 'content-type': types[extname(file)] ?? '' }).end(body),
      () => response.writeHead(404).end(),
    )
  })
  return { url, sandbox, close: () => Promise.all([listener.stop(), sandbox.stop()]) }
}

for (const [what, change, words] of [
  ['the worker', (policy: string) => policy.replace("worker-src 'self'", "worker-src 'none'"), 'worker-src'],
  [
    'the provider',
    (policy: string) => policy.replace(/connect-src [^;]+/, "connect-src 'self'"),
    /connect-src|cannot be reached/,
  ],
] as const)
  test(`a policy that blocks ${what} is named within 15 seconds @auth0`, async ({ browser }) => {
    const { url, sandbox, close } = await serveWith(change)
    const page = await browser.newPage()
    await page.goto(url)
    await door(page, sandbox.acme).click()
    await expect(page.getByRole('alert').filter({ hasText: words })).toBeVisible({ timeout: 15_000 })
    await expect(page).toHaveURL(`${url}/`)
    expect(sandbox.acme.journal.entries({ operation: 'authorize' })).toEqual([])
    await page.close()
    await close()
  })

test('the same host with the right policy lets me in @auth0', async ({ browser }) => {
  const { url, sandbox, close } = await serveWith((policy) => policy)
  const page = await browser.newPage()
  await signIn(page, sandbox.acme, 'admin', url)
  await page.close()
  await close()
})

test('a blocked window is explained, and nothing is lost', async ({ page, platform }) => {
  await page.addInitScript(() => {
    window.open = () => null
  })
  platform.settings.accessTokenSeconds = 300
  await page.clock.install()
  await signIn(page, platform, 'admin', '/session')
  // Nothing is under way any more that a leap of the provider's clock could overtake.
  await page.waitForLoadState('networkidle')
  await platform.sessions.revokeRefreshTokens()
  await platform.sessions.endAll()
  platform.clock.advance('6m')
  await page.clock.fastForward('06:00')
  const over = page.getByRole('dialog', { name: 'Your session is over' })
  await over.getByRole('button', { name: 'Sign in again' }).click()
  await expect(
    over.getByRole('alert').filter({ hasText: 'did not let this page open a window' }),
  ).toBeVisible()
  await over.getByRole('button', { name: 'Leave this page' }).click()
  await expect(persona(page, 'admin').or(door(page, platform))).toBeVisible()
})

test('blocked storage is explained before anything is tried', async ({ page, platform }) => {
  await page.addInitScript(() => {
    const blocked = { get: () => Promise.reject(new Error('not used')) }
    blocked.get = () => {
      throw new DOMException('Access is denied for this document.', 'SecurityError')
    }
    Object.defineProperty(window, 'localStorage', blocked)
    Object.defineProperty(window, 'sessionStorage', blocked)
  })
  await page.goto('/session')
  await expect(heading(page, 'Gatehouse cannot run here')).toBeVisible()
  await expect(page.getByText('This browser blocks storage for this site')).toBeVisible()
  expect(platform.journal.entries()).toEqual([])
  await page.close()
})

test('a browser that is too old is told so', async ({ page }) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(HTMLElement.prototype, 'popover')
  })
  await page.goto('/')
  await expect(heading(page, 'Gatehouse cannot run here')).toBeVisible()
  await expect(page.getByText('This browser is too old')).toBeVisible()
})

test('another site cannot show the console in a frame', async ({ page, served, allowed, platform }) => {
  allowed.console = /Asked a stranger|frame-ancestors|Refused to (display|frame)|X-Frame-Options|Framing/i
  const server = createServer((_, response) =>
    response.setHeader('content-type', 'text/html').end(`<iframe src="${served.url}/"></iframe>`),
  )
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await page.goto(`http://127.0.0.1:${port}/`)
  const framed = page.frameLocator('iframe').getByRole('button', { name: `Sign in to ${platform.name}` })
  await expect(framed).toHaveCount(0)
  expect(page.frames()[1]?.url()).toMatch(/^chrome-error:|^about:blank$/)
  await page.goto('/')
  await expectSignIn(page)
  server.close()
})
