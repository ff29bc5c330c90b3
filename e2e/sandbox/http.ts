// HTTP as plain values: an Ask comes in, an Answer goes out, so that everything between can be read, edited and
// broken on purpose. Hides loopback listening and the doors into Koa and into fetch handlers.

import { createServer, IncomingMessage, ServerResponse } from 'node:http'
import type { IncomingHttpHeaders, OutgoingHttpHeaders, Server } from 'node:http'
import { Socket } from 'node:net'

export type JsonObject = Record<string, unknown>

export type Ask = {
  method: string
  url: URL
  headers: IncomingHttpHeaders
  body: string
}

export type Answer = {
  status: number
  headers: OutgoingHttpHeaders
  body: Buffer
  /** Name under which a fault has edited this answer. */
  fault?: string
}

export type Handle = (ask: Ask) => Promise<Answer>

export type Listener = {
  port: number
  serve: (handle: (req: IncomingMessage, res: ServerResponse) => void) => void
  stop: () => Promise<void>
}

/** Listens on loopback only. `localhost` means both address families, for a browser may try either first. */
export async function listen(host: 'localhost' | '127.0.0.1', wanted: number): Promise<Listener> {
  let handle = notYet
  const open = (address: string, port: number): Promise<Server> =>
    new Promise((resolve, reject) => {
      const server = createServer((req, res) => handle(req, res))
      server.once('error', reject)
      server.listen({ host: address, port, ipv6Only: address === '::1' }, () => resolve(server))
    })

  for (let attempt = 0; ; attempt += 1) {
    const first = await open('127.0.0.1', wanted)
    const address = first.address()
    if (address === null || typeof address === 'string') throw new Error('Not listening on TCP')
    const { port } = address
    const servers = [first]
    if (host === 'localhost') {
      try {
        servers.push(await open('::1', port))
      } catch (cause) {
        const taken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE'
        if (taken) {
          await close(servers)
          if (wanted !== 0 || attempt > 9) throw cause
          continue
        }
        // No IPv6 loopback on this machine: 127.0.0.1 is then all that localhost can mean.
      }
    }
    return {
      port,
      serve(next) {
        handle = next
      },
      stop: () => close(servers),
    }
  }
}

function notYet(_: IncomingMessage, res: ServerResponse): void {
  res.writeHead(503).end()
}

async function close(servers: readonly Server[]): Promise<void> {
  await Promise.all(
    servers.map(
      (server) =>
        new Promise<void>((resolve) => {
          server.close(() => resolve())
          server.closeAllConnections()
        }),
    ),
  )
}

export async function readAsk(req: IncomingMessage, origin: string): Promise<Ask> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(Buffer.from(chunk))
  return {
    method: req.method ?? 'GET',
    url: new URL(req.url ?? '/', origin),
    headers: req.headers,
    body: Buffer.concat(chunks).toString(),
  }
}

/** Runs a Node handler (Koa's callback) on an Ask without a socket and collects what it would have sent. */
export function fromNode(callback: (req: IncomingMessage, res: ServerResponse) => unknown): Handle {
  return (ask) =>
    new Promise((resolve, reject) => {
      const req = new IncomingMessage(new Socket())
      req.method = ask.method
      req.url = ask.url.pathname + ask.url.search
      req.headers = { ...ask.headers, 'content-length': String(Buffer.byteLength(ask.body)) }
      if (!ask.body) delete req.headers['content-length']
      req.complete = true
      req.push(ask.body)
      req.push(null)
      const res = new ServerResponse(req)
      const end = (chunk?: unknown): ServerResponse => {
        const body =
          typeof chunk === 'string' || Buffer.isBuffer(chunk) ? Buffer.from(chunk) : Buffer.alloc(0)
        resolve({ status: res.statusCode, headers: { ...res.getHeaders() }, body })
        return res
      }
      res.end = end as typeof res.end // the overloads with a callback are not used by Koa
      Promise.resolve(callback(req, res)).catch(reject)
    })
}

/** Runs a fetch handler (Hono) on an Ask. */
export function fromFetch(fetch: (request: Request) => Response | Promise<Response>): Handle {
  return async (ask) => {
    const headers = new Headers()
    for (const [name, value] of Object.entries(ask.headers)) {
      if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
    }
    const bodiless = ask.method === 'GET' || ask.method === 'HEAD'
    const init = bodiless ? {} : { body: ask.body }
    const response = await fetch(new Request(ask.url, { method: ask.method, headers, ...init }))
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    }
  }
}

export function json(status: number, body: JsonObject, headers: OutgoingHttpHeaders = {}): Answer {
  const text = Buffer.from(JSON.stringify(body))
  return {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
    body: text,
  }
}

export function redirect(location: string, headers: OutgoingHttpHeaders = {}): Answer {
  return {
    status: 302,
    headers: { location, 'cache-control': 'no-store', ...headers },
    body: Buffer.alloc(0),
  }
}

/** The JSON object in a body, or undefined where there is none. */
export function parseJson(body: Buffer | string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(body.toString())
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

export function withJson(answer: Answer, body: JsonObject): Answer {
  const { 'content-length': _, ...headers } = answer.headers
  return { ...answer, headers, body: Buffer.from(JSON.stringify(body)) }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function cookie(ask: Ask, name: string): string | undefined {
  const pairs = (ask.headers.cookie ?? '').split(/; */)
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}
