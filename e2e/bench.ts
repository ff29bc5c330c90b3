// Measures the built console in a slowed browser and prints a table: CPU 4 times slower, 10 Mbit/s at 40 ms, no cache, medians
// of seven. Judges nothing: times differ from machine to machine, ratios in one run hold. Run by `npm run bench`.
import { chromium, type Browser, type CDPSession, type Page } from 'playwright'
import { findChromium } from './chromium.ts'
import { signIn } from './steps.ts'
import { startConsole } from './sandbox/vite.ts'

const runs = 7
const slow = { latency: 40, throughput: 10_000_000 / 8, cpu: 4 }

type Sample = { ms: number; requests: number; js: number; css: number }

/** Notes in the page, frame by frame, when each thing is first seen, and when something was last clicked. */
function lookOut() {
  const seen: Record<string, number> = {}
  Object.assign(window, { seen })
  const things: Record<string, [selector: string, text: RegExp][]> = {
    'sign-in': [['button', /Sign in to KOSMOS/]],
    roles: [
      ['h1', /^Roles$/],
      ['tbody tr', /./],
    ],
    session: [
      ['h1', /^Session$/],
      ['h2', /^Access token$/],
    ],
  }
  const look = () => {
    for (const [name, parts] of Object.entries(things)) {
      const there = parts.every(([selector, text]) =>
        [...document.querySelectorAll(selector)].some(
          (it) => text.test(it.textContent) && it.checkVisibility(),
        ),
      )
      if (there) seen[name] ??= performance.timeOrigin + performance.now()
    }
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
  const clicked = () => {
    for (const name of Object.keys(seen)) delete seen[name]
    seen['click'] = performance.timeOrigin + performance.now()
  }
  window.addEventListener('click', clicked, { capture: true })
}

/** When the page saw the thing, and the click before it, in ms since 1970. */
async function sighting(page: Page, thing: string): Promise<{ at: number; click: number }> {
  const handle = await page.waitForFunction((name) => {
    const seen: unknown = Reflect.get(window, 'seen')
    if (typeof seen !== 'object' || seen === null) return null
    const at: unknown = Reflect.get(seen, name)
    return typeof at === 'number' ? { at, click: Number(Reflect.get(seen, 'click')) } : null
  }, thing)
  const found = await handle.jsonValue()
  if (!found) throw new Error(`${thing} was not seen`)
  return found
}

/** A page in a browser of its own memory, slowed down once `brake` is called, that counts what it loads. */
async function open(browser: Browser) {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  await page.addInitScript(lookOut)
  const cdp: CDPSession = await context.newCDPSession(page)
  await cdp.send('Network.enable')
  const kinds = new Map<string, string>()
  let count = { requests: 0, js: 0, css: 0 }
  cdp.on('Network.responseReceived', ({ requestId, type }) => void kinds.set(requestId, type))
  cdp.on('Network.requestWillBeSent', () => void (count.requests += 1))
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (kinds.get(requestId) === 'Script') count.js += encodedDataLength
    if (kinds.get(requestId) === 'Stylesheet') count.css += encodedDataLength
  })

  /** Time from the start of `act`, or from its click, to the first sight of the thing, and what was loaded meanwhile. */
  async function measure(
    thing: string,
    act: () => Promise<unknown>,
    from: 'start' | 'click',
  ): Promise<Sample> {
    count = { requests: 0, js: 0, css: 0 }
    const start = Date.now()
    await act()
    const { at, click } = await sighting(page, thing)
    const ms = at - (from === 'click' ? click : start)
    await page.waitForLoadState('networkidle')
    return { ms, ...count }
  }
  return {
    page,
    measure,
    close: () => context.close(),
    async brake(cacheDisabled = true) {
      await cdp.send('Network.setCacheDisabled', { cacheDisabled })
      await cdp.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: slow.latency,
        downloadThroughput: slow.throughput,
        uploadThroughput: slow.throughput,
      })
      await cdp.send('Emulation.setCPUThrottlingRate', { rate: slow.cpu })
    },
  }
}

type Opened = Awaited<ReturnType<typeof open>>
type Served = Awaited<ReturnType<typeof startConsole>>
type Row = [what: string, samples: Sample[]]

async function repeat(work: () => Promise<Sample>): Promise<Sample[]> {
  const samples: Sample[] = []
  while (samples.length < runs) samples.push(await work())
  return samples
}

async function signInPage(browser: Browser, { url }: Served): Promise<Row> {
  const once = async () => {
    const { page, measure, brake, close } = await open(browser)
    await brake()
    const sample = await measure('sign-in', () => page.goto(url, { waitUntil: 'commit' }), 'start')
    await close()
    return sample
  }
  return ['sign-in page, first visit', await repeat(once)]
}

/** Signs in quickly, then reloads slowly, again and again. */
async function reloads(
  browser: Browser,
  served: Served,
  id: 'kosmos' | 'acme',
  thing: string,
  cache: 'cache off' | 'cache on' = 'cache off',
): Promise<Sample[]> {
  const { page, measure, brake, close } = await open(browser)
  await signIn(page, served.sandbox[id], 'admin', `${served.url}/${thing}`)
  await sighting(page, thing)
  await brake(cache === 'cache off')
  const samples = await repeat(() => measure(thing, () => page.reload({ waitUntil: 'commit' }), 'start'))
  await close()
  return samples
}

const entry = (page: Page, name: string) => () =>
  page.getByRole('navigation').getByRole('link', { name, exact: true }).click()

/** From page to page, in a document that knows neither, then both. */
async function routes(browser: Browser, served: Served): Promise<Row[]> {
  const there: Record<string, Sample[]> = {}
  const go = async ({ page, measure }: Opened, what: string, thing: string, name: string) =>
    (there[what] ??= []).push(await measure(thing, entry(page, name), 'click'))
  for (const start of ['roles', 'session'] as const) {
    const opened = await open(browser)
    await signIn(opened.page, served.sandbox.kosmos, 'admin', `${served.url}/${start}`)
    await sighting(opened.page, start)
    await opened.brake()
    await repeat(async () => {
      // A new document knows no page but its own.
      const again = await opened.measure(start, () => opened.page.reload({ waitUntil: 'commit' }), 'start')
      if (start === 'roles') {
        await go(opened, 'Roles → Session, cold', 'session', 'Session')
        await go(opened, 'Session → Roles, again', 'roles', 'Roles')
        await go(opened, 'Roles → Session, again', 'session', 'Session')
      } else await go(opened, 'Session → Roles, cold', 'roles', 'Roles')
      await opened.page.goto(`${served.url}/${start}`)
      return again
    })
    await opened.close()
  }
  return Object.entries(there)
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

const kB = (bytes: number) => (bytes / 1000).toFixed(1)

function print(rows: Row[]): void {
  const cells = rows.map(([what, samples]) => {
    const times = samples.map(({ ms }) => Math.round(ms))
    const middle = (key: keyof Sample) => median(samples.map((sample) => sample[key]))
    return [
      what,
      String(median(times)),
      `${Math.min(...times)}-${Math.max(...times)}`,
      String(middle('requests')),
      kB(middle('js')),
      kB(middle('css')),
    ]
  })
  const table = [['', 'ms', 'spread', 'requests', 'JS kB', 'CSS kB'], ...cells]
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  for (const row of table)
    console.log(
      row
        .map((cell, n) => (n === 0 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0)))
        .join('  '),
    )
}

const executablePath = findChromium()
const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ['--no-sandbox'] })
const sameSite = await startConsole({ port: 0 })
const crossSite = await startConsole({ port: 0, host: '127.0.0.1' })
try {
  print([
    await signInPage(browser, sameSite),
    ['roles after a reload, Zitadel', await reloads(browser, sameSite, 'kosmos', 'roles')],
    ['the same, cache on', await reloads(browser, sameSite, 'kosmos', 'roles', 'cache on')],
    ['session after a reload, Auth0, same site', await reloads(browser, sameSite, 'acme', 'session')],
    ['session after a reload, Auth0, cross site', await reloads(browser, crossSite, 'acme', 'session')],
    ...(await routes(browser, sameSite)),
  ])
} finally {
  await browser.close()
  await Promise.all([sameSite.close(), crossSite.close()])
}
