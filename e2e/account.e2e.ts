// The page of one account: what it is, what it may do and how that is changed, by which credentials it acts, and who may do what.
import type { Page } from 'playwright/test'
import { paths } from '../src/paths.ts'
import { credentialWorldOf } from './credential-worlds.ts'
import { special } from './sandbox/zitadel/seed-people.ts'
import { expectOff, heading, row, signIn, toast } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'

const bar = (page: Page) => page.getByRole('region', { name: 'Changes that are not saved' })
const box = (page: Page, permission: string) =>
  page.getByRole('checkbox', { name: new RegExp(`^${permission}( |$)`) })
const parts = (page: Page) => page.getByRole('navigation', { name: 'Parts of this account' })

test('says what an account is, and leads to its parts', async ({ page, platform, sandbox, vendor }) => {
  const world = credentialWorldOf(sandbox, vendor)
  const { id, description } = world.account(world.busy)
  await signIn(page, platform, 'admin', paths.account(id))
  await expect(heading(page, world.busy)).toBeVisible()
  await expect(page.getByText(description)).toBeVisible()
  await expect(page.getByRole('main')).toContainText(id)
  await expect(parts(page).getByRole('link', { name: /^What it may do/ })).toContainText(
    String(world.held.length),
  )
  await expectAccessible(page)
  await parts(page)
    .getByRole('link', { name: /^Credentials/ })
    .click()
  await expect(page).toHaveURL(paths.account(id, { tab: 'credentials' }))
  await expect(parts(page).getByRole('link', { name: /^Credentials/ })).toContainText(
    vendor === 'acme' ? '2' : '3',
  )
  await expectAccessible(page)
  const newKey = page.getByRole('link', { name: 'New key' })
  await expect(newKey).toHaveAttribute('href', paths.newKey({ owner: id }))
  await page.getByRole('link', { name: 'Accounts' }).last().click()
  await expect(heading(page, 'Accounts')).toBeVisible()
})

test('assigns and takes away roles as one reviewed change @zitadel', async ({ page, sandbox }) => {
  const world = credentialWorldOf(sandbox, 'kosmos')
  const { id, name } = world.account(world.busy)
  const [held = ''] = world.held
  await signIn(page, sandbox.kosmos, 'admin', paths.account(id))
  await expect(row(page, `Roles of ${name}`, held)).toContainText('Assigned directly')
  await expect(page.getByRole('region', { name: 'What this lets them do' })).toContainText('permission')
  await page.getByRole('button', { name: 'Assign roles' }).click()
  const dialog = page.getByRole('dialog', { name: `Assign roles to ${name}` })
  await dialog.getByRole('searchbox', { name: 'Search roles' }).fill(world.spare)
  await dialog.getByRole('checkbox', { name: world.spare, exact: true }).check()
  await dialog.getByRole('button', { name: 'Assign role' }).click()
  await page.getByRole('button', { name: `Unassign ${held}` }).click()
  await expect(bar(page)).toContainText('+1 −1')
  expect(world.rightsOf(id)).toEqual([held])
  await bar(page).getByRole('button', { name: 'Review' }).click()
  await page
    .getByRole('dialog', { name: `Review the roles of ${name}` })
    .getByRole('button', { name: 'Save' })
    .click()
  await expect(toast(page, `Roles of ${name} saved: +1 −1.`)).toBeVisible()
  expect(world.rightsOf(id)).toEqual([world.spare])
})

test('leads to a new token, a new key and a new secret of this very account @zitadel', async ({
  page,
  sandbox,
}) => {
  await signIn(page, sandbox.kosmos, 'admin', paths.account(special.bare, { tab: 'credentials' }))
  for (const [link, button] of [
    ['New token', 'Create token'],
    ['New key', 'Create key'],
    ['Set a secret', 'Set a secret'],
  ] as const) {
    await page.getByRole('link', { name: link }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('button', { name: button })).toBeVisible()
    await expect(dialog).toContainText('Experiment')
    await page.goBack()
    await expect(dialog).toBeHidden()
  }
})

test('an account without any role says so @zitadel', async ({ page, sandbox }) => {
  await signIn(page, sandbox.kosmos, 'admin', paths.account(special.bare))
  await expect(page.getByText('Experiment holds no role here')).toBeVisible()
  await parts(page)
    .getByRole('link', { name: /^Credentials/ })
    .click()
  await expect(page.getByText('This account has no credentials')).toBeVisible()
  await expectAccessible(page)
})

test('marks, reviews, saves and takes back permissions @auth0', async ({ page, sandbox }) => {
  const world = credentialWorldOf(sandbox, 'acme')
  const { id, name } = world.account(world.busy)
  const [granted = ''] = world.held
  await signIn(page, sandbox.acme, 'admin', paths.account(id, { search: granted }))
  await box(page, granted).uncheck()
  await page.getByRole('searchbox', { name: 'Search permissions' }).fill(world.spare)
  await expect(page).toHaveURL(new RegExp(`/account/${id}\\?q=`))
  await box(page, world.spare).check()
  await expect(bar(page)).toContainText('+1 −1')
  await expectAccessible(page)
  // The marks outlive a look at the credentials.
  await parts(page)
    .getByRole('link', { name: /^Credentials/ })
    .click()
  await expect(bar(page)).toContainText('+1 −1')
  expect(world.rightsOf(id)).toEqual(world.held)
  await bar(page).getByRole('button', { name: 'Review' }).click()
  const review = page.getByRole('dialog', { name: 'Review the changes' })
  await expect(review).toContainText('1 permission is added and 1 is taken away')
  await expect(review).toContainText(name)
  await expectAccessible(page)
  await review.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('region', { name: 'Saved changes' })).toContainText('+1 −1')
  const after = [...world.held.filter((one) => one !== granted), world.spare].toSorted()
  expect(world.rightsOf(id)).toEqual(after)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('Taken back. Everything is as it was before.')).toBeVisible()
  expect(world.rightsOf(id)).toEqual(world.held)
})

test('what another administrator gave an account meanwhile is shown and stays @auth0', async ({
  page,
  sandbox,
}) => {
  const world = credentialWorldOf(sandbox, 'acme')
  const { id } = world.account(world.busy)
  await signIn(page, sandbox.acme, 'admin', paths.account(id, { search: world.spare }))
  await box(page, world.spare).check()
  world.give(id, 'cancel:orders')
  await bar(page).getByRole('button', { name: 'Review' }).click()
  const review = page.getByRole('dialog', { name: 'Somebody changed this meanwhile' })
  await expect(review.getByRole('list', { name: /^Done by others/ })).toContainText('cancel:orders')
  await review.getByRole('button', { name: 'Save on top of theirs' }).click()
  await expect(page.getByRole('region', { name: 'Saved changes' })).toContainText('+1')
  expect(world.rightsOf(id)).toEqual([...world.held, 'cancel:orders', world.spare].toSorted())
})

test('an application that rules the tenant can be looked at and not changed @auth0', async ({
  page,
  sandbox,
}) => {
  const world = credentialWorldOf(sandbox, 'acme')
  const { id } = world.account('Terraform')
  await signIn(page, sandbox.acme, 'admin', paths.account(id))
  const reason = /^This application may use Auth0’s Management API/
  await expect(page.getByText('You can look, but not change')).toBeVisible()
  await expect(page.getByRole('main')).toContainText('so it is changed in Auth0’s own dashboard only')
  for (const name of ['Edit', 'Delete'])
    await expect(
      page.getByRole(name === 'Edit' ? 'link' : 'button', { name, exact: true }),
    ).toHaveAccessibleDescription(reason)
  await expect(page.getByRole('main').getByRole('checkbox').first()).toHaveAttribute('aria-disabled', 'true')
  await parts(page)
    .getByRole('link', { name: /^Credentials/ })
    .click()
  await expect(page.getByText('This account is not changed here')).toBeVisible()
  await expect(page.getByRole('link', { name: 'New key' })).toHaveAccessibleDescription(reason)
  await expectAccessible(page)
})

test('disables, enables and deletes from the page @zitadel', async ({ page, sandbox }) => {
  const world = credentialWorldOf(sandbox, 'kosmos')
  await signIn(page, sandbox.kosmos, 'admin', paths.account(special.bare))
  await page.getByRole('button', { name: 'Disable' }).click()
  await page
    .getByRole('dialog', { name: 'Disable Experiment?' })
    .getByRole('button', { name: 'Disable account' })
    .click()
  await expect(page.getByRole('button', { name: 'Enable' })).toBeVisible()
  await parts(page)
    .getByRole('link', { name: /^Credentials/ })
    .click()
  await expect(page.getByText('This account is disabled')).toBeVisible()
  await page.getByRole('button', { name: 'Enable' }).click()
  await expect(page.getByText('This account is disabled')).toHaveCount(0)
  expect(world.account('Experiment').disabled).toBe(false)
  await page.getByRole('button', { name: 'Delete' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete account Experiment?' })
  await dialog.getByRole('textbox').fill('experiment')
  await dialog.getByRole('button', { name: 'Delete account' }).click()
  await expect(heading(page, 'Accounts')).toBeVisible()
  await expect(toast(page, 'Account “Experiment” deleted.')).toBeVisible()
  expect(world.accounts().map(({ name }) => name)).not.toContain('Experiment')
})

test('a viewer sees what an account may do and has, and each control that is off names its right', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = credentialWorldOf(sandbox, vendor)
  const { id } = world.account(world.busy)
  await signIn(page, platform, 'viewer', paths.account(id))
  const edit = vendor === 'acme' ? /^Needs update:clients\./ : /^Needs user\.write\./
  await expectOff(page.getByRole('link', { name: 'Edit', exact: true }), edit)
  if (vendor === 'acme') await expect(page.getByText(/^Needs update:client_grants\./)).toBeVisible()
  else await expectOff(page.getByRole('button', { name: 'Assign roles' }), /^Needs user\.grant\.write\./)
  await parts(page)
    .getByRole('link', { name: /^Credentials/ })
    .click()
  const issue = vendor === 'acme' ? /^Needs update:client_keys\./ : /^Needs user\.write\./
  await expectOff(page.getByRole('link', { name: 'New key' }), issue)
})

test('a keykeeper at Acme sees the bare permissions, and keeps the keys @auth0', async ({
  page,
  sandbox,
}) => {
  const world = credentialWorldOf(sandbox, 'acme')
  const { id } = world.account(world.busy)
  await signIn(page, sandbox.acme, 'keykeeper', paths.account(id))
  await expect(page.getByText(/Needs read:resource_servers\./)).toBeVisible()
  const list = page.getByRole('list', { name: 'Permissions' })
  for (const permission of world.held) await expect(list).toContainText(permission)
  await expect(page.getByRole('checkbox')).toHaveCount(0)
  await expectAccessible(page)
  await parts(page)
    .getByRole('link', { name: /^Credentials/ })
    .click()
  await expect(page.getByRole('link', { name: 'New key' })).toHaveAttribute(
    'href',
    paths.newKey({ owner: id }),
  )
  await expect(page.getByRole('link', { name: 'Edit', exact: true })).toHaveAttribute(
    'href',
    paths.editAccount(id),
  )
})

test('an account that is gone says so', async ({ page, platform, sandbox, vendor }) => {
  const world = credentialWorldOf(sandbox, vendor)
  const { id } = world.account(world.bare)
  world.removeAccount(id)
  await signIn(page, platform, 'admin', paths.account(id))
  await expect(heading(page, 'Not found')).toBeVisible()
})
