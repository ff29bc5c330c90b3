// The frame: landmarks, skip link, focus and title on the way from page to page, the platform picker, the person's menu, light and
// dark, narrow screens, and everything by keyboard alone.
import type { Page } from 'playwright/test'
import { door, expectInside, heading, openRoles, row, signIn, toast } from './steps.ts'
import { personas } from './sandbox/personas.ts'
import { expect, expectAccessible, test } from './test.ts'

const picker = (page: Page) => page.getByRole('button', { name: /^Platform: / })
const account = (page: Page) => page.getByRole('button', { name: /, your account$/ })
const main = (page: Page) => page.getByRole('navigation', { name: 'Main' })

/** What the page is painted on: light or dark. */
const isDark = (page: Page) =>
  page.evaluate(() => {
    const context = new OffscreenCanvas(1, 1).getContext('2d')
    if (!context) throw new Error('No canvas')
    context.fillStyle = getComputedStyle(document.documentElement).backgroundColor
    context.fillRect(0, 0, 1, 1)
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data
    return red + green + blue < 384
  })

test('has its landmarks, and a link that skips to the content', async ({ page, platform }) => {
  await signIn(page, platform, 'admin', '/session')
  await expect(heading(page, 'Session')).toBeVisible()
  await expect(page.getByRole('main')).toHaveCount(1)
  await expect(page.getByRole('banner')).toHaveCount(1)
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1)
  const skip = page.getByRole('link', { name: 'Skip to content' })
  await page.keyboard.press('Tab')
  await expect(skip).toBeFocused()
  await expect(skip).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
  await expect(page).toHaveURL('/session')
})

test('names each page in the title, moves the focus to it and announces it @zitadel', async ({
  page,
  sandbox,
}) => {
  await openRoles(page, sandbox.kosmos)
  await expect(page).toHaveTitle('Roles · Gatehouse')
  await expect(main(page).getByRole('link', { name: 'Roles' })).toHaveAttribute('aria-current', 'page')
  await main(page).getByRole('link', { name: 'Session' }).click()
  await expect(heading(page, 'Session')).toBeFocused()
  await expect(page).toHaveTitle('Session · Gatehouse')
  await expect(page.getByRole('status').filter({ hasText: /^Session$/ })).toHaveCount(1)
  await expect(main(page).getByRole('link', { name: 'Session' })).toHaveAttribute('aria-current', 'page')
  await page.goBack()
  await expect(heading(page, 'Roles')).toBeFocused()
  await expect(page).toHaveTitle('Roles · Gatehouse')
  // Order and search are the same page: the focus stays where it is.
  const sort = page.getByRole('columnheader', { name: 'Name' }).getByRole('link')
  await sort.focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/roles?sort=name')
  await expect(sort).toBeFocused()
})

test('takes me to another platform and back by a document of its own', async ({
  page,
  sandbox,
  platform,
}) => {
  await signIn(page, platform, 'admin', '/session')
  await picker(page).click()
  const items = page.getByRole('menuitem')
  await expect(items).toHaveCount(3)
  for (const { name, issuer } of sandbox.platforms)
    await expect(items.filter({ hasText: name })).toContainText(new URL(issuer).host)
  await expect(items.filter({ hasText: platform.name })).toHaveAttribute('aria-current', 'true')
  await expectAccessible(page)
  await page.evaluate(() => (document.title = 'This very document'))
  await items.filter({ hasText: 'KtrlPlane' }).click()
  await expect(door(page, sandbox.ktrlplane)).toBeVisible()
  await expect(page).not.toHaveTitle('This very document')
  await signIn(page, sandbox.ktrlplane, 'viewer')
  await expect(account(page)).toHaveAccessibleName(`${personas.viewer.name}, your account`)
  const lacks = page.getByRole('button', { name: 'What is not here' })
  await expect(lacks).toBeVisible()
  await picker(page).click()
  await page.getByRole('menuitem', { name: platform.name }).click()
  await expectInside(page, platform)
  await expect(account(page)).toHaveAccessibleName(`${personas.admin.name}, your account`)
  await expect(lacks).toHaveCount(0)
})

test('opens the menu of my account by keyboard, and gives the focus back', async ({ page, platform }) => {
  await signIn(page, platform, 'admin', '/session')
  await account(page).focus()
  await page.keyboard.press('ArrowDown')
  const out = page.getByRole('menuitem', { name: 'Sign out' })
  await expect(out).toBeFocused()
  await expect(account(page)).toHaveAttribute('aria-expanded', 'true')
  await expect(out).toContainText(`of ${platform.name}, in every tab`)
  await page.keyboard.press('Escape')
  await expect(out).toBeHidden()
  await expect(account(page)).toBeFocused()
  await picker(page).focus()
  await page.keyboard.press('ArrowUp')
  await expect(page.getByRole('menuitem').last()).toBeFocused()
  await page.keyboard.press('a')
  await expect(page.getByRole('menuitem', { name: 'Acme' })).toBeFocused()
  await page.keyboard.press('Home')
  await expect(page.getByRole('menuitem').first()).toBeFocused()
  await page.keyboard.press('Escape')
  await account(page).press('Enter')
  await expect(out).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(heading(page, 'You are signed out')).toBeVisible()
})

test('is light or dark as the system is, until I choose, and then for good', async ({ page, platform }) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await signIn(page, platform, 'admin', '/session')
  expect(await isDark(page)).toBe(false)
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await isDark(page)).toBe(true)
  await account(page).click()
  await expect(page.getByRole('radio', { name: 'As the system' })).toBeChecked()
  await page.getByRole('radio', { name: 'Light' }).check({ force: true })
  expect(await isDark(page)).toBe(false)
  await page.reload()
  await expect(heading(page, 'Session')).toBeVisible()
  expect(await isDark(page)).toBe(false)
  await account(page).click()
  await expect(page.getByRole('radio', { name: 'Light' })).toBeChecked()
  await page.getByRole('radio', { name: 'As the system' }).check({ force: true })
  expect(await isDark(page)).toBe(true)
})

test('keeps the navigation behind a button where there is no room @zitadel', async ({ page, sandbox }) => {
  await openRoles(page, sandbox.kosmos)
  await page.setViewportSize({ width: 390, height: 844 })
  const button = page.getByRole('button', { name: 'Navigation' })
  await expect(main(page)).toBeHidden()
  await button.click()
  await expect(main(page)).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(main(page)).toBeHidden()
  await expect(button).toBeFocused()
  await button.click()
  await main(page).getByRole('link', { name: 'Session' }).click()
  await expect(heading(page, 'Session')).toBeFocused()
  await expect(main(page)).toBeHidden()
  await page.setViewportSize({ width: 1280, height: 800 })
  await expect(main(page)).toBeVisible()
  await expect(button).toBeHidden()
})

test('says so at an address that leads nowhere', async ({ page, platform }) => {
  await signIn(page, platform, 'admin', '/nowhere/at/all')
  await expect(heading(page, 'Not found')).toBeVisible()
  await expect(page).toHaveTitle('Not found · Gatehouse')
  await expectInside(page, platform)
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Start page' }).click()
  await expect(page).toHaveURL('/roles')
})

/** Presses Tab until the focus is there; a person gives up at some point, too. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const focused = () =>
    page.evaluate(() => {
      const active = document.activeElement
      const label = active instanceof HTMLInputElement ? active.labels?.[0]?.textContent : undefined
      return label ?? active?.getAttribute('aria-label') ?? active?.textContent ?? ''
    })
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab')
    if (name.test(await focused())) return
  }
  throw new Error(`Sixty times Tab do not lead to ${name}`)
}

test('can be used without a mouse, from signing in to deleting a role @zitadel', async ({
  page,
  sandbox,
}) => {
  await page.goto('/')
  await tabTo(page, /^Sign in to KOSMOS/)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'admin', exact: true }).press('Enter')
  await expectInside(page, sandbox.kosmos)
  await tabTo(page, /^Roles$/)
  await page.keyboard.press('Enter')
  await expect(heading(page, 'Roles')).toBeVisible()
  await tabTo(page, /^Create role$/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Key' })).toBeFocused()
  await page.keyboard.type('by-hand')
  await tabTo(page, /^Name$/)
  await page.keyboard.type('By hand')
  await page.keyboard.press('Enter')
  await expect(toast(page, 'Role “by-hand” created.')).toBeVisible()
  await expect(row(page, 'Roles', 'by-hand')).toBeVisible()
  await tabTo(page, /^Delete by-hand$/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Type “by-hand” to confirm' })).toBeFocused()
  await page.keyboard.type('by-hand')
  await page.keyboard.press('Enter')
  await expect(toast(page, 'Role “by-hand” deleted.')).toBeVisible()
  await expect(heading(page, 'Roles')).toBeFocused()
  expect(sandbox.kosmos.world.roles()).toHaveLength(48)
})
