// The gateway as one fetch handler: the administrator's token in, the tenant's Management API out. Puts the parts in order and
// hides the rest. Knows no runtime; node.ts runs it in Node.
import { Hono, type Context } from 'hono'
import { cors } from 'hono/cors'
import { createAdmission, holds, type Admit, type Visit } from './admission.ts'
import { createAuth } from './auth.ts'
import { callOf, queryOf } from './calls.ts'
import type { GatewayConfig } from './config.ts'
import { Refused, refusal } from './errors.ts'
import { createIntrospection } from './introspection.ts'
import { createLastUsed } from './last-used.ts'
import { createLock, type Lock } from './lock.ts'
import { changeOf, type Entry, type Log } from './log.ts'
import { createMachine } from './machine.ts'
import { createManagement, type Management } from './management.ts'
import { patient } from './patience.ts'
import { createRate } from './rate.ts'
import { jsonOf, requestIdOf, tooLarge } from './request.ts'
import { createRights } from './rights.ts'
import { lazyStore, openStore } from './store.ts'
import { createTest } from './test-route.ts'
import { tokenRoutes } from './token-routes.ts'
import type { TokenStore } from './token-store.ts'
import { createTokens } from './tokens.ts'
import { expectedOf } from './version.ts'
import type { Wire } from './wire.ts'

export type Gateway = {
  fetch: (request: Request) => Promise<Response>
  /** From now on it says that it is not ready, so that a balancer sends nobody. */
  stopping: () => void
  /** Writes what is not yet written. The store stays open: it belongs to whoever opened it. */
  close: () => Promise<void>
}

/** Where the gateway lives on the console's origin. */
export const mount = '/gateway'
const vendor = `${mount}/api/v2`

type Parts = { config: GatewayConfig; log: Log; admit: Admit; lock: Lock; management: Management }
type Scope = { Variables: { entry: Entry; id: string } }

const always = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** What pages of other origins may send and read. */
const crossOrigin = (origin: string[]) => ({
  origin,
  allowMethods: ['GET', 'POST', 'PATCH', 'DELETE'],
  allowHeaders: ['Authorization', 'Content-Type', 'If-Match', 'X-Request-ID'],
  exposeHeaders: [
    'X-Request-ID',
    'X-RateLimit-Limit',
    'X-RateLimit-Remaining',
    'X-RateLimit-Reset',
    'Retry-After',
    'WWW-Authenticate',
  ],
  maxAge: 600,
})

const visitOf = (c: Context<Scope>): Visit => ({ request: c.req.raw, id: c.get('id'), entry: c.get('entry') })

/** One call, from the token to the vendor's answer. Fills in the log entry as it learns. @throws Refused */
async function serve(parts: Parts, visit: Visit): Promise<Response> {
  const { config, log, admit, lock, management } = parts
  const { request, id, entry } = visit
  const caller = await admit(visit)
  const { pathname, searchParams } = new URL(request.url)
  if (!pathname.startsWith(`${vendor}/`))
    throw new Refused(404, 'UNKNOWN_CALL', 'The gateway has no such call.')
  const { call, ids, path } = callOf(request.method, pathname.slice(vendor.length))
  Object.assign(entry, { call: call.name, path })
  holds(caller, call.needs)
  const accepted = call.accept?.(await jsonOf(request, config.limits.body))
  if (accepted) entry.change = changeOf(accepted.body)
  const { inTurn } = call
  const expected = inTurn === undefined ? undefined : expectedOf(request.headers)
  const forward = async (): Promise<Response> => {
    const patiently = patient(management.send, config.limits.timeout)
    let send = management.send
    await (accepted ?? call).guard?.({
      caller,
      config,
      expected,
      id: (name) => ids[name] ?? '',
      async read(asked) {
        send = patiently
        return (await send({ method: 'GET', path: asked, requestId: id })).json()
      },
    })
    const answer = await send({
      method: call.method,
      path: path + queryOf(call, searchParams),
      body: accepted && JSON.stringify(accepted.body),
      requestId: id,
      onBroken: () => log({ ...entry, level: 'error', code: 'VENDOR_BROKE_OFF' }),
    })
    return call.shown ? call.shown(answer) : answer
  }
  // What the guard has read stays true until the vendor has answered.
  return inTurn === undefined ? forward() : lock(`${inTurn} ${ids[inTurn]}`, forward)
}

/**
 * Makes a gateway. Everything it keeps in memory (keys, its token, counts) is its own and begins empty; what must last is in the store,
 * which several gateways may share.
 */
export function createGateway(
  config: GatewayConfig,
  log: Log,
  wire: Wire = { fetch: (url, init) => fetch(url, init), now: Date.now },
  store: TokenStore = lazyStore(() => openStore(config.tokens.store)),
): Gateway {
  const { now } = wire
  const machine = createMachine(config, wire)
  const management = createManagement(config, machine, wire)
  const rights = createRights(management, config.tokens.rightsSeconds, now)
  const patiently = () =>
    createRights({ send: patient(management.send, config.limits.timeout) }, config.tokens.rightsSeconds, now)
  const lastUsed = createLastUsed(store, now)
  const tokens = createTokens({ store, rights, lastUsed, audience: config.audience, now })
  const auth = createAuth(config, wire, tokens.caller)
  const admit = createAdmission(auth, createRate(config.limits.perSecond, config.limits.burst, now))
  const lock = createLock(config.limits.timeout)
  const parts: Parts = { config, log, admit, lock, management }
  const serveTokens = tokenRoutes({ config, store, rights, patiently, lastUsed, admit, now })
  const test = createTest(config, admit, wire)
  const introspect = createIntrospection({ config, store, tokens, now })
  let stopping = false

  const app = new Hono<Scope>()
  app.use(async (c, next) => {
    const start = performance.now()
    const id = requestIdOf(c.req.raw.headers)
    const entry: Entry = { level: 'info', request_id: id, method: c.req.method }
    c.set('id', id)
    c.set('entry', entry)
    await next()
    for (const [name, value] of Object.entries(always)) c.res.headers.set(name, value)
    c.res.headers.set('x-request-id', id)
    const { status } = c.res
    if (entry.call === undefined && status < 400) return
    const level = status >= 500 ? 'error' : status >= 400 ? 'warn' : 'info'
    log({ ...entry, level, status, ms: Math.round((performance.now() - start) * 10) / 10 })
  })
  if (config.origins.length > 0) app.use(cors(crossOrigin(config.origins)))
  app.use(async (c, next) => {
    if (tooLarge(c.req.raw, config.limits.headers))
      throw new Refused(
        431,
        'HEADERS_TOO_LARGE',
        'The headers of the request, perhaps its token, are too large.',
      )
    await next()
  })
  app.get(`${mount}/live`, (c) => c.json({ status: 'live' }))
  app.get(`${mount}/ready`, async (c) => {
    if (stopping) throw new Refused(503, 'STOPPING', 'The gateway is about to stop.')
    await Promise.all([auth.ready(), machine.token(), store.ready()]).catch((error: unknown) => {
      throw error instanceof Refused ? new Refused(503, error.code, error.message) : error
    })
    return c.json({ status: 'ready' })
  })
  app.all(`${vendor}/*`, (c) => serve(parts, visitOf(c)))
  app.all(`${mount}/tokens/:id?`, (c) => serveTokens(visitOf(c), c.req.param('id')))
  app.all(`${mount}/oauth/introspect`, (c) => introspect(visitOf(c)))
  app.post(`${mount}/test`, (c) => test(visitOf(c)))
  app.notFound(() => {
    throw new Refused(404, 'UNKNOWN_CALL', 'The gateway has no such call.')
  })
  app.onError((error, c) => {
    const entry = c.get('entry')
    if (error instanceof Refused) {
      entry.code = error.code
      return refusal(error, c.get('id'))
    }
    entry.message = String(error)
    return refusal(new Refused(500, 'INTERNAL', 'The gateway failed. Its log knows more.'), c.get('id'))
  })
  return {
    fetch: async (request) => app.fetch(request),
    stopping() {
      stopping = true
    },
    close: lastUsed.stop,
  }
}
