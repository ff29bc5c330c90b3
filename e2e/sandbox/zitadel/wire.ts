// Zitadel's OpenID endpoints on the wire: CORS for everyone, no framing, its discovery document and error texts.

import type { ZitadelSettings } from '../settings.ts'
import { parseJson, withJson } from '../http.ts'
import type { Answer, Ask, JsonObject } from '../http.ts'

/** Any origin, with credentials; methods and headers are the library's defaults (zitadel/oidc, pkg/op/op.go). */
export function withCors(ask: Ask, answer: Answer): Answer {
  const { origin } = ask.headers
  if (origin === undefined) return answer
  const headers = {
    ...answer.headers,
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    vary: 'Origin',
  }
  return { ...answer, headers }
}

export function preflight(ask: Ask): Answer {
  const headers = {
    'access-control-allow-methods': 'GET, HEAD, POST',
    'access-control-allow-headers':
      'Origin, Accept, Accept-Language, Authorization, Content-Type, X-Requested-With',
  }
  return withCors(ask, { status: 204, headers, body: Buffer.alloc(0) })
}

/** Pages are not framed unless the instance allows it (security_headers.go). */
export function unframed(answer: Answer): Answer {
  const html = String(answer.headers['content-type'] ?? '').startsWith('text/html')
  return html ? { ...answer, headers: { ...answer.headers, 'x-frame-options': 'DENY' } } : answer
}

/** Zitadel's words for a refresh token it does not take; what else fails keeps the library's. */
export function tokenError(answer: Answer, grant: string | null): Answer {
  const body = parseJson(answer.body)
  if (body?.error !== 'invalid_grant' || grant !== 'refresh_token') return answer
  return withJson(answer, { ...body, error_description: 'Errors.OIDCSession.RefreshTokenInvalid' })
}

/** OAuth errors at OpenID endpoints, gRPC-shaped ones at the APIs. */
export function errorBody(status: number, openid: boolean): JsonObject {
  if (openid)
    return { error: status < 500 ? 'invalid_request' : 'server_error', error_description: 'Errors.Internal' }
  const codes: Record<number, number> = {
    400: 3,
    401: 16,
    403: 7,
    404: 5,
    409: 6,
    429: 8,
    501: 12,
    503: 14,
    504: 4,
  }
  return { code: codes[status] ?? 13, message: `Errors.Internal (SANDBOX-${status})`, details: [] }
}

export function discovery(issuer: string, settings: ZitadelSettings): JsonObject {
  return {
    issuer,
    authorization_endpoint: `${issuer}/oauth/v2/authorize`,
    token_endpoint: `${issuer}/oauth/v2/token`,
    introspection_endpoint: `${issuer}/oauth/v2/introspect`,
    userinfo_endpoint: `${issuer}/oidc/v1/userinfo`,
    revocation_endpoint: `${issuer}/oauth/v2/revoke`,
    end_session_endpoint: `${issuer}/oidc/v1/end_session`,
    jwks_uri: `${issuer}/oauth/v2/keys`,
    scopes_supported: ['openid', 'profile', 'email', 'phone', 'address', 'offline_access'],
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'fragment', 'form_post'],
    grant_types_supported: [
      'authorization_code',
      'refresh_token',
      'client_credentials',
      'urn:ietf:params:oauth:grant-type:jwt-bearer',
    ],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['none', 'client_secret_basic'],
    code_challenge_methods_supported: ['S256'],
    claims_supported: [
      'sub',
      'aud',
      'exp',
      'iat',
      'iss',
      'auth_time',
      'nonce',
      'amr',
      'azp',
      'name',
      'email',
    ],
    ...(settings.advertiseIss ? { authorization_response_iss_parameter_supported: true } : {}),
  }
}
