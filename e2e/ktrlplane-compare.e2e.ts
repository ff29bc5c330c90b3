// Who holds what at two places, side by side: what differs and in what way, and that nothing is compared that could not be read.
import type { Locator, Page } from 'playwright/test'
import { paths } from '../src/paths.ts'
import { subOf } from './sandbox/personas.ts'
import type { KtrlplanePlatform } from './sandbox/sandbox.ts'
import { heading, signIn } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'

const organization = 'organization.nordwind'
const project = 'project.grid-twin'
const both = paths.compareAccess({ scope: organization, to: project })

const table = (page: Page) => page.getByRole('table', { name: 'Who holds what at both' })
const people = (page: Page) => table(page).getByRole('rowheader').getByRole('link')
const cells = (page: Page, name: string): Locator =>
  table(page)
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name, exact: true }) })
    .getByRole('cell')
const kinds = (page: Page) => page.getByRole('navigation', { name: 'Differences' }).getByRole('link')
const told = (page: Page, title: string) => page.getByRole('alert').filter({ hasText: title })
const unread = (name: string) => `Who holds what at ${name} could not be read`

/** Where who holds what was asked for, in order. */
const asked = ({ journal }: KtrlplanePlatform): string[] =>
  journal
    .entries({ operation: 'listAssignments' })
    .flatMap(({ method, path }) => (method === 'OPTIONS' ? [] : path.replace('/api/v1', '')))
const ofOrganization = '/organizations/nordwind/rbac'
const ofProject = '/projects/grid-twin/rbac'

test('compares an organization with one of its projects, chosen from the page of access', async ({
  page,
  ktrlplane,
}) => {
  await signIn(page, ktrlplane, 'admin', paths.access({ scope: organization }))
  await page.getByRole('link', { name: 'Compare with another scope' }).click()
  await expect(heading(page, 'Compare access')).toBeFocused()
  const choice = page.getByRole('region', { name: 'Compare Nordwind Energy with' })
  await expect(choice.getByText('All 9', { exact: true })).toBeVisible()
  await expect(choice.getByRole('link', { name: /^Nordwind Energy/ }), 'not with itself').toHaveCount(0)
  await expectAccessible(page)
  await choice.getByRole('searchbox', { name: 'Search by name' }).fill('grid')
  await expect(choice.getByRole('link')).toHaveCount(3)
  await choice.getByRole('link', { name: /^Grid twin\W+Project in Nordwind Energy$/ }).click()

  await expect(page).toHaveURL(both)
  await expect(heading(page, 'Compare access')).toBeFocused()
  await expect(page.getByText('4 of 9 members differ', { exact: true })).toBeVisible()
  await expect(table(page).getByRole('columnheader')).toHaveText([
    'Member',
    'Nordwind Energy',
    'Grid twin',
    'Difference',
  ])
  // Whoever holds the strongest role stands first.
  await expect(people(page)).toHaveText(['Tomás Rey', 'Aiko Tanabe', 'mira.costa', 'Nils Brandt'])
  await expect(cells(page, 'Tomás Rey')).toHaveText([
    /^Viewer\s*directly$/,
    /^Owner\s*directly\s*Viewer\s*through the organization Nordwind Energy$/,
    'Stronger at Grid twin',
  ])
  await expect(cells(page, 'Nils Brandt')).toHaveText([
    'Nothing',
    /^Data Owner\s*directly, ends .*2026$/,
    'Only at Grid twin',
  ])
  const navigation = page.getByRole('navigation', { name: 'Main' })
  await expect(navigation.getByRole('link', { name: 'Access' })).toHaveAttribute('aria-current', 'page')
  await expectAccessible(page)
  expect(asked(ktrlplane), 'each is read once').toEqual([ofOrganization, ofProject])
})

test('shows one kind of difference, or everybody, and the same with the two swapped', async ({
  page,
  ktrlplane,
}) => {
  await signIn(page, ktrlplane, 'admin', both)
  await expect(kinds(page)).toHaveText([
    /^4\s*All differences$/,
    /^3\s*Only at Grid twin$/,
    /^1\s*Stronger at Grid twin$/,
    /^5\s*The same$/,
    /^9\s*Everybody$/,
  ])
  await kinds(page).filter({ hasText: 'Only at Grid twin' }).click()
  await expect(page).toHaveURL(paths.compareAccess({ scope: organization, to: project, show: 'only-b' }))
  await expect(people(page)).toHaveText(['Aiko Tanabe', 'mira.costa', 'Nils Brandt'])
  await page.getByRole('link', { name: 'Swap the two' }).click()
  await expect(page).toHaveURL(paths.compareAccess({ scope: project, to: organization, show: 'only-a' }))
  await expect(people(page)).toHaveText(['Aiko Tanabe', 'mira.costa', 'Nils Brandt'])
  await expect(cells(page, 'Aiko Tanabe')).toHaveText([/^Editor\s*directly$/, 'Nothing', 'Only at Grid twin'])
  await kinds(page).filter({ hasText: 'Everybody' }).click()
  await expect(people(page)).toHaveCount(9)
  await expect(cells(page, 'Leonie Brandt').last()).toHaveText('The same')
  expect(asked(ktrlplane).toSorted(), 'what is on the page is not read again').toEqual([
    ofOrganization,
    ofProject,
  ])

  await page.goto(paths.compareAccess({ scope: organization, to: 'project.harbour-ops' }))
  await expect(page.getByText('No difference: the same people hold the same roles')).toBeVisible()
  await page.getByRole('link', { name: 'Show everybody' }).click()
  await expect(people(page)).toHaveCount(6)
})

test('tells a place whose people one may not see from one without people', async ({ page, ktrlplane }) => {
  const lumen = 'organization.lumen-labs'
  await signIn(page, ktrlplane, 'keykeeper', paths.compareAccess({ scope: project, to: lumen }))
  const denied = told(page, `You may not see who holds what at ${lumen}`)
  await expect(denied).toContainText('Needs read.')
  await expect(denied).toContainText('Ask an owner here')
  await expect(page.getByText('Nothing is compared before both lists are there')).toBeVisible()
  await expect(table(page)).toHaveCount(0)
  await expectAccessible(page)
  expect(asked(ktrlplane), 'nobody asks for what may not be seen').toEqual([ofProject])

  ktrlplane.world.assign({ user: subOf('ktrlplane', 'keykeeper'), role: 'Viewer', scope: lumen })
  await page.reload()
  await expect(table(page).getByRole('columnheader', { name: 'Lumen Labs' })).toBeVisible()
  await expect(cells(page, 'Aiko Tanabe').last()).toHaveText('Stronger at Grid twin')
})

test('says of an address that it leads nowhere', async ({ page, ktrlplane }) => {
  await signIn(page, ktrlplane, 'admin', paths.compareAccess({ scope: project, to: 'nonsense' }))
  await expect(told(page, 'Not found: nonsense')).toBeVisible()
  await expect(table(page)).toHaveCount(0)
  await page.goto(paths.compareAccess({ scope: project, to: 'project.nowhere' }))
  // The API says the same of what one may not see.
  await expect(told(page, 'does not exist')).toContainText(
    'You may not see who holds what at project.nowhere',
  )
  await expect(table(page)).toHaveCount(0)
})

test('compares nothing while one side is unread, and tries that one again', async ({ page, ktrlplane }) => {
  await signIn(page, ktrlplane, 'admin', paths.compareAccess({ scope: organization }))
  const choice = page.getByRole('region', { name: 'Compare Nordwind Energy with' })
  await expect(choice).toBeVisible()
  await expect.poll(() => asked(ktrlplane)).toEqual([ofOrganization])
  ktrlplane.faults.set('listAssignments', 503)
  await choice.getByRole('link', { name: /^Grid twin/ }).click()
  await expect(told(page, unread('Grid twin'))).toBeVisible()
  await expect(told(page, unread('Nordwind Energy'))).toHaveCount(0)
  await expect(table(page)).toHaveCount(0)
  await expectAccessible(page)
  ktrlplane.faults.clear()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(people(page)).toHaveCount(4)
  await expect(told(page, unread('Grid twin'))).toHaveCount(0)
  expect(asked(ktrlplane).filter((path) => path === ofOrganization)).toHaveLength(1)
})

test('shows what it waits for while the reading takes long', async ({ page, ktrlplane }) => {
  ktrlplane.faults.set('listAssignments', { delay: 1500 })
  await signIn(page, ktrlplane, 'admin', both)
  for (const name of ['Nordwind Energy', 'Grid twin'])
    await expect(page.getByRole('progressbar', { name: `Reading who holds what at ${name}` })).toBeVisible()
  await expect(table(page)).toHaveCount(0)
  await expect(people(page)).toHaveCount(4)
  expect(asked(ktrlplane).toSorted(), 'each is read once').toEqual([ofOrganization, ofProject])
})
