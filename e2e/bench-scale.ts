// Measures the console against crowds: 1,000 roles × 1,000 permissions, 100,000 people. CPU 4 times slower. Prints and judges
// nothing, like bench.ts, by which it is run.
import { chromium, type Browser, type Page } from 'playwright'
import { findChromium } from './chromium.ts'
import type { SandboxPlatform } from './sandbox/sandbox.ts'
import { startConsole } from './sandbox/vite.ts'
import { signIn } from './steps.ts'

const many = 1_000
const crowd = 100_000

/** Notes tasks of the main thread over 50 ms, and how long each click takes until the next frame is painted. */
function lookOut() {
  const long: number[] = []
  const clicks: number[] = []
  Object.assign(window, { long, clicks })
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) long.push(duration)
  }).observe({ type: 'longtask' })
  const options = { type: 'event', durationThreshold: 16 }
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) if (name === 'click') clicks.push(duration)
  }).observe(options)
}

type Noted = { long: number[]; clicks: number[] }

const noted = (page: Page): Promise<Noted> =>
  page.evaluate(() => {
    const [long = [], clicks = []] = ['long', 'clicks'].map((name) =>
      [...Reflect.get(window, name)].map(Number),
    )
    return { long, clicks }
  })

const forget = (page: Page): Promise<void> =>
  page.evaluate(() => {
    for (const name of ['long', 'clicks']) Reflect.get(window, name).length = 0
  })

async function open(browser: Browser) {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  await page.addInitScript(lookOut)
  const cdp = await context.newCDPSession(page)
  return {
    page,
    close: () => context.close(),
    slow: (rate: number) => cdp.send('Emulation.setCPUThrottlingRate', { rate }),
  }
}

const asked = (platform: SandboxPlatform, operation: string) =>
  platform.journal.entries({ operation }).filter(({ method }) => method !== 'OPTIONS').length

const say = (what: string, value: string) => console.log(`${what.padEnd(58)} ${value}`)

/** Scrolls the matrix both ways by wheel, as fast as people do, then ticks boxes. */
async function matrix(browser: Browser, { url, sandbox }: Awaited<ReturnType<typeof startConsole>>) {
  const { page, close, slow } = await open(browser)
  await signIn(page, sandbox.kosmos, 'admin', `${url}/session`)
  const { world } = sandbox.kosmos
  world.addRoles(many)
  world.addPermissions(
    many,
    world.roles().map(({ key }) => key),
  )
  const start = Date.now()
  await page.goto(`${url}/roles/matrix`)
  const grid = page.getByRole('grid', { name: 'Permissions of roles' })
  await grid.waitFor({ timeout: 120_000 })
  await grid.getByRole('checkbox').first().waitFor({ timeout: 120_000 })
  say('matrix of 1,000 × 1,000, from its address to its first boxes', `${Date.now() - start} ms, unslowed`)

  await slow(4)
  const box = await grid.boundingBox()
  if (!box) throw new Error('The matrix is not to be seen')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  for (const [name, dx, dy] of [
    ['down', 0, 120],
    ['across', 120, 0],
  ] as const) {
    await forget(page)
    for (let step = 0; step < 120; step += 1) {
      await page.mouse.wheel(dx, dy)
      await page.evaluate(() => new Promise((next) => requestAnimationFrame(next)))
    }
    const { long } = await noted(page)
    const worst = Math.round(Math.max(0, ...long))
    say(
      `scrolling it ${name}, 4 × slower: tasks over 50 ms`,
      `${long.length}${worst ? `, longest ${worst} ms` : ''}`,
    )
  }

  await forget(page)
  // The driver's own search by role and name takes the page longer than the tick does; and people hold a button for a moment.
  const spots = await grid.evaluate((element) => {
    const { right, bottom } = element.getBoundingClientRect()
    return [...element.querySelectorAll('[role=gridcell] input')].flatMap((one) => {
      const { x, y, width, height } = one.getBoundingClientRect()
      // Beside the heads, which stay where they are.
      const inside = x > 600 && y > 400 && x + width < right && y + height < bottom
      return inside ? [{ x: x + width / 2, y: y + height / 2 }] : []
    })
  })
  for (let step = 0; step < 20; step += 1) {
    const spot = spots[(step * 5) % spots.length]
    if (!spot) throw new Error('No box of the matrix is to be seen')
    await page.mouse.move(spot.x, spot.y)
    await page.waitForTimeout(80)
    await page.mouse.down()
    await page.waitForTimeout(80)
    await page.mouse.up()
    await page.waitForTimeout(120)
  }
  const { clicks } = await noted(page)
  const sorted = clicks.toSorted((a, b) => a - b)
  say(
    'a tick in it until the next frame, 4 × slower',
    `median ${sorted[Math.floor(sorted.length / 2)] ?? '< 16'} ms, longest ${sorted.at(-1) ?? '< 16'} ms`,
  )
  await close()
}

/** Opens one role with a thousand permissions where each page of them is a request. */
async function role(browser: Browser, { url, sandbox }: Awaited<ReturnType<typeof startConsole>>) {
  const { world, journal } = sandbox.acme
  world.addRoles(many - world.roles().length)
  const { id, name } = world.role('Order manager')
  world.setRolePermissions(name, [])
  world.addPermissions(many, [name])
  const { page, close } = await open(browser)
  await signIn(page, sandbox.acme, 'admin', `${url}/session`)
  for (const size of [50, 100]) {
    sandbox.acme.settings.maxPerPage = size
    journal.clear()
    const start = Date.now()
    await page.goto(`${url}/role/${encodeURIComponent(id)}`)
    await page
      .getByText('bulk_1000')
      .or(page.getByText(/1,?000 of 1,?000/))
      .first()
      .waitFor({ timeout: 60_000 })
    const requests = asked(sandbox.acme, 'listRolePermissions')
    say(
      `a role with 1,000 permissions, pages of at most ${size}`,
      `${requests} requests, ${Date.now() - start} ms`,
    )
  }
  await close()
}

async function members(
  browser: Browser,
  { url, sandbox }: Awaited<ReturnType<typeof startConsole>>,
  id: 'kosmos' | 'acme',
) {
  const platform = sandbox[id]
  if (id === 'kosmos') sandbox.kosmos.world.addAuthorizations(crowd, 'user')
  else sandbox.acme.world.addUsers(crowd, ['Order clerk'])
  const { page, close } = await open(browser)
  const start = Date.now()
  await signIn(page, platform, 'admin', `${url}/members`)
  await page
    .getByRole('table', { name: 'Members' })
    .getByRole('rowheader')
    .first()
    .waitFor({ timeout: 60_000 })
  const operations = id === 'kosmos' ? ['listAuthorizations'] : ['listUsers']
  const requests = operations.map((operation) => asked(platform, operation)).reduce((a, b) => a + b)
  say(
    `100,000 members, ${platform.name}: from sign-in to rows`,
    `${Date.now() - start} ms, ${requests} list requests`,
  )
  await close()
}

const executablePath = findChromium()
const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ['--no-sandbox'] })
const served = await startConsole({ port: 0 })
try {
  console.log('\nAt scale')
  await matrix(browser, served)
  await role(browser, served)
  await served.sandbox.reset()
  await members(browser, served, 'kosmos')
  await members(browser, served, 'acme')
} finally {
  await browser.close()
  await served.close()
}
