// Creating many roles from pasted lines or a file: what each row would do before anything is sent, row by row with what became of
// each, cancelled and taken up again without doing anything twice.
import type { Page } from 'playwright/test'
import { roleWorldOf } from './role-worlds.ts'
import { expectOff, openRoles, row, toast } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Import roles' })
const box = (page: Page) => dialog(page).getByRole('textbox', { name: 'Roles, one a line' })
const rows = 'Rows of the import'
const create = (page: Page, number: number) =>
  dialog(page).getByRole('button', { name: `Create ${number === 1 ? '1 role' : `${number} roles`}` })

async function open(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Import' }).click()
  await expect(box(page)).toBeFocused()
}

test('says what each line would do, creates what is new, and a repeat sends nothing', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = roleWorldOf(sandbox, vendor)
  const [there = ''] = world.labels()
  await openRoles(page, platform)
  await open(page)
  await expect(page).toHaveURL('/roles/import')
  await expectOff(
    dialog(page).getByRole('button', { name: 'Create 0 roles' }),
    /^Paste lines or choose a file/,
  )
  const lines = [
    world.line('Night watch'),
    world.line(there),
    world.line('Day watch'),
    world.line('Night watch'),
    ';nothing',
    world.line('be\u0007ll'),
  ].join('\r\n')
  await box(page).fill(lines)
  await expect(
    dialog(page).getByText('6 rows: 2 new, 1 exists already, 1 twice in the list, 2 wrong'),
  ).toBeVisible()
  await expect(row(page, rows, 'Day watch')).toContainText('new')
  await expect(row(page, rows, there)).toContainText('exists already')
  await expect(dialog(page).getByText('the same as line 1')).toBeVisible()
  await expect(dialog(page).getByText(/(Key|Name) is required\./)).toBeVisible()
  await expect(dialog(page).getByText(/contains a line break or another control character/)).toBeVisible()
  await expectAccessible(page)
  expect(world.sent('create'), 'nothing is sent before').toBe(0)

  await create(page, 2).click()
  await expect(dialog(page).getByText('2 roles created.')).toBeVisible()
  await expect(row(page, rows, 'Day watch')).toContainText('created')
  expect(world.labels().filter((label) => label.endsWith('watch'))).toEqual(['Night watch', 'Day watch'])
  expect(world.sent('create')).toBe(2)
  await expectAccessible(page)

  await box(page).fill(lines.replace('Night', 'Late'))
  await expect(dialog(page).getByText(/^6 rows: 1 new, 3 exist already/)).toBeVisible()
  await box(page).fill(lines)
  await expect(dialog(page).getByText(/^6 rows: 3 exist already/)).toBeVisible()
  await dialog(page).getByRole('button', { name: 'Close' }).last().click()
  await expect(dialog(page)).toBeHidden()
  await expect(page).toHaveURL('/roles')
})

test('takes a file with quotes, a heading and a byte order mark', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = roleWorldOf(sandbox, vendor)
  const heading = vendor === 'kosmos' ? 'Name,Key' : 'Description,Name'
  await openRoles(page, platform)
  await open(page)
  const chosen = page.waitForEvent('filechooser')
  await dialog(page).getByRole('button', { name: 'Choose a file' }).click()
  await (
    await chosen
  ).setFiles({
    name: 'roles.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`\uFEFF${heading}\r\n"Sees, ""hears""",ears\r\n\r\nSpeaks,voice\r\n`),
  })
  await expect(dialog(page).getByText('2 rows: 2 new')).toBeVisible()
  await expect(row(page, rows, 'ears')).toContainText('Sees, "hears"')
  await create(page, 2).click()
  await expect(dialog(page).getByText('2 roles created.')).toBeVisible()
  expect(world.labels().slice(-2)).toEqual(['ears', 'voice'])
})

test('tells which rows failed, and tries again only those', async ({ page, platform, sandbox, vendor }) => {
  const world = roleWorldOf(sandbox, vendor)
  await openRoles(page, platform)
  await open(page)
  await box(page).fill(['one', 'two', 'three'].map(world.line).join('\n'))
  platform.faults.set(
    world.operations.create,
    { status: 400, body: { code: 'invalid_argument', message: 'no' } },
    { times: 1 },
  )
  await create(page, 3).click()
  await expect(dialog(page).getByText('2 roles created, 1 failed.')).toBeVisible()
  await expect(row(page, rows, 'one')).toContainText('failed')
  await expect(row(page, rows, 'three')).toContainText('created')
  expect(world.labels().slice(-2)).toEqual(['two', 'three'])
  const before = world.sent('create')
  await dialog(page).getByRole('button', { name: 'Retry the one that failed' }).click()
  await expect(dialog(page).getByText('3 roles created.')).toBeVisible()
  expect(world.sent('create')).toBe(before + 1)
  expect(world.labels().slice(-3)).toEqual(['two', 'three', 'one'])
})

test('ends when I cancel; what was not sent can be sent later', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = roleWorldOf(sandbox, vendor)
  await openRoles(page, platform)
  await open(page)
  await box(page).fill(['one', 'two', 'three', 'four'].map(world.line).join('\n'))
  platform.faults.set(world.operations.create, { delay: 1500 })
  await create(page, 4).click()
  await expect(dialog(page).getByRole('progressbar', { name: 'Creating roles' })).toBeVisible()
  await expect(box(page)).not.toBeEditable()
  await dialog(page).getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog(page).getByText('You cancelled it.')).toBeVisible({ timeout: 12_000 })
  expect(world.labels()).not.toContain('four')
  platform.faults.clear()
  await dialog(page)
    .getByRole('button', { name: /^Create \d roles?$/ })
    .click()
  await expect(dialog(page).getByText('4 roles created.')).toBeVisible()
  expect(world.labels().slice(-4)).toEqual(['one', 'two', 'three', 'four'])
  expect(world.sent('create')).toBe(4)
})

test('leaves the lines as they are while they are created, also where a file is read late', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = roleWorldOf(sandbox, vendor)
  // Files are read only when the test says so.
  await page.addInitScript(() => {
    const { text } = Blob.prototype
    File.prototype.text = async function read() {
      await new Promise((go) => addEventListener('read the file', go, { once: true }))
      return text.call(this)
    }
  })
  await openRoles(page, platform)
  await open(page)
  const lines = ['one', 'two'].map(world.line).join('\n')
  await box(page).fill(lines)
  const choose = dialog(page).getByRole('button', { name: 'Choose a file' })
  const chosen = page.waitForEvent('filechooser')
  await choose.click()
  const file = { name: 'late.csv', mimeType: 'text/csv', buffer: Buffer.from(world.line('late')) }
  await (await chosen).setFiles(file)
  platform.faults.set(world.operations.create, { delay: 2500 })
  await create(page, 2).click()
  await expect(dialog(page).getByRole('progressbar', { name: 'Creating roles' })).toBeVisible()
  await page.evaluate(() => dispatchEvent(new Event('read the file')))
  await expect(toast(page, 'The import had begun before “late.csv” was read: it was left out.')).toBeVisible()
  await expectOff(choose, /^The import is running\. Cancel it first\.$/)
  platform.faults.clear()
  await expect(dialog(page).getByText('2 roles created.')).toBeVisible({ timeout: 12_000 })
  await expect(box(page)).toHaveValue(lines)
  await expect(row(page, rows, 'one')).toContainText('created')
  await expect(choose).toBeEnabled()
})

test('asks before pasted lines are lost', async ({ page, platform, sandbox, vendor }) => {
  const world = roleWorldOf(sandbox, vendor)
  await openRoles(page, platform)
  await open(page)
  await box(page).fill(world.line('one'))
  await expect(create(page, 1)).toBeVisible()
  await page.keyboard.press('Escape')
  const guard = page.getByRole('dialog', { name: 'Leave without saving?' })
  await guard.getByRole('button', { name: 'Keep editing' }).click()
  await expect(guard).toBeHidden()
  await expect(box(page)).toHaveValue(world.line('one'))
  await page.keyboard.press('Escape')
  await guard.getByRole('button', { name: 'Leave', exact: true }).click()
  await expect(dialog(page)).toBeHidden()
  expect(world.sent('create')).toBe(0)
})

test('refuses more than a thousand rows as a whole', async ({ page, platform }) => {
  await openRoles(page, platform)
  await open(page)
  await box(page).fill(Array.from({ length: 1001 }, (_, number) => `role-${number}`).join('\n'))
  await expect(
    dialog(page)
      .getByText('These are 1,001 rows; at most 1,000 can be imported at once.')
      .filter({ visible: true }),
  ).toBeVisible()
  await expectOff(dialog(page).getByRole('button', { name: 'Create 0 roles' }), /^There are too many rows\./)
})

test('says what is new only when it knows what exists @zitadel', async ({ page, sandbox }) => {
  await openRoles(page, sandbox.kosmos, 'admin', '')
  sandbox.kosmos.faults.set('listRoles', {
    answer: (json) => ({
      ...json,
      projectRoles: [...(Array.isArray(json['projectRoles']) ? json['projectRoles'] : []), { key: 5 }],
    }),
  })
  await page.goto('/roles/import')
  await box(page).fill('one;One')
  await expectOff(create(page, 1), /^The list of roles is not complete/)
})

test('knows the limit of the directory before it is met @auth0', async ({ page, sandbox }) => {
  const { world } = sandbox.acme
  world.addRoles(1000 - world.roles().length - 1)
  await openRoles(page, sandbox.acme)
  await expect(page.getByText('999 of at most 1,000 roles exist: one more fits.')).toBeVisible()
  await open(page)
  await box(page).fill('first;\nsecond;')
  await expect(dialog(page).getByText('2 rows: 1 new, 1 wrong')).toBeVisible({ timeout: 20_000 })
  await expect(row(page, rows, 'second')).toContainText('There can be at most 1,000 roles.')
  await create(page, 1).click()
  await expect(dialog(page).getByText('1 role created.')).toBeVisible({ timeout: 20_000 })
  await dialog(page).getByRole('button', { name: 'Done' }).click()
  await expectOff(
    page.getByRole('link', { name: 'Create role' }),
    /^There are 1,000 roles, and 1,000 is the most that there can be\./,
  )
})
