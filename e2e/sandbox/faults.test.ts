// Each kind of fault, seen from the client.

import { compactVerify, createLocalJWKSet, decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ClaimsFault, Fault } from './faults.ts'
import { startSandbox } from './sandbox.ts'
import type { Sandbox } from './sandbox.ts'
import {
  choose,
  claims,
  consoleOrigin,
  createVisitor,
  discovery,
  exchange,
  flow,
  read,
  refresh,
  signInAs,
  tokenRequest,
} from './visitor.ts'
import { special } from './zitadel/seed-people.ts'

let sandbox: Sandbox
const scope = 'openid profile offline_access'

beforeAll(async () => {
  sandbox = await startSandbox({ consoleOrigin })
})
beforeEach(() => sandbox.reset())
afterAll(() => sandbox.stop())

const jwks = (init: RequestInit = {}): Promise<Response> =>
  fetch(`${sandbox.acme.origin}/.well-known/jwks.json`, { headers: { origin: consoleOrigin }, ...init })

describe('on the wire', () => {
  test('a bare status has the vendor body, may be read by the console, and counts down', async () => {
    const { acme, kosmos } = sandbox
    acme.faults.set('jwks', 503, { times: 2 })
    for (let turn = 0; turn < 2; turn += 1) {
      const answer = await jwks()
      expect(answer.status).toBe(503)
      expect(answer.headers.get('access-control-allow-origin')).toBe(consoleOrigin)
      expect(await read(answer)).toMatchObject({ error: 'temporarily_unavailable' })
    }
    expect((await jwks()).status).toBe(200)
    expect(
      acme.journal.entries({ operation: 'jwks' }).map(({ status, handled }) => [status, handled]),
    ).toEqual([
      [503, false],
      [503, false],
      [200, true],
    ])

    kosmos.faults.set('permissions', 403)
    const api = await fetch(`${kosmos.origin}/auth/v1/permissions/zitadel/me/_search`, { method: 'POST' })
    expect(await read(api)).toMatchObject({ code: 7, details: [] })
  })

  test('status with body and headers', async () => {
    sandbox.acme.faults.set('jwks', {
      status: 429,
      body: { error: 'slow down' },
      headers: { 'Retry-After': '7', 'Access-Control-Allow-Origin': null },
    })
    const answer = await jwks()
    expect(answer.headers.get('retry-after')).toBe('7')
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    expect(await read(answer)).toEqual({ error: 'slow down' })
  })

  test('delay, html, truncate', async () => {
    const { faults } = sandbox.acme
    faults.set('jwks', { delay: 120 })
    const began = performance.now()
    expect((await jwks()).status).toBe(200)
    expect(performance.now() - began).toBeGreaterThan(110)
    faults.set('jwks', 'html')
    expect((await jwks()).headers.get('content-type')).toBe('text/html')
    faults.set('jwks', 'truncate')
    await expect(read(await jwks())).rejects.toThrow()
  })

  test('empty is said after the work, with the status and without a body', async () => {
    const { kosmos } = sandbox
    const before = kosmos.world.tokens().length
    const { token } = kosmos.world.addToken({ userId: special.root })
    kosmos.faults.set('addToken', 'empty', { times: 1 })
    const path = `/zitadel.user.v2.UserService/AddPersonalAccessToken`
    const answer = await fetch(`${kosmos.origin}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        origin: consoleOrigin,
      },
      body: JSON.stringify({ userId: special.bare, expirationDate: '9999-12-31T23:59:59Z' }),
    })
    expect([answer.status, await answer.text()]).toEqual([200, ''])
    expect(answer.headers.get('access-control-allow-origin')).toBe(consoleOrigin)
    expect(kosmos.world.tokens()).toHaveLength(before + 2)
    expect(kosmos.journal.entries({ operation: 'addToken' })).toMatchObject([
      { fault: 'addToken', handled: true },
    ])
  })

  test('stall sends half and then nothing', async () => {
    sandbox.acme.faults.set('jwks', 'stall')
    const answer = await jwks({ signal: AbortSignal.timeout(200) })
    expect(answer.status).toBe(200)
    await expect(answer.text()).rejects.toThrow()
  })

  test('reset strikes before, reset-after behind the work', async () => {
    const { acme } = sandbox
    const tokens = await signInAs(acme, 'admin', { scope })
    acme.faults.set('refresh', 'reset', { times: 1 })
    await expect(refresh(acme, tokens.refresh_token)).rejects.toThrow()
    const renewed = await read(await refresh(acme, tokens.refresh_token))
    expect(acme.journal.refreshReuse()).toBe(0)

    acme.faults.set('refresh', 'reset-after', { times: 1 })
    await expect(refresh(acme, renewed.refresh_token)).rejects.toThrow()
    expect((await refresh(acme, renewed.refresh_token)).status).toBe(403)
    expect(acme.journal.refreshReuse()).toBe(1)
    expect(acme.journal.entries({ status: 0 }).map(({ handled }) => handled)).toEqual([false, true])
  })

  test('names of the token endpoint: exchange and refresh are special, token is any', async () => {
    const { acme } = sandbox
    acme.faults.set('exchange', 500)
    const tokens = { grant_type: 'refresh_token', client_id: acme.clientId, refresh_token: 'x' }
    expect((await tokenRequest(acme, tokens)).status).toBe(403)
    acme.faults.set('token', 502)
    expect((await tokenRequest(acme, tokens)).status).toBe(502)
    acme.faults.clear()
    expect((await tokenRequest(acme, tokens)).status).toBe(403)
  })

  test('preflights are not struck', async () => {
    const { kosmos } = sandbox
    kosmos.faults.set('token', 500)
    const answer = await fetch(`${kosmos.origin}/oauth/v2/token`, {
      method: 'OPTIONS',
      headers: { origin: 'https://anywhere.example', 'access-control-request-method': 'POST' },
    })
    expect(answer.status).toBe(204)
    expect(kosmos.journal.tokenRequests()).toEqual([])
  })
})

const idToken = async (fault: Fault): Promise<string> => {
  sandbox.kosmos.faults.set('exchange', fault, { times: 1 })
  return String((await signInAs(sandbox.kosmos, 'admin', { scope })).id_token)
}
const verifies = async (token: string): Promise<boolean> => {
  const { jwks_uri } = await discovery(sandbox.kosmos)
  const keys: Parameters<typeof createLocalJWKSet>[0] = JSON.parse(
    await (await fetch(String(jwks_uri))).text(),
  )
  return compactVerify(token, createLocalJWKSet(keys)).then(
    () => true,
    () => false,
  )
}

describe('in ID tokens', () => {
  test.each<[ClaimsFault, (claims: Record<string, unknown>) => unknown, unknown]>([
    ['invalid-iss', ({ iss }) => iss, 'https://somebody-else.example/'],
    ['missing-sub', ({ sub }) => sub, undefined],
    ['invalid-aud', ({ aud }) => aud, 'another-client'],
    ['missing-aud', ({ aud }) => aud, undefined],
    ['missing-iat', ({ iat }) => iat, undefined],
    ['nonce-invalid', ({ nonce }) => nonce, 'a-nonce-nobody-sent'],
    ['nonce-missing', ({ nonce }) => nonce, undefined],
    ['expired', ({ exp }) => Number(exp) < Date.now() / 1_000, true],
    ['other-sub', ({ sub }) => sub === '310000000000001001', false],
    ['kid-absent', ({ sub }) => sub, '310000000000001001'],
  ])('%s, well signed', async (fault, look, expected) => {
    const token = await idToken({ claims: fault })
    expect(look(claims(token))).toEqual(expected)
    expect(await verifies(token)).toBe(true)
    expect(sandbox.kosmos.journal.entries({ fault: 'exchange' })).toHaveLength(1)
  })

  test.each<[ClaimsFault, string]>([
    ['sig-none', 'none'],
    ['invalid-sig-rs256', 'RS256'],
    ['invalid-sig-hs256', 'HS256'],
    ['kid-unknown', 'RS256'],
  ])('%s does not verify', async (fault, alg) => {
    const token = await idToken({ claims: fault })
    expect(decodeProtectedHeader(token).alg).toBe(alg)
    expect(await verifies(token)).toBe(false)
  })

  test('any edit of claims or of the whole answer', async () => {
    expect(claims(await idToken({ claims: (all) => ({ ...all, name: 'Mallory' }) })).name).toBe('Mallory')
    sandbox.kosmos.faults.set('exchange', { answer: (body) => ({ ...body, expires_in: '0' }) })
    expect((await signInAs(sandbox.kosmos, 'admin', { scope })).expires_in).toBe('0')
    sandbox.kosmos.faults.set('discovery', {
      answer: (body) => ({ ...body, issuer: 'http://other.example' }),
    })
    expect((await discovery(sandbox.kosmos)).issuer).toBe('http://other.example')
  })

  test('leaves members of the answer out', async () => {
    const { acme } = sandbox
    const tokens = await signInAs(acme, 'admin', { scope })
    acme.faults.set('refresh', { claims: 'no-id-token' })
    const renewed = await read(await refresh(acme, tokens.refresh_token))
    expect(renewed).not.toHaveProperty('id_token')
    acme.faults.set('refresh', { claims: 'no-refresh-token' })
    expect(await read(await refresh(acme, renewed.refresh_token))).not.toHaveProperty('refresh_token')
  })

  test('answers a refresh for somebody else', async () => {
    const { acme } = sandbox
    const tokens = await signInAs(acme, 'admin', { scope })
    acme.faults.set('refresh', { claims: 'other-sub' })
    const renewed = await read(await refresh(acme, tokens.refresh_token))
    expect(claims(renewed.id_token).sub).not.toBe(claims(tokens.id_token).sub)
  })
})

describe('in authorization responses', () => {
  test.each(['kosmos', 'acme'] as const)('%s sends another iss, or none', async (id) => {
    const platform = sandbox[id]
    for (const iss of ['https://somebody-else.example', null]) {
      platform.faults.set('authorize', { iss }, { times: 1 })
      const visitor = createVisitor()
      const began = await flow(platform, scope)
      const page = await visitor.follow(await visitor.get(began.url))
      const result = await choose(visitor, page, 'admin')
      expect(result.get('iss')).toBe(iss)
      expect((await exchange(platform, began, result.get('code'))).ok).toBe(true)
    }
  })

  test('a web message can carry another iss as well', async () => {
    const { acme } = sandbox
    acme.faults.set('authorize', { iss: 'https://somebody-else.example' })
    const began = await flow(acme, scope, { prompt: 'none', response_mode: 'web_message' })
    expect(await (await fetch(began.url)).text()).toContain('"iss":"https://somebody-else.example"')
  })
})
