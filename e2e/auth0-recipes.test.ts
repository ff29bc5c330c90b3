// The recipes as they are shown, run against the sandbox by the programs they are for: sh with curl and openssl, Node, and Python
// where there is one. Nothing is put into them; what they need stands in their environment.
import { type ChildProcess, execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Credential, CredentialKind, Issued, Recipe } from '../src/directory/credentials.ts'
import { connectAcme } from './contract-auth0.ts'
import { asking, credentialGateway } from './contract-credentials-auth0.ts'
import { having } from './contract-subject.ts'
import { ordersApi } from './sandbox/auth0/seed.ts'
import { acmeApi } from './sandbox/console-config.ts'
import { startSandbox, type Sandbox } from './sandbox/sandbox.ts'
import { consoleOrigin } from './sandbox/visitor.ts'

let sandbox: Sandbox
let server: Server
let folder: string
let gatewayUrl: string
let issued: Record<CredentialKind, Issued>
let recipesOf: (credential: Credential) => Promise<Recipe[]>

beforeAll(async () => {
  sandbox = await startSandbox({ consoleOrigin })
  const { acme } = sandbox
  const gateway = await credentialGateway(acme)
  server = createServer(
    getRequestListener((request) => gateway.fetch(request), { overrideGlobalObjects: false }),
  )
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening)
  })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server on a port has such an address
  gatewayUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/gateway`
  folder = await mkdtemp(join(tmpdir(), 'recipes-'))

  const grants = { [ordersApi]: ['read:orders'] }
  const [withKey, withSecret] = ['Signs', 'Sends'].map((name) => acme.world.addClient({ name, grants }).id)
  const { place } = await connectAcme(acme, gateway, 'admin')
  const credentials = having(place.credentials)
  recipesOf = credentials.recipes
  const draft = { name: 'Recipe', expiresAt: new Date(acme.clock.now() + 86_400_000) }
  issued = {
    secret: await having(credentials.setSecret)(having(withSecret)),
    key: await having(credentials.issueKey)({
      ...draft,
      request: crypto.randomUUID(),
      owner: having(withKey),
      material: { by: 'browser', bits: 2048 },
    }),
    token: await having(credentials.issueToken)({
      ...draft,
      request: crypto.randomUUID(),
      permissions: [`read:clients ${acmeApi}`],
    }),
  }
  await writeFile(join(folder, 'key.pem'), having(issued.key.secret[0]).text)
}, 60_000)
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true })
  await sandbox.stop()
})

/** What people put into the variables whose value the recipe can only describe. */
function environment(kind: CredentialKind, { variables }: Recipe): Record<string, string> {
  const { text } = issued[kind].secret[0] ?? { text: '' }
  const own: Record<string, string> = {
    AUTH0_CLIENT_SECRET: text,
    AUTH0_PRIVATE_KEY_FILE: join(folder, 'key.pem'),
    GATEHOUSE_TOKEN: text,
    API_URL: `${gatewayUrl}/api/v2/clients?take=1`,
    // In a browser it is where the gateway answers; here the gateway has an address of its own.
    GATEWAY_URL: gatewayUrl,
    API_CLIENT_ID: asking.id,
    API_CLIENT_SECRET: asking.secret,
  }
  return Object.fromEntries(variables.map(({ name, value }) => [name, own[name] ?? value]))
}

type Ran = { code: number; out: string; told: string }

function run(program: string, given: string[], env: Record<string, string>): Promise<Ran> {
  return new Promise((resolve) => {
    const child: ChildProcess = execFile(
      program,
      given,
      { env: { PATH: process.env['PATH'], ...env }, timeout: 30_000 },
      (_, out, told) => resolve({ code: child.exitCode ?? -1, out, told }),
    )
  })
}

/** Runs the recipe as it is shown. */
async function cook(kind: CredentialKind, id: Recipe['id'], more: Record<string, string> = {}): Promise<Ran> {
  const recipe = having((await recipesOf(issued[kind].credential)).find((one) => one.id === id))
  const env = { ...environment(kind, recipe), ...more }
  if (id === 'curl') return run('sh', ['-c', recipe.text], env)
  const file = join(folder, `${kind}.${id === 'python' ? 'py' : 'mjs'}`)
  await writeFile(file, recipe.text)
  return run(id === 'python' ? 'python3' : process.execPath, [file], env)
}

const hasPython = (await run('python3', ['-c', 'pass'], {})).code === 0
const hasPyJwt = hasPython && (await run('python3', ['-c', 'import jwt, cryptography'], {})).code === 0

const kinds: CredentialKind[] = ['secret', 'key', 'token']

describe.each(kinds)('%s', (kind) => {
  test('curl', async () => {
    const { code, out, told } = await cook(kind, 'curl')
    expect([code, told]).toEqual([0, ''])
    if (kind === 'token') {
      expect(out).toContain('"clients"')
      expect(out).toContain('"active":true')
      expect(out).toContain('"permissions":["read:clients"]')
    } else {
      expect(JSON.parse(out)).toMatchObject({ token_type: 'Bearer', scope: 'read:orders' })
    }
  })

  test('TypeScript', async () => {
    const { code, out, told } = await cook(kind, 'typescript')
    expect([code, told]).toEqual([0, ''])
    expect(out).toContain(kind === 'token' ? 'may read:clients' : 'An access token for')
  })

  test('Python', async ({ skip }) => {
    if (!hasPython) return skip('python3 is not installed')
    if (kind === 'key' && !hasPyJwt) return skip('python3 with jwt and cryptography is not installed')
    const { code, out, told } = await cook(kind, 'python')
    expect([code, told]).toEqual([0, ''])
    expect(out).toContain(kind === 'token' ? 'may read:clients' : 'An access token for')
  })

  test('nothing secret stands in any of them, and every variable is used', async () => {
    const recipes = await recipesOf(issued[kind].credential)
    const shown = JSON.stringify(recipes)
    for (const { text } of issued[kind].secret) expect(shown).not.toContain(JSON.stringify(text).slice(1, -1))
    for (const { text, variables } of recipes) for (const { name } of variables) expect(text).toContain(name)
  })
})

test.each<[CredentialKind, Recipe['id'], Record<string, string>]>([
  ['secret', 'curl', { AUTH0_CLIENT_SECRET: 'wrong' }],
  ['secret', 'typescript', { AUTH0_CLIENT_SECRET: 'wrong' }],
  ['key', 'curl', { AUTH0_KEY_ID: 'another-key' }],
])('%s by %s: what is wrong ends with a failure', async (kind, id, more) => {
  expect((await cook(kind, id, more)).code).not.toBe(0)
})

test('a token that is not good: the API refuses it, and the gateway says so', async () => {
  const { out, told } = await cook('token', 'curl', { GATEHOUSE_TOKEN: 'kos_wrong' })
  expect(told).toContain('401')
  expect(out).toContain('{"active":false}')
})
