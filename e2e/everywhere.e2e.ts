// Every page and dialog of the console, one after the other: axe finds nothing in light or in dark, and nothing has to be scrolled
// sideways on a narrow screen.
import type { Page } from 'playwright/test'
import { heading, leave, openRoles, persona, signIn, signOut } from './steps.ts'
import type { Sandbox } from './sandbox/sandbox.ts'
import { expect, expectAccessible, test } from './test.ts'

type Where = { page: Page; sandbox: Sandbox }

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
