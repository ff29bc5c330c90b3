// Measures what the gateway adds to a call of the Management API, and that it holds 500 requests a second on one core: built as
// `npm run serve` builds it, in a process of its own, with the sandbox behind it in another. Judges nothing. Run by `npm run bench`.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import autocannon from 'autocannon'
import * as v from 'valibot'
import { build } from 'vite'

const root = join(import.meta.dirname, '..')
const path = '/api/v2/roles?page=0&per_page=50&include_totals=true'
const rate = 500
const seconds = 15
const children: ChildProcess[] = []

/** Starts a program and waits for the first text of its output that matches. */
async function start(
  command: string[],
  environment: NodeJS.ProcessEnv,
  ready: RegExp,
): Promise<RegExpExecArray> {
  const [program = '', ...words] = command
  const child = spawn(program, words, { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  let said = ''
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${program} ended with ${code}: ${said}`)))
    child.stdout.on('data', (chunk: Buffer) => {
      // After that it is the log of every request.
      if (said.length > 100_000) return
      said += chunk.toString()
      const found = ready.exec(said)
      if (found) resolve(found)
    })
  })
}

const tenantSays = v.object({
  environment: v.objectWithRest({ AUTH0_DOMAIN: v.string() }, v.string()),
  token: v.string(),
  direct: v.string(),
})

type Way = { url: string; token: string }

/** Milliseconds of one request after the other, over a connection that is kept where it may be. */
async function once({ url, token }: Way, agent: Agent): Promise<number> {
  const begun = performance.now()
  await new Promise<void>((resolve, reject) => {
    get(url, { agent, headers: { authorization: `Bearer ${token}` } }, (answer) => {
      void text(answer).then((body) =>
        answer.statusCode === 200 ? resolve() : reject(new Error(`${answer.statusCode}: ${body}`)),
      )
    }).once('error', reject)
  })
  return performance.now() - begun
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

type Ways = { direct: Way; through: Way }

function printed(what: string, direct: number, through: number): void {
  const figures = [`direct ${direct.toFixed(2)} ms`, `through the gateway ${through.toFixed(2)} ms`]
  console.log([what, ...figures, `added ${(through - direct).toFixed(2)} ms`].join('   '))
}

/** One after the other by turns, so that whatever else the machine does hits both alike. */
async function alone({ direct, through }: Ways): Promise<void> {
  const agent = new Agent({ keepAlive: true })
  const times = { direct: [0], through: [0] }
  for (let n = 0; n < 600; n += 1) {
    const pair = { direct: await once(direct, agent), through: await once(through, agent) }
    // The first hundred are for the compilers.
    if (n < 100) continue
    times.direct.push(pair.direct)
    times.through.push(pair.through)
  }
  agent.destroy()
  printed('one at a time, median of 500', median(times.direct), median(times.through))
}

/** So many a second, whether or not the ones before have been answered. The sandbox closes connections, which autocannon minds. */
async function steady(way: Way): Promise<number> {
  const agent = new Agent({ keepAlive: true })
  const asked: Promise<number>[] = []
  const begun = performance.now()
  while (asked.length < rate * seconds) {
    const due = Math.min(rate * seconds, ((performance.now() - begun) / 1_000) * rate)
    while (asked.length < due) asked.push(once(way, agent))
    await sleep(2)
  }
  const times = await Promise.all(asked)
  agent.destroy()
  return median(times)
}

async function crowd({ url, token }: Way): Promise<void> {
  const headers = { authorization: `Bearer ${token}` }
  await autocannon({ url, headers, connections: 20, overallRate: rate, duration: 3 })
  const { latency, requests, errors, non2xx, timeouts } = await autocannon({
    url,
    headers,
    connections: 20,
    overallRate: rate,
    duration: seconds,
  })
  const figures = [
    `${(requests.total / seconds).toFixed(0)} requests/s`,
    `median ${latency.p50} ms`,
    `average ${latency.average} ms`,
    `p99 ${latency.p99} ms`,
    `${errors} errors`,
    `${timeouts} timeouts`,
    `${non2xx} not 2xx`,
  ]
  console.log(`autocannon, ${seconds} s   ${figures.join('   ')}`)
}

const folder = await mkdtemp(join(tmpdir(), 'gatehouse-'))
try {
  await build({
    root,
    logLevel: 'warn',
    build: { ssr: 'src/gateway/node.ts', outDir: folder, emptyOutDir: true },
  })
  const runner = "import('vite').then(({ runnerImport }) => runnerImport('./e2e/bench-tenant.ts'))"
  const [line] = await start([process.execPath, '-e', runner], process.env, /^\{.*\}$/m)
  const tenant = v.parse(tenantSays, JSON.parse(line))
  // Linux can keep a process on one core; elsewhere its one thread has to do.
  const pinned = spawnSync('taskset', ['-c', '0', 'true']).status === 0
  const environment = {
    PATH: process.env['PATH'],
    ...tenant.environment,
    PORT: '0',
    HOST: '127.0.0.1',
    GATEHOUSE_DIST: join(root, 'dist'),
    GATEWAY_RATE_PER_SECOND: '100000',
    GATEWAY_RATE_BURST: '100000',
  }
  const program = [...(pinned ? ['taskset', '-c', '0'] : []), process.execPath, join(folder, 'node.mjs')]
  const [, url = ''] = await start(program, environment, /Listening on (http:\S+),/)
  const direct = { url: tenant.environment.AUTH0_DOMAIN + path, token: tenant.direct }
  const through = { url: `${url}/gateway${path}`, token: tenant.token }
  console.log(`\nGateway, ${pinned ? 'kept on one core' : 'one process'}, sandbox behind it`)
  await alone({ direct, through })
  printed(`${rate} a second, median`, await steady(direct), await steady(through))
  await crowd(through)
} finally {
  for (const child of children) child.kill()
  await rm(folder, { recursive: true })
}
