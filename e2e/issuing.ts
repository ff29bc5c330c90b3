// What people do with tokens and keys, and what somebody who was handed one does with it, for the browser tests of both.
import type { APIRequestContext, Locator, Page } from 'playwright/test'
import type { PersonaName } from './sandbox/personas.ts'
import type { SandboxPlatform } from './sandbox/sandbox.ts'
import { heading, signIn } from './steps.ts'
import { expect } from './test.ts'

/** Signs in and waits for the list of tokens or of keys. */
export async function openList(
  page: Page,
  platform: SandboxPlatform,
  list: 'Tokens' | 'Keys',
  name: PersonaName = 'admin',
  query = '',
): Promise<void> {
  await signIn(page, platform, name, `/${list.toLowerCase()}${query}`)
  await expect(heading(page, list)).toBeVisible()
}

/** Opens the form for a new one, from the list that is shown. */
export async function openForm(page: Page, what: 'token' | 'key'): Promise<Locator> {
  await page
    .getByRole('link', { name: `Create ${what}`, exact: true })
    .first()
    .click()
  const form = page.getByRole('dialog', { name: `Create ${what}` })
  await expect(form).toBeVisible()
  return form
}

/** Chooses the account whose it is to be. */
export async function chooseAccount(form: Locator, name: string): Promise<void> {
  const other = form.getByRole('radio', { name: 'A service account’s' })
  if ((await other.count()) > 0) await other.check()
  await form.getByRole('textbox', { name: 'Account' }).fill(name)
  await form.getByRole('button', { name, exact: true }).click()
  await expect(form.getByText(`Owner: ${name}`)).toBeVisible()
}

/** The dialog that shows a value once. */
export const secretDialog = (page: Page, title: string): Locator =>
  page.getByRole('dialog', { name: title, exact: true })

/** Reads the value in the form of that name; `only` where there is no other form. */
export async function revealed(dialog: Locator, form: string, only = false): Promise<string> {
  if (!only) await dialog.getByRole('radio', { name: form, exact: true }).check()
  await dialog.getByRole('button', { name: 'Reveal' }).click()
  const text = await dialog.getByRole('region', { name: form, exact: true }).innerText()
  await dialog.getByRole('button', { name: 'Hide' }).click()
  return text.trim()
}

/** Says that it is stored and closes the dialog. */
export async function store(dialog: Locator): Promise<void> {
  await dialog.getByRole('checkbox', { name: 'I have stored it' }).check()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(dialog).toBeHidden()
}

/** Who the provider takes the bearer of a value for; null where it refuses it. */
export async function bearerOf(
  request: APIRequestContext,
  platform: SandboxPlatform,
  value: string,
): Promise<string | null> {
  const answer = await request.get(`${platform.origin}/oidc/v1/userinfo`, {
    headers: { authorization: `Bearer ${value}` },
  })
  if (!answer.ok()) return null
  const { sub }: { sub?: unknown } = await answer.json()
  return typeof sub === 'string' ? sub : null
}
