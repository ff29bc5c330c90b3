// The session page: what each token says in words, how long it lives, what a renewal changed, whether its signature holds, what
// this console allows and by which right; and how little of a token leaves by the clipboard.
import type { Page } from 'playwright/test'
import { heading, row, signIn } from './steps.ts'
import type { SandboxPlatform } from './sandbox/sandbox.ts'
import { personas } from './sandbox/personas.ts'
import { expect, expectAccessible, test } from './test.ts'
import { withoutDirectory } from './without-directory.ts'

const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const open = (page: Page, name: string, summary: string | RegExp) =>
  card(page, name).getByText(summary).first().click()

async function openSession(page: Page, platform: SandboxPlatform): Promise<void> {
  await signIn(page, platform, 'admin', '/session')
  await expect(heading(page, 'Session')).toBeVisible()
  await expect(card(page, 'Userinfo').getByText('All other claims')).toBeVisible()
}

test('says who I am, where, and until when', async ({ page, platform }) => {
  await openSession(page, platform)
  const session = card(page, 'This session')
  await expect(session).toContainText(personas.admin.name)
  await expect(session).toContainText(personas.admin.subs[platform.id] ?? '?')
  await expect(session).toContainText(`${platform.name}, ${new URL(platform.issuer).host}`)
  await expect(session).toContainText('openid profile email offline_access')
  await expect(session.getByRole('meter', { name: 'Time left' })).toHaveAttribute(
    'aria-valuetext',
    /^59 minutes .* left$|^1 hour left$/,
  )
  await expect(session).toContainText(/Ends.*\d{2}:\d{2}:\d{2}/)
  await expect(session).toContainText(
    /in (59 minutes \d+ seconds?|1 hour) \(of (1 hour|59 minutes 59 seconds)\)/,
  )
  await expect(page.getByText('Asked for and not granted')).toHaveCount(0)
  await expectAccessible(page)
})

test('takes the ID token apart: issuer, audience, times, and each claim with its meaning', async ({
  page,
  platform,
}) => {
  await openSession(page, platform)
  const id = card(page, 'ID token')
  await expect(id).toContainText(personas.admin.subs[platform.id] ?? '?')
  await expect(id).toContainText(platform.issuer)
  await expect(id).toContainText(platform.clientId)
  await expect(id).toContainText('For whom it was made; others must refuse it')
  await expect(id.getByRole('meter', { name: 'Time left' })).toBeVisible()
  await open(page, 'ID token', /^All other claims/)
  const claims = id.getByRole('table', { name: 'Other claims' })
  const exp = claims
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: 'exp', exact: true }) })
  await expect(exp).toContainText(/\d{4}.*\d{2}:\d{2}:\d{2}/)
  await expect(exp.getByRole('cell', { name: /^\d{10}$/ })).toBeVisible()
  await expect(exp).toContainText('When it ends')
  await open(page, 'ID token', 'Header')
  await expect(id).toContainText('RS256')
  await expectAccessible(page)
})

test('takes a JWT access token apart, with roles, permissions and scopes @auth0', async ({
  page,
  platform,
}) => {
  await openSession(page, platform)
  const access = card(page, 'Access token')
  await expect(access.getByText('JWT', { exact: true }).first()).toBeVisible()
  await expect(access).toContainText('https://api.acme.example')
  await expect(access).toContainText('create:roles')
  await expect(access).not.toContainText('not for this platform')
  await expect(access).toContainText('offline_access')
})

test('says that an opaque access token has nothing to read @zitadel', async ({ page, platform }) => {
  await openSession(page, platform)
  const access = card(page, 'Access token')
  await expect(access.getByText('opaque', { exact: true })).toBeVisible()
  await expect(access).toContainText('Opaque: nothing to read.')
  await expect(access.getByRole('meter')).toHaveCount(0)
  await expect(access.getByRole('button', { name: 'Verify against the issuer’s keys' })).toHaveCount(0)
  await expect(card(page, 'ID token')).toContainText('conversations:read')
})

test('reads a JWT access token of Zitadel as well @zitadel', async ({ page, sandbox }) => {
  sandbox.kosmos.settings.accessTokenFormat = 'jwt'
  await openSession(page, sandbox.kosmos)
  const access = card(page, 'Access token')
  await expect(access.getByText('JWT', { exact: true }).first()).toBeVisible()
  await expect(access).toContainText(sandbox.kosmos.issuer)
  await access.getByRole('button', { name: 'Verify against the issuer’s keys' }).click()
  await expect(access.getByText('verified', { exact: true })).toBeVisible()
})

test('copies a token without what makes it one, and the whole only behind a warning', async ({
  page,
  context,
  platform,
  served,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: platform.origin })
  await context.grantPermissions(['clipboard-write'], { origin: served.url })
  await openSession(page, platform)
  // The console may not read the clipboard, so that somebody else has to.
  const reader = await context.newPage()
  await reader.goto(`${platform.origin}/.well-known/openid-configuration`)
  const copied = () => reader.evaluate(() => navigator.clipboard.readText())
  const id = card(page, 'ID token')
  await id.getByRole('button', { name: 'Copy masked ID token' }).click()
  await expect(page.getByRole('status').filter({ hasText: /^Copied$/ })).toHaveCount(1)
  const [header, claims, rest] = (await copied()).split('.')
  expect(rest).toBe('(signature removed)')
  await expect(id.getByRole('button', { name: 'Copy the whole ID token' })).toBeHidden()
  await open(page, 'ID token', 'The ID token itself')
  await expect(id).toContainText('Whoever has it can act as you until it ends.')
  await id.getByRole('button', { name: 'Copy the whole ID token' }).click()
  await expect.poll(copied).toMatch(/^ey[\w-]+\.ey[\w-]+\.[\w-]{80,}$/)
  expect((await copied()).startsWith(`${header}.${claims}.`)).toBe(true)
  const access = card(page, 'Access token')
  await access.getByRole('button', { name: 'Copy masked access token' }).click()
  await expect
    .poll(copied)
    .toMatch(platform.id === 'kosmos' ? /^.{4}… \(\d+ characters\)$/ : /\.\(signature removed\)$/)
  await reader.evaluate(() => navigator.clipboard.writeText(''))
})

test('shows userinfo and what this console allows me, each from its own answer', async ({
  page,
  platform,
}) => {
  await openSession(page, platform)
  await open(page, 'Userinfo', /^All other claims/)
  const claims = card(page, 'Userinfo').getByRole('table', { name: 'Other claims' })
  await expect(claims.getByRole('row', { name: /^email / })).toContainText(personas.admin.email)
  const allowed = row(page, 'What this console allows you', 'may edit roles')
  await expect(allowed).toContainText(platform.id === 'kosmos' ? 'project.role.write' : 'update:roles')
  await expect(allowed).toContainText('yes')
  await expect(card(page, 'What this console allows you')).toContainText(
    platform.id === 'kosmos' ? 'Zitadel' : 'the claim “permissions” of your access token',
  )
})

test('says of a platform without a directory that there is nothing to administer @auth0', async ({
  page,
  sandbox,
}) => {
  withoutDirectory(sandbox)
  await openSession(page, sandbox.ktrlplane)
  await expect(card(page, 'What this console allows you')).toContainText(
    'administers nothing at this platform',
  )
})

test('keeps a failing userinfo to its own card', async ({ page, platform }) => {
  platform.faults.set('userinfo', 503)
  await signIn(page, platform, 'admin', '/session')
  const userinfo = card(page, 'Userinfo')
  await expect(userinfo.getByRole('alert')).toContainText('did not answer who you are')
  await expect(card(page, 'ID token').getByText('All other claims')).toBeVisible()
  await expectAccessible(page)
  platform.faults.clear()
  await userinfo.getByRole('button', { name: 'Try again' }).click()
  await expect(userinfo.getByText('All other claims')).toBeVisible()
})

test('says which scopes were asked for and not granted @auth0', async ({ page, sandbox }) => {
  await signIn(page, sandbox.ktrlplane, 'guest', '/session')
  const session = card(page, 'This session')
  await expect(session).toContainText('Asked for and not granted')
  await expect(session).toContainText('access:platform. What needs it will be refused.')
})

test('counts down', async ({ page, platform }) => {
  await page.clock.install()
  await openSession(page, platform)
  const meter = card(page, 'This session').getByRole('meter', { name: 'Time left' })
  await expect(meter).toHaveAttribute('aria-valuenow', '100')
  await page.clock.fastForward('30:00')
  await expect(meter).toHaveAttribute('aria-valuetext', /^29 minutes \d+ seconds? left$|^30 minutes left$/)
  await expect(meter).toHaveAttribute('aria-valuenow', '50')
})
