// Why the list of roles can be empty, incomplete or not there at all: a sentence of its own for each reason, and the way out.
import { comeBackAfter, heading, openRoles, row, signIn } from './steps.ts'
import type { Fault } from './sandbox/faults.ts'
import type { Sandbox } from './sandbox/sandbox.ts'
import { expect, expectAccessible, test } from './test.ts'

const lists = ({ kosmos }: Sandbox) => kosmos.journal.entries({ operation: 'listRoles', method: 'POST' })

test('says so when a project has no roles yet, and where to begin @zitadel', async ({ page, sandbox }) => {
  const { world } = sandbox.kosmos
  for (const { key } of world.roles()) world.removeRole(key)
  await openRoles(page, sandbox.kosmos)
  await expect(page.getByText('No roles yet')).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: 'roles' })).toHaveCount(0)
  await expectAccessible(page)
  await page.getByRole('main').getByRole('link', { name: 'Create role' }).last().click()
  await expect(page.getByRole('dialog', { name: 'Create role' })).toBeVisible()
})

test('says so when nothing matches, and takes me back to all @zitadel', async ({ page, sandbox }) => {
  await openRoles(page, sandbox.kosmos, 'admin', '?q=nobody-is-called-so')
  await expect(page.getByText('No role matches “nobody-is-called-so”')).toBeVisible()
  await expect(page.getByText('Looked at the key, name and group of all 48 roles.')).toBeVisible()
  await page.getByRole('link', { name: 'Clear the search' }).click()
  await expect(page.getByText('All 48 roles')).toBeVisible()
  await expect(page.getByRole('searchbox', { name: 'Search roles' })).toHaveValue('')
})

test('does not take rows that were kept from me for an empty project @zitadel', async ({ page, sandbox }) => {
  // Such an instance counts what it then leaves out.
  sandbox.kosmos.world.settings.permissionCheckV2 = false
  await openRoles(page, sandbox.kosmos, 'keykeeper')
  await expect(page.getByText('This list is not complete')).toBeVisible()
  await expect(page.getByText('No role could be read')).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: '0 of 48 roles' })).toBeVisible()
  await expect(page.getByText('No roles yet')).toHaveCount(0)
})

test('says that the list is not complete where a row cannot be read @zitadel', async ({ page, sandbox }) => {
  sandbox.kosmos.faults.set('listRoles', {
    answer: (json) => ({
      ...json,
      projectRoles: [...(Array.isArray(json['projectRoles']) ? json['projectRoles'] : []), { key: 5 }],
    }),
  })
  await openRoles(page, sandbox.kosmos)
  await expect(page.getByText('This list is not complete')).toBeVisible()
  await expect(page.getByText(/48 of 49 roles/).first()).toBeVisible()
  await expect(row(page, 'Roles', 'admin')).toBeVisible()
})

test('shows none to somebody without the right to read them @zitadel', async ({ page, sandbox }) => {
  await signIn(page, sandbox.kosmos, 'guest', '/roles')
  await expect(heading(page, 'This page is not for your account')).toBeVisible()
  expect(lists(sandbox)).toEqual([])
})

const failures: [string, Fault, RegExp][] = [
  ['fails on its side', 503, /failed on its side \(status 503\)/],
  ['hangs up', 'reset', /cannot be reached/],
  ['breaks off', 'truncate', /breaks off or is garbled/],
  ['shows a web page instead', 'html', /answered with a web page instead of data/],
  ['answers in another shape', { status: 200, body: { projectRoles: 'none' } }, /shape that this console/],
  [
    'forbids other origins',
    { status: 200, body: {}, headers: { 'access-control-allow-origin': null } },
    /CORS/,
  ],
]
for (const [what, fault, text] of failures)
  test(`says so when the instance ${what}, and shows the list once it works @zitadel`, async ({
    page,
    sandbox,
    allowed,
  }) => {
    allowed.console = /blocked by CORS policy/
    sandbox.kosmos.faults.set('listRoles', fault)
    await signIn(page, sandbox.kosmos, 'admin', '/roles')
    await expect(heading(page, /^(No answer|An answer that cannot be read)$/)).toBeVisible()
    await expect(page.getByRole('main')).toContainText(text)
    await expect(page.getByText('No roles yet')).toHaveCount(0)
    // Reads are tried three times where another try can mend them.
    expect(lists(sandbox)).toHaveLength(/No answer/.test(await page.title()) ? 3 : 1)
    await expectAccessible(page)
    sandbox.kosmos.faults.clear()
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByText('All 48 roles')).toBeVisible()
  })

test('gets over a passing failure, a refused token and a short 429 unseen @zitadel', async ({
  page,
  sandbox,
}) => {
  const { faults, journal } = sandbox.kosmos
  faults.set('permissions', { status: 429, headers: { 'retry-after': '1' } }, { times: 1 })
  faults.set('listRoles', 500, { times: 2 })
  await openRoles(page, sandbox.kosmos)
  await expect(page.getByText('All 48 roles')).toBeVisible()
  expect(lists(sandbox).map(({ status }) => status)).toEqual([500, 500, 200])
  faults.set('listRoles', 401, { times: 1 })
  await page.reload()
  await expect(page.getByText('All 48 roles')).toBeVisible()
  expect(journal.entries({ operation: 'refresh' })).toHaveLength(1)
})

test('says that what I see is old when it cannot be read again @zitadel', async ({ page, sandbox }) => {
  await page.clock.install()
  await openRoles(page, sandbox.kosmos)
  sandbox.kosmos.faults.set('listRoles', 501)
  sandbox.kosmos.world.removeRole('admin')
  await comeBackAfter(page, 31)
  await expect(page.getByText('This list could not be read again')).toBeVisible()
  await expect(row(page, 'Roles', 'admin')).toBeVisible()
  await expectAccessible(page)
  sandbox.kosmos.faults.clear()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText('All 47 roles')).toBeVisible()
  await expect(page.getByText('This list could not be read again')).toHaveCount(0)
})

test('does not wait for ever for an instance that says nothing @zitadel', async ({ page, sandbox }) => {
  await page.clock.install()
  await signIn(page, sandbox.kosmos, 'admin', '/session')
  sandbox.kosmos.faults.set('listRoles', 'stall')
  await page.getByRole('link', { name: 'Roles' }).click()
  await expect(async () => {
    await page.clock.fastForward(31_000)
    await expect(heading(page, 'No answer')).toBeVisible({ timeout: 500 })
  }).toPass()
  await expect(page.getByText(/did not answer within 30 seconds/)).toBeVisible()
})
