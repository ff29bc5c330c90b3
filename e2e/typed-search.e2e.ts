// What is typed into the search of a list belongs to that list: it is neither lost nor taken along, and undoes nothing, whatever is
// clicked before it was searched for.
import type { Page } from 'playwright/test'
import { heading, openRoles, signIn } from './steps.ts'
import { expect, test } from './test.ts'

const box = (page: Page, name: string) => page.getByRole('searchbox', { name, exact: true })
const sidebar = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true })

test('a search is not taken along to another page, nor back @zitadel', async ({ page, sandbox }) => {
  await openRoles(page, sandbox.kosmos)
  await box(page, 'Search roles').fill('admin')
  await page
    .getByRole('main')
    .getByRole('link', { name: /Matrix/ })
    .click()
  await expect(heading(page, 'Matrix')).toBeVisible()
  await expect(box(page, 'Search roles')).toHaveValue('')
  await expect(page).toHaveURL('/roles/matrix')
  await box(page, 'Search roles').fill('analyst')
  await sidebar(page, 'Roles').click()
  await expect(page.getByText('All 48 roles')).toBeVisible()
  await expect(page).toHaveURL('/roles')
})

test('a search that a link overtook leaves the box, and can be asked again @zitadel', async ({
  page,
  sandbox,
}) => {
  const { kosmos } = sandbox
  await signIn(page, kosmos, 'admin', '/members')
  await expect(page.getByText(/^All \d+ members$/)).toBeVisible()
  kosmos.faults.set('listUsers', { delay: 3000 })
  kosmos.faults.set('listAuthorizations', { delay: 3000 })
  await box(page, 'Search members').fill('ingrid')
  const journal = () => kosmos.journal.entries().length
  const before = journal()
  await expect.poll(journal, 'the search is under way').toBeGreaterThan(before)
  await sidebar(page, 'Members').click()
  await expect(box(page, 'Search members')).toHaveValue('')
  kosmos.faults.clear()
  await box(page, 'Search members').fill('ingrid')
  await box(page, 'Search members').press('Enter')
  await expect(page).toHaveURL('/members?q=ingrid')
  await expect(page.getByRole('table', { name: 'Members' })).toContainText('Ingrid Solheim')
})

test('the question before leaving stays, whatever was typed before the click @zitadel', async ({
  page,
  sandbox,
}) => {
  await signIn(page, sandbox.kosmos, 'admin', '/role/operator')
  await page.getByRole('checkbox', { name: /^agents:read/ }).uncheck()
  await box(page, 'Search permissions').fill('write')
  await sidebar(page, 'Members').click()
  const guard = page.getByRole('dialog', { name: 'Leave without saving?' })
  await guard.getByRole('button', { name: 'Keep editing' }).click()
  await expect(guard).toBeHidden()
  await expect(page).toHaveURL(/\/role\/operator/)
  await box(page, 'Search permissions').press('Enter')
  await expect(page).toHaveURL('/role/operator?q=write')
  await sidebar(page, 'Members').click()
  await guard.getByRole('button', { name: 'Leave', exact: true }).click()
  await expect(heading(page, 'Members')).toBeVisible()
})
