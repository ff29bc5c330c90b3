// Brings the sandbox and the console together: as a Vite plugin for `vite dev` and `vite preview`, and as a function
// that serves the built console with a sandbox of its own, for browser tests. Hides ports, /config.json, the gateway and headers.

import { readFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import { preview } from 'vite'
import type { Plugin, PreviewServer, ViteDevServer } from 'vite'
import { originsOf, parseConfig } from '../../src/config.ts'
import type { Config } from '../../src/config.ts'
import { cacheControl, securityHeaders } from '../../src/headers.ts'
import { gatewayFrom, mountGateway } from './gateway.ts'
import type { MountedGateway } from './gateway.ts'
import { listen } from './http.ts'
import { personaNames, personas } from './personas.ts'
import { startSandbox } from './sandbox.ts'
import type { Sandbox } from './sandbox.ts'

type Server = ViteDevServer | PreviewServer

/** A sandbox with the gateway that stands beside the console; `reset` makes both as new. */
export type MountedSandbox = Sandbox & { gateway: MountedGateway }

const own = 'gatehouse:console'
const slot = Symbol.for('gatehouse:sandbox')
const projectRoot = fileURLToPath(new URL('../../', import.meta.url))

/**
 * For vite.config.ts. With GATEHOUSE_CONFIG=<file> no sandbox is started and that file is the configuration; the gateway is then
 * there if the AUTH0_ variables are.
 */
export function sandbox(): Plugin {
  const file = process.env.GATEHOUSE_CONFIG
  let running: Sandbox | undefined
  const stop = async (): Promise<void> => {
    await running?.stop()
    running = undefined
  }
  const begin = async (server: Server, port: number): Promise<void> => {
    // Vitest makes a server too, and `startConsole` brings its own sandbox.
    const others = process.env.VITEST || server.config.plugins.some(({ name }) => name === own)
    if (others || server.config.server.middlewareMode) return
    if (file !== undefined) {
      const config = parseConfig(JSON.parse(await readFile(file, 'utf8')))
      const gateway = await gatewayFrom(process.env)
      serve(server, config, gateway)
      server.httpServer?.once('close', () => void gateway?.close())
      return
    }
    const consoleOrigin = `http://localhost:${port}`
    const ports = { kosmos: port + 1, acme: port + 2, ktrlplane: port + 3 }
    // Vite restarts by making the new server before it closes the old one, perhaps with another instance of this module.
    const earlier: unknown = Reflect.get(globalThis, slot)
    if (typeof earlier === 'function') await earlier()
    Reflect.set(globalThis, slot, stop)
    running = await startSandbox({ consoleOrigin, ports }).catch((cause: unknown) => {
      const taken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE'
      if (!taken) throw cause
      const range = `${port + 1} to ${port + 3}`
      throw new Error(`The sandbox needs the ports ${range}, and one is taken. Is another console running?`, {
        cause,
      })
    })
    serve(server, running.config, await mountGateway(running))
    server.httpServer?.once('close', () => void stop())
    server.config.logger.info(greeting(running, consoleOrigin))
  }
  const loopback = { strictPort: true, host: 'localhost' }
  return {
    name: 'gatehouse:sandbox',
    config: () => ({ server: loopback, preview: loopback }),
    configureServer: (server) => begin(server, server.config.server.port),
    configurePreviewServer: (server) => begin(server, server.config.preview.port),
  }
}

/** Serves `dist/` with its production headers, and a sandbox on free ports. Port 0 = any free one. */
export async function startConsole(options: {
  port: number
  host?: 'localhost' | '127.0.0.1'
}): Promise<{ url: string; sandbox: MountedSandbox; close: () => Promise<void> }> {
  const port = options.port || (await freePort())
  const url = `http://localhost:${port}`
  const started = await startSandbox({ consoleOrigin: url, ...(options.host ? { host: options.host } : {}) })
  const gateway = await mountGateway(started)
  const sandbox: MountedSandbox = {
    ...started,
    gateway,
    async reset() {
      await started.reset()
      gateway.reset()
    },
  }
  const plugin: Plugin = {
    name: own,
    enforce: 'pre',
    configurePreviewServer: (server) => serve(server, sandbox.config, gateway),
  }
  try {
    const server = await preview({
      root: projectRoot,
      preview: { port, strictPort: true, host: 'localhost', open: false },
      plugins: [plugin],
      logLevel: 'warn',
    })
    return {
      url,
      sandbox,
      async close() {
        await Promise.all([server.close(), sandbox.stop()])
      },
    }
  } catch (cause) {
    await sandbox.stop()
    throw cause
  }
}

/** Answers /config.json and the gateway, and for a built console sends the production headers that go with that configuration. */
function serve(server: Server, config: Config, gateway: MountedGateway | undefined): void {
  const headers = 'ws' in server ? {} : securityHeaders(originsOf(config))
  server.middlewares.use((request, response: ServerResponse, next) => {
    const path = request.url ?? '/'
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    response.setHeader('cache-control', cacheControl(path))
    next()
  })
  server.middlewares.use('/config.json', (_, response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    response.end(JSON.stringify(config))
  })
  if (gateway) server.middlewares.use(gateway.handle)
}

function greeting(sandbox: Sandbox, url: string): string {
  const platforms = sandbox.platforms.map(({ name, issuer }) => `    ${name.padEnd(10)} ${issuer}`)
  const people = personaNames.map((key) => `    ${key.padEnd(10)} ${personas[key].name}`)
  return [
    '',
    `  Gatehouse  ${url}/`,
    '',
    '  Platforms',
    ...platforms,
    '',
    '  Sign in as',
    ...people,
    '',
  ].join('\n')
}

async function freePort(): Promise<number> {
  const listener = await listen('localhost', 0)
  await listener.stop()
  return listener.port
}
