// The gateway of the Acme tenant, in the process of whoever serves the console beside the sandbox. Hides how a fetch handler
// becomes a middleware, and that a reset is another gateway.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { parseEnvironment } from '../../src/gateway/config.ts'
import type { Environment, GatewayConfig } from '../../src/gateway/config.ts'
import { createGateway, mount } from '../../src/gateway/handler.ts'
import type { Gateway } from '../../src/gateway/handler.ts'
import { jsonLog } from '../../src/gateway/log.ts'
import { machineSecret } from './auth0/machine.ts'
import { acmeApi } from './console-config.ts'
import type { Sandbox } from './sandbox.ts'

export type MountedGateway = {
  /** A middleware: answers what is below /gateway and leaves the rest to `next`. */
  handle: (request: IncomingMessage, response: ServerResponse, next: () => void) => void
  /** What it has logged since the last reset, one JSON text an entry. */
  log: string[]
  /** Another one in its place, that knows nothing yet. */
  reset: () => void
}

/** What the gateway of the sandbox finds in its environment. */
export function gatewayEnvironment({ acme }: Pick<Sandbox, 'acme'>): Environment {
  return {
    AUTH0_DOMAIN: acme.origin,
    AUTH0_AUDIENCE: acmeApi,
    AUTH0_CLIENT_ID: 'acme-gateway',
    AUTH0_CLIENT_SECRET: machineSecret,
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
  const fresh = (): Gateway =>
    createGateway(config, jsonLog(write, now), { fetch: (url, init) => fetch(url, init), now })
  let gateway = fresh()
  const answer = getRequestListener((request) => gateway.fetch(request), { overrideGlobalObjects: false })
  return {
    handle(request, response, next) {
      const path = request.url ?? '/'
      if (path === mount || path.startsWith(`${mount}/`)) void answer(request, response)
      else next()
    },
    log,
    reset() {
      log.length = 0
      gateway = fresh()
    },
  }
}
