// An Auth0 tenant: its addresses, its tokens, its errors, around the shared provider. Sources are the pages of
// auth0.com/docs named at each rule; where they are silent the file says so.

import type { AdapterPayload } from 'oidc-provider'
import type { Auth0Settings } from '../settings.ts'
import { formOf } from '../edge.ts'
import { hash } from '../journal.ts'
import { json } from '../http.ts'
import type { Answer, Ask, JsonObject } from '../http.ts'
import {
  activePersona,
  authorize,
  bearer,
  consoleClient,
  sessionUid,
  signIn,
  tokenOperations,
  withStoredBearer,
} from '../kit.ts'
import type { Api, Kit, Vendor } from '../kit.ts'
import { createOpenid, withForm } from '../oidc.ts'
import { personaOf, personas } from '../personas.ts'
import { audienceOf, machineToken } from './machine.ts'
import { logout } from './logout.ts'
import { discovery, errorName, notFound, oidcScopes, tokenError } from './wire.ts'
import type { Auth0World } from './world.ts'

/** An API on the tenant's own origin. */
export type TenantApi = Api & {
  serves: (path: string) => boolean
  /** Whether browsers get to see its answers. */
  readable: boolean
  /** The body a fault is dressed in; undefined for an operation that is not of this API. */
  errorBody: (status: number, operation: string) => JsonObject | undefined
  reset: () => void
}

export type TenantOptions = {
  kit: Kit
  settings: Auth0Settings
  /** Identifier of the API that has role-based access control; its tokens carry `permissions`. */
  audience: string
  /** Scopes of that API which are no permissions, by who gets them. */
  apiScopes: Record<string, (persona: string) => boolean>
  /** What a person may do there at this moment; undefined while tokens of that API carry no `permissions`. */
  permissionsOf: (sub: string) => readonly string[] | undefined
  /** A last look at the claims of an access token, as an Action has; undefined makes it opaque. */
  action?: (claims: JsonObject, sub: string) => JsonObject | undefined
  api?: TenantApi
  /** Whose applications may ask for tokens of their own; without it none may. */
  world?: Auth0World
}

const operations: Record<string, string> = {
  '/.well-known/openid-configuration': 'discovery',
  '/.well-known/jwks.json': 'jwks',
  '/authorize': 'authorize',
  '/userinfo': 'userinfo',
  '/oauth/revoke': 'revoke',
  '/v2/logout': 'endSession',
  '/oidc/logout': 'endSession',
  '/u/login': 'login',
}

export async function createTenant(options: TenantOptions): Promise<Vendor> {
  const { kit, settings, audience, api } = options
  // With a trailing slash: tenants' issuers have one, and so has `iss` (auth0.com/docs/secure/tokens).
  const issuer = `${kit.origin}/`
  const audiences = new Map<string, string>()

  const allowed = (sub: string, scopes: readonly string[]): string[] => {
    const persona = personaOf(kit.id, sub)
    const permissions = options.permissionsOf(sub) ?? []
    return scopes.filter(
      (scope) =>
        oidcScopes.includes(scope) ||
        permissions.includes(scope) ||
        (persona !== undefined && options.apiScopes[scope]?.(persona)),
    )
  }

  const openid = await createOpenid({
    platform: kit,
    issuer,
    routes: {
      authorization: '/authorize',
      token: '/oauth/token',
      userinfo: '/userinfo',
      revocation: '/oauth/revoke',
    },
    clients: [consoleClient(kit)],
    settings,
    store: kit.store,
    signing: kit.signing,
    claims: (sub) => person(kit, sub),
    claimNames: [namespace(kit, 'department')],
    granted: (sub, scopes) => allowed(sub, scopes),
    onGrant(grantId, params) {
      if (typeof params.audience === 'string') audiences.set(grantId, params.audience)
    },
    signInUrl: (interaction) => `/u/login?state=${interaction}`,
    keepGrants: true,
    corsAllowed: (origin) => origin === kit.consoleOrigin,
    features: { webMessage: true, clientCredentials: false, introspection: false },
  })

  const userToken = (record: AdapterPayload): JsonObject | undefined => {
    const api = audiences.get(record.grantId ?? '')
    const sub = record.accountId
    // Without an audience the token is opaque and good for /userinfo alone (docs: get access tokens).
    if (api === undefined || sub === undefined) return undefined
    const persona = personaOf(kit.id, sub)
    const permissions = settings.permissions && api === audience ? options.permissionsOf(sub) : undefined
    const claims = {
      [namespace(kit, 'department')]: persona && personas[persona].department,
      iss: issuer,
      sub,
      aud: [api, `${issuer}userinfo`],
      scope: record.scope,
      azp: record.clientId,
      ...(permissions ? { permissions } : {}),
    }
    return options.action ? options.action(claims, sub) : claims
  }

  const token = async (ask: Ask): Promise<Answer> => {
    // Auth0 takes JSON as well as forms (docs: Authentication API, /oauth/token).
    const form = formOf(ask)
    if (form.get('grant_type') === 'client_credentials' && options.world) {
      return machineToken({ kit, settings, world: options.world, ask, form, issuer })
    }
    const blocked = blockedOwner(kit, form)
    const answer = blocked ?? (await openid.handle(withForm(ask, form)))
    if (answer.status !== 200) return tokenError(answer, form.get('grant_type'))
    return kit.tokens.dress(answer, names(ask), {
      idToken: (claims, record) => {
        const { nonce, ...rest } = claims
        const sid = hash(record.sessionUid)
        return form.get('grant_type') === 'refresh_token' ? { ...rest, sid } : { ...rest, nonce, sid }
      },
      accessToken: userToken,
      answer: (body) => {
        if (form.get('grant_type') !== 'refresh_token') return body
        if (!settings.issueIdTokenOnRefresh) delete body.id_token
        if (!settings.rotate) delete body.refresh_token
        return body
      },
    })
  }

  const names = (ask: Ask): string[] => {
    const { pathname } = ask.url
    if (pathname === '/oauth/token') return tokenOperations(formOf(ask).get('grant_type'))
    const name =
      operations[pathname] ??
      (pathname.startsWith('/authorize/') ? 'authorize' : api?.operationOf(ask.method, pathname))
    return name === undefined ? [] : [name]
  }

  const handle = async (ask: Ask): Promise<Answer> => {
    const { pathname, searchParams } = ask.url
    if (ask.method === 'OPTIONS' && operations[pathname] === undefined && pathname !== '/oauth/token') {
      return api?.serves(pathname) ? api.handle(ask) : notFound()
    }
    switch (pathname.startsWith('/authorize/') ? '/authorize' : pathname) {
      case '/.well-known/openid-configuration':
        return json(200, discovery(kit.origin, settings), { 'access-control-allow-origin': '*' })
      case '/.well-known/jwks.json':
        return json(200, { keys: kit.signing.published() }, { 'access-control-allow-origin': '*' })
      case '/authorize':
        return knownAudience(ask)
          ? authorize(kit, openid, ask, settings.advertiseIss)
          : json(403, {
              error: 'access_denied',
              error_description: `Service not found: ${searchParams.get('audience')}`,
            })
      case '/u/login':
        return signIn(kit, openid, ask, {
          interaction: searchParams.get('state') ?? '',
          denied: 'User did not authorize the request',
          whenBlocked: { error: 'unauthorized', description: 'user is blocked' },
        })
      case '/oauth/token':
        return ask.method === 'OPTIONS' ? openid.handle(ask) : token(ask)
      case '/oauth/revoke':
        return ask.method === 'OPTIONS' ? openid.handle(ask) : openid.handle(withForm(ask, formOf(ask)))
      case '/userinfo':
        return openid.handle(withStoredBearer(kit, ask))
      case '/v2/logout':
      case '/oidc/logout':
        return logout(kit, openid, ask, hash(sessionUid(kit, openid, ask)))
      default:
        return api?.serves(pathname) ? api.handle(ask) : notFound()
    }
  }

  const knownAudience = (ask: Ask): boolean => {
    const asked = ask.url.searchParams.get('audience')
    return asked === null || asked === '' || asked === audience
  }

  return {
    issuer,
    handle,
    operations: names,
    readable({ url: { pathname } }, origin) {
      if (api?.serves(pathname)) return api.readable
      return pathname.startsWith('/.well-known/') || origin === kit.consoleOrigin
    },
    errorBody: (status, operation) =>
      api?.errorBody(status, operation) ?? {
        error: errorName(status),
        error_description: `The tenant answered ${status}`,
      },
    async caller(authorization) {
      const token = bearer(authorization)
      const record = token === undefined ? undefined : kit.tokens.record(token)
      if (!record || token === undefined) return undefined
      const sub = record.accountId ?? `${record.clientId}@clients`
      if (record.accountId && !activePersona(kit, record.accountId)) return undefined
      return { sub, audiences: audienceOf(token), clientId: record.clientId }
    },
    refresh(token) {
      const form = new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: kit.clientId,
        refresh_token: token,
      })
      const url = new URL('/oauth/token', kit.origin)
      return openid.handle(withForm({ method: 'POST', url, headers: {}, body: '' }, form))
    },
    reset() {
      audiences.clear()
      api?.reset()
    },
  }
}

function namespace(kit: Kit, claim: string): string {
  return `https://${kit.id}.example/${claim}`
}

function person(kit: Kit, sub: string): JsonObject | undefined {
  const name = activePersona(kit, sub)
  if (!name) return undefined
  const { email, givenName, familyName, department, ...persona } = personas[name]
  return {
    nickname: email.split('@')[0],
    name: persona.name,
    given_name: givenName,
    family_name: familyName,
    email,
    email_verified: true,
    updated_at: '2026-10-01T08:30:00.000Z',
    [namespace(kit, 'department')]: department,
  }
}

/** The refusal for a blocked person's refresh token; spa-js knows it by its words. */
function blockedOwner(kit: Kit, form: URLSearchParams): Answer | undefined {
  const owner = kit.store.get('RefreshToken', form.get('refresh_token') ?? '')?.accountId
  if (owner === undefined || activePersona(kit, owner)) return undefined
  return json(403, { error: 'unauthorized', error_description: 'user is blocked' })
}
