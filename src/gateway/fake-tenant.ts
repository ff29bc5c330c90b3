// A tenant without a network, for the gateway's tests: signs tokens, publishes keys, hands out machine tokens and answers Management
// calls as a test tells it to. Counts everything it is asked.
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { parseEnvironment, type Environment, type GatewayConfig } from './config.ts'
import { createGateway, type Gateway } from './handler.ts'
import { jsonLog } from './log.ts'
import { lazyStore, openStore } from './store.ts'
import type { TokenStore } from './token-store.ts'

export const tenant = 'https://acme.eu.auth0.example'
export const audience = 'https://console.acme.example'

export type Asked = { method: string; path: string; headers: Headers; body: string }
type Answer = Response | Promise<Response>

const pairs = new Map<string, Awaited<ReturnType<typeof generateKeyPair>>>()
/** Making a key takes long; they serve every test of a file. */
export async function keyPair(kid: string) {
  const pair = pairs.get(kid) ?? (await generateKeyPair('RS256', { extractable: true }))
  pairs.set(kid, pair)
  return pair
}

export type Fake = {
  config: GatewayConfig
  gateway: Gateway
  /** What the Management API was asked, and the other addresses by name. */
  asked: Asked[]
  count: Record<'jwks' | 'token', number>
  tokenBodies: string[]
  log: string[]
  /** Every token that was ever made or handed out. */
  secrets: string[]
  /** Set by tests. */
  kids: string[]
  answer: (asked: Asked) => Answer
  jwks: () => Answer
  machine: (() => Answer) | undefined
  lifetime: number
  /** Milliseconds. */
  pass: (ms: number) => void
  now: () => number
  /** An access token of somebody with these permissions. A claim that is undefined is left out. */
  token: (permissions: readonly string[], claims?: Record<string, unknown>, kid?: string) => Promise<string>
  /** A request as the console makes it. */
  ask: (token: string | undefined, method: string, path: string, init?: RequestInit) => Promise<Response>
}

const never = (signal: AbortSignal | null | undefined): Promise<Response> =>
  new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason))
  })

/** In the place of an answer: none, ever. */
export const stall = (): Response => new Response(null, { status: 218 })

/** @param store one that is open already, to be shared by tests or by gateways; without it one in memory, when somebody asks for it */
export async function fakeTenant(environment: Environment = {}, store?: TokenStore): Promise<Fake> {
  const config = await parseEnvironment({
    AUTH0_DOMAIN: 'acme.eu.auth0.example',
    AUTH0_AUDIENCE: audience,
    AUTH0_CLIENT_ID: 'gateway-app',
    AUTH0_CLIENT_SECRET: 'the-secret-of-the-machine',
    GATEWAY_DATA: 'memory://',
    ...environment,
  })
  let time = Date.parse('2026-11-22T10:00:00Z')
  const published = async (): Promise<Response> => {
    const keys = fake.kids.map(async (kid) => ({ ...(await exportJWK((await keyPair(kid)).publicKey)), kid }))
    return Response.json({ keys: await Promise.all(keys) })
  }
  const issue = (): Response => {
    const token = `machine-token-${fake.count.token}`
    fake.secrets.push(token)
    return Response.json({ access_token: token, expires_in: fake.lifetime, token_type: 'Bearer' })
  }
  const route = async (url: string, init: RequestInit): Promise<Response> => {
    // A turn of the loop, as a network would take, so that others can come meanwhile.
    await new Promise((resolve) => void setTimeout(resolve, 2))
    const path = url.slice(tenant.length)
    if (path === '/.well-known/jwks.json') {
      fake.count.jwks += 1
      return fake.jwks()
    }
    if (path === '/oauth/token') {
      fake.count.token += 1
      fake.tokenBodies.push(typeof init.body === 'string' ? init.body : '')
      return (fake.machine ?? issue)()
    }
    const { method = 'GET', headers, body } = init
    const one = { method, path, headers: new Headers(headers), body: typeof body === 'string' ? body : '' }
    fake.asked.push(one)
    return fake.answer(one)
  }
  const wire = {
    now: () => time,
    async fetch(url: string, init: RequestInit) {
      const answer = await route(url, init)
      return answer.status === 218 ? never(init.signal) : answer
    },
  }
  const log: string[] = []
  const write = jsonLog((line) => log.push(line), wire.now)
  const fake: Fake = {
    config,
    gateway: createGateway(config, write, wire, store ?? lazyStore(() => openStore(config.tokens.store))),
    asked: [],
    count: { jwks: 0, token: 0 },
    tokenBodies: [],
    log,
    secrets: ['the-secret-of-the-machine'],
    kids: ['first'],
    answer: () => Response.json([]),
    jwks: published,
    machine: undefined,
    lifetime: 86_400,
    pass(ms) {
      time += ms
    },
    now: () => time,
    async token(permissions, claims = {}, kid = 'first') {
      const seconds = Math.floor(time / 1_000)
      const payload = {
        iss: `${tenant}/`,
        aud: [audience, `${tenant}/userinfo`],
        sub: 'auth0|ingrid',
        iat: seconds,
        exp: seconds + 3_600,
        permissions,
        ...claims,
      }
      const kept = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined))
      const { privateKey } = await keyPair(kid)
      const token = await new SignJWT(kept).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey)
      fake.secrets.push(token)
      return token
    },
    ask(token, method, path, init = {}) {
      const headers = new Headers(init.headers)
      if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
      if (init.body && !headers.has('content-type')) headers.set('content-type', 'application/json')
      return fake.gateway.fetch(
        new Request(`https://console.acme.example/gateway${path}`, { ...init, method, headers }),
      )
    },
  }
  return fake
}

/** A body for `ask`. */
export const json = (value: unknown): RequestInit => ({ body: JSON.stringify(value) })
