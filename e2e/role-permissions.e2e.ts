// Changing what a role hands out: found, marked, reviewed, saved, taken back; and what is never sent.
import type { Page } from 'playwright/test'
import { paths } from '../src/paths.ts'
import { ordersApi } from './sandbox/auth0/seed.ts'
import { kosmosProjectId } from './sandbox/zitadel/seed.ts'
import { catalogueKey, encoded } from './sandbox/zitadel/seed-permissions.ts'
import { heading, signIn } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'
import { worldOf, type World } from './worlds.ts'

const box = (page: Page, permission: string) =>
  page.getByRole('checkbox', { name: new RegExp(`^${permission}( |$)`) })
const bar = (page: Page) => page.getByRole('region', { name: 'Changes that are not saved' })
const review = (page: Page) => page.getByRole('dialog', { name: 'Review the changes' })

/** What the permissions of that role are grouped under. */
const groupOf = (permission: string, vendor: 'kosmos' | 'acme') =>
  vendor === 'acme' ? 'Orders' : (permission.split(':')[0] ?? '')

async function find(page: Page, text: string) {
  await page.getByRole('searchbox', { name: 'Search permissions' }).fill(text)
  await expect(page).toHaveURL(new RegExp(`q=${encodeURIComponent(text).replaceAll('%20', String.raw`\+`)}`))
}

const addressOf = (world: World, search = '') => paths.role(world.idOf(world.role), { search })

test('marks, reviews, saves and takes back', async ({ page, platform, sandbox, vendor }) => {
  const world = worldOf(sandbox, vendor)
  const before = world.permissionsOf(world.role)
  await signIn(page, platform, 'admin', addressOf(world, world.granted))
  await box(page, world.granted).uncheck()
  await expect(box(page, world.granted)).toHaveAccessibleName(`${world.granted} − to take away`)
  await find(page, world.spare)
  await box(page, world.spare).check()
  await expect(box(page, world.spare)).toHaveAccessibleName(`${world.spare} + to add`)
  await expect(bar(page)).toContainText('+1 −1')
  await expectAccessible(page)

  // The marks outlive a look at the members.
  await page
    .getByRole('link', { name: /^Members/ })
    .last()
    .click()
  await expect(bar(page)).toContainText('+1 −1')
  await page
    .getByRole('link', { name: /^Permissions/ })
    .last()
    .click()
  await page.getByRole('radio', { name: 'Changed' }).check()
  await expect(page.getByText(/^2 of \d+ permissions/)).toBeVisible()
  expect(world.writes()).toBe(0)

  await bar(page).getByRole('button', { name: 'Review' }).click()
  await expect(review(page)).toContainText('1 permission is added and 1 is taken away')
  await review(page).getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('region', { name: 'Saved changes' })).toContainText('+1 −1')
  const after = [...before.filter((name) => name !== world.granted), world.spare].toSorted()
  expect(world.permissionsOf(world.role)).toEqual(after)
  await expect(page.getByText('Nothing changed')).toBeVisible()

  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('Taken back. Everything is as it was before.')).toBeVisible()
  expect(world.permissionsOf(world.role)).toEqual(before)
  await page.getByRole('radio', { name: 'Granted' }).check()
  await expect(box(page, world.granted)).toHaveAccessibleName(`${world.granted} granted`)
  await expect(page).toHaveURL(/[?&]show=granted/)
  await page.reload()
  await expect(page.getByRole('radio', { name: 'Granted' })).toBeChecked()
  await expect(box(page, world.spare)).toHaveCount(0)
})

test('what was marked and marked back sends nothing', async ({ page, platform, sandbox, vendor }) => {
  const world = worldOf(sandbox, vendor)
  await signIn(page, platform, 'admin', addressOf(world, world.spare))
  await box(page, world.spare).check()
  await expect(bar(page)).toContainText('+1')
  await box(page, world.spare).uncheck()
  await expect(bar(page)).toHaveCount(0)
  await box(page, world.spare).check()
  // Somebody else does the same before we save: nothing is left to send.
  world.grant(world.role, world.spare)
  await bar(page).getByRole('button', { name: 'Review' }).click()
  const met = page.getByRole('dialog', { name: 'Somebody changed this meanwhile' })
  await expect(met).toContainText('Nothing is left to save')
  await met.getByRole('button', { name: 'Done' }).click()
  await expect(bar(page)).toHaveCount(0)
  expect(world.writes()).toBe(0)
  expect(world.permissionsOf(world.role)).toContain(world.spare)
})

test('a group is marked as a whole, or what is shown of it, by keyboard too', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = worldOf(sandbox, vendor)
  await signIn(page, platform, 'admin', addressOf(world, world.spare))
  const group = groupOf(world.spare, vendor)
  const shown = page.getByRole('checkbox', { name: `The 1 shown of ${group} (0 of 1 granted)` })
  await shown.focus()
  await page.keyboard.press('Space')
  await expect(bar(page)).toContainText('+1')
  await expect(box(page, world.spare)).toBeChecked()

  const other = groupOf(world.granted, vendor)
  await find(page, other.toLowerCase())
  const all = page.getByRole('checkbox', { name: new RegExp(`^All of ${other} \\(`) })
  // Some are on: the box stands between, and leads to all of them first.
  await expect(all).toBeChecked({ indeterminate: true })
  await all.click()
  await expect(all).toHaveAccessibleName(/\((\d+) of \1 granted\)$/)
  await all.click()
  await expect(all).not.toBeChecked()
  await bar(page).getByRole('button', { name: 'Discard' }).click()
  await expect(bar(page)).toHaveCount(0)
  await expect(all).toBeChecked({ indeterminate: true })
  expect(world.writes()).toBe(0)
})

test('says what was found and what was not', async ({ page, platform, sandbox, vendor }) => {
  const world = worldOf(sandbox, vendor)
  await signIn(page, platform, 'admin', addressOf(world))
  await expect(page.getByText(/^All \d+ permissions, \d+ granted/)).toBeVisible()
  await find(page, 'no such thing')
  await expect(page.getByText('No permission matches “no such thing”')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Clear the search' }).click()
  await expect(page.getByText(/^All \d+ permissions/)).toBeVisible()
  await find(page, world.granted.toUpperCase())
  await expect(box(page, world.granted)).toBeVisible()
})

test('Back and Forward take along which permissions are shown', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const shown = (name: string) => page.getByRole('radio', { name, exact: true })
  await signIn(page, platform, 'admin', addressOf(worldOf(sandbox, vendor)))
  await shown('Granted').check()
  await find(page, 'zzz')
  await page.getByRole('link', { name: 'Clear the search' }).click()
  await expect(page).toHaveURL(/\?show=granted$/)
  await shown('All').check()
  await expect(page).not.toHaveURL(/show=/)
  await page.goBack()
  await expect(page).toHaveURL(/\?q=zzz&show=granted$/)
  await expect(shown('Granted')).toBeChecked()
  await expect(page.getByText('Looked at the name and description of the granted permissions')).toBeVisible()
  await page.goForward()
  await expect(page).not.toHaveURL(/show=/)
  await expect(shown('All')).toBeChecked()
  await expect(page.getByText(/^All \d+ permissions/)).toBeVisible()
})

test('asks before marks are left behind', async ({ page, platform, sandbox, vendor }) => {
  const world = worldOf(sandbox, vendor)
  await signIn(page, platform, 'admin', addressOf(world, world.spare))
  await box(page, world.spare).check()
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link').click()
  const leave = page.getByRole('dialog', { name: 'Leave without saving?' })
  await leave.getByRole('button', { name: 'Keep editing' }).click()
  await expect(box(page, world.spare)).toBeChecked()
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link').click()
  await leave.getByRole('button', { name: 'Leave' }).click()
  await expect(heading(page, 'Roles')).toBeVisible()
  expect(world.writes()).toBe(0)
})

test('what is stored and not ours can be seen to be so, and is left alone @zitadel', async ({
  page,
  sandbox,
}) => {
  await signIn(page, sandbox.kosmos, 'admin', paths.role('legacy'))
  await expect(page.getByText('You can look, but not change')).toBeVisible()
  const all = page.getByRole('checkbox', { name: /^All of conversations/ })
  await expect(all).toBeDisabled()
  await expect(all).toHaveAccessibleDescription(/left alone/)
})

test('nothing is changed on half of the list of permissions @zitadel', async ({ page, sandbox, vendor }) => {
  const world = worldOf(sandbox, vendor)
  sandbox.kosmos.world.setMetadata(catalogueKey(kosmosProjectId), encoded({ v: 9 }))
  await signIn(page, sandbox.kosmos, 'admin', addressOf(world, world.granted))
  await expect(page.getByText('The list of permissions is not complete').first()).toBeVisible()
  for (const one of [box(page, world.granted), page.getByRole('checkbox', { name: /^What is granted of/ })]) {
    await expect(one).toBeDisabled()
    await expect(one).toHaveAccessibleDescription(/^The list of permissions could only be read in part\./)
  }
  await box(page, world.granted).click({ force: true })
  await expect(bar(page)).toHaveCount(0)
})

test('what no role can be given is not offered, and can be taken away @auth0', async ({ page, sandbox }) => {
  const { acme } = sandbox
  const { world } = acme
  const own = world.apis().find(({ isSystem }) => isSystem)
  if (!own) throw new Error('Acme has no API of its own')
  world.setRolePermissions('Order manager', [{ api: own.identifier, name: 'read:logs' }])
  await signIn(page, acme, 'admin', paths.role(world.role('Order manager').id, { search: own.name }))
  const why = /^This is Auth0’s own API\./
  await expect(box(page, 'read:stats')).toHaveAttribute('aria-disabled', 'true')
  await expect(box(page, 'read:stats')).toHaveAccessibleDescription(why)
  await box(page, 'read:stats').click({ force: true })
  await expect(bar(page)).toHaveCount(0)
  await expectAccessible(page)

  // The box of the group stands for what is granted, and takes it away and gives it back.
  const group = page.getByRole('checkbox', { name: `What is granted of ${own.name}` })
  await expect(group).toBeChecked()
  await group.uncheck()
  await expect(box(page, 'read:logs')).toHaveAccessibleName('read:logs − to take away')
  await group.check()
  await expect(bar(page)).toHaveCount(0)
  await box(page, 'read:logs').uncheck()
  await bar(page).getByRole('button', { name: 'Review' }).click()
  await review(page).getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('region', { name: 'Saved changes' })).toContainText('−1')
  expect(world.role('Order manager').permissions.get(own.identifier)?.size ?? 0).toBe(0)
})

test('a thousand permissions: closed groups, progress, and a limit that is said before it is hit @auth0', async ({
  page,
  sandbox,
}) => {
  // A save reads the whole set four times, twenty pages each.
  test.slow()
  const { world } = sandbox.acme
  world.addPermissions(1000)
  world.setRolePermissions(
    'Newcomer',
    Array.from({ length: 999 }, (_, n) => ({
      api: 'https://bulk.acme.example',
      name: `read:bulk_${String(n + 1).padStart(4, '0')}`,
    })),
  )
  await signIn(page, sandbox.acme, 'admin', paths.role(world.role('Newcomer').id))
  await expect(page.getByText(/999 granted of at most 1000/)).toBeVisible()
  const group = page.getByRole('button', { name: 'Orders' })
  await expect(group).toHaveAttribute('aria-expanded', 'false')
  await page.getByRole('checkbox', { name: /^All of Orders/ }).click()
  await expect(
    page.getByText('A role can have at most 1000 permissions. This would make 1011.'),
  ).toBeVisible()
  await expect(bar(page)).toHaveCount(0)
  await group.click()
  await box(page, 'read:orders').check()
  await expect(bar(page)).toContainText('+1')
  await page.getByRole('searchbox', { name: 'Search permissions' }).fill('bulk_0999')
  await expect(page.getByText(/^1 of \d+ permissions/)).toBeVisible()
  await box(page, 'read:bulk_0999').uncheck()
  await bar(page).getByRole('button', { name: 'Review' }).click()
  await review(page).getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('region', { name: 'Saved changes' })).toContainText('+1 −1', {
    timeout: 30_000,
  })
  expect(world.role('Newcomer').permissions.get(ordersApi)).toEqual(new Set(['read:orders']))
})
