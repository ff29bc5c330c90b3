// Deleting several roles at once: selected by hand or all that match, confirmed with their number, one after another with what
// became of each, cancelled and taken up again; and refused where it would be done on half a list.
import type { Page } from 'playwright/test'
import { roleWorldOf } from './role-worlds.ts'
import { acmeApi } from './sandbox/console-config.ts'
import { expectOff, openRoles, row } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'

const bar = (page: Page) => page.getByRole('region', { name: 'Selected roles' })
const tick = (page: Page, label: string) =>
  page.getByRole('checkbox', { name: `Select ${label}`, exact: true })
const asking = (page: Page, number: number) => page.getByRole('dialog', { name: `Delete ${number} roles?` })
const running = (page: Page, number: number) => page.getByRole('dialog', { name: `Deleting ${number} roles` })

/** Answers the question for so many roles. */
async function confirm(page: Page, number: number): Promise<void> {
  await bar(page)
    .getByRole('button', { name: `Delete ${number} roles` })
    .click()
  await asking(page, number).getByRole('textbox').fill(`${number} roles`)
  await asking(page, number)
    .getByRole('button', { name: `Delete ${number} roles` })
    .click()
}

test('deletes what I select, and asks for the number first', async ({ page, platform, sandbox, vendor }) => {
  const world = roleWorldOf(sandbox, vendor)
  const [one, two, three] = [world.nth(1), world.nth(2), world.nth(3)]
  world.addRoles(3)
  await openRoles(page, platform, 'admin', `?q=${encodeURIComponent(world.crowd)}`)
  await tick(page, one).check()
  await tick(page, three).check()
  await expect(bar(page)).toContainText('2 roles selected')
  await expect(page.getByRole('checkbox', { name: 'Select all' })).toHaveJSProperty('indeterminate', true)
  await bar(page).getByRole('button', { name: 'Delete 2 roles' }).click()
  await expect(asking(page, 2)).toContainText(one)
  await expect(asking(page, 2)).not.toContainText(two)
  await expectAccessible(page)
  const act = asking(page, 2).getByRole('button', { name: 'Delete 2 roles' })
  await expectOff(act, /^Type “2 roles” first\.$/)
  expect(world.sent('delete')).toBe(0)
  await asking(page, 2).getByRole('textbox').fill('2 roles')
  await act.click()
  await expect(running(page, 2).getByText('2 of 2 roles deleted.')).toBeVisible()
  await expect(row(page, 'Roles to delete', one)).toContainText('deleted')
  await expectAccessible(page)
  await running(page, 2).getByRole('button', { name: 'Done' }).click()
  await expect(running(page, 2)).toBeHidden()
  await expect(bar(page)).toHaveCount(0)
  await expect(row(page, 'Roles', two)).toBeVisible()
  await expect(row(page, 'Roles', one)).toHaveCount(0)
  expect(world.labels()).toContain(two)
  expect(world.labels().filter((label) => label === one || label === three)).toEqual([])
  expect(world.sent('delete')).toBe(2)
})

test('selects a page, then everything that matches, also what other pages show @zitadel', async ({
  page,
  sandbox,
}) => {
  sandbox.kosmos.world.addRoles(30)
  await openRoles(page, sandbox.kosmos, 'admin', '?q=bulk-')
  await page.getByRole('checkbox', { name: 'Select this page' }).check()
  await expect(bar(page)).toContainText('25 roles selected')
  await bar(page).getByRole('button', { name: 'Select all 30 that match' }).click()
  await expect(bar(page)).toContainText('30 roles selected')
  await page.getByRole('searchbox', { name: 'Search roles' }).fill('bulk-0001')
  await expect(bar(page)).toContainText('30 roles selected, 29 of them not among those that match')
  await bar(page).getByRole('button', { name: 'Clear' }).click()
  await expect(bar(page)).toHaveCount(0)
})

test('selects all that match only once all of them were read @auth0', async ({ page, sandbox }) => {
  sandbox.acme.world.addRoles(60)
  await openRoles(page, sandbox.acme)
  await expect(page.getByText('50 of 74 roles shown')).toBeVisible()
  await page.getByRole('checkbox', { name: 'Select this page' }).check()
  await expect(bar(page)).toContainText('50 roles selected')
  await page.getByRole('button', { name: 'Show more' }).click()
  await expect(page.getByText('All 74 roles')).toBeVisible()
  await bar(page).getByRole('button', { name: 'Select all 74 that match' }).click()
  await expect(bar(page)).toContainText('74 roles selected')
})

test('tells what became of each, and tries again only what failed', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = roleWorldOf(sandbox, vendor)
  world.addRoles(3)
  await openRoles(page, platform, 'admin', `?q=${encodeURIComponent(world.crowd)}`)
  await page.getByRole('checkbox', { name: 'Select all' }).check()
  platform.faults.set(world.operations.delete, 501, { times: 1 })
  await confirm(page, 3)
  await expect(running(page, 3).getByText('2 of 3 roles deleted, 1 failed.')).toBeVisible()
  await expect(row(page, 'Roles to delete', world.nth(1))).toContainText('failed')
  await expect(row(page, 'Roles to delete', world.nth(3))).toContainText('deleted')
  expect(world.labels()).toContain(world.nth(1))
  const before = world.sent('delete')
  await running(page, 3).getByRole('button', { name: 'Retry the one that failed' }).click()
  await expect(running(page, 3).getByText('3 of 3 roles deleted.')).toBeVisible()
  expect(world.sent('delete')).toBe(before + 1)
  expect(world.labels()).not.toContain(world.nth(1))
})

test('ends when I cancel, and says what was not sent', async ({ page, platform, sandbox, vendor }) => {
  const world = roleWorldOf(sandbox, vendor)
  world.addRoles(4)
  await openRoles(page, platform, 'admin', `?q=${encodeURIComponent(world.crowd)}`)
  await page.getByRole('checkbox', { name: 'Select all' }).check()
  platform.faults.set(world.operations.delete, { delay: 1500 })
  await confirm(page, 4)
  await expect(running(page, 4).getByRole('progressbar', { name: 'Deleting roles' })).toBeVisible()
  // A dialog over work that is being done does not go by a slip of the hand.
  await page.keyboard.press('Escape')
  await running(page, 4).getByRole('button', { name: 'Cancel' }).click()
  await expect(running(page, 4).getByText(/of 4 roles deleted, \d not sent\./)).toBeVisible({
    timeout: 12_000,
  })
  await expect(running(page, 4)).toContainText('You cancelled it.')
  await expect(row(page, 'Roles to delete', world.nth(4))).toContainText('not sent')
  expect(world.labels()).toContain(world.nth(4))
  platform.faults.clear()
  await running(page, 4).getByRole('button', { name: 'Delete the rest' }).click()
  await expect(running(page, 4).getByText('4 of 4 roles deleted.')).toBeVisible()
  expect(world.labels()).not.toContain(world.nth(4))
})

test('stops at a refusal that every other role would meet as well', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = roleWorldOf(sandbox, vendor)
  world.addRoles(3)
  await openRoles(page, platform, 'admin', `?q=${encodeURIComponent(world.crowd)}`)
  await page.getByRole('checkbox', { name: 'Select all' }).check()
  platform.faults.set(world.operations.delete, {
    status: 403,
    body: { code: 'permission_denied', message: 'no' },
  })
  await confirm(page, 3)
  await expect(running(page, 3).getByText('0 of 3 roles deleted, 1 failed, 2 not sent.')).toBeVisible()
  expect(world.labels()).toContain(world.nth(1))
})

test('is not offered where the list is not complete @zitadel', async ({ page, sandbox }) => {
  sandbox.kosmos.world.settings.permissionCheckV2 = false
  sandbox.kosmos.faults.set('listRoles', {
    answer: (json) => ({
      ...json,
      projectRoles: [...(Array.isArray(json['projectRoles']) ? json['projectRoles'] : []), { key: 5 }],
    }),
  })
  await openRoles(page, sandbox.kosmos)
  await expect(page.getByText('several roles can be selected again once the list is complete')).toBeVisible()
  await expect(page.getByRole('checkbox')).toHaveCount(0)
})

test('is off for somebody who may not delete, and says why', async ({ page, platform }) => {
  await openRoles(page, platform, 'viewer')
  await page
    .getByRole('checkbox', { name: /^Select / })
    .last()
    .check()
  await expectOff(bar(page).getByRole('button', { name: 'Delete 1 role' }), /^Needs .*delete/)
})

test('asks for stronger words when my own last way to manage roles is among them @auth0', async ({
  page,
  sandbox,
}) => {
  const { world } = sandbox.acme
  const deputy = world.addRole({ name: 'Console deputy' })
  world.addPermissionToRole(deputy.id, { api: acmeApi, name: 'update:roles' })
  await openRoles(page, sandbox.acme, 'admin', '?q=Console')
  await tick(page, 'Console administrator').check()
  await tick(page, 'Console auditor').check()
  await bar(page).getByRole('button', { name: 'Delete 2 roles' }).click()
  await expect(asking(page, 2).getByText('You lock yourself out')).toBeVisible()
  await expectOff(
    asking(page, 2).getByRole('button', { name: 'Delete 2 roles' }),
    /^Type “I lock myself out” first\.$/,
  )
})
