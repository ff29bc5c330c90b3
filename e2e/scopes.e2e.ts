// Where one works: the picker says it, finds other places and leads to the same part of the console there; everything of the place
// before is gone.
import type { Page } from 'playwright/test'
import { heading, openRoles, rowHeaders, signIn } from './steps.ts'
import type { Options } from './test.ts'
import { expect, expectAccessible, test } from './test.ts'

const places = {
  kosmos: {
    label: 'Organization and project',
    home: 'KOSMOS in Nuvanta',
    homeLink: 'KOSMOS',
    other: 'Atlas',
    otherNamed: 'Atlas in Nuvanta',
    listing: 'listProjects',
  },
  acme: {
    label: 'Tenant or organization',
    home: 'Whole tenant in localhost',
    homeLink: 'Whole tenant',
    other: 'Contoso Logistics',
    otherNamed: 'Contoso Logistics',
    listing: 'listOrganizations',
  },
} satisfies Record<Options['vendor'], Record<string, string>>

const picker = (page: Page) => page.getByRole('button', { name: /^(Organization|Tenant)/ })
const dialog = (page: Page) => page.getByRole('dialog', { name: /^Choose / })
const search = (page: Page) => dialog(page).getByRole('searchbox', { name: 'Search by name' })
const main = (page: Page) => page.getByRole('navigation', { name: 'Main' })

test('says where I am, and takes me to the same part elsewhere and back', async ({
  page,
  platform,
  vendor,
}) => {
  const place = places[vendor]
  await openRoles(page, platform)
  await expect(picker(page)).toHaveAccessibleName(new RegExp(`^${place.label}: ${place.home}`))
  await picker(page).click()
  await expect(search(page)).toBeFocused()
  const link = (name: string) => dialog(page).getByRole('link', { name, exact: true }).first()
  await expect(link(place.homeLink)).toHaveAttribute('aria-current', 'true')
  await expectAccessible(page)

  await link(place.other).click()
  await expect(dialog(page)).toBeHidden()
  await expect(page).toHaveURL(/^[^?]+\/roles\?scope=[^&]+$/)
  await expect(picker(page)).toHaveAccessibleName(new RegExp(`^${place.label}: ${place.otherNamed}`))
  await expect(heading(page, 'Roles')).toBeFocused()
  await expect(
    page.getByRole('status').filter({ hasText: `${place.label}: ${place.otherNamed}` }),
  ).toHaveCount(1)
  await expect(main(page).getByRole('link', { name: 'Members' })).toHaveAttribute(
    'href',
    /^\/members\?scope=/,
  )

  await main(page).getByRole('link', { name: 'Members' }).click()
  await expect(heading(page, 'Members')).toBeVisible()
  await expect(page).toHaveURL(/\/members\?scope=/)
  await page.reload()
  await expect(picker(page)).toHaveAccessibleName(new RegExp(place.otherNamed))
  await picker(page).click()
  await expect(link(place.other)).toHaveAttribute('aria-current', 'true')
  await link(place.homeLink).click()
  await expect(page).toHaveURL(/\/members$/)
  await expect(heading(page, 'Members')).toBeFocused()
})

test('shows the roles of that place only, and reads them again when I come back @zitadel', async ({
  page,
  sandbox,
}) => {
  const { journal } = sandbox.kosmos
  const lists = () => journal.entries({ operation: 'listRoles', method: 'POST' }).length
  await openRoles(page, sandbox.kosmos)
  await expect(page.getByText('All 48 roles')).toBeVisible()
  await page.getByRole('checkbox', { name: 'Select admin', exact: true }).check()
  await expect(page.getByRole('region', { name: 'Selected roles' })).toBeVisible()
  await picker(page).click()
  await dialog(page).getByRole('link', { name: 'Atlas' }).click()
  await expect(page.getByText('All 3 roles')).toBeVisible()
  expect(await rowHeaders(page, 'Roles')).toEqual(['admin', 'cartographer', 'surveyor'])
  await expect(page.getByRole('region', { name: 'Selected roles' })).toHaveCount(0)
  const before = lists()
  await picker(page).click()
  await dialog(page).getByRole('link', { name: 'KOSMOS' }).first().click()
  await expect(page.getByText('All 48 roles')).toBeVisible()
  expect(lists(), 'nothing was kept').toBeGreaterThan(before)
  await expect(page.getByRole('checkbox', { name: 'Select admin', exact: true })).not.toBeChecked()
})

test('leads from one role to the list of the other place, which the sidebar knew all along @zitadel', async ({
  page,
  sandbox,
}) => {
  await signIn(page, sandbox.kosmos, 'admin', '/role/operator')
  await expect(heading(page, /operator/i)).toBeVisible()
  await expect(main(page).getByRole('link', { name: 'Roles' })).toHaveAttribute('aria-current', 'page')
  await picker(page).click()
  await dialog(page).getByRole('link', { name: 'Atlas' }).click()
  await expect(heading(page, 'Roles')).toBeFocused()
  await expect(page).toHaveURL(/\/roles\?scope=/)
})

test('asks before what I staged is lost with the place @zitadel', async ({ page, sandbox }) => {
  await signIn(page, sandbox.kosmos, 'admin', '/role/operator')
  await page.getByRole('checkbox', { name: /^agents:read/ }).uncheck()
  await picker(page).click()
  await dialog(page).getByRole('link', { name: 'Atlas' }).click()
  const guard = page.getByRole('dialog', { name: 'Leave without saving?' })
  await guard.getByRole('button', { name: 'Keep editing' }).click()
  await expect(page).toHaveURL(/\/role\/operator/)
  await expect(page.getByRole('checkbox', { name: /^agents:read/ })).not.toBeChecked()
  await picker(page).click()
  await dialog(page).getByRole('link', { name: 'Atlas' }).click()
  await guard.getByRole('button', { name: 'Leave', exact: true }).click()
  await expect(page.getByText('All 3 roles')).toBeVisible()
  expect(sandbox.kosmos.journal.entries({ operation: 'setMetadata' })).toEqual([])
})

test('can be used by keyboard alone', async ({ page, platform, vendor }) => {
  const { other, otherNamed } = places[vendor]
  await openRoles(page, platform)
  await picker(page).focus()
  await page.keyboard.press('Enter')
  await expect(search(page)).toBeFocused()
  await page.keyboard.type(other.slice(0, 4))
  await page.keyboard.press('Enter')
  const found = dialog(page).getByRole('link', { name: other })
  await expect(dialog(page).getByText('1 found')).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expect(found).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(search(page)).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(search(page)).toHaveValue('')
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toBeHidden()
  await expect(picker(page)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(search(page)).toBeFocused()
  await page.keyboard.type(other)
  await expect(dialog(page).getByText('1 found')).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(picker(page)).toHaveAccessibleName(new RegExp(otherNamed))
})

test('says when nothing has that name, and when the list cannot be read', async ({
  page,
  platform,
  vendor,
}) => {
  const { listing } = places[vendor]
  await openRoles(page, platform)
  await picker(page).click()
  await search(page).fill('nobody calls it so')
  await expect(dialog(page).getByText('Nothing is called “nobody calls it so”')).toBeVisible()
  platform.faults.set(listing, 501)
  await search(page).fill('o')
  await expect(dialog(page).getByText('This list could not be read')).toBeVisible()
  await expectAccessible(page)
  platform.faults.clear()
  await dialog(page).getByRole('button', { name: 'Try again' }).click()
  await expect(dialog(page).getByRole('link').first()).toBeVisible()
})

test('says that nothing has a name only when that was asked for', async ({ page, platform, vendor }) => {
  const { listing, other } = places[vendor]
  await openRoles(page, platform)
  await picker(page).click()
  await search(page).fill('zzz')
  await expect(dialog(page).getByText('Nothing is called “zzz”')).toBeVisible()
  platform.faults.set(listing, { delay: 1500 })
  await search(page).fill(other)
  await expect(dialog(page).getByText('Nothing is called “zzz”')).toHaveCount(0)
  expect(await dialog(page).getByText('Nothing is called').count()).toBe(0)
  await expect(dialog(page).getByText('1 found')).toBeVisible()
  await expect(dialog(page).getByRole('link', { name: other })).toBeVisible()
  // Nor are those that are still there counted as what was found.
  await search(page).fill('zzzz')
  await expect(dialog(page).getByText('1 found')).toHaveCount(0)
  expect(
    await dialog(page)
      .getByText(/ found$/)
      .count(),
  ).toBe(0)
  await expect(dialog(page).getByText('Nothing is called “zzzz”')).toBeVisible()
})

test('works from the drawer of a narrow screen', async ({ page, platform, vendor }) => {
  const { other } = places[vendor]
  await openRoles(page, platform)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByRole('button', { name: 'Navigation' }).click()
  await picker(page).click()
  await expect(search(page)).toBeFocused()
  await expect(main(page)).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(heading(page, 'Roles')).toBeFocused()
  await page.getByRole('button', { name: 'Navigation' }).click()
  await picker(page).click()
  await dialog(page).getByRole('link', { name: other }).click()
  await expect(page).toHaveURL(/\/roles\?scope=/)
  await expect(heading(page, 'Roles')).toBeFocused()
})
