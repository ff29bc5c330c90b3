// The gateway of the Acme tenant, in the process of whoever serves the console beside the sandbox. Hides how a fetch handler
// becomes a middleware, that a reset is another gateway, and that its database starts when somebody asks about tokens.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { parseEnvironment } from '../../src/gateway/config.ts'
import type { Environment, GatewayConfig } from '../../src/gateway/config.ts'
import { createGateway, mount } from '../../src/gateway/handler.ts'
import type { Gateway } from '../../src/gateway/handler.ts'
import { jsonLog } from '../../src/gateway/log.ts'
import { lazyStore, openStore } from '../../src/gateway/store.ts'
import type { TokenRow } from '../../src/gateway/token-store.ts'
import { machineSecret } from './auth0/machine.ts'
import { ordersApi } from './auth0/seed.ts'
import { acmeApi } from './console-config.ts'
import type { Sandbox } from './sandbox.ts'

export type MountedGateway = {
  /** A middleware: answers what is below /gateway and leaves the rest to `next`. */
  handle: (request: IncomingMessage, response: ServerResponse, next: () => void) => void
  /** What it has logged since the last reset, one JSON text an entry. */
  log: string[]
  /** Personal access tokens as they are kept: everything but their values. */
  tokens: () => Promise<TokenRow[]>
  /** Another one in its place, that knows nothing yet. What is asked from now on is asked after every token is gone. */
  reset: () => void
  /** Writes what is not yet written and closes its database. */
  close: () => Promise<void>
}

/** The resource server that may ask the gateway about tokens: Acme's Orders API. Loopback only, worth nothing anywhere else. */
export const introspector = {
  id: 'orders-api',
  audience: ordersApi,
  secret: 'sandbox-secret-of-the-orders-api',
}

/** What the gateway of the sandbox finds in its environment. */
export function gatewayEnvironment({ acme }: Pick<Sandbox, 'acme'>): Environment {
  return {
    AUTH0_DOMAIN: acme.origin,
    AUTH0_AUDIENCE: acmeApi,
    AUTH0_CLIENT_ID: 'acme-gateway',
    AUTH0_CLIENT_SECRET: machineSecret,
    GATEWAY_DATA: 'memory://',
    INTROSPECTION_CLIENTS: JSON.stringify([introspector]),
  }
}

/** The gateway of the sandbox, which lives in the time of the tenant. */
export async function mountGateway(sandbox: Pick<Sandbox, 'acme'>): Promise<MountedGateway> {
  const config = await parseEnvironment(gatewayEnvironment(sandbox))
  return mounted(config, sandbox.acme.clock.now, () => undefined)
}

/** The gateway of another tenant, where the environment names one, beside a configuration of one's own. */
export async function gatewayFrom(environment: Environment): Promise<MountedGateway | undefined> {
  if (!Object.keys(environment).some((name) => name.startsWith('AUTH0_'))) return undefined
  return mounted(await parseEnvironment(environment), Date.now, (line) => console.log(line))
}

function mounted(config: GatewayConfig, now: () => number, print: (line: string) => void): MountedGateway {
  const log: string[] = []
  const write = (line: string): void => {
    log.push(line)
    // Long days of development must not fill the memory.
    if (log.length > 10_000) log.shift()
    print(line)
  }
  const logged = jsonLog(write, now)
  const store = lazyStore(() =>
    openStore(config.tokens.store, (message) => logged({ level: 'error', message })),
  )
  const wire = { fetch: (url: string, init: RequestInit) => fetch(url, init), now }
  const fresh = (): Gateway => createGateway(config, logged, wire, store)
  let gateway = fresh()
  let cleared: Promise<unknown> = Promise.resolve()
  const serve = async (request: Request): Promise<Response> => {
    await cleared
    return gateway.fetch(request)
  }
  const answer = getRequestListener(serve, { overrideGlobalObjects: false })
  return {
    handle(request, response, next) {
      const path = request.url ?? '/'
      if (path === mount || path.startsWith(`${mount}/`)) void answer(request, response)
      else next()
    },
    log,
    async tokens() {
      await cleared
      return store.list()
    },
    reset() {
      log.length = 0
      gateway = fresh()
      cleared = cleared.then(() => store.clear())
    },
    async close() {
      await gateway.close()
      await store.close()
    },
  }
}
