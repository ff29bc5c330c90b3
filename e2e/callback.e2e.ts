// Answers at the callback address: used twice, forged, foreign, late, broken or meant for another tab. Each ends on a page in our
// words before anything is sent to the provider, and none of them touches a session that lives.
import type { Page } from 'playwright/test'
import { expect, expectAccessible, test } from './test.ts'
import {
  asked,
  expectInside,
  expectSignIn,
  forgetEverything,
  heading,
  leave,
  persona,
  signIn,
} from './steps.ts'
import type { SandboxPlatform } from './sandbox/sandbox.ts'

const unusable = 'This sign-in cannot be used'
const foreign = 'The answer came from the wrong place'

const callbackOf = ({ id }: SandboxPlatform, query: Record<string, string | null>): string => {
  const given = Object.entries(query).flatMap(([name, value]) => (value === null ? [] : [[name, value]]))
  return `/auth/callback/${id}?${new URLSearchParams(given)}`
}

/** Signs in and tells the address of the callback that did it. */
async function signInAndTell(page: Page, platform: SandboxPlatform, path: string): Promise<string> {
  const callback = page.waitForRequest((request) =>
    new URL(request.url()).pathname.startsWith('/auth/callback/'),
  )
  await signIn(page, platform, 'admin', path)
  return (await callback).url()
}

async function expectUnusable(page: Page): Promise<void> {
  await expect(heading(page, unusable)).toBeVisible()
  expect(page.url()).not.toMatch(/[?&](code|state)=/)
}

test('an answer that was used already changes nothing, in no tab', async ({ page, platform }) => {
  const callback = await signInAndTell(page, platform, '/session')
  const other = await page.context().newPage()
  await other.goto(callback)
  await expectUnusable(other)
  await expectAccessible(other)
  expect(asked(platform, 'exchange'), 'nothing is sent for it').toBe(1)
  await page.getByRole('button', { name: 'Renew now' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Renewed' })).toBeVisible()
  await other.getByRole('button', { name: 'Go to the console' }).click()
  await expectInside(other, platform)
})

test('an answer from the history of a tab that forgot everything is rejected kindly', async ({
  page,
  platform,
}) => {
  const callback = await signInAndTell(page, platform, '/session')
  await forgetEverything(page)
  await page.goto(callback)
  await expectUnusable(page)
  await page.reload()
  await expectSignIn(page)
  expect(asked(platform, 'exchange')).toBe(1)
})

test('a forged, empty or mutilated answer is rejected before anything is sent', async ({
  page,
  platform,
}) => {
  await leave(page, platform)
  const path = `/auth/callback/${platform.id}`
  const { issuer: iss } = platform
  const forged = [
    callbackOf(platform, { code: 'stolen', state: 'somebody-elses', iss }),
    callbackOf(platform, { code: 'stolen', iss }),
    callbackOf(platform, { error: 'access_denied', state: 'somebody-elses', iss }),
    callbackOf(platform, { code: 'stolen', state: '__proto__', iss }),
    path,
    `${path}?code=%&state=%E0%A4%A&iss=%zz`,
    `${path}?code=a&code=b&state=c&state=d`,
    `${path}#code=a&state=b`,
  ]
  for (const address of forged) {
    await page.goto(address)
    await expectUnusable(page)
  }
  expect(platform.journal.tokenRequests()).toEqual([])
})

test('an address that only resembles a callback leads to the way in', async ({ page, platform }) => {
  for (const address of ['/auth/callback/', '/auth/callback/nobody', '/auth/callback/A/b']) {
    await page.goto(address)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(heading(page, 'Something went wrong')).toBeHidden()
  }
  expect(platform.journal.tokenRequests()).toEqual([])
})

test('an answer without a code is rejected, and its attempt is spent', async ({ page, platform }) => {
  const state = (await leave(page, platform)).searchParams.get('state')
  await page.goto(callbackOf(platform, { state, iss: platform.issuer }))
  await expectUnusable(page)
  await page.goto(callbackOf(platform, { state, iss: platform.issuer, code: 'late' }))
  await expectUnusable(page)
  expect(platform.journal.tokenRequests()).toEqual([])
})

test('an answer at the address of another platform is thrown away', async ({ page, platform, sandbox }) => {
  const state = (await leave(page, platform)).searchParams.get('state')
  await page.goto(callbackOf(sandbox.ktrlplane, { code: 'mixed', state, iss: sandbox.ktrlplane.issuer }))
  await expect(heading(page, foreign)).toBeVisible()
  await expectAccessible(page)
  expect(sandbox.platforms.flatMap(({ journal }) => journal.tokenRequests())).toEqual([])
})

for (const [what, iss] of [
  ['names another issuer', 'https://other.example'],
  ['names no issuer although it promised to', null],
] as const)
  test(`an answer that ${what} is thrown away`, async ({ page, platform }) => {
    platform.faults.set('authorize', { iss }, { times: 1 })
    await leave(page, platform, '/session')
    await persona(page, 'admin').click()
    await expect(heading(page, foreign)).toBeVisible()
    expect(platform.journal.tokenRequests()).toEqual([])
    await page.reload()
    await expectSignIn(page)
    const { length } = platform.journal.entries({ operation: 'authorize' })
    await page.getByRole('button', { name: `Sign in to ${platform.name}`, exact: true }).click()
    await expectInside(page, platform)
    expect(platform.journal.entries({ operation: 'authorize' }).length, 'one more, by hand').toBe(length + 1)
  })

test('an error that names another issuer is thrown away as well', async ({ page, platform }) => {
  platform.faults.set('authorize', { iss: 'https://other.example' })
  await leave(page, platform)
  await persona(page, 'Deny').click()
  await expect(heading(page, foreign)).toBeVisible()
})

test('a provider that does not name itself may stay silent', async ({ page, platform }) => {
  platform.settings.advertiseIss = false
  await signIn(page, platform, 'admin', '/')
})

test('an answer in a tab that did not ask is rejected', async ({ page, platform }) => {
  const request = await leave(page, platform)
  const other = await page.context().newPage()
  await other.goto(request.href)
  await persona(other, 'admin').click()
  await expectUnusable(other)
  expect(platform.journal.tokenRequests()).toEqual([])
})

test('a sign-in page left open for 20 minutes ends in words and takes one click more', async ({
  page,
  platform,
}) => {
  await page.clock.install()
  await leave(page, platform, '/session')
  platform.clock.advance('20m')
  await page.clock.fastForward('20:00')
  await persona(page, 'admin').click()
  await expect(heading(page, 'Signing in took too long')).toBeVisible()
  expect(platform.journal.tokenRequests()).toEqual([])
  await page.getByRole('button', { name: `Sign in to ${platform.name} again` }).click()
  await expectInside(page, platform)
  await expect(page).toHaveURL('/session')
})

test('one answer makes exactly one token request', async ({ page, platform }) => {
  await signIn(page, platform, 'admin', '/session')
  await expect(heading(page, 'Session')).toBeVisible()
  expect(platform.journal.tokenRequests().map(({ operation }) => operation)).toEqual(['exchange'])
})

for (const [what, fault] of [
  ['is away', 503],
  ['answers with a web page', 'html'],
  ['limits requests', { status: 429, body: {} }],
] as const)
  test(`a provider that ${what} when the code is redeemed ends in words, not in a loop`, async ({
    page,
    platform,
  }) => {
    platform.faults.set('exchange', fault)
    await leave(page, platform, '/session')
    await persona(page, 'admin').click()
    await expect(heading(page, `${platform.name} cannot be reached`)).toBeVisible()
    const { length } = platform.journal.entries({ operation: 'authorize' })
    await page.reload()
    await expectSignIn(page)
    expect(platform.journal.entries({ operation: 'authorize' }).length).toBe(length)
    platform.faults.clear()
    await page.getByRole('button', { name: `Sign in to ${platform.name}`, exact: true }).click()
    await expectInside(page, platform)
  })

test('a code that the provider does not know ends in words', async ({ page, platform }) => {
  const state = (await leave(page, platform)).searchParams.get('state')
  await page.goto(callbackOf(platform, { code: 'invented', state, iss: platform.issuer }))
  await expect(heading(page, 'Signing in took too long')).toBeVisible()
  expect(asked(platform, 'exchange')).toBe(1)
})

test('messages from other pages and frames are not answers', async ({ page, platform, served }) => {
  await signIn(page, platform, 'admin', '/session')
  const other = await page.context().newPage()
  await other.goto('/signed-out')
  await other.evaluate((origin) => {
    const channel = new BroadcastChannel('gatehouse.callback')
    const forged = [
      'garbage',
      { type: 'answer' },
      { type: 'answer', url: 'https://evil.example/auth/callback/kosmos?code=1&state=2' },
      { type: 'answer', url: `${origin}/auth/callback/kosmos?code=1&state=2` },
      { type: 'taken', url: origin },
    ]
    for (const message of forged) channel.postMessage(message)
  }, served.url)
  await page.evaluate(() => {
    window.postMessage({ type: 'authorization_response', response: { code: '1', state: '2' } }, '*')
    window.postMessage({ source: 'oidc-client', url: 'https://evil.example?code=1' }, '*')
  })
  await page.getByRole('button', { name: 'Renew now' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Renewed' })).toBeVisible()
  expect(asked(platform, 'exchange')).toBe(1)
})
