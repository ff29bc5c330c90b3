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
