// The OpenID half of a Zitadel instance: its addresses, reserved scopes, role claims and errors, around the shared
// provider. Rules are from zitadel.com/docs/apis/openidoauth and the server's internal/api/oidc; assumptions say so.

import type { AdapterPayload } from 'oidc-provider'
import { formOf } from '../edge.ts'
import { json, redirect } from '../http.ts'
import type { Answer, Ask, JsonObject } from '../http.ts'
import { hash } from '../journal.ts'
import {
  activePersona,
  authorize,
  bearer,
  consoleClient,
  signIn,
  tokenOperations,
  withStoredBearer,
} from '../kit.ts'
import type { Api, Kit, Vendor } from '../kit.ts'
import { createOpenid, withForm } from '../oidc.ts'
import type { ZitadelSettings } from '../settings.ts'
import {
  audiencesOf,
  flatClaims,
  isKnownScope,
  person,
  roleClaimNames,
  roleClaims,
  zitadelProjectId,
} from './claims.ts'
import type { Home } from './claims.ts'
import { introspect, revoke } from './credentials.ts'
import { endSessionRequest, signedOutPage } from './end-session.ts'
import { basicOf, jwtBearer, machineGrants } from './machine-grants.ts'
import { bearerHolder, callerOf, createMachineTokens } from './machine-tokens.ts'
import type { ZitadelWorld } from './world.ts'
import { discovery, errorBody, preflight, tokenError, unframed, withCors } from './wire.ts'

export type InstanceOptions = {
  kit: Kit
  settings: ZitadelSettings
  home: Home
  world: ZitadelWorld
  api?: Api
}

/** The API's own application, which may introspect. Loopback only, worth nothing anywhere else. */
export const apiClient = { id: 'kosmos-api', secret: 'sandbox-secret-of-kosmos-api' }

const operations: Record<string, string> = {
  '/.well-known/openid-configuration': 'discovery',
  '/oauth/v2/keys': 'jwks',
  '/oauth/v2/authorize': 'authorize',
  '/oidc/v1/userinfo': 'userinfo',
  '/oauth/v2/introspect': 'introspect',
  '/oauth/v2/revoke': 'revoke',
  '/oidc/v1/end_session': 'endSession',
  '/ui/v2/login/loginname': 'login',
  '/ui/login/login': 'login',
}
const openidOperations = new Set([
  ...Object.values(operations),
  'exchange',
  'refresh',
  'machine',
  'jwtBearer',
  'token',
])

export async function createInstance(options: InstanceOptions): Promise<Vendor> {
  const { kit, settings, home, world, api } = options
  const issuer = kit.origin
  const machines = createMachineTokens({ kit, settings, home, world })
  const grants = machineGrants({ world, tokens: machines, issuer, now: kit.clock.now })

  const openid = await createOpenid({
    platform: kit,
    issuer,
    routes: {
      authorization: '/oauth/v2/authorize',
      token: '/oauth/v2/token',
      userinfo: '/oidc/v1/userinfo',
      introspection: '/oauth/v2/introspect',
      revocation: '/oauth/v2/revoke',
    },
    clients: [
      consoleClient(kit),
      {
        client_id: apiClient.id,
        client_secret: apiClient.secret,
        token_endpoint_auth_method: 'client_secret_basic',
        grant_types: [],
        redirect_uris: [],
        response_types: [],
      },
    ],
    settings,
    store: kit.store,
    signing: kit.signing,
    claims(sub, use, scopes) {
      const name = activePersona(kit, sub)
      if (!name) return undefined
      // Without idTokenUserinfoAssertion profile claims are at the userinfo endpoint only (userinfo.go).
      const named = use === 'id_token' && !settings.idTokenUserinfo ? {} : person(name)
      const flat = settings.flatClaims ? flatClaims(name, home) : {}
      return { ...named, ...flat, ...roleClaims(name, home, scopes) }
    },
    claimNames: ['auth_time', 'amr', 'roles', 'permissions', 'org_id', ...roleClaimNames(home)],
    granted: (_, scopes) => scopes.filter(isKnownScope),
    onGrant: () => {},
    signInUrl: (uid) =>
      settings.login === 2
        ? `/ui/v2/login/loginname?requestId=oidc_V2_${uid}`
        : `/ui/login/login?authRequestID=${uid}`,
    keepGrants: false,
    // Any origin may talk to the OpenID endpoints (zitadel/oidc, pkg/op/op.go).
    corsAllowed: () => true,
    features: { webMessage: false, clientCredentials: false, introspection: true },
  })

  const audiences = (record: AdapterPayload): string[] =>
    audiencesOf(record.scope ?? '', [kit.clientId, apiClient.id], home)

  const token = async (ask: Ask): Promise<Answer> => {
    const answer = await openid.handle(ask)
    const form = formOf(ask)
    if (answer.status !== 200) return tokenError(answer, form.get('grant_type'))
    return kit.tokens.dress(answer, names(ask), {
      idToken: (claims, record) => ({
        ...claims,
        aud: audiences(record),
        azp: record.clientId,
        amr: ['pwd'],
        sid: hash(record.sessionUid),
      }),
      accessToken: (record) =>
        settings.accessTokenFormat === 'opaque' || !record.accountId
          ? undefined
          : {
              iss: issuer,
              sub: record.accountId,
              client_id: record.clientId,
              jti: hash(record.jti),
              ...details(record),
            },
    })
  }

  /** What the vendor says about a person beside the standard claims; undefined for one who is not active. */
  const details = (record: AdapterPayload): JsonObject | undefined => {
    const name = activePersona(kit, record.accountId ?? '')
    if (!name) return undefined
    const scopes = new Set((record.scope ?? '').split(' '))
    const flat = settings.flatClaims ? flatClaims(name, home) : {}
    return { ...flat, ...roleClaims(name, home, scopes), aud: audiences(record) }
  }

  const authorization = async (ask: Ask): Promise<Answer> => {
    const answer = await authorize(kit, openid, ask, settings.advertiseIss)
    const location = answer.headers.location ?? ''
    const failed = URL.canParse(location) ? new URL(location).searchParams.get('error') : null
    const silent = ask.url.searchParams.get('prompt') === 'none' && settings.login === 2
    // Login V2 does not send the application its error: its own page answers (apps/login, login route).
    if (silent && failed === 'login_required') return redirect('/ui/v2/login/login?authRequest=V2_none')
    return answer
  }

  const names = (ask: Ask): string[] => {
    const { pathname } = ask.url
    if (pathname === '/oauth/v2/token') {
      const grant = formOf(ask).get('grant_type')
      return grant === jwtBearer ? ['jwtBearer', 'token'] : tokenOperations(grant)
    }
    const name =
      operations[pathname] ??
      (pathname.startsWith('/oauth/v2/authorize/') ? 'authorize' : api?.operationOf(ask.method, pathname))
    return name === undefined ? [] : [name]
  }

  const handle = async (ask: Ask): Promise<Answer> => {
    const { pathname, searchParams } = ask.url
    const known = operations[pathname] !== undefined || pathname === '/oauth/v2/token'
    if (ask.method === 'OPTIONS' && known) return preflight(ask)
    switch (pathname.startsWith('/oauth/v2/authorize/') ? '/oauth/v2/authorize' : pathname) {
      case '/.well-known/openid-configuration':
        return withCors(ask, json(200, discovery(issuer, settings)))
      case '/oauth/v2/keys':
        return withCors(ask, json(200, { keys: kit.signing.published() }, { 'cache-control': 'max-age=300' }))
      case '/oauth/v2/authorize':
        return authorization(ask)
      case '/ui/v2/login/login':
        return json(400, { error: 'No active session found' })
      case '/ui/v2/login/loginname':
      case '/ui/login/login':
        return signIn(kit, openid, ask, {
          interaction:
            searchParams.get('authRequestID') ??
            (searchParams.get('requestId') ?? '').slice('oidc_V2_'.length),
          denied: 'The request was denied',
          whenBlocked: { notice: 'This user is not active.' },
        })
      case '/ui/v2/login/logout/success':
        return signedOutPage(kit)
      case '/oauth/v2/token':
        return withCors(ask, await (grants.answer(ask) ?? token(ask)))
      case '/oidc/v1/userinfo': {
        const holder = bearerHolder(machines, ask.headers.authorization)
        if (holder) return withCors(ask, json(200, machines.claims(holder)))
        return withCors(ask, await openid.handle(withStoredBearer(kit, ask)))
      }
      case '/oauth/v2/introspect': {
        const holder = machines.holder(formOf(ask).get('token') ?? undefined)
        const { name, secret } = basicOf(ask.headers.authorization) ?? {}
        const allowed = name === apiClient.id && secret === apiClient.secret
        if (holder && allowed) return withCors(ask, json(200, machines.introspection(holder)))
        return withCors(ask, await introspect(kit, openid, ask, details))
      }
      case '/oauth/v2/revoke':
        return withCors(ask, await revoke(kit, openid, ask))
      case '/oidc/v1/end_session':
        return endSessionRequest(kit, openid, ask)
      default:
        return api ? api.handle(ask) : json(404, { code: 5, message: 'Not Found', details: [] })
    }
  }

  return {
    issuer,
    handle: async (ask) => unframed(await handle(ask)),
    operations: names,
    readable: () => true,
    errorBody: (status, operation) => errorBody(status, openidOperations.has(operation)),
    async caller(authorization) {
      const holder = bearerHolder(machines, authorization)
      if (holder) return callerOf(holder)
      const token = bearer(authorization)
      const record = token === undefined ? undefined : kit.tokens.record(token)
      const sub = record?.accountId
      if (!record || sub === undefined || !activePersona(kit, sub)) return undefined
      // The APIs know their own project by its name in the scope.
      const own = audiences(record).map((audience) => (audience === zitadelProjectId ? 'zitadel' : audience))
      return { sub, audiences: own, clientId: record.clientId }
    },
    refresh(token) {
      const form = new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: kit.clientId,
        refresh_token: token,
      })
      const url = new URL('/oauth/v2/token', kit.origin)
      return openid.handle(withForm({ method: 'POST', url, headers: {}, body: '' }, form))
    },
    reset: machines.clear,
  }
}
