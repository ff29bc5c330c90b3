// The fixtures of the browser tests: a served console with a sandbox of its own, as new for every test, and the invariants that
// hold after each.
import axe from 'axe-core'
import { expect, test as base, type Page } from 'playwright/test'
import { audit, inspect, watch, type Allowed } from './invariants.ts'
import type { KtrlplanePlatform, SandboxPlatform } from './sandbox/sandbox.ts'
import { startConsole, type MountedSandbox } from './sandbox/vite.ts'

export type Options = {
  /** The platform that the tests of this project sign in to. */
  vendor: 'kosmos' | 'acme'
  /** Where the providers live; 127.0.0.1 is cross-site to the console. */
  host: 'localhost' | '127.0.0.1'
  /** Whether KtrlPlane's API does what is documented of it, or what it does. */
  strict: boolean
}

type WorkerFixtures = Options & { served: { url: string; sandbox: MountedSandbox } }
type TestFixtures = {
  sandbox: MountedSandbox
  ktrlplane: KtrlplanePlatform
  /** The platform of this project. */
  platform: SandboxPlatform
  /** What this test may do that others may not. Assign to it. */
  allowed: Allowed
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  vendor: ['kosmos', { option: true, scope: 'worker' }],
  host: ['localhost', { option: true, scope: 'worker' }],
  served: [
    async ({ host, vendor }, use) => {
      const { url, sandbox, close } = await startConsole({ port: 0, host })
      // The embedded database takes seconds to start, more than a test waits for an answer.
      if (vendor === 'acme') await sandbox.gateway.tokens()
      await use({ url, sandbox })
      await close()
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ served }, use) => use(served.url),
  sandbox: async ({ served }, use) => {
    await served.sandbox.reset()
    await use(served.sandbox)
  },
  strict: [false, { option: true, scope: 'worker' }],
  async ktrlplane({ sandbox, strict }, use) {
    sandbox.ktrlplane.settings.strict = strict
    await use(sandbox.ktrlplane)
  },
  platform: async ({ sandbox, vendor }, use) => use(sandbox[vendor]),
  // Playwright's fixtures without others are written so.
  // oxlint-disable-next-line no-empty-pattern
  allowed: async ({}, use) => use({}),
  context: async ({ context, sandbox, served, allowed }, use, { status }) => {
    const watching = watch(context, sandbox, served.url)
    await use(context)
    if (status === 'skipped') return
    const held = await Promise.all(
      context
        .pages()
        .filter((page) => page.url().startsWith(served.url))
        .map((page) => inspect(page, watching.secrets)),
    )
    const said = watching.complaints.filter((line) => !allowed.console?.test(line))
    expect([...held.flat(), ...audit(sandbox, allowed), ...said], 'invariants').toEqual([])
  },
})

export { expect }

/** Checks the page as it stands with axe: WCAG 2.2 A and AA. */
export async function expectAccessible(page: Page): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const violations = await page.evaluate(async () => {
    const { violations: found } = await axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    })
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
  })
  expect(violations, 'axe').toEqual([])
}
