import { expectAccessible, expect, test } from './test.ts'
import { expectInside, heading, signIn } from './steps.ts'

test('signs in, survives a reload @cross-site', async ({ page, platform }) => {
  await signIn(page, platform, 'admin', '/session')
  await expect(heading(page, 'Session')).toBeVisible()
  await expectAccessible(page)
  await page.reload()
  await expectInside(page, platform)
})
