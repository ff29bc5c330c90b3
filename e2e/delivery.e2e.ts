// How the console reaches the browser: security headers on everything, what may be kept and for how long, nothing of an API in a
// cache, no ties to other windows, and an old tab that meets a new version.
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { preview } from 'vite'
import { heading, openRoles, signIn } from './steps.ts'
import { startSandbox } from './sandbox/sandbox.ts'
import { expect, test } from './test.ts'

test('sends its security headers with everything, and lets only what never changes be kept', async ({
  page,
  platform,
  served,
}) => {
  const seen = new Map<string, Record<string, string>>()
  page.on('response', (response) => {
    const { origin, pathname } = new URL(response.url())
    if (origin === served.url) seen.set(pathname, response.headers())
  })
  await signIn(page, platform, 'admin', '/session')
  await expect(heading(page, 'Session')).toBeVisible()
  expect(seen.size).toBeGreaterThan(8)
  for (const [path, headers] of seen) {
    expect(headers, path).toMatchObject({
      'content-security-policy': expect.stringContaining(
        "default-src 'none'; script-src 'self'; style-src 'self'",
      ),
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'permissions-policy': expect.stringContaining('clipboard-read=()'),
    })
    const policy = headers['content-security-policy'] ?? ''
    expect(policy, path).not.toMatch(/unsafe|\*|data:/)
    expect(policy, path).toContain("frame-ancestors 'none'")
    expect(policy, path).toContain(platform.origin)
    expect(headers['cache-control'], path).toMatch(
      path.startsWith('/assets/') ? /^public, max-age=31536000, immutable$/ : /^no-(cache|store)$/,
    )
  }
})

test('keeps nothing that an API answered in a cache @zitadel', async ({ page, sandbox }) => {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Network.enable')
  const answers: { url: string; cached: boolean; control: string }[] = []
  devtools.on('Network.responseReceived', ({ type, response: { url, fromDiskCache = false, headers } }) => {
    const { origin, pathname } = new URL(url)
    if (type !== 'Preflight' && origin === sandbox.kosmos.origin && !pathname.startsWith('/.well-known/'))
      answers.push({ url, cached: fromDiskCache, control: headers['cache-control'] ?? '' })
  })
  await openRoles(page, sandbox.kosmos)
  await page.reload()
  await expect(page.getByText('All 48 roles')).toBeVisible()
  await page.getByRole('link', { name: 'Session' }).click()
  await expect(heading(page, 'Session')).toBeVisible()
  expect(answers.filter(({ url }) => url.includes('ListProjectRoles'))).toHaveLength(2)
  expect(answers.filter(({ cached }) => cached)).toEqual([])
  const api = answers.filter(({ url }) => /ListProjectRoles|permissions|userinfo|token/.test(url))
  expect(api.filter(({ control }) => !control.includes('no-store'))).toEqual([])
})

test('has no tie to the window that opened it', async ({ page, context, platform, served }) => {
  await page.goto(`${platform.origin}/.well-known/openid-configuration`)
  const opened = context.waitForEvent('page')
  await page.evaluate((url) => void window.open(url, 'console'), served.url)
  const console = await opened
  await expect(heading(console, 'Sign in')).toBeVisible()
  expect(await console.evaluate(() => window.opener)).toBeNull()
  expect(await console.evaluate(() => window.name)).toBe('')
})

test('does not run inside a page of somebody else', async ({ page, platform, served, allowed }) => {
  allowed.console = /frame|Refused to display/i
  await page.goto(`${platform.origin}/.well-known/openid-configuration`)
  await page.evaluate((url) => {
    const frame = document.createElement('iframe')
    frame.src = url
    document.body.append(frame)
  }, served.url)
  await expect.poll(() => page.frames().length).toBe(2)
  await expect.poll(() => page.frames()[1]?.url()).toMatch(/^chrome-error:/)
})

test('says in an old tab that a new version was installed, and goes on after a reload @zitadel', async ({
  browser,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-'))
  const dist = fileURLToPath(new URL('../dist', import.meta.url))
  await cp(dist, join(folder, 'dist'), { recursive: true })
  const server = await preview({
    root: folder,
    configFile: false,
    logLevel: 'silent',
    preview: { port: 0, host: 'localhost' },
  })
  const consoleOrigin = new URL(server.resolvedUrls?.local[0] ?? '').origin
  const sandbox = await startSandbox({ consoleOrigin })
  await writeFile(join(folder, 'dist', 'config.json'), JSON.stringify(sandbox.config))
  const page = await browser.newPage()
  try {
    await signIn(page, sandbox.kosmos, 'admin', `${consoleOrigin}/session`)
    const assets = join(folder, 'dist', 'assets')
    const gone = (await readdir(assets)).filter((file) => /^roles-.*\.js$/.test(file))
    expect(gone.length).toBeGreaterThan(0)
    for (const file of gone) await rm(join(assets, file))
    await page.getByRole('link', { name: 'Roles' }).click()
    await expect(page.getByRole('main')).toContainText('a new version was installed')
    await cp(dist, join(folder, 'dist'), {
      recursive: true,
      filter: (source) => !source.endsWith('config.json'),
    })
    await page.getByRole('button', { name: 'Reload' }).click()
    await expect(page.getByText('All 48 roles')).toBeVisible()
  } finally {
    await page.close()
    await Promise.all([server.close(), sandbox.stop(), rm(folder, { recursive: true })])
  }
})
