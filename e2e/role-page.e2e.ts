// The page of one role: what it is, the way around it, and what it says of parts that are missing, refused or failed.
import { paths } from '../src/paths.ts'
import { holdersOf } from './holders.ts'
import { expectOff, heading, signIn, toast } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'
import { worldOf } from './worlds.ts'

test('says what the role is and leads to its parts and back', async ({ page, platform, sandbox, vendor }) => {
  const world = worldOf(sandbox, vendor)
  const id = world.idOf(world.role)
  await signIn(page, platform, 'admin', paths.role(id))
  await expect(heading(page, world.role)).toBeVisible()
  await expect(page.getByText(id, { exact: true })).toBeVisible()
  const count = world.permissionsOf(world.role).length
  const parts = page.getByRole('navigation', { name: 'Parts of this role' })
  await expect(parts.getByRole('link', { name: `Permissions ${count}` })).toHaveAttribute(
    'aria-current',
    'page',
  )
  await expectAccessible(page)

  await parts.getByRole('link', { name: /^Members \d+$/ }).click()
  await expect(page).toHaveURL(paths.role(id, { tab: 'members' }))
  await expect(page.getByRole('table', { name: 'Members of this role' })).toBeVisible()
  await expectAccessible(page)
  await page.goBack()
  await expect(page.getByRole('searchbox', { name: 'Search permissions' })).toBeVisible()

  await expect(page.getByRole('link', { name: 'Edit', exact: true })).toHaveAttribute(
    'href',
    paths.editRole(id),
  )
  await expect(page.getByRole('link', { name: 'Duplicate' })).toHaveAttribute(
    'href',
    paths.newRole({ copy: id }),
  )
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Roles' }).click()
  await expect(heading(page, 'Roles')).toBeVisible()
})

test('deletes the role and goes back to the list', async ({ page, platform, sandbox, vendor }) => {
  const people = holdersOf(sandbox, vendor)
  await signIn(page, platform, 'admin', paths.role(people.id))
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  const confirm = page.getByRole('dialog', { name: /^Delete role / })
  const name = vendor === 'kosmos' ? people.id : people.role
  await confirm.getByRole('textbox').fill(name)
  await confirm.getByRole('button', { name: 'Delete role' }).click()
  await expect(toast(page, `Role “${name}” deleted.`)).toBeVisible()
  await expect(page).toHaveURL(paths.roles())
  await expect(heading(page, 'Roles')).toBeFocused()
  expect(people.rolesOf(people.only)).not.toContain(people.role)
})

test('a role that does not exist, or not any more, is said to be so', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const people = holdersOf(sandbox, vendor)
  await signIn(page, platform, 'admin', paths.role('rol_0000000000000000'))
  await expect(heading(page, 'Not found')).toBeVisible()
  await expect(page.getByText(/rol_0000000000000000/)).toBeVisible()
  await page.goto(paths.role(people.id))
  await expect(heading(page, people.role)).toBeVisible()
  if (vendor === 'acme') sandbox.acme.world.deleteRole(people.role)
  else sandbox.kosmos.world.removeRole(people.id)
  await page.reload()
  await expect(heading(page, 'Not found')).toBeVisible()
})

test('to a viewer every change is off with its reason, and everything can be seen', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = worldOf(sandbox, vendor)
  const before = world.permissionsOf(world.role)
  await signIn(page, platform, 'viewer', paths.role(world.idOf(world.role), { search: world.granted }))
  await expect(page.getByText('You can look, but not change')).toBeVisible()
  const box = page.getByRole('checkbox', { name: new RegExp(`^${world.granted} granted`) })
  await expect(box).toBeChecked()
  await expect(box).toBeDisabled()
  await expect(box).toHaveAccessibleDescription(/^Needs /)
  await box.click({ force: true })
  await box.press('Space')
  await expect(box).toBeChecked()
  await page
    .getByRole('link', { name: /^Members/ })
    .last()
    .click()
  await expectOff(page.getByRole('link', { name: 'Edit', exact: true }), /^Needs /)
  await expectOff(page.getByRole('link', { name: 'Duplicate' }), /^Needs /)
  await expectOff(page.getByRole('button', { name: 'Delete', exact: true }), /^Needs /)
  await expectOff(page.getByRole('button', { name: 'Assign', exact: true }), /^Needs /)
  await expectOff(page.getByRole('button', { name: /^Unassign from / }).first(), /^Needs /)
  await expectAccessible(page)
  expect(world.permissionsOf(world.role)).toEqual(before)
  expect(world.writes()).toBe(0)
})

test('a part that fails says so in its place, and can be tried again', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const people = holdersOf(sandbox, vendor)
  const reading = vendor === 'acme' ? 'listRolePermissions' : 'listMetadata'
  platform.faults.set(reading, 400)
  platform.faults.set(people.listing, 400)
  await signIn(page, platform, 'admin', paths.role(people.id))
  await expect(page.getByRole('alert').filter({ hasText: 'could not be read' })).toBeVisible()
  await expect(heading(page, people.role)).toBeVisible()
  platform.faults.clear(reading)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('searchbox', { name: 'Search permissions' })).toBeVisible()

  await page
    .getByRole('link', { name: /^Members/ })
    .last()
    .click()
  await expect(
    page.getByRole('alert').filter({ hasText: 'Who holds this role could not be read' }),
  ).toBeVisible()
  platform.faults.clear(people.listing)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText('The only member')).toBeVisible()
})
