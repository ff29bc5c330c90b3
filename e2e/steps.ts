// The vocabulary of the browser tests: what people do and see, by roles and accessible names only.
import { expect, type Locator, type Page } from 'playwright/test'
import type { PersonaName } from './sandbox/personas.ts'
import type { SandboxPlatform } from './sandbox/sandbox.ts'

/** Signs in from wherever the page is, or from `path`, and waits until the console shows a page. */
export async function signIn(
  page: Page,
  platform: SandboxPlatform,
  persona: PersonaName,
  path?: string,
): Promise<void> {
  if (path !== undefined) await page.goto(path)
  await page.getByRole('button', { name: `Sign in to ${platform.name}`, exact: true }).click()
  await page.getByRole('button', { name: persona, exact: true }).click()
  await expectInside(page, platform)
}

/** The frame of the console is there: somebody is signed in at the platform. */
export async function expectInside(page: Page, platform: SandboxPlatform): Promise<void> {
  await expect(page.getByRole('button', { name: `Platform: ${platform.name}` })).toBeVisible()
}

/** The way in is there: nobody is signed in. */
export async function expectSignIn(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: /^Sign in to / }).first()).toBeVisible()
}

export const heading = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('heading', { level: 1, name })

export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /, your account$/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
}

/** One row of the table of that name, by the text of its row header. */
export const row = (page: Page, table: string, key: string): Locator =>
  page
    .getByRole('table', { name: table })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: key, exact: true }) })

export const toast = (page: Page, text: string | RegExp): Locator =>
  page.getByRole('status').or(page.getByRole('alert')).filter({ hasText: text })

/** The button that leads to the provider of that platform. */
export const door = (page: Page, { name }: { name: string }): Locator =>
  page.getByRole('button', { name: `Sign in to ${name}`, exact: true })

/** On the provider's own page: one of the people who may sign in, or `Deny`. */
export const persona = (page: Page, name: PersonaName | 'Deny'): Locator =>
  page.getByRole('button', { name, exact: true })

/** Goes as far as the provider's sign-in page. Resolves with the authorization request that was made. */
export async function leave(page: Page, platform: SandboxPlatform, path = '/'): Promise<URL> {
  const asked = page.waitForRequest((request) => new URL(request.url()).pathname.endsWith('/authorize'))
  await page.goto(path)
  await door(page, platform).click()
  await expect(persona(page, 'admin')).toBeVisible()
  return new URL((await asked).url())
}

/** Makes a browser forget everything, as a person without any history. */
export async function forgetEverything(page: Page): Promise<void> {
  await page.context().clearCookies()
  await page.evaluate(() => {
    localStorage.clear()
    sessionStorage.clear()
  })
}

/** How often the provider was asked for tokens in that way, whatever it answered. */
export const asked = (platform: SandboxPlatform, operation: 'exchange' | 'refresh' | 'revoke'): number =>
  platform.journal.entries({ operation, method: 'POST' }).length

/** Signs in and waits for the list of roles, in the order and on the page that the query says. */
export async function openRoles(
  page: Page,
  platform: SandboxPlatform,
  name: PersonaName = 'admin',
  query = '',
): Promise<void> {
  await signIn(page, platform, name, `/roles${query}`)
  await expect(heading(page, 'Roles')).toBeVisible()
}

/** What the row headers of the table of that name say, from top to bottom. */
export const rowHeaders = async (page: Page, table: string): Promise<string[]> => {
  const headers = await page.getByRole('table', { name: table }).getByRole('rowheader').allInnerTexts()
  return headers.map((text) => text.trim())
}

/** The window was away for so long, in seconds, and is looked at again. Needs `page.clock.install()` before. */
export async function comeBackAfter(page: Page, seconds: number): Promise<void> {
  await page.clock.fastForward(seconds * 1000)
  await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
}

/** The control is off, stays reachable, and says why to pointer, keyboard and screen reader. */
export async function expectOff(control: Locator, reason: RegExp): Promise<void> {
  const tip = control.page().getByText(reason).filter({ visible: true })
  await expect(control).toBeDisabled()
  await expect(control).toHaveAccessibleDescription(reason)
  // Focus that a closed dialog gave back came before the control was off.
  await control.blur()
  await control.focus()
  await expect(tip).toHaveCount(1)
  await control.blur()
  await expect(tip).toHaveCount(0)
  await control.hover()
  await expect(tip).toHaveCount(1)
}

/** Nothing is under way any more that a leap of the provider's clock could overtake. */
export async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('region', { name: 'Userinfo' })).toContainText('All other claims')
  await page.waitForLoadState('networkidle')
}

/** From the next page on: what was copied last. */
export async function watchCopies(page: Page): Promise<() => string> {
  let copied = ''
  await page.context().grantPermissions(['clipboard-write'])
  // The console forbids itself to read the clipboard, so that what goes in is looked at on its way.
  await page.exposeFunction('onCopied', (text: string) => (copied = text))
  await page.addInitScript(() => {
    const { clipboard } = navigator
    const write = clipboard.writeText.bind(clipboard)
    clipboard.writeText = async (text) => {
      await write(text)
      await Reflect.apply(Reflect.get(window, 'onCopied'), window, [text])
    }
  })
  return () => copied
}
