import { chromium } from 'playwright'
import axe from 'axe-core'
import { expect, test } from 'vitest'
import { startConsole } from './vite.ts'

test.each(['localhost', '127.0.0.1'] as const)(
  'browser %s',
  async (host) => {
    const served = await startConsole({ port: 0, host })
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium' })
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await (
        await browser.newContext({ colorScheme, viewport: { width: 390, height: 780 } })
      ).newPage()
      page.on('console', (m) => console.log(m.type(), m.text().slice(0, 200)))
      page.on('response', (r) => r.status() >= 400 && console.log(r.status(), r.url().slice(0, 100)))
      const { flow, redirectUri } = await import('./visitor.ts')
      const f = await flow(served.sandbox.acme, 'openid offline_access', {
        redirect_uri: `${served.url}/auth/callback/acme`,
      })
      await page.goto(f.url)
      await page.screenshot({ path: `/tmp/shots/${host}-${colorScheme}.png` })
      await page.evaluate(axe.source)
      const result: any = await page.evaluate('axe.run()')
      console.log(
        'axe',
        result.violations.map((v: any) => v.id + ' ' + v.nodes.map((n: any) => n.html)),
      )
      expect(await page.getByRole('button', { name: 'admin', exact: true }).count()).toBe(1)
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    }
    const page = await (await browser.newContext()).newPage()
    page.on('console', (m) => console.log(m.type(), m.text().slice(0, 300)))
    page.on('pageerror', (e) => console.log('pageerror', e.message))
    await page.goto(served.url)
    await page.waitForTimeout(1500)
    console.log(await page.locator('body').innerText())
    for (const name of ['Acme', 'KtrlPlane']) {
      const page = await (await browser.newContext()).newPage()
      page.on('console', (m) => console.log(m.type(), m.text().slice(0, 300)))
      await page.goto(served.url)
      await page.waitForTimeout(800)
      const b = page
        .getByRole('button', { name: new RegExp(name) })
        .or(page.getByRole('link', { name: new RegExp(name) }))
        .first()
      if (!(await b.count())) {
        console.log('no entry', name)
        continue
      }
      await b.click()
      await page.waitForTimeout(1500)
      console.log(name, page.url().slice(0, 80))
      const admin = page.getByRole('button', { name: 'admin', exact: true })
      if (await admin.count()) await admin.click()
      await page.waitForTimeout(2500)
      await page.reload()
      await page.waitForTimeout(2500)
      console.log(name, page.url(), (await page.locator('body').innerText()).slice(0, 300))
      const p = name === 'KtrlPlane' ? served.sandbox.ktrlplane : served.sandbox.acme
      console.log(
        p.journal.entries().map((e) => `${e.method} ${e.path} ${e.status} ${e.operation}`),
        p.journal.refreshReuse(),
        p.journal.tokensInUrl(),
      )
      await page.context().clearCookies()
    }
    await browser.close()
    await served.close()
  },
  60000,
)

test('chromium does not re-send', async () => {
  const served = await startConsole({ port: 0 })
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium' })
  const page = await browser.newPage()
  await page.goto(`${served.url}/favicon.svg`)
  const { kosmos } = served.sandbox
  await page.route('**/*', (r) => r.continue())
  await page
    .evaluate((o) => fetch(o + '/oauth/v2/keys').then((r) => r.text()), kosmos.origin)
    .catch((e) => console.log(e.message))
  kosmos.faults.set('token', 'reset')
  const r = await page.evaluate(
    (o) =>
      fetch(o + '/oauth/v2/token', {
        method: 'POST',
        body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'x' }),
      }).then(String, String),
    kosmos.origin,
  )
  console.log(r, kosmos.journal.tokenRequests().length, kosmos.journal.entries().length)
  await browser.close()
  await served.close()
}, 30000)
