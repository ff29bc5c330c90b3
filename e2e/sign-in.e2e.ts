// Signing in: the way to the provider and back. Buttons, the request that leaves, deep links, refusals, a provider that is away,
// and what the browser remembers of it all afterwards.
import type { Page } from 'playwright/test'
import { expect, expectAccessible, test } from './test.ts'
import { asked, door, expectInside, forgetEverything, heading, leave, persona, signIn } from './steps.ts'
import type { Fault } from './sandbox/faults.ts'

const addresses = (page: Page) =>
  page.evaluate(() => [location.href, ...navigation.entries().map(({ url }) => url)].join(' '))

test('offers one button for every platform, with the host of its issuer beneath', async ({
  page,
  sandbox,
}) => {
  await page.goto('/')
  for (const platform of sandbox.platforms)
    await expect(door(page, platform)).toHaveAccessibleDescription(new URL(platform.issuer).host)
  await expect(page.getByRole('button', { name: /^Sign in to / })).toHaveCount(sandbox.platforms.length)
  expect(
    sandbox.platforms.flatMap(({ journal }) => journal.entries()),
    'asks nobody anything',
  ).toEqual([])
})

test('asks for a code with PKCE S256, state, nonce and a refresh token, fresh each time', async ({
  page,
  platform,
  served,
}) => {
  const first = await leave(page, platform)
  await forgetEverything(page)
  const second = await leave(page, platform)
  for (const { origin, searchParams: query } of [first, second]) {
    expect(origin).toBe(platform.origin)
    expect(Object.fromEntries(query)).toMatchObject({
      client_id: platform.clientId,
      response_type: 'code',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^.{22,}$/),
      nonce: expect.stringMatching(/^.{22,}$/),
      redirect_uri: `${served.url}/auth/callback/${platform.id}`,
    })
    expect(query.get('scope')?.split(' ')).toEqual(expect.arrayContaining(['openid', 'offline_access']))
    expect([...query.keys()]).not.toContain('prompt')
  }
  for (const name of ['state', 'nonce', 'code_challenge'])
    expect(first.searchParams.get(name)).not.toBe(second.searchParams.get(name))
})

test('brings me back to the page I wanted, with its query', async ({ page, platform }) => {
  await signIn(page, platform, 'admin', '/session?from=a%20mail&x=1')
  await expect(page).toHaveURL('/session?from=a%20mail&x=1')
  await expect(heading(page, 'Session')).toBeVisible()
  await expectAccessible(page)
  expect(asked(platform, 'exchange')).toBe(1)
})

test('never leaves this console for an address that only looks like one of its own', async ({
  page,
  platform,
  served,
}) => {
  const twisted = [
    '//evil.example/roles',
    '/\\evil.example',
    '/a/..//evil.example',
    '/signed-out',
    `/auth/callback/${platform.id}`,
  ]
  for (const path of twisted) {
    await page.goto(`${served.url}${path}`)
    if (path.startsWith('/auth/')) await page.getByRole('button', { name: 'Go to the console' }).click()
    await signIn(page, platform, 'guest')
    const { origin, pathname } = new URL(page.url())
    expect(origin, path).toBe(served.url)
    expect(pathname, path).not.toMatch(/evil|signed-out|callback/)
    await forgetEverything(page)
  }
})

test('says so when the provider refuses, and lets me try again', async ({ page, platform }) => {
  await leave(page, platform, '/session')
  await persona(page, 'Deny').click()
  await expect(heading(page, `${platform.name} did not let you in`)).toBeVisible()
  await expectAccessible(page)
  await expect(page).toHaveURL('/session')
  expect(asked(platform, 'exchange')).toBe(0)
  await page.getByRole('button', { name: `Sign in to ${platform.name} again` }).click()
  await persona(page, 'admin').click()
  await expectInside(page, platform)
  await expect(page).toHaveURL('/session')
})

test('says so when an administrator has blocked me @auth0', async ({ page, platform }) => {
  platform.sessions.block('admin')
  await leave(page, platform)
  await persona(page, 'admin').click()
  await expect(heading(page, `${platform.name} did not let you in`)).toBeVisible()
})

test('shows the provider’s own words only as a short quotation under Details', async ({ page, platform }) => {
  const request = await leave(page, platform)
  const bait =
    'Your account was hacked! Call +41 900 000 000 and enter your password at https://evil.example. '
  const answer = new URLSearchParams({
    error: 'server_error',
    error_description: bait.repeat(100),
    state: request.searchParams.get('state') ?? '',
    iss: platform.issuer,
  })
  await page.goto(`/auth/callback/${platform.id}?${answer}`)
  await expect(heading(page, `${platform.name} cannot be reached`)).toBeVisible()
  await expect(page.getByText('Call +41')).toBeHidden()
  await expect(page.getByRole('link')).toHaveCount(0)
  await page.getByText('Details', { exact: true }).click()
  const quotation = page.getByRole('definition').filter({ hasText: 'hacked' })
  await expect(quotation).toHaveText(/^“.{100,200}”$/)
})

const outages: [string, Fault][] = [
  ['answers 503', 503],
  ['hangs up', 'reset'],
  ['shows a maintenance page', 'html'],
  ['stops in the middle', 'truncate'],
]
for (const [outage, fault] of outages)
  test(`says so on the spot when the provider ${outage}, and works when it is back`, async ({
    page,
    platform,
  }) => {
    await page.goto('/')
    platform.faults.set('discovery', fault)
    await door(page, platform).click()
    await expect(
      page.getByRole('alert').filter({ hasText: `${platform.name} cannot be reached` }),
    ).toBeVisible()
    await expect(page).toHaveURL('/')
    platform.faults.clear()
    await door(page, platform).click()
    await persona(page, 'admin').click()
    await expectInside(page, platform)
  })

test('does not go to a provider that calls itself by another name', async ({ page, platform }) => {
  platform.faults.set('discovery', { answer: (json) => ({ ...json, issuer: 'https://other.example' }) })
  await page.goto('/')
  await door(page, platform).click()
  await expect(
    page.getByRole('alert').filter({ hasText: 'The answer came from the wrong place' }),
  ).toBeVisible()
  expect(platform.journal.entries({ operation: 'authorize' })).toEqual([])
})

test('still opens one provider after another failed', async ({ page, sandbox }) => {
  sandbox.acme.faults.set('discovery', 503)
  await page.goto('/')
  await door(page, sandbox.acme).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Acme cannot be reached' })).toBeVisible()
  await door(page, sandbox.ktrlplane).click()
  await persona(page, 'admin').click()
  await expectInside(page, sandbox.ktrlplane)
})

test('takes a double click for one', async ({ page, platform }) => {
  await page.goto('/')
  await door(page, platform).dblclick()
  await persona(page, 'admin').click()
  await expectInside(page, platform)
  const begun = platform.journal.entries({ operation: 'authorize' }).filter(({ query }) => query.length > 0)
  expect(begun).toHaveLength(1)
})

test('works again after I came back from the provider without signing in', async ({ page, platform }) => {
  await leave(page, platform)
  await page.goBack()
  await expect(door(page, platform)).toBeVisible()
  await signIn(page, platform, 'admin')
})

test('lets me begin at one platform and finish at another', async ({ page, sandbox }) => {
  const earlier = await leave(page, sandbox.kosmos)
  await page.goBack()
  await signIn(page, sandbox.acme, 'admin')
  // The first sign-in page, still open in the history, is finished after all: it is an answer to this tab, too.
  await page.goto(earlier.href)
  await persona(page, 'viewer').click()
  await expectInside(page, sandbox.kosmos)
  expect(sandbox.platforms.map((platform) => asked(platform, 'exchange'))).toEqual([1, 1, 0])
})

test('handles the answer to a sign-in that I began twice', async ({ page, platform }) => {
  const earlier = await leave(page, platform)
  await leave(page, platform)
  await page.goto(earlier.href)
  await persona(page, 'admin').click()
  const rejected = heading(page, 'This sign-in cannot be used')
  await expect(page.getByRole('button', { name: `Platform: ${platform.name}` }).or(rejected)).toBeVisible()
  expect(asked(platform, 'exchange')).toBe((await rejected.isVisible()) ? 0 : 1)
})

test('leaves no code in the address or the history, and sends no referrer', async ({ page, platform }) => {
  await page.addInitScript(() => {
    // What stands in the address whenever there is something to see.
    const look = () => {
      if (document.body?.innerText.trim())
        document.title += /[?&](code|state)=/.test(location.search) ? ' LEAK' : ''
      requestAnimationFrame(look)
    }
    look()
  })
  await signIn(page, platform, 'admin', '/session')
  await expect(page).not.toHaveTitle(/LEAK/)
  expect(await addresses(page)).not.toMatch(/code=|state=|callback/)
  await expect.poll(() => platform.journal.entries({ operation: 'userinfo', method: 'GET' })).not.toEqual([])
  const ours = ['discovery', 'exchange', 'userinfo']
  const sent = platform.journal.entries().filter(({ operation }) => ours.includes(operation ?? ''))
  expect(new Set(sent.map(({ operation }) => operation)).size).toBe(ours.length)
  expect(sent.filter(({ headers }) => headers.includes('referer'))).toEqual([])
})
