// Two people at one list of permissions at once, which the directory keeps as a whole: whatever the order of their reads and
// writes, nothing of either is lost, and whoever could not have their way is told.
import type { Page } from 'playwright/test'
import { paths } from '../src/paths.ts'
import { peopleOf } from './people.ts'
import { ordersApi } from './sandbox/auth0/seed.ts'
import type { Sandbox, SandboxPlatform } from './sandbox/sandbox.ts'
import { kosmosProjectId } from './sandbox/zitadel/seed.ts'
import { catalogue } from './sandbox/zitadel/seed-permissions.ts'
import { expectOff, row, signIn, toast } from './steps.ts'
import { expect, test as base, type Options } from './test.ts'
import { worldOf } from './worlds.ts'

type Vendor = Options['vendor']

// `other` is somebody else in a browser of their own.
const test = base.extend<{ other: Page }>({
  other: async ({ browser, baseURL }, use) => {
    const context = await browser.newContext({ ...(baseURL !== undefined && { baseURL }) })
    await use(await context.newPage())
    await context.close()
  },
})

// Nobody holds them.
const first = { name: 'queues:first', description: 'The first' }
const second = { name: 'queues:second', description: 'The second' }

/** Lists these two as well. */
function list(sandbox: Sandbox, vendor: Vendor): void {
  const all = [...peopleOf(sandbox, vendor).described(), first, second]
  const { key, value } = catalogue(kosmosProjectId, all)
  if (vendor === 'kosmos') sandbox.kosmos.world.setMetadata(key, value)
  else {
    const scopes = all.map(({ name, description }) => ({ value: name, description }))
    sandbox.acme.world.setScopes(ordersApi, scopes)
  }
}

/** What somebody does: `open` fills in the dialog and gives the button that sends it. */
type Change = {
  open: (page: Page, platform: SandboxPlatform) => Promise<{ send: () => Promise<void> }>
  said: string
}

const create = (name: string, description: string): Change => ({
  said: `Permission “${name}” created.`,
  async open(page, platform) {
    await signIn(page, platform, 'admin', paths.newPermission())
    const dialog = page.getByRole('dialog', { name: 'Create permission' })
    const api = dialog.getByRole('combobox', { name: 'API' })
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
    await dialog.getByRole('textbox', { name: 'Description' }).fill(description)
    if (platform.id === 'acme') await api.selectOption({ label: `Orders (${ordersApi})` })
    return { send: () => dialog.getByRole('button', { name: 'Create permission' }).click() }
  },
})

const describe = (name: string, description: string): Change => ({
  said: `“${name}” described.`,
  async open(page, platform) {
    await signIn(page, platform, 'admin', paths.permissions({ search: name }))
    await page.getByRole('button', { name: `Describe ${name}` }).click()
    const dialog = page.getByRole('dialog', { name: `Describe ${name}` })
    await dialog.getByRole('textbox', { name: 'Description' }).fill(description)
    return { send: () => dialog.getByRole('button', { name: 'Save' }).click() }
  },
})

const remove = (name: string): Change => ({
  said: `Permission “${name}” deleted.`,
  async open(page, platform) {
    await signIn(page, platform, 'admin', paths.permissions({ search: name }))
    await page.getByRole('button', { name: `Delete ${name}` }).click()
    const dialog = page.getByRole('dialog', { name: `Delete permission ${name}?` })
    await dialog.getByRole('textbox').fill(name)
    return { send: () => dialog.getByRole('button', { name: 'Delete permission' }).click() }
  },
})

type Sides = { page: Page; other: Page; platform: SandboxPlatform; ours: Change; theirs: Change }

/** Both have looked before either sends; theirs is done when ours is sent. */
async function after({ page, other, platform, ours, theirs }: Sides): Promise<void> {
  const [mine, their] = [await ours.open(page, platform), await theirs.open(other, platform)]
  await their.send()
  await expect(toast(other, theirs.said)).toBeVisible()
  await mine.send()
}

/** Ours is held up on its way, and theirs is sent meanwhile. */
async function crossing({ page, other, platform, ours, theirs }: Sides): Promise<void> {
  const [mine, their] = [await ours.open(page, platform), await theirs.open(other, platform)]
  const write = platform.id === 'acme' ? 'updateApi' : 'setMetadata'
  platform.faults.set(write, { delay: 1500 }, { times: 1 })
  const sent = page.waitForRequest(
    (request) => request.method() === 'PATCH' || request.url().endsWith('SetOrganizationMetadata'),
  )
  await mine.send()
  await sent
  await their.send()
}

/** Both are told that they had their way, at whatever moment. */
const bothDone = ({ page, other, ours, theirs }: Sides) =>
  Promise.all([
    expect(toast(page, ours.said)).toBeVisible({ timeout: 15_000 }),
    expect(toast(other, theirs.said)).toBeVisible({ timeout: 15_000 }),
  ])

/** With what is stored in the end of what either touched. */
type Meeting = [string, Change, Change, Record<string, string | undefined>]

const different: Meeting[] = [
  [
    'both create',
    create('queues:mine', 'Mine'),
    create('queues:theirs', 'Theirs'),
    { 'queues:mine': 'Mine', 'queues:theirs': 'Theirs' },
  ],
  [
    'I create, they delete',
    create('queues:mine', 'Mine'),
    remove(second.name),
    { 'queues:mine': 'Mine', [second.name]: undefined },
  ],
  [
    'I delete, they create',
    remove(first.name),
    create('queues:theirs', 'Theirs'),
    { [first.name]: undefined, 'queues:theirs': 'Theirs' },
  ],
  [
    'I describe, they delete',
    describe(first.name, 'Mine'),
    remove(second.name),
    { [first.name]: 'Mine', [second.name]: undefined },
  ],
]
for (const [name, ours, theirs, wanted] of different)
  for (const meet of [after, crossing])
    test(`${name}, ${meet === after ? 'theirs first' : 'mine held up'}: both stand`, async ({
      page,
      other,
      platform,
      sandbox,
      vendor,
    }) => {
      list(sandbox, vendor)
      const { described } = peopleOf(sandbox, vendor)
      const before = described()
      const sides = { page, other, platform, ours, theirs }
      await meet(sides)
      await bothDone(sides)
      const stored = () => new Map(described().map((one) => [one.name, one.description]))
      const asWanted = () => Object.entries(wanted).every(([key, text]) => stored().get(key) === text)
      await expect.poll(asWanted, { timeout: 15_000 }).toBe(true)
      // What neither touched is as it was.
      for (const one of before) if (!(one.name in wanted)) expect(described()).toContainEqual(one)
    })

const onlyOf = (sandbox: Sandbox, vendor: Vendor, wanted: string) =>
  peopleOf(sandbox, vendor)
    .described()
    .filter(({ name }) => name === wanted)

test('both create the same one: the second is told that it exists, and the first stands', async ({
  page,
  other,
  platform,
  sandbox,
  vendor,
}) => {
  const ours = create('queues:same', 'Mine')
  await after({ page, other, platform, ours, theirs: create('queues:same', 'Theirs') })
  const dialog = page.getByRole('dialog', { name: 'Create permission' })
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveAccessibleDescription(/already/)
  await expect(dialog.getByRole('textbox', { name: 'Description' })).toHaveValue('Mine')
  expect(onlyOf(sandbox, vendor, 'queues:same')).toEqual([{ name: 'queues:same', description: 'Theirs' }])
})

test('both create the same one, ours held up: there is one, and whoever did not make it is told', async ({
  page,
  other,
  platform,
  sandbox,
  vendor,
}) => {
  const sides = { ours: create('queues:same', 'Mine'), theirs: create('queues:same', 'Theirs') }
  await crossing({ page, other, platform, ...sides })
  await expect(toast(page, sides.ours.said)).toBeVisible({ timeout: 15_000 })
  await expect(
    other
      .getByRole('alert')
      .filter({ hasText: /permission “queues:same” (exists )?already/ })
      .first(),
  ).toBeVisible({ timeout: 15_000 })
  expect(onlyOf(sandbox, vendor, 'queues:same')).toEqual([{ name: 'queues:same', description: 'Mine' }])
})

test('I describe what they have just deleted: told so, and it stays deleted', async ({
  page,
  other,
  platform,
  sandbox,
  vendor,
}) => {
  list(sandbox, vendor)
  const ours = describe(first.name, 'Mine')
  await after({ page, other, platform, ours, theirs: remove(first.name) })
  const dialog = page.getByRole('dialog', { name: `Describe ${first.name}` })
  await expect(dialog).toContainText('Somebody deleted it meanwhile')
  await expect(dialog.getByRole('textbox', { name: 'Description' })).toHaveValue('Mine')
  await expectOff(dialog.getByRole('button', { name: 'Replace theirs' }), /does not exist any more/)
  expect(onlyOf(sandbox, vendor, first.name)).toEqual([])
})

test('I delete what they have just described: it is gone, and both are told of their own', async ({
  page,
  other,
  platform,
  sandbox,
  vendor,
}) => {
  list(sandbox, vendor)
  const sides = { ours: remove(first.name), theirs: describe(first.name, 'Theirs') }
  await after({ page, other, platform, ...sides })
  await expect(toast(page, sides.ours.said)).toBeVisible()
  expect(onlyOf(sandbox, vendor, first.name)).toEqual([])
})

test('they delete while my description is on its way: it does not come back', async ({
  page,
  other,
  platform,
  sandbox,
  vendor,
}) => {
  list(sandbox, vendor)
  const sides = { ours: describe(first.name, 'Mine'), theirs: remove(first.name) }
  await crossing({ page, other, platform, ...sides })
  await expect(toast(other, sides.theirs.said)).toBeVisible({ timeout: 15_000 })
  // Where the list is written without a lock, it comes back for a moment, and their browser deletes it once more.
  await expect.poll(() => onlyOf(sandbox, vendor, first.name), { timeout: 15_000 }).toEqual([])
})

test('they describe while my deletion is on its way: it does not come back', async ({
  page,
  other,
  platform,
  sandbox,
  vendor,
}) => {
  list(sandbox, vendor)
  const sides = { ours: remove(first.name), theirs: describe(first.name, 'Theirs') }
  await crossing({ page, other, platform, ...sides })
  await expect(toast(page, sides.ours.said)).toBeVisible({ timeout: 15_000 })
  await expect(
    other
      .getByRole('alert')
      .or(other.getByRole('dialog'))
      .filter({ hasText: /somebody deleted it/i })
      .first(),
  ).toBeVisible({ timeout: 15_000 })
  expect(onlyOf(sandbox, vendor, first.name)).toEqual([])
})

test('I create what they have just deleted: it is made anew, and no role hands it out', async ({
  page,
  other,
  platform,
  sandbox,
  vendor,
}) => {
  const world = worldOf(sandbox, vendor)
  const sides = { ours: create(world.granted, 'Mine'), theirs: remove(world.granted) }
  await after({ page, other, platform, ...sides })
  await expect(toast(page, sides.ours.said)).toBeVisible()
  expect(onlyOf(sandbox, vendor, world.granted)).toEqual([{ name: world.granted, description: 'Mine' }])
  expect(world.permissionsOf(world.role)).not.toContain(world.granted)
  await expect(
    row(page, `Permissions of ${vendor === 'acme' ? 'Orders' : 'conversations'}`, world.granted),
  ).toBeVisible()
})
