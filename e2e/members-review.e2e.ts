// The last look before roles of a member are saved, while readings fail beside it: the question stays, nothing that was saved is
// told as not saved, and what could not be read is never taken for safe.
import type { Page } from 'playwright/test'
import { paths } from '../src/paths.ts'
import { peopleOf } from './people.ts'
import { acmeApi } from './sandbox/console-config.ts'
import { personas, subOf } from './sandbox/personas.ts'
import type { Sandbox } from './sandbox/sandbox.ts'
import { comeBackAfter, signIn, toast } from './steps.ts'
import { expect, test } from './test.ts'

const me = subOf('acme', 'admin')
const keystoneRole = 'Console administrator'
const words = 'I lock myself out'

const review = (page: Page, name = personas.admin.name) =>
  page.getByRole('dialog', { name: `Review the roles of ${name}` })

const unsavedBar = (page: Page) => page.getByRole('region', { name: 'Changes that are not saved' })
const openReview = (page: Page) => unsavedBar(page).getByRole('button', { name: 'Review' }).click()

/** Another role gives me the right to manage roles as well. */
function secondWay({ acme: { world } }: Sandbox): void {
  world.addRole({ name: 'Deputies' })
  world.addPermissionToRole('Deputies', { api: acmeApi, name: 'update:roles' })
  world.assign(me, 'Deputies')
}

test('saved, and then not to be read again: nobody is told that nothing was saved @zitadel', async ({
  page,
  sandbox,
  allowed,
}) => {
  const { kosmos } = sandbox
  const { person, held, rolesOf, writes } = peopleOf(sandbox, 'kosmos')
  allowed.console = /Failed to load resource/
  await signIn(page, kosmos, 'admin', paths.member(person.id))
  await page.getByRole('button', { name: `Unassign ${held}` }).click()
  await openReview(page)
  const save = review(page, person.name).getByRole('button', { name: 'Save' })
  await expect(save).toBeEnabled()
  // The save looks for its write twice; everybody who reads after that is refused, or waits.
  let looks = 0
  kosmos.faults.set('listAuthorizations', {
    answer(json) {
      if (writes() > 0) looks += 1
      if (looks === 2) {
        kosmos.faults.set('listAuthorizations', 400)
        kosmos.faults.set('permissions', { delay: 2500 })
      }
      return json
    },
  })
  await save.click()
  const saved = toast(page, `Roles of ${person.name} saved: −1.`)
  const unsaved = page.getByText('Nothing was saved.')
  await expect(saved.or(unsaved)).toBeVisible({ timeout: 15_000 })
  // Counted once: it would go away with the dialog.
  expect(await unsaved.count()).toBe(0)
  expect([looks, rolesOf()]).toEqual([2, []])
})

test('accepted, and nothing of it can be looked at: it is told as saved @zitadel', async ({
  page,
  sandbox,
  allowed,
}) => {
  const { kosmos } = sandbox
  const { person, held, rolesOf } = peopleOf(sandbox, 'kosmos')
  allowed.console = /Failed to load resource/
  await signIn(page, kosmos, 'admin', paths.member(person.id))
  await page.getByRole('button', { name: `Unassign ${held}` }).click()
  await openReview(page)
  kosmos.faults.set('deleteAuthorization', {
    answer(json) {
      kosmos.faults.set('listAuthorizations', 503)
      return json
    },
  })
  await review(page, person.name).getByRole('button', { name: 'Save' }).click()
  const told = page.getByText('Saved, with something to know')
  await expect(told.or(page.getByRole('alert')).first()).toBeVisible({ timeout: 20_000 })
  await expect(told).toBeVisible()
  await expect(page.getByText('The directory took the change')).toBeVisible()
  await expect(unsavedBar(page)).toHaveCount(0)
  expect(rolesOf()).toEqual([])
})

test('the member read again in vain leaves the question, and what was typed into it @auth0', async ({
  page,
  sandbox,
  allowed,
}) => {
  const { acme } = sandbox
  allowed.console = /Failed to load resource/
  await page.clock.install()
  await signIn(page, acme, 'admin', paths.member(me))
  await page.getByRole('button', { name: `Unassign ${keystoneRole}` }).click()
  await openReview(page)
  const field = review(page).getByRole('textbox')
  await field.fill(words)
  acme.faults.set('getUser', 400)
  const failed = () => acme.journal.entries({ operation: 'getUser', status: 400 }).length
  await comeBackAfter(page, 60)
  await expect.poll(failed).toBeGreaterThan(0)
  await page.waitForLoadState('networkidle')
  await expect(field).toHaveValue(words)
  acme.faults.clear()
  await review(page).getByRole('button', { name: 'Save' }).click()
  await expect(toast(page, 'saved: −1.')).toBeVisible()
  expect(acme.world.role(keystoneRole).users.has(me)).toBe(false)
})

test('what was safe before does not count once it cannot be read again @auth0', async ({
  page,
  sandbox,
  allowed,
}) => {
  secondWay(sandbox)
  allowed.console = /Failed to load resource/
  await signIn(page, sandbox.acme, 'admin', paths.member(me))
  await page.getByRole('button', { name: `Unassign ${keystoneRole}` }).click()
  await openReview(page)
  await expect(review(page).getByRole('button', { name: 'Save' })).toBeEnabled()
  await review(page).getByRole('button', { name: 'Cancel' }).click()
  sandbox.acme.faults.set('listRolePermissions', 400)
  await openReview(page)
  await expect(review(page)).toContainText('You may lock yourself out')
  await expect(review(page)).toContainText(
    'Whether anybody else could give it back could not be read completely.',
  )
  await expect(review(page).getByRole('button', { name: 'Save' })).toBeDisabled()
})

test('where there are too many roles to look through, that is why nobody looked @auth0', async ({
  page,
  sandbox,
}) => {
  for (let number = 1; number <= 25; number += 1) sandbox.acme.world.addRole({ name: `Crew ${number}` })
  await signIn(page, sandbox.acme, 'admin', paths.member(me))
  await page.getByRole('button', { name: `Unassign ${keystoneRole}` }).click()
  await openReview(page)
  await expect(review(page)).toContainText('You lock yourself out')
  await expect(review(page)).toContainText('was not checked: that takes too many requests here.')
})
