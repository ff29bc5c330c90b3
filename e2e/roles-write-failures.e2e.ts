// What goes wrong while a role is written: each failure is told as what it is, in the form where there is one, with the input kept
// and the focus on it; and whatever the network does, one submit makes one role.
import type { Locator, Page } from 'playwright/test'
import { openRoles, row, toast } from './steps.ts'
import type { Fault } from './sandbox/faults.ts'
import type { Sandbox } from './sandbox/sandbox.ts'
import { expect, expectAccessible, test } from './test.ts'

const roleOf = ({ kosmos }: Sandbox, key: string) => kosmos.world.roles().find((role) => role.key === key)
const sent = ({ kosmos }: Sandbox, operation: 'addRole' | 'updateRole' | 'removeRole') =>
  kosmos.journal.entries({ operation }).filter(({ method }) => method !== 'OPTIONS')
const field = (dialog: Locator, name: 'Key' | 'Name') => dialog.getByRole('textbox', { name, exact: true })
const submit = (dialog: Locator) => dialog.getByRole('button', { name: 'Create role' })

async function fillIn(page: Page, sandbox: Sandbox, key = 'courier'): Promise<Locator> {
  await openRoles(page, sandbox.kosmos)
  await page.getByRole('link', { name: 'Create role' }).click()
  const dialog = page.getByRole('dialog', { name: 'Create role' })
  await field(dialog, 'Key').fill(key)
  await field(dialog, 'Name').fill('Courier')
  return dialog
}

/** The form says what happened, has the focus there, and holds what was typed. */
async function expectKept(dialog: Locator, text: RegExp, key = 'courier'): Promise<void> {
  const problem = dialog.getByRole('alert').filter({ hasText: text })
  await expect(problem).toBeVisible({ timeout: 12_000 })
  await expect(problem).toBeFocused()
  await expect(field(dialog, 'Key')).toHaveValue(key)
  await expect(field(dialog, 'Name')).toHaveValue('Courier')
}

async function expectCreated(page: Page, sandbox: Sandbox): Promise<void> {
  await expect(toast(page, 'Role “courier” created.')).toBeVisible({ timeout: 12_000 })
  await expect(row(page, 'Roles', 'courier')).toBeVisible()
  expect(roleOf(sandbox, 'courier')).toMatchObject({ displayName: 'Courier' })
  expect(sandbox.kosmos.world.roles()).toHaveLength(49)
}

test('puts “exists already” on the key @zitadel', async ({ page, sandbox }) => {
  const dialog = await fillIn(page, sandbox, 'admin')
  await submit(dialog).click()
  await expect(field(dialog, 'Key')).toHaveAccessibleDescription(/A role with the key “admin” exists already/)
  await expect(field(dialog, 'Key')).toBeFocused()
  await expect(field(dialog, 'Name')).toHaveValue('Courier')
  await expectAccessible(page)
  expect(roleOf(sandbox, 'admin')?.displayName).toBe('Administrator: full system access')
  await field(dialog, 'Key').fill('courier')
  await submit(dialog).click()
  await expectCreated(page, sandbox)
})

// Until the provider has seen nothing, nothing is made; the form says so after it has looked.
const before: [string, Fault, RegExp][] = [
  ['fails', 500, /“courier” was not created.*Sending it again is safe/],
  ['is busy', 503, /“courier” was not created.*Sending it again is safe/],
  ['hangs up', 'reset', /“courier” was not created.*Sending it again is safe/],
  ['shows a web page', 'html', /“courier” was not created.*Sending it again is safe/],
  [
    'refuses the value',
    { status: 400, body: { code: 'invalid_argument', message: 'no' } },
    /refused the input/,
  ],
  ['forbids it', { status: 403, body: { code: 'permission_denied', message: 'no' } }, /does not allow you/],
]
for (const [what, fault, text] of before)
  test(`keeps what I typed when the instance ${what}, and creates the role once it works @zitadel`, async ({
    page,
    sandbox,
  }) => {
    const dialog = await fillIn(page, sandbox)
    sandbox.kosmos.faults.set('addRole', fault)
    await submit(dialog).click()
    await expectKept(dialog, text)
    await expect(toast(page, 'courier').filter({ hasText: 'created.' })).toHaveCount(0)
    expect(roleOf(sandbox, 'courier')).toBeUndefined()
    expect(sent(sandbox, 'addRole')).toHaveLength(1)
    sandbox.kosmos.faults.clear()
    await submit(dialog).click()
    await expectCreated(page, sandbox)
  })

for (const fault of ['reset-after', 'truncate'] as const)
  test(`finds out that the role was created when the answer was lost: ${fault} @zitadel`, async ({
    page,
    sandbox,
  }) => {
    const dialog = await fillIn(page, sandbox)
    sandbox.kosmos.faults.set('addRole', fault)
    await submit(dialog).click()
    await expectCreated(page, sandbox)
    expect(sent(sandbox, 'addRole')).toHaveLength(1)
  })

test('makes no second role when the answer was lost and lists lag as well @zitadel', async ({
  page,
  sandbox,
}) => {
  const { world, faults, clock } = sandbox.kosmos
  world.settings.lagMs = 60_000
  const dialog = await fillIn(page, sandbox)
  faults.set('addRole', 'reset-after', { times: 1 })
  await submit(dialog).click()
  await expectKept(dialog, /Sending it again is safe/)
  clock.advance('2m')
  await submit(dialog).click()
  await expectCreated(page, sandbox)
  expect(sent(sandbox, 'addRole')).toHaveLength(2)
})

test('says after half a minute that nothing came, and that the change may have been made @zitadel', async ({
  page,
  sandbox,
}) => {
  const { faults, journal } = sandbox.kosmos
  await page.clock.install()
  const dialog = await fillIn(page, sandbox)
  faults.set('addRole', 'stall')
  faults.set('listRoles', 403)
  await submit(dialog).click()
  await expect(submit(dialog)).toHaveAttribute('aria-busy', 'true')
  await expect.poll(() => journal.entries({ operation: 'addRole' }).length).toBeGreaterThan(0)
  await page.clock.fastForward(31_000)
  await expectKept(dialog, /did not answer within 30 seconds.*may have been made all the same/)
  faults.clear()
  await submit(dialog).click()
  await expectCreated(page, sandbox)
})

test('counts down after “too many requests”, and then takes the same input @zitadel', async ({
  page,
  sandbox,
}) => {
  await page.clock.install()
  const dialog = await fillIn(page, sandbox)
  const headers = { 'retry-after': '20', 'access-control-expose-headers': 'retry-after' }
  sandbox.kosmos.faults.set('addRole', { status: 429, headers }, { times: 1 })
  await submit(dialog).click()
  await expectKept(dialog, /takes no more requests from here for a moment/)
  await expect(submit(dialog)).toHaveAccessibleDescription(/possible again in (20|19) s/)
  await field(dialog, 'Name').press('Enter')
  await page.clock.fastForward(10_000)
  await expect(submit(dialog)).toHaveAccessibleDescription(/possible again in [89] s|again in 10 s/)
  expect(sent(sandbox, 'addRole')).toHaveLength(1)
  await page.clock.fastForward(11_000)
  await expect(submit(dialog)).toBeEnabled()
  await submit(dialog).click()
  await expectCreated(page, sandbox)
})

test('says that I am offline, keeps the form, and sends it once I am back @zitadel', async ({
  page,
  context,
  sandbox,
}) => {
  const dialog = await fillIn(page, sandbox)
  await context.setOffline(true)
  await submit(dialog).click()
  await expectKept(dialog, /This device is offline/)
  expect(sent(sandbox, 'addRole')).toEqual([])
  await context.setOffline(false)
  await submit(dialog).click()
  await expectCreated(page, sandbox)
  expect(sent(sandbox, 'addRole')).toHaveLength(1)
})

test('says so when the role I edit was deleted meanwhile @zitadel', async ({ page, sandbox }) => {
  await openRoles(page, sandbox.kosmos, 'admin', '?q=trainee')
  await page.getByRole('link', { name: 'Edit trainee' }).click()
  const dialog = page.getByRole('dialog', { name: 'Edit role trainee' })
  await field(dialog, 'Name').fill('Apprentice')
  sandbox.kosmos.world.removeRole('trainee')
  await dialog.getByRole('button', { name: 'Save' }).click()
  const problem = dialog.getByRole('alert').filter({ hasText: 'The role “trainee” does not exist any more.' })
  await expect(problem).toBeFocused()
  await expect(field(dialog, 'Name')).toHaveValue('Apprentice')
  expect(roleOf(sandbox, 'trainee')).toBeUndefined()
})

test('says so at an address of a role that does not exist @zitadel', async ({ page, sandbox }) => {
  await openRoles(page, sandbox.kosmos)
  await page.goto('/roles/nobody/edit')
  await expect(page.getByText('There is no role “nobody”. It may have been deleted.')).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

const onDelete: [string, Fault][] = [
  ['fails', 503],
  ['hangs up', 'reset'],
  ['takes no more requests', 429],
  ['forbids it', { status: 403, body: { code: 'permission_denied', message: 'no' } }],
]
for (const [what, fault] of onDelete)
  test(`tells in a notice that the role was not deleted when the instance ${what} @zitadel`, async ({
    page,
    sandbox,
  }) => {
    await openRoles(page, sandbox.kosmos, 'admin', '?q=trainee')
    sandbox.kosmos.faults.set('removeRole', fault)
    await page.getByRole('button', { name: 'Delete trainee' }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete role trainee?' })
    await dialog.getByRole('textbox').fill('trainee')
    await dialog.getByRole('button', { name: 'Delete role' }).click()
    await expect(toast(page, /^Could not delete “trainee”\. /)).toBeVisible({ timeout: 12_000 })
    await expect(dialog.getByRole('textbox')).toHaveValue('trainee')
    expect(roleOf(sandbox, 'trainee')).toBeDefined()
    sandbox.kosmos.faults.clear()
    await dialog.getByRole('button', { name: 'Delete role' }).click()
    await expect(toast(page, 'Role “trainee” deleted.')).toBeVisible()
    await expect(dialog).toBeHidden()
    expect(roleOf(sandbox, 'trainee')).toBeUndefined()
  })

test('counts a role as deleted that was gone already, or whose answer was lost @zitadel', async ({
  page,
  sandbox,
}) => {
  await openRoles(page, sandbox.kosmos, 'admin', '?q=report')
  const dialog = page.getByRole('dialog')
  for (const key of ['report-author', 'report-viewer']) {
    await page.getByRole('button', { name: `Delete ${key}` }).click()
    await dialog.getByRole('textbox').fill(key)
    if (key === 'report-author') sandbox.kosmos.world.removeRole(key)
    else sandbox.kosmos.faults.set('removeRole', 'reset-after')
    await dialog.getByRole('button', { name: 'Delete role' }).click()
    await expect(toast(page, `Role “${key}” deleted.`)).toBeVisible()
    expect(roleOf(sandbox, key)).toBeUndefined()
  }
  expect(sent(sandbox, 'removeRole')).toHaveLength(2)
})
