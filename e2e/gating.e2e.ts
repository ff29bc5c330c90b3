// What each person may see and do at each platform: what is off says why, what is forbidden says who can give it and asks the
// directory for nothing, and who may do nothing at all gets a page that says what was looked for and what was found.
import type { Page } from 'playwright/test'
import { comeBackAfter, expectOff, heading, openRoles, signIn, toast } from './steps.ts'
import type { Sandbox, SandboxPlatform } from './sandbox/sandbox.ts'
import { personas } from './sandbox/personas.ts'
import { expect, expectAccessible, test } from './test.ts'
import { withoutDirectory } from './without-directory.ts'

/** What the directory was asked about roles, preflights left out. */
const roleRequests = ({ journal }: SandboxPlatform) =>
  journal.entries().filter(({ operation = '', method }) => /Role/.test(operation) && method !== 'OPTIONS')
const rights = ({ kosmos }: Sandbox, ...names: ('ORG_OWNER' | 'ORG_OWNER_VIEWER')[]) =>
  kosmos.world.administrators.set(personas.admin.subs['kosmos'] ?? '', names)
/** Without the number that may stand behind one. */
const entries = async (page: Page) => {
  const texts = await page.getByRole('navigation', { name: 'Main' }).getByRole('link').allInnerTexts()
  return texts.map((text) => text.replace(/\s*\d[\s\S]*$/, ''))
}

for (const name of ['viewer', 'keykeeper'] as const)
  test(`lets a ${name} read roles, and says at every other button why not @zitadel`, async ({
    page,
    sandbox,
  }) => {
    await openRoles(page, sandbox.kosmos, name)
    await expect(page.getByText('All 48 roles')).toBeVisible()
    await expectOff(
      page.getByRole('link', { name: 'Create role' }),
      /Needs project\.role\.write\. Looked at Zitadel's answer to “what may I do”\. It holds \d+ rights, this one not among them\. Ask an organization owner/,
    )
    await expectOff(page.getByRole('link', { name: 'Edit admin', exact: true }), /Needs project\.role\.write/)
    await expectOff(
      page.getByRole('button', { name: 'Delete admin', exact: true }),
      /Needs project\.role\.delete/,
    )
    await expectAccessible(page)
    for (const control of ['Edit admin', 'Delete admin', 'Create role']) {
      const button = page.getByRole('link', { name: control, exact: true })
      await button.or(page.getByRole('button', { name: control, exact: true })).click({ force: true })
      await page.keyboard.press('Enter')
    }
    await expect(page).toHaveURL('/roles')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    expect(new Set(roleRequests(sandbox.kosmos).map(({ operation }) => operation))).toEqual(
      new Set(['listRoles']),
    )
  })

test('lets an administrator do all of it @zitadel', async ({ page, sandbox }) => {
  await openRoles(page, sandbox.kosmos)
  await expect(page.getByRole('link', { name: 'Create role' })).toBeEnabled()
  await expect(page.getByRole('link', { name: 'Edit admin', exact: true })).toBeEnabled()
  await expect(page.getByRole('button', { name: 'Delete admin', exact: true })).toBeEnabled()
  expect(await entries(page)).toEqual([
    'Session',
    'Roles',
    'Permissions',
    'Members',
    'Accounts',
    'Tokens',
    'Keys',
    'Expiring',
  ])
})

for (const path of ['/roles', '/roles/new', '/roles/admin/edit'])
  test(`tells a guest at ${path} who can give what is missing, and asks for no role @zitadel`, async ({
    page,
    sandbox,
  }) => {
    await signIn(page, sandbox.kosmos, 'guest', path)
    await expect(heading(page, 'This page is not for your account')).toBeVisible()
    const main = page.getByRole('main')
    await expect(main).toContainText(/project\.role\.(read|write)/)
    await expect(main).toContainText("Zitadel's answer to “what may I do”")
    await expect(main).toContainText('Nothing at all')
    await expect(main).toContainText('an organization owner, or the owner of this project')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expectAccessible(page)
    expect(roleRequests(sandbox.kosmos)).toEqual([])
    expect(sandbox.kosmos.journal.entries({ operation: 'permissions', method: 'POST' })).toHaveLength(1)
  })

for (const [path, grant] of [
  ['/roles/new', 'create roles'],
  ['/roles/admin/edit', 'edit roles'],
] as const)
  test(`tells a viewer at ${path} who can give what is missing, and asks for no role @zitadel`, async ({
    page,
    sandbox,
  }) => {
    await signIn(page, sandbox.kosmos, 'viewer', path)
    await expect(heading(page, 'This page is not for your account')).toBeVisible()
    await expect(page.getByRole('main')).toContainText('project.role.write')
    await expect(page.getByRole('main')).toContainText(`Your account may not ${grant}.`)
    await expect(page.getByRole('dialog')).toHaveCount(0)
    expect(roleRequests(sandbox.kosmos)).toEqual([])
  })

const guests: ['kosmos' | 'acme' | 'ktrlplane', RegExp, RegExp, RegExp][] = [
  ['kosmos', /project\.role\.read/, /Zitadel's answer to “what may I do”/, /organization owner/],
  [
    'acme',
    /read:roles/,
    /claim “permissions” of your access token/,
    /whoever assigns roles in this Auth0 tenant/,
  ],
  [
    'ktrlplane',
    /access:platform/,
    /scope that was granted to your access token/,
    /whoever administers KtrlPlane’s API at Auth0/,
  ],
]
for (const [id, wanted, source, giver] of guests)
  test(`tells a guest of ${id} that there are no rights yet, and what to say to whom @${id === 'kosmos' ? 'zitadel' : 'auth0'}`, async ({
    page,
    sandbox,
  }) => {
    const platform = sandbox[id]
    await signIn(page, platform, 'guest', '/')
    await expect(heading(page, `You have no rights at ${platform.name} yet`)).toBeVisible()
    const looked = page.getByRole('region', { name: 'What was looked for' })
    await expect(looked).toContainText(wanted)
    await expect(looked).toContainText(source)
    await expect(looked).toContainText(giver)
    await expect(looked).toContainText('Nothing at all')
    const tell = page.getByRole('region', { name: 'What to tell them' })
    await expect(tell).toContainText(personas.guest.name)
    await expect(tell).toContainText(personas.guest.subs[id] ?? '?')
    await expect(tell).toContainText(new URL(platform.issuer).host)
    await expectAccessible(page)
    // A token without the scope is tried once, since it may be one for another API.
    expect(roleRequests(platform)).toHaveLength(id === 'ktrlplane' ? 1 : 0)
    await page.getByRole('link', { name: 'See what your token says' }).click()
    await expect(heading(page, 'Session')).toBeVisible()
  })

test('has no Roles where nothing is administered, in the sidebar or at their address, and says so @auth0', async ({
  page,
  sandbox,
}) => {
  withoutDirectory(sandbox)
  await signIn(page, sandbox.ktrlplane, 'admin', '/')
  await expect(heading(page, 'Session')).toBeVisible()
  expect(await entries(page)).toEqual(['Session'])
  for (const path of ['/roles', '/roles/new', '/roles/admin/edit']) {
    await page.goto(path)
    await expect(heading(page, 'Not found')).toBeVisible()
    await expect(page.getByRole('main')).toContainText(
      'KtrlPlane has no roles that this console can administer.',
    )
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Start page' }).click()
  await expect(heading(page, 'Session')).toBeVisible()
})

test('tells a guest of a platform without a directory which scope is missing @auth0', async ({
  page,
  sandbox,
}) => {
  withoutDirectory(sandbox)
  await signIn(page, sandbox.ktrlplane, 'guest', '/')
  await expect(heading(page, 'You have no rights at KtrlPlane yet')).toBeVisible()
  const looked = page.getByRole('region', { name: 'What was looked for' })
  await expect(looked).toContainText('access:platform')
  await expect(looked).toContainText('the scope that was granted to your access token')
  await expect(looked).toContainText('openid, profile, email, offline_access')
  await expect(looked).toContainText('an administrator of KtrlPlane')
})

test('shows what the server refused, and closes what I lost meanwhile @zitadel', async ({
  page,
  sandbox,
}) => {
  await openRoles(page, sandbox.kosmos)
  await page.getByRole('link', { name: 'Create role' }).click()
  const dialog = page.getByRole('dialog', { name: 'Create role' })
  await dialog.getByRole('textbox', { name: 'Key' }).fill('late')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Too late')
  rights(sandbox, 'ORG_OWNER_VIEWER')
  await dialog.getByRole('button', { name: 'Create role' }).click()
  const problem = dialog.getByRole('alert').filter({ hasText: 'does not allow you to do this' })
  await expect(problem).toBeFocused()
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('Too late')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Leave', exact: true }).click()
  await expectOff(page.getByRole('link', { name: 'Create role' }), /Needs project\.role\.write/)
  await expectOff(
    page.getByRole('button', { name: 'Delete admin', exact: true }),
    /Needs project\.role\.delete/,
  )
  expect(sandbox.kosmos.world.roles()).toHaveLength(48)
})

test('closes Delete when the server refuses one @zitadel', async ({ page, sandbox }) => {
  await openRoles(page, sandbox.kosmos, 'admin', '?q=trainee')
  await page.getByRole('button', { name: 'Delete trainee' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill('trainee')
  rights(sandbox, 'ORG_OWNER_VIEWER')
  await dialog.getByRole('button', { name: 'Delete role' }).click()
  await expect(toast(page, /Could not delete “trainee”.*does not allow you/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expectOff(page.getByRole('button', { name: 'Delete trainee' }), /Needs project\.role\.delete/)
})

test('follows rights that I lose while I look at the list @zitadel', async ({ page, sandbox }) => {
  await page.clock.install()
  await openRoles(page, sandbox.kosmos)
  rights(sandbox)
  await comeBackAfter(page, 31)
  await expect(page.getByRole('link', { name: 'Create role' })).toBeDisabled()
  await expect(page.getByText('This list could not be read again')).toBeVisible()
  await expect(page.getByRole('main')).toContainText('You hold no administrator role')
})

test('opens what I gain as soon as the session is renewed @zitadel', async ({ page, sandbox }) => {
  rights(sandbox, 'ORG_OWNER_VIEWER')
  await signIn(page, sandbox.kosmos, 'admin', '/session')
  const allowed = page.getByRole('table', { name: 'What this console allows you' })
  await expect(allowed.getByRole('row', { name: /may not edit roles/ })).toBeVisible()
  rights(sandbox, 'ORG_OWNER')
  await page.getByRole('button', { name: 'Renew now' }).click()
  await expect(allowed.getByRole('row', { name: /may edit roles/ })).toContainText('yes')
  await page.getByRole('link', { name: 'Roles' }).click()
  await expect(page.getByRole('link', { name: 'Create role' })).toBeEnabled()
})

test('says so when the rights cannot be read, and goes on once they can @zitadel', async ({
  page,
  sandbox,
}) => {
  sandbox.kosmos.faults.set('permissions', 503)
  await signIn(page, sandbox.kosmos, 'admin', '/roles')
  await expect(heading(page, 'No answer')).toBeVisible()
  expect(roleRequests(sandbox.kosmos)).toEqual([])
  sandbox.kosmos.faults.clear()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText('All 48 roles')).toBeVisible()
})
