// Machine-to-machine access at Auth0: the applications the gateway may use, one with a secret and one with a key, and
// the client_credentials grant with an audience, which oidc-provider does not know of.

import { decodeJwt, exportJWK, exportPKCS8, generateKeyPair } from 'jose'
import type { JWK } from 'jose'
import type { ClientMetadata } from 'oidc-provider'
import { json } from '../http.ts'
import type { Answer, Ask } from '../http.ts'
import type { Kit } from '../kit.ts'
import type { Openid } from '../oidc.ts'
import { auth0Permissions } from '../personas.ts'

/** Both applications have the same grant. */
export type Machine = { metadata: ClientMetadata[]; scopes: readonly string[] }

/** Loopback only, worth nothing anywhere else. */
export const machineSecret = 'sandbox-machine-secret-of-the-gateway'

/** `pem` is the private key in PKCS #8; made once in a process. */
export type MachineKey = { pem: string; kid: string; publicJwk: JWK }

let made: Promise<MachineKey> | undefined

/** The key of the application `<platform>-gateway-key`, which signs RS256 assertions instead of sending a secret. */
export const machineKey = (): Promise<MachineKey> => (made ??= makeKey())

async function makeKey(): Promise<MachineKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  const kid = 'gateway-1'
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' }
  return { pem: await exportPKCS8(privateKey), kid, publicJwk }
}

/** What both applications have been granted at the Management API. */
export const machineScopes: readonly string[] = [
  ...auth0Permissions.admin,
  'read:user_effective_roles',
  'read:user_effective_permissions',
  'read:user_permission_source_roles',
  'read:user_role_source_groups',
  'update:users',
  'update:client_keys',
  'read:client_grants',
  'create:client_grants',
  'update:client_grants',
  'delete:client_grants',
  'read:logs',
]

/** The applications, for the provider's list of clients. */
export async function machineClients(kit: Kit): Promise<Machine> {
  const machine = {
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
  } satisfies Partial<ClientMetadata>
  const { publicJwk } = await machineKey()
  return {
    metadata: [
      {
        ...machine,
        client_id: `${kit.id}-gateway`,
        client_secret: machineSecret,
        token_endpoint_auth_method: 'client_secret_post',
      },
      {
        ...machine,
        client_id: `${kit.id}-gateway-key`,
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'RS256',
        jwks: { keys: [publicJwk] },
      },
    ],
    scopes: machineScopes,
  }
}

/** The client_credentials grant: for the Management API with scopes, for the tenant's own API without. */
export async function machineToken(options: {
  kit: Kit
  openid: Openid
  ask: Ask
  form: URLSearchParams
  machine: Machine
  issuer: string
  apiAudience: string
}): Promise<Answer> {
  const { kit, openid, form, machine, issuer } = options
  const audience = form.get('audience')
  const management = `${kit.origin}/api/v2/`
  // oidc-provider checks the client; audience and scopes are dealt with here.
  const plain = new URLSearchParams(form)
  plain.delete('audience')
  plain.delete('scope')
  const answer = await openid.handle({ ...options.ask, body: plain.toString() })
  if (answer.status === 401) {
    return json(401, { error: 'access_denied', error_description: 'Unauthorized' })
  }
  if (answer.status !== 200) return answer
  if (audience !== management && audience !== options.apiAudience) {
    const description = `Service not enabled within domain: ${audience}`
    return json(403, { error: 'access_denied', error_description: description })
  }
  const asked = form.get('scope')?.split(' ')
  const granted =
    audience === management ? machine.scopes.filter((scope) => asked?.includes(scope) ?? true) : []
  const scope = granted.join(' ')
  return kit.tokens.dress(answer, ['machine', 'token'], {
    idToken: (claims) => claims,
    accessToken: ({ clientId }) => ({
      iss: issuer,
      sub: `${clientId}@clients`,
      aud: audience,
      azp: clientId,
      gty: 'client-credentials',
      ...(scope ? { scope } : {}),
    }),
    answer: (body) => (scope ? { ...body, scope } : body),
  })
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
