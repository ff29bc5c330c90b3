// Staying signed in while a page is open: renewal in time and on wake, a provider that fails meanwhile, and a session that the
// provider ends under a half-written form.
import type { Page } from 'playwright/test'
import { expect, expectAccessible, test } from './test.ts'
import { asked, expectInside, heading, persona, settled, signIn } from './steps.ts'
import type { Fault } from './sandbox/faults.ts'
import type { SandboxPlatform } from './sandbox/sandbox.ts'

const reconnecting = (page: Page) => page.getByRole('status').filter({ hasText: 'Reconnecting' })
const renewed = (page: Page) => page.getByRole('status').filter({ hasText: /^Renewed/ })
const over = (page: Page) => page.getByRole('dialog', { name: 'Your session is over' })

const renewNow = (page: Page) => page.getByRole('button', { name: 'Renew now' }).click()

/** Time passes for the person and for the provider alike. */
async function pass(page: Page, platform: SandboxPlatform, minutes: number): Promise<void> {
  platform.clock.advance(minutes * 60_000)
  await page.clock.fastForward(minutes * 60_000)
}

/** Signs in with tokens of five minutes. */
async function signInBriefly(page: Page, platform: SandboxPlatform, path = '/session'): Promise<void> {
  platform.settings.accessTokenSeconds = 300
  await page.clock.install()
  await signIn(page, platform, 'admin', path)
  if (path === '/session') await settled(page)
  else await page.waitForLoadState('networkidle')
}

/** The provider ends everything; some minutes later the access token is over as well. */
async function endSession(page: Page, platform: SandboxPlatform): Promise<void> {
  await platform.sessions.revokeRefreshTokens()
  await platform.sessions.endAll()
  await pass(page, platform, 6)
  await expect(over(page)).toBeVisible()
}

test('a session is renewed before its token ends', async ({ page, platform }) => {
  await signInBriefly(page, platform)
  await pass(page, platform, 3)
  expect(asked(platform, 'refresh'), 'not too early').toBe(0)
  await pass(page, platform, 1.2)
  await expect.poll(() => asked(platform, 'refresh')).toBe(1)
  await expect(
    page.getByText(/^in (5 minutes|4 minutes \d+ seconds?) \(of 5 minutes\)$/).first(),
  ).toBeVisible()
  await pass(page, platform, 4.2)
  await expect.poll(() => asked(platform, 'refresh')).toBe(2)
  await expectInside(page, platform)
  expect(platform.journal.entries({ status: 401 })).toEqual([])
})

test('a computer that wakes renews once, and nobody is bothered', async ({ page, platform }) => {
  await page.clock.install()
  await signIn(page, platform, 'admin', '/session')
  await settled(page)
  await pass(page, platform, 120)
  await page.evaluate(() => {
    document.dispatchEvent(new Event('visibilitychange'))
    window.dispatchEvent(new Event('focus'))
    window.dispatchEvent(new Event('online'))
  })
  await page.getByRole('link', { name: 'Skip to content' }).focus()
  await renewNow(page)
  await expect(renewed(page)).toBeVisible()
  expect(asked(platform, 'refresh'), 'on waking, and by hand at most').toBeLessThanOrEqual(2)
  expect(platform.journal.entries({ status: 401 })).toEqual([])
  await expect(reconnecting(page)).toBeHidden()
})

const outages: [string, Fault][] = [
  ['answers 503', 503],
  ['limits requests', { status: 429, body: { error: 'too_many_requests' }, headers: { 'retry-after': '1' } }],
  ['shows a web page', 'html'],
  ['hangs up', 'reset'],
]
for (const [what, fault] of outages)
  test(`a provider that ${what} at renewal keeps me signed in, and it mends itself @cross-site`, async ({
    page,
    platform,
  }) => {
    await page.clock.install()
    await signIn(page, platform, 'admin', '/session')
    await settled(page)
    // Auth0's library tries its frame when the refresh token fails: that way is shut as well.
    platform.faults.set('token', fault)
    await pass(page, platform, 59.5)
    await expect(reconnecting(page)).toBeVisible()
    await expect(page.getByText('Unexpected token')).toHaveCount(0)
    // From here on time stands still but for the leaps. A renewal that a leap overtakes counts as lost, though the provider has
    // carried it out, and the next try would use its token twice.
    await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1000))
    const leap = () => page.clock.fastForward('01:00')
    for (const tries of [2, 3]) {
      await expect(async () => {
        await leap()
        expect(platform.journal.tokenRequests().length).toBeGreaterThan(tries)
      }).toPass()
      await expect(reconnecting(page)).toBeVisible()
    }
    await expectInside(page, platform)
    platform.faults.clear()
    await expect(async () => {
      await leap()
      await expect(reconnecting(page)).toBeHidden({ timeout: 5000 })
    }).toPass()
    await page.clock.resume()
    await renewNow(page)
    await expect(renewed(page)).toBeVisible()
  })

test('a renewal that falls due offline waits for the network', async ({ page, platform, context }) => {
  await page.clock.install()
  await signIn(page, platform, 'admin', '/session')
  await settled(page)
  await context.setOffline(true)
  await pass(page, platform, 59.5)
  await expect(reconnecting(page)).toContainText('You are offline')
  expect(asked(platform, 'refresh')).toBe(0)
  await context.setOffline(false)
  await page.clock.runFor(1000)
  await expect(reconnecting(page)).toBeHidden()
  await expect.poll(() => asked(platform, 'refresh')).toBe(1)
})

test('a session that the provider ended says so and can be taken up again', async ({ page, platform }) => {
  await signInBriefly(page, platform)
  await endSession(page, platform)
  await expectAccessible(page)
  const popup = page.waitForEvent('popup')
  await over(page).getByRole('button', { name: 'Sign in again' }).click()
  await persona(await popup, 'admin').click()
  await expect(over(page)).toBeHidden()
  await renewNow(page)
  await expect(renewed(page)).toBeVisible()
  expect(asked(platform, 'exchange')).toBe(2)
})

test('what I typed is still there after I signed in again @zitadel', async ({ page, platform }) => {
  await signInBriefly(page, platform, '/roles/new')
  const form = page.getByRole('dialog', { name: 'Create role' })
  await form.getByRole('textbox').first().fill('auditors-typed')
  await endSession(page, platform)
  const popup = page.waitForEvent('popup')
  await over(page).getByRole('button', { name: 'Sign in again' }).click()
  await persona(await popup, 'admin').click()
  await expect(over(page)).toBeHidden()
  await expect(form.getByRole('textbox').first()).toHaveValue('auditors-typed')
})

test('somebody else in the sign-in window gets nothing of mine', async ({ page, platform }) => {
  await signInBriefly(page, platform)
  await endSession(page, platform)
  const popup = page.waitForEvent('popup')
  await over(page).getByRole('button', { name: 'Sign in again' }).click()
  await persona(await popup, 'viewer').click()
  await expect(heading(page, 'You are signed out')).toBeVisible()
  await expect(page.getByText('Somebody else signed in')).toBeVisible()
  await expect(page.getByText(/Ingrid|Mateo/)).toHaveCount(0)
  await expect.poll(() => asked(platform, 'revoke')).toBeGreaterThan(0)
})

test('a refresh token that was stolen and used ends the session', async ({ page, platform, allowed }) => {
  allowed.reuse = true
  await page.clock.install()
  await signIn(page, platform, 'admin', '/session')
  await settled(page)
  await renewNow(page)
  await expect(renewed(page)).toBeVisible()
  await platform.sessions.reuseRefreshToken()
  await platform.sessions.endAll()
  await pass(page, platform, 61)
  await expect(over(page)).toBeVisible()
  await expectInside(page, platform)
})

test('an answer about somebody else at renewal ends my session with an explanation', async ({
  page,
  platform,
}) => {
  await signIn(page, platform, 'admin', '/session')
  platform.faults.set('refresh', { claims: 'other-sub' })
  await renewNow(page)
  await expect(page.getByText('Somebody else signed in')).toBeVisible()
  await expect(page.getByText('Ingrid')).toHaveCount(0)
})

test('a renewal without an ID token is a renewal @zitadel', async ({ page, platform }) => {
  await signIn(page, platform, 'admin', '/session')
  platform.faults.set('refresh', { claims: 'no-id-token' })
  for (const renewals of [1, 2]) {
    await renewNow(page)
    await expect.poll(() => asked(platform, 'refresh')).toBe(renewals)
    await expect(renewed(page)).toBeVisible()
  }
})

test('a renewal without a new refresh token is a renewal', async ({ page, platform, allowed }) => {
  // Without rotation the old token stays in force, so using it again is right.
  allowed.reuse = true
  platform.settings.rotate = false
  await signIn(page, platform, 'admin', '/session')
  platform.faults.set('refresh', { claims: 'no-refresh-token' })
  for (const renewals of [1, 2]) {
    const before = platform.journal.tokenRequests().length
    await renewNow(page)
    await expect.poll(() => platform.journal.tokenRequests().length, `${renewals}`).toBeGreaterThan(before)
    await expect(renewed(page)).toBeVisible()
    await expectInside(page, platform)
  }
})

test('a blocked person is told when the session ends, and the provider is not asked on and on', async ({
  page,
  platform,
  vendor,
}) => {
  await page.clock.install()
  await signIn(page, platform, 'admin', '/session')
  // A read under way would be refused too, and end the session at once.
  await settled(page)
  // The sandbox's own refusal for the blocked at Auth0 has no CORS headers; a real tenant's can be read.
  const refusal = { status: 403, body: { error: 'unauthorized', error_description: 'user is blocked' } }
  if (vendor === 'acme') platform.faults.set('refresh', refusal)
  else platform.sessions.block('admin')
  await platform.sessions.endAll()
  await renewNow(page)
  await expect(page.getByRole('status').filter({ hasText: /Your session ends at/ })).toBeVisible()
  const { length } = platform.journal.tokenRequests()
  await pass(page, platform, 30)
  await expectInside(page, platform)
  expect(platform.journal.tokenRequests()).toHaveLength(length)
  await pass(page, platform, 31)
  await expect(over(page)).toBeVisible()
})
