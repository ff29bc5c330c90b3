// The session page put to the test: signatures held against the issuer's keys, renewals that change something or nothing, and
// claims that try to break or fool whoever reads them.
import type { Page } from 'playwright/test'
import { asked, heading, row, signIn } from './steps.ts'
import type { SandboxPlatform } from './sandbox/sandbox.ts'
import { expect, expectAccessible, test } from './test.ts'

const id = (page: Page) => page.getByRole('region', { name: 'ID token', exact: true })
const verify = (page: Page) => id(page).getByRole('button', { name: 'Verify against the issuer’s keys' })
const renew = (page: Page) => page.getByRole('button', { name: 'Renew now' })

async function openSession(page: Page, platform: SandboxPlatform): Promise<void> {
  await signIn(page, platform, 'admin', '/session')
  await expect(heading(page, 'Session')).toBeVisible()
}

async function openClaims(page: Page): Promise<void> {
  await id(page)
    .getByText(/^All other claims/)
    .click()
}

test('says “not verified” until I ask, and then which key it was', async ({ page, platform }) => {
  await openSession(page, platform)
  await expect(id(page).getByText('not verified', { exact: true })).toBeVisible()
  expect(platform.journal.entries({ operation: 'jwks', method: 'GET' })).toEqual([])
  await verify(page).click()
  await expect(id(page).getByText('verified', { exact: true })).toBeVisible()
  await expect(id(page)).toContainText('RS256, with the issuer’s key')
  expect(platform.journal.entries({ operation: 'jwks', method: 'GET' })).toHaveLength(1)
  await renew(page).click()
  // What was found out belongs to the token it was found out about.
  await expect(id(page).getByText('not verified', { exact: true })).toBeVisible()
})

test('finds the new key after the issuer changed its own', async ({ page, platform }) => {
  await openSession(page, platform)
  platform.rotateSigningKey()
  await renew(page).click()
  await expect(page.getByRole('status').filter({ hasText: 'Renewed' })).toBeVisible()
  await verify(page).click()
  await expect(id(page).getByText('verified', { exact: true })).toBeVisible()
})

test('does not take a forged signature for a good one', async ({ page, platform }) => {
  platform.faults.set('exchange', { claims: 'invalid-sig-rs256' })
  await openSession(page, platform)
  await verify(page).click()
  await expect(id(page).getByRole('alert')).toContainText('The signature does not fit')
  await expect(id(page).getByText('not verified', { exact: true })).toBeVisible()
  await expect(id(page).getByText('verified', { exact: true })).toHaveCount(0)
  await expectAccessible(page)
})

test('does not take a signature by a key that nobody published', async ({ page, platform }) => {
  platform.faults.set('exchange', { claims: 'kid-unknown' })
  await openSession(page, platform)
  await verify(page).click()
  await expect(id(page).getByRole('alert')).toContainText('None of the issuer’s published keys')
})

for (const fault of [503, 'reset', 'html'] as const)
  test(`knows nothing of a signature while the keys cannot be read: ${fault}`, async ({ page, platform }) => {
    await openSession(page, platform)
    platform.faults.set('jwks', fault)
    await verify(page).click()
    await expect(id(page).getByRole('alert')).toContainText('The issuer’s keys could not be read.')
    await expect(id(page).getByText('verified', { exact: true })).toHaveCount(0)
    platform.faults.clear()
    await verify(page).click()
    await expect(id(page).getByText('verified', { exact: true })).toBeVisible()
  })

test('says that a renewal changed nothing, when it did not', async ({ page, platform }) => {
  await openSession(page, platform)
  await renew(page).click()
  await expect(page.getByRole('status').filter({ hasText: /^Renewed/ })).toContainText('say the same')
  expect(asked(platform, 'refresh')).toBe(1)
  await expectAccessible(page)
})

test('says what a renewal changed @zitadel', async ({ page, sandbox }) => {
  await openSession(page, sandbox.kosmos)
  sandbox.kosmos.settings.flatClaims = false
  await renew(page).click()
  const note = page.getByRole('status').filter({ hasText: /^Renewed: \d+ claims changed/ })
  await expect(note).toContainText('permissions')
  await expect(note).toContainText('["admin"] → (absent)')
})

test('says what a renewal changed @auth0', async ({ page, sandbox }) => {
  await openSession(page, sandbox.acme)
  sandbox.acme.settings.permissions = false
  await renew(page).click()
  const note = page.getByRole('status').filter({ hasText: /^Renewed: 1 claim changed/ })
  await expect(note).toContainText('permissions')
  await expect(note).toContainText('→ (absent)')
  await expect(row(page, 'What this console allows you', 'may not edit roles')).toBeVisible()
})

test('says so when a renewal fails, and keeps the token that still lives', async ({ page, platform }) => {
  await openSession(page, platform)
  platform.faults.set('refresh', 503)
  await renew(page).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Not renewed' })).toContainText('cannot be reached')
  await expect(id(page).getByRole('meter')).toBeVisible()
  platform.faults.clear()
  await renew(page).click()
  await expect(page.getByRole('status').filter({ hasText: /^Renewed/ })).toBeVisible()
})

test('renews once for two quick clicks', async ({ page, platform }) => {
  await openSession(page, platform)
  await renew(page).dblclick()
  await expect(page.getByRole('status').filter({ hasText: /^Renewed/ })).toBeVisible()
  expect(asked(platform, 'refresh')).toBe(1)
})

const nested = (depth: number): unknown => (depth === 0 ? 'the bottom' : { deeper: nested(depth - 1) })

test('shows hostile claims as text, and loads none of them', async ({ page, platform }) => {
  platform.faults.set('exchange', {
    claims: (claims) =>
      Object.defineProperty(
        {
          ...claims,
          picture: 'javascript:alert(1)',
          website: 'https://evil.example/track',
          name: '<img src=x onerror=alert(2)>',
          'https://evil.example/{{7*7}}': '${7*7} </script>',
          nbf_text: 'NaN',
          updated_at: 1e300,
          nested: nested(500),
          many: Array.from({ length: 10_000 }, (_, index) => `entry-${index}`),
        },
        '__proto__',
        { value: { roles: ['admin'] }, enumerable: true },
      ),
  })
  let dialogs = 0
  page.on('dialog', (dialog) => {
    dialogs += 1
    void dialog.dismiss()
  })
  await openSession(page, platform)
  await expect(page.getByRole('button', { name: '<img src=x onerror=alert(2)>, your account' })).toBeVisible()
  await openClaims(page)
  const claim = (name: string) =>
    id(page)
      .getByRole('table')
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name, exact: true }) })
  await expect(claim('picture')).toContainText('javascript:alert(1)')
  await expect(claim('picture')).toContainText('this console does not load it')
  await expect(claim('https://evil.example/{{7*7}}')).toContainText('${7*7} </script>')
  await expect(claim('__proto__')).toContainText('{"roles":["admin"]}')
  await expect(claim('updated_at')).toContainText('not a date')
  await expect(claim('nested')).toBeVisible()
  await expect(claim('many')).toBeVisible()
  await expect(id(page).getByRole('link')).toHaveCount(0)
  await expect(page.getByRole('img')).toHaveCount(0)
  // Ten thousand entries must not make the page heavy.
  const before = Date.now()
  await claim('many').getByText(/^\[/).first().click()
  await expect(claim('many')).toContainText('characters)')
  expect(Date.now() - before).toBeLessThan(1500)
  expect(dialogs).toBe(0)
  await expectAccessible(page)
})

test('shows ten thousand roles without ten thousand labels @zitadel', async ({ page, platform }) => {
  platform.faults.set('exchange', {
    claims: (claims) => ({ ...claims, roles: Array.from({ length: 10_000 }, (_, index) => `role-${index}`) }),
  })
  await openSession(page, platform)
  await expect(id(page)).toContainText(/and 9\d{3} more/)
})

test('does not sign in with an end that is no date', async ({ page, platform }) => {
  platform.faults.set('exchange', { claims: (claims) => ({ ...claims, exp: String(claims['exp']) }) })
  await page.goto('/session')
  await page.getByRole('button', { name: `Sign in to ${platform.name}`, exact: true }).click()
  await page.getByRole('button', { name: 'admin', exact: true }).click()
  await expect(heading(page, 'The ID token was rejected')).toBeVisible()
})
