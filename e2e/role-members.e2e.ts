// Who holds a role: listed with the way by which, given to several people at once, and taken away with what follows.
import type { Page } from 'playwright/test'
import { paths } from '../src/paths.ts'
import { holdersOf } from './holders.ts'
import { expectOff, row, signIn, toast } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'

const table = 'Members of this role'
const dialog = (page: Page, role: string) => page.getByRole('dialog', { name: `Assign ${role}` })

/** Opens the dialog and ticks these people. */
async function choose(page: Page, role: string, people: readonly string[]) {
  await page.getByRole('button', { name: 'Assign', exact: true }).click()
  for (const name of people) {
    await dialog(page, role).getByRole('searchbox', { name: 'Search people' }).fill(name)
    await dialog(page, role).getByRole('checkbox', { name, exact: true }).check()
  }
}

test('assigns several at once, and knows who holds it already', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const people = holdersOf(sandbox, vendor)
  await signIn(page, platform, 'admin', paths.role(people.id, { tab: 'members' }))
  await expect(page.getByText('The only member')).toBeVisible()
  await page.getByRole('button', { name: 'Assign', exact: true }).click()
  await expectOff(
    dialog(page, people.role).getByRole('button', { name: 'Assign', exact: true }),
    /^Choose somebody first\.$/,
  )
  const search = dialog(page, people.role).getByRole('searchbox', { name: 'Search people' })
  await search.fill('Zoë')
  const holder = dialog(page, people.role).getByRole('checkbox', { name: people.only })
  await expect(holder).toBeChecked()
  await expect(holder).toBeDisabled()
  await expect(holder).toHaveAccessibleDescription(/^Has this role already/)
  await search.fill('nobody is called so')
  await expect(dialog(page, people.role).getByText('Nobody matches “nobody is called so”')).toBeVisible()
  for (const name of people.free) {
    await search.fill(name)
    await dialog(page, people.role).getByRole('checkbox', { name, exact: true }).check()
  }
  await expectAccessible(page)
  const chips = dialog(page, people.role).getByRole('list', { name: 'Chosen people' })
  await chips.getByRole('button', { name: `Take back ${people.free[1]}` }).click()
  await expect(chips.getByRole('listitem')).toHaveCount(1)
  await dialog(page, people.role).getByRole('checkbox', { name: people.free[1], exact: true }).check()
  expect(people.writes()).toBe(0)

  await dialog(page, people.role).getByRole('button', { name: 'Assign to 2 people' }).click()
  await expect(toast(page, `Role “${people.role}” assigned to 2 people.`)).toBeVisible()
  await expect(dialog(page, people.role)).toHaveCount(0)
  await expect(page.getByText('All 3 members')).toBeVisible()
  for (const name of people.free) {
    await expect(row(page, table, name)).toBeVisible()
    expect(people.rolesOf(name)).toEqual([people.role])
  }
  expect(people.rolesOf(people.only)).toContain(people.role)
})

test('says that nobody matches only when that was asked for', async ({ page, platform, sandbox, vendor }) => {
  const people = holdersOf(sandbox, vendor)
  const [name] = people.free
  await signIn(page, platform, 'admin', paths.role(people.id, { tab: 'members' }))
  await page.getByRole('button', { name: 'Assign', exact: true }).click()
  const open = dialog(page, people.role)
  await open.getByRole('searchbox', { name: 'Search people' }).fill('zzz')
  await expect(open.getByText('Nobody matches “zzz”')).toBeVisible()
  platform.faults.set('listUsers', { delay: 1500 })
  await open.getByRole('searchbox', { name: 'Search people' }).fill(name)
  await expect(open.getByText('Nobody matches “zzz”')).toHaveCount(0)
  expect(await open.getByText('Nobody matches').count()).toBe(0)
  await expect(open.getByRole('checkbox', { name, exact: true })).toBeVisible()
  await expect(open.getByText('1 person', { exact: true })).toBeVisible()
})

test('who is taken back by keyboard leaves the focus in the dialog', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const people = holdersOf(sandbox, vendor)
  const [first, second] = people.free
  const third = vendor === 'acme' ? 'Greta Okafor' : 'Jana Kovač'
  await signIn(page, platform, 'admin', paths.role(people.id, { tab: 'members' }))
  await choose(page, people.role, [first, second, third])
  const takeBack = (name: string) =>
    dialog(page, people.role).getByRole('button', { name: `Take back ${name}` })
  await takeBack(second).focus()
  await page.keyboard.press('Enter')
  await expect(takeBack(second)).toHaveCount(0)
  await expect(takeBack(third)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(takeBack(third)).toHaveCount(0)
  await expect(takeBack(first)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(takeBack(first)).toHaveCount(0)
  await expect(dialog(page, people.role).getByRole('heading', { level: 2 })).toBeFocused()
})

test('says for each what failed, and tries only those again', async ({ page, platform, sandbox, vendor }) => {
  const people = holdersOf(sandbox, vendor)
  await signIn(page, platform, 'admin', paths.role(people.id, { tab: 'members' }))
  await choose(page, people.role, people.free)
  platform.faults.set(people.firstAssign, 400, { times: 1 })
  await dialog(page, people.role).getByRole('button', { name: 'Assign to 2 people' }).click()
  const outcomes = dialog(page, people.role).getByRole('table', { name: 'What became of it' })
  await expect(outcomes.getByRole('row', { name: people.free[0] })).toContainText('failed')
  await expect(outcomes.getByRole('row', { name: people.free[1] })).toContainText('assigned')
  await expect(dialog(page, people.role).getByText('1 of 2 people done')).toBeVisible()
  await expectAccessible(page)
  expect(people.rolesOf(people.free[0])).toEqual([])
  const writes = people.writes()
  await dialog(page, people.role).getByRole('button', { name: 'Try the other one again' }).click()
  await expect(toast(page, 'assigned to 2 people')).toBeVisible()
  expect(people.rolesOf(people.free[0])).toEqual([people.role])
  expect(people.writes()).toBe(writes + 1)
})

test('can be ended between two people', async ({ page, platform, sandbox, vendor }) => {
  const people = holdersOf(sandbox, vendor)
  await signIn(page, platform, 'admin', paths.role(people.id, { tab: 'members' }))
  await choose(page, people.role, people.free)
  platform.faults.set(people.firstAssign, { delay: 1500 })
  await dialog(page, people.role).getByRole('button', { name: 'Assign to 2 people' }).click()
  await dialog(page, people.role).getByRole('button', { name: 'Cancel the rest' }).click()
  await expect(dialog(page, people.role).getByText('1 of 2 people done')).toBeVisible()
  await expect(dialog(page, people.role).getByText('not done')).toBeVisible()
  await dialog(page, people.role).getByRole('button', { name: 'Close' }).last().click()
  await expect(page.getByText('All 2 members')).toBeVisible()
  expect(people.free.map((name) => people.rolesOf(name).length)).toEqual([1, 0])
})

test('takes the role away after saying what is lost and who else holds it', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const people = holdersOf(sandbox, vendor)
  await signIn(page, platform, 'admin', paths.role(people.id, { tab: 'members' }))
  await page.getByRole('button', { name: `Unassign from ${people.only}` }).click()
  const confirm = page.getByRole('dialog', { name: `Unassign ${people.role}?` })
  await expect(confirm).toContainText(`This takes the ${people.role} role from ${people.only}.`)
  await expect(confirm).toContainText('Nobody else holds this role.')
  await expect(confirm.getByText(/^\d+ of \d+ permissions are lost$/)).toBeVisible()
  await expectAccessible(page)
  await confirm.getByRole('button', { name: 'Cancel' }).click()
  expect(people.writes()).toBe(0)
  await page.getByRole('button', { name: `Unassign from ${people.only}` }).click()
  await confirm.getByRole('button', { name: 'Unassign' }).click()
  await expect(toast(page, `Role “${people.role}” unassigned from ${people.only}.`)).toBeVisible()
  await expect(page.getByText('Nobody holds this role')).toBeVisible()
  expect(people.rolesOf(people.only)).not.toContain(people.role)
})

test('an assignment that came from elsewhere is shown and cannot be taken here @zitadel', async ({
  page,
  sandbox,
}) => {
  await signIn(page, sandbox.kosmos, 'admin', paths.role('readonly', { tab: 'members' }))
  const abroad = row(page, table, "Seán O'Brien")
  await expect(abroad).toContainText('through organization Meridian')
  await expectOff(
    abroad.getByRole('button', { name: "Unassign from Seán O'Brien" }),
    /can be taken away there/,
  )
  await page.goto(paths.role('analyst', { tab: 'members' }))
  await expect(row(page, table, 'Noor Haddad')).toContainText('inactive')
})

test('says through which group somebody keeps the role @auth0', async ({ page, sandbox }) => {
  const { world } = sandbox.acme
  await signIn(page, sandbox.acme, 'admin', paths.role(world.role('Order clerk').id, { tab: 'members' }))
  await page.getByRole('button', { name: 'Unassign from Omar Okafor' }).click()
  const confirm = page.getByRole('dialog', { name: 'Unassign Order clerk?' })
  await expect(confirm).toContainText('Omar Okafor still has it through group Order desk.')
  await expect(confirm).toContainText('No permission is lost')
})

test('my own last way to manage roles needs the words typed @auth0', async ({ page, sandbox }) => {
  const { world } = sandbox.acme
  await signIn(
    page,
    sandbox.acme,
    'admin',
    paths.role(world.role('Console administrator').id, { tab: 'members' }),
  )
  await page.getByRole('button', { name: 'Unassign from Ingrid Solheim' }).click()
  const confirm = page.getByRole('dialog', { name: 'Unassign Console administrator?' })
  await expect(confirm).toContainText('this is you')
  await expect(confirm).toContainText('You lock yourself out')
  await expectOff(confirm.getByRole('button', { name: 'Unassign' }), /^Type “I lock myself out” first\.$/)
  await expectAccessible(page)
})

test('a long list is read on, and says how much of it is there', async ({
  page,
  sandbox,
  vendor,
  platform,
}) => {
  const people = holdersOf(sandbox, vendor)
  if (vendor === 'acme') sandbox.acme.world.addUsers(120, [people.role])
  else sandbox.kosmos.world.addAuthorizations(220, people.id)
  await signIn(page, platform, 'admin', paths.role(people.id, { tab: 'members' }))
  await expect(page.getByText(/^(\d+ of \d+ members shown|The first \d+ members)$/)).toBeVisible()
  const more = page.getByRole('button', { name: 'Show more' })
  await expect(async () => {
    if (await more.isVisible()) await more.click()
    await expect(page.getByText(/^All \d+ members$/)).toBeVisible({ timeout: 1000 })
  }).toPass()
  await expect(more).toHaveCount(0)
})
