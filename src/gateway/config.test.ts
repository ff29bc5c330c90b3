// What the environment may say, and what is said about what it does not.
import { expect, test } from 'vitest'
import { parseEnvironment, type Environment } from './config.ts'
import { createRate } from './rate.ts'

const least: Environment = {
  AUTH0_DOMAIN: 'acme.eu.auth0.com',
  AUTH0_AUDIENCE: 'https://console.acme.example',
  AUTH0_CLIENT_ID: 'abc',
  AUTH0_CLIENT_SECRET: 'hush-hush',
}
const faultsOf = async (changes: Environment): Promise<string> => {
  const made = parseEnvironment({ ...least, ...changes })
  return made.then(
    () => '',
    (error: unknown) => String(error),
  )
}

test('derives the rest', async () => {
  expect(await parseEnvironment(least)).toEqual({
    tenant: 'https://acme.eu.auth0.com',
    issuer: 'https://acme.eu.auth0.com/',
    audience: 'https://console.acme.example',
    management: 'https://acme.eu.auth0.com/api/v2/',
    clientId: 'abc',
    credential: { kind: 'secret', secret: 'hush-hush' },
    origins: [],
    limits: { body: 1_000_000, headers: 16_000, timeout: 15_000, perSecond: 20, burst: 100 },
    tokens: {
      prefix: 'kos_',
      maxDays: 365,
      perOwner: 100,
      rightsSeconds: 10,
      store: { kind: 'folder', path: '.gateway-data' },
      endpoint: undefined,
      introspectors: [],
      perSecond: 200,
      burst: 1_000,
    },
  })
})

test('takes a tenant on this machine, a custom domain, origins and limits', async () => {
  const config = await parseEnvironment({
    ...least,
    AUTH0_DOMAIN: 'http://localhost:4175',
    AUTH0_ISSUER: 'https://login.acme.example/',
    GATEWAY_ORIGINS: ' https://a.example,https://b.example:8443 ',
    GATEWAY_TIMEOUT_MS: '100',
  })
  expect(config).toMatchObject({
    tenant: 'http://localhost:4175',
    issuer: 'https://login.acme.example/',
    management: 'http://localhost:4175/api/v2/',
    origins: ['https://a.example', 'https://b.example:8443'],
    limits: { timeout: 100 },
  })
})

test('names everything that is missing at once', async () => {
  await expect(parseEnvironment({ AUTH0_AUDIENCE: ' ' })).rejects.toThrow(
    [
      'The gateway cannot start:',
      '  AUTH0_DOMAIN is missing',
      '  AUTH0_AUDIENCE is missing',
      '  AUTH0_CLIENT_ID is missing',
      '  AUTH0_CLIENT_SECRET is missing (or AUTH0_PRIVATE_KEY in its place)',
    ].join('\n'),
  )
})

test.each<[Environment, string]>([
  [{ AUTH0_DOMAIN: 'http://acme.eu.auth0.com' }, 'AUTH0_DOMAIN is not a host'],
  [{ AUTH0_DOMAIN: 'acme.eu.auth0.com/api' }, 'AUTH0_DOMAIN is not a host'],
  [{ AUTH0_DOMAIN: 'me:pw@acme.eu.auth0.com' }, 'AUTH0_DOMAIN is not a host'],
  [{ AUTH0_DOMAIN: 'http://localhost.evil.example' }, 'AUTH0_DOMAIN is not a host'],
  [{ AUTH0_DOMAIN: 'two words' }, 'AUTH0_DOMAIN is not a host'],
  [{ AUTH0_ISSUER: 'https://login.acme.example' }, 'AUTH0_ISSUER must be'],
  [{ AUTH0_PRIVATE_KEY: 'x' }, 'both set'],
  [{ AUTH0_CLIENT_SECRET: '', AUTH0_PRIVATE_KEY: 'x' }, 'AUTH0_PRIVATE_KEY is not a PKCS#8'],
  [{ GATEWAY_ORIGINS: '*' }, 'GATEWAY_ORIGINS must list'],
  [{ GATEWAY_ORIGINS: 'https://a.example/' }, 'GATEWAY_ORIGINS must list'],
  [{ GATEWAY_RATE_BURST: '0' }, 'GATEWAY_RATE_BURST must be'],
  [{ GATEWAY_TIMEOUT_MS: '1e3' }, 'GATEWAY_TIMEOUT_MS must be'],
  [{ API_KEY_PREFIX: 'kos' }, 'API_KEY_PREFIX must be'],
  [{ API_KEY_PREFIX: 'kos__' }, 'API_KEY_PREFIX must be'],
  [{ API_KEY_PREFIX: 'k_' }, 'API_KEY_PREFIX must be'],
  [{ API_KEY_MAX_DAYS: '0' }, 'API_KEY_MAX_DAYS must be'],
  [{ API_KEY_MAX_DAYS: '99999' }, 'API_KEY_MAX_DAYS must be'],
  [{ API_KEY_RIGHTS_SECONDS: '3600' }, 'API_KEY_RIGHTS_SECONDS must be'],
  [{ DATABASE_URL: 'mysql://root:hush-hush@db/x' }, 'DATABASE_URL must be'],
  [{ DATABASE_URL: 'hush-hush' }, 'DATABASE_URL must be'],
  [{ GATEWAY_URL: 'https://console.example/gateway' }, 'GATEWAY_URL must be'],
])('refuses %j', async (changes, words) => {
  const said = await faultsOf(changes)
  expect(said).toContain(words)
  expect(said.split('\n')).toHaveLength(2)
  expect(said).not.toContain('hush-hush')
  expect(said).not.toContain('undefined')
})

const place = async (changes: Environment) => (await parseEnvironment({ ...least, ...changes })).tokens.store

test('tokens are kept in PostgreSQL, in a folder or in memory', async () => {
  const url = 'postgresql://gatehouse@db:5432/gatehouse?sslmode=require'
  const timeout = 15_000
  expect(await place({ DATABASE_URL: url, GATEWAY_DATA: '/data' })).toEqual({
    kind: 'postgres',
    url,
    timeout,
  })
  expect(await place({ GATEWAY_DATA: '/data' })).toEqual({ kind: 'folder', path: '/data' })
  expect(await place({ GATEWAY_DATA: 'memory://' })).toEqual({ kind: 'memory' })
})

test('a bucket empties, fills with time, and forgets who is idle', () => {
  let time = 0
  const rate = createRate(2, 4, () => time)
  const took = (who: string, count: number) => Array.from({ length: count }, () => rate.take(who))
  expect(took('a', 6)).toEqual([0, 0, 0, 0, 1, 1])
  time += 1_000
  expect(took('a', 3)).toEqual([0, 0, 1])
  for (let n = 0; n < 20_000; n += 1) rate.take(`other-${n}`)
  expect(rate.take('a')).toBe(1)
  time += 3_600_000
  expect(took('a', 5)).toEqual([0, 0, 0, 0, 1])
})
