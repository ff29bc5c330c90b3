// Keys where an account can have two, each with an end: the limit, what the first one does to the secret, half-made ones, rotation.
import { credentialWorldOf } from './credential-worlds.ts'
import { chooseAccount, openForm, openList, revealed, secretDialog, store } from './issuing.ts'
import { expectOff, row, toast } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'

const list = 'Keys and secrets'

// The gateway's database takes seconds to start on a busy machine; what is tested here is not that.
test.beforeEach(async ({ sandbox, vendor }) => {
  if (vendor === 'acme') await sandbox.gateway.tokens()
})

test('makes a key here, tests it, and it is one of two @auth0', async ({ page, sandbox }) => {
  const world = credentialWorldOf(sandbox, 'acme')
  const account = world.account(world.secretive)
  await openList(page, sandbox.acme, 'Keys')
  await expectAccessible(page)
  const form = await openForm(page, 'key')
  await chooseAccount(form, world.secretive)
  await expect(form.getByText(`Keys of ${world.secretive}: 0 of 2 used`)).toBeVisible()
  await expect(form.getByText('The first key makes its secret useless')).toBeVisible()
  await form.getByRole('textbox', { name: 'Name' }).fill('warehouse-1')
  await form.getByRole('button', { name: 'Create key' }).click()
  const shown = secretDialog(page, 'Key warehouse-1')
  await expect(shown.getByText('Key id')).toBeVisible()
  const key = await revealed(shown, 'Private key (PEM)')
  expect(key).toContain('BEGIN PRIVATE KEY')
  await shown.getByRole('button', { name: 'Test it now' }).click()
  await expect(shown.getByText('It works')).toBeVisible()
  await store(shown)
  await expect(row(page, list, 'warehouse-1')).toContainText('works')
  expect(world.keys(account.id)).toHaveLength(1)
  expect(world.hasSecret(account.id)).toBe(false)
  expect(await page.content()).not.toContain('BEGIN PRIVATE KEY')
})

test('two of two are used: no third one, and why @auth0', async ({ page, sandbox }) => {
  const world = credentialWorldOf(sandbox, 'acme')
  await openList(page, sandbox.acme, 'Keys')
  const form = await openForm(page, 'key')
  await chooseAccount(form, world.busy)
  await expectOff(
    form.getByRole('button', { name: 'Create key' }),
    /^2 of 2 used: an account can have at most 2 keys here/,
  )
})

test('a rotation that somebody began is found, and its old key ends at a moment or now @auth0', async ({
  page,
  sandbox,
}) => {
  const world = credentialWorldOf(sandbox, 'acme')
  const account = world.account(world.busy)
  await openList(page, sandbox.acme, 'Keys')
  await page.getByRole('button', { name: 'Go on: collector-autumn replaces collector-spring' }).click()
  const job = page.getByRole('dialog', { name: 'Rotation to collector-autumn' })
  await expect(job.getByText('collector-spring still works')).toBeVisible()
  await expectAccessible(page)
  await job.getByRole('button', { name: 'End it at…' }).click()
  const ending = page.getByRole('dialog', { name: 'End key collector-spring at a moment' })
  await ending.getByRole('button', { name: 'Set the end' }).click()
  await expect(toast(page, /^Key collector-spring ends on /)).toBeVisible()
  await expect(job.getByText(/it ends in [67] days/)).toBeVisible()
  await job.getByRole('checkbox', { name: 'The new key is in place and works' }).check()
  await job.getByRole('button', { name: 'End the old one now' }).click()
  await expect(toast(page, 'The rotation to collector-autumn is done.')).toBeVisible()
  await expect(row(page, list, 'collector-spring')).toHaveCount(0)
  await expect(page.getByText('rotation unfinished')).toHaveCount(0)
  expect(world.keys(account.id)).toHaveLength(1)
})

test('a key that was never activated is finished, never left @auth0', async ({ page, sandbox }) => {
  const world = credentialWorldOf(sandbox, 'acme')
  const account = world.account(world.secretive)
  sandbox.acme.faults.set('updateClient', 503, { times: 20 })
  await openList(page, sandbox.acme, 'Keys')
  const form = await openForm(page, 'key')
  await chooseAccount(form, world.secretive)
  await form.getByRole('textbox', { name: 'Name' }).fill('half')
  await form.getByRole('button', { name: 'Create key' }).click()
  await expect(form.getByRole('alert').filter({ hasText: 'failed on its' })).toBeVisible({ timeout: 20_000 })
  sandbox.acme.faults.clear('updateClient')
  await form.getByRole('button', { name: 'Create key' }).click()
  await store(secretDialog(page, 'Key half'))
  expect(world.keys(account.id)).toHaveLength(1)
  await expect(row(page, list, 'half')).toContainText('works')
})

test('a key that nobody has is offered for revoking at its own account only @auth0', async ({
  page,
  sandbox,
}) => {
  const { acme } = sandbox
  const world = credentialWorldOf(sandbox, 'acme')
  const billing = world.account('Billing exporter')
  await openList(page, acme, 'Keys')
  const form = await openForm(page, 'key')
  await chooseAccount(form, billing.name)
  await form.getByRole('textbox', { name: 'Name' }).fill('nobodys')
  acme.faults.set('updateClient', 403)
  acme.faults.set('deleteCredential', 403)
  const create = form.getByRole('button', { name: 'Create key' })
  await create.click()
  const note = form.getByText('A key was made, but nobody has its value')
  await expect(note).toBeVisible()
  acme.faults.clear()
  await form.getByRole('button', { name: 'Choose another account' }).click()
  await expect(note).toBeHidden()
  await chooseAccount(form, world.secretive)
  await expect(form.getByRole('button', { name: 'Revoke it' })).toHaveCount(0)
  expect(world.keys(billing.id)).toHaveLength(2)
  // Chosen again it is still known there, and gives way to one that somebody has.
  await form.getByRole('button', { name: 'Choose another account' }).click()
  await chooseAccount(form, billing.name)
  await create.click()
  await store(secretDialog(page, 'Key nobodys'))
  expect(world.keys(billing.id)).toHaveLength(2)
  expect(acme.world.client(billing.id).keys).toHaveLength(2)
  expect(world.keys(world.account(world.secretive).id)).toEqual([])
})

test('a key left half made by somebody else is finished from its row, or revoked @auth0', async ({
  page,
  sandbox,
}) => {
  const world = credentialWorldOf(sandbox, 'acme')
  const account = world.account('Billing exporter')
  sandbox.acme.world.addCredential(account.id, { name: 'left-behind', active: false })
  await openList(page, sandbox.acme, 'Keys')
  const line = row(page, list, 'left-behind')
  await expect(line).toContainText('half made')
  await line.getByRole('button', { name: 'Finish left-behind' }).click()
  const asking = page.getByRole('dialog', { name: 'Finish key left-behind?' })
  await expectAccessible(page)
  await asking.getByRole('button', { name: 'Activate key' }).click()
  await expect(toast(page, 'Key left-behind is active.')).toBeVisible()
  await expect(line).toContainText('works')
})

test('secrets cannot be taken away here, and say why; a fixed application is left alone @auth0', async ({
  page,
  sandbox,
}) => {
  const world = credentialWorldOf(sandbox, 'acme')
  await openList(page, sandbox.acme, 'Keys')
  const secret = `client secret of ${world.secretive}`
  await expectOff(
    page.getByRole('button', { name: `Revoke ${secret}` }),
    /^An account always has a secret here/,
  )
  await expectOff(page.getByRole('button', { name: 'Rotate client secret of Terraform' }), /Management API/)
  await page.getByRole('button', { name: `Rotate ${secret}` }).click()
  const rotating = page.getByRole('dialog', { name: `Rotate ${secret}` })
  await rotating.getByRole('checkbox').check()
  await rotating.getByRole('button', { name: 'Replace the secret' }).click()
  const shown = secretDialog(page, `Client secret of ${world.secretive}`)
  await shown.getByRole('button', { name: 'Test it now' }).click()
  await expect(shown.getByText('It works')).toBeVisible()
  await store(shown)
})

test('a lost answer leaves one key at most, and never one that nobody has @auth0', async ({
  page,
  sandbox,
}) => {
  const world = credentialWorldOf(sandbox, 'acme')
  const account = world.account(world.secretive)
  await openList(page, sandbox.acme, 'Keys')
  const form = await openForm(page, 'key')
  await chooseAccount(form, world.secretive)
  await form.getByRole('textbox', { name: 'Name' }).fill('lost')
  sandbox.acme.faults.set('createCredential', 'reset-after', { times: 1 })
  await form.getByRole('button', { name: 'Create key' }).click()
  const shown = secretDialog(page, 'Key lost')
  await expect(shown.or(form.getByRole('alert').filter({ hasText: /\S/ })).first()).toBeVisible({
    timeout: 20_000,
  })
  if (!(await shown.isVisible())) {
    const revoke = form.getByRole('button', { name: 'Revoke it' })
    if (await revoke.isVisible()) await revoke.click()
    await expect(revoke).toBeHidden()
    await form.getByRole('button', { name: 'Create key' }).click()
  }
  await store(shown)
  await expect(row(page, list, 'lost')).toContainText('works')
  expect(world.keys(account.id)).toHaveLength(1)
})
