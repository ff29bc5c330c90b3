// Makes the picture in the README: the roles page, as an administrator sees it. Run by `npm run screenshot`.
import { chromium } from 'playwright'
import { findChromium } from './chromium.ts'
import { startConsole } from './sandbox/vite.ts'
import { row, signIn } from './steps.ts'

const executablePath = findChromium()
const { url, sandbox, close } = await startConsole({ port: 0 })
const browser = await chromium.launch({
  ...(executablePath && { executablePath }),
  args: ['--no-sandbox', '--disable-gpu'],
})
const page = await browser.newPage({ viewport: { width: 1280, height: 760 }, locale: 'en-GB' })
await signIn(page, sandbox.kosmos, 'admin', `${url}/roles?sort=group`)
await row(page, 'Roles', 'admin').waitFor()
await page.screenshot({ path: 'e2e/screenshot.png' })
await browser.close()
await close()
