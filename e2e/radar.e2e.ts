// The timeline of everything that ends: complete, in its bands, narrowed by search, owner and band, and taken along as a calendar.
import type { Download, Page } from 'playwright/test'
import { credentialWorldOf } from './credential-worlds.ts'
import { expectOff, heading, signIn } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'

const day = 86_400_000
const badge = (page: Page) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Expiring/ })
const step = (page: Page, name: RegExp) =>
  page.getByRole('navigation', { name: 'When' }).getByRole('link', { name })

async function textOf(download: Download): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString()
}

/** The row of one band whose name begins so. */
const row = (page: Page, band: string, name: RegExp) =>
  page
    .getByRole('table', { name: band, exact: true })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name }) })

/** Lines of a calendar file that begin so, put together where they were folded. */
const linesOf = (text: string, name: string) =>
  text
    .replaceAll(/\r\n[ \t]/g, '')
    .split('\r\n')
    .filter((line) => line.startsWith(name))

test('every credential stands in the band of its end, and all of them do', async ({
  page,
  sandbox,
  vendor,
}) => {
  const platform = sandbox[vendor]
  const world = credentialWorldOf(sandbox, vendor)
  const { id, name } = world.account(world.bare)
  const ends = new Map([
    ['Tomorrow morning', 0.5],
    ['Next month', 29],
    ['Next year', 300],
    ['For ever', null],
  ])
  // Applications can have two keys at most.
  const made = [...ends].slice(0, vendor === 'acme' ? 2 : 4)
  for (const [label, days] of made)
    world.addKey(id, {
      name: label,
      expiresAt: days === null ? null : new Date(platform.clock.now() + days * day),
    })
  const all = world.keys().length + (await world.tokens()).length
  await signIn(page, platform, 'admin', '/radar')
  await expect(heading(page, 'Expiring')).toBeVisible()
  await expectAccessible(page)
  const counts = await page.getByRole('navigation', { name: 'When' }).getByRole('link').allInnerTexts()
  const [total = 0, ...others] = counts.map((text) => Number.parseInt(text, 10))
  expect(others.reduce((sum, count) => sum + count, 0)).toBe(total)
  expect(total).toBeGreaterThanOrEqual(all)
  await expect(page.getByText(`All ${total} credentials read`)).toBeVisible()

  await page.getByRole('searchbox', { name: 'Search credentials' }).fill(name)
  await expect(page).toHaveURL(/q=/)
  const bandsOf = new Map([
    ['Tomorrow morning', 'Within a day'],
    ['Next month', 'Within 30 days'],
    ['Next year', 'Later'],
    ['For ever', 'Without an end'],
  ])
  for (const [label] of made) {
    const line = page
      .getByRole('table', { name: bandsOf.get(label) ?? '', exact: true })
      .getByRole('row')
      .filter({ hasText: label })
    await expect(line).toHaveCount(1)
    await expect(line.getByRole('link', { name })).toHaveAttribute('href', /^\/account\/.+tab=credentials/)
  }
  await page.reload()
  await expect(page.getByRole('searchbox', { name: 'Search credentials' })).toHaveValue(name)
  await expect(page.getByText(`${made.length} of ${total} credentials`)).toBeVisible()
})

test('is narrowed to one band and one owner, by addresses @zitadel', async ({ page, sandbox }) => {
  const { kosmos } = sandbox
  const world = credentialWorldOf(sandbox, 'kosmos')
  const { id, name } = world.account(world.bare)
  for (let number = 1; number <= 60; number += 1)
    world.addKey(id, {
      name: `Key ${number}`,
      expiresAt: new Date(kosmos.clock.now() + 5 * day + number * 1000),
    })
  await signIn(page, kosmos, 'admin', '/radar')
  const week = page.getByRole('table', { name: 'Within 7 days', exact: true })
  await expect(week.getByRole('rowheader')).toHaveCount(10)
  await page.getByRole('combobox', { name: 'Owner' }).selectOption({ label: name })
  await page.getByRole('link', { name: 'Show all 60' }).click()
  await expect(page).toHaveURL(`/radar?show=7&owner=${id}`)
  await expect(week.getByRole('rowheader')).toHaveCount(50)
  await page.getByRole('link', { name: 'Next page' }).click()
  await expect(week.getByRole('rowheader')).toHaveCount(10)
  await expect(row(page, 'Within 7 days', /^Key 60/)).toHaveCount(1)
  await step(page, /Within 14 days$/).click()
  await expect(page.getByText('Nothing here: within 14 days')).toBeVisible()
  await page.goBack()
  await expect(week.getByRole('rowheader')).toHaveCount(10)
  await step(page, /All$/).click()
  await page.getByRole('searchbox', { name: 'Search credentials' }).fill('.*')
  await expect(page.getByText('No credential matches “.*”')).toBeVisible()
  await page.getByRole('link', { name: 'Show those of everybody' }).click()
  await expect(page).toHaveURL('/radar')
})

test('goes into a calendar, all of it or one, again and again the same events @zitadel', async ({
  page,
  sandbox,
}) => {
  const { kosmos } = sandbox
  const world = credentialWorldOf(sandbox, 'kosmos')
  const { id } = world.account(world.bare)
  const expiresAt = new Date(Math.ceil(kosmos.clock.now() / 60_000) * 60_000 + 20 * day)
  const key = world.addKey(id, { name: 'Calendar, please', expiresAt })
  await signIn(page, kosmos, 'admin', '/radar')
  const saved = async (name: string) => {
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name, exact: true }).click()
    const file = await download
    expect(file.suggestedFilename()).toBe('expiring-kosmos.ics')
    return textOf(file)
  }
  const [all, again] = [await saved('Calendar file'), await saved('Calendar file')]
  const one = await saved('Calendar file for Calendar, please')
  const total = Number.parseInt(await step(page, /All$/).innerText(), 10)
  const without = await Promise.all(
    [/Ended already$/, /Without an end$/].map(async (name) =>
      Number.parseInt(await step(page, name).innerText(), 10),
    ),
  )
  expect(linesOf(all, 'UID')).toHaveLength(total - without.reduce((sum, count) => sum + count, 0))
  expect(linesOf(again, 'UID')).toEqual(linesOf(all, 'UID'))
  expect(linesOf(one, 'UID')).toHaveLength(1)
  expect(linesOf(all, 'UID')).toContain(linesOf(one, 'UID')[0])
  expect(linesOf(one, 'UID')[0]).toContain(key)
  const start = expiresAt.toISOString().replaceAll(/[-:]|\.\d+/g, '')
  expect(linesOf(one, 'DTSTART')).toEqual([`DTSTART:${start}`])
  expect(linesOf(one, 'TRIGGER')).toHaveLength(2)
  const address = linesOf(one, 'URL:')[0]?.slice(4) ?? ''
  await page.goto(address)
  await expect(row(page, 'Within 30 days', /^Calendar, please/)).toHaveCount(1)
})

test('the sidebar says how many are pressing, once the page is quiet @zitadel', async ({ page, sandbox }) => {
  const { kosmos } = sandbox
  const world = credentialWorldOf(sandbox, 'kosmos')
  await signIn(page, kosmos, 'admin', '/roles')
  await expect(badge(page)).toHaveAccessibleName(
    /^Expiring \d+ credentials: \d+ ended, \d+ ending within 7 days$/,
  )
  const pressing = Number(/\d+/.exec((await badge(page).innerText()) ?? '')?.[0])
  await expectAccessible(page)
  const { id } = world.account(world.bare)
  world.addKey(id, { name: 'Soon', expiresAt: new Date(kosmos.clock.now() + day) })
  // Whatever page reads the credentials anew brings the number along.
  await page.clock.install()
  await page.clock.fastForward(60_000)
  await badge(page).click()
  await expect(row(page, 'Within a day', /^Soon/)).toHaveCount(1)
  await expect(badge(page)).toHaveAccessibleName(new RegExp(`^Expiring ${pressing + 1} `))
})

test('the number in the sidebar is not guessed when it cannot be read @zitadel', async ({
  page,
  sandbox,
}) => {
  const { kosmos } = sandbox
  kosmos.faults.set(credentialWorldOf(sandbox, 'kosmos').operations.list, 503)
  await signIn(page, kosmos, 'admin', '/roles')
  await expect
    .poll(() => kosmos.journal.entries({ operation: 'listUsers', status: 503 }).length)
    .toBeGreaterThan(0)
  await expect(badge(page)).toHaveAccessibleName('Expiring')
})

test('what could not be read is said, not hidden @zitadel', async ({ page, sandbox }) => {
  const { kosmos } = sandbox
  kosmos.faults.set('listTokens', 503)
  await signIn(page, kosmos, 'admin', '/radar')
  await expect(page.getByText('This timeline is not complete')).toBeVisible()
  await expect(page.getByText(/credentials that could be read$/)).toBeVisible()
  await expectAccessible(page)
})

test('something is done about one right here @zitadel', async ({ page, sandbox }) => {
  const { kosmos } = sandbox
  const world = credentialWorldOf(sandbox, 'kosmos')
  const account = world.account(world.bare)
  world.addToken?.(account.id, { name: 'Old', expiresAt: new Date(kosmos.clock.now() + 2 * day) })
  await signIn(page, kosmos, 'admin', `/radar?owner=${account.id}`)
  const line = row(page, 'Within 7 days', /^Old/)
  await expect(line).toContainText('Rotate it before it ends')
  await line.getByRole('button', { name: 'Rotate Old' }).click()
  const form = page.getByRole('dialog', { name: 'Rotate token Old' })
  await form.getByRole('button', { name: 'Create the new token' }).click()
  const shown = page.getByRole('dialog', { name: /^Token Old/ })
  await shown.getByRole('checkbox', { name: 'I have stored it' }).check()
  await shown.getByRole('button', { name: 'Done' }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: /^Go on: Old.* replaces Old/ })).toBeVisible()
  await expect(line).toContainText('Finish its rotation')
  expect(await world.tokens(account.id)).toHaveLength(2)
})

test('a viewer sees everything and is told why nothing can be done @zitadel', async ({ page, sandbox }) => {
  const { kosmos } = sandbox
  const world = credentialWorldOf(sandbox, 'kosmos')
  const account = world.account(world.bare)
  world.addKey(account.id, { name: 'Seen', expiresAt: new Date(kosmos.clock.now() + 2 * day) })
  await signIn(page, kosmos, 'viewer', `/radar?owner=${account.id}`)
  const line = row(page, 'Within 7 days', /^Seen/)
  await expectOff(line.getByRole('button', { name: 'Revoke Seen' }), /^Needs /)
  await expect(line.getByRole('button', { name: 'Calendar file for Seen' })).toBeEnabled()
})
