// Acme's tenant and its gateway for the contract suite of accounts and credentials, once for each way in which tenants differ. Hides
// how a value is used there, and where credentials are stored: keys and secrets at the tenant, tokens at the gateway.
import { createPrivateKey, randomUUID, sign } from 'node:crypto'
import { decodeJwt } from 'jose'
import type { Issued } from '../src/directory/credentials.ts'
import { parseEnvironment } from '../src/gateway/config.ts'
import { createGateway, type Gateway } from '../src/gateway/handler.ts'
import { lazyStore, openStore } from '../src/gateway/store.ts'
import { type Between, connectAcme, type tenants } from './contract-auth0.ts'
import type { CredentialSubject, Loss } from './contract-credentials-subject.ts'
import { ordersApi } from './sandbox/auth0/seed.ts'
import { machineIds } from './sandbox/auth0/seed-clients.ts'
import type { Client } from './sandbox/auth0/world.ts'
import { acmeApi } from './sandbox/console-config.ts'
import { gatewayEnvironment } from './sandbox/gateway.ts'
import { startSandbox, type AcmePlatform, type Sandbox } from './sandbox/sandbox.ts'
import { consoleOrigin, read } from './sandbox/visitor.ts'

const writing = [
  'createClient',
  'updateClient',
  'deleteClient',
  'rotateSecret',
  'createCredential',
  'updateCredential',
  'deleteCredential',
  'createClientGrant',
  'updateClientGrant',
] as const

const made = { account: 'createClient', key: 'createCredential', secret: 'rotateSecret' } as const

/** An application that signs in with nothing yet, as the suite wants one. */
const bare = 'Xp4rMt8Vx3KmWq2ZbYn6Hd7LcJf5Ge9B'

/** An API whose secret asks the gateway about tokens for the console itself. */
export const asking = { id: 'suite', audience: acmeApi, secret: 'sandbox-secret-of-the-suite' }

/** One for all kinds of tenants, and for all of a test run: it takes seconds to start. */
const store = lazyStore(() => openStore({ kind: 'memory' }))

const withoutSuffix = (sub: unknown) => String(sub).replace(/@clients$/, '')

/** Whom an access token speaks for that the tenant gives for the proof; undefined where it gives none. */
export async function signedIn(
  { origin }: AcmePlatform,
  client: string,
  audience: string,
  proof: object,
): Promise<string | undefined> {
  const answer = await fetch(`${origin}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'client_credentials', client_id: client, audience, ...proof }),
  })
  if (!answer.ok) return undefined
  return withoutSuffix(decodeJwt(String((await read(answer))['access_token'])).sub)
}

/** What the owner of the key signs, as the tenant wants it. */
export function assertionOf(acme: AcmePlatform, client: string, kid: string, pem: string): object {
  const at = Math.floor(acme.clock.now() / 1000)
  const claims = {
    iss: client,
    sub: client,
    aud: `${acme.origin}/`,
    iat: at,
    exp: at + 60,
    jti: randomUUID(),
  }
  const signed = [{ alg: 'RS256', kid }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const signature = sign('sha256', Buffer.from(signed), createPrivateKey(pem)).toString('base64url')
  return {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: `${signed}.${signature}`,
  }
}

/** Whose token it is, as an API is told. */
async function introspected(gateway: Gateway, token: string): Promise<string | undefined> {
  const answer = await gateway.fetch(
    new Request(`${consoleOrigin}/gateway/oauth/introspect`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${asking.id}:${asking.secret}`)}` },
      body: new URLSearchParams({ token }),
    }),
  )
  const { active, sub } = await read(answer)
  return active === true ? withoutSuffix(sub) : undefined
}

/** A gateway for the tenant that knows no token yet, lives in its time and answers the suite about tokens. */
export async function credentialGateway(acme: AcmePlatform): Promise<Gateway> {
  await store.clear()
  const environment = {
    ...gatewayEnvironment({ acme }),
    INTROSPECTION_CLIENTS: JSON.stringify([asking]),
    // What the owner of a token loses is lost at once.
    API_KEY_RIGHTS_SECONDS: '0',
  }
  const wire = { fetch: (url: string, init: RequestInit) => fetch(url, init), now: acme.clock.now }
  return createGateway(await parseEnvironment(environment), () => undefined, wire, store)
}

/** Makes the subject of one kind of tenant. */
export function auth0Credentials({ name, settings }: (typeof tenants)[number]): CredentialSubject {
  let sandbox: Sandbox
  let gateway: Gateway
  let tokenWrites = 0
  let losing: Loss | undefined
  const acme = () => sandbox.acme
  const world = () => sandbox.acme.world
  const machines = () => world().clients().filter(isMachine)

  /** Tokens are the gateway's own, so that what is lost of them is lost here. */
  const between: Between = async (request, send) => {
    const isWrite = request.url.includes('/gateway/tokens') && request.method !== 'GET'
    if (!isWrite) return send()
    tokenWrites += 1
    const lost = losing
    losing = undefined
    if (lost === 'request') throw new TypeError('lost')
    const answer = await send()
    if (lost === 'answer') throw new TypeError('lost')
    return lost === 'empty' ? Response.json({}, { status: answer.status }) : answer
  }

  return {
    name,
    isLimited: Boolean(settings.rateLimit),
    async start() {
      sandbox = await startSandbox({ consoleOrigin })
      void store.open()
    },
    stop: () => sandbox.stop(),
    async reset() {
      await sandbox.reset()
      Object.assign(acme().settings, settings)
      world().addClient({
        id: bare,
        name: 'Experiment',
        method: 'none',
        grants: { [acmeApi]: ['read:clients'] },
      })
      gateway = await credentialGateway(acme())
      losing = undefined
    },
    connect: (visitor) => connectAcme(acme(), gateway, visitor, between),
    sample: {
      account: { id: bare, name: 'Experiment' },
      search: { text: 'BILLING exp', finds: [machineIds.billing] },
      newAccount: { name: 'Nightly report — überall 🛰️', description: 'Sends it' },
      token: { owner: bare, permissions: [`read:clients ${acmeApi}`] },
      permission: `read:orders ${ordersApi}`,
    },
    behind: {
      accounts: async () =>
        machines().map(({ id, name: called, description }) => ({
          id,
          name: called,
          description,
          state: 'active' as const,
        })),
      async credentials(owner) {
        const some = machines().filter(({ id }) => (owner ?? id) === id)
        return [
          ...(await store.list(owner)).map(({ id }) => id),
          ...some.flatMap(({ credentials }) => [...credentials.keys()]),
          ...some.filter(hasSecret).map(({ id }) => `secret.${id}`),
        ]
      },
      async revoke(credential) {
        const owner = machines().find(({ credentials }) => credentials.has(credential))
        if (owner) world().deleteCredential(owner.id, credential)
        else await store.remove(credential)
      },
      deleteAccount: async (id) => world().deleteClient(id),
      async empower(account) {
        world().setClientGrant(account, acmeApi, ['read:clients', 'update:roles'])
      },
      makeHalf: async (account) => world().addCredential(account, { active: false }).id,
      async addMany() {
        world().addClients(120)
        for (const { id } of machines().slice(-20)) world().addCredential(id)
      },
      hide: () => acme().faults.set('listCredentials', 503),
    },
    settle: () => undefined,
    now: () => acme().clock.now(),
    pass: (ms) => acme().clock.advance(ms),
    lose(write, what) {
      if (write === 'token') {
        losing = what
        return
      }
      const fault = { answer: 'reset-after', request: 'reset', empty: { answer: () => ({}) } } as const
      acme().faults.set(made[write], fault[what], { times: 1 })
    },
    writes: () => tokenWrites + writing.flatMap((operation) => acme().journal.entries({ operation })).length,
    async use({ credential: { kind, owner, hint = '' }, secret }: Issued, privateKey) {
      const [{ text } = { text: '' }] = secret
      if (kind === 'token') return introspected(gateway, text)
      const proof =
        kind === 'secret' ? { client_secret: text } : assertionOf(acme(), owner.id, hint, privateKey ?? text)
      return signedIn(acme(), owner.id, acmeApi, proof)
    },
  }
}

function isMachine({ type, global }: Client): boolean {
  return type === 'non_interactive' && !global
}

function hasSecret({ keys, method }: Client): boolean {
  return keys === null && method !== 'none'
}
