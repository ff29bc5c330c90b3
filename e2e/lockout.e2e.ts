// Nobody takes away their own last way to manage roles by a slip of the hand: on every page that can do it the words have to be
// typed, and nothing is sent without them. Where another way remains nobody is asked.
import type { Locator, Page } from 'playwright/test'
import { paths } from '../src/paths.ts'
import { acmeApi } from './sandbox/console-config.ts'
import { personas, subOf } from './sandbox/personas.ts'
import type { Sandbox } from './sandbox/sandbox.ts'
import { expectOff, openRoles, signIn, toast } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'

const role = 'Console administrator'
const keystone = { api: acmeApi, name: 'update:roles' }
const words = 'I lock myself out'
const me = subOf('acme', 'admin')

const bar = (page: Page) => page.getByRole('region', { name: 'Changes that are not saved' })
const saved = (page: Page) => page.getByRole('region', { name: 'Saved changes' })
const review = (page: Page) => page.getByRole('dialog', { name: 'Review the changes' })
// The vendor's own API has a permission of that name too.
const box = (page: Page) =>
  page.getByRole('list', { name: 'Gatehouse console' }).getByRole('checkbox', { name: /^update:roles( |$)/ })

/** The same box where the page is the matrix. */
const cell = (page: Page, of: string) =>
  page.getByRole('grid').getByRole('checkbox', { name: new RegExp(`^update:roles for ${of}(,|$)`) })

/** What there is now: whether the role gives the permission, and whether I hold the role. */
const now = ({ acme }: Sandbox) => ({
  given: acme.world.findRole(role)?.permissions.get(acmeApi)?.has(keystone.name) ?? false,
  held: acme.world.findRole(role)?.users.has(me) ?? false,
})
const untouched = { given: true, held: true }

/** Another role gives it to me as well. */
function secondWay({ acme: { world } }: Sandbox): void {
  world.addRole({ name: 'Deputies' })
  world.addPermissionToRole('Deputies', keystone)
  world.assign(me, 'Deputies')
}

/** The dialog warns, its button is off, and Enter in the field does not press it. */
async function expectAsked(dialog: Locator, button: string, sandbox: Sandbox): Promise<void> {
  await expect(dialog.getByText('You lock yourself out')).toBeVisible()
  await dialog.getByRole('textbox').fill('yes')
  await dialog.getByRole('textbox').press('Enter')
  await expectOff(dialog.getByRole('button', { name: button }), /^Type “I lock myself out” first\.$/)
  expect(now(sandbox)).toEqual(untouched)
}

/** Types the words and goes on. */
async function typeAnd(dialog: Locator, button: string): Promise<void> {
  await dialog.getByRole('textbox').fill(words)
  await dialog.getByRole('button', { name: button }).click()
}

/** The role page of that permission alone. */
const editor = ({ acme }: Sandbox, of = role) => paths.role(acme.world.role(of).id, { search: keystone.name })

test('taken out of the role, on its page @auth0', async ({ page, sandbox }) => {
  await signIn(page, sandbox.acme, 'admin', editor(sandbox))
  await box(page).uncheck()
  await bar(page).getByRole('button', { name: 'Review' }).click()
  await expectAsked(review(page), 'Save', sandbox)
  await expectAccessible(page)
  await typeAnd(review(page), 'Save')
  await expect(saved(page)).toContainText('−1')
  expect(now(sandbox)).toEqual({ given: false, held: true })
})

test('taken out of the role, in the matrix @auth0', async ({ page, sandbox }) => {
  await signIn(page, sandbox.acme, 'admin', paths.matrix({ search: role, permission: 'update:roles' }))
  const mine = cell(page, role).first()
  await mine.uncheck()
  await bar(page).getByRole('button', { name: 'Review' }).click()
  await expectAsked(review(page), 'Save', sandbox)
  await typeAnd(review(page), 'Save')
  await expect(saved(page)).toContainText('−1')
  expect(now(sandbox)).toEqual({ given: false, held: true })
})

test('the role deleted, alone or with others @auth0', async ({ page, sandbox }) => {
  const { world } = sandbox.acme
  await openRoles(page, sandbox.acme, 'admin', '?q=Console')
  await page.getByRole('button', { name: `Delete ${role}`, exact: true }).click()
  const alone = page.getByRole('dialog', { name: `Delete role ${role}?` })
  await expectAsked(alone, 'Delete role', sandbox)
  await alone.getByRole('button', { name: 'Cancel' }).click()
  for (const name of [role, 'Console auditor'])
    await page.getByRole('checkbox', { name: `Select ${name}`, exact: true }).check()
  await page.getByRole('button', { name: 'Delete 2 roles' }).click()
  const several = page.getByRole('dialog', { name: 'Delete 2 roles?' })
  await expectAsked(several, 'Delete 2 roles', sandbox)
  await typeAnd(several, 'Delete 2 roles')
  await expect(page.getByText('2 of 2 roles deleted.')).toBeVisible()
  expect(world.findRole(role)).toBeUndefined()
})

test('the role unassigned from myself, on its page @auth0', async ({ page, sandbox }) => {
  const { world } = sandbox.acme
  await signIn(page, sandbox.acme, 'admin', paths.role(world.role(role).id, { tab: 'members' }))
  await page.getByRole('button', { name: `Unassign from ${personas.admin.name}` }).click()
  const dialog = page.getByRole('dialog', { name: `Unassign ${role}?` })
  await expectAsked(dialog, 'Unassign', sandbox)
  await typeAnd(dialog, 'Unassign')
  await expect(toast(page, `Role “${role}” unassigned from ${personas.admin.name}.`)).toBeVisible()
  expect(now(sandbox)).toEqual({ given: true, held: false })
})

test('the role unassigned from myself, on my own page @auth0', async ({ page, sandbox }) => {
  await signIn(page, sandbox.acme, 'admin', paths.member(me))
  await page.getByRole('button', { name: `Unassign ${role}` }).click()
  await bar(page).getByRole('button', { name: 'Review' }).click()
  const dialog = page.getByRole('dialog', { name: `Review the roles of ${personas.admin.name}` })
  await expectAsked(dialog, 'Save', sandbox)
  await typeAnd(dialog, 'Save')
  await expect(toast(page, 'saved: −1.')).toBeVisible()
  expect(now(sandbox)).toEqual({ given: true, held: false })
})

test('the permission itself deleted @auth0', async ({ page, sandbox }) => {
  await signIn(page, sandbox.acme, 'admin', `/permissions?q=${encodeURIComponent(acmeApi)}`)
  await page.getByRole('button', { name: 'Delete update:roles' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete permission update:roles?' })
  await expect(dialog).toContainText('This locks out every administrator, you among them')
  await dialog.getByRole('textbox').fill(words)
  await dialog.getByRole('textbox').press('Enter')
  await expectOff(
    dialog.getByRole('button', { name: 'Delete permission' }),
    /^Type “lock out every administrator” first\.$/,
  )
  expect(now(sandbox)).toEqual(untouched)
  expect(sandbox.acme.world.findApi(acmeApi)?.scopes.map(({ value }) => value)).toContain('update:roles')
})

test('what leaves another way does not ask @auth0', async ({ page, sandbox }) => {
  secondWay(sandbox)
  await signIn(page, sandbox.acme, 'admin', editor(sandbox))
  await box(page).uncheck()
  await bar(page).getByRole('button', { name: 'Review' }).click()
  await expect(review(page).getByRole('textbox')).toHaveCount(0)
  await review(page).getByRole('button', { name: 'Save' }).click()
  await expect(saved(page)).toContainText('−1')
  expect(now(sandbox)).toEqual({ given: false, held: true })
  // Now the other one is the last.
  await page.goto(editor(sandbox, 'Deputies'))
  await box(page).uncheck()
  await bar(page).getByRole('button', { name: 'Review' }).click()
  await expect(review(page).getByText('You lock yourself out')).toBeVisible()
})

test('both ways at once are the last way @auth0', async ({ page, sandbox }) => {
  secondWay(sandbox)
  await signIn(page, sandbox.acme, 'admin', paths.matrix({ permission: 'update:roles' }))
  for (const name of [role, 'Deputies']) {
    await page.getByRole('searchbox', { name: 'Search roles' }).fill(name)
    await cell(page, name).first().uncheck()
  }
  await bar(page).getByRole('button', { name: 'Review' }).click()
  await expectAsked(review(page), 'Save', sandbox)
})

test('taking back a save can take the last way as well, and asks @auth0', async ({ page, sandbox }) => {
  const { world } = sandbox.acme
  world.addRole({ name: 'Deputies' })
  world.assign(me, 'Deputies')
  await signIn(page, sandbox.acme, 'admin', editor(sandbox, 'Deputies'))
  await box(page).check()
  await bar(page).getByRole('button', { name: 'Review' }).click()
  await review(page).getByRole('button', { name: 'Save' }).click()
  await expect(saved(page)).toContainText('+1')
  const undo = page.getByRole('dialog', { name: 'Undo the save?' })
  const has = () => world.role('Deputies').permissions.get(acmeApi)?.has(keystone.name) ?? false

  // The other way is still there: the question is a plain one.
  await saved(page).getByRole('button', { name: 'Undo' }).click()
  await expect(undo.getByRole('button', { name: 'Undo' })).toBeEnabled()
  await expect(undo.getByRole('textbox')).toHaveCount(0)
  await undo.getByRole('button', { name: 'Cancel' }).click()
  // Somebody takes it away meanwhile.
  world.unassign(me, role)
  await saved(page).getByRole('button', { name: 'Undo' }).click()
  await expect(undo.getByText('You lock yourself out')).toBeVisible()
  await undo.getByRole('textbox').press('Enter')
  await expectOff(undo.getByRole('button', { name: 'Undo' }), /^Type “I lock myself out” first\.$/)
  await expectAccessible(page)
  expect(has()).toBe(true)
  await typeAnd(undo, 'Undo')
  await expect(toast(page, 'Taken back. Everything is as it was before.')).toBeVisible()
  expect(has()).toBe(false)
})
