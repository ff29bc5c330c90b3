// The list of roles: complete with its true total, found, ordered and paged by the address, whatever the roles are called, however
// many there are and whichever dialect the instance speaks.
import type { Page } from 'playwright/test'
import { comeBackAfter, heading, openRoles, row, rowHeaders, toast } from './steps.ts'
import type { Sandbox } from './sandbox/sandbox.ts'
import { expect, expectAccessible, test } from './test.ts'

const lists = ({ kosmos }: Sandbox) => kosmos.journal.entries({ operation: 'listRoles', method: 'POST' })
const keysIn = ({ kosmos }: Sandbox) => kosmos.world.roles().map(({ key }) => key)
const search = (page: Page) => page.getByRole('searchbox', { name: 'Search roles' })
const pageLink = (page: Page, number: number) =>
  page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: `Page ${number}`, exact: true })

async function allKeys(page: Page, pages: number): Promise<string[]> {
  const keys: string[] = []
  for (let number = 1; number <= pages; number++) {
    await pageLink(page, number).click()
    await expect(pageLink(page, number)).toHaveAttribute('aria-current', 'page')
    keys.push(...(await rowHeaders(page, 'Roles')))
  }
  return keys
}

test('shows every role of the project, and says how many there are @zitadel', async ({ page, sandbox }) => {
  await openRoles(page, sandbox.kosmos)
  await expect(page.getByRole('status').filter({ hasText: 'All 48 roles' })).toBeVisible()
  await expect(page.getByText('1 to 25 of 48')).toBeVisible()
  const shown = await allKeys(page, 2)
  expect(shown).toHaveLength(48)
  expect(new Set(shown)).toEqual(new Set(keysIn(sandbox)))
  expect(lists(sandbox), 'read once, not once a page').toHaveLength(1)
  await expectAccessible(page)
})

test('shows the same at an instance that only speaks the older dialect @zitadel', async ({
  page,
  sandbox,
}) => {
  sandbox.kosmos.world.settings.olderInstance = true
  await openRoles(page, sandbox.kosmos)
  const shown = await allKeys(page, 2)
  expect(new Set(shown)).toEqual(new Set(keysIn(sandbox)))
  expect(shown).toHaveLength(48)
  expect(lists(sandbox).map(({ path, status }) => [path.split('/')[1], status])).toEqual([
    ['zitadel.project.v2.ProjectService', 404],
    ['management', 200],
  ])
})

test('keeps search, order and page in the address, through reload and Back @zitadel', async ({
  page,
  sandbox,
}) => {
  await openRoles(page, sandbox.kosmos)
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('link').click()
  await expect(page).toHaveURL('/roles?sort=name')
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending')
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('link').click()
  await expect(page).toHaveURL('/roles?sort=-name')
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'descending')
  await pageLink(page, 2).click()
  await expect(page).toHaveURL('/roles?sort=-name&page=2')
  const second = await rowHeaders(page, 'Roles')
  expect(second).toHaveLength(23)

  await page.reload()
  await expect(page.getByText('26 to 48 of 48')).toBeVisible()
  await expect(page).toHaveURL('/roles?sort=-name&page=2')
  expect(await rowHeaders(page, 'Roles')).toEqual(second)

  await search(page).fill('analyst')
  await expect(page).toHaveURL('/roles?q=analyst&sort=-name')
  await expect(page.getByText('2 of 48 match')).toBeVisible()
  expect(await rowHeaders(page, 'Roles')).toEqual(['cost-analyst', 'analyst'])
  await page.reload()
  await expect(page.getByText('2 of 48 match')).toBeVisible()
  await expect(search(page)).toHaveValue('analyst')

  await page.goBack()
  await expect(page).toHaveURL('/roles?sort=-name')
  await expect(search(page)).toHaveValue('')
  await expect(page.getByText('1 to 25 of 48')).toBeVisible()
})

test('orders by each column, dates as dates and case aside @zitadel', async ({ page, sandbox }) => {
  // Wide enough for every column.
  await page.setViewportSize({ width: 1500, height: 900 })
  sandbox.kosmos.world.setRole({ key: 'analyst', displayName: 'zulu' })
  await openRoles(page, sandbox.kosmos)
  const first = async (column: string) => {
    await page.getByRole('columnheader', { name: column }).getByRole('link').click()
    await expect(page.getByRole('columnheader', { name: column })).toHaveAttribute('aria-sort', 'ascending')
    return (await rowHeaders(page, 'Roles'))[0]
  }
  expect(await first('Group')).toBe('legacy')
  expect(await first('Created')).toBe('admin')
  expect(await first('Changed')).toBe('admin')
  const changed = page.getByRole('columnheader', { name: 'Changed' })
  await changed.getByRole('link').click()
  await expect(changed).toHaveAttribute('aria-sort', 'descending')
  expect((await rowHeaders(page, 'Roles'))[0], 'what was changed last').toBe('analyst')
})

test('makes the best of an address that makes no sense @zitadel', async ({ page, sandbox }) => {
  await openRoles(page, sandbox.kosmos, 'admin', '?sort=__proto__&page=-3')
  await expect(page.getByText('1 to 25 of 48')).toBeVisible()
  await page.goto('/roles?page=99&sort=-key')
  await expect(page.getByText('26 to 48 of 48')).toBeVisible()
  await expect(row(page, 'Roles', 'admin')).toBeVisible()
})

test('searches key, name and group for exactly what I typed @zitadel', async ({ page, sandbox }) => {
  await openRoles(page, sandbox.kosmos)
  const found: [string, string[]][] = [
    ['CONVERSATIONS:READ/OWN', ['conversations:read/own', 'Conversations:Read/Own']],
    ['100%?#', ['key with spaces & 100%?#']],
    ['__proto__', ['__proto__']],
    ['القاهرة', ['مشرف']],
    ['🛰️', ['emoji-🛰️']],
    ['  webhook  ', ['webhook-sender']],
    ['insight', ['analyst', 'cost-analyst', 'dashboard-editor', 'data-steward', 'quality-lead']],
  ]
  for (const [text, keys] of found) {
    await search(page).fill(text)
    await expect(page.getByText(/of 48 match/)).toBeVisible()
    await expect(row(page, 'Roles', keys[0] ?? '')).toBeVisible()
    if (text === 'insight') expect(await rowHeaders(page, 'Roles')).toEqual(expect.arrayContaining(keys))
    else expect(new Set(await rowHeaders(page, 'Roles')), text).toEqual(new Set(keys))
  }
  for (const nothing of ['(a+)+$', '.*', '%', '_____']) {
    const matches = keysIn(sandbox).filter((key) => key.includes(nothing)).length
    await search(page).fill(nothing)
    if (matches > 0) await expect(page.getByText(`${matches} of 48 match`)).toBeVisible()
    else await expect(page.getByText(`No role matches “${nothing}”`)).toBeVisible()
  }
  expect(lists(sandbox), 'search asks nobody').toHaveLength(1)
})

test('takes names for text, whatever stands in them @zitadel', async ({ page, sandbox }) => {
  let dialogs = 0
  page.on('dialog', (dialog) => {
    dialogs += 1
    void dialog.dismiss()
  })
  sandbox.kosmos.world.setRole({ key: '"><svg onload=alert(2)>', displayName: '{{7*7}} ${7*7} </script>' })
  await openRoles(page, sandbox.kosmos, 'admin', '?q=alert')
  await expect(row(page, 'Roles', 'html-name')).toContainText('<img src=x onerror=alert(1)>')
  await expect(row(page, 'Roles', '"><svg onload=alert(2)>')).toContainText('{{7*7}} ${7*7} </script>')
  await expect(page.getByRole('table', { name: 'Roles' }).getByRole('img')).toHaveCount(0)
  await page.getByRole('link', { name: 'Edit "><svg onload=alert(2)>' }).click()
  await expect(page.getByRole('dialog', { name: 'Edit role "><svg onload=alert(2)>' })).toBeVisible()
  expect(dialogs).toBe(0)
})

test('opens roles with awkward keys by their own addresses @zitadel', async ({ page, sandbox }) => {
  const awkward = ['__proto__', 'constructor', 'conversations:read/own', 'key with spaces & 100%?#', 'مشرف']
  await openRoles(page, sandbox.kosmos)
  for (const key of awkward) {
    const { displayName } = sandbox.kosmos.world.roles().find((role) => role.key === key) ?? {}
    await search(page).fill(key)
    await row(page, 'Roles', key)
      .getByRole('link', { name: `Edit ${key}`, exact: true })
      .click()
    const dialog = page.getByRole('dialog', { name: `Edit role ${key}`, exact: true })
    await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue(displayName ?? '?')
    if (key === 'key with spaces & 100%?#') {
      await page.reload()
      await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue(displayName ?? '?')
    }
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(dialog).toBeHidden()
    await expect(search(page)).toHaveValue(key)
  }
})

test('tells a key with a slash from one with the escape of a slash @zitadel', async ({ page, sandbox }) => {
  const { world } = sandbox.kosmos
  const nameOf = (key: string) => world.roles().find((role) => role.key === key)?.displayName
  const twins = [
    { key: 'a/b', name: 'Slash twin' },
    { key: 'a%2Fb', name: 'Escaped twin' },
    { key: 'a%252Fb', name: 'Doubly escaped twin' },
  ]
  for (const { key, name } of twins) world.setRole({ key, displayName: name })
  await openRoles(page, sandbox.kosmos, 'admin', '?q=twin')
  for (const { key, name } of twins) {
    await row(page, 'Roles', key).getByRole('link', { name: key, exact: true }).click()
    await expect(heading(page, name)).toBeVisible()
    await page.reload()
    await expect(heading(page, name)).toBeVisible()
    await page.goBack()
    await page.getByRole('link', { name: `Edit ${key}`, exact: true }).click()
    const dialog = page.getByRole('dialog', { name: `Edit role ${key}`, exact: true })
    await dialog.getByRole('textbox', { name: 'Name' }).fill(`${name}, mended`)
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(toast(page, `Role “${key}” saved.`)).toBeVisible()
    expect(nameOf(key)).toBe(`${name}, mended`)
  }
  expect(twins.map(({ key }) => nameOf(key))).toEqual(twins.map(({ name }) => `${name}, mended`))
})

test('keeps a dialog open that I open faster than the search answers @zitadel', async ({ page, sandbox }) => {
  await openRoles(page, sandbox.kosmos)
  await search(page).fill('admin')
  await page.getByRole('link', { name: 'Edit admin', exact: true }).click()
  await expect(page).toHaveURL('/roles/admin/edit?q=admin')
  await expect(page.getByRole('dialog', { name: 'Edit role admin' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL('/roles?q=admin')
  await expect(search(page)).toHaveValue('admin')
})

test('lets no row move away from under a press, and searches after its click @zitadel', async ({
  page,
  sandbox,
}) => {
  await openRoles(page, sandbox.kosmos)
  const [, , , key = ''] = await rowHeaders(page, 'Roles')
  const link = page.getByRole('link', { name: `Edit ${key}`, exact: true })
  const before = await link.boundingBox()
  await search(page).fill(key)
  await link.hover()
  await page.mouse.down()
  // Longer than the box waits for the next key.
  await page.waitForTimeout(400)
  expect(await link.boundingBox()).toEqual(before)
  await expect(page.getByText('All 48 roles')).toBeVisible()
  await page.mouse.up()
  await expect(page).toHaveURL(`/roles/${key}/edit?q=${key}`)
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(`/roles?q=${key}`)
  await expect(page.getByText('1 of 48 match')).toBeVisible()
})

test('keeps what was typed when the list is put in order before it is searched @zitadel', async ({
  page,
  sandbox,
}) => {
  await openRoles(page, sandbox.kosmos)
  await search(page).fill('admin')
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('link').click()
  await expect(page).toHaveURL('/roles?q=admin&sort=name')
  await expect(search(page)).toHaveValue('admin')
  // Both are one step back from what was there before them.
  await page.goBack()
  await expect(page).toHaveURL(/\/roles(\?q=admin)?$/)
})

test('stays complete and quick with 1,200 roles more @zitadel', async ({ page, sandbox }) => {
  sandbox.kosmos.world.addRoles(1200)
  await openRoles(page, sandbox.kosmos)
  await expect(page.getByText('All 1248 roles')).toBeVisible()
  expect(lists(sandbox)).toHaveLength(3)
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('link').click()
  await pageLink(page, 50).click()
  await expect(page.getByText('1226 to 1248 of 1248')).toBeVisible()
  const before = Date.now()
  await search(page).fill('bulk-1200')
  await expect(page.getByText('1 of 1248 match')).toBeVisible()
  // The box waits 200 ms for the next key.
  expect(Date.now() - before, 'milliseconds to find one').toBeLessThan(1500)
  expect(await rowHeaders(page, 'Roles')).toEqual(['bulk-1200'])
})

test('shows what another administrator did when I come back to the window @zitadel', async ({
  page,
  sandbox,
}) => {
  const { world } = sandbox.kosmos
  await page.clock.install()
  await openRoles(page, sandbox.kosmos, 'admin', '?q=ope')
  await expect(row(page, 'Roles', 'operator')).toBeVisible()
  world.setRole({ key: 'operator', displayName: 'Opera singer' })
  world.setRole({ key: 'open-hand', displayName: 'Open hand' })
  await comeBackAfter(page, 31)
  await expect(row(page, 'Roles', 'operator')).toContainText('Opera singer')
  await expect(row(page, 'Roles', 'open-hand')).toBeVisible()
  await expect(page.getByText('of 49 match')).toBeVisible()
})

test('steps back when the last page runs out of roles @zitadel', async ({ page, sandbox }) => {
  const { world } = sandbox.kosmos
  for (const { key } of world.roles()) world.removeRole(key)
  world.addRoles(26)
  await page.clock.install()
  await openRoles(page, sandbox.kosmos, 'admin', '?page=2')
  await expect(page.getByText('26 to 26 of 26')).toBeVisible()
  world.removeRole('bulk-0026')
  await comeBackAfter(page, 31)
  await expect(page.getByText('All 25 roles')).toBeVisible()
  await expect(row(page, 'Roles', 'bulk-0001')).toBeVisible()
})
