// Signing out: in every tab, at the provider, and for good. Also when the provider is away, while a renewal is under way, and when
// it is not me but somebody else who takes over the browser.
import { chromium, type LaunchOptions, type Page } from 'playwright/test'
import { findWholeChromium } from './chromium.ts'
import { expect, test } from './test.ts'
import { asked, door, expectInside, expectSignIn, heading, persona, signIn, signOut } from './steps.ts'

const out = 'You are signed out'

const kept = (page: Page) =>
  page.evaluate(() =>
    [...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie].join(' '),
  )

/** A browser with its back/forward cache, which Playwright switches off otherwise; `restored` tells whether it was used. */
async function withMemory(options: LaunchOptions, baseURL: string) {
  const executablePath = findWholeChromium()
  const browser = await chromium.launch({
    ...options,
    ...(executablePath && { executablePath }),
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  })
  const context = await browser.newContext({ baseURL })
  const page = await context.newPage()
  await page.addInitScript(() => {
    window.addEventListener('pageshow', ({ persisted }) => {
      if (persisted) sessionStorage.setItem('test.restored', 'yes')
    })
  })
  const restored = () => page.evaluate(() => sessionStorage.getItem('test.restored'))
  return { page, restored, close: () => browser.close() }
}

test('ends the session in every tab within two seconds, and at the provider', async ({ page, platform }) => {
  await signIn(page, platform, 'admin', '/session')
  const others = [await page.context().newPage(), await page.context().newPage()]
  for (const other of others) {
    await other.goto('/session')
    await expectInside(other, platform)
  }
  await signOut(page)
  for (const other of others) {
    await expect(heading(other, out)).toBeVisible({ timeout: 2000 })
    await expect(other.getByText('You signed out in another tab')).toBeVisible()
    await expect(other.getByText('Ingrid')).toHaveCount(0)
  }
  await expect(heading(page, out)).toBeVisible()
  await expect(page).toHaveURL(/\/signed-out$/)
  await expect.poll(() => asked(platform, 'revoke'), 'every tab revokes its refresh token').toBe(3)
  expect(platform.journal.entries({ operation: 'revoke' }).every(({ status }) => status < 300)).toBe(true)
  for (const tab of [page, ...others]) {
    await tab.reload()
    await expect(heading(tab, out)).toBeVisible()
  }
  await door(page, platform).click()
  await expect(persona(page, 'viewer'), 'the provider asks who it is').toBeVisible()
})

test('leaves nothing behind but the choice of colours', async ({ page, platform }) => {
  await signIn(page, platform, 'admin', '/session')
  await page.getByRole('button', { name: /, your account$/ }).click()
  await page.getByRole('radio', { name: 'Dark' }).check()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(heading(page, out)).toBeVisible()
  expect((await kept(page)).trim()).toMatch(/^gatehouse\.theme( react-router-scroll-positions)?$/)
  expect((await page.context().cookies()).filter(({ name }) => name.includes('session'))).toEqual([])
  expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0)
})

test('shows nothing private when I go back afterwards', async ({ page, platform }) => {
  await signIn(page, platform, 'admin', '/')
  await page.getByRole('link', { name: 'Session', exact: true }).click()
  await expect(heading(page, 'Session')).toBeVisible()
  await signOut(page)
  await expect(heading(page, out)).toBeVisible()
  await page.goBack()
  await expectSignIn(page)
  await expect(page.getByText('Ingrid')).toHaveCount(0)
})

test('shows nothing private when the browser brings a page back from memory', async ({
  platform,
  served,
  launchOptions,
}) => {
  const { page, restored, close } = await withMemory(launchOptions, served.url)
  await signIn(page, platform, 'admin', '/session')
  // Away by hand, so that the document with the session is kept in memory; then it ends in another tab.
  await page.goto(`${platform.origin}/.well-known/openid-configuration`)
  const other = await page.context().newPage()
  await other.goto('/session')
  await expectInside(other, platform)
  await signOut(other)
  await expect(heading(other, out)).toBeVisible()
  await page.evaluate(() => history.back())
  await expect(door(page, platform)).toBeVisible()
  await expect(page.getByText('Ingrid')).toHaveCount(0)
  expect(await restored(), 'the browser did keep the page').toBe('yes')
  await close()
})

test('makes the sign-in button work again on a page that the browser kept in memory', async ({
  platform,
  served,
  launchOptions,
}) => {
  const { page, restored, close } = await withMemory(launchOptions, served.url)
  await page.goto('/')
  await door(page, platform).click()
  await expect(persona(page, 'admin')).toBeVisible()
  await page.evaluate(() => history.back())
  await expect(door(page, platform)).toBeVisible()
  expect(await restored(), 'the browser did keep the page').toBe('yes')
  await signIn(page, platform, 'admin')
  await close()
})

test('is not undone by a renewal that was under way', async ({ page, platform }) => {
  await signIn(page, platform, 'admin', '/session')
  platform.faults.set('refresh', { delay: 1000 })
  await page.getByRole('button', { name: 'Renew now' }).click()
  await signOut(page)
  await expect(heading(page, out)).toBeVisible()
  await page.goto('/session')
  await expectSignIn(page)
  await expect.poll(() => asked(platform, 'refresh')).toBe(1)
  await expectSignIn(page)
})

test('ends here also while the provider is away, and says so', async ({ page, platform }) => {
  await signIn(page, platform, 'admin', '/session')
  for (const operation of ['discovery', 'revoke', 'endSession']) platform.faults.set(operation, 'reset')
  await signOut(page)
  await expect(heading(page, out)).toBeVisible()
  await expect(page.getByText('The provider could not be told')).toBeVisible()
  expect(await kept(page)).not.toMatch(/gatehouse\.session/)
  await page.goto('/session')
  await expectSignIn(page)
})

test('an end of the session that only looks like one is not believed', async ({ page }) => {
  await page.goto('/signed-out?why=<b>evil</b>&returnTo=https://evil.example&state=1')
  await expect(heading(page, out)).toBeVisible()
  await expect(page.getByText('Nothing of your session is left in this browser.')).toBeVisible()
  await expect(page.getByText('evil')).toHaveCount(0)
})

test('somebody else who signs in in another tab ends my session here', async ({ page, platform }) => {
  await signIn(page, platform, 'admin', '/session')
  await platform.sessions.endAll()
  const other = await page.context().newPage()
  await other.goto('/session')
  await expect(persona(other, 'viewer').or(door(other, platform))).toBeVisible()
  if (await door(other, platform).isVisible()) await door(other, platform).click()
  await persona(other, 'viewer').click()
  await expect(other.getByRole('button', { name: 'Mateo Quispe, your account' })).toBeVisible()
  await expect(page.getByText('Somebody else signed in in this browser')).toBeVisible({ timeout: 2000 })
  await expect(heading(page, out)).toBeVisible()
  await expect(page.getByText('Ingrid')).toHaveCount(0)
  await expect(other.getByText('Ingrid')).toHaveCount(0)
  await page.reload()
  await expect(heading(page, out)).toBeVisible()
})
