// What keeps access from being lost by a slip of the hand, and what is told when others changed it meanwhile, when the server
// refuses, or when its answer is lost.
import { paths } from '../src/paths.ts'
import {
  askToRemove,
  choose,
  giving,
  id,
  line,
  openAccess,
  organization,
  project,
  writes,
} from './ktrlplane-steps.ts'
import { expectOff, heading, toast } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'

const words = 'I lock myself out'

test('the last one who was given it here goes, while others keep it: said, and possible', async ({
  page,
  ktrlplane,
}) => {
  await openAccess(page, ktrlplane, project)
  const question = await askToRemove(page, 'Owner', 'Tomás Rey')
  await expect(question).toContainText('Nobody else was given the right to manage access at Grid twin')
  await expect(question).toContainText(
    'Afterwards only those can manage it who have that right through the organization Nordwind Energy.',
  )
  await question.getByRole('button', { name: 'Remove' }).click()
  await expect(toast(page, '“Owner” removed from Tomás Rey')).toBeVisible()
  expect(ktrlplane.world.held(id.tomas, project)).toEqual([])
})

test('the last one at all goes only by typed words', async ({ page, ktrlplane }) => {
  const scope = 'project.sandbox-ana'
  // The server lets me, although nothing in the list says by what; it does not even tell the name of the place.
  const permissions = ['read', 'manage_access']
  ktrlplane.faults.set('checkPermissions', { status: 200, body: { permissions } })
  const [given] = ktrlplane.world.assignments(scope)
  const owner = {
    ...given,
    user: { id: id.ana, name: 'Ana Duarte', email: 'ana.duarte@partner.example', is_service_account: false },
    role: { name: 'Owner', display_name: 'Owner' },
    inheritance_type: 'direct',
  }
  ktrlplane.faults.set('listAssignments', { status: 200, body: JSON.stringify([owner]) })
  await openAccess(page, ktrlplane, scope)
  const question = await askToRemove(page, 'Owner', 'Ana Duarte')
  await expect(question).toContainText('Nobody can manage access to this place afterwards')
  await expectOff(question.getByRole('button', { name: 'Remove' }), /^Type “Nobody is left” first\.$/)
  await expectAccessible(page)
  await question.getByRole('textbox').fill('Nobody is left')
  await expect(question.getByRole('button', { name: 'Remove' })).toBeEnabled()
  await page.keyboard.press('Escape')
  await expect(question).toHaveCount(0)
  expect(ktrlplane.world.held(id.ana, scope)).toEqual(['Owner'])
  expect(writes(ktrlplane)).toEqual([0, 0])
})

test('taking my own last way needs the words, and afterwards the page is not for me', async ({
  page,
  ktrlplane,
}) => {
  await openAccess(page, ktrlplane, organization)
  const question = await askToRemove(page, 'Owner', 'Ingrid Solheim')
  await expect(question).toContainText('this is you')
  await expect(question).toContainText('You hold nothing here afterwards.')
  await expect(question.getByText('You lock yourself out')).toBeVisible()
  await expect(question).toContainText('Somebody else who manages roles would have to give it back.')
  await question.getByRole('textbox').fill('yes')
  await question.getByRole('textbox').press('Enter')
  await expectOff(question.getByRole('button', { name: 'Remove' }), /^Type “I lock myself out” first\.$/)
  await expectAccessible(page)
  expect(writes(ktrlplane)).toEqual([0, 0])
  await question.getByRole('textbox').fill(words)
  await question.getByRole('button', { name: 'Remove' }).click()
  await expect(toast(page, '“Owner” removed from Ingrid Solheim at Nordwind Energy.')).toBeVisible()
  await expect(heading(page, 'This page is not for your account')).toBeVisible()
  await expect(question).toHaveCount(0)
  await expect(page.getByRole('region', { name: 'Why' })).toContainText('read')
  expect(ktrlplane.world.held(id.me, organization)).toEqual([])
})

test('where another way remains to me, nobody asks for words', async ({ page, ktrlplane }) => {
  ktrlplane.world.assign({ user: id.me, role: 'Owner', scope: project })
  await openAccess(page, ktrlplane, project)
  const question = await askToRemove(page, 'Owner', 'Ingrid Solheim')
  await expect(question).toContainText('You still have Owner through the organization Nordwind Energy.')
  await expect(question.getByRole('textbox')).toHaveCount(0)
  await question.getByRole('button', { name: 'Remove' }).click()
  await expect(toast(page, '“Owner” removed from Ingrid Solheim at Grid twin.')).toBeVisible()
  await expect(line(page, 'Ingrid Solheim')).toContainText('through the organization')
  expect(ktrlplane.world.held(id.me, project)).toEqual([])
})

test('what somebody else took or gave meanwhile is told as that', async ({ page, ktrlplane }) => {
  const { world } = ktrlplane
  await openAccess(page, ktrlplane, project)
  const question = await askToRemove(page, 'Data Owner', 'Nils Brandt')
  world.unassign({ user: id.nils, role: 'Data Owner', scope: project })
  await question.getByRole('button', { name: 'Remove' }).click()
  await expect(
    toast(page, 'Somebody had removed “Data Owner” from Nils Brandt at Grid twin already.'),
  ).toBeVisible()
  await expect(line(page, 'Nils Brandt')).toHaveCount(0)

  await page.getByRole('link', { name: 'Give access' }).click()
  await choose(page, ['Olga Petrov', 'Farid Okafor'])
  await giving(page).getByRole('radio', { name: 'Viewer', exact: true }).check()
  world.assign({ user: id.farid, role: 'Viewer', scope: project })
  await giving(page).getByRole('button', { name: 'Give Viewer to 2 people' }).click()
  await expect(
    toast(page, '“Viewer” at Grid twin: given to Olga Petrov. Farid Okafor had it already.'),
  ).toBeVisible()
  expect([id.olga, id.farid].map((who) => world.held(who, project))).toEqual([['Viewer'], ['Viewer']])
  expect(writes(ktrlplane)).toEqual([1, 0])
})

test('a lost answer is told rightly: what was done is done', async ({ page, ktrlplane }) => {
  const { world, faults } = ktrlplane
  await openAccess(page, ktrlplane, project)
  await page.getByRole('link', { name: 'Give access' }).click()
  await choose(page, ['Farid Okafor'])
  await giving(page).getByRole('radio', { name: 'Viewer', exact: true }).check()
  faults.set('grantRole', 'reset-after', { times: 1 })
  await giving(page).getByRole('button', { name: 'Give Viewer to 1 person' }).click()
  await expect(toast(page, '“Viewer” at Grid twin: given to Farid Okafor.')).toBeVisible()
  expect(world.held(id.farid, project)).toEqual(['Viewer'])

  faults.set('revokeRole', 'reset-after', { times: 1 })
  await (await askToRemove(page, 'Viewer', 'Farid Okafor')).getByRole('button', { name: 'Remove' }).click()
  await expect(toast(page, '“Viewer” removed from Farid Okafor at Grid twin.')).toBeVisible()
  await expect(line(page, 'Farid Okafor')).toHaveCount(0)
  expect(world.held(id.farid, project)).toEqual([])
  expect(writes(ktrlplane)).toEqual([1, 1])

  // Nothing was done: said so, and nothing of the choice is lost.
  await page.getByRole('link', { name: 'Give access' }).click()
  await choose(page, ['Farid Okafor'])
  await giving(page).getByRole('radio', { name: 'Viewer', exact: true }).check()
  faults.set('grantRole', 'reset', { times: 1 })
  await giving(page).getByRole('button', { name: 'Give Viewer to 1 person' }).click()
  await expect(giving(page)).toContainText('Sending it again is safe.')
  await giving(page).getByRole('button', { name: 'Change the choice' }).click()
  await expect(giving(page).getByRole('list', { name: 'Chosen people' })).toHaveText('Farid Okafor')
  await giving(page).getByRole('radio', { name: 'Editor' }).check()
  await giving(page).getByRole('button', { name: 'Give Editor to 1 person' }).click()
  await expect(toast(page, '“Editor” at Grid twin: given to Farid Okafor.')).toBeVisible()
  expect(world.held(id.farid, project)).toEqual(['Editor'])
})

test('rights that are gone in the middle close the actions, with the reason', async ({ page, ktrlplane }) => {
  const { world } = ktrlplane
  const mine = { user: id.me, role: 'Owner', scope: organization }
  world.assign({ ...mine, role: 'Viewer' })
  await openAccess(page, ktrlplane, project)
  const question = await askToRemove(page, 'Data Owner', 'Nils Brandt')
  world.unassign(mine)
  await question.getByRole('button', { name: 'Remove' }).click()
  await expect(toast(page, /^Could not remove “Data Owner” from Nils Brandt\. .*manage_access/)).toBeVisible()
  // The pointer is on it still.
  await page.mouse.move(0, 0)
  await expectOff(question.getByRole('button', { name: 'Remove' }), /^Needs manage_access\. Looked at /)
  expect(world.held(id.nils, project)).toEqual(['Data Owner'])

  world.assign(mine)
  await page.reload()
  await page.getByRole('link', { name: 'Give access' }).click()
  await choose(page, ['Farid Okafor', 'Olga Petrov'])
  await giving(page).getByRole('radio', { name: 'Viewer', exact: true }).check()
  world.unassign(mine)
  await giving(page).getByRole('button', { name: 'Give Viewer to 2 people' }).click()
  const outcomes = giving(page).getByRole('table', { name: 'What became of it' })
  await expect(outcomes.getByRole('row', { name: 'Farid Okafor' })).toContainText('This needs manage_access')
  await expect(outcomes.getByRole('row', { name: 'Olga Petrov' })).toContainText('not done')
  await expectOff(
    giving(page).getByRole('button', { name: 'Try again' }),
    /^Needs manage_access\. Looked at /,
  )
  await giving(page).getByRole('button', { name: 'Close' }).last().click()
  await expect(page).toHaveURL(paths.access({ scope: project }))
  await expectOff(page.getByRole('link', { name: 'Give access' }), /^Needs manage_access\./)
  await expectOff(page.getByRole('button', { name: 'Remove Owner from Tomás Rey' }), /^Needs manage_access\./)
  expect(writes(ktrlplane)).toEqual([0, 0])
})

test('a role that has ended keeps its place, which is said instead of done', async ({ page, ktrlplane }) => {
  await openAccess(page, ktrlplane, project)
  await page.getByRole('link', { name: 'Give access' }).click()
  await choose(page, ['Olga Petrov'])
  await giving(page).getByRole('radio', { name: 'Editor' }).check()
  await giving(page).getByRole('button', { name: 'Give Editor to 1 person' }).click()
  await expect(giving(page).getByRole('table', { name: 'What became of it' })).toContainText(
    'Most likely this person held the role here until it ended',
  )
  expect(ktrlplane.world.held(id.olga, project)).toEqual([])
})

test('a role that ends while the list is open leaves it, and is told as ended until then', async ({
  page,
  ktrlplane,
}) => {
  const { world, clock, faults } = ktrlplane
  const pass = async (ms: number) => {
    await page.waitForLoadState('networkidle')
    clock.advance(ms)
    await page.clock.fastForward(ms)
  }
  await page.clock.install()
  const soon = { role: 'Viewer', scope: project }
  world.assign({ ...soon, user: id.farid, until: new Date(clock.now() + 120_000) })
  world.assign({ ...soon, user: id.samira, until: new Date(clock.now() + 240_000) })
  await openAccess(page, ktrlplane, project)
  await expect(line(page, 'Farid Okafor')).toContainText(/ends in 1 minute/)
  await pass(125_000)
  await expect(line(page, 'Farid Okafor')).toHaveCount(0)
  await expect(line(page, 'Samira Haddad')).toContainText(/ends in 1 minute/)

  faults.set('listAssignments', { status: 400, body: { error: 'No.' } })
  await pass(125_000)
  await expect(page.getByText('Who holds roles here could not be read again')).toBeVisible()
  await expect(line(page, 'Samira Haddad')).toContainText(/directly ?ended \d+ seconds? ago/)
  faults.clear()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(line(page, 'Samira Haddad')).toHaveCount(0)
})

test('an end that lies further ahead than a timer can wait is no reason to read all the time', async ({
  page,
  ktrlplane,
}) => {
  const { world, clock, journal } = ktrlplane
  const until = new Date(clock.now() + 40 * 86_400_000)
  world.assign({ user: id.farid, role: 'Viewer', scope: organization, until })
  await openAccess(page, ktrlplane, organization)
  await expect(line(page, 'Farid Okafor')).toContainText(/ends in (39|40) days/)
  await page.waitForLoadState('networkidle')
  expect(journal.entries({ operation: 'listAssignments', method: 'GET' })).toHaveLength(1)
})

test('a removal that cannot be read back is told as that', async ({ page, ktrlplane }) => {
  await openAccess(page, ktrlplane, project)
  const question = await askToRemove(page, 'Data Owner', 'Nils Brandt')
  ktrlplane.faults.set('revokeRole', { delay: 1000 })
  const sent = page.waitForRequest((request) => request.method() === 'DELETE')
  await question.getByRole('button', { name: 'Remove' }).click()
  await sent
  ktrlplane.faults.set('listAssignments', { status: 400, body: { error: 'No.' } })
  await expect(
    toast(page, '“Data Owner” removed from Nils Brandt at Grid twin. It could not be read back yet.'),
  ).toBeVisible()
  expect(ktrlplane.world.held(id.nils, project)).toEqual([])
})
