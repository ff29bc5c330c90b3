// Rotation as a job: the new one beside the old one, tested, the old one ended, called done; found again after a reload and by others.
import { credentialWorldOf } from './credential-worlds.ts'
import { bearerOf, openList, revealed, secretDialog, store } from './issuing.ts'
import { expectOff, row, toast } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'

test('a token is rotated through a reload, and the old one ends when I say so @zitadel', async ({
  page,
  sandbox,
  request,
}) => {
  const { kosmos } = sandbox
  const world = credentialWorldOf(sandbox, 'kosmos')
  const account = world.account(world.bare)
  const expiresAt = new Date(kosmos.clock.now() + 5 * 86_400_000)
  world.addToken?.(account.id, { name: 'Night run', expiresAt })
  await openList(page, kosmos, 'Tokens', 'admin', `?owner=${account.id}`)
  await page.getByRole('button', { name: 'Rotate Night run' }).click()
  const form = page.getByRole('dialog', { name: 'Rotate token Night run' })
  await expect(form.getByRole('textbox', { name: 'Name' })).toHaveValue('Night run')
  await expectAccessible(page)
  await form.getByRole('textbox', { name: 'Name' }).fill('Night run 2')
  await form.getByRole('button', { name: 'Create the new token' }).click()
  const shown = secretDialog(page, 'Token Night run 2')
  const value = await revealed(shown, 'Token', true)
  await store(shown)

  const job = page.getByRole('dialog', { name: 'Rotation to Night run 2' })
  await expect(job.getByText('Night run still works')).toBeVisible()
  await expect(job.getByText('you must come back for it')).toBeVisible()
  await expectOff(
    job.getByRole('button', { name: 'End the old one now' }),
    /^Say first that the new one works\.$/,
  )
  await expectAccessible(page)
  await job.getByRole('heading', { level: 2 }).hover()
  await job.getByRole('button', { name: 'Come back later' }).click()
  await expect(page.getByText('2 rotations unfinished: 2 old ones still work')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Go on: Night run 2 replaces Night run' })).toBeVisible()
  expect(await world.tokens(account.id)).toHaveLength(2)

  await page.reload()
  await expect(row(page, 'Tokens', 'Night run')).toContainText('being replaced')
  await expectOff(
    page.getByRole('button', { name: 'Rotate Night run', exact: true }),
    /^It is being rotated already/,
  )
  await page.getByRole('button', { name: 'Go on with the rotation to Night run 2' }).click()
  await job.getByRole('checkbox', { name: 'The new token is in place and works' }).check()
  await job.getByRole('button', { name: 'End the old one now' }).click()
  await expect(toast(page, 'The rotation to Night run 2 is done.')).toBeVisible()
  await expect(row(page, 'Tokens', 'Night run')).toHaveCount(0)
  await expect(page.getByRole('button', { name: /^Go on: Night run/ })).toHaveCount(0)
  expect(await world.tokens(account.id)).toHaveLength(1)
  expect(await bearerOf(request, kosmos, value)).toBe(account.id)
})

test('where the old one is gone already, only finishing is left @zitadel', async ({ page, sandbox }) => {
  await openList(page, sandbox.kosmos, 'Tokens')
  await page.getByRole('button', { name: 'Revoke Pipeline 2025' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke token' }).click()
  await page.getByRole('button', { name: 'Go on: Pipeline replaces one that is not listed' }).click()
  const job = page.getByRole('dialog', { name: 'Rotation to Pipeline' })
  await expect(job.getByText('The old one is gone already.')).toBeVisible()
  await job.getByRole('button', { name: 'Finish' }).click()
  await expect(toast(page, 'The rotation to Pipeline is done.')).toBeVisible()
  await page.reload()
  await expect(row(page, 'Tokens', 'Nightly build')).toBeVisible()
  await expect(page.getByText('rotation unfinished')).toHaveCount(0)
})

test('an old one that was ended is not offered again where the rest failed @zitadel', async ({
  page,
  sandbox,
}) => {
  const { kosmos } = sandbox
  const world = credentialWorldOf(sandbox, 'kosmos')
  const account = world.account(world.busy)
  const before = (await world.tokens(account.id)).length
  await openList(page, kosmos, 'Tokens')
  await page.getByRole('button', { name: 'Go on: Pipeline replaces Pipeline 2025' }).click()
  const job = page.getByRole('dialog', { name: 'Rotation to Pipeline' })
  await job.getByRole('checkbox', { name: 'The new token is in place and works' }).check()
  kosmos.faults.set('setUserMetadata', 403)
  await job.getByRole('button', { name: 'End the old one now' }).click()
  await expect(
    job.getByText('The old one was ended, but the rotation could not be marked as finished'),
  ).toBeVisible()
  await expect(job.getByText('Pipeline 2025 was ended.')).toBeVisible()
  await expect(job.getByText('still works')).toHaveCount(0)
  await expect(job.getByRole('button', { name: 'End the old one now' })).toHaveCount(0)
  await expectAccessible(page)
  expect(await world.tokens(account.id)).toHaveLength(before - 1)
  // The page behind it says the same.
  await expect(row(page, 'Tokens', 'Pipeline 2025')).toHaveCount(0)
  kosmos.faults.clear('setUserMetadata')
  await job.getByRole('button', { name: 'Finish' }).click()
  await expect(toast(page, 'The rotation to Pipeline is done.')).toBeVisible()
  await expect(job).toBeHidden()
  await expect(page.getByText('rotation unfinished')).toHaveCount(0)
})

test('a key is rotated: made here, tested from here, the old one ended @zitadel', async ({
  page,
  sandbox,
}) => {
  const { kosmos } = sandbox
  const world = credentialWorldOf(sandbox, 'kosmos')
  const account = world.account(world.bare)
  const old = world.addKey(account.id, {
    name: 'Signer',
    expiresAt: new Date(kosmos.clock.now() + 86_400_000),
  })
  await openList(page, kosmos, 'Keys', 'keykeeper', `?owner=${account.id}`)
  await page.getByRole('button', { name: 'Rotate Signer' }).click()
  const form = page.getByRole('dialog', { name: 'Rotate key Signer' })
  await expect(form.getByRole('textbox', { name: 'Name' })).toHaveValue('Signer')
  await expect(form.getByRole('radio', { name: 'Client secret' })).toHaveCount(0)
  await form.getByRole('button', { name: 'Create the new key' }).click()
  const shown = secretDialog(page, 'Key Signer')
  await shown.getByRole('button', { name: 'Test it now' }).click()
  await expect(shown.getByText('It works')).toBeVisible()
  await store(shown)
  const job = page.getByRole('dialog', { name: 'Rotation to Signer' })
  await expect(job.getByRole('checkbox', { name: 'The new key is in place and works' })).toBeChecked()
  await job.getByRole('button', { name: 'End the old one now' }).click()
  await expect(toast(page, 'The rotation to Signer is done.')).toBeVisible()
  const left = world.keys(account.id)
  expect(left).toHaveLength(1)
  expect(left.map(({ id }) => id)).not.toContain(old)
  await expect(page.getByText('rotation unfinished')).toHaveCount(0)
})
