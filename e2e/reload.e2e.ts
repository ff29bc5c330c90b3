// Staying signed in over reloads and in new tabs, on a same-site and on a cross-site provider: without a click while the provider's
// session lives, never in a loop, and never by a way that the provider does not have.
import type { Page, Request } from 'playwright/test'
import { expect, test } from './test.ts'
import { asked, door, expectInside, expectSignIn, heading, persona, signIn } from './steps.ts'

/** Authorization requests of the page from now on: in a frame or at top level, silent or not. */
function watchRequests(page: Page): string[] {
  const seen: string[] = []
  page.on('request', (request: Request) => {
    const url = new URL(request.url())
    if (!url.pathname.endsWith('/authorize')) return
    const place = request.frame() === page.mainFrame() ? 'top' : 'frame'
    seen.push(`${place} ${url.searchParams.get('prompt') ?? 'page'}`)
  })
  return seen
}

test('a reload keeps me signed in and where I was, twice in a row @cross-site', async ({
  page,
  platform,
}) => {
  await signIn(page, platform, 'admin', '/session?view=a%20b')
  for (const sessions of [2, 3]) {
    await page.reload()
    await expectInside(page, platform)
    await expect(heading(page, 'Session')).toBeVisible()
    await expect(page).toHaveURL('/session?view=a%20b')
    expect(asked(platform, 'exchange')).toBe(sessions)
  }
})

test('a new tab is signed in as well @cross-site', async ({ page, platform }) => {
  await signIn(page, platform, 'viewer', '/session')
  const other = await page.context().newPage()
  await other.goto('/session?new=tab')
  await expectInside(other, platform)
  await expect(other).toHaveURL('/session?new=tab')
  await expect(other.getByRole('button', { name: 'Mateo Quispe, your account' })).toBeVisible()
})

test('a reload asks in the way that this provider has @cross-site', async ({
  page,
  platform,
  host,
  vendor,
}) => {
  await signIn(page, platform, 'admin', '/session')
  const seen = watchRequests(page)
  await page.reload()
  await expectInside(page, platform)
  const crossSite = host === '127.0.0.1'
  const silentWay = crossSite ? ['frame none', 'top none'] : ['frame none']
  expect(seen).toEqual(vendor === 'acme' ? silentWay : ['top page'])
})

test('with Login V1, too, a reload keeps me signed in @zitadel @cross-site', async ({ page, sandbox }) => {
  sandbox.kosmos.settings.login = 1
  await signIn(page, sandbox.kosmos, 'admin', '/session')
  const seen = watchRequests(page)
  await page.reload()
  await expectInside(page, sandbox.kosmos)
  expect(seen).toEqual(['top page'])
})

test('a person without a session is not sent anywhere @cross-site', async ({ page, platform }) => {
  await page.goto('/session')
  await expectSignIn(page)
  expect(platform.journal.entries()).toEqual([])
})

test('a session that ended at the provider ends on the sign-in page, not in a loop @auth0 @cross-site', async ({
  page,
  platform,
}) => {
  await signIn(page, platform, 'admin', '/session?x=1')
  await platform.sessions.endAll()
  const seen = watchRequests(page)
  await page.reload()
  await expectSignIn(page)
  await expect(page).toHaveURL('/session?x=1')
  expect(seen).toEqual(['frame none', 'top none'])
  await page.reload()
  await expectSignIn(page)
  expect(seen, 'not asked again').toHaveLength(2)
  await door(page, platform).click()
  await persona(page, 'admin').click()
  await expectInside(page, platform)
  await expect(page).toHaveURL('/session?x=1')
})

for (const login of [1, 2] as const)
  test(`a session that ended at the provider leads to its Login V${login} page once @zitadel @cross-site`, async ({
    page,
    sandbox: { kosmos },
  }) => {
    kosmos.settings.login = login
    await signIn(page, kosmos, 'admin', '/session?x=1')
    await kosmos.sessions.endAll()
    const seen = watchRequests(page)
    await page.reload()
    await expect(persona(page, 'admin')).toBeVisible()
    await page.goto('/session?x=2')
    await expectSignIn(page)
    await page.reload()
    await expectSignIn(page)
    expect(seen, 'one redirect a minute at most').toEqual(['top page'])
    await signIn(page, kosmos, 'admin')
    await expect(page).toHaveURL('/session?x=2')
  })

test('a tab that cannot be signed in does not sign out the others @cross-site', async ({
  page,
  platform,
}) => {
  await signIn(page, platform, 'admin', '/session')
  await platform.sessions.endAll()
  const other = await page.context().newPage()
  await other.goto('/session')
  // Zitadel shows its own page, Auth0 sends the browser back.
  await expect(persona(other, 'admin').or(door(other, platform))).toBeVisible()
  await other.goto('/session')
  await expectSignIn(other)
  await page.getByRole('button', { name: 'Renew now' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Renewed' })).toBeVisible()
  await expectInside(page, platform)
})

test('a provider that is away at a reload is named, and nobody is signed out @cross-site', async ({
  page,
  platform,
}) => {
  await signIn(page, platform, 'admin', '/session')
  for (const operation of ['discovery', 'authorize', 'token']) platform.faults.set(operation, 503)
  await page.reload()
  await expect(heading(page, `${platform.name} cannot be reached`)).toBeVisible({ timeout: 15_000 })
  platform.faults.clear()
  await page.reload()
  await expectInside(page, platform)
})

test('a frame that never answers holds nothing up for long @auth0', async ({ page, platform }) => {
  await signIn(page, platform, 'admin', '/session')
  platform.faults.set('authorize', 'stall', { times: 1 })
  await page.reload()
  await expectInside(page, platform)
  await expect(heading(page, 'Session')).toBeVisible()
})
