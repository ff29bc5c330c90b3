// Tokens that carry permissions of their own: chosen among what one holds, for oneself or for an account, checked by others.
import type { APIRequestContext } from 'playwright/test'
import { credentialWorldOf } from './credential-worlds.ts'
import { chooseAccount, openForm, openList, revealed, secretDialog, store } from './issuing.ts'
import { acmeApi } from './sandbox/console-config.ts'
import { introspector } from './sandbox/gateway.ts'
import { auth0Permissions, personas } from './sandbox/personas.ts'
import { expectOff, row, toast } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'

/** What the Orders API is told about a value. */
async function introspected(
  request: APIRequestContext,
  url: string,
  token: string,
): Promise<Record<string, unknown>> {
  const basic = Buffer.from(`${introspector.id}:${introspector.secret}`).toString('base64')
  const answer = await request.post(`${url}/gateway/oauth/introspect`, {
    form: { token },
    headers: { authorization: `Basic ${basic}` },
  })
  return answer.json()
}

// The gateway's database takes seconds to start on a busy machine; what is tested here is not that.
test.beforeEach(async ({ sandbox, vendor }) => {
  if (vendor === 'acme') await sandbox.gateway.tokens()
})

test('makes a token of my own, with what I choose among my permissions @auth0', async ({
  page,
  sandbox,
  request,
  served,
}) => {
  await openList(page, sandbox.acme, 'Tokens')
  await expectAccessible(page)
  await expect(page.getByText('No tokens yet')).toBeVisible()
  const form = await openForm(page, 'token')
  const create = form.getByRole('button', { name: 'Create token' })
  await expect(form.getByRole('searchbox', { name: 'Search permissions' })).toBeVisible()
  await expectOff(create, /^Choose at least one permission\.$/)
  await expectAccessible(page)
  await form.getByRole('searchbox', { name: 'Search permissions' }).fill('read:orders')
  await form.getByRole('checkbox', { name: 'read:orders' }).first().check()
  await expect(form.getByText(/It cannot use the other \d+ permissions that you may use\./)).toBeVisible()
  await form.getByRole('textbox', { name: 'Name' }).fill('My laptop')
  await expect(form.getByRole('option', { name: 'No expiry' })).toHaveCount(0)
  await create.click()
  const shown = secretDialog(page, 'Token My laptop')
  const value = await revealed(shown, 'Token', true)
  expect(value).toMatch(/^kos_/)
  await shown.getByRole('button', { name: 'Test it now' }).click()
  await expect(shown.getByText('It works')).toBeVisible()
  await store(shown)
  const line = row(page, 'Tokens', 'My laptop')
  await expect(line).toContainText('Ingrid Solheim')
  expect(await introspected(request, served.url, value)).toMatchObject({ active: true })
  expect(await sandbox.gateway.tokens()).toHaveLength(1)
  await page.getByRole('radio', { name: 'Mine' }).check()
  await expect(line).toBeVisible()
  await line.getByRole('button', { name: 'Revoke My laptop' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke token' }).click()
  await expect(line).toHaveCount(0)
  expect(await introspected(request, served.url, value)).toEqual({ active: false })
})

test('who may not read what people hold makes a token of their own with what they hold @auth0', async ({
  page,
  sandbox,
}) => {
  await openList(page, sandbox.acme, 'Tokens', 'keykeeper')
  const form = await openForm(page, 'token')
  await form.getByRole('checkbox', { name: 'create:tokens' }).check()
  await expect(form.getByText(`1 of ${auth0Permissions.keykeeper.length} chosen`)).toBeVisible()
  const search = form.getByRole('searchbox', { name: 'Search permissions' })
  for (const foreign of ['update:roles', 'read:orders']) {
    await search.fill(foreign)
    await expect(form.getByText(`No permission matches “${foreign}”`)).toBeVisible()
  }
  await form.getByRole('textbox', { name: 'Name' }).fill('Keys')
  await expectAccessible(page)
  await form.getByRole('button', { name: 'Create token' }).click()
  await store(secretDialog(page, 'Token Keys'))
  expect(await sandbox.gateway.tokens()).toMatchObject([
    {
      owner_id: personas.keykeeper.subs['acme'],
      permissions: [{ resource_server_identifier: acmeApi, permission_name: 'create:tokens' }],
    },
  ])
})

test('makes a token for an account, and ends it earlier @auth0', async ({ page, sandbox }) => {
  const world = credentialWorldOf(sandbox, 'acme')
  await openList(page, sandbox.acme, 'Tokens')
  const form = await openForm(page, 'token')
  await chooseAccount(form, 'Orders sync')
  await expect(form.getByRole('checkbox', { name: /^All of / })).not.toHaveCount(0)
  await form
    .getByRole('checkbox', { name: /^All of / })
    .first()
    .check()
  await form.getByRole('textbox', { name: 'Name' }).fill('Warehouse')
  await form.getByRole('button', { name: 'Create token' }).click()
  await store(secretDialog(page, 'Token Warehouse'))
  const [made] = await sandbox.gateway.tokens()
  expect(made).toMatchObject({ owner_id: world.account('Orders sync').id, name: 'Warehouse' })
  await page.getByRole('button', { name: 'End Warehouse at…' }).click()
  const ending = page.getByRole('dialog', { name: 'End token Warehouse at a moment' })
  await expectAccessible(page)
  await ending.getByRole('button', { name: 'Set the end' }).click()
  await expect(row(page, 'Tokens', 'Warehouse')).toContainText(/in [67] days/)
  const left = ((await sandbox.gateway.tokens())[0]?.expires_at.getTime() ?? 0) - sandbox.acme.clock.now()
  expect(Math.round(left / 86_400_000)).toBe(7)
})

test('two clicks make one token, and an end beyond the maximum is refused @auth0', async ({
  page,
  sandbox,
}) => {
  await openList(page, sandbox.acme, 'Tokens')
  const form = await openForm(page, 'token')
  await form.getByRole('searchbox', { name: 'Search permissions' }).fill('read:orders')
  await form.getByRole('checkbox', { name: 'read:orders' }).first().check()
  await form.getByRole('textbox', { name: 'Name' }).fill('Once')
  const expires = form.getByRole('combobox', { name: 'Expires' })
  await expires.selectOption({ label: 'At a date and time' })
  await form.getByLabel('Date', { exact: true }).fill('2099-01-01')
  await form.getByRole('button', { name: 'Create token' }).click()
  await expect(form.getByText('It can live for at most 365 days.').first()).toBeVisible()
  expect(await sandbox.gateway.tokens()).toHaveLength(0)
  await expires.selectOption({ label: 'In 90 days' })
  await form.getByRole('button', { name: 'Create token' }).dblclick()
  await store(secretDialog(page, 'Token Once'))
  expect(await sandbox.gateway.tokens()).toHaveLength(1)
})

test('a token is rotated with what it carries, and the old one ends at a moment @auth0', async ({
  page,
  sandbox,
}) => {
  await openList(page, sandbox.acme, 'Tokens')
  const form = await openForm(page, 'token')
  await form.getByRole('searchbox', { name: 'Search permissions' }).fill('read:orders')
  await form.getByRole('checkbox', { name: 'read:orders' }).first().check()
  await form.getByRole('textbox', { name: 'Name' }).fill('Robot')
  await form.getByRole('button', { name: 'Create token' }).click()
  await store(secretDialog(page, 'Token Robot'))
  const [old] = await sandbox.gateway.tokens()

  await page.getByRole('button', { name: 'Rotate Robot' }).click()
  const rotating = page.getByRole('dialog', { name: 'Rotate token Robot' })
  await expect(rotating.getByText(/^1 of \d+ chosen$/)).toBeVisible()
  await rotating.getByRole('button', { name: 'Create the new token' }).click()
  const shown = secretDialog(page, 'Token Robot')
  await shown.getByRole('button', { name: 'Test it now' }).click()
  await expect(shown.getByText('It works')).toBeVisible()
  await store(shown)
  const job = page.getByRole('dialog', { name: 'Rotation to Robot' })
  // What was tested in the dialog with the value need not be said again.
  await expect(job.getByRole('checkbox', { name: 'The new token is in place and works' })).toBeChecked()
  const [first, second] = await sandbox.gateway.tokens()
  expect([first, second].find((one) => one?.id !== old?.id)).toMatchObject({
    replaces: old?.id,
    permissions: old?.permissions,
  })
  await job.getByRole('button', { name: 'End it at…' }).click()
  const ending = page.getByRole('dialog', { name: 'End token Robot at a moment' })
  await ending.getByRole('button', { name: 'Set the end' }).click()
  await expect(job.getByText(/it ends in [67] days/)).toBeVisible()
  await job.getByRole('button', { name: 'Finish: it ends by itself' }).click()
  await expect(toast(page, 'The rotation to Robot is done.')).toBeVisible()
  await expect(page.getByText('rotation unfinished')).toHaveCount(0)
  const tokens = await sandbox.gateway.tokens()
  expect(tokens.map(({ replaces }) => replaces)).toEqual([null, null])
})

test('the address chooses the owner; the form asks before what was typed is lost @auth0', async ({
  page,
  sandbox,
}) => {
  const world = credentialWorldOf(sandbox, 'acme')
  const { id } = world.account('Orders sync')
  await openList(page, sandbox.acme, 'Tokens', 'admin', `/new?owner=${id}`)
  const form = page.getByRole('dialog', { name: 'Create token' })
  await expect(form.getByText('Owner: Orders sync')).toBeVisible()
  await form.getByRole('textbox', { name: 'Name' }).fill('Half')
  await page.keyboard.press('Escape')
  const asking = page.getByRole('dialog', { name: 'Leave without saving?' })
  await asking.getByRole('button', { name: 'Keep editing' }).click()
  await expect(form.getByRole('textbox', { name: 'Name' })).toHaveValue('Half')
})
