// Roles across, permissions down: seen, found, marked by pointer and by keyboard, reviewed and saved together.
import type { Page } from 'playwright/test'
import type { Sandbox } from './sandbox/sandbox.ts'
import { expect, expectAccessible, test } from './test.ts'
import { heading, signIn } from './steps.ts'
import { worldOf } from './worlds.ts'

const grid = (page: Page) => page.getByRole('grid', { name: 'Permissions of roles' })

/** The box of one permission for one role, whether it is marked or not. */
const box = (page: Page, permission: string, role: string) =>
  grid(page).getByRole('checkbox', { name: new RegExp(`^${escaped(permission)} for ${escaped(role)}(,|$)`) })

const escaped = (text: string) => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)

/** Opens the matrix on two roles, so that both columns are in sight. */
async function open(page: Page, roles: string, permissions: string) {
  await page.getByRole('searchbox', { name: 'Search roles' }).fill(roles)
  await page.getByRole('searchbox', { name: 'Search permissions' }).fill(permissions)
  await expect(page).toHaveURL(permissions === '' ? /q=/ : /permission=/)
}

test('shows what is granted, in every column, and is accessible', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = worldOf(sandbox, vendor)
  await signIn(page, platform, 'admin', '/roles/matrix')
  await expect(heading(page, 'Matrix')).toBeVisible()
  await open(page, world.role, world.granted)
  await expect(box(page, world.granted, world.role)).toBeChecked()
  await page.getByRole('searchbox', { name: 'Search permissions' }).fill(world.spare)
  await expect(box(page, world.spare, world.role)).not.toBeChecked()
  await expectAccessible(page)
})

test('marks in several columns are reviewed and saved together', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = worldOf(sandbox, vendor)
  const before = [world.permissionsOf(world.role), world.permissionsOf(world.otherRole)]
  await signIn(page, platform, 'admin', `/roles/matrix?permission=${encodeURIComponent(world.spare)}`)
  for (const role of [world.role, world.otherRole]) {
    await page.getByRole('searchbox', { name: 'Search roles' }).fill(role)
    await box(page, world.spare, role).check()
  }
  const bar = page.getByRole('region', { name: 'Changes that are not saved' })
  await expect(bar).toContainText('+2')
  expect(world.writes()).toBe(0)
  await bar.getByRole('button', { name: 'Review' }).click()
  const review = page.getByRole('dialog', { name: 'Review the changes' })
  await expect(review).toContainText('2 permissions are added, in 2 roles')
  await expectAccessible(page)
  await review.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('region', { name: 'Saved changes' })).toContainText('+2')
  expect(world.permissionsOf(world.role)).toEqual([...(before[0] ?? []), world.spare].toSorted())
  expect(world.permissionsOf(world.otherRole)).toEqual([...(before[1] ?? []), world.spare].toSorted())

  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('Taken back. Everything is as it was before.')).toBeVisible()
  expect([world.permissionsOf(world.role), world.permissionsOf(world.otherRole)]).toEqual(before)
})

test('what another administrator does meanwhile is shown and stays', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = worldOf(sandbox, vendor)
  await signIn(page, platform, 'admin', '/roles/matrix')
  await open(page, world.role, world.spare)
  await box(page, world.spare, world.role).check()
  world.revoke(world.role, world.granted)
  await page.getByRole('button', { name: 'Review' }).click()
  const met = page.getByRole('dialog', { name: 'Somebody changed this meanwhile' })
  await expect(met.getByRole('list', { name: `Done by others to ${world.role}` })).toContainText(
    world.granted,
  )
  await expect(met.getByRole('list', { name: `Changes to ${world.role}` })).toContainText(world.spare)
  await met.getByRole('button', { name: 'Save on top of theirs' }).click()
  await expect(page.getByRole('region', { name: 'Saved changes' })).toBeVisible()
  expect(world.permissionsOf(world.role)).toContain(world.spare)
  expect(world.permissionsOf(world.role)).not.toContain(world.granted)
})

test('is used by keyboard alone', async ({ page, platform, sandbox, vendor }) => {
  const world = worldOf(sandbox, vendor)
  await signIn(page, platform, 'admin', '/roles/matrix')
  await open(page, world.role, '')
  await expect(grid(page).locator('[data-at="0:0"]').getByRole('checkbox')).toBeVisible()
  const focused = () =>
    page.evaluate(() => document.activeElement?.closest('[data-at]')?.getAttribute('data-at'))
  await page.getByRole('searchbox', { name: 'Search roles' }).focus()
  await page.keyboard.press('Tab')
  await expect.poll(focused).toBe('0:0')
  for (const [key, at] of [
    ['ArrowDown', '1:0'],
    ['ArrowUp', '0:0'],
    ['ArrowUp', '-1:0'],
    ['ArrowLeft', '-1:0'],
    ['ArrowDown', '0:0'],
    ['ArrowLeft', '0:-1'],
    ['End', '0:0'],
    ['PageDown', undefined],
    ['Control+Home', '0:0'],
  ] as const) {
    await page.keyboard.press(key)
    if (at !== undefined) await expect.poll(focused, key).toBe(at)
  }
  await page.keyboard.press('Control+End')
  const last = Number(await grid(page).getAttribute('aria-rowcount')) - 2
  await expect.poll(focused).toBe(`${last}:0`)
  // Only one control of the grid can be reached by Tab.
  await expect(grid(page).locator('input[tabindex="0"]')).toHaveCount(1)

  await page.keyboard.press('Control+Home')
  await expect.poll(focused).toBe('0:0')
  const there = grid(page).locator('[data-at="0:0"]').getByRole('checkbox')
  const was = await there.isChecked()
  await page.keyboard.press('Space')
  await expect(there).toBeChecked({ checked: !was })
  await expect(page.getByRole('region', { name: 'Changes that are not saved' })).toBeVisible()
  await page.keyboard.press('Space')
  await expect(page.getByRole('region', { name: 'Changes that are not saved' })).toHaveCount(0)
})

test('a whole column and a whole row at once', async ({ page, platform, sandbox, vendor }) => {
  const world = worldOf(sandbox, vendor)
  await signIn(page, platform, 'admin', '/roles/matrix')
  await open(page, world.role, world.spare.split(':').at(vendor === 'acme' ? 1 : 0) ?? '')
  const column = grid(page).getByRole('checkbox', {
    name: new RegExp(`shown permissions for ${escaped(world.role)}`),
  })
  await column.check()
  await expect(page.getByRole('region', { name: 'Changes that are not saved' })).toContainText('+')
  await expect(box(page, world.spare, world.role)).toBeChecked()
  await page.getByRole('button', { name: 'Discard' }).click()
  await expect(box(page, world.spare, world.role)).not.toBeChecked()

  const row = grid(page).getByRole('checkbox', {
    name: new RegExp(`^${escaped(world.spare)} for all 1 shown roles`),
  })
  await row.check()
  await expect(box(page, world.spare, world.role)).toBeChecked()
  await expect(page.getByRole('region', { name: 'Changes that are not saved' })).toContainText('+1')
})

test('nothing that matches is not the same as nothing there', async ({ page, platform }) => {
  await signIn(page, platform, 'admin', '/roles/matrix?q=no+such+role')
  await expect(page.getByText(/^No (role|permission) matches/)).toBeVisible()
  await page.getByRole('link', { name: 'Clear the searches' }).click()
  await expect(grid(page)).toBeVisible()
})

test('who may only look can look, and is told why', async ({ page, platform, sandbox, vendor }) => {
  const world = worldOf(sandbox, vendor)
  await signIn(page, platform, 'viewer', '/roles/matrix')
  await open(page, world.role, world.granted)
  await expect(page.getByText('You can look, but not change')).toBeVisible()
  const there = box(page, world.granted, world.role)
  await expect(there).toBeChecked()
  await expect(there).toHaveAttribute('aria-disabled', 'true')
  await there.click({ force: true })
  await expect(there).toBeChecked()
})

test('a role whose set is not ours cannot be changed, and says so @zitadel', async ({ page, platform }) => {
  await signIn(page, platform, 'admin', '/roles/matrix')
  await open(page, 'legacy', 'billing:read')
  await expect(box(page, 'billing:read', 'Legacy access')).toHaveAttribute('aria-disabled', 'true')
})

test('a thousand of each stay quick: only what is in sight is drawn @zitadel', async ({
  page,
  platform,
  sandbox,
}) => {
  const { world } = sandbox.kosmos
  world.addRoles(1_000)
  world.addPermissions(1_000, ['bulk-0001', 'bulk-1000'])
  await signIn(page, platform, 'admin', '/roles/matrix?q=bulk&permission=bulk')
  await expect(grid(page)).toHaveAttribute('aria-colcount', '1001')
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '1001')
  await box(page, 'bulk:0001', 'Bulk 1').focus()
  await page.keyboard.press('Control+End')
  await expect(box(page, 'bulk:1000', 'Bulk 1000')).toBeFocused()
  await expect(box(page, 'bulk:1000', 'Bulk 1000')).toBeChecked()
  expect(await page.locator('*').count()).toBeLessThan(3_000)
})

const progress = (page: Page) => page.getByRole('progressbar', { name: 'Reading the roles' })

/** A tenant with as many roles as one can have, read slowly page by page. */
function slow({ acme }: Sandbox) {
  acme.world.addRoles(1_000 - acme.world.roles().length)
  acme.faults.set('listRoles', { delay: 250 })
  return acme
}

test('a thousand roles of a tenant: says how far the reading is, then shows them @auth0', async ({
  page,
  sandbox,
}) => {
  await signIn(page, slow(sandbox), 'admin', '/roles')
  await page.getByRole('link', { name: 'Matrix' }).click()
  await expect(progress(page)).toHaveAttribute('max', '1000')
  await expect(page.getByText(/\d00 of 1000/)).toBeVisible()
  await expect(heading(page, 'Matrix')).toBeFocused()
  await expectAccessible(page)
  await expect(grid(page)).toHaveAttribute('aria-colcount', '1001')
  await expect(progress(page)).toHaveCount(0)
})

test('roles that cannot be read to the end are said to be so, not shown as fewer @auth0', async ({
  page,
  sandbox,
}) => {
  const acme = slow(sandbox)
  await signIn(page, acme, 'admin', '/roles/matrix')
  await expect(progress(page)).toHaveAttribute('max', '1000')
  acme.faults.set('listRoles', 500)
  await expect(page.getByText('The roles could not be read')).toBeVisible()
  await expect(grid(page)).toHaveCount(0)
  acme.faults.clear('listRoles')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(grid(page)).toHaveAttribute('aria-colcount', '1001')
})
