// Machine-to-machine access at Auth0: the client_credentials grant with an audience, by a secret or by an assertion that a key of
// the application has signed. oidc-provider knows no audience and no applications that change; here nothing of it is used. Also what
// the gateway signs in with. The words of the refusals are those in public reports.

import { createPublicKey, randomBytes } from 'node:crypto'
import {
  compactVerify,
  decodeJwt,
  decodeProtectedHeader,
  exportPKCS8,
  exportSPKI,
  generateKeyPair,
} from 'jose'
import type { JWTPayload } from 'jose'
import { json } from '../http.ts'
import type { Answer, Ask } from '../http.ts'
import type { Kit } from '../kit.ts'
import { auth0Permissions } from '../personas.ts'
import type { Auth0Settings } from '../settings.ts'
import type { Auth0World, Client } from './world.ts'

/** Loopback only, worth nothing anywhere else. */
export const machineSecret = 'sandbox-machine-secret-of-the-gateway'

/** `pem` is the private key in PKCS #8, `publicPem` the public one; made once in a process. */
export type MachineKey = { pem: string; publicPem: string; kid: string }

let made: Promise<MachineKey> | undefined

/** The key of the application `acme-gateway-key`, which signs RS256 assertions instead of sending a secret. */
export const machineKey = (): Promise<MachineKey> => (made ??= makeKey())

async function makeKey(): Promise<MachineKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  return { pem: await exportPKCS8(privateKey), publicPem: await exportSPKI(publicKey), kid: 'gateway-one' }
}

/** What the gateway's applications have been granted at the Management API. */
export const machineScopes: readonly string[] = [
  ...new Set([
    ...auth0Permissions.admin.filter((name) => !name.endsWith(':tokens')),
    'read:user_effective_roles',
    'read:user_effective_permissions',
    'read:user_permission_source_roles',
    'read:user_role_source_groups',
    'update:users',
    'create:client_grants',
    'delete:client_grants',
    'read:logs',
  ]),
]

type Options = {
  kit: Kit
  settings: Auth0Settings
  world: Auth0World
  ask: Ask
  form: URLSearchParams
  /** Of the tenant: the only audience an assertion may have. */
  issuer: string
}

/** The client_credentials grant of an application of the tenant. */
export async function machineToken(options: Options): Promise<Answer> {
  const { kit, world, form, issuer, settings } = options
  const client = await authenticated(options)
  if (!client) return refusal(401, 'access_denied', 'Unauthorized')
  if (!client.grantTypes.includes('client_credentials'))
    return refusal(403, 'unauthorized_client', "Grant type 'client_credentials' not allowed for the client.")
  const audience = form.get('audience')
  if (audience === null || audience === '')
    return refusal(
      403,
      'access_denied',
      'No audience parameter was provided, and no default audience has been configured',
    )
  const api = world.findApi(audience)
  if (api?.identifier !== audience)
    return refusal(403, 'access_denied', `Service not enabled within domain: ${audience}`)
  const grant = world.findGrant(client.id, audience)
  if (!grant)
    return refusal(
      403,
      'access_denied',
      `Client is not authorized to access "${audience}". You need to create a "client-grant" associated to this API.`,
    )
  const held = grant.all ? api.scopes.map(({ value }) => value) : grant.scope
  const asked = form.get('scope')?.split(' ').filter(Boolean)
  const foreign = asked?.filter((name) => !held.includes(name)) ?? []
  if (foreign.length > 0)
    return refusal(403, 'access_denied', `Client has not been granted scopes: ${foreign.join(', ')}`)
  const granted = held.filter((name) => asked?.includes(name) ?? true)
  const scope = granted.join(' ')
  const permissions =
    settings.permissions && api.enforcePolicies && api.tokenDialect.endsWith('_authz') ? granted : undefined

  const opaque = randomBytes(32).toString('base64url')
  const seconds = Math.floor(Date.now() / 1_000)
  const record = {
    kind: 'ClientCredentials',
    clientId: client.id,
    iat: seconds,
    exp: seconds + settings.accessTokenSeconds,
  }
  await kit.store.adapter('ClientCredentials').upsert(opaque, record, settings.accessTokenSeconds)
  const body = { access_token: opaque, expires_in: settings.accessTokenSeconds, token_type: 'Bearer' }
  return kit.tokens.dress(
    json(200, { ...body, ...(scope ? { scope } : {}) }, cacheless),
    ['machine', 'token'],
    {
      idToken: (claims) => claims,
      accessToken: () => ({
        iss: issuer,
        sub: `${client.id}@clients`,
        aud: audience,
        azp: client.id,
        gty: 'client-credentials',
        ...(scope ? { scope } : {}),
        ...(permissions ? { permissions } : {}),
      }),
    },
  )
}

const cacheless = { 'cache-control': 'no-store', pragma: 'no-cache' }

const refusal = (status: number, error: string, description: string): Answer =>
  json(status, { error, error_description: description }, cacheless)

/** Who asks, if they can prove it. Auth0 says the same to everybody who cannot. */
async function authenticated({ kit, world, form, ask, issuer }: Options): Promise<Client | undefined> {
  const assertion = form.get('client_assertion')
  if (assertion !== null) {
    if (form.get('client_assertion_type') !== jwtBearer) return undefined
    const client = world.findClient(form.get('client_id') ?? subjectOf(assertion))
    return client && (await proves(client, assertion, issuer, kit.clock.now())) ? client : undefined
  }
  const { id, secret } = basicOf(ask.headers.authorization) ?? {
    id: form.get('client_id') ?? '',
    secret: form.get('client_secret') ?? '',
  }
  const client = world.findClient(id)
  const bySecret = client?.keys === null && client.method !== 'none'
  return bySecret && client.secret === secret ? client : undefined
}

const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** RFC 7523, section 3, with the tenant's issuer as the only audience; the key must be in use, not ended, and the one that `kid` names. */
async function proves(client: Client, assertion: string, issuer: string, now: number): Promise<boolean> {
  const active = client.keys?.flatMap((id) => client.credentials.get(id) ?? []) ?? []
  const { kid, alg } = headerOf(assertion)
  const usable = active.filter(
    (key) => (key.expires ?? Infinity) > now && (kid === undefined || key.kid === kid) && key.alg === alg,
  )
  for (const { pem } of usable) {
    try {
      const { payload } = await compactVerify(assertion, createPublicKey(pem))
      const claims: JWTPayload = JSON.parse(new TextDecoder().decode(payload))
      const seconds = now / 1_000
      return (
        claims.iss === client.id &&
        claims.sub === client.id &&
        [claims.aud].flat().includes(issuer) &&
        Number(claims.exp) > seconds &&
        (claims.nbf ?? 0) <= seconds + leeway &&
        (claims.iat ?? 0) <= seconds + leeway
      )
    } catch {
      // Not signed by this one.
    }
  }
  return false
}

/** Seconds. */
const leeway = 60

function headerOf(assertion: string): { kid?: string; alg?: string } {
  try {
    return decodeProtectedHeader(assertion)
  } catch {
    return {}
  }
}

function subjectOf(assertion: string): string {
  try {
    return decodeJwt(assertion).sub ?? ''
  } catch {
    return ''
  }
}

function basicOf(authorization: string | undefined): { id: string; secret: string } | undefined {
  const [, encoded] = /^Basic ([\w+/=-]+)$/i.exec(authorization ?? '') ?? []
  if (encoded === undefined) return undefined
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':')
  try {
    return { id: decodeURIComponent(id), secret: decodeURIComponent(rest.join(':')) }
  } catch {
    return undefined
  }
}

/** Scopes of an access token; an opaque one has none to be read. */
export function scopesOf(token: string): string[] {
  try {
    const { scope } = decodeJwt(token)
    return typeof scope === 'string' ? scope.split(' ') : []
  } catch {
    return []
  }
}

/** Audiences of an access token; an opaque one has none. */
export function audienceOf(token: string): string[] {
  try {
    const { aud } = decodeJwt(token)
    return typeof aud === 'string' ? [aud] : (aud ?? [])
  } catch {
    return []
  }
}
