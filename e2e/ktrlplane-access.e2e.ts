// Who holds what at a scope: listed with where it comes from and when it ends, given to people, and taken away.
import { paths } from '../src/paths.ts'
import {
  askToRemove,
  choose,
  giving,
  id,
  line,
  namesIn,
  openAccess,
  organization,
  project,
  resource,
  writes,
} from './ktrlplane-steps.ts'
import { comeBackAfter, expectOff, heading, toast } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'

test('lists everybody with the strongest role first, and says where each comes from', async ({
  page,
  ktrlplane,
}) => {
  await openAccess(page, ktrlplane, organization)
  await expect(page.getByText('All 6 members')).toBeVisible()
  expect(await namesIn(page)).toEqual([
    'Ingrid Solheim',
    'Leonie Brandt',
    'Jonas Weiß',
    'Graph API',
    'Mateo Quispe',
    'Tomás Rey',
  ])
  await expect(line(page, 'Ingrid Solheim')).toContainText('You')
  await expect(line(page, 'Graph API')).toContainText('Account')
  await expect(line(page, 'Tomás Rey')).toContainText(/Viewer ?directly/)
  await expect(page.getByRole('button', { name: /^Remove / })).toHaveCount(6)

  await page.goto(paths.access({ scope: project }))
  const tomas = line(page, 'Tomás Rey')
  await expect(tomas).toContainText(/Owner ?directly.*, by Leonie Brandt.*Viewer ?through the organization/)
  await expect(tomas.getByRole('button')).toHaveCount(1)
  await expect(line(page, 'mira.costa')).toContainText('Invited')
  // Who held a role until it ended is not there.
  await expect(page.getByText('All 9 members')).toBeVisible()
  await expect(line(page, 'Nils Brandt')).toContainText(/Data Owner ?directly ?ends in 1[12] days/)
  await expect(
    page.getByText('KtrlPlane shows when a role ends, but lets nobody set or change that.'),
  ).toBeVisible()
  await expectAccessible(page)

  await page.goto(paths.access({ scope: resource }))
  await expect(line(page, 'ops.desk')).toContainText(/Graph Viewer ?directly/)
  await expect(line(page, 'Nils Brandt')).toContainText(/Data Owner ?through the project Grid twin ?ends in/)
  await expect(line(page, 'Nils Brandt').getByRole('button')).toHaveCount(0)
  await line(page, 'Tomás Rey').getByRole('link', { name: 'Nordwind Energy', exact: true }).click()
  await expect(page.getByText('All 6 members')).toBeVisible()
  await page.goBack()
  await line(page, 'Nils Brandt')
    .getByRole('link', { name: /^Change it there/ })
    .click()
  await expect(page.getByText('1 of 9 match')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Remove Data Owner from Nils Brandt' })).toBeVisible()
})

test('is searched by name, address, id and role, and narrowed, all of it in the address', async ({
  page,
  ktrlplane,
}) => {
  await openAccess(page, ktrlplane, project)
  const search = page.getByRole('searchbox', { name: 'Search who holds roles' })
  for (const [text, found] of [
    ['REY@nord', ['Tomás Rey']],
    [id.nils, ['Nils Brandt']],
    ['data o', ['Nils Brandt']],
    ['brandt', ['Leonie Brandt', 'Nils Brandt']],
  ] as const) {
    await search.fill(text)
    await expect(page.getByText(`${found.length} of 9 match`)).toBeVisible()
    await expect.poll(() => namesIn(page)).toEqual(found)
  }
  await search.fill('nils')
  // At once, while the search is still waiting for more keys.
  await page.getByRole('radio', { name: 'Given here' }).click()
  await expect(page.getByText('1 of 9 match')).toBeVisible()
  await expect(page).toHaveURL(paths.access({ search: 'nils', show: 'direct', scope: project }))
  await page.reload()
  await expect(page.getByText('1 of 9 match')).toBeVisible()
  await page.getByRole('radio', { name: 'Inherited' }).click()
  await search.fill('')
  await expect(page.getByText('6 of 9 match')).toBeVisible()
  await expect(line(page, 'Tomás Rey')).not.toContainText('Owner')
  await search.fill('nobody is called so')
  await expect(page.getByText('Nobody matches “nobody is called so”')).toBeVisible()
  await page.getByRole('link', { name: 'Clear the search' }).click()
  await expect(line(page, 'Tomás Rey')).toBeVisible()
  await page.goto(paths.access({ show: 'direct', scope: 'project.harbour-ops' }))
  await expect(page.getByText('No role was given here')).toBeVisible()
  await page.getByRole('link', { name: 'Show all' }).click()
  await expect(page.getByText('All 6 members')).toBeVisible()
})

test('gives a role to several people, says what failed, and tries only that again', async ({
  page,
  ktrlplane,
}) => {
  const { world, faults } = ktrlplane
  await openAccess(page, ktrlplane, project)
  await page.getByRole('link', { name: 'Give access' }).click()
  await expectOff(giving(page).getByRole('button', { name: 'Give access' }), /^Choose somebody first\.$/)
  await choose(page, ['Farid Okafor', 'Olga Petrov', 'Samira Haddad'])
  const chips = giving(page).getByRole('list', { name: 'Chosen people' })
  await chips.getByRole('button', { name: 'Take back Olga Petrov' }).click()
  await expect(chips.getByRole('listitem')).toHaveCount(2)
  await expectOff(giving(page).getByRole('button', { name: 'Give access' }), /^Choose a role first\.$/)
  const roles = giving(page).getByRole('group', { name: 'Role' }).getByRole('radio')
  await expect(roles).toHaveCount(6)
  await expect(roles.first()).toHaveAccessibleDescription('Full control with inheritance')
  await giving(page).getByRole('radio', { name: 'Editor' }).check()
  await expect(giving(page)).toContainText('The role also holds for 2 resources in Grid twin.')
  await expectAccessible(page)
  expect(writes(ktrlplane)).toEqual([0, 0])

  faults.set('grantRole', { status: 400, body: { error: 'No.' } }, { times: 1 })
  await giving(page).getByRole('button', { name: 'Give Editor to 2 people' }).click()
  const outcomes = giving(page).getByRole('table', { name: 'What became of it' })
  await expect(outcomes.getByRole('row', { name: 'Farid Okafor' })).toContainText('failed')
  await expect(outcomes.getByRole('row', { name: 'Samira Haddad' })).toContainText('assigned')
  await expect(giving(page).getByText('1 of 2 people done')).toBeVisible()
  await expectAccessible(page)
  expect([world.held(id.farid, project), world.held(id.samira, project)]).toEqual([[], ['Editor']])

  await giving(page).getByRole('button', { name: 'Try the other one again' }).click()
  await expect(toast(page, /“Editor” at Grid twin: given to Farid Okafor and Samira Haddad\./)).toBeVisible()
  await expect(giving(page)).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'Give access' })).toBeFocused()
  await expect(line(page, 'Farid Okafor')).toContainText(/Editor ?directly/)
  await expect(line(page, 'Farid Okafor')).toContainText('by you')
  expect(world.held(id.farid, project)).toEqual(['Editor'])
  expect(writes(ktrlplane)).toEqual([3, 0])
})

test('finds people from five characters on, and marks who has the role already', async ({
  page,
  ktrlplane,
}) => {
  await openAccess(page, ktrlplane, project)
  await page.getByRole('link', { name: 'Give access' }).click()
  const search = giving(page).getByRole('searchbox', { name: 'Search people' })
  await search.fill('bran')
  await expect(giving(page)).toContainText(
    'Type at least 5 characters to search by name, email address and id.',
  )
  expect(ktrlplane.journal.entries({ operation: 'searchUsers' })).toEqual([])
  await search.fill('brandt')
  const leonie = giving(page).getByRole('checkbox', { name: 'Leonie Brandt' })
  const nils = giving(page).getByRole('checkbox', { name: 'Nils Brandt' })
  await expect(nils).toHaveAccessibleDescription(/^Has Data Owner directly ·/)
  await nils.check()
  await giving(page).getByRole('radio', { name: 'Data Owner' }).check()
  await expectOff(
    giving(page).getByRole('button', { name: 'Give access' }),
    /^Everybody you chose has “Data Owner” here already\.$/,
  )
  await expect(nils).toBeDisabled()
  // What comes from something wider may be given here all the same.
  await giving(page).getByRole('radio', { name: 'Owner', exact: true }).check()
  await expect(leonie).toHaveAccessibleDescription(
    /^Has Owner already, through the organization Nordwind Energy ·/,
  )
  await leonie.check()
  await giving(page).getByRole('radio', { name: 'Data Owner' }).check()
  await expect(giving(page)).toContainText(
    'Nils Brandt already has “Data Owner” here, so nothing is sent for them.',
  )
  await expect(giving(page).getByRole('button', { name: 'Give Data Owner to 1 person' })).toBeEnabled()

  // What was chosen is not lost by a slip of the hand.
  await page.keyboard.press('Escape')
  const guard = page.getByRole('dialog', { name: 'Leave without saving?' })
  await guard.getByRole('button', { name: 'Keep editing' }).click()
  await expect(giving(page).getByRole('list', { name: 'Chosen people' }).getByRole('listitem')).toHaveCount(2)
  await page.goBack()
  await guard.getByRole('button', { name: 'Leave', exact: true }).click()
  await expect(page).toHaveURL(paths.access({ scope: project }))
  expect(writes(ktrlplane)).toEqual([0, 0])
})

test('says that there may be more people than the ten it is answered', async ({ page, ktrlplane }) => {
  for (let n = 1; n <= 15; n += 1)
    ktrlplane.world.addUser({ user_id: `auth0|crowdy${n}`, name: `Crowdy ${n}` })
  await openAccess(page, ktrlplane, project)
  await page.getByRole('link', { name: 'Give access' }).click()
  const search = giving(page).getByRole('searchbox', { name: 'Search people' })
  await search.fill('crowdy')
  await expect(
    giving(page).getByText('The first 10: there may be more, type more to narrow it', { exact: true }),
  ).toBeVisible()
  await expect(giving(page).getByRole('checkbox')).toHaveCount(10)
  await search.fill('crowdy 15')
  await expect(giving(page).getByText('1 person', { exact: true })).toBeVisible()
  await expect(giving(page).getByText('there may be more')).toHaveCount(0)
})

test('counts what can be compared, and calls it missing, only when that was asked for', async ({
  page,
  ktrlplane,
}) => {
  await openAccess(page, ktrlplane, organization)
  await page.getByRole('link', { name: 'Compare with another scope' }).click()
  const choice = page.getByRole('region', { name: 'Compare Nordwind Energy with' })
  const search = choice.getByRole('searchbox', { name: 'Search by name' })
  await expect(choice.getByText('All 9', { exact: true })).toBeVisible()
  ktrlplane.faults.set('listProjects', { delay: 1500 })
  await search.fill('zzz')
  await expect(choice.getByText('All 9', { exact: true })).toHaveCount(0)
  expect(await choice.getByText(/ found$/).count()).toBe(0)
  await expect(choice.getByText('Nothing is called “zzz”')).toBeVisible()
  await search.fill('grid')
  await expect(choice.getByText('Nothing is called “zzz”')).toHaveCount(0)
  expect(await choice.getByText('Nothing is called').count()).toBe(0)
  await expect(choice.getByText('3 found')).toBeVisible()
})

test('gives access by keyboard alone', async ({ page, ktrlplane }) => {
  await openAccess(page, ktrlplane, organization)
  await page.getByRole('link', { name: 'Give access' }).focus()
  await page.keyboard.press('Enter')
  await expect(giving(page).getByRole('searchbox', { name: 'Search people' })).toBeFocused()
  await page.keyboard.type('samira')
  const samira = giving(page).getByRole('checkbox', { name: 'Samira Haddad' })
  await expect(samira).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(samira).toBeFocused()
  await page.keyboard.press('Space')
  await expect(giving(page)).toContainText(
    'The role also holds for 2 projects and 3 resources in Nordwind Energy.',
  )
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowDown')
  await expect(giving(page).getByRole('radio', { name: 'Editor' })).toBeChecked()
  await page.keyboard.press('Tab')
  await expect(giving(page).getByRole('button', { name: 'Give Editor to 1 person' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(toast(page, '“Editor” at Nordwind Energy: given to Samira Haddad.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Give access' })).toBeFocused()
  expect(ktrlplane.world.held(id.samira, organization)).toEqual(['Editor'])

  const remove = page.getByRole('button', { name: 'Remove Editor from Samira Haddad' })
  await remove.focus()
  await page.keyboard.press('Enter')
  const question = page.getByRole('dialog', { name: 'Remove Editor from Samira Haddad?' })
  await expect(question.getByText('2 of 2 permissions are lost')).toBeVisible()
  const confirm = question.getByRole('button', { name: 'Remove' })
  while (!(await confirm.evaluate((button) => button === document.activeElement)))
    await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(toast(page, '“Editor” removed from Samira Haddad at Nordwind Energy.')).toBeVisible()
  await expect(heading(page, 'Access')).toBeFocused()
  expect(ktrlplane.world.held(id.samira, organization)).toEqual([])
})

test('says what remains and what is lost before a role is taken away', async ({ page, ktrlplane }) => {
  const { world } = ktrlplane
  world.assign({ user: id.leonie, role: 'Owner', scope: project })
  await openAccess(page, ktrlplane, project)
  const tomas = await askToRemove(page, 'Owner', 'Tomás Rey')
  await expect(tomas).toContainText('It ends for 2 resources in Grid twin as well.')
  await expect(tomas).toContainText('Tomás Rey still has Viewer through the organization Nordwind Energy.')
  await expect(tomas.getByText('4 of 5 permissions are lost')).toBeVisible()
  await expect(tomas.getByRole('listitem')).toHaveText(['write', 'delete', 'manage_access', 'manage_billing'])
  await expectAccessible(page)
  await tomas.getByRole('button', { name: 'Cancel' }).click()
  expect(writes(ktrlplane)).toEqual([0, 0])
  await (await askToRemove(page, 'Owner', 'Tomás Rey')).getByRole('button', { name: 'Remove' }).click()
  await expect(toast(page, '“Owner” removed from Tomás Rey at Grid twin.')).toBeVisible()
  await expect(line(page, 'Tomás Rey')).not.toContainText('Owner')
  await expect(line(page, 'Tomás Rey')).toContainText('Viewer')
  expect([world.held(id.tomas, project), world.held(id.tomas, organization)]).toEqual([[], ['Viewer']])

  // The same role through something wider.
  const leonie = await askToRemove(page, 'Owner', 'Leonie Brandt')
  await expect(leonie).toContainText(
    'Leonie Brandt still has Owner through the organization Nordwind Energy.',
  )
  await expect(leonie).toContainText(
    'No permission is lost: everything it hands out is held in another way too.',
  )
  await leonie.getByRole('button', { name: 'Cancel' }).click()
  const nils = await askToRemove(page, 'Data Owner', 'Nils Brandt')
  await expect(nils).toContainText('Nils Brandt holds nothing here afterwards.')
  await nils.getByRole('button', { name: 'Remove' }).click()
  await expect(line(page, 'Nils Brandt')).toHaveCount(0)
  expect(world.held(id.nils, project)).toEqual([])
  expect(writes(ktrlplane)).toEqual([0, 2])
})

test('who may only read sees all of it, and why nothing can be changed', async ({ page, ktrlplane }) => {
  await openAccess(page, ktrlplane, project, { persona: 'viewer' })
  await expect(page.getByText('All 9 members')).toBeVisible()
  await expectOff(page.getByRole('link', { name: 'Give access' }), /^Needs manage_access\./)
  await expectOff(page.getByRole('button', { name: 'Remove Owner from Tomás Rey' }), /^Needs manage_access\./)
  await expectAccessible(page)
  await page.goto(paths.addAccess({ scope: project }))
  await expect(heading(page, 'This page is not for your account')).toBeVisible()
  expect(ktrlplane.journal.entries({ operation: 'searchUsers' })).toEqual([])
})

test('nobody, not read and not read again are different things', async ({ page, ktrlplane }) => {
  const { faults } = ktrlplane
  await page.clock.install()
  faults.set('listAssignments', {
    status: 200,
    body: 'null',
    headers: { 'Content-Type': 'application/json' },
  })
  await openAccess(page, ktrlplane, project)
  await expect(page.getByText('Nobody holds a role here')).toBeVisible()
  faults.set('listAssignments', 500)
  await page.reload()
  await expect(heading(page, 'No answer')).toBeVisible()
  faults.clear('listAssignments')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText('All 9 members')).toBeVisible()
  faults.set('listAssignments', 500)
  await comeBackAfter(page, 31)
  await expect(page.getByText('Who holds roles here could not be read again')).toBeVisible()
  await expect(page.getByText('All 9 members')).toBeVisible()
  faults.clear('listAssignments')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText('Who holds roles here could not be read again')).toHaveCount(0)
})

test('a removal that is refused leaves everything as it is, and says why', async ({ page, ktrlplane }) => {
  await openAccess(page, ktrlplane, project)
  const question = await askToRemove(page, 'Data Owner', 'Nils Brandt')
  ktrlplane.faults.set('revokeRole', { status: 400, body: { error: 'No.' } }, { times: 1 })
  await question.getByRole('button', { name: 'Remove' }).click()
  await expect(toast(page, /^Could not remove “Data Owner” from Nils Brandt\./)).toBeVisible()
  expect(ktrlplane.world.held(id.nils, project)).toEqual(['Data Owner'])
  await question.getByRole('button', { name: 'Remove' }).click()
  await expect(toast(page, '“Data Owner” removed from Nils Brandt at Grid twin.')).toBeVisible()
  expect(ktrlplane.world.held(id.nils, project)).toEqual([])
})
