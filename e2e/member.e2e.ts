// One member: what they hold and from where, changing that next to another administrator, and what it lets them do and why.
import type { Page } from 'playwright/test'
import { peopleOf } from './people.ts'
import { personas } from './sandbox/personas.ts'
import { special, staffId } from './sandbox/zitadel/seed-people.ts'
import { expectOff, heading, row, signIn, toast } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'

const at = (id: string) => `/members/${encodeURIComponent(id)}`
const bar = (page: Page) => page.getByRole('region', { name: 'Changes that are not saved' })
const review = (page: Page, name: string) => page.getByRole('dialog', { name: `Review the roles of ${name}` })

/** Marks these roles to be added. */
async function add(page: Page, name: string, ...roles: string[]) {
  await page.getByRole('button', { name: 'Assign roles' }).click()
  const dialog = page.getByRole('dialog', { name: `Assign roles to ${name}` })
  for (const role of roles) {
    await dialog.getByRole('searchbox', { name: 'Search roles' }).fill(role)
    await dialog.getByRole('checkbox', { name: role, exact: true }).check()
  }
  await dialog.getByRole('button', { name: /^Assign( \d+)? roles?$/ }).click()
  await expect(dialog).toBeHidden()
}

test('shows who somebody is and what they hold', async ({ page, platform, sandbox, vendor }) => {
  const { person, held } = peopleOf(sandbox, vendor)
  await signIn(page, platform, 'admin', at(person.id))
  await expect(heading(page, person.name)).toBeVisible()
  const facts = page.getByRole('region', { name: 'Who this is' })
  for (const text of [person.login, person.id, 'Person', 'Active']) await expect(facts).toContainText(text)
  await expect(row(page, `Roles of ${person.name}`, held)).toContainText('Assigned directly')
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Members' }).last().click()
  await expect(heading(page, 'Members')).toBeVisible()
})

test('assigns and takes away as one reviewed change', async ({ page, platform, sandbox, vendor }) => {
  const { person, held, spare, other, rolesOf, writes } = peopleOf(sandbox, vendor)
  await signIn(page, platform, 'admin', at(person.id))
  await add(page, person.name, spare, other)
  await page.getByRole('button', { name: `Unassign ${held}` }).click()
  await expect(bar(page)).toContainText('+2 −1')
  await expect(row(page, `Roles of ${person.name}`, spare)).toContainText('to be assigned')
  await expect(row(page, `Roles of ${person.name}`, held)).toContainText('to be unassigned')
  await page.getByRole('button', { name: `Do not assign ${other}` }).click()
  await expect(bar(page)).toContainText('+1 −1')
  expect(writes()).toBe(0)
  await bar(page).getByRole('button', { name: 'Review' }).click()
  const changes = review(page, person.name).getByRole('list', { name: 'Your changes' })
  await expect(changes.getByRole('listitem')).toHaveText([new RegExp(spare), new RegExp(held)])
  await expectAccessible(page)
  await review(page, person.name).getByRole('button', { name: 'Save' }).click()
  await expect(toast(page, `Roles of ${person.name} saved: +1 −1.`)).toBeVisible()
  await expect(bar(page)).toHaveCount(0)
  expect(rolesOf()).toEqual([spare])
  await expect(row(page, `Roles of ${person.name}`, spare)).toContainText('Assigned directly')
  await expect(row(page, `Roles of ${person.name}`, held)).toHaveCount(0)
})

test('says that no role matches only when that was asked for', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const { person, spare } = peopleOf(sandbox, vendor)
  await signIn(page, platform, 'admin', at(person.id))
  await page.getByRole('button', { name: 'Assign roles' }).click()
  const dialog = page.getByRole('dialog', { name: `Assign roles to ${person.name}` })
  await dialog.getByRole('searchbox').fill('zzz')
  await expect(dialog.getByText('No role matches “zzz”.')).toBeVisible()
  platform.faults.set('listRoles', { delay: 1500 })
  await dialog.getByRole('searchbox').fill(spare)
  await expect(dialog.getByText('No role matches “zzz”.')).toHaveCount(0)
  expect(await dialog.getByText('No role matches').count()).toBe(0)
  await expect(dialog.getByRole('checkbox', { name: spare, exact: true })).toBeVisible()
})

test('what is taken back by keyboard leaves the focus at what comes next', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const { person, held, spare, other, unassign } = peopleOf(sandbox, vendor)
  await signIn(page, platform, 'admin', at(person.id))
  await add(page, person.name, spare, other)
  const takeBack = (role: string) => page.getByRole('button', { name: `Do not assign ${role}` })
  await takeBack(spare).focus()
  await page.keyboard.press('Enter')
  await expect(takeBack(spare)).toHaveCount(0)
  await expect(takeBack(other)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(takeBack(other)).toHaveCount(0)
  await expect(page.getByRole('button', { name: `Unassign ${held}` })).toBeFocused()

  unassign(held)
  await page.reload()
  await expect(page.getByText(`${person.name} holds no role here`)).toBeVisible()
  await add(page, person.name, spare)
  await takeBack(spare).focus()
  await page.keyboard.press('Enter')
  await expect(takeBack(spare)).toHaveCount(0)
  await expect(heading(page, person.name)).toBeFocused()
})

test('a change that is taken back leaves nothing to save', async ({ page, platform, sandbox, vendor }) => {
  const { person, held, writes } = peopleOf(sandbox, vendor)
  await signIn(page, platform, 'admin', at(person.id))
  await page.getByRole('button', { name: `Unassign ${held}` }).click()
  await expect(bar(page)).toBeVisible()
  await page.getByRole('button', { name: `Keep ${held}` }).click()
  await expect(bar(page)).toHaveCount(0)
  await page.getByRole('button', { name: `Unassign ${held}` }).click()
  await page.getByRole('link', { name: 'Roles', exact: true }).click()
  const leave = page.getByRole('dialog', { name: 'Leave without saving?' })
  await leave.getByRole('button', { name: 'Keep editing' }).click()
  await bar(page).getByRole('button', { name: 'Discard' }).click()
  await page.getByRole('link', { name: 'Roles', exact: true }).click()
  await expect(heading(page, 'Roles')).toBeVisible()
  expect(writes()).toBe(0)
})

test('what another administrator did meanwhile is shown and stays', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const { person, held, spare, other, assign, rolesOf } = peopleOf(sandbox, vendor)
  await signIn(page, platform, 'admin', at(person.id))
  await add(page, person.name, spare)
  assign(other)
  await bar(page).getByRole('button', { name: 'Review' }).click()
  const dialog = review(page, person.name)
  await expect(dialog).toContainText('Somebody changed these roles since you began.')
  await expect(dialog.getByRole('list', { name: 'Done by others' })).toContainText(other)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(toast(page, `Roles of ${person.name} saved: +1.`)).toBeVisible()
  expect(rolesOf()).toEqual([held, other, spare].toSorted())
})

test('says what another administrator had done already, after the review', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const { person, held, spare, other, assign, rolesOf } = peopleOf(sandbox, vendor)
  await signIn(page, platform, 'admin', at(person.id))
  await add(page, person.name, spare, other)
  await bar(page).getByRole('button', { name: 'Review' }).click()
  await expect(review(page, person.name).getByRole('button', { name: 'Save' })).toBeVisible()
  assign(spare)
  await review(page, person.name).getByRole('button', { name: 'Save' }).click()
  const outcome = page.getByRole('list', { name: 'What became of each role' })
  await expect(outcome).toContainText('Somebody had assigned it already.')
  await expectAccessible(page)
  expect(rolesOf()).toEqual([held, other, spare].toSorted())
  await page.getByRole('button', { name: 'Dismiss' }).first().click()
  await expect(outcome).toHaveCount(0)
})

test('a save that fails keeps what was marked', async ({ page, platform, sandbox, vendor, allowed }) => {
  const { person, held, spare, rolesOf } = peopleOf(sandbox, vendor)
  allowed.console = /Failed to load resource/
  await signIn(page, platform, 'admin', at(person.id))
  await add(page, person.name, spare)
  for (const operation of ['addUserRoles', 'updateAuthorization'])
    platform.faults.set(operation, 503, { times: 50 })
  await bar(page).getByRole('button', { name: 'Review' }).click()
  const save = review(page, person.name).getByRole('button', { name: 'Save' })
  await save.click()
  const failure = review(page, person.name).getByRole('alert')
  await expect(failure.filter({ hasText: 'Sending it again is safe.' })).toBeVisible({ timeout: 20_000 })
  expect(rolesOf()).toEqual([held])
  platform.faults.clear()
  await save.click()
  await expect(toast(page, `Roles of ${person.name} saved: +1.`)).toBeVisible()
  expect(rolesOf()).toEqual([held, spare].toSorted())
})

test('a save can be ended between two requests, and says what was not sent @auth0', async ({
  page,
  sandbox,
  vendor,
}) => {
  const { person, held, spare, rolesOf } = peopleOf(sandbox, vendor)
  await signIn(page, sandbox.acme, 'admin', at(person.id))
  await add(page, person.name, spare)
  await page.getByRole('button', { name: `Unassign ${held}` }).click()
  sandbox.acme.faults.set('addUserRoles', { delay: 1500 })
  await bar(page).getByRole('button', { name: 'Review' }).click()
  await review(page, person.name).getByRole('button', { name: 'Save' }).click()
  await expect(review(page, person.name).getByRole('progressbar', { name: 'Saving' })).toBeVisible()
  await review(page, person.name).getByRole('button', { name: 'Cancel' }).click()
  await expect(review(page, person.name)).toContainText('It ends after what is being sent now.')
  const outcome = page.getByRole('list', { name: 'What became of each role' })
  await expect(outcome).toContainText('This was not sent, because it was cancelled.')
  expect(rolesOf()).toEqual([held, spare].toSorted())
  // What was not sent is still marked.
  await expect(bar(page)).toContainText('−1')
})

test('the last way to manage roles is only given up on purpose @auth0', async ({ page, sandbox }) => {
  const { acme } = sandbox
  const { name, subs } = personas.admin
  const id = subs['acme'] ?? ''
  await signIn(page, acme, 'admin', at(id))
  await expect(page.getByText('This is you.')).toBeVisible()
  await page.getByRole('button', { name: 'Unassign Support' }).click()
  await bar(page).getByRole('button', { name: 'Review' }).click()
  await expect(review(page, name)).toContainText('You are changing what you may do yourself.')
  await expect(review(page, name).getByRole('button', { name: 'Save' })).toBeEnabled()
  await review(page, name).getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Unassign Console administrator' }).click()
  await bar(page).getByRole('button', { name: 'Review' }).click()
  await expect(review(page, name)).toContainText('You lock yourself out')
  await expect(review(page, name).getByRole('button', { name: 'Save' })).toBeDisabled()
  await expectAccessible(page)
  await review(page, name).getByRole('textbox').fill('I lock myself out')
  await review(page, name).getByRole('button', { name: 'Save' }).click()
  await expect(toast(page, 'saved: −2.')).toBeVisible()
  expect(acme.world.role('Console administrator').users.has(id)).toBe(false)
})

test('what comes from a group is not taken away here, and said to remain @auth0', async ({
  page,
  sandbox,
}) => {
  const { acme } = sandbox
  const [, , both, group] = [12, 13, 14, 15].map((number) => acme.world.users()[number])
  await signIn(page, acme, 'admin', at(group?.id ?? ''))
  await expect(row(page, `Roles of ${group?.name}`, 'Order clerk')).toContainText(
    'Through the group Order desk',
  )
  await expectOff(page.getByRole('button', { name: 'Unassign Order clerk' }), /It comes through the group/)
  await page.goto(at(both?.id ?? ''))
  await page.getByRole('button', { name: 'Unassign Order clerk' }).click()
  await bar(page).getByRole('button', { name: 'Review' }).click()
  await expect(review(page, both?.name ?? '')).toContainText('Still held through the group Order desk.')
})

test('an inactive assignment is told from one that gives something @zitadel', async ({ page, sandbox }) => {
  await signIn(page, sandbox.kosmos, 'admin', at(staffId('noor.haddad')))
  await expect(page.getByRole('table', { name: 'Roles of Noor Haddad' })).toContainText(
    'Inactive: gives nothing',
  )
  await expect(page.getByText('Noor Haddad may do nothing here')).toBeVisible()
})

test('an account of a machine, and somebody who is blocked @zitadel', async ({ page, sandbox }) => {
  await signIn(page, sandbox.kosmos, 'admin', at(special.machine))
  await expect(page.getByRole('region', { name: 'Who this is' })).toContainText('Account of a machine')
  await page.goto(at(special.locked))
  await expect(page.getByRole('region', { name: 'Who this is' })).toContainText(
    'Cannot sign in, whatever they hold.',
  )
})

test('says what it lets them do, and through which role', async ({ page, platform, sandbox, vendor }) => {
  const { person, held, spare, assign } = peopleOf(sandbox, vendor)
  assign(spare)
  await signIn(page, platform, 'admin', at(person.id))
  const card = page.getByRole('region', { name: 'What this lets them do' })
  if (vendor === 'acme') {
    await expect(card).toContainText('This is read role by role and may take a while.')
    await card.getByRole('button', { name: 'Work it out' }).click()
  }
  const [group, permission] =
    vendor === 'acme' ? ['Orders', 'read:orders'] : ['conversations', 'conversations:read']
  await card.getByRole('button', { name: group }).click()
  const why = row(page, `What they may do: ${group}`, permission)
    .or(card.getByRole('row').filter({ hasText: permission }))
    .first()
  await expect(why).toContainText(/Through .+, assigned directly/)
  await expect(why).toContainText('also through')
  for (const role of [held, spare]) await expect(why.getByRole('link', { name: role })).toBeVisible()
  await expectAccessible(page)
  await card.getByRole('searchbox').fill('no such thing')
  await expect(card).toContainText('Nothing they may do matches “no such thing”')
  await card.getByRole('searchbox').fill(permission)
  await expect(card.getByText(/^\d+ of \d+ match$/)).toBeVisible()
})

test('a viewer sees it all and is told why nothing can be changed', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const { person, held } = peopleOf(sandbox, vendor)
  await signIn(page, platform, 'viewer', at(person.id))
  await expectOff(page.getByRole('button', { name: 'Assign roles' }), /^Needs /)
  await expectOff(page.getByRole('button', { name: `Unassign ${held}` }), /^Needs /)
})

test('somebody who does not exist is not found', async ({ page, platform, allowed }) => {
  allowed.console = /Failed to load resource/
  await signIn(page, platform, 'admin', '/members/310000000000009999')
  await expect(heading(page, 'Not found')).toBeVisible()
})
