// Every page and dialog of the console, one after the other: axe finds nothing in light or in dark, and nothing has to be scrolled
// sideways on a narrow screen.
import type { Page } from 'playwright/test'
import { paths } from '../src/paths.ts'
import { machineIds } from './sandbox/auth0/seed-clients.ts'
import { awkwardRoleName, ordersApi } from './sandbox/auth0/seed.ts'
import type { Sandbox } from './sandbox/sandbox.ts'
import { special, staffId } from './sandbox/zitadel/seed-people.ts'
import { heading, leave, openRoles, persona, row, signIn, signOut } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'

type Where = { page: Page; sandbox: Sandbox }

const dialog = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name })
const box = (page: Page, permission: string) =>
  page.getByRole('checkbox', { name: new RegExp(`^${permission}( |$)`) })
const review = (page: Page) => page.getByRole('button', { name: 'Review' }).click()

/** The permissions of a role, one of them marked to be added and one to be taken away. */
async function mark({ page, sandbox }: Where): Promise<void> {
  await signIn(page, sandbox.kosmos, 'admin', paths.role('operator'))
  await box(page, 'agents:read').uncheck()
  await box(page, 'billing:manage').check()
  await expect(page.getByRole('region', { name: 'Changes that are not saved' })).toContainText('+1 −1')
}

/** A project with roles that were given there, and above. */
const scope = 'project.grid-twin'

/** Somebody with three roles. */
const haruki = paths.member(staffId('haruki.sato'))

const places: Record<string, (where: Where) => Promise<unknown>> = {
  'the way in': async ({ page }) => {
    await page.goto('/')
    await expect(heading(page, 'Sign in')).toBeVisible()
  },
  'the signed-out page': async ({ page, sandbox }) => {
    await signIn(page, sandbox.kosmos, 'admin', '/session')
    await signOut(page)
    await expect(heading(page, 'You are signed out')).toBeVisible()
  },
  'a failed sign-in': async ({ page, sandbox }) => {
    await leave(page, sandbox.kosmos)
    await persona(page, 'Deny').click()
    await expect(heading(page, 'KOSMOS did not let you in')).toBeVisible()
    await page.getByText('Details', { exact: true }).click()
  },
  'the session at Zitadel': async ({ page, sandbox }) => {
    sandbox.kosmos.settings.accessTokenFormat = 'jwt'
    await signIn(page, sandbox.kosmos, 'admin', '/session')
    for (const claims of await page.getByText(/^All other claims/).all()) await claims.click()
    await page.getByText(/^Every right found there/).click()
  },
  'the session at Auth0': async ({ page, sandbox }) => {
    await signIn(page, sandbox.acme, 'admin', '/session')
    for (const claims of await page.getByText(/^All other claims/).all()) await claims.click()
  },
  'the roles': ({ page, sandbox }) => openRoles(page, sandbox.kosmos),
  'the second page of the roles': ({ page, sandbox }) => openRoles(page, sandbox.kosmos, 'admin', '?page=2'),
  'the roles for a viewer': ({ page, sandbox }) => openRoles(page, sandbox.kosmos, 'viewer'),
  'the form for a new role': async ({ page, sandbox }) => {
    await openRoles(page, sandbox.kosmos, 'admin', '/new')
    await page.getByRole('dialog').getByRole('button', { name: 'Create role' }).click()
    await expect(page.getByText('Fill in this field.').first()).toBeVisible()
  },
  'the form for a role with a long name': async ({ page, sandbox }) => {
    await openRoles(page, sandbox.kosmos, 'admin', '/long-name/edit')
    await expect(page.getByRole('dialog', { name: 'Edit role long-name' })).toBeVisible()
  },
  'the question before deleting': async ({ page, sandbox }) => {
    await openRoles(page, sandbox.kosmos, 'admin', '?q=long-name')
    await page.getByRole('button', { name: 'Delete long-name' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
  },
  'a page that is forbidden': async ({ page, sandbox }) => {
    await signIn(page, sandbox.kosmos, 'viewer', '/roles/new')
    await expect(heading(page, 'This page is not for your account')).toBeVisible()
  },
  'the page of a guest': async ({ page, sandbox }) => {
    await signIn(page, sandbox.acme, 'guest', '/')
    await expect(heading(page, /^You have no rights at Acme yet/)).toBeVisible()
  },
  'a page that could not be read': async ({ page, sandbox }) => {
    sandbox.kosmos.faults.set('listRoles', 501)
    await signIn(page, sandbox.kosmos, 'admin', '/roles')
    await page.getByText('Details', { exact: true }).click()
  },
  'an address that leads nowhere': async ({ page, sandbox }) => {
    await signIn(page, sandbox.kosmos, 'admin', '/nowhere')
    await expect(heading(page, 'Not found')).toBeVisible()
  },
  'the permissions of a role, some of them marked': mark,
  'the review of marks': async (where) => {
    await mark(where)
    await review(where.page)
    await expect(dialog(where.page, 'Review the changes')).toBeVisible()
  },
  'the permissions of a role with an awkward name at Auth0': async ({ page, sandbox }) => {
    const { id } = sandbox.acme.world.role(awkwardRoleName)
    await signIn(page, sandbox.acme, 'admin', paths.role(id, { search: 'read:orders' }))
    await box(page, 'read:orders').uncheck()
  },
  'who holds a role': async ({ page, sandbox }) => {
    await signIn(page, sandbox.kosmos, 'admin', paths.role('operator', { tab: 'members' }))
    await expect(page.getByRole('table', { name: 'Members of this role' })).toBeVisible()
  },
  'the people to assign a role to': async ({ page, sandbox }) => {
    await signIn(page, sandbox.kosmos, 'admin', paths.role('auditor', { tab: 'members' }))
    await page.getByRole('button', { name: 'Assign', exact: true }).click()
    await dialog(page, 'Assign Auditor').getByRole('searchbox').fill('o')
    for (const name of ['Seán', 'Zoë'])
      await expect(dialog(page, 'Assign Auditor').getByRole('checkbox', { name }).first()).toBeVisible()
    await dialog(page, 'Assign Auditor').getByRole('checkbox', { name: 'Seán' }).check()
  },
  'the question before unassigning': async ({ page, sandbox }) => {
    await signIn(page, sandbox.kosmos, 'admin', paths.role('auditor', { tab: 'members' }))
    await page.getByRole('button', { name: /^Unassign from / }).click()
    await expect(page.getByText(/permissions are lost$/)).toBeVisible()
  },
  'the matrix with a mark': async ({ page, sandbox }) => {
    await signIn(page, sandbox.kosmos, 'admin', paths.matrix({ permission: 'conversations', search: ':' }))
    await page.getByRole('checkbox', { name: /^conversations:read for Analyst/ }).click()
    await expect(page.getByRole('region', { name: 'Changes that are not saved' })).toBeVisible()
  },
  'the matrix at Auth0': async ({ page, sandbox }) => {
    await signIn(page, sandbox.acme, 'admin', paths.matrix({ permission: 'read:orders' }))
    await expect(page.getByRole('checkbox', { name: /^read:orders for Order clerk/ })).toBeChecked()
  },
  'the permissions at Zitadel': async ({ page, sandbox }) => {
    await signIn(page, sandbox.kosmos, 'admin', paths.permissions())
    await expect(row(page, 'Permissions of conversations', 'conversations:read')).toContainText('7 roles')
  },
  'the permissions at Auth0': async ({ page, sandbox }) => {
    await signIn(page, sandbox.acme, 'admin', paths.permissions({ search: 'orders' }))
    await expect(row(page, 'Permissions of Orders', 'read:orders')).toBeVisible()
  },
  'the form for a new permission': async ({ page, sandbox }) => {
    await signIn(page, sandbox.acme, 'admin', paths.newPermission())
    const form = dialog(page, 'Create permission')
    await form.getByRole('combobox', { name: 'API' }).selectOption({ label: `Orders (${ordersApi})` })
    await form.getByRole('button', { name: 'Create permission' }).click()
    await expect(form.getByText('Fill in this field.')).toBeVisible()
  },
  'the description of a permission': async ({ page, sandbox }) => {
    await signIn(page, sandbox.kosmos, 'admin', paths.permissions({ search: 'queues:read' }))
    await page.getByRole('button', { name: 'Describe queues:read' }).click()
    await expect(dialog(page, 'Describe queues:read')).toBeVisible()
  },
  'the question before deleting a permission': async ({ page, sandbox }) => {
    await signIn(page, sandbox.kosmos, 'admin', paths.permissions({ search: 'conversations:read' }))
    await page.getByRole('button', { name: 'Delete conversations:read' }).click()
    await expect(dialog(page, /^Delete permission/)).toContainText('7 roles lose it')
  },
  'the members at Zitadel': async ({ page, sandbox }) => {
    await signIn(page, sandbox.kosmos, 'admin', paths.members())
    await expect(page.getByText('All 41 members')).toBeVisible()
  },
  'the members at Auth0': async ({ page, sandbox }) => {
    await signIn(page, sandbox.acme, 'admin', paths.members())
    await expect(page.getByText('50 of 80 shown')).toBeVisible()
  },
  'a member, and what their roles let them do': async ({ page, sandbox }) => {
    await signIn(page, sandbox.kosmos, 'admin', haruki)
    await page.getByRole('button', { name: 'conversations' }).click()
    await expect(page.getByRole('table', { name: 'What they may do: conversations' })).toBeVisible()
  },
  'the roles to assign to a member': async ({ page, sandbox }) => {
    await signIn(page, sandbox.kosmos, 'admin', haruki)
    await page.getByRole('button', { name: 'Assign roles' }).click()
    await dialog(page, /^Assign roles to/)
      .getByRole('checkbox', { name: 'Auditor' })
      .check()
  },
  'the review of a member at Auth0 who locks themselves out': async ({ page, sandbox }) => {
    await signIn(page, sandbox.acme, 'admin', paths.members({ search: 'ingrid' }))
    await page.getByRole('link', { name: 'Ingrid Solheim' }).click()
    await page.getByRole('button', { name: 'Unassign Console administrator' }).click()
    await review(page)
    await expect(dialog(page, /^Review the roles of/).getByRole('textbox')).toBeVisible()
  },
  'an import with its preview': async ({ page, sandbox }) => {
    await signIn(page, sandbox.kosmos, 'admin', paths.importRoles())
    const lines = 'night-watch;Night watch\nadmin;Admin\n;nothing\nnight-watch;Night watch'
    await page.getByRole('textbox', { name: 'Roles, one a line' }).fill(lines)
    await expect(row(page, 'Rows of the import', 'night-watch').first()).toBeVisible()
  },
  'the question before deleting several roles': async ({ page, sandbox }) => {
    await openRoles(page, sandbox.kosmos)
    await page.getByRole('checkbox', { name: 'Select this page' }).check()
    await page.getByRole('button', { name: /^Delete \d+ roles$/ }).click()
    await expect(dialog(page, /^Delete \d+ roles\?$/)).toBeVisible()
  },
  'the question before deleting a role that people hold': async ({ page, sandbox }) => {
    await openRoles(page, sandbox.kosmos, 'admin', '?q=billing-admin')
    await page.getByRole('button', { name: 'Delete billing-admin' }).click()
    await expect(dialog(page, /^Delete role/).getByRole('list', { name: 'Who loses what' })).toBeVisible()
  },
  'the accounts at Zitadel': async ({ page, sandbox }) => {
    await signIn(page, sandbox.kosmos, 'admin', paths.accounts())
    await expect(page.getByText('giving nothing now')).toBeVisible()
    await page.getByRole('checkbox', { name: 'Select all' }).check()
    await expect(page.getByRole('region', { name: 'Selected accounts' })).toBeVisible()
  },
  'the accounts at Auth0': async ({ page, sandbox }) => {
    await signIn(page, sandbox.acme, 'admin', paths.accounts())
    // The database of the gateway starts with the first question about tokens, which takes a while.
    await expect(page.getByText('2 keys')).toBeVisible({ timeout: 20_000 })
  },
  'the form for an account that is easily taken for another': async ({ page, sandbox }) => {
    await signIn(page, sandbox.kosmos, 'admin', paths.newAccount())
    await dialog(page, 'Create account').getByRole('textbox', { name: 'Name', exact: true }).fill('CRM SYNC')
    await expect(page.getByText('Easily taken for another account')).toBeVisible()
  },
  'the question before deleting an account': async ({ page, sandbox }) => {
    await signIn(page, sandbox.kosmos, 'admin', paths.accounts({ search: 'ci-runner' }))
    await page.getByRole('button', { name: /^Delete CI runner/ }).click()
    await expect(page.getByText('What stops working: 3 tokens.')).toBeVisible()
  },
  'what an account at Auth0 may do, with a mark': async ({ page, sandbox }) => {
    await signIn(page, sandbox.acme, 'admin', paths.account(machineIds.awkward, { search: 'read:orders' }))
    await box(page, 'read:orders').uncheck()
    await expect(page.getByRole('region', { name: 'Changes that are not saved' })).toBeVisible()
  },
  'the credentials of an account': async ({ page, sandbox }) => {
    await signIn(page, sandbox.kosmos, 'admin', paths.account(special.machine, { tab: 'credentials' }))
    await expect(page.getByText('All 3 credentials')).toBeVisible()
  },
  'the choice of a place': async ({ page, sandbox }) => {
    await openRoles(page, sandbox.kosmos)
    await page.getByRole('button', { name: /^Organization and project/ }).click()
    await expect(dialog(page, /^Choose/).getByRole('link', { name: 'Atlas' })).toBeVisible()
  },
  'the tokens': async ({ page, sandbox }) => {
    await signIn(page, sandbox.kosmos, 'admin', paths.tokens())
    await expect(page.getByText('Nightly build', { exact: true })).toBeVisible()
  },
  'the form for a new token': async ({ page, sandbox }) => {
    await signIn(page, sandbox.acme, 'admin', paths.newToken())
    await expect(dialog(page, 'Create token').getByText(/of \d+ chosen/)).toBeVisible()
  },
  'the keys': async ({ page, sandbox }) => {
    await signIn(page, sandbox.acme, 'admin', paths.keys())
    await expect(page.getByText('collector-autumn').first()).toBeVisible()
  },
  'the form for a new key': async ({ page, sandbox }) => {
    await signIn(page, sandbox.kosmos, 'admin', paths.newKey({ owner: special.machine }))
    await expect(dialog(page, 'Create key')).toBeVisible()
  },
  'the projects': async ({ page, sandbox }) => {
    await signIn(page, sandbox.ktrlplane, 'admin', '/')
    await expect(page.getByRole('table', { name: 'What your account sees' })).toContainText('Trial graph')
  },
  'the choice of a scope among those that lie in one another': async ({ page, sandbox }) => {
    await signIn(page, sandbox.ktrlplane, 'admin', paths.projects())
    await page.getByRole('button', { name: /^Choose: organization, project or resource/ }).click()
    await expect(dialog(page, /^Choose/).getByRole('link', { name: 'Trial graph' })).toBeVisible()
  },
  'what is not here': async ({ page, sandbox }) => {
    await signIn(page, sandbox.ktrlplane, 'admin', paths.projects())
    await page.getByRole('button', { name: 'What is not here' }).click()
    await expect(dialog(page, 'What is not here')).toBeVisible()
  },
  'who holds what at a project': async ({ page, sandbox }) => {
    await signIn(page, sandbox.ktrlplane, 'admin', paths.access({ scope }))
    await expect(page.getByText('ends in 11 days').or(page.getByText('ends in 12 days'))).toBeVisible()
  },
  'who holds what, for a viewer': async ({ page, sandbox }) => {
    await signIn(page, sandbox.ktrlplane, 'viewer', paths.access({ scope }))
    await expect(page.getByText('All 9 members')).toBeVisible()
  },
  'giving access to somebody': async ({ page, sandbox }) => {
    await signIn(page, sandbox.ktrlplane, 'admin', paths.addAccess({ scope }))
    await dialog(page, /^Give access/)
      .getByRole('searchbox')
      .fill('brandt')
    await dialog(page, /^Give access/)
      .getByRole('checkbox', { name: /Nils/ })
      .check()
  },
  'the question before removing access': async ({ page, sandbox }) => {
    await signIn(page, sandbox.ktrlplane, 'admin', paths.access({ scope }))
    await page.getByRole('button', { name: 'Remove Owner from Tomás Rey' }).click()
    await expect(dialog(page, /^Remove/)).toContainText('still has Viewer')
  },
  'two scopes side by side': async ({ page, sandbox }) => {
    const nordwind = 'organization.nordwind'
    await signIn(page, sandbox.ktrlplane, 'admin', paths.compareAccess({ scope: nordwind, to: scope }))
    await expect(page.getByRole('table', { name: 'Who holds what at both' })).toBeVisible()
  },
  'a role that is fixed': async ({ page, sandbox }) => {
    const owner = '10000000-0004-0000-0000-000000000001'
    await signIn(page, sandbox.ktrlplane, 'admin', paths.role(owner, { scope }))
    await expect(page.getByText(/^Covers everything that begins with/).first()).toBeVisible()
  },
  'permissions that cover others': async ({ page, sandbox }) => {
    await signIn(page, sandbox.ktrlplane, 'admin', paths.permissions({ scope }))
    await expect(page.getByText('All 16 permissions')).toBeVisible()
  },
  'a matrix to look at': async ({ page, sandbox }) => {
    await signIn(page, sandbox.ktrlplane, 'admin', paths.matrix({ scope }))
    await expect(page.getByText('16 permissions, 6 roles')).toBeVisible()
  },
  'members to look at': async ({ page, sandbox }) => {
    await signIn(page, sandbox.ktrlplane, 'admin', paths.members({ scope }))
    await expect(page.getByText('Invited', { exact: true })).toBeVisible()
  },
  'what ends when': async ({ page, sandbox }) => {
    await signIn(page, sandbox.kosmos, 'admin', paths.radar())
    await expect(page.getByText('Grafana').first()).toBeVisible()
  },
}

/** How many pixels the page, or a dialog over it, is wider than the window. */
const surplus = (page: Page) =>
  page.evaluate(() => {
    const dialogs = [...document.getElementsByTagName('dialog')].filter(({ open }) => open)
    return Math.max(
      ...[document.documentElement, ...dialogs].map((one) => one.scrollWidth - one.clientWidth),
      ...dialogs.map((one) => one.getBoundingClientRect().right - window.innerWidth),
    )
  })

for (const [name, go] of Object.entries(places))
  test(`${name}: accessible in light and dark, and as narrow as the screen @zitadel`, async ({
    page,
    sandbox,
  }) => {
    await go({ page, sandbox })
    for (const width of [1280, 390, 320])
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height: 800 })
        await page.emulateMedia({ colorScheme })
        await expectAccessible(page)
        expect(await surplus(page), `${width} px`).toBeLessThanOrEqual(0)
      }
  })
