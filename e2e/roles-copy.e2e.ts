// Duplicating a role: the form starts from its fields, and the new role gets its permissions, or says that it did not.
import type { Page } from 'playwright/test'
import { openRoles, row, toast } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'
import { worldOf } from './worlds.ts'

const field = (page: Page, name: 'Key' | 'Name') =>
  page.getByRole('dialog').getByRole('textbox', { name, exact: true })

test('starts from the fields of the role and copies what it grants', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = worldOf(sandbox, vendor)
  const label = vendor === 'kosmos' ? world.idOf(world.role) : world.role
  const copy = vendor === 'kosmos' ? `${label}-copy` : `${label} (copy)`
  const permissions = world.permissionsOf(world.role)
  await openRoles(page, platform, 'admin', `?q=${encodeURIComponent(label)}`)
  await page.getByRole('link', { name: `Duplicate ${label}`, exact: true }).click()
  const dialog = page.getByRole('dialog', { name: `Duplicate role ${label}` })
  await expect(dialog).toContainText(
    `The new role also gets the ${permissions.length} permissions of “${label}”.`,
  )
  await expect(field(page, vendor === 'kosmos' ? 'Key' : 'Name')).toHaveValue(copy)
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Create role' }).click()
  await expect(
    toast(page, `Role “${copy}” created with the ${permissions.length} permissions of “${label}”.`),
  ).toBeVisible()
  await expect(row(page, 'Roles', copy)).toBeVisible()
  expect(world.permissionsOf(copy)).toEqual(permissions)
  expect(world.permissionsOf(world.role)).toEqual(permissions)
})

test('says so when the permissions could not be copied, and makes no second role', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = worldOf(sandbox, vendor)
  const label = vendor === 'kosmos' ? world.idOf(world.role) : world.role
  const copy = vendor === 'kosmos' ? `${label}-copy` : `${label} (copy)`
  await openRoles(page, platform, 'admin', `?q=${encodeURIComponent(label)}`)
  await page.getByRole('link', { name: `Duplicate ${label}`, exact: true }).click()
  platform.faults.set(vendor === 'kosmos' ? 'setMetadata' : 'addRolePermissions', 501)
  await page.getByRole('dialog').getByRole('button', { name: 'Create role' }).click()
  await expect(toast(page, new RegExp(`created, but with(out| only 0)`))).toBeVisible()
  await expect(row(page, 'Roles', copy)).toBeVisible()
  expect(world.permissionsOf(copy)).toEqual([])
})

test('warns beforehand where what a role grants cannot be read @zitadel', async ({ page, sandbox }) => {
  await openRoles(page, sandbox.kosmos, 'admin', '?q=legacy')
  await page.getByRole('link', { name: 'Duplicate legacy', exact: true }).click()
  await expect(page.getByText('What “legacy” grants could not be read')).toBeVisible()
  await page.getByRole('dialog').getByRole('button', { name: 'Create role' }).click()
  await expect(
    toast(page, 'Role “legacy-copy” created, but without permissions: they were not copied.'),
  ).toBeVisible()
})
