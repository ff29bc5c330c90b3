// What the tests of the Access page do and see.
import type { Locator, Page } from 'playwright/test'
import { paths, type ListView } from '../src/paths.ts'
import { people } from './sandbox/ktrlplane/seed.ts'
import { subOf, type PersonaName } from './sandbox/personas.ts'
import type { KtrlplanePlatform } from './sandbox/sandbox.ts'
import { heading, signIn } from './steps.ts'
import { expect } from './test.ts'

export const organization = 'organization.nordwind'
export const project = 'project.grid-twin'
export const resource = 'resource.grid-twin.grid-graph'

/** Ids of who is spoken of. */
export const id = { ...people, me: subOf('ktrlplane', 'admin'), viewer: subOf('ktrlplane', 'viewer') }

/** Signs in at the Access page of a scope and waits until it shows who holds what. */
export async function openAccess(
  page: Page,
  platform: KtrlplanePlatform,
  scope: string,
  { persona = 'admin', ...view }: ListView & { persona?: PersonaName } = {},
): Promise<void> {
  await signIn(page, platform, persona, paths.access({ ...view, scope }))
  await expect(heading(page, 'Access')).toBeVisible()
}

/** The row of the person whose name begins so. */
export const line = (page: Page, name: string): Locator =>
  page
    .getByRole('table', { name: 'Who holds what' })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: new RegExp(`^${name}`) }) })

/** Names as the rows have them, from top to bottom. */
export async function namesIn(page: Page): Promise<string[]> {
  const links = page.getByRole('table', { name: 'Who holds what' }).getByRole('rowheader').getByRole('link')
  return links.allInnerTexts()
}

export const giving = (page: Page): Locator => page.getByRole('dialog', { name: /^Give access to / })

/** Ticks people in the open dialog, each found by its name. */
export async function choose(page: Page, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await giving(page).getByRole('searchbox', { name: 'Search people' }).fill(name)
    await giving(page)
      .getByRole('checkbox', { name: new RegExp(`^${name}`) })
      .check()
  }
}

/** Asks for the removal of a role, and gives the question. */
export async function askToRemove(page: Page, role: string, name: string): Promise<Locator> {
  await page.getByRole('button', { name: `Remove ${role} from ${name}`, exact: true }).click()
  return page.getByRole('dialog', { name: `Remove ${role} from ${name}?` })
}

/** How many assignments were asked to be made and to be ended. */
export const writes = ({ journal }: KtrlplanePlatform): [number, number] => [
  journal.entries({ operation: 'grantRole', method: 'POST' }).length,
  journal.entries({ operation: 'revokeRole', method: 'DELETE' }).length,
]
