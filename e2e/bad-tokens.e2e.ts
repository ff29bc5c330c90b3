// ID tokens that do not hold, by the names of the OpenID Foundation's relying-party tests, and lifetimes that make no sense. Neither
// library finds all of them; each ends on our page, and nothing is done with the tokens that came along.
import type { Page } from 'playwright/test'
import { expect, expectAccessible, test } from './test.ts'
import { asked, expectInside, expectSignIn, heading, leave, persona, settled, signIn } from './steps.ts'
import type { ClaimsFault } from './sandbox/faults.ts'
import type { SandboxPlatform } from './sandbox/sandbox.ts'

const rejected = 'The ID token was rejected'
const clocks = 'The clocks do not agree'

const defects: [ClaimsFault, title: string, words: string | RegExp][] = [
  ['invalid-iss', rejected, 'it was issued by somebody else'],
  ['missing-sub', rejected, 'it does not say who you are'],
  ['invalid-aud', rejected, 'it was made for another application'],
  ['missing-aud', rejected, 'it was made for another application'],
  ['missing-iat', rejected, 'it does not say when it was issued'],
  ['nonce-invalid', rejected, 'it belongs to another sign-in'],
  ['nonce-missing', rejected, 'it belongs to another sign-in'],
  ['sig-none', rejected, /it is not signed the way it must be|it is missing or unreadable/],
  ['invalid-sig-hs256', rejected, 'it is not signed the way it must be'],
  ['no-id-token', rejected, 'it is missing or unreadable'],
  ['expired', clocks, /ahead of|is over or not yet valid/],
]

/** Nobody is in, nothing was kept, and nothing but a revocation was sent after the tokens came. */
async function expectNothingOfIt(page: Page, platform: SandboxPlatform): Promise<void> {
  await page.getByRole('button', { name: 'Start page' }).click()
  await expectSignIn(page)
  const kept = await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)])
  const harmless = new Set(['gatehouse.platform', 'react-router-scroll-positions'])
  expect(kept.filter((key) => !harmless.has(key))).toEqual([])
  const all = platform.journal.entries().filter(({ method }) => method !== 'OPTIONS')
  const after = all.slice(all.findIndex(({ operation }) => operation === 'exchange') + 1)
  expect(after.filter(({ operation }) => operation !== 'revoke')).toEqual([])
  expect(asked(platform, 'exchange')).toBe(1)
}

for (const [claims, title, words] of defects)
  test(`an ID token with ${claims} lets nobody in`, async ({ page, platform }) => {
    platform.faults.set('exchange', { claims })
    await leave(page, platform, '/session')
    await persona(page, 'admin').click()
    await expect(heading(page, title)).toBeVisible()
    await expect(page.getByRole('main')).toContainText(words)
    await expectNothingOfIt(page, platform)
  })

test('the page about a bad ID token is accessible and offers another try', async ({ page, platform }) => {
  platform.faults.set('exchange', { claims: 'nonce-invalid' }, { times: 1 })
  await leave(page, platform, '/session')
  await persona(page, 'admin').click()
  await expect(heading(page, rejected)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: `Sign in to ${platform.name} again` }).click()
  await expectInside(page, platform)
  await expect(page).toHaveURL('/session')
})

test('an answer without an access token lets nobody in', async ({ page, platform }) => {
  platform.faults.set('exchange', {
    answer: (json) => Object.fromEntries(Object.entries(json).filter(([name]) => name !== 'access_token')),
  })
  await leave(page, platform)
  await persona(page, 'admin').click()
  await expect(heading(page, rejected)).toBeVisible()
  await expectNothingOfIt(page, platform)
})

test('members of the answer that nobody asked for change nothing', async ({ page, platform }) => {
  platform.faults.set('exchange', {
    answer: (json) => ({
      ...json,
      profile: { sub: 'evil' },
      userState: 'x',
      ['__proto__x']: { admin: true },
    }),
  })
  await signIn(page, platform, 'guest', '/session')
  await expect(page.getByRole('button', { name: 'Piotr Zieliński, your account' })).toBeVisible()
})

test('a signature that does not fit is found when somebody asks for it', async ({ page, platform }) => {
  // TLS to the token endpoint stands in for the signature at sign-in (OpenID Connect Core 3.1.3.7 item 6).
  platform.faults.set('exchange', { claims: 'invalid-sig-rs256' })
  await signIn(page, platform, 'admin', '/session')
  const card = page.getByRole('region', { name: 'ID token', exact: true })
  await card.getByRole('button', { name: 'Verify against the issuer’s keys' }).click()
  await expect(card.getByRole('alert')).toContainText('The signature does not fit')
  platform.faults.clear()
  await page.getByRole('button', { name: 'Renew now' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Renewed' })).toBeVisible()
  await card.getByRole('button', { name: 'Verify against the issuer’s keys' }).click()
  await expect(card.getByText('verified', { exact: true })).toBeVisible()
})

for (const [skew, words] of [
  ['10m', 'about 10 minutes behind'],
  ['50m', 'about 50 minutes behind'],
] as const)
  test(`a provider whose clock is ${skew} fast is told by how much`, async ({ page, platform }) => {
    platform.clock.skew(skew)
    await leave(page, platform)
    await persona(page, 'admin').click()
    await expect(heading(page, clocks)).toBeVisible()
    await expect(page.getByRole('main')).toContainText(words)
    await expectNothingOfIt(page, platform)
  })

for (const skew of ['30s', '-10m', '-2h'] as const)
  test(`a provider whose clock is off by ${skew} does not keep me out`, async ({ page, platform }) => {
    platform.clock.skew(skew)
    await signIn(page, platform, 'admin', '/session')
    await expect(heading(page, 'Session')).toBeVisible()
  })

for (const [what, value, life, pause] of [
  ['missing', undefined, '1 minute', '00:41'],
  ['null', null, '1 minute', '00:41'],
  ['0', 0, '1 minute', '00:41'],
  ['-5', -5, '1 minute', '00:41'],
  ['ten years', 315_360_000, '1 day', '24:00:00'],
] as const)
  test(`a lifetime that is ${what} neither spins nor lasts for ever`, async ({ page, platform, vendor }) => {
    const odd = { answer: (json: object) => ({ ...json, expires_in: value }) }
    await page.clock.install()
    platform.faults.set('exchange', odd)
    platform.faults.set('refresh', odd)
    if (vendor === 'acme' && typeof value !== 'undefined' && Number(value) <= 0) {
      // Auth0's library drops such a token before we see it: no session, and that in words.
      await leave(page, platform)
      await persona(page, 'admin').click()
      await expect(heading(page, rejected)).toBeVisible()
      await expectNothingOfIt(page, platform)
      return
    }
    await signIn(page, platform, 'admin', '/session')
    await settled(page)
    expect(asked(platform, 'refresh')).toBe(0)
    if (what === 'ten years') {
      // A number, if a large one: believed for a day at most. It passes at the provider as well, whose answer would be a day old.
      platform.clock.advance('24h')
      await page.clock.fastForward('24:00:00')
      await expect.poll(() => asked(platform, 'refresh')).toBe(1)
      await expectInside(page, platform)
      return
    }
    for (const renewals of [1, 2]) {
      await page.clock.fastForward(pause)
      await expect.poll(() => asked(platform, 'refresh')).toBe(renewals)
      await expect(page.getByRole('region', { name: 'This session' })).toContainText(`of ${life}`)
    }
    await expectInside(page, platform)
    expect(asked(platform, 'refresh')).toBe(2)
  })
