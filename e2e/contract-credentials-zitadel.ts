// KOSMOS's instance for the contract suite of accounts and credentials, once for each way in which instances differ. Hides how a
// value is used at Zitadel, and where its credentials are stored.
import { createPrivateKey, sign } from 'node:crypto'
import type { Issued } from '../src/directory/credentials.ts'
import { connect } from './connect.ts'
import type { CredentialSubject } from './contract-credentials-subject.ts'
import { lag, type instances } from './contract-zitadel.ts'
import { startSandbox, type Sandbox, type ZitadelPlatform } from './sandbox/sandbox.ts'
import { consoleOrigin, read } from './sandbox/visitor.ts'
import { kosmosProjectId } from './sandbox/zitadel/seed.ts'
import { special } from './sandbox/zitadel/seed-people.ts'

const writing = [
  'createUser',
  'updateUser',
  'deactivateUser',
  'reactivateUser',
  'deleteUser',
  'addToken',
  'removeToken',
  'addKey',
  'removeKey',
  'addSecret',
  'removeSecret',
] as const

const made = { account: 'createUser', token: 'addToken', key: 'addKey', secret: 'addSecret' } as const

/** Whom a bearer token speaks for, asked at the instance; undefined where it is refused. */
export async function bearerOf({ origin }: ZitadelPlatform, token: string): Promise<string | undefined> {
  const answer = await fetch(`${origin}/oidc/v1/userinfo`, { headers: { authorization: `Bearer ${token}` } })
  return answer.ok ? String((await read(answer))['sub']) : undefined
}

/** An access token for the form, from the instance; undefined where it is refused. */
async function exchanged({ origin }: ZitadelPlatform, form: Record<string, string>) {
  const scope = `openid urn:zitadel:iam:org:project:id:${kosmosProjectId}:aud`
  const body = new URLSearchParams({ ...form, scope })
  const answer = await fetch(`${origin}/oauth/v2/token`, { method: 'POST', body })
  return answer.ok ? String((await read(answer))['access_token']) : undefined
}

/** A signed assertion, as the owner of the key would make it. */
export function assertionOf(
  origin: string,
  { user, key, pem, now }: Record<'user' | 'key' | 'pem', string> & { now: number },
): string {
  const at = Math.floor(now / 1000)
  const signed = [
    { alg: 'RS256', kid: key },
    { iss: user, sub: user, aud: origin, iat: at, exp: at + 600 },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  return `${signed}.${sign('sha256', Buffer.from(signed), createPrivateKey(pem)).toString('base64url')}`
}

async function use(kosmos: ZitadelPlatform, { credential, secret }: Issued, privateKey?: string) {
  const { kind, owner, hint = '' } = credential
  const [{ text } = { text: '' }] = secret
  if (kind === 'token') return bearerOf(kosmos, text)
  if (kind === 'secret') {
    const form = { grant_type: 'client_credentials', client_id: hint, client_secret: text }
    const token = await exchanged(kosmos, form)
    return token === undefined ? undefined : bearerOf(kosmos, token)
  }
  const pem = privateKey ?? secret.find((form) => form.label.includes('PEM'))?.text ?? ''
  const assertion = assertionOf(kosmos.origin, { user: owner.id, key: hint, pem, now: kosmos.clock.now() })
  const token = await exchanged(kosmos, {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion,
  })
  return token === undefined ? undefined : bearerOf(kosmos, token)
}

/** Makes the subject of one kind of instance. */
export function zitadelCredentials({ name, settings }: (typeof instances)[number]): CredentialSubject {
  let sandbox: Sandbox
  const kosmos = () => sandbox.kosmos
  const world = () => sandbox.kosmos.world
  const isHome = (id: string) => world().person(id)?.organizationId === world().homeOrganizationId
  return {
    name,
    async start() {
      sandbox = await startSandbox({ consoleOrigin })
    },
    stop: () => sandbox.stop(),
    async reset() {
      await sandbox.reset()
      Object.assign(world().settings, settings)
    },
    connect: (visitor) => connect(kosmos(), visitor),
    sample: {
      account: { id: special.bare, name: 'Experiment' },
      search: { text: 'METRICS exp', finds: [special.exporter] },
      newAccount: { login: 'nightly-report', name: 'Nightly report — überall 🛰️', description: 'Sends it' },
      token: { owner: special.bare },
    },
    behind: {
      accounts: async () =>
        world()
          .people.filter(({ type, id }) => type === 'MACHINE' && isHome(id))
          .map(({ id, displayName: name, description, state }) => {
            return { id, name, description, state: state === 'ACTIVE' ? 'active' : 'disabled' }
          }),
      async credentials(owner) {
        const ids = [
          ...world()
            .tokens(owner)
            .map(({ userId, id }) => ({ userId, id: `token.${userId}.${id}` })),
          ...world()
            .machineKeys(owner)
            .map(({ userId, id }) => ({ userId, id: `key.${userId}.${id}` })),
          ...world()
            .people.filter(({ id }) => world().hasSecret(id) && (owner ?? id) === id)
            .map(({ id: userId }) => ({ userId, id: `secret.${userId}` })),
        ]
        return ids.flatMap(({ userId, id }) => (isHome(userId) ? [id] : []))
      },
      async revoke(credential) {
        const [kind, , id = ''] = credential.split('.')
        if (kind === 'token') world().removeToken(id)
        else world().removeKey(id)
      },
      deleteAccount: async (id) => world().removeAccount(id),
      empower: async (account) => world().setAdministrator(account, ['ORG_OWNER']),
      addMany: async () => world().addAccounts(30, 20),
      hide: () => kosmos().faults.set('listKeys', 503),
    },
    settle: () => kosmos().clock.advance(lag + 1),
    now: () => kosmos().clock.now(),
    pass: (ms) => kosmos().clock.advance(ms),
    lose(write, what) {
      const fault = { answer: 'reset-after', request: 'reset', empty: { answer: () => ({}) } } as const
      kosmos().faults.set(made[write], fault[what], { times: 1 })
    },
    writes: () =>
      writing.flatMap((operation) =>
        kosmos()
          .journal.entries({ operation })
          .filter(({ method }) => method !== 'OPTIONS'),
      ).length,
    use: (issued, privateKey) => use(kosmos(), issued, privateKey),
  }
}
