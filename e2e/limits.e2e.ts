// What a directory takes at most is said before it is met: on the page of a role, in a dialog opened by its address, in the matrix.
import { paths } from '../src/paths.ts'
import { ordersApi } from './sandbox/auth0/seed.ts'
import { bulkApi } from './sandbox/auth0/world.ts'
import { expectOff, heading, signIn } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'

const full = /^There are 1,000 roles, and 1,000 is the most that there can be\./

test('no more roles: said by Duplicate, and by the dialog however it was opened @auth0', async ({
  page,
  sandbox,
}) => {
  const { world, journal } = sandbox.acme
  world.addRoles(1000 - world.roles().length)
  const { id } = world.role('Support')
  await signIn(page, sandbox.acme, 'admin', paths.role(id))
  await expect(heading(page, 'Support')).toBeVisible()
  await expectOff(page.getByRole('link', { name: 'Duplicate' }), full)
  for (const path of [paths.newRole(), paths.newRole({ copy: id, search: 'Support' })]) {
    await page.goto(path)
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText('No more roles fit')).toBeVisible()
    await dialog.getByRole('textbox', { name: 'Name' }).fill('One too many')
    await dialog.getByRole('textbox', { name: 'Name' }).press('Enter')
    await expectOff(dialog.getByRole('button', { name: 'Create role' }), full)
  }
  await expectAccessible(page)
  expect(journal.entries({ operation: 'createRole' })).toEqual([])
  expect(world.roles()).toHaveLength(1000)
})

test('more permissions than one role can have: said while they are marked @auth0', async ({
  page,
  sandbox,
}) => {
  const { world } = sandbox.acme
  world.addPermissions(1000)
  world.setRolePermissions(
    'Newcomer',
    Array.from({ length: 999 }, (_, n) => ({
      api: bulkApi,
      name: `read:bulk_${String(n + 1).padStart(4, '0')}`,
    })),
  )
  await signIn(page, sandbox.acme, 'admin', paths.matrix({ search: 'Newcomer', permission: 'orders' }))
  const bar = page.getByRole('region', { name: 'Changes that are not saved' })
  await page.getByRole('checkbox', { name: /^write:orders for Newcomer/ }).check()
  await expect(bar).toHaveText(/^\+1 not saved(?!\.)/)
  await page.getByRole('checkbox', { name: /^All \d+ shown permissions for Newcomer/ }).check()
  const said = /“Newcomer” would hand out 1,011 permissions; at most 1,000 are possible\./
  await expect(bar).toContainText(said)
  await expect(bar.getByRole('button', { name: 'Review' })).toBeDisabled()
  await expect(bar.getByRole('button', { name: 'Review' })).toHaveAccessibleDescription(said)
  await expectAccessible(page)
  await bar.getByRole('button', { name: 'Discard' }).click()
  await page.getByRole('checkbox', { name: /^write:orders for Newcomer/ }).check()
  await bar.getByRole('button', { name: 'Review' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('region', { name: 'Saved changes' })).toContainText('+1')
  const { permissions } = world.role('Newcomer')
  expect([permissions.get(bulkApi)?.size, permissions.get(ordersApi)?.size]).toEqual([999, 1])
})
