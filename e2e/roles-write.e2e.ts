// Creating, editing and deleting roles: what the form says before anything is sent, what it sends, one object for one submit, and
// the own write on screen at once even where the lists of the instance lag behind.
import type { Locator, Page } from 'playwright/test'
import { expectOff, heading, openRoles, row, toast } from './steps.ts'
import type { Sandbox } from './sandbox/sandbox.ts'
import { expect, expectAccessible, test } from './test.ts'

const roleOf = ({ kosmos }: Sandbox, key: string) => kosmos.world.roles().find((role) => role.key === key)
const sent = ({ kosmos }: Sandbox, operation: 'addRole' | 'updateRole' | 'removeRole') =>
  kosmos.journal.entries({ operation }).filter(({ method }) => method !== 'OPTIONS')

const creating = (page: Page) => page.getByRole('dialog', { name: 'Create role' })
const field = (dialog: Locator, name: 'Key' | 'Name' | 'Group') =>
  dialog.getByRole('textbox', { name, exact: true })

async function openCreate(page: Page, sandbox: Sandbox): Promise<Locator> {
  await openRoles(page, sandbox.kosmos)
  await page.getByRole('link', { name: 'Create role' }).click()
  await expect(field(creating(page), 'Key')).toBeFocused()
  return creating(page)
}

async function openEdit(page: Page, sandbox: Sandbox, key: string): Promise<Locator> {
  await openRoles(page, sandbox.kosmos, 'admin', `?q=${encodeURIComponent(key)}`)
  await page.getByRole('link', { name: `Edit ${key}`, exact: true }).click()
  return page.getByRole('dialog', { name: `Edit role ${key}`, exact: true })
}

for (const olderInstance of [false, true])
  test(`creates, edits and deletes a role${olderInstance ? ' in the older dialect' : ''} @zitadel`, async ({
    page,
    sandbox,
  }) => {
    sandbox.kosmos.world.settings.olderInstance = olderInstance
    const dialog = await openCreate(page, sandbox)
    await expectAccessible(page)
    await field(dialog, 'Key').fill('night:watch/own')
    await field(dialog, 'Name').fill('Night watch 🌙')
    await field(dialog, 'Group').fill('Operations')
    await field(dialog, 'Group').press('Enter')
    await expect(toast(page, 'Role “night:watch/own” created.')).toBeVisible()
    await expect(page).toHaveURL('/roles?q=night%3Awatch%2Fown')
    await expect(row(page, 'Roles', 'night:watch/own')).toContainText('Night watch 🌙')
    await expect(page.getByText('1 of 49 match')).toBeVisible()
    expect(roleOf(sandbox, 'night:watch/own')).toMatchObject({
      displayName: 'Night watch 🌙',
      group: 'Operations',
    })

    await page.getByRole('link', { name: 'Edit night:watch/own' }).click()
    const edit = page.getByRole('dialog', { name: 'Edit role night:watch/own' })
    await expect(field(edit, 'Key')).not.toBeEditable()
    await expectAccessible(page)
    await field(edit, 'Name').fill('Night watch')
    await field(edit, 'Group').fill('')
    await edit.getByRole('button', { name: 'Save' }).click()
    await expect(toast(page, 'Role “night:watch/own” saved.')).toBeVisible()
    await expect(edit).toBeHidden()
    await expect(row(page, 'Roles', 'night:watch/own')).toContainText('Night watch')
    expect(roleOf(sandbox, 'night:watch/own')).toMatchObject({ displayName: 'Night watch', group: '' })

    await page.getByRole('button', { name: 'Delete night:watch/own' }).click()
    const confirm = page.getByRole('dialog', { name: 'Delete role night:watch/own?' })
    await expect(confirm).toContainText('takes it out of every project grant and every authorization')
    await expectAccessible(page)
    const act = confirm.getByRole('button', { name: 'Delete role' })
    await expectOff(act, /^Type “night:watch\/own” first\.$/)
    await confirm.getByRole('textbox').fill('Night:Watch/own')
    await act.click({ force: true })
    expect(sent(sandbox, 'removeRole')).toEqual([])
    await confirm.getByRole('textbox').fill('night:watch/own')
    await act.click()
    await expect(toast(page, 'Role “night:watch/own” deleted.')).toBeVisible()
    await expect(confirm).toBeHidden()
    await expect(page.getByText('No role matches')).toBeVisible()
    await expect(heading(page, 'Roles')).toBeFocused()
    expect(roleOf(sandbox, 'night:watch/own')).toBeUndefined()
    expect(sandbox.kosmos.world.roles()).toHaveLength(48)
    const older = sent(sandbox, 'updateRole').every(({ path }) => path.startsWith('/management/v1/'))
    expect(older).toBe(olderInstance)
  })

const wrong: [string, string, string, RegExp][] = [
  ['is missing', '', 'Name', /^Fill in this field\.$/],
  ['is nothing but spaces', '   ', 'Name', /^Key is required\.$/],
  ['is one character too long', 'k'.repeat(201), 'Name', /^This is 1 character too long\.$/],
  ['is far too long', 'k'.repeat(10_000), 'Name', /^This is 9800 characters too long\.$/],
  ['holds a control character', 'be\u0007ll', 'Name', /contains a line break or another control character/],
  ['holds what nobody sees', 'ad\u200Bmin', 'Name', /contains an invisible character/],
  ['would be a way up', '..', 'Name', /cannot be “\.” or “\.\.”/],
]
for (const [what, key, name, text] of wrong)
  test(`says so at the field when the key ${what}, and sends nothing @zitadel`, async ({ page, sandbox }) => {
    const dialog = await openCreate(page, sandbox)
    await field(dialog, 'Name').fill(name)
    await field(dialog, 'Key').fill(key)
    await dialog.getByRole('button', { name: 'Create role' }).click()
    await expect(field(dialog, 'Key')).toHaveAccessibleDescription(
      new RegExp(text.source.replace(/[$^]/g, '')),
    )
    await expect(dialog.getByText(text).first()).toBeVisible()
    await expect(field(dialog, 'Key')).toBeFocused()
    await expect(field(dialog, 'Key')).toHaveValue(key)
    await expect(field(dialog, 'Key')).toHaveAttribute('aria-invalid', 'true')
    await expect(field(dialog, 'Name')).not.toHaveAttribute('aria-invalid', 'true')
    expect(sent(sandbox, 'addRole')).toEqual([])
    await field(dialog, 'Key').fill('mended')
    await expect(field(dialog, 'Key')).not.toHaveAttribute('aria-invalid', 'true')
    await dialog.getByRole('button', { name: 'Create role' }).click()
    await expect(toast(page, 'Role “mended” created.')).toBeVisible()
    expect(roleOf(sandbox, 'mended')).toMatchObject({ displayName: name })
  })

test('takes 200 characters of any script, and drops the space around what I typed @zitadel', async ({
  page,
  sandbox,
}) => {
  const dialog = await openCreate(page, sandbox)
  const key = '🛰'.repeat(200)
  await field(dialog, 'Key').fill(`  ${key} `)
  await expect(dialog.getByText('203 of 200')).toBeVisible()
  await field(dialog, 'Key').fill(key)
  await field(dialog, 'Name').fill('  Relay ')
  await dialog.getByRole('button', { name: 'Create role' }).click()
  await expect(toast(page, 'created.')).toBeVisible()
  expect(roleOf(sandbox, key)).toMatchObject({ displayName: 'Relay', group: '' })
})

test('makes one role of a double click and of two quick Enters @zitadel', async ({ page, sandbox }) => {
  const dialog = await openCreate(page, sandbox)
  sandbox.kosmos.faults.set('addRole', { delay: 500 })
  await field(dialog, 'Key').fill('once')
  await field(dialog, 'Name').fill('Once')
  await dialog.getByRole('button', { name: 'Create role' }).dblclick()
  await expect(toast(page, 'Role “once” created.')).toBeVisible()
  await page.getByRole('link', { name: 'Create role' }).click()
  await field(dialog, 'Key').fill('twice')
  await field(dialog, 'Name').fill('Twice')
  // Nothing can be faster than two clicks in one task.
  await dialog.getByRole('button', { name: 'Create role' }).evaluate((button: HTMLButtonElement) => {
    button.click()
    button.click()
  })
  await expect(toast(page, 'Role “twice” created.')).toBeVisible()
  expect(sent(sandbox, 'addRole')).toHaveLength(2)
})

test('sends nothing when I save what I did not touch @zitadel', async ({ page, sandbox }) => {
  for (const key of ['operator', 'padded-name', 'legacy']) {
    const before = roleOf(sandbox, key)
    const dialog = await openEdit(page, sandbox, key)
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(toast(page, 'Nothing to save')).toBeVisible()
    await expect(dialog).toBeHidden()
    expect(sent(sandbox, 'updateRole'), key).toEqual([])
    expect(roleOf(sandbox, key)).toEqual(before)
    await page.context().clearCookies()
    await page.evaluate(() => (localStorage.clear(), sessionStorage.clear()))
  }
})

test('changes only what I changed: another administrator keeps theirs @zitadel', async ({
  page,
  sandbox,
}) => {
  const { world } = sandbox.kosmos
  const dialog = await openEdit(page, sandbox, 'operator')
  await field(dialog, 'Name').fill('Operator of the night')
  world.setRole({ key: 'operator', group: 'Night shift' })
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(toast(page, 'Role “operator” saved.')).toBeVisible()
  expect(roleOf(sandbox, 'operator')).toMatchObject({
    displayName: 'Operator of the night',
    group: 'Night shift',
  })
  await expect(row(page, 'Roles', 'operator')).toContainText('Night shift')
  await page.getByRole('link', { name: 'Edit operator', exact: true }).click()
  await field(dialog, 'Group').fill('Day shift')
  world.setRole({ key: 'operator', displayName: 'Theirs' })
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(row(page, 'Roles', 'operator')).toContainText('Day shift')
  expect(roleOf(sandbox, 'operator')).toMatchObject({ displayName: 'Theirs', group: 'Day shift' })
})

test('shows my own writes at once where lists lag, and says that they settle @zitadel', async ({
  page,
  sandbox,
}) => {
  const { world } = sandbox.kosmos
  world.settings.lagMs = 3000
  const rows = page.getByRole('table', { name: 'Roles' }).getByRole('row')
  const dialog = await openCreate(page, sandbox)
  await field(dialog, 'Key').fill('late')
  await field(dialog, 'Name').fill('Late')
  await field(dialog, 'Name').press('Enter')
  const late = rows.filter({ hasText: 'late' })
  await expect(late.getByText('settling')).toBeVisible()
  await expect(page.getByText('1 of 49 match')).toBeVisible()
  await late.getByRole('link', { name: 'Edit late' }).click()
  const edit = page.getByRole('dialog', { name: 'Edit role late' })
  await field(edit, 'Name').fill('Later')
  await edit.getByRole('button', { name: 'Save' }).click()
  await expect(late).toContainText('Later')
  await expect(late.getByText('settling')).toBeVisible()
  await expect(late.getByText('settling')).toHaveCount(0)
  await expect(row(page, 'Roles', 'late')).toContainText('Later')
  expect(roleOf(sandbox, 'late')).toMatchObject({ displayName: 'Later' })

  await page.getByRole('button', { name: 'Delete late' }).click()
  const confirm = page.getByRole('dialog', { name: 'Delete role late?' })
  await confirm.getByRole('textbox').fill('late')
  await confirm.getByRole('button', { name: 'Delete role' }).click()
  await expect(confirm).toBeHidden()
  await expect(page.getByText('No role matches “late”')).toBeVisible()
  expect(world.listedRoles('310000000000000001', Date.now() - 3000).some(({ key }) => key === 'late')).toBe(
    true,
  )
  await page.getByRole('link', { name: 'Clear the search' }).click()
  await expect(page.getByText('All 48 roles')).toBeVisible()
})

test('edits the role of the address where Back leads from one form to another @zitadel', async ({
  page,
  sandbox,
}) => {
  const editing = (key: string) => page.getByRole('dialog', { name: `Edit role ${key}`, exact: true })
  await openRoles(page, sandbox.kosmos, 'admin', '?q=analyst')
  await page.getByRole('link', { name: 'Edit analyst', exact: true }).click()
  await editing('analyst').getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('link', { name: 'Edit cost-analyst', exact: true }).click()
  await expect(editing('cost-analyst')).toBeVisible()
  const other = roleOf(sandbox, 'cost-analyst')
  await page.evaluate(() => history.go(-2))
  await expect(page).toHaveURL('/roles/analyst/edit?q=analyst')
  const dialog = editing('analyst')
  await expect(field(dialog, 'Key')).toHaveValue('analyst')
  await expect(field(dialog, 'Name')).toHaveValue(roleOf(sandbox, 'analyst')?.displayName ?? '?')
  await field(dialog, 'Name').fill('Analyst by night')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(toast(page, 'Role “analyst” saved.')).toBeVisible()
  expect(roleOf(sandbox, 'analyst')).toMatchObject({ displayName: 'Analyst by night' })
  expect(roleOf(sandbox, 'cost-analyst')).toEqual(other)
})

test('copies the role of the address where Back leads from one copy to another @zitadel', async ({
  page,
  sandbox,
}) => {
  const copying = (key: string) => page.getByRole('dialog', { name: `Duplicate role ${key}`, exact: true })
  await openRoles(page, sandbox.kosmos, 'admin', '?q=analyst')
  await page.getByRole('link', { name: 'Duplicate analyst', exact: true }).click()
  await copying('analyst').getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('link', { name: 'Duplicate cost-analyst', exact: true }).click()
  await expect(field(copying('cost-analyst'), 'Key')).toHaveValue('cost-analyst-copy')
  await page.evaluate(() => history.go(-2))
  await expect(page).toHaveURL('/roles/new?q=analyst&copy=analyst')
  await expect(field(copying('analyst'), 'Key')).toHaveValue('analyst-copy')
})

test('deletes a role whose key begins with a space @zitadel', async ({ page, sandbox }) => {
  sandbox.kosmos.world.setRole({ key: ' spaced ', displayName: 'Somebody else made it' })
  await openRoles(page, sandbox.kosmos, 'admin', '?q=spaced')
  await page.getByRole('button', { name: 'Delete spaced' }).click()
  const confirm = page.getByRole('dialog')
  await confirm.getByRole('textbox').fill(' spaced ')
  await confirm.getByRole('button', { name: 'Delete role' }).click()
  await expect(confirm).toBeHidden()
  expect(roleOf(sandbox, ' spaced ')).toBeUndefined()
})
