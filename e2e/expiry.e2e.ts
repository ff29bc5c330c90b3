// The end of a credential as somebody enters it: spans, moments in a zone, clocks that are changed, and a device whose clock is wrong.
import type { Locator, Page } from 'playwright/test'
import { credentialWorldOf } from './credential-worlds.ts'
import { chooseAccount, openForm, openList, secretDialog, store } from './issuing.ts'
import type { MountedSandbox } from './sandbox/vite.ts'
import { expect, expectAccessible, test } from './test.ts'

const expires = (form: Locator) => form.getByRole('combobox', { name: 'Expires' })

/** The form for a token of an account, ready to be sent but for its end. */
async function openToken(page: Page, sandbox: MountedSandbox): Promise<Locator> {
  await openList(page, sandbox.kosmos, 'Tokens')
  const form = await openForm(page, 'token')
  await chooseAccount(form, credentialWorldOf(sandbox, 'kosmos').bare)
  await form.getByRole('textbox', { name: 'Name' }).fill('Ends')
  return form
}

async function enter(form: Locator, date: string, time: string, zone?: string): Promise<void> {
  await expires(form).selectOption({ label: 'At a date and time' })
  await form.getByLabel('Date', { exact: true }).fill(date)
  await form.getByLabel('Time', { exact: true }).fill(time)
  if (zone !== undefined) await form.getByLabel('Time zone').selectOption(zone)
}

const create = (form: Locator) => form.getByRole('button', { name: 'Create token' }).click()

/** When the only token of the account really ends. */
async function storedEnd(sandbox: MountedSandbox): Promise<string | undefined> {
  const world = credentialWorldOf(sandbox, 'kosmos')
  const tokens = await world.tokens(world.account(world.bare).id)
  expect(tokens).toHaveLength(1)
  return tokens[0]?.expiresAt?.toISOString()
}

test('a span says the exact moment here and in UTC, and stays true while I wait @zitadel', async ({
  page,
  sandbox,
}) => {
  await page.clock.install()
  const form = await openToken(page, sandbox)
  const said = form.getByText(/^Expires .+ Europe\/Zurich \(in 30 days\), which is .+ UTC\.$/)
  await expect(said).toBeVisible()
  const first = await said.innerText()
  await page.clock.fastForward(61_000)
  await expect(said).not.toHaveText(first)
  await expectAccessible(page)
})

test('a moment in another zone is sent as what it is @zitadel', async ({ page, sandbox }) => {
  const form = await openToken(page, sandbox)
  const year = new Date(sandbox.kosmos.clock.now()).getUTCFullYear() + 1
  await enter(form, `${year}-06-15`, '09:15', 'Asia/Tokyo')
  await expect(form.getByText(/09:15 Asia\/Tokyo.+02:15 Europe\/Zurich, .+00:15 UTC\.$/)).toBeVisible()
  await expectAccessible(page)
  await create(form)
  await store(secretDialog(page, 'Token Ends'))
  expect(await storedEnd(sandbox)).toBe(`${year}-06-15T00:15:00.000Z`)
})

/** The last Sunday of a month, when European clocks are changed. */
function lastSunday(year: number, month: number): string {
  const last = new Date(Date.UTC(year, month, 0))
  last.setUTCDate(last.getUTCDate() - last.getUTCDay())
  return last.toISOString().slice(0, 10)
}

test('a time that clocks leave out is refused, one that they show twice is the first @zitadel', async ({
  page,
  sandbox,
}) => {
  const world = credentialWorldOf(sandbox, 'kosmos')
  const form = await openToken(page, sandbox)
  const year = new Date(sandbox.kosmos.clock.now()).getUTCFullYear() + 1
  await enter(form, lastSunday(year, 3), '02:30', 'Europe/Zurich')
  await create(form)
  await expect(form.getByLabel('Date', { exact: true })).toHaveAccessibleDescription(
    '02:30 does not exist on that day in Europe/Zurich: clocks are put forward. The next time that exists is 03:00.',
  )
  await expect(form.getByLabel('Date', { exact: true })).toBeFocused()
  expect(world.sent(world.operations.addToken)).toBe(0)
  await form.getByLabel('Date', { exact: true }).fill(lastSunday(year, 10))
  await expect(form.getByText(/show 02:30 twice on that day\. The first one is meant\.$/)).toBeVisible()
  await create(form)
  await store(secretDialog(page, 'Token Ends'))
  expect(await storedEnd(sandbox)).toBe(`${lastSunday(year, 10)}T00:30:00.000Z`)
})

test('what is no date is told on its field @zitadel', async ({ page, sandbox }) => {
  const world = credentialWorldOf(sandbox, 'kosmos')
  const form = await openToken(page, sandbox)
  const date = form.getByLabel('Date', { exact: true })
  await enter(form, '', '12:00')
  await create(form)
  await expect(date).toHaveAccessibleDescription('Fill in this field.')
  await date.fill('2020-02-29')
  await create(form)
  await expect(date).toHaveAccessibleDescription('This moment has passed.')
  await date.fill('9999-12-31')
  await create(form)
  await expect(date).toHaveAccessibleDescription('This is more than a hundred years away.')
  expect(world.sent(world.operations.addToken)).toBe(0)
})

test('a device whose clock is an hour behind is corrected by the provider, on the field @zitadel', async ({
  page,
  sandbox,
}) => {
  const form = await openToken(page, sandbox)
  // The provider's clock goes on; half an hour from now is past there.
  sandbox.kosmos.clock.advance(3_600_000)
  const at = new Date(Date.now() + 1_800_000).toISOString()
  await enter(form, at.slice(0, 10), at.slice(11, 16), 'UTC')
  await create(form)
  await expect(expires(form)).toHaveAccessibleDescription(/past|passed|clock/)
  await expect(expires(form)).toBeFocused()
  await expires(form).selectOption({ label: 'In 7 days' })
  await create(form)
  await store(secretDialog(page, 'Token Ends'))
})
