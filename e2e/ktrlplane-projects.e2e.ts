// Where KtrlPlane begins: the real list of what one sees there, the command that asks for it, the choice of a place to work at, and
// what the console does not have here.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Page } from 'playwright/test'
import { paths } from '../src/paths.ts'
import { subOf } from './sandbox/personas.ts'
import type { KtrlplanePlatform } from './sandbox/sandbox.ts'
import { comeBackAfter, heading, row, signIn, watchCopies } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'

const run = promisify(execFile)

const table = 'What your account sees'
const main = (page: Page) => page.getByRole('main')
const entries = (page: Page) => page.getByRole('navigation', { name: 'Main' }).getByRole('link')
const label = 'Organization, project or resource'
const unchosen = `Choose: ${label.toLowerCase()}`
const picker = (page: Page) => page.getByRole('button', { name: new RegExp(`^(${label}: |${unchosen}$)`) })
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Choose organization, project or resource' })
const command = (page: Page) =>
  page.getByRole('region', { name: 'Ask the server yourself' }).getByRole('code').filter({ hasText: 'curl' })

const keykeeper = subOf('ktrlplane', 'keykeeper')
const resource = 'resource.grid-twin.grid-graph'

/** Everything that was asked of its API; preflights only where they are asked for. */
const calls = ({ journal }: KtrlplanePlatform) =>
  journal.entries().filter(({ path, method }) => path.startsWith('/api/v1/') && method !== 'OPTIONS')

// What every browser sends by itself; none of it is asked for in a preflight.
const ofBrowser =
  /^(accept(-encoding|-language)?|cache-control|connection|host|origin|pragma|referer|sec-.*|user-agent)$/

test('shows first what I see, read from the API, each below what it lies in', async ({ page, ktrlplane }) => {
  await signIn(page, ktrlplane, 'admin', '/')
  await expect(heading(page, 'Projects')).toBeVisible()
  await expect(page).toHaveURL('/projects')
  await expect(main(page)).toContainText('Choose where to work.')
  await expect(main(page).getByText('All 9', { exact: true })).toBeVisible()
  await expect(page.getByRole('table', { name: table }).getByRole('rowheader')).toHaveText([
    'Lumen Labs',
    'Field trials in Lumen Labs',
    'Trial graph in Field trials',
    'Nordwind Energy',
    'Grid twin in Nordwind Energy',
    'Grid flow in Grid twin',
    'Grid graph in Grid twin',
    'Harbour operations in Nordwind Energy',
    'Harbour graph in Harbour operations',
  ])
  const project = row(page, table, 'Grid twin in Nordwind Energy')
  await expect(project.getByRole('cell')).toHaveText(['Project', 'grid-twin', 'Active'])
  await expect(entries(page)).toHaveText(['Session', 'Projects'])
  await expect(entries(page).last()).toHaveAttribute('aria-current', 'page')
  await expectAccessible(page)

  expect(ktrlplane.journal.entries({ operation: 'listProjects', method: 'GET', status: 200 })).toHaveLength(1)
  expect(calls(ktrlplane).map(({ path }) => path)).toContain('/api/v1/projects')
  const own = calls(ktrlplane).flatMap(({ headers }) => headers.filter((name) => !ofBrowser.test(name)))
  expect([...new Set(own)], 'all that its CORS lets through').toEqual(['authorization'])

  await project.getByRole('link').click()
  await expect(page).toHaveURL(paths.access({ scope: 'project.grid-twin' }))
  await expect(heading(page, 'Access')).toBeFocused()
  await expect(entries(page)).toHaveText(['Session', 'Projects', 'Access', 'Roles', 'Permissions', 'Members'])
})

test('shows a command that answers with the same projects when it is run', async ({
  page,
  context,
  ktrlplane,
}) => {
  const copied = await watchCopies(page)
  const answered = context.waitForEvent('response', (response) => response.url().endsWith('/oauth/token'))
  await signIn(page, ktrlplane, 'viewer', '/')
  const { access_token: token } = await (await answered).json()
  await expect(main(page)).toContainText('Put an access token into the variable JWT_TOKEN first')
  const text = await command(page).innerText()
  expect(text).not.toContain(token)
  const card = page.getByRole('region', { name: 'Ask the server yourself' })
  await card.getByRole('button', { name: 'Copy', exact: true }).click()
  await expect(card.getByText('Copied', { exact: true })).toBeVisible()
  expect(copied()).toBe(text)
  const { stdout } = await run('sh', ['-c', text], { env: { PATH: process.env.PATH, JWT_TOKEN: token } })
  const projects: { project_id: string }[] = JSON.parse(stdout)
  const shown = page
    .getByRole('row')
    .filter({ has: page.getByRole('cell', { name: 'Project', exact: true }) })
  const ids = await Promise.all((await shown.all()).map((one) => one.getByRole('cell').nth(1).innerText()))
  expect(ids.length).toBeGreaterThan(1)
  expect(projects.map(({ project_id: id }) => id).toSorted()).toEqual(ids.toSorted())
  const refused = await run('sh', ['-c', text], { env: { PATH: process.env.PATH, JWT_TOKEN: 'none' } })
  expect(JSON.parse(refused.stdout)).toMatchObject({ error: 'Invalid token' })
})

test('finds by name and by id, with the search in the address', async ({ page, ktrlplane }) => {
  await signIn(page, ktrlplane, 'admin', '/projects')
  const search = main(page).getByRole('searchbox', { name: 'Search' })
  await search.fill('harbour-ops')
  await expect(page).toHaveURL('/projects?q=harbour-ops')
  await expect(row(page, table, 'Harbour operations in Nordwind Energy')).toBeVisible()
  await expect(row(page, table, 'Lumen Labs')).toHaveCount(0)
  await search.fill('nobody calls it so')
  await expect(main(page)).toContainText('Nothing is called “nobody calls it so”')
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Clear the search' }).click()
  await expect(main(page).getByText('All 9', { exact: true })).toBeVisible()
  await expect(search).toHaveValue('')
})

test('tells who holds nothing that there is nothing, and whom to ask', async ({ page, ktrlplane }) => {
  ktrlplane.world.clear(keykeeper)
  await signIn(page, ktrlplane, 'keykeeper', '/')
  await expect(main(page)).toContainText('Your account sees no organization, project or resource')
  await expect(main(page)).toContainText(`Ask an owner`)
  await expect(main(page)).toContainText(keykeeper)
  await expect(command(page)).toBeVisible()
  await expect(main(page).getByRole('alert')).toHaveCount(0)
  await expectAccessible(page)
  await picker(page).click()
  await expect(dialog(page)).toContainText('There is nothing to choose from')
})

test('shows a resource to whom only that is open, and says why its project is not', async ({
  page,
  ktrlplane,
}) => {
  const { world } = ktrlplane
  world.clear(keykeeper)
  world.assign({ user: keykeeper, role: 'Viewer', scope: resource })
  await signIn(page, ktrlplane, 'keykeeper', '/')
  await expect(main(page).getByText('All 1', { exact: true })).toBeVisible()
  const rows = page.getByRole('table', { name: table }).getByRole('row')
  const closed = rows.nth(1).getByRole('rowheader')
  await expect(closed).toContainText('grid-twin')
  const [, why = ''] = (await closed.innerText()).split('\n')
  expect(why.length).toBeGreaterThan(20)
  await expect(closed.getByRole('link')).toHaveCount(0)
  await expectAccessible(page)

  await picker(page).click()
  await expect(dialog(page).getByRole('link')).toHaveText([/^Grid graph/])
  await expect(dialog(page)).toContainText(why)
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await rows.nth(2).getByRole('link', { name: 'Grid graph' }).click()
  await expect(page).toHaveURL(paths.access({ scope: resource }))
  await expect(heading(page, 'Access')).toBeVisible()
})

test('says that the list could not be read, which is not the same as an empty one', async ({
  page,
  ktrlplane,
}) => {
  await page.clock.install()
  ktrlplane.faults.set('listProjects', 500)
  await signIn(page, ktrlplane, 'admin', '/')
  const failure = main(page).getByRole('alert')
  await expect(failure).toContainText('This list could not be read')
  await expect(main(page)).not.toContainText('Your account sees no')
  await expect(command(page)).toBeVisible()
  await expectAccessible(page)
  ktrlplane.faults.clear()
  await failure.getByRole('button', { name: 'Try again' }).click()
  await expect(main(page).getByText('All 9', { exact: true })).toBeVisible()
  await expect(failure).toHaveCount(0)

  ktrlplane.faults.set('listProjects', 500)
  await comeBackAfter(page, 31)
  await expect(main(page).getByRole('status').filter({ hasText: 'could not be read again' })).toBeVisible()
  await expect(row(page, table, 'Lumen Labs')).toBeVisible()
})

test('leads by keyboard to a place, which stays in the address and on the way back', async ({
  page,
  ktrlplane,
}) => {
  await signIn(page, ktrlplane, 'admin', '/projects')
  await expect(main(page).getByText('All 9', { exact: true })).toBeVisible()
  await expect(picker(page)).toHaveAccessibleName(unchosen)
  for (const operation of ['getOrganization', 'getProject', 'getResource'])
    expect(ktrlplane.journal.entries({ operation }), 'there is no place to ask for').toEqual([])
  await picker(page).focus()
  await page.keyboard.press('Enter')
  await expect(dialog(page).getByText('All 9', { exact: true })).toBeVisible()
  await expect(dialog(page).getByRole('listitem').first()).toContainText('Field trials')
  await expectAccessible(page)
  await page.keyboard.type('grid twin')
  const link = dialog(page).getByRole('link', { name: 'Grid twin Project in Nordwind Energy' })
  await expect(dialog(page).getByText('1 found', { exact: true })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expect(link).toBeFocused()
  await page.keyboard.press('Enter')

  await expect(page).toHaveURL(paths.access({ scope: 'project.grid-twin' }))
  await expect(heading(page, 'Access')).toBeFocused()
  const here = `${label}: Grid twin in Nordwind Energy`
  await expect(picker(page)).toHaveAccessibleName(here)
  await expect(page.getByRole('status').filter({ hasText: here })).toHaveCount(1)
  await page.reload()
  await expect(heading(page, 'Access')).toBeVisible()
  await expect(picker(page)).toHaveAccessibleName(here)
  await entries(page).filter({ hasText: 'Projects' }).click()
  await expect(row(page, table, 'Grid twin in Nordwind Energy chosen')).toBeVisible()
  await page.goBack()
  await expect(heading(page, 'Access')).toBeVisible()
  await page.goBack()
  await expect(page).toHaveURL('/projects')
  await expect(heading(page, 'Projects')).toBeVisible()
  await expect(entries(page)).toHaveText(['Session', 'Projects'])
})

test('needs a place for every other page, and knows the ones there are', async ({ page, ktrlplane }) => {
  await signIn(page, ktrlplane, 'admin', '/members')
  await expect(heading(page, 'Projects')).toBeVisible()
  await expect(page).toHaveURL('/projects')
  for (const scope of ['project.nowhere', 'nonsense']) {
    await page.goto(paths.access({ scope }))
    await expect(heading(page, /^(Not found|This page is not for your account)$/)).toBeVisible()
    await expect(picker(page)).toHaveAccessibleName(unchosen)
    await expectAccessible(page)
  }
  // The start at a place is the first page that one may use there.
  for (const [scope, first] of [
    ['project.grid-twin', 'Access'],
    ['project.sandbox-ana', 'Roles'],
  ] as const) {
    await page.goto(`${paths.home()}?scope=${scope}`)
    await expect(heading(page, first)).toBeVisible()
    await expect(page).toHaveURL(new RegExp(`/${first.toLowerCase()}\\?scope=${scope}$`))
  }
  await page.goto(paths.session())
  const allowed = page.getByRole('region', { name: 'What this console allows you' })
  await expect(allowed.getByRole('rowheader')).toHaveText(['may read roles', 'may read permissions'])
  await expect(allowed).toContainText('depends on the organization, project or resource')
  await page.goto(paths.session({ scope: 'organization.lumen-labs' }))
  await expect(allowed.getByRole('rowheader')).toHaveText([
    'may read roles',
    'may read permissions',
    'may read members',
    'may not assign roles',
    'may not unassign roles',
  ])
  await expect(allowed).not.toContainText('depends on')
})

test('says what is not here, and why, at its address as well', async ({ page, ktrlplane }) => {
  await signIn(page, ktrlplane, 'admin', '/projects')
  const button = page.getByRole('button', { name: 'What is not here' })
  await button.click()
  const lacks = page.getByRole('dialog', { name: 'What is not here' })
  await expect(lacks.getByRole('term')).toHaveText(['Accounts', 'Tokens', 'Keys', 'Changing roles'])
  const why = await lacks.getByRole('definition').allInnerTexts()
  expect(why[0]).toContain('Machines sign in as applications of its Auth0 tenant')
  await expectAccessible(page)
  await lacks.getByRole('button', { name: 'Close' }).last().click()
  await expect(button).toBeFocused()

  const [accounts = '', tokens = '', keys = '', roles = ''] = why
  const scope = 'project.grid-twin'
  for (const [address, sentence] of [
    [paths.accounts(), accounts],
    [paths.tokens(), tokens],
    [paths.newToken({ scope }), tokens],
    [paths.keys(), keys],
    [paths.radar({ scope }), keys],
    [paths.newRole(), roles],
    [paths.newRole({ scope }), roles],
  ] as const) {
    await page.goto(address)
    await expect(heading(page, 'Not found')).toBeVisible()
    await expect(main(page)).toContainText(sentence)
  }
  await expectAccessible(page)
})

test('tells a guest at every address which right is missing, and asks the API only for rights, roles and names', async ({
  page,
  ktrlplane,
}) => {
  const askedBut = (...allowed: string[]) =>
    calls(ktrlplane).flatMap(({ operation = '', method, path }) =>
      allowed.includes(operation) ? [] : [`${method} ${path}`],
    )
  await signIn(page, ktrlplane, 'guest', '/projects')
  await expect(heading(page, 'You have no rights at KtrlPlane yet')).toBeVisible()
  await expect(page.getByRole('region', { name: 'What was looked for' })).toContainText('access:platform')
  await page.waitForLoadState('networkidle')
  expect(askedBut('listRoles')).toEqual([])
  await page.goto(paths.access({ scope: 'project.grid-twin' }))
  await expect(heading(page, 'This page is not for your account')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Why' })).toContainText('access:platform')
  await expectAccessible(page)
  await page.waitForLoadState('networkidle')
  // What the frame calls the place is looked for in the lists of places that one sees.
  const names = ['listOrganizations', 'listProjects', 'listResources']
  expect(askedBut('checkPermissions', 'listRoles', ...names)).toEqual([])
})
