// Machine-to-machine access at Auth0: the application the gateway uses, and the client_credentials grant with an
// audience, which oidc-provider does not know of.

import { decodeJwt } from 'jose'
import type { ClientMetadata } from 'oidc-provider'
import { json } from '../http.ts'
import type { Answer, Ask } from '../http.ts'
import type { Kit } from '../kit.ts'
import type { Openid } from '../oidc.ts'
import { auth0Permissions } from '../personas.ts'

export type Machine = { metadata: ClientMetadata; clientId: string; scopes: readonly string[] }

/** Loopback only, worth nothing anywhere else. */
export const machineSecret = 'sandbox-machine-secret-of-the-gateway'

export function machineClient(kit: Kit): Machine {
  const clientId = `${kit.id}-gateway`
  return {
    clientId,
    metadata: {
      client_id: clientId,
      client_secret: machineSecret,
      token_endpoint_auth_method: 'client_secret_post',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    },
    scopes: [
      ...auth0Permissions.admin,
      'update:users',
      'update:client_keys',
      'read:client_grants',
      'create:client_grants',
      'update:client_grants',
      'delete:client_grants',
      'read:logs',
    ],
  }
}

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
    accessToken: () => ({
      iss: issuer,
      sub: `${machine.clientId}@clients`,
      aud: audience,
      azp: machine.clientId,
      gty: 'client-credentials',
      ...(scope ? { scope } : {}),
    }),
    answer: (body) => (scope ? { ...body, scope } : body),
  })
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
