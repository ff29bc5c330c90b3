// Roles, what they hand out, who holds them and what that lets each one do, where none of it is changed: shown with the reason, and
// what is denied is never shown as empty.
import type { Locator, Page } from 'playwright/test'
import { paths } from '../src/paths.ts'
import { people } from './sandbox/ktrlplane/seed.ts'
import { subOf } from './sandbox/personas.ts'
import { heading, row, rowHeaders, signIn } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'

const nordwind = 'organization.nordwind'
const gridTwin = 'project.grid-twin'
const fixed = /roles and what they hand out are fixed: its API has no call that changes them/
const elsewhere = 'Who holds what is changed on the page Access'

/** Nothing on the page can be ticked, made, changed, given or taken. */
async function expectOnlyShown(page: Page) {
  const main = page.getByRole('main')
  await expect(main.getByRole('checkbox')).toHaveCount(0)
  const verbs = /^(Create|Import|Edit|Duplicate|Delete|Describe|Assign|Unassign|Review|Save|Select)\b/
  await expect(main.getByRole('button', { name: verbs })).toHaveCount(0)
  await expect(main.getByRole('link', { name: verbs })).toHaveCount(0)
}

const card = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true })

/** Follows the link of a role in the list of roles. */
async function openRole(page: Page, name: string) {
  await row(page, 'Roles', name).getByRole('link', { name, exact: true }).click()
  await expect(heading(page, name)).toBeVisible()
}

test('roles are listed as the directory puts them, with why nobody changes them', async ({
  page,
  ktrlplane,
}) => {
  await signIn(page, ktrlplane, 'admin', paths.roles({ scope: nordwind }))
  await expect(heading(page, 'Roles')).toBeVisible()
  await expect(page.getByText(fixed)).toHaveCount(1)
  const strongestFirst = ['Owner', 'Editor', 'Viewer', 'Data Owner', 'Graph Owner', 'Graph Viewer']
  await expect.poll(() => rowHeaders(page, 'Roles')).toEqual(strongestFirst)
  await expect(row(page, 'Roles', 'Data Owner')).toContainText('Konnektr.Data.Owner')
  await expect(row(page, 'Roles', 'Data Owner').getByRole('cell', { name: '5', exact: true })).toBeVisible()
  await expectOnlyShown(page)
  await expectAccessible(page)

  await page.getByRole('link', { name: 'Name in the API' }).click()
  await expect
    .poll(() => rowHeaders(page, 'Roles'))
    .toEqual(['Editor', 'Data Owner', 'Graph Owner', 'Graph Viewer', 'Owner', 'Viewer'])
  await page.getByPlaceholder('Name or name in the API').fill('konnektr.graph')
  await expect.poll(() => rowHeaders(page, 'Roles')).toEqual(['Graph Owner', 'Graph Viewer'])
  await page.getByRole('searchbox', { name: 'Search roles' }).fill('auditor')
  await expect(page.getByText('No role matches “auditor”')).toBeVisible()
})

test('a role shows what it hands out, what that covers, and what it lacks, without anything to tick', async ({
  page,
  ktrlplane,
}) => {
  await signIn(page, ktrlplane, 'admin', paths.roles({ scope: nordwind }))
  await openRole(page, 'Graph Owner')
  await expect(page.getByText(fixed)).toHaveCount(1)
  await expect(page.getByText('5 permissions handed out, 6 more covered by them')).toBeVisible()
  const graph = 'Permissions of Konnektr.Graph'
  await expect(row(page, graph, 'digitaltwins/*')).toContainText(
    'Covers everything that begins with “digitaltwins/”: of those here digitaltwins/read,digitaltwins/relationships/read',
  )
  await expect(row(page, graph, 'mcp/*')).toContainText('begins with “mcp/”; none of those here.')
  await expect(row(page, graph, 'digitaltwins/read')).toContainText('Covered by digitaltwins/*')
  await expectOnlyShown(page)
  await expectAccessible(page)

  await page.getByRole('searchbox', { name: 'Search permissions' }).fill('relationships')
  await expect.poll(() => rowHeaders(page, graph)).toEqual(['digitaltwins/relationships/read'])
  await page.getByRole('radio', { name: 'Not handed out' }).check()
  // What is covered is not lacking.
  await expect(page.getByText('No permission matches “relationships”')).toBeVisible()
  await page.getByRole('link', { name: 'Clear the search' }).click()
  await expect(row(page, 'Permissions of Konnektr.KtrlPlane', 'manage_access')).toBeVisible()
  await expect(page.getByRole('table', { name: graph })).toHaveCount(0)
  await page.reload()
  await expect(row(page, 'Permissions of Konnektr.KtrlPlane', 'manage_access')).toBeVisible()
})

test('Back and Forward take along which side of a role is shown', async ({ page, ktrlplane }) => {
  const side = (name: string) => page.getByRole('radio', { name, exact: true })
  const own = 'Permissions of Konnektr.KtrlPlane'
  await signIn(page, ktrlplane, 'admin', paths.roles({ scope: nordwind }))
  await openRole(page, 'Graph Owner')
  await side('Not handed out').check()
  await page.getByRole('searchbox', { name: 'Search permissions' }).fill('zzz')
  await page.getByRole('link', { name: 'Clear the search' }).click()
  await expect(row(page, own, 'manage_access')).toBeVisible()
  await side('Handed out').check()
  await expect(row(page, own, 'manage_access')).toHaveCount(0)
  await expect(page).not.toHaveURL(/show=/)
  await page.goBack()
  await expect(page).toHaveURL(/\?q=zzz&show=lacks&/)
  await expect(side('Not handed out')).toBeChecked()
  await expect(page.getByText('name and description of what this role does not hand out')).toBeVisible()
  await page.goForward()
  await expect(page).not.toHaveURL(/show=/)
  await expect(side('Handed out')).toBeChecked()
  await expect(page.getByRole('table', { name: 'Permissions of Konnektr.Graph' })).toBeVisible()
})

test('a role without permissions hands out nothing; what could not be read is not nothing', async ({
  page,
  ktrlplane,
}) => {
  ktrlplane.faults.set('listRolePermissions', { status: 200, body: 'null' })
  await signIn(page, ktrlplane, 'admin', paths.roles({ scope: nordwind }))
  await expect(row(page, 'Roles', 'Owner').getByRole('cell', { name: '0', exact: true })).toBeVisible()
  await openRole(page, 'Viewer')
  await expect(page.getByText('This role hands out nothing')).toBeVisible()
  await expectAccessible(page)
  await page.goto(paths.permissions({ scope: nordwind }))
  await expect(page.getByText('No permissions yet')).toBeVisible()
  await expectOnlyShown(page)

  ktrlplane.faults.set('listRolePermissions', 500)
  await page.reload()
  await expect(page.getByText('No permissions yet')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Try again' }).first()).toBeVisible()
})

test('permissions say what they cover, and who has them through that', async ({ page, ktrlplane }) => {
  await signIn(page, ktrlplane, 'admin', paths.permissions({ scope: nordwind }))
  await expect(heading(page, 'Permissions')).toBeVisible()
  await expect(page.getByText(fixed)).toHaveCount(1)
  const graph = 'Permissions of Konnektr.Graph'
  const read = row(page, graph, 'digitaltwins/read')
  await expect(read).toContainText('3 roles:')
  await expect(read).toContainText('Data Owner through digitaltwins/*')
  await expect(read).toContainText('Graph Owner through digitaltwins/*')
  await expect(read.getByRole('link', { name: 'Graph Viewer' })).toBeVisible()
  await expect(read).not.toContainText('Graph Viewer through')
  await expect(row(page, graph, 'jobs/*')).toContainText(
    'Covers everything that begins with “jobs/”: of those here jobs/deletions/read,jobs/imports/read',
  )
  await expect(row(page, 'Permissions of Konnektr.KtrlPlane', 'read')).toContainText('3 roles:')
  await expectOnlyShown(page)
  await expectAccessible(page)

  await read.getByRole('link', { name: 'Graph Owner' }).click()
  await expect(heading(page, 'Graph Owner')).toBeVisible()
})

test('the matrix tells handed out, covered and neither apart, and saves nothing', async ({
  page,
  ktrlplane,
}) => {
  await signIn(page, ktrlplane, 'admin', paths.roles({ scope: nordwind }))
  await page.getByRole('link', { name: 'Matrix' }).click()
  await expect(heading(page, 'Matrix')).toBeVisible()
  await expect(page.getByText(fixed)).toHaveCount(1)
  await expect(page.getByText('Nothing is saved before')).toHaveCount(0)
  await page.getByRole('searchbox', { name: 'Search permissions' }).fill('digitaltwins')
  await page.getByRole('searchbox', { name: 'Search roles' }).fill('graph')
  const grid = page.getByRole('grid', { name: 'Permissions of roles' })
  await expect(grid).toHaveAttribute('aria-readonly', 'true')
  const cell = (name: string) => grid.getByRole('gridcell', { name, exact: true })
  await expect(cell('Graph Viewer has digitaltwins/read')).toBeVisible()
  await expect(cell('Graph Owner has digitaltwins/*')).toBeVisible()
  await expect(cell('Graph Owner has digitaltwins/read through digitaltwins/*')).toBeVisible()
  await expect(cell('Graph Viewer does not have digitaltwins/*')).toBeVisible()
  await expect(page.getByText('covered by one with “*” that it hands out')).toBeVisible()
  await expectOnlyShown(page)
  await expectAccessible(page)

  // By keyboard: one way in, then arrows.
  await page.getByRole('searchbox', { name: 'Search roles' }).focus()
  await page.keyboard.press('Tab')
  await expect(cell('Graph Owner has digitaltwins/*').getByRole('img')).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(
    cell('Graph Owner has digitaltwins/read through digitaltwins/*').getByRole('img'),
  ).toBeFocused()
  await expect(grid.locator('[tabindex="0"]')).toHaveCount(1)
})

test('members stand there with every source, whatever is missing of them', async ({ page, ktrlplane }) => {
  const ends = ktrlplane.world
    .assignments(gridTwin)
    .find(({ user_id }) => user_id === people.nils)?.expires_at
  const day = dayIn(ends)
  await signIn(page, ktrlplane, 'admin', paths.members({ scope: gridTwin }))
  await expect(heading(page, 'Members')).toBeVisible()
  await expect(page.getByText(elsewhere)).toHaveCount(1)
  const line = (id: string) =>
    page.getByRole('row').filter({ has: page.locator(`a[href="${paths.member(id, { scope: gridTwin })}"]`) })
  await expect(line(people.invited)).toContainText('Invited')
  await expect(line(people.invited).getByRole('rowheader')).toContainText('mira.costa')
  await expect(line(people.service)).toContainText('Account')
  await expect(line(people.service)).toContainText('via Nordwind Energy')
  await expect(line(people.nils)).toContainText(`Data Owner, assigned directly, ends ${day}`)
  await expect(line(people.tomas)).toContainText(/Owner, assigned directly.*Viewer, through the organization/)
  // What has ended is not held.
  await expect(line(people.olga)).toHaveCount(0)
  await expectOnlyShown(page)
  await expectAccessible(page)

  await page.getByRole('searchbox', { name: 'Search members' }).fill('bran')
  await expect(page.getByText('Type at least 5 characters to search')).toBeVisible()
  await page.getByRole('searchbox', { name: 'Search members' }).fill('brandt')
  await expect.poll(() => rowHeaders(page, 'Members')).toHaveLength(2)

  await page.getByRole('link', { name: 'Go to Access' }).click()
  await expect(heading(page, 'Access')).toBeVisible()
  await expect(page).toHaveURL(paths.access({ scope: gridTwin }))
})

test('a member’s page says where each role comes from, when it ends, and what it lets them do', async ({
  page,
  ktrlplane,
}) => {
  await signIn(
    page,
    ktrlplane,
    'admin',
    paths.member(people.tomas, { scope: 'resource.grid-twin.grid-graph' }),
  )
  await expect(heading(page, 'Tomás Rey')).toBeVisible()
  const roles = 'Roles of Tomás Rey'
  await expect.poll(() => rowHeaders(page, roles)).toEqual(['Owner', 'Viewer'])
  await expect(row(page, roles, 'Owner')).toContainText('Through the project Grid twin')
  await expect(row(page, roles, 'Viewer')).toContainText('Through the organization Nordwind Energy')
  await expect(page.getByText(elsewhere)).toHaveCount(1)
  await expectOnlyShown(page)
  await expectAccessible(page)

  const ends = ktrlplane.world
    .assignments(gridTwin)
    .find(({ user_id }) => user_id === people.nils)?.expires_at
  await page.goto(paths.member(people.nils, { scope: gridTwin }))
  await expect(row(page, 'Roles of Nils Brandt', 'Data Owner')).toContainText(
    `Assigned directly, ends ${dayIn(ends)}`,
  )
  await expect(card(page, 'What this lets them do')).toContainText(
    'Covers everything that begins with “digitaltwins/”: of those here digitaltwins/read',
  )
})

test('somebody known by an address, by an id, or as a machine has a page without gaps', async ({
  page,
  ktrlplane,
}) => {
  const facts = card(page, 'Who this is')
  await signIn(page, ktrlplane, 'admin', paths.member(people.invited, { scope: gridTwin }))
  await expect(heading(page, 'mira.costa')).toBeVisible()
  await expect(facts).toContainText('Invited')
  await expect(facts).toContainText('Known by their address only: they have not signed in yet.')
  await page.goto(paths.member(people.unknown, { scope: 'project.field-trials' }))
  await expect(heading(page, people.unknown)).toBeVisible()
  await expect(facts.getByText('Email')).toHaveCount(0)
  await page.goto(paths.member(people.service, { scope: nordwind }))
  await expect(facts).toContainText('Account of a machine')
  await expectAccessible(page)
})

test('the members of a role, each by the way they hold it', async ({ page, ktrlplane }) => {
  await signIn(page, ktrlplane, 'admin', paths.roles({ scope: gridTwin }))
  await openRole(page, 'Viewer')
  await page
    .getByRole('main')
    .getByRole('link', { name: /^Members/ })
    .click()
  const members = 'Members of this role'
  const line = (name: string) =>
    page.getByRole('table', { name: members }).getByRole('row').filter({ hasText: name })
  await expect(line('mira.costa')).toContainText('invited')
  await expect(line('mira.costa')).toContainText('directly')
  await expect(line('Tomás Rey')).toContainText('through organization Nordwind Energy')
  await expect(line('Graph API')).toContainText('account')
  await expect(page.getByText(elsewhere)).toHaveCount(1)
  await expectOnlyShown(page)
  await expectAccessible(page)

  await page.goto(paths.roles({ scope: 'project.sandbox-ana' }))
  await openRole(page, 'Viewer')
  await page
    .getByRole('main')
    .getByRole('link', { name: /^Members/ })
    .click()
  await expect(page.getByText(/Members are not for your account/)).toBeVisible()
  await expect(page.getByText('Nobody holds this role')).toHaveCount(0)
})

test('who holds nothing there is told which right is missing, and is shown no empty list', async ({
  page,
  ktrlplane,
}) => {
  await signIn(page, ktrlplane, 'keykeeper', paths.members({ scope: 'project.harbour-ops' }))
  await expect(heading(page, 'This page is not for your account')).toBeVisible()
  await expect(card(page, 'Why')).toContainText('read')
  await expect(page.getByRole('table', { name: 'Members' })).toHaveCount(0)
  expect(ktrlplane.journal.entries({ operation: 'listAssignments' })).toHaveLength(0)
  await expectAccessible(page)

  // What a role is may be read by everybody who may use the platform at all.
  await page.goto(paths.permissions({ scope: gridTwin }))
  await expect(row(page, 'Permissions of Konnektr.KtrlPlane', 'read')).toBeVisible()
  await page.goto(paths.members({ scope: gridTwin }))
  await expect(
    page
      .getByRole('link', { name: 'Aiko Tanabe' })
      .and(page.locator(`a[href="${paths.member(subOf('ktrlplane', 'keykeeper'), { scope: gridTwin })}"]`)),
  ).toBeVisible()
})

test('who only looks sees the same', async ({ page, ktrlplane }) => {
  await signIn(page, ktrlplane, 'viewer', paths.members({ scope: nordwind }))
  await expect(row(page, 'Members', 'Leonie Brandt').or(page.getByText('Leonie Brandt'))).toBeVisible()
  await expect(page.getByText(elsewhere)).toHaveCount(1)
  await expectOnlyShown(page)
  await page.goto(paths.roles({ scope: nordwind }))
  await expect(row(page, 'Roles', 'Owner')).toBeVisible()
  await expectOnlyShown(page)
})

test('who may not use the platform at all sees no role', async ({ page, ktrlplane }) => {
  await signIn(page, ktrlplane, 'guest', paths.roles({ scope: nordwind }))
  await expect(heading(page, 'This page is not for your account')).toBeVisible()
  await expect(card(page, 'Why')).toContainText('access:platform')
  expect(ktrlplane.journal.entries({ operation: 'listRoles' })).toHaveLength(0)
})

/** The day as the browser of these tests writes it. */
const dayIn = (moment: string | null | undefined): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'Europe/Zurich' }).format(
    new Date(moment ?? Number.NaN),
  )
