// What both manners have in common: the code flow with PKCE, rotation, the clock, the journal, reset.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { subOf } from './personas.ts'
import { startSandbox } from './sandbox.ts'
import type { Sandbox, SandboxPlatform } from './sandbox.ts'
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

let sandbox: Sandbox
const scope = 'openid profile email offline_access'

beforeAll(async () => {
  sandbox = await startSandbox({ consoleOrigin })
})
beforeEach(() => sandbox.reset())
afterAll(() => sandbox.stop())

test('the configuration names three platforms that answer under their issuer', async () => {
  expect(sandbox.config.platforms.map(({ id }) => id)).toEqual(['kosmos', 'acme', 'ktrlplane'])
  for (const { login, id } of sandbox.config.platforms) {
    const platform = sandbox.platforms.find((one) => one.id === id)
    expect(platform && (await discovery(platform))).toMatchObject({ issuer: login.issuer })
  }
})

describe.each(['kosmos', 'acme', 'ktrlplane'] as const)('%s', (id) => {
  let platform: SandboxPlatform
  beforeEach(() => {
    platform = sandbox[id]
  })

  const userinfo = async (token: unknown): Promise<Response> => {
    const { userinfo_endpoint } = await discovery(platform)
    return fetch(String(userinfo_endpoint), {
      headers: { authorization: `Bearer ${String(token)}`, origin: consoleOrigin },
    })
  }
  const started = async (): Promise<{ began: Awaited<ReturnType<typeof flow>>; code: string }> => {
    const visitor = createVisitor()
    const began = await flow(platform, scope)
    const page = await visitor.follow(await visitor.get(began.url))
    const result = await choose(visitor, page, 'admin')
    return { began, code: result.get('code') ?? '' }
  }

  test('shows a sign-in page with one button per persona and Deny', async () => {
    const visitor = createVisitor()
    const page = await visitor.follow(await visitor.get((await flow(platform, scope)).url))
    const html = await page.text()
    expect(page.status).toBe(200)
    expect(page.headers.get('x-frame-options')).toBe('DENY')
    expect(html).toContain(`<title>${platform.name}</title>`)
    expect([...html.matchAll(/<button[^>]*>([^<]+)</g)].map(([, name]) => name)).toEqual([
      'admin',
      'viewer',
      'keykeeper',
      'guest',
      'Deny',
    ])
    expect(html).not.toContain('<script')
  })

  test('answers the application with code, state and iss', async () => {
    const visitor = createVisitor()
    const began = await flow(platform, scope)
    const page = await visitor.follow(await visitor.get(began.url))
    const result = await choose(visitor, page, 'viewer')
    expect(Object.fromEntries(result)).toEqual({
      code: expect.any(String),
      state: began.state,
      iss: platform.issuer,
    })
  })

  test('sends access_denied back when denied', async () => {
    const visitor = createVisitor()
    const began = await flow(platform, scope)
    const page = await visitor.follow(await visitor.get(began.url))
    const result = await choose(visitor, page, 'Deny')
    expect(Object.fromEntries(result)).toMatchObject({ error: 'access_denied', state: began.state })
  })

  test('passes through silently while the session lives, and no longer after it', async () => {
    const { visitor } = await signInAs(platform, 'admin', { scope })
    const again = await visitor.follow(await visitor.get((await flow(platform, scope)).url))
    expect(again.headers.get('location')).toContain('code=')
    await platform.sessions.endAll()
    const asked = await visitor.follow(await visitor.get((await flow(platform, scope)).url))
    expect(asked.status).toBe(200)
  })

  test('asks again for prompt=login and can change the person', async () => {
    const { visitor } = await signInAs(platform, 'admin', { scope })
    const page = await visitor.follow(
      await visitor.get((await flow(platform, scope, { prompt: 'login' })).url),
    )
    expect(page.status).toBe(200)
    expect((await choose(visitor, page, 'admin')).get('code')).toBeTruthy()
    const viewer = await signInAs(platform, 'viewer', { scope, changes: { prompt: 'login' }, visitor })
    expect(claims(viewer.id_token).sub).toBe(subOf(id, 'viewer'))
  })

  test('finishes two sign-in pages that are open at once', async () => {
    const visitor = createVisitor()
    const first = await visitor.follow(await visitor.get((await flow(platform, scope)).url))
    const second = await visitor.follow(await visitor.get((await flow(platform, scope)).url))
    expect((await choose(visitor, first, 'admin')).get('code')).toBeTruthy()
    expect((await choose(visitor, second, 'admin')).get('code')).toBeTruthy()
    const late = await visitor.post(first.url, { persona: 'admin' })
    expect(late.status).toBe(400)
  })

  test('insists on PKCE with S256', async () => {
    const visitor = createVisitor()
    const missing = await flow(platform, scope, { code_challenge: null, code_challenge_method: null })
    const plain = await flow(platform, scope, { code_challenge_method: 'plain' })
    for (const { url } of [missing, plain]) {
      const answer = await visitor.get(url)
      expect(answer.headers.get('location')).toContain('error=invalid_request')
    }
  })

  test('refuses an address that is not registered, without redirecting', async () => {
    for (const redirect_uri of [`${consoleOrigin}/auth/callback/other`, 'http://evil.example/']) {
      const answer = await createVisitor().get((await flow(platform, scope, { redirect_uri })).url)
      expect(answer.status).toBe(400)
      expect(answer.headers.get('location')).toBeNull()
    }
  })

  test('refuses a wrong verifier', async () => {
    const { began, code } = await started()
    const answer = await exchange(platform, { ...began, verifier: 'wrong'.repeat(10) }, code)
    expect(answer.status).toBe(id === 'kosmos' ? 400 : 403)
    expect(await read(answer)).toMatchObject({ error: 'invalid_grant' })
  })

  test('takes a code once; a second time ends its refresh tokens and is counted', async () => {
    const { began, code } = await started()
    const tokens = await read(await exchange(platform, began, code))
    expect(platform.journal.codeReuse()).toBe(0)
    const again = await exchange(platform, began, code)
    expect(await read(again)).toMatchObject({ error: 'invalid_grant' })
    expect(platform.journal.codeReuse()).toBe(1)
    expect((await refresh(platform, tokens.refresh_token)).ok).toBe(false)
  })

  test('gives a refresh token for offline_access only', async () => {
    const tokens = await signInAs(platform, 'admin', { scope: 'openid profile' })
    expect(tokens).not.toHaveProperty('refresh_token')
    expect(tokens.scope).toBe('openid profile')
  })

  test('rotates refresh tokens and ends the family when one is used twice', async () => {
    const tokens = await signInAs(platform, 'admin', { scope })
    const renewed = await read(await refresh(platform, tokens.refresh_token))
    expect(renewed).toMatchObject({ access_token: expect.any(String), id_token: expect.any(String) })
    expect(renewed.refresh_token).not.toBe(tokens.refresh_token)
    expect(claims(renewed.id_token)).toMatchObject({ sub: claims(tokens.id_token).sub })
    expect(platform.journal.refreshReuse()).toBe(0)

    const stolen = await refresh(platform, tokens.refresh_token)
    expect(stolen.status).toBe(id === 'kosmos' ? 400 : 403)
    expect(await read(stolen)).toMatchObject({
      error: 'invalid_grant',
      error_description:
        id === 'kosmos' ? 'Errors.OIDCSession.RefreshTokenInvalid' : 'Unknown or invalid refresh token.',
    })
    expect((await refresh(platform, renewed.refresh_token)).ok).toBe(false)
    expect(platform.journal.refreshReuse()).toBe(1)
  })

  test('another sign-in of the same person is another family', async () => {
    const one = await signInAs(platform, 'admin', { scope })
    const other = await signInAs(platform, 'admin', { scope })
    await refresh(platform, one.refresh_token)
    await platform.sessions.reuseRefreshToken()
    expect((await refresh(platform, other.refresh_token)).ok).toBe(true)
    expect(platform.journal.refreshReuse()).toBe(0)
  })

  test('the controls kill refresh tokens: revoke, reuse, block', async () => {
    const one = await signInAs(platform, 'admin', { scope })
    await platform.sessions.revokeRefreshTokens()
    expect((await refresh(platform, one.refresh_token)).ok).toBe(false)

    const two = await read(
      await refresh(platform, (await signInAs(platform, 'admin', { scope })).refresh_token),
    )
    await platform.sessions.reuseRefreshToken()
    expect((await refresh(platform, two.refresh_token)).ok).toBe(false)

    const three = await signInAs(platform, 'admin', { scope })
    platform.sessions.block('admin')
    expect((await refresh(platform, three.refresh_token)).ok).toBe(false)
    expect((await userinfo(three.access_token)).status).toBe(401)
  })

  test('revokes a refresh token for its public client', async () => {
    const tokens = await signInAs(platform, 'admin', { scope })
    const { revocation_endpoint } = await discovery(platform)
    const answer = await fetch(String(revocation_endpoint), {
      method: 'POST',
      headers: { origin: consoleOrigin },
      body: new URLSearchParams({ token: String(tokens.refresh_token), client_id: platform.clientId }),
    })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('access-control-allow-origin')).toBe(consoleOrigin)
    expect((await refresh(platform, tokens.refresh_token)).ok).toBe(false)
    expect((await userinfo(tokens.access_token)).status).toBe(id === 'kosmos' ? 401 : 200)
  })

  test('time passing ends access tokens, then sessions and refresh tokens', async () => {
    const tokens = await signInAs(platform, 'admin', { scope })
    platform.clock.advance('59m')
    expect((await userinfo(tokens.access_token)).status).toBe(200)
    platform.clock.advance('2m')
    expect((await userinfo(tokens.access_token)).status).toBe(401)

    const renewed = await read(await refresh(platform, tokens.refresh_token))
    const { iat, exp, auth_time } = claims(renewed.id_token)
    expect(Number(iat)).toBeCloseTo(platform.clock.now() / 1_000, -1)
    expect(Number(exp) - Number(iat)).toBe(platform.settings.idTokenSeconds)
    if (auth_time !== undefined) expect(Number(iat) - Number(auth_time)).toBeGreaterThanOrEqual(3_659)

    platform.clock.advance('8d')
    const asked = await tokens.visitor.follow(await tokens.visitor.get((await flow(platform, scope)).url))
    expect(asked.status).toBe(200)
    platform.clock.advance('31d')
    expect((await refresh(platform, renewed.refresh_token)).ok).toBe(false)
  })

  test('rotation does not extend the absolute life', async () => {
    platform.settings.refreshTokenSeconds = 100
    const tokens = await signInAs(platform, 'admin', { scope })
    platform.clock.advance('60s')
    const renewed = await read(await refresh(platform, tokens.refresh_token))
    platform.clock.advance('60s')
    expect((await refresh(platform, renewed.refresh_token)).ok).toBe(false)
  })

  test('a wrong clock moves what is issued and nothing else', async () => {
    platform.clock.skew('10m')
    const tokens = await signInAs(platform, 'admin', { scope })
    const { iat, exp } = claims(tokens.id_token)
    expect(Number(iat)).toBeCloseTo(Date.now() / 1_000 + 600, -1)
    expect(Number(exp) - Number(iat)).toBe(platform.settings.idTokenSeconds)
    const answer = await userinfo(tokens.access_token)
    expect(answer.status).toBe(200)
    expect(Date.parse(answer.headers.get('date') ?? '') - Date.now()).toBeGreaterThan(590_000)
  })

  test('signs with keys it publishes, also after rotation', async () => {
    const { createRemoteJWKSet, jwtVerify } = await import('jose')
    const { jwks_uri } = await discovery(platform)
    const before = await signInAs(platform, 'admin', { scope })
    platform.rotateSigningKey()
    const after = await signInAs(platform, 'admin', { scope })
    const keys = createRemoteJWKSet(new URL(String(jwks_uri)))
    const kids = []
    for (const { id_token } of [before, after]) {
      const { protectedHeader } = await jwtVerify(String(id_token), keys, {
        issuer: platform.issuer,
        audience: platform.clientId,
      })
      kids.push(protectedHeader.kid)
    }
    expect(kids).toEqual([`${id}-1`, `${id}-2`])
  })

  test('keeps no secret in the journal and notices one in a URL', async () => {
    const tokens = await signInAs(platform, 'admin', { scope })
    await userinfo(tokens.access_token)
    const written = JSON.stringify(platform.journal.entries())
    for (const secret of [tokens.access_token, tokens.refresh_token, tokens.id_token, tokens.flow.verifier]) {
      expect(written).not.toContain(secret)
    }
    expect(platform.journal.tokenRequests()).toMatchObject([
      { operation: 'exchange', grantType: 'authorization_code', status: 200, handled: true },
    ])
    expect(platform.journal.tokensInUrl()).toBe(0)
    await fetch(`${platform.origin}/somewhere?access_token=any`)
    await fetch(`${platform.origin}/somewhere?q=${String(tokens.id_token)}`)
    await fetch(`${platform.origin}/somewhere?q=${String(tokens.refresh_token)}`)
    expect(platform.journal.tokensInUrl()).toBe(3)
  })

  test('reset makes everything as new, quickly', async () => {
    const tokens = await signInAs(platform, 'admin', { scope })
    platform.settings.accessTokenSeconds = 5
    platform.faults.set('userinfo', 500)
    platform.clock.advance('1d')
    const began = performance.now()
    await sandbox.reset()
    expect(performance.now() - began).toBeLessThan(50)
    expect(platform.settings.accessTokenSeconds).toBe(3_600)
    expect(platform.journal.entries()).toEqual([])
    expect(Math.abs(platform.clock.now() - Date.now())).toBeLessThan(1_000)
    expect((await userinfo(tokens.access_token)).status).toBe(401)
    expect((await refresh(platform, tokens.refresh_token)).ok).toBe(false)
  })

  test('refuses what nobody offers', async () => {
    const answer = await tokenRequest(platform, { grant_type: 'password', client_id: platform.clientId })
    expect(answer.status).toBe(400)
    expect((await fetch(`${platform.origin}/nowhere`)).status).toBe(404)
  })
})
