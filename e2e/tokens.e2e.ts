// Tokens: made for an account or for oneself, shown once and usable at once, with an end; and what is said of bad input.
import { credentialWorldOf } from './credential-worlds.ts'
import { bearerOf, chooseAccount, openForm, openList, revealed, secretDialog, store } from './issuing.ts'
import { expectOff, row, toast } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'

// The gateway's database takes seconds to start on a busy machine; what is tested here is not that.
test.beforeEach(async ({ sandbox, vendor }) => {
  if (vendor === 'acme') await sandbox.gateway.tokens()
})

test('makes a token for an account, shows it once, and it works @zitadel', async ({
  page,
  sandbox,
  request,
}) => {
  const { kosmos } = sandbox
  const world = credentialWorldOf(sandbox, 'kosmos')
  const account = world.account(world.busy)
  const before = (await world.tokens(account.id)).length
  await openList(page, kosmos, 'Tokens')
  await expectAccessible(page)
  await expect(page.getByText('people cannot have one')).toBeVisible()
  const form = await openForm(page, 'token')
  await expectOff(form.getByRole('button', { name: 'Create token' }), /^Choose whose token it is to be\.$/)
  await chooseAccount(form, world.busy)
  await form.getByRole('textbox', { name: 'Name' }).fill('Smoke test')
  await form.getByRole('textbox', { name: 'Purpose' }).fill('Tries the API after each deploy')
  await form.getByRole('combobox', { name: 'Expires' }).selectOption({ label: 'In 7 days' })
  await expect(form.getByText(`Whoever has it acts as ${world.busy}.`)).toBeVisible()
  await expect(form.getByText(world.held[0] ?? '')).toBeVisible()
  await expectAccessible(page)
  await form.getByRole('button', { name: 'Create token' }).click()

  const shown = secretDialog(page, 'Token Smoke test')
  const value = await revealed(shown, 'Token', true)
  expect(value.length).toBeGreaterThan(20)
  await shown.getByRole('button', { name: 'Test it now' }).click()
  await expect(shown.getByText('It works')).toBeVisible()
  await store(shown)
  await expect(form).toBeHidden()
  const line = row(page, 'Tokens', 'Smoke test Tries the API after each deploy')
  await expect(line).toContainText(world.busy)
  await expect(line).toContainText(/in [67] days/)
  expect(await world.tokens(account.id)).toHaveLength(before + 1)
  expect(await bearerOf(request, kosmos, value)).toBe(account.id)
  expect(await page.content()).not.toContain(value)

  await line.getByRole('button', { name: 'Revoke Smoke test' }).click()
  const asking = page.getByRole('dialog', { name: 'Revoke token Smoke test?' })
  await expectAccessible(page)
  await asking.getByRole('button', { name: 'Revoke token' }).click()
  await expect(line).toHaveCount(0)
  expect(await world.tokens(account.id)).toHaveLength(before)
  expect(await bearerOf(request, kosmos, value)).toBeNull()
})

test('bad names are told on their field, and nothing is sent @zitadel', async ({ page, sandbox }) => {
  const world = credentialWorldOf(sandbox, 'kosmos')
  await openList(page, sandbox.kosmos, 'Tokens')
  const form = await openForm(page, 'token')
  await chooseAccount(form, world.busy)
  const name = form.getByRole('textbox', { name: 'Name' })
  const create = form.getByRole('button', { name: 'Create token' })
  await create.click()
  await expect(name).toHaveAccessibleDescription(/Fill in this field/)
  await name.fill('x'.repeat(10_000))
  await create.click()
  await expect(name).toHaveAccessibleDescription(/too long/)
  await name.fill('Deploy\u0007')
  await create.click()
  await expect(name).toHaveAccessibleDescription(/control character/)
  await name.fill('Deploy\u202Etxt')
  await create.click()
  await expect(name).toHaveAccessibleDescription(/invisible character/)
  await name.fill('   ')
  await create.click()
  await expect(name).toHaveAccessibleDescription(/is required/)
  await name.fill('Рipeline')
  await expect(
    form.getByText('This looks like “Pipeline”, which exists, but it is another name.').last(),
  ).toBeVisible()
  expect(world.sent(world.operations.addToken)).toBe(0)
})

test('an end is a date with a time and a zone, or none behind a warning @zitadel', async ({
  page,
  sandbox,
}) => {
  const world = credentialWorldOf(sandbox, 'kosmos')
  const account = world.account(world.busy)
  await openList(page, sandbox.kosmos, 'Tokens')
  const form = await openForm(page, 'token')
  await chooseAccount(form, world.busy)
  await form.getByRole('textbox', { name: 'Name' }).fill('Edge')
  const expires = form.getByRole('combobox', { name: 'Expires' })
  await expires.selectOption({ label: 'At a date and time' })
  await form.getByLabel('Date', { exact: true }).fill('2020-01-01')
  await form.getByRole('button', { name: 'Create token' }).click()
  await expect(form.getByText('This moment has passed.').first()).toBeVisible()
  expect(world.sent(world.operations.addToken)).toBe(0)
  await expires.selectOption({ label: 'No expiry' })
  await expect(form.getByText('Nothing ends it but you')).toBeVisible()
  const before = new Set((await world.tokens(account.id)).map(({ id }) => id))
  await form.getByRole('button', { name: 'Create token' }).click()
  await store(secretDialog(page, 'Token Edge'))
  await expect(row(page, 'Tokens', 'Edge')).toContainText('never ends')
  const made = (await world.tokens(account.id)).filter(({ id }) => !before.has(id))
  expect(made.map(({ expiresAt }) => expiresAt?.getUTCFullYear() ?? 9999)).toEqual([9999])
})

test('a lost answer leaves no second token, and the one that nobody has is revoked @zitadel', async ({
  page,
  sandbox,
}) => {
  const { kosmos } = sandbox
  const world = credentialWorldOf(sandbox, 'kosmos')
  const account = world.account(world.busy)
  const before = (await world.tokens(account.id)).length
  await openList(page, kosmos, 'Tokens')
  const form = await openForm(page, 'token')
  await chooseAccount(form, world.busy)
  await form.getByRole('textbox', { name: 'Name' }).fill('Lost')
  kosmos.faults.set('addToken', 'reset-after', { times: 1 })
  const create = form.getByRole('button', { name: 'Create token' })
  await create.click()
  const note = form.getByText('A token was made, but nobody has its value')
  await expect(note).toBeVisible()
  expect(await world.tokens(account.id)).toHaveLength(before + 1)
  // Sent again as it stands nothing more is made.
  await create.click()
  await expect(note).toBeVisible()
  expect(await world.tokens(account.id)).toHaveLength(before + 1)
  await form.getByRole('button', { name: 'Revoke it' }).click()
  await expect(note).toBeHidden()
  expect(await world.tokens(account.id)).toHaveLength(before)
  await create.click()
  await store(secretDialog(page, 'Token Lost'))
  expect(await world.tokens(account.id)).toHaveLength(before + 1)
})

test('what became of one account’s token says nothing of another account @zitadel', async ({
  page,
  sandbox,
}) => {
  const { kosmos } = sandbox
  const world = credentialWorldOf(sandbox, 'kosmos')
  const account = world.account(world.bare)
  world.addToken?.(account.id, { name: 'Backup', expiresAt: null })
  await openList(page, kosmos, 'Tokens')
  const form = await openForm(page, 'token')
  await chooseAccount(form, world.busy)
  await form.getByRole('textbox', { name: 'Name' }).fill('Lost')
  await form.getByRole('combobox', { name: 'Expires' }).selectOption({ label: 'No expiry' })
  kosmos.faults.set('addToken', 503, { times: 1 })
  const create = form.getByRole('button', { name: 'Create token' })
  await create.click()
  const problem = form.getByRole('alert').filter({ hasText: 'Sending it again is safe' })
  await expect(problem).toBeVisible({ timeout: 20_000 })
  const another = form.getByRole('button', { name: 'Choose another account' })
  await another.click()
  await expect(problem).toBeHidden()
  await chooseAccount(form, world.bare)
  kosmos.faults.set('addToken', { delay: 3000 })
  await create.click()
  await expectOff(another, /^Something is being made for Experiment\.$/)
  await store(secretDialog(page, 'Token Lost'))
  await expect(row(page, 'Tokens', 'Backup')).toContainText('never ends')
  expect(await world.tokens(account.id)).toHaveLength(2)
})

test('several are revoked together, the one that failed again @zitadel', async ({ page, sandbox }) => {
  const { kosmos } = sandbox
  const world = credentialWorldOf(sandbox, 'kosmos')
  const account = world.account(world.bare)
  for (const name of ['One', 'Two', 'Three'])
    world.addToken?.(account.id, { name, expiresAt: new Date(kosmos.clock.now() + 86_400_000) })
  await openList(page, kosmos, 'Tokens', 'admin', `?owner=${account.id}`)
  await page.getByRole('checkbox', { name: 'Select all' }).check()
  await page
    .getByRole('region', { name: 'Selected tokens' })
    .getByRole('button', { name: 'Revoke 3' })
    .click()
  const asking = page.getByRole('dialog', { name: 'Revoke 3 tokens?' })
  await asking.getByRole('textbox').fill('3 tokens')
  kosmos.faults.set('removeToken', 503, { times: 1 })
  await asking.getByRole('button', { name: 'Revoke 3 tokens' }).click()
  const running = page.getByRole('dialog', { name: 'Revoking 3 tokens' })
  await expect(running.getByText('2 of 3 tokens revoked, 1 failed.').first()).toBeVisible()
  await expectAccessible(page)
  expect(await world.tokens(account.id)).toHaveLength(1)
  await running.getByRole('button', { name: 'Retry the one that failed' }).click()
  await expect(running.getByText('3 of 3 tokens revoked.').first()).toBeVisible()
  await running.getByRole('button', { name: 'Done' }).click()
  expect(await world.tokens(account.id)).toHaveLength(0)
  await expect(page.getByText('No token of this kind')).toBeVisible()
})

test('an empty answer is not taken for a token @zitadel', async ({ page, sandbox }) => {
  const { kosmos } = sandbox
  const world = credentialWorldOf(sandbox, 'kosmos')
  const account = world.account(world.bare)
  await openList(page, kosmos, 'Tokens')
  const form = await openForm(page, 'token')
  await chooseAccount(form, world.bare)
  await form.getByRole('textbox', { name: 'Name' }).fill('Broken')
  kosmos.faults.set('addToken', 'empty', { times: 1 })
  await form.getByRole('button', { name: 'Create token' }).click()
  await expect(form.getByText('A token was made, but nobody has its value')).toBeVisible()
  await expectAccessible(page)
  await form.getByRole('button', { name: 'Revoke it' }).click()
  await expect(toast(page, /^The token that nobody has was revoked/)).toBeVisible()
  expect(await world.tokens(account.id)).toHaveLength(0)
})

test('a viewer sees names and dates, and every act is off with its reason', async ({
  page,
  platform,
  vendor,
}) => {
  await openList(page, platform, 'Tokens', 'viewer')
  await expectOff(page.getByRole('link', { name: 'Create token' }).first(), /^Needs /)
  if (vendor === 'acme') return
  const line = row(page, 'Tokens', 'Nightly build')
  await expect(line).toContainText('in 24 days')
  await expectOff(line.getByRole('button', { name: 'Rotate Nightly build' }), /^Needs /)
  await expectOff(line.getByRole('button', { name: 'Revoke Nightly build' }), /^Needs /)
  await page.getByRole('checkbox', { name: 'Select all' }).check()
  await expectOff(
    page.getByRole('region', { name: 'Selected tokens' }).getByRole('button', { name: /^Revoke / }),
    /^Needs /,
  )
  await line.getByRole('button', { name: 'How to use Nightly build' }).click()
  await expect(page.getByRole('dialog').getByRole('textbox', { name: 'curl' })).toHaveValue(/userinfo/)
})

test('a keeper of keys makes tokens for accounts, without touching roles @zitadel', async ({
  page,
  sandbox,
}) => {
  const world = credentialWorldOf(sandbox, 'kosmos')
  const account = world.account(world.bare)
  await openList(page, sandbox.kosmos, 'Tokens', 'keykeeper')
  const form = await openForm(page, 'token')
  await chooseAccount(form, world.bare)
  await form.getByRole('textbox', { name: 'Name' }).fill('Kept')
  await form.getByRole('button', { name: 'Create token' }).click()
  await store(secretDialog(page, 'Token Kept'))
  expect(await world.tokens(account.id)).toHaveLength(1)
})

test('nobody makes a token that is stronger than they are @zitadel', async ({ page, sandbox }) => {
  const world = credentialWorldOf(sandbox, 'kosmos')
  await openList(page, sandbox.kosmos, 'Tokens', 'keykeeper')
  const form = await openForm(page, 'token')
  await chooseAccount(form, 'Legacy root')
  await form.getByRole('textbox', { name: 'Name' }).fill('Too strong')
  await form.getByRole('button', { name: 'Create token' }).click()
  await expect(form.getByRole('alert').filter({ hasText: 'Legacy root' })).toBeVisible()
  expect(world.sent(world.operations.addToken)).toBe(0)
})
