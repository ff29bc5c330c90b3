// The program of `npm run serve`: the built console with its headers and the gateway under one origin, in Node. Hides
// listening, what Node itself refuses, and how it stops. Everything it needs to know stands in its environment.
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'
import { originsOf, parseConfig, type Config } from '../config.ts'
import { cacheControl, securityHeaders } from '../headers.ts'
import { parseEnvironment, type Environment, type GatewayConfig } from './config.ts'
import { envelope, Refused } from './errors.ts'
import { createGateway, mount, type Gateway } from './handler.ts'
import { jsonLog, type Log } from './log.ts'
import { readFiles, serveFiles, stored, type Files } from './node-files.ts'
import { openStore } from './store.ts'
import type { TokenStore } from './token-store.ts'

type Place = { port: number; host: string; dist: string; config: string; grace: number }

/** Where this program listens, what it serves, and how many milliseconds it gives to what is under way when it stops. */
function placeOf(environment: Environment): Place {
  const number = (name: string, usual: number): number => {
    const text = environment[name] || String(usual)
    if (!/^\d{1,6}$/.test(text)) throw new Error(`${name} must be a whole number.`)
    return Number(text)
  }
  const dist = environment['GATEHOUSE_DIST'] || join(import.meta.dirname, '..', 'dist')
  return {
    port: number('PORT', 4173),
    host: environment['HOST'] || 'localhost',
    dist,
    config: environment['GATEHOUSE_CONFIG'] || join(dist, 'config.json'),
    grace: number('GATEWAY_STOP_MS', 10_000),
  }
}

/** The console's configuration, checked as the page will check it. */
async function configAt(file: string): Promise<Config> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error(`The console's configuration cannot be read: ${file}`)
  })
  return parseConfig(JSON.parse(text))
}

/** What Node refuses before there is a request: in the same envelope, and in the log. */
function refuseRaw(error: Error, socket: Duplex, log: Log): void {
  if (!socket.writable) return void socket.destroy()
  const code = 'code' in error ? error.code : ''
  const refused =
    code === 'HPE_HEADER_OVERFLOW'
      ? new Refused(431, 'HEADERS_TOO_LARGE', 'The headers of the request, perhaps its token, are too large.')
      : code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? new Refused(408, 'REQUEST_STALLED', 'The request did not arrive in time.')
        : new Refused(400, 'INVALID_REQUEST', 'This is not an HTTP request.')
  const id = crypto.randomUUID()
  log({ level: 'warn', request_id: id, status: refused.status, code: refused.code })
  const body = JSON.stringify(envelope(refused, id))
  const head = `HTTP/1.1 ${refused.status} Refused\r\ncontent-type: application/json\r\nx-request-id: ${id}\r\nconnection: close`
  socket.end(`${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
}

function serverOf(gateway: Gateway, console: Config, files: Files, config: GatewayConfig, log: Log): Server {
  const secure = securityHeaders(originsOf(console))
  const answer = getRequestListener((request) => gateway.fetch(request))
  const page = serveFiles(files, (path) => ({ ...secure, 'Cache-Control': cacheControl(path) }))
  const options = {
    // Twice of what the gateway takes, so that it is the gateway which explains.
    maxHeaderSize: config.limits.headers * 2,
    headersTimeout: 15_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
  }
  const server = createServer(options, (request, response) => {
    if (!server.listening) response.setHeader('connection', 'close')
    const path = request.url ?? '/'
    if (path !== mount && !path.startsWith(`${mount}/`)) return page(request, response)
    for (const name of ['Strict-Transport-Security', 'Cross-Origin-Resource-Policy'])
      response.setHeader(name, secure[name] ?? '')
    void answer(request, response)
  })
  return server.on('clientError', (error, socket) => refuseRaw(error, socket, log))
}

/** Where tokens are kept unless somebody says so: beside the folder of this program, which a build empties. */
const usualData = join(import.meta.dirname, '..', '.gateway-data')

/**
 * Stops accepting, lets what is under way finish, ends what has not finished after `grace` milliseconds, and closes the database, for
 * which it waits as long again.
 */
async function stop(server: Server, gateway: Gateway, store: TokenStore, grace: number): Promise<void> {
  gateway.stopping()
  const closed = new Promise<void>((resolve) => void server.close(() => resolve()))
  const idle = setInterval(() => server.closeIdleConnections(), 50)
  const late = setTimeout(() => server.closeAllConnections(), grace)
  await closed
  clearInterval(idle)
  clearTimeout(late)
  const kept = gateway.close().then(() => store.close())
  await Promise.race([kept, new Promise((resolve) => void setTimeout(resolve, grace))])
}

async function run(environment: Environment, log: Log): Promise<void> {
  const place = placeOf(environment)
  const config = await parseEnvironment({
    ...environment,
    GATEWAY_DATA: environment['GATEWAY_DATA'] || usualData,
  })
  const console = await configAt(place.config)
  const files = new Map(await readFiles(place.dist))
  files.set('/config.json', stored(Buffer.from(JSON.stringify(console)), 'application/json'))
  const store = await openStore(config.tokens.store, (message) => log({ level: 'error', message }))
  const gateway = createGateway(config, log, undefined, store)
  const server = serverOf(gateway, console, files, config, log)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(place.port, place.host, resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : address
  log({ level: 'info', message: `Listening on http://${place.host}:${port}, for ${config.tenant}` })
  let stopping = false
  const end = (signal: string): void => {
    // Asked twice: at once.
    if (stopping) process.exit(1)
    stopping = true
    log({ level: 'info', message: `Stopping after ${signal}` })
    void stop(server, gateway, store, place.grace).then(() => {
      log({ level: 'info', message: 'Stopped' })
      process.exit(0)
    })
  }
  process.on('SIGTERM', end).on('SIGINT', end)
}

run(
  process.env,
  jsonLog((line) => process.stdout.write(`${line}\n`)),
).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
