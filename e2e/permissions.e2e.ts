// The catalogue of permissions: found by one search, with the roles that hold each; made, described and deleted, next to another
// administrator who does the same.
import type { Page } from 'playwright/test'
import { peopleOf } from './people.ts'
import { acmeApi } from './sandbox/console-config.ts'
import { expectOff, forgetEverything, heading, row, signIn, toast } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'
import { worldOf } from './worlds.ts'

const line = (page: Page, resource: string, name: string) => row(page, `Permissions of ${resource}`, name)
const search = (page: Page) => page.getByRole('searchbox', { name: 'Search permissions' })

test('shows every permission by resource, and finds some by one search', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const { permission, resource } = peopleOf(sandbox, vendor)
  await signIn(page, platform, 'admin', '/permissions')
  await expect(heading(page, 'Permissions')).toBeVisible()
  await expect(page.getByText(vendor === 'acme' ? 'All 94 permissions' : 'All 24 permissions')).toBeVisible()
  await expect(line(page, resource, permission.name)).toContainText(permission.description)
  await expectAccessible(page)

  await search(page).fill(permission.description.toUpperCase())
  await expect(page).toHaveURL(/q=/)
  await expect(page.getByText(/^1 of \d+ match$/)).toBeVisible()
  await search(page).fill(resource)
  await expect(line(page, resource, permission.name)).toBeVisible()
  await search(page).fill('nothing of the kind')
  await expect(page.getByText('No permission matches “nothing of the kind”')).toBeVisible()
  await page.getByRole('link', { name: 'Clear the search' }).click()
  await expect(line(page, resource, permission.name)).toBeVisible()

  await page.getByRole('region', { name: resource }).getByRole('heading').click()
  await expect(line(page, resource, permission.name)).toHaveCount(0)
})

test('says which roles hold each, at once where that is cheap @zitadel', async ({ page, sandbox }) => {
  await signIn(page, sandbox.kosmos, 'admin', '/permissions')
  const held = line(page, 'conversations', 'conversations:read')
  await expect(held).toContainText('7 roles')
  await expect(held.getByRole('link')).toHaveCount(3)
  await held.getByRole('button', { name: '+4 more roles that hold conversations:read' }).click()
  await expect(held.getByRole('link')).toHaveCount(7)
  await held.getByRole('link', { name: 'Auditor', exact: true }).click()
  await expect(page).toHaveURL('/role/auditor')
})

test('says what is stored and not ours, and leaves it alone @zitadel', async ({ page, sandbox }) => {
  await signIn(page, sandbox.kosmos, 'admin', '/permissions?q=audit')
  await expect(page.getByText(/What is stored for the role “legacy”/)).toBeVisible()
  await page.getByRole('button', { name: 'Delete audit:read' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete permission audit:read?' })
  await expect(dialog).toContainText('What “Legacy access” hands out is stored in a way')
})

test('reads which roles hold it on demand, and ends that when asked @auth0', async ({ page, sandbox }) => {
  const { acme } = sandbox
  const reads = () => acme.journal.entries({ operation: 'listRolePermissions' }).length
  await signIn(page, acme, 'admin', '/permissions?q=orders')
  await expect(line(page, 'Orders', 'read:orders')).toBeVisible()
  expect(reads()).toBe(0)
  acme.faults.set('listRolePermissions', { delay: 400 }, { times: 100 })
  await page.getByRole('button', { name: 'Which roles hold read:orders?' }).click()
  const dialog = page.getByRole('dialog', { name: 'Roles that hold read:orders' })
  await expect(dialog.getByRole('progressbar', { name: 'Reading what each role hands out' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog).toBeHidden()
  expect(reads()).toBeLessThan(14)
  acme.faults.clear()
  await page.getByRole('button', { name: 'Which roles hold read:orders?' }).click()
  await expect(dialog).toContainText('6 roles hold it, of all that there are.')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await expect(line(page, 'Orders', 'write:orders').getByRole('link')).toHaveText([
    'Order clerk',
    'Order manager',
  ])
})

test('deletes nothing while it is not known who holds it @auth0', async ({ page, sandbox, allowed }) => {
  const { acme } = sandbox
  allowed.console = /Failed to load resource/
  await signIn(page, acme, 'admin', '/permissions?q=orders')
  acme.faults.set('listRolePermissions', 503, { times: 100 })
  await page.getByRole('button', { name: 'Delete read:orders' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete permission read:orders?' })
  await expect(dialog).toContainText('Not read')
  await expect(dialog.getByRole('button', { name: 'Delete permission' })).toHaveCount(0)
  acme.faults.clear()
  await dialog.getByRole('button', { name: 'Try again' }).click()
  await expect(dialog).toContainText('6 roles lose it')
})

test('makes, describes and deletes one', async ({ page, platform, sandbox, vendor }) => {
  const people = peopleOf(sandbox, vendor)
  const name = vendor === 'acme' ? 'inspect:orders' : 'queues:inspect'
  await signIn(page, platform, 'admin', '/permissions')
  await page.getByRole('link', { name: 'Create permission' }).click()
  const create = page.getByRole('dialog', { name: 'Create permission' })
  if (vendor === 'acme') {
    await create
      .getByRole('combobox', { name: 'API' })
      .selectOption({ label: 'Orders (https://orders.acme.example)' })
    await expect(create).toContainText('Orders has 12 of at most 1,000 permissions.')
  }
  await expectAccessible(page)
  await create.getByRole('button', { name: 'Create permission' }).click()
  await expect(create.getByText('Fill in this field.')).toBeVisible()
  expect(people.catalogueWrites()).toBe(0)
  await create.getByRole('textbox', { name: 'Name' }).fill(name)
  await create.getByRole('textbox', { name: 'Description' }).fill('Look, and touch nothing')
  await create.getByRole('button', { name: 'Create permission' }).click()
  await expect(toast(page, `Permission “${name}” created.`)).toBeVisible()
  await expect(page).toHaveURL(`/permissions?q=${encodeURIComponent(name)}`)
  await expect(line(page, people.resource, name)).toContainText('Look, and touch nothing')
  expect(people.described()).toContainEqual({ name, description: 'Look, and touch nothing' })

  await page.getByRole('button', { name: `Describe ${name}` }).click()
  const describe = page.getByRole('dialog', { name: `Describe ${name}` })
  const before = people.catalogueWrites()
  await describe.getByRole('button', { name: 'Save' }).click()
  await expect(toast(page, 'Nothing to save: nothing was changed.')).toBeVisible()
  expect(people.catalogueWrites()).toBe(before)
  await page.getByRole('button', { name: `Describe ${name}` }).click()
  await describe.getByRole('textbox', { name: 'Description' }).fill('Look')
  await describe.getByRole('button', { name: 'Save' }).click()
  await expect(toast(page, `“${name}” described.`)).toBeVisible()
  expect(people.described()).toContainEqual({ name, description: 'Look' })

  await page.getByRole('button', { name: `Delete ${name}` }).click()
  const remove = page.getByRole('dialog', { name: `Delete permission ${name}?` })
  await expect(remove).toContainText(
    vendor === 'acme' ? 'No role holds it' : 'No role that can be read holds it',
  )
  await expectAccessible(page)
  await remove.getByRole('textbox').fill(name)
  await remove.getByRole('button', { name: 'Delete permission' }).click()
  await expect(toast(page, `Permission “${name}” deleted.`)).toBeVisible()
  expect(people.described().map((one) => one.name)).not.toContain(name)
})

test('a name that is refused twice is marked twice @zitadel', async ({ page, sandbox }) => {
  await signIn(page, sandbox.kosmos, 'admin', '/permissions')
  await page.getByRole('link', { name: 'Create permission' }).click()
  const create = page.getByRole('dialog', { name: 'Create permission' })
  const name = create.getByRole('textbox', { name: 'Name' })
  const button = create.getByRole('button', { name: 'Create permission' })
  await name.fill('re\u202Ead')
  await button.click()
  await expect(name).toBeFocused()
  await expect(name).toHaveAttribute('aria-invalid', 'true')
  // Long enough that the next press is no double click.
  await expectAccessible(page)
  await button.click()
  await expect(name).toBeFocused()
  await expect(name).toHaveAttribute('aria-invalid', 'true')
  expect(peopleOf(sandbox, 'kosmos').catalogueWrites()).toBe(0)
})

test('says who loses what before it deletes, and takes it out of every role', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = worldOf(sandbox, vendor)
  const people = peopleOf(sandbox, vendor)
  await signIn(page, platform, 'admin', `/permissions?q=${encodeURIComponent(world.granted)}`)
  const open = () => page.getByRole('button', { name: `Delete ${world.granted}`, exact: true }).click()
  const dialog = page.getByRole('dialog', { name: `Delete permission ${world.granted}?` })
  await open()
  await expect(dialog).toContainText(/\d roles lose it/)
  await expect(dialog).toContainText(world.role)
  await expect(dialog).toContainText(
    vendor === 'acme' ? 'cannot be said without reading each of them' : /Between \d+ and \d+ members lose it/,
  )
  await expectOff(dialog.getByRole('button', { name: 'Delete permission' }), /Type “.+” first/)
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  expect(people.catalogueWrites()).toBe(0)
  await open()
  await dialog.getByRole('textbox').fill(world.granted)
  await dialog.getByRole('button', { name: 'Delete permission' }).click()
  await expect(toast(page, `Permission “${world.granted}” deleted.`)).toBeVisible()
  expect(world.permissionsOf(world.role)).not.toContain(world.granted)
})

test('another description meanwhile is shown, and replaced only on purpose', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const { permission, describe, described } = peopleOf(sandbox, vendor)
  const { name } = permission
  await signIn(page, platform, 'admin', `/permissions?q=${encodeURIComponent(name)}`)
  await page.getByRole('button', { name: `Describe ${name}` }).click()
  const dialog = page.getByRole('dialog', { name: `Describe ${name}` })
  await dialog.getByRole('textbox').fill('Mine')
  describe(name, 'Theirs')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toContainText('Somebody described it meanwhile')
  await expect(dialog.getByRole('definition')).toHaveText(['Theirs', 'Mine'])
  expect(described()).toContainEqual({ name, description: 'Theirs' })
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Replace theirs' }).click()
  await expect(toast(page, `“${name}” described.`)).toBeVisible()
  expect(described()).toContainEqual({ name, description: 'Mine' })
})

test('a permission that somebody deleted meanwhile cannot be described', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const { permission, drop, catalogueWrites } = peopleOf(sandbox, vendor)
  const { name } = permission
  await signIn(page, platform, 'admin', `/permissions?q=${encodeURIComponent(name)}`)
  await page.getByRole('button', { name: `Describe ${name}` }).click()
  const dialog = page.getByRole('dialog', { name: `Describe ${name}` })
  await dialog.getByRole('textbox').fill('Mine')
  drop(name)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toContainText('Somebody deleted it meanwhile')
  await expectOff(dialog.getByRole('button', { name: 'Replace theirs' }), /does not exist any more/)
  expect(catalogueWrites()).toBe(0)
})

test('the permission by which people administer needs more than its name @auth0', async ({
  page,
  sandbox,
}) => {
  await signIn(page, sandbox.acme, 'admin', `/permissions?q=${encodeURIComponent(acmeApi)}`)
  await page.getByRole('button', { name: 'Delete update:roles' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete permission update:roles?' })
  await expect(dialog).toContainText('This locks out every administrator, you among them')
  await dialog.getByRole('textbox').fill('update:roles')
  await expect(dialog.getByRole('button', { name: 'Delete permission' })).toBeDisabled()
  await dialog.getByRole('textbox').fill('lock out every administrator')
  await expect(dialog.getByRole('button', { name: 'Delete permission' })).toBeEnabled()
})

test('says why the permissions of a resource cannot be changed @auth0', async ({ page, sandbox }) => {
  await signIn(page, sandbox.acme, 'admin', '/permissions?q=Management')
  const api = page.getByRole('region', { name: 'Auth0 Management API' })
  await expect(api).toContainText('These cannot be changed here')
  await expect(api.getByRole('button', { name: /^(Describe|Delete) / })).toHaveCount(0)
  await page.getByRole('link', { name: 'Create permission' }).click()
  await expect(page.getByRole('combobox', { name: 'API' })).not.toContainText('Management')
})

test('a viewer sees everything and is told why nothing can be changed', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const { permission } = peopleOf(sandbox, vendor)
  await signIn(page, platform, 'viewer', `/permissions?q=${encodeURIComponent(permission.name)}`)
  await expectOff(page.getByRole('link', { name: 'Create permission' }), /^Needs /)
  await expectOff(page.getByRole('button', { name: `Describe ${permission.name}` }), /^Needs /)
  await expectOff(page.getByRole('button', { name: `Delete ${permission.name}` }), /^Needs /)
})

test('nothing there, not allowed and failed are told apart', async ({
  page,
  platform,
  sandbox,
  vendor,
  allowed,
}) => {
  const people = peopleOf(sandbox, vendor)
  allowed.console = /Failed to load resource/
  await signIn(page, platform, 'guest', '/permissions')
  await expect(heading(page, 'This page is not for your account')).toBeVisible()
  expect(platform.journal.entries({ operation: people.reading })).toEqual([])
  await forgetEverything(page)
  platform.faults.set(people.reading, 503, { times: 20 })
  await signIn(page, platform, 'admin', '/permissions')
  await expect(heading(page, 'No answer')).toBeVisible()
  platform.faults.clear()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(heading(page, 'Permissions')).toBeVisible()
})
