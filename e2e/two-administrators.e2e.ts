// Two administrators at one thing at once: whatever the order of their reads and writes, nothing of either is lost, and both are
// told. The other one is a second browser, or changes the sandbox's state between two requests of ours.
import type { Page } from 'playwright/test'
import { paths } from '../src/paths.ts'
import { holdersOf } from './holders.ts'
import type { SandboxPlatform } from './sandbox/sandbox.ts'
import { kosmosProjectId } from './sandbox/zitadel/seed.ts'
import { roleSet } from './sandbox/zitadel/seed-permissions.ts'
import { signIn, toast } from './steps.ts'
import { expect, test } from './test.ts'
import { worldOf, type World } from './worlds.ts'

const box = (page: Page, permission: string) =>
  page.getByRole('checkbox', { name: new RegExp(`^${permission}( |$)`) })
const met = (page: Page) => page.getByRole('dialog', { name: 'Somebody changed this meanwhile' })
const saved = (page: Page) => page.getByRole('region', { name: 'Saved changes' })

const isWrite = (method: string, url: string, vendor: 'kosmos' | 'acme') =>
  vendor === 'acme'
    ? method === 'POST' && /\/roles\/[^/]+\/permissions/.test(url)
    : method === 'POST' && /SetOrganizationMetadata|\/metadata\//.test(url)

const isAssign = (method: string, url: string) =>
  method !== 'OPTIONS' && /\/users\/[^/]+\/roles$|(Create|Update)Authorization$/.test(url) && method !== 'GET'

/** The page of the role with that permission marked as `on`. */
async function mark(page: Page, platform: SandboxPlatform, world: World, permission: string, on: boolean) {
  await signIn(page, platform, 'admin', paths.role(world.idOf(world.role), { search: permission }))
  await box(page, permission).setChecked(on)
}

async function review(page: Page) {
  await page.getByRole('button', { name: 'Review' }).click()
  const dialog = page.getByRole('dialog', { name: 'Review the changes' })
  await expect(dialog).toBeVisible()
  return dialog.getByRole('button', { name: 'Save' })
}

test.describe('the permissions of one role', () => {
  test('the other saved before our review: seen in it, kept, and ours laid on top', async ({
    page,
    platform,
    sandbox,
    vendor,
  }) => {
    const world = worldOf(sandbox, vendor)
    const before = world.permissionsOf(world.role)
    await mark(page, platform, world, world.spare, true)
    world.revoke(world.role, world.granted)
    await page.getByRole('button', { name: 'Review' }).click()
    await expect(met(page).getByRole('list', { name: `Done by others to ${world.role}` })).toContainText(
      world.granted,
    )
    await expect(met(page).getByRole('list', { name: `Changes to ${world.role}` })).toContainText(world.spare)
    await met(page).getByRole('button', { name: 'Save on top of theirs' }).click()
    await expect(saved(page)).toContainText('+1')
    const both = [...before.filter((name) => name !== world.granted), world.spare]
    expect(world.permissionsOf(world.role)).toEqual(both.toSorted())
  })

  test('the other saved between our review and our save: asked again before anything is sent', async ({
    page,
    platform,
    sandbox,
    vendor,
  }) => {
    const world = worldOf(sandbox, vendor)
    await mark(page, platform, world, world.spare, true)
    const save = await review(page)
    world.revoke(world.role, world.granted)
    await save.click()
    await expect(met(page)).toContainText('Nothing has been saved yet')
    expect(world.writes()).toBe(0)
    await met(page).getByRole('button', { name: 'Save on top of theirs' }).click()
    await expect(saved(page)).toContainText('+1')
    expect(world.permissionsOf(world.role)).toContain(world.spare)
    expect(world.permissionsOf(world.role)).not.toContain(world.granted)
  })

  test('the other saves while our write is on its way: both hold in the end', async ({
    page,
    browser,
    baseURL,
    platform,
    sandbox,
    vendor,
  }) => {
    const world = worldOf(sandbox, vendor)
    const context = await browser.newContext({ ...(baseURL !== undefined && { baseURL }) })
    const other = await context.newPage()
    await mark(page, platform, world, world.spare, true)
    await mark(other, platform, world, world.granted, false)
    const [ours, theirs] = [await review(page), await review(other)]
    // Ours has been read for and sent, and is done only after theirs.
    const write = vendor === 'acme' ? 'addRolePermissions' : 'setMetadata'
    platform.faults.set(write, { delay: 1500 }, { times: 1 })
    const sent = page.waitForRequest((request) => isWrite(request.method(), request.url(), vendor))
    await ours.click()
    await sent
    await theirs.click()
    await expect(saved(other)).toContainText('−1')
    await expect(saved(page)).toContainText('+1')
    await expect.poll(() => world.permissionsOf(world.role), { timeout: 20_000 }).not.toContain(world.granted)
    expect(world.permissionsOf(world.role)).toContain(world.spare)
    await context.close()
  })

  test('the other, who had not seen ours, wrote over it: made again, and told @zitadel', async ({
    page,
    sandbox,
  }) => {
    const world = worldOf(sandbox, 'kosmos')
    await mark(page, sandbox.kosmos, world, world.spare, true)
    const save = await review(page)
    const done = page.waitForResponse((response) =>
      isWrite(response.request().method(), response.url(), 'kosmos'),
    )
    // Their set is the one from before ours, without what they took out.
    const theirs = world.permissionsOf(world.role).filter((name) => name !== world.granted)
    sandbox.kosmos.faults.set('listMetadata', { delay: 400 })
    sandbox.kosmos.faults.set('getMetadata', { delay: 400 })
    await save.click()
    await done
    const { key, value } = roleSet(kosmosProjectId, world.idOf(world.role), theirs)
    sandbox.kosmos.world.setMetadata(key, value)
    const report = page.getByRole('dialog', { name: 'Saved' })
    await expect(report).toContainText('Somebody saved at the same moment')
    expect(world.permissionsOf(world.role)).toEqual([...theirs, world.spare].toSorted())
  })

  test('both in their own browser: the second is told of the first, and sees both afterwards', async ({
    page,
    browser,
    baseURL,
    platform,
    sandbox,
    vendor,
  }) => {
    const world = worldOf(sandbox, vendor)
    const context = await browser.newContext({ ...(baseURL !== undefined && { baseURL }) })
    const other = await context.newPage()
    await mark(page, platform, world, world.spare, true)
    await mark(other, platform, world, world.granted, false)
    await (await review(page)).click()
    await expect(saved(page)).toContainText('+1')
    await other.getByRole('button', { name: 'Review' }).click()
    await expect(met(other).getByRole('list', { name: /^Done by others/ })).toContainText(world.spare)
    await met(other).getByRole('button', { name: 'Save on top of theirs' }).click()
    await expect(saved(other)).toContainText('−1')
    expect(world.permissionsOf(world.role)).toContain(world.spare)
    expect(world.permissionsOf(world.role)).not.toContain(world.granted)

    // The first takes theirs back: refused, because the other has been there since.
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByText('Nothing of theirs was touched')).toBeVisible()
    expect(world.permissionsOf(world.role)).toContain(world.spare)
    await other.getByRole('searchbox', { name: 'Search permissions' }).fill(world.spare)
    await expect(box(other, world.spare)).toBeChecked()
    await context.close()
  })
})

/** The dialog with that person chosen, ready to be sent. */
async function choose(page: Page, role: string, person: string) {
  await page.getByRole('button', { name: 'Assign', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: `Assign ${role}` })
  await dialog.getByRole('searchbox', { name: 'Search people' }).fill(person)
  await dialog.getByRole('checkbox', { name: person, exact: true }).check()
  return dialog.getByRole('button', { name: 'Assign to 1 person' })
}

test.describe('the roles of one person', () => {
  test('the other gives a role after we looked: both are held', async ({
    page,
    platform,
    sandbox,
    vendor,
  }) => {
    const people = holdersOf(sandbox, vendor)
    const [person] = people.free
    await signIn(page, platform, 'admin', paths.role(people.id, { tab: 'members' }))
    const send = await choose(page, people.role, person)
    people.assign(person, people.otherRole)
    await send.click()
    await expect(page.getByText('All 2 members')).toBeVisible()
    expect(people.rolesOf(person)).toEqual([people.role, people.otherRole].toSorted())
  })

  test('the other gives a role while our write is on its way: both are held @auth0', async ({
    page,
    platform,
    sandbox,
  }) => {
    const people = holdersOf(sandbox, 'acme')
    const [person] = people.free
    await signIn(page, platform, 'admin', paths.role(people.id, { tab: 'members' }))
    const send = await choose(page, people.role, person)
    platform.faults.set(people.nextAssign, { delay: 1000 }, { times: 1 })
    const sent = page.waitForRequest((request) => isAssign(request.method(), request.url()))
    await send.click()
    await sent
    people.assign(person, people.otherRole)
    await expect(page.getByText('All 2 members')).toBeVisible()
    expect(people.rolesOf(person)).toEqual([people.role, people.otherRole].toSorted())
  })

  test('the other, who had not seen ours, wrote over it: made again, and told @zitadel', async ({
    page,
    sandbox,
  }) => {
    const people = holdersOf(sandbox, 'kosmos')
    const [person] = people.free
    people.assign(person, people.otherRole)
    await signIn(page, sandbox.kosmos, 'admin', paths.role(people.id, { tab: 'members' }))
    const send = await choose(page, people.role, person)
    const done = page.waitForResponse((response) => isAssign(response.request().method(), response.url()))
    sandbox.kosmos.faults.set(people.listing, { delay: 400 })
    await send.click()
    await done
    // Their list of roles is the one from before ours, with what they gave.
    people.unassign(person, people.role)
    people.assign(person, people.thirdRole)
    await expect(page.getByText('assigned again: somebody wrote over it at the same moment')).toBeVisible()
    const all = [people.role, people.otherRole, people.thirdRole]
    expect(people.rolesOf(person)).toEqual(all.toSorted())
  })

  test('the other, who had read before us, writes long after: made again, and told @zitadel', async ({
    page,
    sandbox,
  }) => {
    const people = holdersOf(sandbox, 'kosmos')
    const [person] = people.free
    people.assign(person, people.otherRole)
    await signIn(page, sandbox.kosmos, 'admin', paths.role(people.id, { tab: 'members' }))
    await (await choose(page, people.role, person)).click()
    await expect(page.getByText('All 2 members')).toBeVisible()
    people.unassign(person, people.role)
    people.assign(person, people.thirdRole)
    const happened = `Somebody saved what “${person}” holds at the same moment`
    await expect(toast(page, happened)).toContainText('It was made again.', { timeout: 15_000 })
    const all = [people.role, people.otherRole, people.thirdRole]
    expect(people.rolesOf(person)).toEqual(all.toSorted())
    await expect(page.getByText('All 2 members')).toBeVisible()
  })

  test('the other takes a role while we give one: neither comes back nor is lost', async ({
    page,
    platform,
    sandbox,
    vendor,
  }) => {
    const people = holdersOf(sandbox, vendor)
    const [person] = people.free
    people.assign(person, people.otherRole)
    people.assign(person, people.thirdRole)
    await signIn(page, platform, 'admin', paths.role(people.id, { tab: 'members' }))
    const send = await choose(page, people.role, person)
    people.unassign(person, people.otherRole)
    await send.click()
    await expect(page.getByText('All 2 members')).toBeVisible()
    expect(people.rolesOf(person)).toEqual([people.role, people.thirdRole].toSorted())
  })

  test('both give the same role: told that it was so already, and nothing is sent', async ({
    page,
    platform,
    sandbox,
    vendor,
  }) => {
    const people = holdersOf(sandbox, vendor)
    const [person] = people.free
    await signIn(page, platform, 'admin', paths.role(people.id, { tab: 'members' }))
    const send = await choose(page, people.role, person)
    people.assign(person, people.role)
    await send.click()
    await expect(page.getByText(`Role “${people.role}”: 1 person had it already.`)).toBeVisible()
    expect(people.writes()).toBe(0)
    expect(people.rolesOf(person)).toEqual([people.role])
  })

  test('both take the same role: told that somebody else did, other roles stay', async ({
    page,
    platform,
    sandbox,
    vendor,
  }) => {
    const people = holdersOf(sandbox, vendor)
    people.assign(people.only, people.otherRole)
    await signIn(page, platform, 'admin', paths.role(people.id, { tab: 'members' }))
    await page.getByRole('button', { name: `Unassign from ${people.only}` }).click()
    people.unassign(people.only, people.role)
    await page.getByRole('dialog').getByRole('button', { name: 'Unassign' }).click()
    await expect(
      page.getByText(`Somebody had unassigned “${people.role}” from ${people.only} already.`),
    ).toBeVisible()
    expect(people.writes()).toBe(0)
    expect(people.rolesOf(people.only)).toEqual([people.otherRole])
  })
})
