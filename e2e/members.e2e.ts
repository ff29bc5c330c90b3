// The list of members: who is there, found at the directory, page by page, with the roles of each and where they come from.
import type { Page } from 'playwright/test'
import { peopleOf } from './people.ts'
import { forgetEverything, heading, rowHeaders, signIn } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'

const search = (page: Page) => page.getByRole('searchbox', { name: 'Search members' })
const line = (page: Page, name: string) =>
  page
    .getByRole('table', { name: 'Members' })
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name, exact: true }) })

test('shows those who hold a role, all of them, strongest role first @zitadel', async ({ page, sandbox }) => {
  await signIn(page, sandbox.kosmos, 'admin', '/members')
  await expect(heading(page, 'Members')).toBeVisible()
  await expect(page.getByText('People and accounts who hold a role here.')).toBeVisible()
  await expect(page.getByText('All 41 members')).toBeVisible()
  expect(await rowHeaders(page, 'Members')).toHaveLength(41)
  await expect(line(page, 'Luís Figueira').getByRole('link')).toHaveText([
    'Luís Figueira',
    'Administrator: full system access',
    'Tenant administrator',
    'Billing administrator',
  ])
  await expect(line(page, 'Luís Figueira')).toContainText('Tenant administrator, assigned directly')
  await expect(line(page, 'Noor Haddad')).toContainText('inactive')
  await expect(line(page, 'Yara Benali')).toContainText('Blocked')
  await expect(line(page, 'CI runner')).toContainText('Account')
  await expectAccessible(page)
})

test('shows everybody page by page, and reads what they hold where somebody looks @auth0', async ({
  page,
  sandbox,
}) => {
  const { acme } = sandbox
  await signIn(page, acme, 'admin', '/members')
  await expect(page.getByText('Everybody in this directory, whether they hold a role or not.')).toBeVisible()
  await expect(page.getByText('50 of 80 shown')).toBeVisible()
  await expect(line(page, 'Amara Lindqvist')).toContainText('Order clerk, through the group Order desk')
  await expectAccessible(page)
  const readFor = () =>
    new Set(
      acme.journal
        .entries()
        .filter(({ operation = '' }) => /^(effectiveRoles|listUserRoles)$/.test(operation))
        .map(({ path }) => path),
    ).size
  expect(readFor()).toBeLessThan(40)
  await page.getByRole('button', { name: 'Show more' }).click()
  await expect(page.getByText('All 80 members')).toBeVisible()
  expect(await rowHeaders(page, 'Members')).toHaveLength(80)
  await expect(page.getByRole('button', { name: 'Show more' })).toHaveCount(0)
})

test('never takes what was not read for nothing @auth0', async ({ page, sandbox, allowed }) => {
  const { acme } = sandbox
  allowed.console = /Failed to load resource/
  for (const operation of ['effectiveRoles', 'listUserRoles'])
    acme.faults.set(operation, 503, { times: 1_000 })
  await signIn(page, acme, 'admin', '/members?q=greta')
  const greta = line(page, 'Greta Okafor')
  await expect(greta).toContainText('Could not be read.')
  await expect(greta).not.toContainText('No role')
  acme.faults.clear()
  await greta.getByRole('button', { name: 'Try again to read the roles of Greta Okafor' }).click()
  await expect(greta).toContainText('Support, assigned directly')
})

test('finds people at the directory and says when nobody matches', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const { person } = peopleOf(sandbox, vendor)
  await signIn(page, platform, 'admin', '/members')
  await search(page).fill(person.find)
  await expect(page.getByText('1 match', { exact: true })).toBeVisible()
  await expect(line(page, person.name)).toContainText(person.login)
  await expect(page).toHaveURL(/\/members\?q=/)
  await page.reload()
  await expect(line(page, person.name)).toBeVisible()
  await search(page).fill('nobody at all')
  await expect(page.getByText('Nobody matches “nobody at all”')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Clear the search' }).click()
  await expect(page).toHaveURL('/members')
  await expect(search(page)).toHaveValue('')
})

test('does not send a search that is too short, and says so @auth0', async ({ page, sandbox }) => {
  await signIn(page, sandbox.acme, 'admin', '/members')
  await expect(page.getByText('50 of 80 shown')).toBeVisible()
  const before = sandbox.acme.journal.entries({ operation: 'listUsers' }).length
  await search(page).fill('gr')
  await expect(page.getByText('Type at least 3 characters to search')).toBeVisible()
  expect(sandbox.acme.journal.entries({ operation: 'listUsers' })).toHaveLength(before)
  expect(await rowHeaders(page, 'Members')).toHaveLength(50)
})

test('shows those who hold one role, and that nobody does', async ({ page, platform, sandbox, vendor }) => {
  const people = peopleOf(sandbox, vendor)
  const empty = vendor === 'acme' ? 'Seasonal 2024' : 'Emergency access'
  await signIn(page, platform, 'admin', '/members')
  await page.getByRole('button', { name: 'Role: any' }).click()
  const dialog = page.getByRole('dialog', { name: 'Show members of one role' })
  await expect(dialog.getByRole('link', { name: people.held, exact: true })).toBeVisible()
  await expectAccessible(page)
  await dialog.getByRole('searchbox', { name: 'Search roles' }).fill('no such role')
  await expect(dialog.getByText('No role matches “no such role”.')).toBeVisible()
  await dialog.getByRole('searchbox', { name: 'Search roles' }).fill(people.held)
  await dialog.getByRole('link', { name: people.held, exact: true }).click()
  await expect(page).toHaveURL(/\/members\?role=/)
  await expect(page.getByRole('button', { name: `Role: ${people.held}` })).toBeVisible()
  await expect(line(page, people.person.name)).toBeVisible()
  await expect(page.getByText(/^All \d+ with this role$/)).toBeVisible()

  await page.getByRole('button', { name: `Role: ${people.held}` }).click()
  await dialog.getByRole('searchbox', { name: 'Search roles' }).fill(empty)
  await dialog.getByRole('link', { name: empty, exact: true }).click()
  await expect(page.getByText('Nobody holds this role')).toBeVisible()
  await page.getByRole('link', { name: 'Show members of any role' }).last().click()
  await expect(page).toHaveURL('/members')
})

test('finds somebody who is to hold a role, whether they hold one or not', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const { person } = peopleOf(sandbox, vendor)
  await signIn(page, platform, 'admin', '/members')
  await page.getByRole('button', { name: 'Assign role' }).click()
  const dialog = page.getByRole('dialog', { name: 'Assign a role' })
  await expect(dialog.getByRole('searchbox', { name: 'Search people' })).toBeFocused()
  await expectAccessible(page)
  await dialog.getByRole('searchbox').fill('nobody at all')
  await expect(dialog).toContainText('Nobody matches “nobody at all”')
  await dialog.getByRole('searchbox').fill(person.find)
  await expect(dialog.getByText('1 person matches.')).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(heading(page, person.name)).toBeVisible()
  await expect(page).toHaveURL(`/members/${encodeURIComponent(person.id)}`)
})

test('says that nothing matches only when that was asked for', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const { person, held } = peopleOf(sandbox, vendor)
  await signIn(page, platform, 'admin', '/members')
  await page.getByRole('button', { name: 'Role: any' }).click()
  const roles = page.getByRole('dialog', { name: 'Show members of one role' })
  await roles.getByRole('searchbox').fill('zzz')
  await expect(roles.getByText('No role matches “zzz”.')).toBeVisible()
  platform.faults.set('listRoles', { delay: 1500 })
  await roles.getByRole('searchbox').fill(held)
  await expect(roles.getByText('No role matches “zzz”.')).toHaveCount(0)
  expect(await roles.getByText('No role matches').count()).toBe(0)
  await expect(roles.getByRole('link', { name: held, exact: true })).toBeVisible()
  platform.faults.clear()
  await roles.getByRole('button', { name: 'Close' }).click()

  await page.getByRole('button', { name: 'Assign role' }).click()
  const people = page.getByRole('dialog', { name: 'Assign a role' })
  await people.getByRole('searchbox').fill('zzz')
  await expect(people).toContainText('Nobody matches “zzz”')
  platform.faults.set('listUsers', { delay: 1500 })
  await people.getByRole('searchbox').fill(person.find)
  await expect(people).not.toContainText('Nobody matches “zzz”')
  expect(await people.getByText('Nobody matches').count()).toBe(0)
  await expect(people.getByText('1 person matches.')).toBeVisible()
})

test('says how far a directory lists, and that the rest can be searched @auth0', async ({
  page,
  sandbox,
}) => {
  const { acme } = sandbox
  // Ten pages one after the other.
  test.slow()
  acme.settings.maxPerPage = 100
  acme.world.addUsers(1_000)
  await signIn(page, acme, 'admin', '/members')
  for (let shown = 100; shown < 1_000; shown += 100) {
    await expect(page.getByText(`${shown} of 1,080 shown`)).toBeVisible()
    await page.getByRole('button', { name: 'Show more' }).click()
  }
  await expect(page.getByText('The first 1,000 of 1,080')).toBeVisible()
  await expect(page.getByText('The directory lists no more than these')).toBeVisible()
  await expect(page.getByText('1,000 of 1,080 stand here. Search to find the others.')).toBeVisible()
})

test('not allowed and failed are told apart', async ({ page, platform, sandbox, vendor, allowed }) => {
  const people = peopleOf(sandbox, vendor)
  allowed.console = /Failed to load resource/
  await signIn(page, platform, 'guest', '/members')
  await expect(heading(page, 'This page is not for your account')).toBeVisible()
  expect(platform.journal.entries({ operation: people.listing })).toEqual([])
  await forgetEverything(page)
  platform.faults.set(people.listing, 503, { times: 20 })
  await signIn(page, platform, 'admin', '/members')
  await expect(heading(page, 'No answer')).toBeVisible()
  platform.faults.clear()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(heading(page, 'Members')).toBeVisible()
})
