// From marks to a save and back where it does not go straight: cancelled, marked on meanwhile, failed whole or in part. What was
// reviewed is what is sent, and what is told is what is so.
import type { Page, Request } from 'playwright/test'
import type { SandboxPlatform } from './sandbox/sandbox.ts'
import { signIn, toast } from './steps.ts'
import { expect, expectAccessible, test } from './test.ts'
import { worldOf, type World } from './worlds.ts'

const box = (page: Page, permission: string, role: string) =>
  page.getByRole('grid').getByRole('checkbox', { name: `${permission} for ${role}` })
const bar = (page: Page) => page.getByRole('region', { name: 'Changes that are not saved' })
const saved = (page: Page) => page.getByRole('region', { name: 'Saved changes' })
const review = (page: Page) => page.getByRole('dialog', { name: 'Review the changes' })
const search = (page: Page, what: 'roles' | 'permissions', text: string) =>
  page.getByRole('searchbox', { name: `Search ${what}` }).fill(text)

/** The requests that read what a role hands out, and that give or take something. */
const operations = {
  kosmos: { reads: ['getMetadata', 'listMetadata'], add: 'setMetadata', remove: 'setMetadata' },
  acme: { reads: ['listRolePermissions'], add: 'addRolePermissions', remove: 'removeRolePermissions' },
}

const isWrite = (request: Request) =>
  request.method() === 'POST' && /\/roles\/[^/]+\/permissions$|SetOrganizationMetadata$/.test(request.url())

/** Signs in to the matrix with the spare permission marked for each of these roles. */
async function mark(page: Page, platform: SandboxPlatform, { spare }: World, roles: readonly string[]) {
  await signIn(page, platform, 'admin', `/roles/matrix?permission=${encodeURIComponent(spare)}`)
  for (const role of roles) {
    await search(page, 'roles', role)
    await box(page, spare, role).check()
  }
  await expect(bar(page)).toContainText(`+${roles.length}`)
}

/** Whatever reads what roles hand out takes so long from now on. */
function slow({ faults }: SandboxPlatform, vendor: 'kosmos' | 'acme', delay: number) {
  for (const operation of operations[vendor].reads) faults.set(operation, { delay })
}

test('Cancel while the save looks again sends nothing, and keeps the marks', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = worldOf(sandbox, vendor)
  await mark(page, platform, world, [world.role, world.otherRole])
  await bar(page).getByRole('button', { name: 'Review' }).click()
  await expect(review(page)).toBeVisible()
  slow(platform, vendor, 1200)
  await review(page).getByRole('button', { name: 'Save' }).click()
  await page.waitForTimeout(300)
  await review(page).getByRole('button', { name: 'Cancel' }).click()
  await expect(review(page)).toHaveCount(0, { timeout: 500 })
  await expect(toast(page, 'Nothing was sent.')).toBeVisible()
  await expect(bar(page)).toContainText('+2')
  await page.waitForTimeout(3000)
  expect(world.writes()).toBe(0)

  platform.faults.clear()
  await bar(page).getByRole('button', { name: 'Review' }).click()
  await review(page).getByRole('button', { name: 'Save' }).click()
  await expect(saved(page)).toContainText('+2')
})

test('Cancel while something is sent is heard, and ends the save before the next role', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = worldOf(sandbox, vendor)
  const before = world.permissionsOf(world.otherRole)
  await mark(page, platform, world, [world.role, world.otherRole])
  await bar(page).getByRole('button', { name: 'Review' }).click()
  await expect(review(page)).toBeVisible()
  platform.faults.set(operations[vendor].add, { delay: 1500 })
  const sent = page.waitForRequest(isWrite)
  await review(page).getByRole('button', { name: 'Save' }).click()
  await sent
  await review(page).getByRole('button', { name: 'Cancel' }).click()
  await expect(review(page)).toContainText('It ends after what is being sent now.')
  await expectAccessible(page)
  const report = page.getByRole('dialog', { name: 'Not everything was saved' })
  await expect(report).toContainText('1 role was not reached.')
  expect(world.permissionsOf(world.role)).toContain(world.spare)
  expect(world.permissionsOf(world.otherRole)).toEqual(before)
  await report.getByRole('button', { name: 'Close' }).last().click()
  await expect(bar(page)).toContainText('+1')
})

test('what is marked while the review is looked up is reviewed as well', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = worldOf(sandbox, vendor)
  const before = world.permissionsOf(world.role)
  await mark(page, platform, world, [world.role])
  slow(platform, vendor, 2500)
  await bar(page).getByRole('button', { name: 'Review' }).click()
  await search(page, 'permissions', world.granted)
  await box(page, world.granted, world.role).uncheck()
  await expect(bar(page)).toContainText('+1 −1')
  platform.faults.clear()
  await expect(review(page)).toContainText('1 permission is added and 1 is taken away')
  await review(page).getByRole('button', { name: 'Save' }).click()
  await expect(saved(page)).toContainText('+1 −1')
  const after = [...before.filter((name) => name !== world.granted), world.spare]
  expect(world.permissionsOf(world.role)).toEqual(after.toSorted())
})

test('Discard while the review is looked up opens nothing', async ({ page, platform, sandbox, vendor }) => {
  const world = worldOf(sandbox, vendor)
  await mark(page, platform, world, [world.role])
  slow(platform, vendor, 1500)
  await bar(page).getByRole('button', { name: 'Review' }).click()
  await bar(page).getByRole('button', { name: 'Discard' }).click()
  await expect(box(page, world.spare, world.role)).not.toBeChecked()
  // What is marked afterwards was not asked to be reviewed.
  await box(page, world.spare, world.role).check()
  platform.faults.clear()
  await page.waitForTimeout(2500)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(bar(page)).toContainText('+1')
  expect(world.writes()).toBe(0)
})

test('an undo that fails at one role says what was taken back, and is tried again for the rest', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = worldOf(sandbox, vendor)
  const before = [world.permissionsOf(world.role), world.permissionsOf(world.otherRole)]
  await mark(page, platform, world, [world.role, world.otherRole])
  await bar(page).getByRole('button', { name: 'Review' }).click()
  await review(page).getByRole('button', { name: 'Save' }).click()
  await expect(saved(page)).toContainText('+2')
  platform.faults.set(operations[vendor].remove, 403, { times: 1 })
  await saved(page).getByRole('button', { name: 'Undo' }).click()
  const told = toast(page, `Taken back: “${world.otherRole}”. Not taken back: “${world.role}”.`)
  await expect(told).toBeVisible()
  expect(world.permissionsOf(world.otherRole)).toEqual(before[1])
  await expect(saved(page)).toContainText('Saved: +1')
  await expect(box(page, world.spare, world.otherRole)).not.toBeChecked()
  await search(page, 'roles', world.role)
  await expect(box(page, world.spare, world.role)).toBeChecked()
  await expectAccessible(page)

  await saved(page).getByRole('button', { name: 'Undo' }).click()
  await expect(toast(page, 'Taken back. Everything is as it was before.')).toBeVisible()
  expect([world.permissionsOf(world.role), world.permissionsOf(world.otherRole)]).toEqual(before)
  await expect(saved(page)).toHaveCount(0)
})

test('a save that failed whole is not told as saved, nor after its marks are gone', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = worldOf(sandbox, vendor)
  await mark(page, platform, world, [world.role])
  platform.faults.set(operations[vendor].add, 403)
  await bar(page).getByRole('button', { name: 'Review' }).click()
  await review(page).getByRole('button', { name: 'Save' }).click()
  const report = page.getByRole('dialog', { name: 'Not everything was saved' })
  await expect(report).toContainText('Nothing of this was saved')
  await report.getByRole('button', { name: 'Close' }).last().click()
  await bar(page).getByRole('button', { name: 'Discard' }).click()
  await expect(box(page, world.spare, world.role)).not.toBeChecked()
  await expect(saved(page)).toHaveCount(0)
})

test('a save whose answer was lost is neither told as done nor as not done @auth0', async ({
  page,
  platform,
  sandbox,
}) => {
  const world = worldOf(sandbox, 'acme')
  await mark(page, platform, world, [world.role])
  const { add, reads } = operations.acme
  platform.faults.set(add, 'reset-after')
  await page.route('**', async (route) => {
    // From the write on nothing can be read any more that would say what became of it.
    if (isWrite(route.request())) for (const read of reads) platform.faults.set(read, 403)
    await route.continue()
  })
  await bar(page).getByRole('button', { name: 'Review' }).click()
  await review(page).getByRole('button', { name: 'Save' }).click()
  const report = page.getByRole('dialog', { name: 'Perhaps not everything was saved' })
  await expect(report).toContainText('It is not known whether this was saved')
  await expect(report).not.toContainText('Nothing of this was saved')
  await expectAccessible(page)
  expect(world.permissionsOf(world.role)).toContain(world.spare)
})
