// The one dialog that shows values once: hidden until somebody asks, not to be lost by a slip of the hand, and gone when it closes.
import type { Locator, Page } from 'playwright/test'
import { credentialWorldOf } from './credential-worlds.ts'
import { chooseAccount, openForm, openList, revealed, secretDialog, store } from './issuing.ts'
import type { MountedSandbox } from './sandbox/vite.ts'
import { inMemory, placesOf } from './secrets.ts'
import { heading, persona, signOut, watchCopies } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'

const asking = (page: Page) => page.getByRole('dialog', { name: 'You will not see this again' })
const shownToken = (page: Page) => secretDialog(page, 'Token Once only')
const stored = (dialog: Locator) => dialog.getByRole('checkbox', { name: 'I have stored it' })

/** Makes a token of one's own, or of an account where people can have none; its dialog is open. */
async function issue(page: Page, sandbox: MountedSandbox, vendor: 'kosmos' | 'acme'): Promise<Locator> {
  await openList(page, sandbox[vendor], 'Tokens')
  const form = await openForm(page, 'token')
  if (vendor === 'kosmos') await chooseAccount(form, credentialWorldOf(sandbox, vendor).busy)
  else await form.getByRole('checkbox').first().check()
  await form.getByRole('textbox', { name: 'Name' }).fill('Once only')
  await form.getByRole('button', { name: 'Create token' }).click()
  const dialog = shownToken(page)
  await expect(dialog).toBeVisible()
  await expect(form).toBeHidden()
  return dialog
}

test('shows a value only when I ask, copies it, and offers it to no password manager', async ({
  page,
  sandbox,
  vendor,
}) => {
  const copied = await watchCopies(page)
  const dialog = await issue(page, sandbox, vendor)
  await expect(dialog.getByRole('region', { name: 'Token, hidden' })).toHaveText(/^•+$/)
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click()
  await expect(dialog.getByText('Copied', { exact: true })).toBeVisible()
  expect(copied().length).toBeGreaterThan(20)
  expect(await placesOf(page, copied()), 'copied without being shown').toEqual([])

  await dialog.getByRole('button', { name: 'Reveal' }).click()
  await expect(dialog.getByRole('region', { name: 'Token', exact: true })).toHaveText(copied())
  await expectAccessible(page)
  expect(await placesOf(page, copied())).toEqual(['the document', 'the text on screen'])
  // Nothing but the box to tick could be filled in.
  await expect(dialog.locator('input:not([type=checkbox]), textarea, form, [autocomplete]')).toHaveCount(0)
  await dialog.getByRole('button', { name: 'Hide' }).click()
  expect(await placesOf(page, copied())).toEqual([])
  await store(dialog)
})

test('a clipboard that refuses is no success', async ({ page, sandbox, vendor }) => {
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('Refused', 'NotAllowedError'))
  })
  const dialog = await issue(page, sandbox, vendor)
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click()
  await expect(page.getByText('The browser refused the clipboard.')).toBeVisible()
  await expect(dialog.getByText('Copied', { exact: true })).toHaveCount(0)
  await expect(stored(dialog)).not.toBeChecked()
})

const ways: [string, (page: Page) => Promise<unknown>][] = [
  ['Done', (page) => shownToken(page).getByRole('button', { name: 'Done' }).click()],
  ['the cross', (page) => shownToken(page).getByRole('button', { name: 'Close' }).click()],
  ['Esc', (page) => page.keyboard.press('Escape')],
  ['a click beside it', (page) => page.mouse.click(5, 300)],
  ['Back', (page) => page.evaluate(() => history.back())],
]

test('every way out asks while nobody said that it is stored', async ({ page, sandbox, vendor }) => {
  const dialog = await issue(page, sandbox, vendor)
  for (const [what, out] of ways) {
    await out(page)
    await expect(asking(page), what).toBeVisible()
    if (what === 'Done') await expectAccessible(page)
    if (what === 'Esc') await page.keyboard.press('Escape')
    else await asking(page).getByRole('button', { name: 'Keep it open' }).click()
    await expect(asking(page)).toBeHidden()
    await expect(dialog).toBeVisible()
  }
  expect((await revealed(dialog, 'Token', true)).length).toBeGreaterThan(20)
  await expect(heading(page, 'Tokens')).toBeVisible()
  await stored(dialog).check()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(asking(page)).toBeHidden()
})

test('when it is closed the value is nowhere any more', async ({ page, sandbox, vendor }) => {
  const said: string[] = []
  page.on('console', (message) => said.push(message.text()))
  const dialog = await issue(page, sandbox, vendor)
  const value = await revealed(dialog, 'Token', true)
  await dialog.getByRole('button', { name: 'Reveal' }).click()
  await dialog.getByRole('button', { name: 'Test it now' }).click()
  await expect(dialog.getByText('It works')).toBeVisible()
  expect(await inMemory(page, value), 'it can be found while it is shown').toBeGreaterThan(0)
  await page.keyboard.press('Escape')
  await asking(page).getByRole('button', { name: 'Close anyway' }).click()
  await expect(dialog).toBeHidden()
  await expect.poll(() => placesOf(page, value), { timeout: 1000 }).toEqual([])
  await expect.poll(() => inMemory(page, value), { timeout: 15_000 }).toBe(0)
  expect(said.filter((text) => text.includes(value))).toEqual([])
})

test('the browser asks before a reload loses it', async ({ page, sandbox, vendor }) => {
  const asked: string[] = []
  page.on('dialog', (dialog) => {
    asked.push(dialog.type())
    void dialog.dismiss()
  })
  const dialog = await issue(page, sandbox, vendor)
  await page.evaluate(() => location.reload())
  await expect.poll(() => asked).toEqual(['beforeunload'])
  await expect(dialog).toBeVisible()
  await stored(dialog).check()
  await page.reload()
  await expect(heading(page, 'Tokens')).toBeVisible()
  await expect(dialog).toBeHidden()
  expect(asked).toEqual(['beforeunload'])
})

test('Back goes back once I give the value up', async ({ page, sandbox, vendor }) => {
  const dialog = await issue(page, sandbox, vendor)
  const value = await revealed(dialog, 'Token', true)
  await page.evaluate(() => history.back())
  await asking(page).getByRole('button', { name: 'Close anyway' }).click()
  await expect(dialog).toBeHidden()
  await expect.poll(() => placesOf(page, value), { timeout: 1000 }).toEqual([])
})

test('nothing that happens to the page behind it takes it away', async ({
  page,
  sandbox,
  vendor,
  platform,
}) => {
  const dialog = await issue(page, sandbox, vendor)
  const value = await revealed(dialog, 'Token', true)
  await dialog.getByRole('button', { name: 'Reveal' }).click()
  const { list } = credentialWorldOf(sandbox, vendor).operations
  // Everything is read again when the window is looked at, and part of it fails.
  platform.faults.set(list, 503)
  await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
  await page.evaluate(() => window.dispatchEvent(new Event('online')))
  await page.setViewportSize({ width: 390, height: 700 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect(dialog.getByRole('region', { name: 'Token', exact: true })).toHaveText(value)
  await expectAccessible(page)
})

test('a session that ends leaves it until I have signed in again', async ({
  page,
  sandbox,
  vendor,
  platform,
}) => {
  platform.settings.accessTokenSeconds = 300
  await page.clock.install()
  const dialog = await issue(page, sandbox, vendor)
  const value = await revealed(dialog, 'Token', true)
  await page.waitForLoadState('networkidle')
  await platform.sessions.revokeRefreshTokens()
  await platform.sessions.endAll()
  platform.clock.advance(360_000)
  await page.clock.fastForward(360_000)
  const over = page.getByRole('dialog', { name: 'Your session is over' })
  const popup = page.waitForEvent('popup')
  await over.getByRole('button', { name: 'Sign in again' }).click()
  await persona(await popup, 'admin').click()
  await expect(over).toBeHidden()
  expect(await revealed(dialog, 'Token', true)).toBe(value)
  await store(dialog)
})

test('signing out in another tab wipes it, without asking', async ({ page, sandbox, vendor, platform }) => {
  const dialog = await issue(page, sandbox, vendor)
  const value = await revealed(dialog, 'Token', true)
  await dialog.getByRole('button', { name: 'Reveal' }).click()
  const other = await page.context().newPage()
  await other.goto('/session')
  await expect(other.getByRole('button', { name: `Platform: ${platform.name}` })).toBeVisible()
  await signOut(other)
  await expect(heading(page, 'You are signed out')).toBeVisible()
  await expect(dialog).toBeHidden()
  expect(await placesOf(page, value)).toEqual([])
})

test('a test that fails says why, and can be stopped', async ({ page, sandbox, vendor }) => {
  const dialog = await issue(page, sandbox, vendor)
  await page.context().setOffline(true)
  await dialog.getByRole('button', { name: 'Test it now' }).click()
  await expect(dialog.getByText('It does not work yet')).toBeVisible()
  await page.context().setOffline(false)
  await dialog.getByRole('button', { name: 'Test it now' }).click()
  await expect(dialog.getByText('It works')).toBeVisible()
  await store(dialog)
})

test('a key has several forms, each hidden again, and is taken along as a file @zitadel', async ({
  page,
  sandbox,
}) => {
  const { kosmos } = sandbox
  // Counts the addresses under which something can be read in this page.
  await page.addInitScript(() => {
    const open = new Set<string>()
    const { createObjectURL, revokeObjectURL } = URL
    const count = () => (document.documentElement.dataset['addresses'] = String(open.size))
    URL.createObjectURL = (object) => {
      const address = createObjectURL(object)
      open.add(address)
      count()
      return address
    }
    URL.revokeObjectURL = (address) => {
      revokeObjectURL(address)
      open.delete(address)
      count()
    }
  })
  await openList(page, kosmos, 'Keys')
  const form = await openForm(page, 'key')
  await chooseAccount(form, credentialWorldOf(sandbox, 'kosmos').bare)
  await form.getByRole('textbox', { name: 'Name' }).fill('Once only')
  await form.getByRole('button', { name: 'Create key' }).click()
  const dialog = secretDialog(page, 'Key Once only')
  const pem = await revealed(dialog, 'Private key (PEM)')
  await dialog.getByRole('button', { name: 'Reveal' }).click()
  await dialog.getByRole('radio', { name: 'Private key (JWK)' }).check()
  await expect(dialog.getByRole('region', { name: 'Private key (JWK), hidden' })).toHaveText(/^•+$/)
  expect(await placesOf(page, pem.split('\n')[3] ?? '')).toEqual([])

  await dialog.getByRole('radio', { name: 'Private key (PEM)' }).check()
  const download = page.waitForEvent('download')
  await dialog.getByRole('button', { name: /^Download .+\.pem$/ }).click()
  const file = await download
  const stream = await file.createReadStream()
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  expect(Buffer.concat(chunks).toString().trim()).toBe(pem)
  expect(file.suggestedFilename()).toMatch(/^[\w.-]+\.pem$/)
  await expect.poll(() => page.evaluate(() => document.documentElement.dataset['addresses'])).toBe('0')
  await expect(dialog.getByText(/^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/)).toBeVisible()
  await store(dialog)
  await expect.poll(() => placesOf(page, pem.split('\n')[3] ?? ''), { timeout: 1000 }).toEqual([])
  await expect.poll(() => inMemory(page, pem.split('\n')[3] ?? ''), { timeout: 15_000 }).toBe(0)
})
