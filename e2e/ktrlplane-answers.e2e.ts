// What KtrlPlane's API answers when something is wrong, in words that its callers rarely see elsewhere: each is shown as what it
// means, nothing that was denied looks empty, and nothing is asked again that another try cannot mend (platforms.md §1.2, §1.6).
import type { Page } from 'playwright/test'
import { paths } from '../src/paths.ts'
import { ktrlplaneAudience, otherAudience } from './sandbox/console-config.ts'
import { subOf } from './sandbox/personas.ts'
import type { KtrlplanePlatform } from './sandbox/sandbox.ts'
import { asked, door, expectInside, expectOff, heading, signIn } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'

const here = 'project.grid-twin'
const access = (page: Page) => page.getByRole('table', { name: /^Who holds/ })

/** Requests of that kind, preflights aside. */
const sent = ({ journal }: KtrlplanePlatform, operation: string) =>
  journal.entries({ operation }).filter(({ method }) => method !== 'OPTIONS')

const refusals: [string, object, RegExp][] = [
  ['no header', { error: 'Authorization header required' }, /did not get/],
  ['no bearer', { error: 'Bearer token required' }, /did not get/],
  [
    'an expired token',
    { error: 'Invalid token', details: 'validation failed, token is expired (exp)' },
    /no longer accepts/,
  ],
  [
    'a token for another audience',
    { error: 'Invalid token', details: 'validation failed, invalid audience claim (aud)' },
    /another API/,
  ],
]
for (const [name, body, words] of refusals)
  test(`401, ${name}: one renewal, one more try, and then what it means`, async ({ page, ktrlplane }) => {
    ktrlplane.faults.set('checkPermissions', { status: 401, body: JSON.stringify(body) })
    await signIn(page, ktrlplane, 'admin', paths.access({ scope: here }))
    await expect(page.getByRole('main')).toContainText(words)
    await expect(access(page)).toHaveCount(0)
    await expectAccessible(page)
    expect(sent(ktrlplane, 'checkPermissions')).toHaveLength(2)
    expect(asked(ktrlplane, 'refresh')).toBe(1)
    expect(sent(ktrlplane, 'listAssignments')).toEqual([])
    ktrlplane.faults.clear()
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(access(page)).toBeVisible()
  })

test('401 in the middle of the work: renewed once, and it goes on', async ({ page, ktrlplane }) => {
  await signIn(page, ktrlplane, 'admin', paths.access({ scope: here }))
  await expect(access(page)).toBeVisible()
  const body = JSON.stringify({ error: 'Invalid token', details: 'token is expired (exp)' })
  ktrlplane.faults.set('listRoles', { status: 401, body }, { times: 1 })
  await page.goto(paths.roles({ scope: here }))
  await expect(page.getByRole('table', { name: 'Roles' })).toBeVisible()
  expect(asked(ktrlplane, 'refresh')).toBe(1)
})

for (const tokenFor of ['other', 'none'] as const)
  test(`a token ${tokenFor === 'other' ? 'for another API' : 'without an audience'}: the setting is named, nothing loops`, async ({
    page,
    ktrlplane,
  }) => {
    ktrlplane.settings.tokenFor = tokenFor
    await signIn(page, ktrlplane, 'admin', paths.access({ scope: here }))
    await expect(page.getByRole('main')).toContainText(/audience/)
    await expect(access(page)).toHaveCount(0)
    expect(asked(ktrlplane, 'refresh')).toBeLessThanOrEqual(1)
    expect(asked(ktrlplane, 'exchange')).toBe(1)
  })

const misled = [
  ['none', 'admin', ['This token is for no API', ktrlplaneAudience]],
  ['other', 'admin', ['This token is not for this platform’s API', ktrlplaneAudience, otherAudience]],
  ['other', 'guest', ['This token is not for this platform’s API', ktrlplaneAudience, otherAudience]],
] as const
for (const [tokenFor, persona, words] of misled)
  test(`a token for ${tokenFor === 'none' ? 'no API' : 'another API'}, ${persona}: the start page and the session say so`, async ({
    page,
    ktrlplane,
  }) => {
    ktrlplane.settings.tokenFor = tokenFor
    await signIn(page, ktrlplane, persona, '/')
    await expect(page.getByRole('main')).toContainText('“audience”')
    await expect(page.getByRole('main')).not.toContainText('nothing is wrong')
    await expectAccessible(page)
    await page.goto(paths.session())
    await expect(page.getByRole('region', { name: 'What this console allows you' })).toContainText(
      '“audience”',
    )
    const token = page.getByRole('region', { name: 'Access token', exact: true })
    for (const word of words) await expect(token).toContainText(word)
    await expect(token).not.toContainText('What you may do is in')
    await expect(page.getByRole('region', { name: 'ID token', exact: true })).not.toContainText('This token')
    await expectAccessible(page)
  })

test('a token without the scope: named, wherever I go, and no list is asked for', async ({
  page,
  ktrlplane,
}) => {
  await signIn(page, ktrlplane, 'guest', paths.access({ scope: here }))
  for (const path of [
    paths.access({ scope: here }),
    paths.roles({ scope: here }),
    paths.members({ scope: here }),
  ]) {
    await page.goto(path)
    await expect(heading(page, 'This page is not for your account')).toBeVisible()
    await expect(page.getByRole('region', { name: 'Why' })).toContainText('access:platform')
  }
  expect(sent(ktrlplane, 'listAssignments')).toEqual([])
  expect(sent(ktrlplane, 'listRoles')).toEqual([])
})

test('denied is not empty: a project that is not mine', async ({ page, ktrlplane }) => {
  await signIn(page, ktrlplane, 'keykeeper', paths.access({ scope: 'project.harbour-ops' }))
  await expect(heading(page, 'This page is not for your account')).toBeVisible()
  const why = page.getByRole('region', { name: 'Why' })
  await expect(why).toContainText('read')
  await expect(why).toContainText('permissions/check')
  await expect(why).toContainText('Nothing at all')
  await expect(page.getByRole('main')).not.toContainText(/Nobody holds/)
  await expectAccessible(page)
  expect(sent(ktrlplane, 'listAssignments')).toEqual([])
})

test('an assignment that has ended opens nothing, even where the project is still listed', async ({
  page,
  ktrlplane,
}) => {
  const { world, clock } = ktrlplane
  const user = subOf('ktrlplane', 'viewer')
  world.clear(user)
  world.assign({ user, role: 'Viewer', scope: here, until: new Date(clock.now() - 60_000) })
  await signIn(page, ktrlplane, 'viewer', paths.access({ scope: here }))
  await expect(heading(page, 'This page is not for your account')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Why' })).toContainText('Nothing at all')
})

test('403, 404 and a call that the server does not know are asked once; a failure three times', async ({
  page,
  ktrlplane,
}) => {
  await signIn(page, ktrlplane, 'admin', paths.projects())
  await expect(page.getByRole('table', { name: 'What your account sees' })).toBeVisible()
  const plain = { 'content-type': 'text/plain' }
  const answers: [number, string, Record<string, string>, RegExp, number][] = [
    [403, '{"error":"insufficient permissions"}', {}, /not allow|may not/i, 1],
    [404, '{"error":"Not found"}', {}, /does not exist|does not have/i, 1],
    [404, '404 page not found', plain, /does not know this call/, 1],
    [
      500,
      '{"error":"Failed to list roles","details":"insufficient permissions to read"}',
      {},
      /not allow|may not/i,
      1,
    ],
    [
      500,
      '{"code":500,"message":"Internal Server Error","error":"runtime error"}',
      {},
      /failed on its side/,
      3,
    ],
    [503, 'upstream connect error', plain, /failed on its side/, 3],
  ]
  for (const [status, body, headers, words, times] of answers) {
    const before = sent(ktrlplane, 'listRoles').length
    ktrlplane.faults.set('listRoles', { status, body, headers })
    await page.goto(paths.roles({ scope: here }))
    await expect(page.getByRole('main')).toContainText(words)
    await expect(page.getByRole('main')).not.toContainText('No roles yet')
    expect(sent(ktrlplane, 'listRoles').length - before, `${status} ${body}`).toBe(times)
  }
})

test('lists that are null are empty, and said to be', async ({ page, ktrlplane }) => {
  await signIn(page, ktrlplane, 'admin', paths.projects())
  await expect(page.getByRole('table', { name: 'What your account sees' })).toBeVisible()
  for (const operation of ['listProjects', 'listOrganizations'])
    ktrlplane.faults.set(operation, { status: 200, body: 'null' })
  ktrlplane.faults.set('listResources', { status: 200, body: '{"resources":null}' })
  await page.reload()
  await expect(page.getByText('Your account sees no organization, project or resource')).toBeVisible()
  await expectAccessible(page)
})

test('nobody holds anything: said here and in a comparison, and there is nothing to export', async ({
  page,
  ktrlplane,
}) => {
  ktrlplane.faults.set('listAssignments', { status: 200, body: 'null' })
  await signIn(page, ktrlplane, 'admin', paths.access({ scope: here }))
  await expect(page.getByText(/^Nobody holds a role/)).toBeVisible()
  await expectOff(page.getByRole('button', { name: 'Export' }), /nothing to export/)
  await expectAccessible(page)
  await page.goto(paths.compareAccess({ scope: here, to: 'organization.nordwind' }))
  await expect(page.getByText('Nobody holds a role at either')).toBeVisible()
  await expectAccessible(page)
})

test('a refused removal is told as a refusal, once, and nothing is called unsure', async ({
  page,
  ktrlplane,
}) => {
  const body =
    '{"error":"Failed to delete role assignment","details":"insufficient permissions to manage access"}'
  ktrlplane.faults.set('revokeRole', { status: 500, body })
  await signIn(page, ktrlplane, 'admin', paths.access({ scope: here }))
  await access(page)
    .getByRole('row')
    .filter({ hasText: 'Aiko Tanabe' })
    .getByRole('button', { name: /^Remove Editor/ })
    .click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click()
  const said = page.getByText(/does not allow you.*manage_access.*owner/).first()
  await expect(said).toBeVisible()
  await expect(page.getByText(/may have been/)).toHaveCount(0)
  expect(sent(ktrlplane, 'revokeRole')).toHaveLength(1)
  expect(ktrlplane.world.held(subOf('ktrlplane', 'keykeeper'), here)).toEqual(['Editor'])
})

test('there are no pages: all of a long list comes in one answer, and is searched here', async ({
  page,
  ktrlplane,
}) => {
  const { world } = ktrlplane
  for (let number = 0; number < 250; number++) {
    const user = `auth0|crowd-${number}`
    world.addUser({ user_id: user, name: `Crowd ${number}`, email: `crowd.${number}@nordwind.example` })
    world.assign({ user, role: 'Viewer', scope: here })
  }
  await signIn(page, ktrlplane, 'admin', paths.access({ scope: here }))
  await expect(page.getByText('All 259 members')).toBeVisible()
  await page.getByRole('searchbox').fill('crowd.249')
  await expect(access(page).getByRole('link', { name: 'Crowd 249' })).toBeVisible()
  await expect(access(page).getByRole('rowheader')).toHaveCount(1)
  expect(sent(ktrlplane, 'listAssignments')).toHaveLength(1)
})

test('people without name or email in their tokens can sign in, and are shown by what is known', async ({
  page,
  ktrlplane,
}) => {
  const { settings, world } = ktrlplane
  settings.profileClaims = false
  const [me, other] = [subOf('ktrlplane', 'viewer'), 'auth0|neither-name-nor-email']
  for (const user_id of [me, other]) world.addUser({ user_id })
  world.assign({ user: other, role: 'Viewer', scope: here })
  await signIn(page, ktrlplane, 'viewer', paths.access({ scope: here }))
  // The server calls "User" whoever signs in without a name.
  await expect(access(page).getByRole('rowheader', { name: /^User/ })).toHaveText(`User You ${me}`)
  await expect(access(page).getByRole('rowheader', { name: other })).toHaveText(other)
  await expectInside(page, ktrlplane)
  await expect(door(page, ktrlplane)).toHaveCount(0)
})

test('no request to the API carries a header that its CORS does not allow', async ({ page, ktrlplane }) => {
  const own: string[] = []
  page.on('request', (request) => {
    const { origin, pathname } = new URL(request.url())
    if (origin === ktrlplane.origin && pathname.startsWith('/api/'))
      own.push(...Object.keys(request.headers()))
  })
  await signIn(page, ktrlplane, 'admin', paths.access({ scope: here }))
  await expect(access(page)).toBeVisible()
  expect(own).toContain('authorization')
  expect(own.filter((name) => name.startsWith('x-'))).toEqual([])
})
