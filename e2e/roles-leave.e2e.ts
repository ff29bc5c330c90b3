// What was typed into the form of a role and not saved is not lost by Back, Cancel, Esc, a click beside it, a link or a reload.
import type { Page } from 'playwright/test'
import { openRoles } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'

const guard = (page: Page) => page.getByRole('dialog', { name: 'Leave without saving?' })
const creating = (page: Page) => page.getByRole('dialog', { name: 'Create role' })
const key = (page: Page) => creating(page).getByRole('textbox', { name: 'Key' })

const ways: [string, (page: Page) => Promise<unknown>][] = [
  ['Cancel', (page) => creating(page).getByRole('button', { name: 'Cancel' }).click()],
  ['the cross', (page) => creating(page).getByRole('button', { name: 'Close' }).click()],
  ['Esc', (page) => page.keyboard.press('Escape')],
  ['Back', (page) => page.evaluate(() => history.back())],
  ['a click beside the form', (page) => page.mouse.click(5, 300)],
]
for (const [what, leave] of ways)
  test(`asks before ${what} loses what I typed, and keeps it if I stay @zitadel`, async ({
    page,
    sandbox,
  }) => {
    await openRoles(page, sandbox.kosmos)
    await page.getByRole('link', { name: 'Create role' }).click()
    await key(page).pressSequentially('half')
    await leave(page)
    await expect(guard(page)).toBeVisible()
    if (what === 'Cancel') await expectAccessible(page)
    await guard(page).getByRole('button', { name: 'Keep editing' }).click()
    await expect(guard(page)).toBeHidden()
    await expect(key(page)).toHaveValue('half')
    await expect(page).toHaveURL('/roles/new')
    await leave(page)
    await guard(page).getByRole('button', { name: 'Leave', exact: true }).click()
    await expect(creating(page)).toBeHidden()
    await expect(page).toHaveURL('/roles')
    await page.getByRole('link', { name: 'Create role' }).click()
    await expect(key(page)).toHaveValue('')
    expect(sandbox.kosmos.journal.entries({ operation: 'addRole' })).toEqual([])
  })

test('does not ask when there is nothing to lose @zitadel', async ({ page, sandbox }) => {
  await openRoles(page, sandbox.kosmos)
  for (const [, leave] of ways) {
    await page.getByRole('link', { name: 'Create role' }).click()
    await key(page).pressSequentially('x')
    await page.keyboard.press('Backspace')
    await leave(page)
    await expect(creating(page)).toBeHidden()
    await expect(page).toHaveURL('/roles')
  }
})

test('lets the browser ask before a reload loses what I typed @zitadel', async ({ page, sandbox }) => {
  const asked: string[] = []
  page.on('dialog', (dialog) => {
    asked.push(dialog.type())
    void dialog.dismiss()
  })
  await openRoles(page, sandbox.kosmos)
  await page.getByRole('link', { name: 'Create role' }).click()
  await key(page).pressSequentially('half')
  await page.evaluate(() => location.reload())
  await expect.poll(() => asked).toEqual(['beforeunload'])
  await expect(key(page)).toHaveValue('half')
})

test('lets me look at the list under an untouched form by its own address @zitadel', async ({
  page,
  sandbox,
}) => {
  await openRoles(page, sandbox.kosmos, 'admin', '/analyst/edit?q=analyst')
  await expect(page.getByRole('dialog', { name: 'Edit role analyst' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL('/roles?q=analyst')
  await expect(page.getByText('2 of 48 match')).toBeVisible()
})
