// An Auth0 tenant on the wire: its error texts and its discovery document.

import { json, parseJson, withJson } from '../http.ts'
import type { Answer, JsonObject } from '../http.ts'
import type { Auth0Settings } from '../settings.ts'

export const oidcScopes = ['openid', 'profile', 'email', 'offline_access']

/** Auth0 says 403 and its own words where oidc-provider says 400 (community reports around auth0-react#519). */
export function tokenError(answer: Answer, grant: string | null): Answer {
  const body = parseJson(answer.body)
  if (body?.error !== 'invalid_grant') return answer
  const why = String(body.error_description)
  const description =
    grant === 'refresh_token'
      ? 'Unknown or invalid refresh token.'
      : why.includes('PKCE')
        ? 'Failed to verify code verifier'
        : 'Invalid authorization code'
  return { ...withJson(answer, { error: 'invalid_grant', error_description: description }), status: 403 }
}

export function errorName(status: number): string {
  if (status === 429) return 'too_many_requests'
  if (status === 401 || status === 403) return 'access_denied'
  return status < 500 ? 'invalid_request' : 'temporarily_unavailable'
}

export function notFound(): Answer {
  return json(404, { error: 'not_found', error_description: 'Not found' })
}

export function discovery(origin: string, settings: Auth0Settings): JsonObject {
  return {
    issuer: `${origin}/`,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/oauth/token`,
    userinfo_endpoint: `${origin}/userinfo`,
    jwks_uri: `${origin}/.well-known/jwks.json`,
    revocation_endpoint: `${origin}/oauth/revoke`,
    end_session_endpoint: `${origin}/oidc/logout`,
    response_types_supported: ['code'],
    // web_message works and is not advertised, as at Auth0.
    response_modes_supported: ['query', 'fragment', 'form_post'],
    grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
    code_challenge_methods_supported: ['S256'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'none'],
    scopes_supported: [...oidcScopes],
    claims_supported: ['sub', 'iss', 'aud', 'iat', 'exp', 'nonce', 'sid', 'name', 'email', 'email_verified'],
    ...(settings.advertiseIss ? { authorization_response_iss_parameter_supported: true } : {}),
  }
}
