// Creating, editing, switching off and deleting accounts: what the form says before anything is sent, what it sends, one account for
// one submit, and what stops working with one.
import type { Locator, Page } from 'playwright/test'
import { paths } from '../src/paths.ts'
import { credentialWorldOf } from './credential-worlds.ts'
import type { SandboxPlatform } from './sandbox/sandbox.ts'
import { expectOff, heading, signIn, toast } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'

const creating = (page: Page) => page.getByRole('dialog', { name: 'Create account' })
const field = (dialog: Locator, name: 'User name' | 'Name' | 'Description') =>
  dialog.getByRole('textbox', { name, exact: true })
const button = (page: Page, label: RegExp | string) => page.getByRole('button', { name: label })

async function openCreate(page: Page, platform: SandboxPlatform): Promise<Locator> {
  await signIn(page, platform, 'admin', paths.accounts())
  await page.getByRole('link', { name: 'Create account' }).click()
  await expect(creating(page)).toBeVisible()
  return creating(page)
}

/** Fills in what every account needs. */
async function fill(dialog: Locator, vendor: 'kosmos' | 'acme', name: string, login = 'night-watch') {
  if (vendor === 'kosmos') await field(dialog, 'User name').fill(login)
  await field(dialog, 'Name').fill(name)
}

test('creates an account, goes to it, edits and deletes it', async ({ page, platform, sandbox, vendor }) => {
  const world = credentialWorldOf(sandbox, vendor)
  const before = world.accounts().length
  const dialog = await openCreate(page, platform)
  await expectAccessible(page)
  await fill(dialog, vendor, 'Night watch 🌙')
  await field(dialog, 'Description').fill('Looks after the servers')
  await field(dialog, 'Description').press('Enter')
  await expect(toast(page, 'Account “Night watch 🌙” created. It may do nothing yet.')).toBeVisible()
  await expect(heading(page, 'Night watch 🌙')).toBeVisible()
  const { id, description } = world.account('Night watch 🌙')
  expect(description).toBe('Looks after the servers')
  await expect(page).toHaveURL(paths.account(id))
  await expect(page.getByText('Looks after the servers')).toBeVisible()

  await page.getByRole('link', { name: 'Edit', exact: true }).click()
  const edit = page.getByRole('dialog', { name: 'Edit account Night watch 🌙' })
  if (vendor === 'kosmos') await expect(field(edit, 'User name')).not.toBeEditable()
  await expectAccessible(page)
  await field(edit, 'Name').fill('Night watch')
  await button(page, 'Save').click()
  await expect(toast(page, 'Account “Night watch” saved.')).toBeVisible()
  await expect(edit).toBeHidden()
  expect(world.account('Night watch')).toMatchObject({ id, description: 'Looks after the servers' })

  const typed = vendor === 'kosmos' ? 'night-watch' : 'Night watch'
  await button(page, /^Delete Night watch/).click()
  const confirm = page.getByRole('dialog', { name: 'Delete account Night watch?' })
  const act = confirm.getByRole('button', { name: 'Delete account' })
  await expectOff(act, new RegExp(`^Type “${typed}” first`))
  await confirm.getByRole('textbox').fill(typed.toUpperCase())
  await act.click({ force: true })
  expect(world.sent(world.operations.delete)).toBe(0)
  await confirm.getByRole('textbox').fill(typed)
  await act.click()
  await expect(toast(page, 'Account “Night watch” deleted.')).toBeVisible()
  await expect(confirm).toBeHidden()
  expect(world.accounts()).toHaveLength(before)
})

const wrong: [string, string, RegExp][] = [
  ['is missing', '', /^Fill in this field\.$/],
  ['is nothing but spaces', '   ', /^Name is required\.$/],
  ['is far too long', 'n'.repeat(10_000), /^This is 9800 characters too long\.$/],
  ['holds a control character', 'be\u0007ll', /contains a line break or another control character/],
]
for (const [what, name, text] of wrong)
  test(`says so at the field when the name ${what}, and sends nothing`, async ({
    page,
    platform,
    sandbox,
    vendor,
  }) => {
    const world = credentialWorldOf(sandbox, vendor)
    const dialog = await openCreate(page, platform)
    await fill(dialog, vendor, name)
    await dialog.getByRole('button', { name: 'Create account' }).click()
    await expect(dialog.getByText(text).first()).toBeVisible()
    await expect(field(dialog, 'Name')).toBeFocused()
    await expect(field(dialog, 'Name')).toHaveValue(name)
    await expect(field(dialog, 'Name')).toHaveAttribute('aria-invalid', 'true')
    expect(world.sent(world.operations.create)).toBe(0)
    await field(dialog, 'Name').fill('Mended')
    await dialog.getByRole('button', { name: 'Create account' }).click()
    await expect(heading(page, 'Mended')).toBeVisible()
    expect(world.account('Mended').disabled).toBe(false)
  })

test('warns of a name that is easily taken for another one, and lets it pass', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = credentialWorldOf(sandbox, vendor)
  const dialog = await openCreate(page, platform)
  await fill(dialog, vendor, 'A quite different name')
  const warning = dialog.getByText('Easily taken for another account')
  await expect(warning).toHaveCount(0)
  // A letter of another alphabet, a letter that nobody sees, and the letters of the name in another case.
  const { busy } = world
  for (const twin of [busy.replace('e', 'е').replace('C', 'С'), `${busy}\u200B`, busy.toUpperCase()]) {
    await field(dialog, 'Name').fill(twin)
    await expect(warning).toBeVisible()
    await expect(dialog).toContainText(`“${busy}”`)
  }
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Create account' }).click()
  await expect(heading(page, busy.toUpperCase())).toBeVisible()
  expect(world.accounts().filter(({ name }) => name.toLowerCase() === busy.toLowerCase())).toHaveLength(2)
})

test('shows a new account at once where the lists lag behind @zitadel', async ({ page, sandbox }) => {
  sandbox.kosmos.world.settings.lagMs = 4000
  const dialog = await openCreate(page, sandbox.kosmos)
  await fill(dialog, 'kosmos', 'Night watch')
  await dialog.getByRole('button', { name: 'Create account' }).click()
  await expect(heading(page, 'Night watch')).toBeVisible()
  await page.getByRole('link', { name: 'Accounts' }).last().click()
  const line = page.getByRole('row').filter({ hasText: 'Night watch' })
  await expect(line).toContainText('settling')
  await expectAccessible(page)
  // It is looked again until the instance shows it.
  await expect(line).not.toContainText('settling')
  await expect(line).toContainText('Active')
})

test('says at the field that the user name is taken @zitadel', async ({ page, sandbox }) => {
  const world = credentialWorldOf(sandbox, 'kosmos')
  const dialog = await openCreate(page, sandbox.kosmos)
  await fill(dialog, 'kosmos', 'Another runner', 'ci-runner')
  await expect(dialog.getByText('User name: There is one of the name “ci-runner” already.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Create account' }).click()
  await expect(field(dialog, 'User name')).toBeFocused()
  await expect(field(dialog, 'User name')).toHaveAttribute('aria-invalid', 'true')
  await expect(dialog).toContainText('with the user name “ci-runner” exists already')
  expect(world.accounts()).toHaveLength(8)
})

test('makes one account when the answer is lost', async ({ page, platform, sandbox, vendor }) => {
  const world = credentialWorldOf(sandbox, vendor)
  const before = world.accounts().length
  const dialog = await openCreate(page, platform)
  await fill(dialog, vendor, 'Night watch')
  platform.faults.set(world.operations.create, 'reset-after', { times: 1 })
  await dialog.getByRole('button', { name: 'Create account' }).click()
  await expect(heading(page, 'Night watch')).toBeVisible()
  expect(world.accounts()).toHaveLength(before + 1)
})

test('keeps what I typed when the provider fails, and makes one account in the end', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = credentialWorldOf(sandbox, vendor)
  const before = world.accounts().length
  const dialog = await openCreate(page, platform)
  await fill(dialog, vendor, 'Night watch')
  platform.faults.set(world.operations.create, 400, { times: 1 })
  await dialog.getByRole('button', { name: 'Create account' }).click()
  await expect(dialog.getByRole('alert').filter({ hasText: /refused/ })).toBeVisible()
  await expect(field(dialog, 'Name')).toHaveValue('Night watch')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Create account' }).click()
  await expect(heading(page, 'Night watch')).toBeVisible()
  expect(world.accounts()).toHaveLength(before + 1)
})

test('makes one account of a double click', async ({ page, platform, sandbox, vendor }) => {
  const world = credentialWorldOf(sandbox, vendor)
  const dialog = await openCreate(page, platform)
  await fill(dialog, vendor, 'Once')
  platform.faults.set(world.operations.create, { delay: 500 })
  await dialog.getByRole('button', { name: 'Create account' }).dblclick()
  await expect(heading(page, 'Once')).toBeVisible()
  expect(world.accounts().filter(({ name }) => name === 'Once')).toHaveLength(1)
  expect(world.sent(world.operations.create)).toBe(1)
})

test('asks before a form with something in it is left', async ({ page, platform, vendor }) => {
  const dialog = await openCreate(page, platform)
  await fill(dialog, vendor, 'Night watch')
  await page.keyboard.press('Escape')
  const leave = page.getByRole('dialog', { name: 'Leave without saving?' })
  await leave.getByRole('button', { name: 'Keep editing' }).click()
  await expect(field(dialog, 'Name')).toHaveValue('Night watch')
})

test('sends nothing when I save what I did not touch', async ({ page, platform, sandbox, vendor }) => {
  const world = credentialWorldOf(sandbox, vendor)
  // The description of one of them has two lines.
  const awkward =
    vendor === 'acme' ? world.accounts().find(({ description }) => description.includes('\n')) : undefined
  const { id, description } = awkward ?? world.account(world.busy)
  await signIn(page, platform, 'admin', paths.editAccount(id))
  await button(page, 'Save').click()
  await expect(toast(page, 'Nothing to save: nothing was changed.')).toBeVisible()
  expect(world.sent(world.operations.update)).toBe(0)
  expect(world.accounts().find((one) => one.id === id)?.description).toBe(description)
})

test('edits the account of the address where Back leads from one form to another', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = credentialWorldOf(sandbox, vendor)
  const [first, second] = [world.account(world.busy), world.account(world.bare)]
  const editing = (name: string) => page.getByRole('dialog', { name: `Edit account ${name}`, exact: true })
  await signIn(page, platform, 'admin', paths.accounts())
  await page.getByRole('link', { name: new RegExp(`^Edit ${first.name}`) }).click()
  await editing(first.name).getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('link', { name: new RegExp(`^Edit ${second.name}`) }).click()
  await expect(editing(second.name)).toBeVisible()
  await page.evaluate(() => history.go(-2))
  await expect(page).toHaveURL(paths.editAccount(first.id))
  const dialog = editing(first.name)
  await expect(field(dialog, 'Name')).toHaveValue(first.name)
  await field(dialog, 'Description').fill('Of the first one')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(toast(page, `Account “${first.name}” saved.`)).toBeVisible()
  expect(world.account(first.name)).toMatchObject({ id: first.id, description: 'Of the first one' })
  expect(world.account(second.name)).toEqual(second)
})

test('a form for a token or a key is for the account of the address', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = credentialWorldOf(sandbox, vendor)
  await signIn(page, platform, 'admin', paths.accounts())
  // As Back and Forward lead there, whatever form lies behind.
  const moveTo = (path: string) =>
    page.evaluate((to) => {
      history.pushState({ idx: history.length, key: to }, '', to)
      dispatchEvent(new PopStateEvent('popstate'))
    }, path)
  for (const [name, form] of [
    ['Create token', paths.newToken],
    ['Create key', paths.newKey],
  ] as const)
    for (const account of [world.busy, world.bare]) {
      await moveTo(form({ owner: world.account(account).id }))
      await expect(page.getByRole('dialog', { name })).toContainText(`Owner: ${account}`)
    }
})

test('disables and enables @zitadel', async ({ page, sandbox }) => {
  const world = credentialWorldOf(sandbox, 'kosmos')
  await signIn(page, sandbox.kosmos, 'admin', paths.accounts({ search: world.busy }))
  await button(page, /^Disable CI runner/).click()
  const dialog = page.getByRole('dialog', { name: 'Disable CI runner?' })
  await expect(dialog).toContainText('none of its tokens and keys works')
  await expect(dialog).toContainText('It has 3 tokens')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Disable account' }).click()
  await expect(toast(page, 'Account “CI runner” disabled.')).toBeVisible()
  expect(world.account('CI runner').disabled).toBe(true)
  await expect(page.getByRole('table', { name: 'Accounts' })).toContainText('Disabled')
  await button(page, /^Enable CI runner/).click()
  await expect(toast(page, 'Account “CI runner” enabled')).toBeVisible()
  expect(world.account('CI runner').disabled).toBe(false)
})

test('says what stops working before an account is deleted, and disables it instead @zitadel', async ({
  page,
  sandbox,
}) => {
  const world = credentialWorldOf(sandbox, 'kosmos')
  await signIn(page, sandbox.kosmos, 'admin', paths.accounts({ search: world.busy }))
  await button(page, /^Delete CI runner/).click()
  const dialog = page.getByRole('dialog', { name: 'Delete account CI runner?' })
  await expect(dialog).toContainText('What stops working: 3 tokens.')
  const lost = dialog.getByRole('list', { name: 'Credentials that stop working' }).getByRole('listitem')
  await expect(lost).toHaveText([/^Pipeline 2025: ends in 4 days/, /^Nightly build/, /^Pipeline: /])
  await expect(dialog).toContainText(`With it go its role: ${world.held.join(', ')}.`)
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Disable instead' }).click()
  await expect(toast(page, 'Account “CI runner” disabled. It was not deleted.')).toBeVisible()
  await expect(dialog).toBeHidden()
  expect(world.account('CI runner').disabled).toBe(true)
  // Nothing milder is left for one that is disabled.
  await button(page, /^Delete CI runner/).click()
  await expect(dialog).toContainText('What stops working: 3 tokens.')
  await expect(dialog.getByText('Disable it first')).toHaveCount(0)
})

test('a question about deleting stays while the account is disabled instead @zitadel', async ({
  page,
  sandbox,
}) => {
  const world = credentialWorldOf(sandbox, 'kosmos')
  await signIn(page, sandbox.kosmos, 'admin', paths.accounts({ search: world.busy }))
  await button(page, /^Delete CI runner/).click()
  const dialog = page.getByRole('dialog', { name: 'Delete account CI runner?' })
  await dialog.getByRole('textbox').fill('ci-runner')
  sandbox.kosmos.faults.set('deactivateUser', { delay: 4000 })
  await dialog.getByRole('button', { name: 'Disable instead' }).click()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeVisible()
  await expectOff(
    dialog.getByRole('button', { name: 'Delete account' }),
    /^It is being disabled at this moment\.$/,
  )
  await expect(toast(page, 'Account “CI runner” disabled. It was not deleted.')).toBeVisible()
  await expect(dialog).toBeHidden()
  expect(world.sent(world.operations.delete)).toBe(0)
})

test('says which keys and permissions go with an application @auth0', async ({ page, sandbox }) => {
  const world = credentialWorldOf(sandbox, 'acme')
  await signIn(page, sandbox.acme, 'admin', paths.accounts({ search: world.busy }))
  await button(page, `Delete ${world.busy}`).click()
  const dialog = page.getByRole('dialog', { name: `Delete account ${world.busy}?` })
  await expect(dialog).toContainText('What stops working: 2 keys.')
  await expect(dialog).toContainText('With it go its 3 permissions:')
  await expect(dialog.getByText('Disable it first')).toHaveCount(0)
  await dialog.getByRole('textbox').fill(world.busy)
  await dialog.getByRole('button', { name: 'Delete account' }).click()
  await expect(toast(page, `Account “${world.busy}” deleted.`)).toBeVisible()
  expect(world.accounts().map(({ name }) => name)).not.toContain(world.busy)
})

test('says so when an account cannot be deleted, and leaves it in the list', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = credentialWorldOf(sandbox, vendor)
  await signIn(page, platform, 'admin', paths.accounts({ search: world.bare }))
  platform.faults.set(world.operations.delete, 403)
  await button(page, new RegExp(`^Delete ${world.bare}`)).click()
  const dialog = page.getByRole('dialog', { name: `Delete account ${world.bare}?` })
  await dialog.getByRole('textbox').fill(vendor === 'acme' ? world.bare : 'experiment')
  await dialog.getByRole('button', { name: 'Delete account' }).click()
  await expect(toast(page, `Could not delete “${world.bare}”.`)).toBeVisible()
  expect(world.accounts().map(({ name }) => name)).toContain(world.bare)
})
