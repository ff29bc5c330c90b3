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
])('refuses %j', async (changes, words) => {
  const said = await faultsOf(changes)
  expect(said).toContain(words)
  expect(said.split('\n')).toHaveLength(2)
  expect(said).not.toContain('hush-hush')
  expect(said).not.toContain('undefined')
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
