// The list of accounts: what each has to act with and when that ends first, found, put in order and paged by what the address says;
// and why there is nothing, or not everything.
import type { Locator, Page } from 'playwright/test'
import { paths } from '../src/paths.ts'
import { credentialWorldOf } from './credential-worlds.ts'
import type { PersonaName } from './sandbox/personas.ts'
import type { SandboxPlatform } from './sandbox/sandbox.ts'
import { special } from './sandbox/zitadel/seed-people.ts'
import { expectOff, heading, signIn } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'

const table = (page: Page) => page.getByRole('table', { name: 'Accounts' })
const line = (page: Page, name: string): Locator =>
  table(page)
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name, exact: true }) })
const names = (page: Page) => table(page).getByRole('rowheader').getByRole('link').allInnerTexts()
const search = (page: Page) => page.getByRole('searchbox', { name: 'Search accounts' })

async function open(page: Page, platform: SandboxPlatform, name: PersonaName = 'admin', query = '') {
  await signIn(page, platform, name, `/accounts${query}`)
  await expect(heading(page, 'Accounts')).toBeVisible()
}

test('lists every account with what it has', async ({ page, platform, sandbox, vendor }) => {
  const world = credentialWorldOf(sandbox, vendor)
  await open(page, platform)
  await expect(page.getByText(`All ${world.accounts().length} accounts`)).toBeVisible()
  await expect(line(page, world.busy)).toContainText(vendor === 'acme' ? '2 keys' : '3 tokens')
  await expect(line(page, world.secretive)).toContainText('1 secret')
  await expect(line(page, world.secretive)).toContainText('never ends')
  await expectAccessible(page)
  await page.getByRole('link', { name: world.busy, exact: true }).click()
  await expect(heading(page, world.busy)).toBeFocused()
})

test('says how soon the first credential ends, and what gives nothing @zitadel', async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox.kosmos)
  await expect(line(page, 'CI runner')).toContainText('in 4 days')
  // Twelve hours are near enough to be told in hours, and what never ends is not forgotten over it.
  await expect(line(page, 'Maria (bot)')).toContainText(/in 11 hours.*1 never ends/)
  await expect(line(page, 'Metrics exporter')).toContainText('2 keys')
  await expect(line(page, 'Old importer')).toContainText(/Disabled.*1 token.*giving nothing now/)
  await expect(line(page, 'Experiment')).toContainText('none')
})

test('searches, sorts and pages by the address', async ({ page, platform, sandbox, vendor }) => {
  const world = credentialWorldOf(sandbox, vendor)
  world.addAccounts(30)
  await open(page, platform)
  await search(page).fill(world.crowd)
  await expect(page.getByText(`30 of ${world.accounts().length} match`)).toBeVisible()
  expect(await names(page)).toHaveLength(25)
  await page.getByRole('link', { name: 'Page 2' }).click()
  await expect(page.getByText('26 to 30 of 30')).toBeVisible()
  await expect(page).toHaveURL(/[?&]page=2/)
  expect(await names(page)).toEqual([26, 27, 28, 29, 30].map(world.nth))
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('link').click()
  await expect(line(page, world.nth(30))).toBeVisible()
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'descending')
  await page.reload()
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'descending')
  expect((await names(page))[0]).toBe(world.nth(30))
  await expect(search(page)).toHaveValue(world.crowd)
})

test('puts what ends first on top @zitadel', async ({ page, sandbox }) => {
  await open(page, sandbox.kosmos, 'admin', '?sort=ends')
  await expect(line(page, 'CI runner')).toContainText('3 tokens')
  const order = await names(page)
  expect(order.slice(0, 2).toSorted()).toEqual(['CRM sync', 'Maria (bot)'])
  expect(order.at(-1)).toBe('Experiment')
})

test('shows only those of a state, and says so when there is none @zitadel', async ({ page, sandbox }) => {
  await open(page, sandbox.kosmos)
  // It is checked once the address says so.
  await page.getByRole('radio', { name: 'Disabled' }).click()
  await expect(page.getByText('1 of 8 match')).toBeVisible()
  expect(await names(page)).toEqual(['Old importer'])
  await expect(page).toHaveURL(/[?&]show=disabled/)
  sandbox.kosmos.world.removeAccount(special.importer)
  await page.reload()
  await expect(page.getByText('No account is disabled')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Show all accounts' }).click()
  await expect(page.getByText('All 7 accounts')).toBeVisible()
})

test('has no state where accounts cannot be disabled @auth0', async ({ page, sandbox }) => {
  await open(page, sandbox.acme)
  await expect(page.getByRole('radio', { name: 'Disabled' })).toHaveCount(0)
  await expect(page.getByRole('columnheader', { name: 'State' })).toHaveCount(0)
  await expect(page.getByRole('button', { name: /^Disable/ })).toHaveCount(0)
})

// At Acme the gateway's own application is always there.
test('says so when there is no account yet, and where to begin @zitadel', async ({ page, sandbox }) => {
  const world = credentialWorldOf(sandbox, 'kosmos')
  for (const { id } of world.accounts()) world.removeAccount(id)
  await open(page, sandbox.kosmos)
  await expect(page.getByText('No accounts yet')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('main').getByRole('link', { name: 'Create account' }).last().click()
  await expect(page.getByRole('dialog', { name: 'Create account' })).toBeVisible()
})

test('says so when nothing matches, and takes me back to all', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = credentialWorldOf(sandbox, vendor)
  await open(page, platform, 'admin', '?q=nobody-is-called-so')
  await expect(page.getByText('No account matches “nobody-is-called-so”')).toBeVisible()
  await page.getByRole('link', { name: 'Clear the search' }).click()
  await expect(page.getByText(`All ${world.accounts().length} accounts`)).toBeVisible()
})

test('says so when the accounts cannot be read, and shows them once they can', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = credentialWorldOf(sandbox, vendor)
  platform.faults.set(world.operations.list, 501)
  await signIn(page, platform, 'admin', '/accounts')
  await expect(heading(page, /^(No answer|An answer that cannot be read)$/)).toBeVisible()
  await expect(page.getByText('No accounts yet')).toHaveCount(0)
  platform.faults.clear()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText(`All ${world.accounts().length} accounts`)).toBeVisible()
})

test('shows none to somebody without the right to read them', async ({ page, platform }) => {
  await signIn(page, platform, 'guest', '/accounts')
  await expect(heading(page, 'This page is not for your account')).toBeVisible()
})

test('counts at least what could be read when not all credentials could', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = credentialWorldOf(sandbox, vendor)
  platform.faults.set(world.operations.listKeys, 501)
  await open(page, platform)
  await expect(page.getByText('Not all credentials could be read')).toBeVisible()
  await expect(page.getByText('The numbers say how many there are at least.')).toBeVisible()
  await expect(line(page, world.bare)).toContainText(/none that could be read|at least/)
  await expectAccessible(page)
})

test('says so when no credential can be read, and reads them when asked again', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = credentialWorldOf(sandbox, vendor)
  platform.faults.set(world.operations.listKeys, 501)
  if (world.operations.listTokens !== undefined) platform.faults.set(world.operations.listTokens, 501)
  await open(page, platform)
  await expect(page.getByText(/^(Not all credentials|The credentials) could(?: not)? be read$/)).toBeVisible()
  await expect(line(page, world.busy)).not.toContainText(/\d (keys|tokens)/)
  await expect(line(page, world.busy)).not.toContainText(/none$/)
  platform.faults.clear()
  await page.reload()
  await expect(line(page, world.busy)).toContainText(/\d (keys|tokens)/)
})

test('a viewer sees everything, and each control that is off names its right', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = credentialWorldOf(sandbox, vendor)
  await open(page, platform, 'viewer')
  await expect(line(page, world.busy)).toContainText(/\d (keys|tokens)/)
  const write = vendor === 'acme' ? /^Needs create:clients\./ : /^Needs user\.write\./
  await expectOff(page.getByRole('link', { name: 'Create account' }), write)
  const edit = vendor === 'acme' ? /^Needs update:clients\./ : /^Needs user\.write\./
  await expectOff(line(page, world.busy).getByRole('link', { name: /^Edit/ }), edit)
  const remove = vendor === 'acme' ? /^Needs delete:clients\./ : /^Needs user\.delete\./
  await expectOff(line(page, world.busy).getByRole('button', { name: /^Delete/ }), remove)
})

test('what is not changed here says why @auth0', async ({ page, sandbox }) => {
  await open(page, sandbox.acme)
  const reason = /^This application may use Auth0’s Management API/
  await expectOff(line(page, 'Terraform').getByRole('link', { name: /^Edit/ }), reason)
  await expectOff(line(page, 'Terraform').getByRole('button', { name: /^Delete/ }), reason)
  await page.goto(
    paths.editAccount(sandbox.acme.world.clients().find(({ name }) => name === 'Terraform')?.id ?? ''),
  )
  const dialog = page.getByRole('dialog', { name: 'Edit account Terraform' })
  await expect(dialog).toContainText('This account is not changed here')
  await expect(dialog.getByRole('textbox')).toHaveCount(0)
})

test('everything can be done with the keyboard @zitadel', async ({ page, sandbox }) => {
  await open(page, sandbox.kosmos, 'admin', '?q=experiment')
  await expect(line(page, 'Experiment')).toBeVisible()
  await search(page).focus()
  const disable = page.getByRole('button', { name: 'Disable Experiment (experiment)' })
  for (let steps = 0; steps < 30; steps += 1) {
    if (await disable.evaluate((button) => button === document.activeElement)) break
    await page.keyboard.press('Tab')
  }
  await expect(disable).toBeFocused()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Disable Experiment?' })
  await expect(dialog).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(disable).toBeFocused()
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: 'Disable account' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Enable Experiment (experiment)' })).toBeVisible()
  await expect(line(page, 'Experiment')).toContainText('Disabled')
})
