// The program of `npm run serve` as it is run: built, started in a process of its own, with a tenant behind it on real sockets.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { exportJWK, SignJWT } from 'jose'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { keyPair } from './fake-tenant.ts'

const root = join(import.meta.dirname, '..', '..')
const audience = 'https://console.example'
let folder: string
let tenant: string
let vendor: (asked: IncomingMessage, answer: ServerResponse) => void
let children: ChildProcess[] = []
const json = (answer: ServerResponse, value: unknown) =>
  answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))

const permissions = ['read:orders', 'write:orders'].map((name) => ({
  resource_server_identifier: 'https://orders.example',
  permission_name: name,
}))

const upstream = createServer((asked, answer) => {
  const path = asked.url ?? ''
  if (path.includes('/effective-permissions')) return json(answer, { permissions })
  if (path.startsWith('/api/v2/users/')) return json(answer, { name: 'Ingrid Solheim' })
  if (path.startsWith('/oauth/token')) return json(answer, { access_token: 'machine', expires_in: 60 })
  if (path.startsWith('/api/v2')) return vendor(asked, answer)
  void keyPair('first')
    .then(({ publicKey }) => exportJWK(publicKey))
    .then((key) => json(answer, { keys: [{ ...key, kid: 'first' }] }))
})

beforeAll(async () => {
  // Far from the project: the bundle needs no package beside it.
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-'))
  await build({
    root,
    logLevel: 'silent',
    build: { ssr: 'src/gateway/node.ts', outDir: join(folder, 'server'), emptyOutDir: true },
  })
  await mkdir(join(folder, 'dist', 'assets'), { recursive: true })
  const page = `<!doctype html><title>Gatehouse</title>${'<p>text</p>'.repeat(100)}`
  await writeFile(join(folder, 'dist', 'index.html'), page)
  await writeFile(join(folder, 'dist', '_headers'), 'secret recipe')
  await writeFile(join(folder, 'dist', '.hidden'), 'hidden')
  await writeFile(join(folder, 'dist', 'assets', 'app-1.js'), 'run()')
  await writeFile(join(folder, 'dist', 'config.json'), '{"platforms":[]}')
  upstream.listen(0, '127.0.0.1')
  await once(upstream, 'listening')
  const address = upstream.address()
  tenant = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  // Makes the database, which takes much longer than opening it again.
  const { child, ended } = await start()
  child.kill('SIGTERM')
  await ended
}, 120_000)
afterEach(async () => {
  const running = children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
  const ended = running.map((child) => once(child, 'exit'))
  for (const child of running) child.kill('SIGKILL')
  await Promise.all(ended)
  children = []
})
afterAll(async () => {
  upstream.close().closeAllConnections()
  await rm(folder, { recursive: true })
})

/** Starts the program and waits until it listens or ends. */
async function start(environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(folder, 'server', 'node.mjs')], {
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      HOST: '127.0.0.1',
      GATEHOUSE_DIST: join(folder, 'dist'),
      // Killed after every test, and opened by the next one.
      GATEWAY_DATA: join(folder, 'data'),
      AUTH0_DOMAIN: tenant,
      AUTH0_AUDIENCE: audience,
      AUTH0_CLIENT_ID: 'app',
      AUTH0_CLIENT_SECRET: 'the-machine-secret',
      ...environment,
    },
  })
  children.push(child)
  const said = { out: '', error: '' }
  child.stderr.on('data', (chunk: Buffer) => void (said.error += chunk.toString()))
  const ended = once(child, 'exit').then(([code]): unknown => code)
  const url = await new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said.out += chunk.toString()
      const [, found] = /Listening on (http:\S+),/.exec(said.out) ?? []
      if (found !== undefined) resolve(found)
    })
    void ended.then(() => resolve(''))
  })
  return { child, url, said, ended }
}

async function token(): Promise<string> {
  const { privateKey } = await keyPair('first')
  const claims = { permissions: ['read:roles', 'read:tokens', 'create:tokens'] }
  const made = new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: 'first' })
    .setSubject('auth0|ingrid')
  return made.setIssuer(`${tenant}/`).setAudience(audience).setExpirationTime('5m').sign(privateKey)
}

const roles = async (url: string) =>
  fetch(`${url}/gateway/api/v2/roles`, { headers: { authorization: `Bearer ${await token()}` } })

test('says what is missing, and ends', async () => {
  const { url, said, ended } = await start({ AUTH0_DOMAIN: '', AUTH0_CLIENT_SECRET: '', AUTH0_AUDIENCE: ' ' })
  expect(url).toBe('')
  expect(await ended).toBe(1)
  for (const name of ['AUTH0_DOMAIN', 'AUTH0_CLIENT_SECRET', 'AUTH0_AUDIENCE'])
    expect(said.error).toContain(`${name} is missing`)
  const other = await start({ GATEHOUSE_CONFIG: join(folder, 'none.json') })
  expect(await other.ended).toBe(1)
  expect(other.said.error).toContain('none.json')
})

test('serves the console with its headers, and the gateway beside it', async () => {
  vendor = (_, answer) => json(answer, [{ id: 'rol_1' }])
  const { url, said } = await start()
  const page = await fetch(`${url}/roles/rol_1?tab=members`)
  expect(page.status).toBe(200)
  expect(await page.text()).toContain('<title>Gatehouse</title>')
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
  expect(page.headers.get('content-encoding')).toBe('gzip')
  expect(page.headers.get('cache-control')).toBe('no-cache')
  const again = await fetch(url, { headers: { 'if-none-match': page.headers.get('etag') ?? '' } })
  expect(again.status).toBe(304)
  const script = await fetch(`${url}/assets/app-1.js`)
  expect(script.headers.get('cache-control')).toContain('immutable')
  expect(await script.text()).toBe('run()')
  expect((await fetch(`${url}/assets/app-0.js`)).status).toBe(404)
  expect((await fetch(url, { method: 'POST' })).status).toBe(405)
  expect(await (await fetch(`${url}/config.json`)).json()).toEqual({ platforms: [] })
  for (const path of [
    '_headers',
    '.hidden',
    '../server/node.mjs',
    '%2e%2e/server/node.mjs',
    '.gateway/node.mjs',
  ])
    expect(await (await fetch(`${url}/${path}`)).text(), path).toContain('<title>Gatehouse</title>')
  const answer = await roles(url)
  expect(await answer.json()).toEqual([{ id: 'rol_1' }])
  expect(answer.headers.get('strict-transport-security')).toContain('max-age')
  expect((await fetch(`${url}/gateway/ready`)).status).toBe(200)
  expect((await fetch(`${url}/gateway/nothing`)).status).toBe(404)
  expect(said.out).toContain('"call":"listRoles"')
  expect(said.out).not.toMatch(/eyJ|the-machine-secret|Bearer/)
})

const make = async (url: string) =>
  fetch(`${url}/gateway/tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      id: crypto.randomUUID(),
      name: 'Nightly export',
      permissions,
      expires_at: new Date(Date.now() + 86_400_000).toISOString(),
    }),
  })

type Kept = { id: string; name: string; prefix: string; permissions: unknown[] }
async function listed(url: string): Promise<Kept[]> {
  const answer = await fetch(`${url}/gateway/tokens`, {
    headers: { authorization: `Bearer ${await token()}` },
  })
  const { tokens }: { tokens: Kept[] } = JSON.parse(await answer.text())
  return tokens
}

test('killed while it makes tokens, it has every one that it acknowledged, each whole, and goes on', async () => {
  const { child, url } = await start()
  const acknowledged: { token: Kept; value: string }[] = []
  const maker = async (): Promise<void> => {
    for (;;) {
      const answer = await make(url)
      if (answer.status !== 201) throw new Error(`Answered ${answer.status}: ${await answer.text()}`)
      acknowledged.push(JSON.parse(await answer.text()))
      if (acknowledged.length === 25) child.kill('SIGKILL')
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: 4 }, maker))
  // By the connection, and not by a refusal.
  const reasons = ends.map((end) => (end.status === 'rejected' ? String(end.reason) : 'went on'))
  expect(reasons.filter((reason) => !/^TypeError: (fetch failed|terminated)/.test(reason))).toEqual([])
  expect(acknowledged.length).toBeGreaterThanOrEqual(25)
  const introspection = [
    { id: 'orders-api', audience: 'https://orders.example', secret: 'a-secret-of-the-test' },
  ]
  const again = await start({ INTROSPECTION_CLIENTS: JSON.stringify(introspection) })
  const kept = await listed(again.url)
  const ids = new Set(kept.map(({ id }) => id))
  expect(acknowledged.filter(({ token }) => !ids.has(token.id))).toEqual([])
  // One of each maker may have been made without being acknowledged; none is made by half.
  expect(kept.length - acknowledged.length).toBeLessThanOrEqual(4)
  for (const one of kept)
    expect(one).toMatchObject({
      name: 'Nightly export',
      permissions,
      prefix: expect.stringMatching(/^kos_.{4}$/),
    })
  const { value = '' } = acknowledged.at(-1) ?? {}
  const answer = await fetch(`${again.url}/gateway/oauth/introspect`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('orders-api:a-secret-of-the-test')}` },
    body: new URLSearchParams({ token: value }),
  })
  expect(await answer.json()).toMatchObject({ active: true, scope: 'read:orders write:orders' })
  expect((await make(again.url)).status).toBe(201)
  expect(again.said.out).not.toContain(value.slice(8, 30))
}, 60_000)

test('killed while it makes its database, it makes it anew', async () => {
  const data = join(folder, 'young')
  const environment = { GATEWAY_DATA: data }
  const first = start(environment)
  await expect
    .poll(() => readdir(join(data, 'pglite-unfinished', 'base')).catch(() => []), { timeout: 30_000 })
    .not.toEqual([])
  children.at(-1)?.kill('SIGKILL')
  expect((await first).url).toBe('')
  const { url } = await start(environment)
  expect((await make(url)).status).toBe(201)
}, 120_000)

test('a second one on the same folder says so and ends; after the first has stopped it starts', async () => {
  const first = await start()
  const second = await start()
  expect(second.url).toBe('')
  expect(await second.ended).toBe(1)
  expect(second.said.error).toMatch(/Another gateway \(process \d+ on .*DATABASE_URL/)
  expect((await make(first.url)).status).toBe(201)
  first.child.kill('SIGTERM')
  expect(await first.ended).toBe(0)
  const third = await start()
  expect((await listed(third.url)).length).toBeGreaterThan(0)
}, 60_000)

test('answers headers that are too large, and what is no HTTP, in its envelope', async () => {
  const { url, said } = await start()
  for (const size of [20_000, 40_000]) {
    const answer = await fetch(`${url}/gateway/api/v2/roles`, {
      headers: { authorization: `Bearer ${'x'.repeat(size)}` },
    })
    expect(answer.status).toBe(431)
    const id = answer.headers.get('x-request-id') ?? 'none'
    expect(await answer.json()).toMatchObject({ error: 'headers_too_large', request_id: id })
    await expect.poll(() => said.out).toContain(id)
  }
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write('NONSENSE\r\n\r\n')
  expect(await text(socket)).toContain('"error":"bad_request"')
})

test('an answer that stalls half-way is cut off, not waited for', async () => {
  vendor = (_, answer) => answer.writeHead(200, { 'content-type': 'application/json' }).write('[')
  const { url } = await start({ GATEWAY_TIMEOUT_MS: '1000' })
  const answer = await roles(url)
  expect(answer.status).toBe(200)
  await expect(answer.text()).rejects.toThrow()
  vendor = () => undefined
  expect((await roles(url)).status).toBe(504)
})

test('on SIGTERM finishes what is under way, takes nothing new, and ends', async () => {
  const arrived = new Promise<ServerResponse>((resolve) => void (vendor = (_, answer) => resolve(answer)))
  const { child, url, said, ended } = await start()
  // An idle connection that is kept must not hold it up.
  await (await fetch(`${url}/gateway/live`)).text()
  const pending = roles(url)
  const open = await arrived
  child.kill('SIGTERM')
  await expect.poll(() => said.out).toContain('Stopping after SIGTERM')
  const { hostname, port } = new URL(url)
  const refused = once(request({ hostname, port, agent: false }).end(), 'response')
  await expect(refused).rejects.toThrow('ECONNREFUSED')
  json(open, ['finished'])
  const answer = await pending
  expect(await answer.json()).toEqual(['finished'])
  expect(await ended).toBe(0)
  expect(said.out).toContain('"message":"Stopped"')
})

test('and does not wait for ever', async () => {
  const arrived = new Promise<void>((resolve) => void (vendor = () => resolve()))
  const { child, url, ended } = await start({ GATEWAY_STOP_MS: '200' })
  const pending = roles(url).catch(() => 'cut off')
  await arrived
  const begun = performance.now()
  child.kill('SIGINT')
  expect(await ended).toBe(0)
  expect(performance.now() - begun).toBeLessThan(3_000)
  expect(await pending).toBe('cut off')
})
