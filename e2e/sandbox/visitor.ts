// A browser without a browser: fetch with a cookie jar kept by hand, and the code flow done step by step, for
// black-box tests that want to see every answer.

import { createHash, randomBytes } from 'node:crypto'
import { isObject } from './http.ts'
import type { JsonObject } from './http.ts'
import type { PersonaName } from './personas.ts'
import type { SandboxPlatform } from './sandbox.ts'

export type Visitor = {
  get: (url: string, headers?: Record<string, string>) => Promise<Response>
  post: (url: string, form: Record<string, string>, headers?: Record<string, string>) => Promise<Response>
  /** Follows redirects as long as they stay at the provider; ends with the redirect away or the page. */
  follow: (response: Response) => Promise<Response>
}

export type Flow = { url: string; verifier: string; state: string; nonce: string }

export const consoleOrigin = 'http://localhost:4173'

export function createVisitor(): Visitor {
  const jar = new Map<string, { value: string; path: string }>()
  const ask = async (url: string, init: RequestInit): Promise<Response> => {
    const { pathname } = new URL(url)
    const cookies = [...jar].filter(([, { path }]) => pathname.startsWith(path))
    const headers = new Headers(init.headers)
    if (cookies.length > 0)
      headers.set('cookie', cookies.map(([key, { value }]) => `${key.split(' ')[0]}=${value}`).join('; '))
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(/; */)
      const [name = '', value = ''] = pair.split('=')
      const path = attributes.find((one) => one.toLowerCase().startsWith('path='))?.slice(5) ?? '/'
      const gone = attributes.some((one) => /^expires=Thu, 01 Jan 1970/i.test(one))
      if (gone) jar.delete(`${name} ${path}`)
      else jar.set(`${name} ${path}`, { value, path })
    }
    return response
  }
  const visitor: Visitor = {
    get: (url, headers = {}) => ask(url, { headers }),
    post: (url, form, headers = {}) => ask(url, { method: 'POST', headers, body: new URLSearchParams(form) }),
    async follow(response) {
      let last = response
      for (;;) {
        const location = last.headers.get('location')
        if (!location) return last
        const next = new URL(location, last.url)
        if (next.origin !== new URL(last.url).origin) return last
        last = await visitor.get(next.href)
      }
    },
  }
  return visitor
}

/** The authorization request a console would make; parameters may be changed or (null) left out. */
export async function flow(
  platform: SandboxPlatform,
  scope: string,
  changes: Record<string, string | null> = {},
): Promise<Flow> {
  const { authorization_endpoint } = await discovery(platform)
  const [verifier, state, nonce] = [secret(), secret(), secret()]
  const parameters = {
    client_id: platform.clientId,
    redirect_uri: redirectUri(platform),
    response_type: 'code',
    scope,
    state,
    nonce,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...changes,
  }
  const url = new URL(String(authorization_endpoint))
  for (const [name, value] of Object.entries(parameters))
    if (value !== null) url.searchParams.set(name, value)
  return { url: url.href, verifier, state, nonce }
}

export function redirectUri(platform: SandboxPlatform): string {
  return `${consoleOrigin}/auth/callback/${platform.id}`
}

export async function discovery(platform: SandboxPlatform): Promise<JsonObject> {
  return read(await fetch(`${platform.origin}/.well-known/openid-configuration`))
}

/** Chooses a person on the sign-in page; answers the parameters sent to the application. */
export async function choose(
  visitor: Visitor,
  page: Response,
  persona: PersonaName | 'Deny',
): Promise<URLSearchParams> {
  const form = persona === 'Deny' ? { deny: 'yes' } : { persona }
  const end = await visitor.follow(await visitor.post(page.url, form))
  const location = end.headers.get('location')
  if (!location) throw new Error(`No way back to the application: ${end.status} ${await end.text()}`)
  return new URL(location).searchParams
}

export async function exchange(
  platform: SandboxPlatform,
  started: Flow,
  code: string | null,
): Promise<Response> {
  return tokenRequest(platform, {
    grant_type: 'authorization_code',
    client_id: platform.clientId,
    code: code ?? '',
    redirect_uri: redirectUri(platform),
    code_verifier: started.verifier,
  })
}

export async function refresh(platform: SandboxPlatform, token: unknown): Promise<Response> {
  return tokenRequest(platform, {
    grant_type: 'refresh_token',
    client_id: platform.clientId,
    refresh_token: String(token),
  })
}

export async function tokenRequest(
  platform: SandboxPlatform,
  form: Record<string, string>,
): Promise<Response> {
  const { token_endpoint } = await discovery(platform)
  return fetch(String(token_endpoint), {
    method: 'POST',
    headers: { origin: consoleOrigin },
    body: new URLSearchParams(form),
  })
}

/** The whole sign-in; answers the token endpoint's JSON. */
export async function signInAs(
  platform: SandboxPlatform,
  persona: PersonaName,
  options: { scope: string; changes?: Record<string, string | null>; visitor?: Visitor },
): Promise<JsonObject & { flow: Flow; visitor: Visitor }> {
  const visitor = options.visitor ?? createVisitor()
  const started = await flow(platform, options.scope, options.changes)
  const page = await visitor.follow(await visitor.get(started.url))
  const result = await choose(visitor, page, persona)
  const response = await exchange(platform, started, result.get('code'))
  if (!response.ok) throw new Error(`No tokens: ${response.status} ${await response.text()}`)
  return { ...(await read(response)), flow: started, visitor }
}

export async function read(response: Response): Promise<JsonObject> {
  const value: unknown = await response.json()
  if (!isObject(value)) throw new Error('Not a JSON object')
  return value
}

/** Claims without any check. */
export function claims(token: unknown): JsonObject {
  const value: unknown = JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString())
  if (!isObject(value)) throw new Error('Not a JWT')
  return value
}

function secret(): string {
  return randomBytes(32).toString('base64url')
}
