// What a deletion takes from whom, before it is done: net of their other roles, never computed on half of what is there, and in
// strong words where it takes my own last way to manage roles.
import type { Page } from 'playwright/test'
import { acmeApi } from './sandbox/console-config.ts'
import { subOf } from './sandbox/personas.ts'
import { expectOff, openRoles, toast } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'

/** Opens the question for one role. */
async function ask(page: Page, label: string) {
  await page.getByRole('button', { name: `Delete ${label}`, exact: true }).click()
  return page.getByRole('dialog', { name: `Delete role ${label}?`, exact: true })
}

test('says who loses what and keeps what through which role @zitadel', async ({ page, sandbox }) => {
  await openRoles(page, sandbox.kosmos, 'admin', '?q=billing-admin')
  const dialog = await ask(page, 'billing-admin')
  await expect(dialog).toContainText('2 people and accounts hold it here.')
  await expect(dialog.getByRole('list', { name: 'Who loses what' }).getByRole('listitem')).toHaveText([
    'José Hernández Ibáñez loses 2 permissions: billing:read, billing:manage; keeps 1 through Read only.',
  ])
  await expect(dialog).toContainText('1 other loses nothing.')
  await expect(dialog).not.toContainText('You hold this role yourself')
  await expectAccessible(page)
  await dialog.getByRole('textbox').fill('billing-admin')
  await dialog.getByRole('button', { name: 'Delete role' }).click()
  await expect(toast(page, 'Role “billing-admin” deleted.')).toBeVisible()
})

test('says so when I hold the role myself, and when nobody does @zitadel', async ({ page, sandbox }) => {
  await openRoles(page, sandbox.kosmos, 'admin', '?q=admin')
  const mine = await ask(page, 'admin')
  await expect(mine).toContainText('You hold this role yourself.')
  await expect(mine).toContainText('Ingrid Solheim')
  await page.keyboard.press('Escape')
  const nobodys = await ask(page, 'break-glass')
  await expect(nobodys).toContainText('Nobody holds it here.')
})

test('does not compute single losses where too many hold the role @zitadel', async ({ page, sandbox }) => {
  sandbox.kosmos.world.addAuthorizations(60, 'trainee')
  await openRoles(page, sandbox.kosmos, 'admin', '?q=trainee')
  const dialog = await ask(page, 'trainee')
  await expect(dialog).toContainText('60 people and accounts hold it here.')
  await expect(dialog).toContainText('What each of them loses was not computed: that is done for up to 50.')
  await expect(dialog.getByRole('list')).toHaveCount(0)
})

test('computes nothing on what could not be read, and says so @zitadel', async ({ page, sandbox }) => {
  sandbox.kosmos.world.setAuthorization({
    userId: subOf('kosmos', 'guest'),
    roleKeys: ['team-lead', 'legacy'],
  })
  await openRoles(page, sandbox.kosmos, 'admin', '?q=team-lead')
  const unreadable = await ask(page, 'team-lead')
  await expect(unreadable).toContainText('Not everything that their roles grant could be read.')
  await expect(unreadable.getByRole('list')).toHaveCount(0)
  await page.keyboard.press('Escape')
  sandbox.kosmos.faults.set('listAuthorizations', 501)
  const dialog = await ask(page, 'team-lead')
  await expect(dialog.getByText('Who loses what could not be read')).toBeVisible()
  await expectAccessible(page)
})

test('puts those who lose the same together @auth0', async ({ page, sandbox }) => {
  await openRoles(page, sandbox.acme)
  const dialog = await ask(page, 'Order manager')
  await expect(dialog).toContainText(/\d+ people and accounts hold it here\./, { timeout: 15_000 })
  await expect(dialog.getByRole('list', { name: 'Who loses what' })).toContainText(
    /lose 8 permissions: .*; keep 3 through Refunds\./,
  )
  await expectAccessible(page)
})

test('shows how far a long reading is, and ends it when asked @auth0', async ({ page, sandbox }) => {
  const { acme } = sandbox
  const reads = () => acme.journal.entries({ operation: 'effectiveRoles' }).length
  await openRoles(page, acme)
  acme.faults.set('effectiveRoles', { delay: 1500 })
  const dialog = await ask(page, 'Order manager')
  const progress = dialog.getByRole('progressbar', { name: 'Reading who holds it, and what they lose' })
  await expect(progress).toBeVisible()
  await expect.poll(reads).toBeGreaterThan(0)
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Stop reading' }).click()
  await expect(dialog).toContainText('Who loses what was not worked out')
  const before = reads()
  acme.faults.clear()
  await dialog.getByRole('button', { name: 'Work it out' }).click()
  await expect(dialog).toContainText(/\d+ people and accounts hold it here\./, { timeout: 15_000 })
  await expect(progress).toHaveCount(0)
  expect(reads()).toBeGreaterThan(before)
})

test('counts what several roles take together @zitadel', async ({ page, sandbox }) => {
  await openRoles(page, sandbox.kosmos)
  const select = async (...labels: string[]) => {
    for (const label of labels) {
      await page.getByRole('searchbox', { name: 'Search roles' }).fill(label)
      // A click on what is about to move is nobody's.
      await expect(page).toHaveURL(new RegExp(`q=${label}`))
      await expect(page.getByRole('table', { name: 'Roles' }).getByRole('rowheader').first()).toHaveText(
        label,
      )
      await page.getByRole('checkbox', { name: `Select ${label}`, exact: true }).check()
    }
    await page.getByRole('button', { name: `Delete ${labels.length} roles` }).click()
    return page.getByRole('dialog', { name: `Delete ${labels.length} roles?` })
  }
  const dialog = await select('billing-admin', 'readonly')
  // With the first role alone it is 2: one more is kept through “Read only”.
  await expect(dialog.getByRole('list', { name: 'Who loses what' })).toContainText(
    'José Hernández Ibáñez loses 11 permissions: billing:read',
  )
  await expect(dialog).toContainText(/people and accounts hold at least one of them here\./)
  await expectAccessible(page)
})

test('says why single losses are not computed for several roles @auth0', async ({ page, sandbox }) => {
  await openRoles(page, sandbox.acme, 'admin', '?q=Billing')
  for (const label of ['Billing admin', 'Billing viewer'])
    await page.getByRole('checkbox', { name: `Select ${label}`, exact: true }).check()
  await page.getByRole('button', { name: 'Delete 2 roles' }).click()
  await expect(page.getByRole('dialog', { name: 'Delete 2 roles?' })).toContainText(
    'What each person loses was not computed: that takes requests for every person and role here.',
  )
})

test('warns me before I lock myself out, and lets me only by the words @auth0', async ({ page, sandbox }) => {
  const { world } = sandbox.acme
  await openRoles(page, sandbox.acme, 'admin', '?q=Console')
  const dialog = await ask(page, 'Console administrator')
  await expect(dialog.getByText('You lock yourself out')).toBeVisible()
  await expect(dialog).toContainText('You cannot give it back to yourself.')
  await expect(dialog).toContainText('Nobody else was found who manages roles through a role')
  await expect(dialog).toContainText('You hold this role yourself.')
  await expectAccessible(page)
  const act = dialog.getByRole('button', { name: 'Delete role' })
  await dialog.getByRole('textbox').fill('Console administrator')
  await expectOff(act, /^Type “I lock myself out” first\.$/)
  expect(world.findRole('Console administrator')).toBeDefined()
  await dialog.getByRole('textbox').fill('I lock myself out')
  await act.click()
  await expect(toast(page, 'Role “Console administrator” deleted.')).toBeVisible()
  expect(world.findRole('Console administrator')).toBeUndefined()
})

test('knows my other way to manage roles, and who else has one @auth0', async ({ page, sandbox }) => {
  const { world } = sandbox.acme
  const deputy = world.addRole({ name: 'Console deputy' })
  world.addPermissionToRole(deputy.id, { api: acmeApi, name: 'update:roles' })
  world.assign(subOf('acme', 'viewer'), deputy.id)
  await openRoles(page, sandbox.acme, 'admin', '?q=Console')
  const dialog = await ask(page, 'Console administrator')
  await expect(dialog).toContainText('Somebody else who manages roles would have to give it back.')
  await page.keyboard.press('Escape')
  world.assign(subOf('acme', 'admin'), deputy.id)
  await ask(page, 'Console administrator')
  await expectOff(
    dialog.getByRole('button', { name: 'Delete role' }),
    /^Type “Console administrator” first\.$/,
  )
  await expect(dialog.getByText('You lock yourself out')).toHaveCount(0)
})

test('is as careful where it cannot be sure @auth0', async ({ page, sandbox }) => {
  await openRoles(page, sandbox.acme, 'admin', '?q=Key')
  sandbox.acme.faults.set('listUserRoles', 501)
  sandbox.acme.faults.set('effectivePermissions', 501)
  sandbox.acme.faults.set('effectiveRoles', 501)
  const dialog = await ask(page, 'Key keeper')
  await expect(dialog.getByText('You may lock yourself out')).toBeVisible()
  await expectOff(dialog.getByRole('button', { name: 'Delete role' }), /^Type “I lock myself out” first\.$/)
})
