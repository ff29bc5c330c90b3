// Several accounts at once: switched off, switched on and deleted, with what became of each; what failed is tried again, and what may
// not be touched is left alone and told.
import type { Page } from 'playwright/test'
import { paths } from '../src/paths.ts'
import { credentialWorldOf } from './credential-worlds.ts'
import { expectOff, row, signIn } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'

const bar = (page: Page) => page.getByRole('region', { name: 'Selected accounts' })
const dialog = (page: Page, name: RegExp | string) => page.getByRole('dialog', { name })

test('deletes across pages, tells what became of each, and tries again only what failed', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = credentialWorldOf(sandbox, vendor)
  const before = world.accounts().length
  world.addAccounts(27)
  await signIn(page, platform, 'admin', paths.accounts({ search: world.crowd }))
  await page.getByRole('checkbox', { name: 'Select this page' }).check()
  await expect(bar(page)).toContainText('25 accounts selected')
  await bar(page).getByRole('button', { name: 'Select all 27 that match' }).click()
  await bar(page).getByRole('button', { name: 'Delete 27 accounts' }).click()
  const question = dialog(page, 'Delete 27 accounts?')
  await expect(question).toContainText('and 19 more')
  await expectAccessible(page)
  const act = question.getByRole('button', { name: 'Delete 27 accounts' })
  await expectOff(act, /^Type “27 accounts” first\.$/)
  platform.faults.set(world.operations.delete, 400, { times: 1 })
  await question.getByRole('textbox').fill('27 accounts')
  await act.click()
  const run = dialog(page, 'Deleting 27 accounts')
  await expect(run.getByText('26 of 27 accounts deleted, 1 failed.')).toBeVisible()
  await expect(run.getByRole('row').filter({ hasText: 'failed' })).toHaveCount(1)
  await expectAccessible(page)
  expect(world.accounts()).toHaveLength(before + 1)
  const sent = world.sent(world.operations.delete)
  await run.getByRole('button', { name: 'Retry the one that failed' }).click()
  await expect(run.getByText('27 of 27 accounts deleted.')).toBeVisible()
  expect(world.sent(world.operations.delete)).toBe(sent + 1)
  expect(world.accounts()).toHaveLength(before)
  await run.getByRole('button', { name: 'Done' }).click()
  await expect(bar(page)).toHaveCount(0)
})

test('disables and enables several, and leaves alone what is so already @zitadel', async ({
  page,
  sandbox,
}) => {
  const world = credentialWorldOf(sandbox, 'kosmos')
  await signIn(page, sandbox.kosmos, 'admin', paths.accounts())
  for (const label of ['CI runner (ci-runner)', 'Old importer (old-importer)', 'CRM sync (crm-sync)'])
    await page.getByRole('checkbox', { name: `Select ${label}`, exact: true }).check()
  await bar(page).getByRole('button', { name: 'Disable' }).click()
  const question = dialog(page, 'Disable 2 accounts?')
  await expect(question.getByRole('list', { name: 'Accounts to disable' })).toContainText('3 tokens')
  await expect(question.getByRole('list', { name: 'Accounts not touched' })).toContainText(
    'Old importer (old-importer): It is disabled already.',
  )
  await expectAccessible(page)
  sandbox.kosmos.faults.set('deactivateUser', 400, { times: 1 })
  await question.getByRole('button', { name: 'Disable 2 accounts' }).click()
  const run = dialog(page, 'Disabling 2 accounts')
  await expect(run.getByText('1 of 2 accounts disabled, 1 failed.')).toBeVisible()
  await run.getByRole('button', { name: 'Retry the one that failed' }).click()
  await expect(run.getByText('2 of 2 accounts disabled.')).toBeVisible()
  await run.getByRole('button', { name: 'Done' }).click()
  for (const name of ['CI runner', 'CRM sync', 'Old importer'])
    expect(world.account(name).disabled).toBe(true)
  await expect(bar(page)).toContainText('3 accounts selected')
  await expectOff(bar(page).getByRole('button', { name: 'Disable' }), /^None of them is active\.$/)
  await bar(page).getByRole('button', { name: 'Enable' }).click()
  await dialog(page, 'Enable 3 accounts?').getByRole('button', { name: 'Enable 3 accounts' }).click()
  await expect(dialog(page, 'Enabling 3 accounts').getByText('3 of 3 accounts enabled.')).toBeVisible()
  expect(world.account('Old importer').disabled).toBe(false)
})

test('leaves alone what is not changed here @auth0', async ({ page, sandbox }) => {
  const world = credentialWorldOf(sandbox, 'acme')
  await signIn(page, sandbox.acme, 'admin', paths.accounts())
  for (const label of ['Terraform', world.bare])
    await page.getByRole('checkbox', { name: `Select ${label}`, exact: true }).check()
  await bar(page).getByRole('button', { name: 'Delete 2 accounts' }).click()
  const question = dialog(page, 'Delete 1 account?')
  await expect(question.getByRole('list', { name: 'Accounts not touched' })).toContainText(/^Terraform: /)
  await question.getByRole('textbox').fill('1 account')
  await question.getByRole('button', { name: 'Delete 1 account' }).click()
  const run = dialog(page, 'Deleting 1 account')
  await expect(row(page, 'Accounts to delete', world.bare)).toContainText('deleted')
  await run.getByRole('button', { name: 'Done' }).click()
  expect(world.account('Terraform').name).toBe('Terraform')
})

test('ends at the first refusal, which every other one would meet too', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = credentialWorldOf(sandbox, vendor)
  world.addAccounts(3)
  await signIn(page, platform, 'admin', paths.accounts({ search: world.crowd }))
  await page.getByRole('checkbox', { name: 'Select all' }).check()
  await bar(page).getByRole('button', { name: 'Delete 3 accounts' }).click()
  platform.faults.set(world.operations.delete, 403)
  const question = dialog(page, 'Delete 3 accounts?')
  await question.getByRole('textbox').fill('3 accounts')
  await question.getByRole('button', { name: 'Delete 3 accounts' }).click()
  const run = dialog(page, 'Deleting 3 accounts')
  await expect(run.getByText('0 of 3 accounts deleted, 1 failed, 2 not sent.')).toBeVisible()
  platform.faults.clear()
  await run.getByRole('button', { name: 'Delete the rest' }).click()
  await expect(run.getByText('2 of 3 accounts deleted, 1 failed.')).toBeVisible()
  await run.getByRole('button', { name: 'Retry the one that failed' }).click()
  await expect(run.getByText('3 of 3 accounts deleted.')).toBeVisible()
})
