// Signing in at a Zitadel instance, by oidc-client-ts. Its OidcClient is used without its UserManager: no user store, no
// timer and no frame of its own, so that tokens live in the core and nowhere else.
import {
  ErrorResponse,
  OidcClient,
  WebStorageStateStore,
  type RefreshState,
  type SigninResponse,
} from 'oidc-client-ts'
import { quoted } from '../directory/problem.ts'
import type { Metadata } from './discovery.ts'
import { SignInFailure } from './failure.ts'
import type { Login, LoginError, TokenSet } from './login.ts'

export type ZitadelLogin = { issuer: string; clientId: string; scope: string }

/** Zitadel login: code flow with PKCE, renewal by refresh token only (Login V2 answers `prompt=none` with 400 JSON). */
export function zitadelLogin(
  config: ZitadelLogin,
  callback: string,
  metadata: () => Promise<Metadata>,
): Login {
  let refresh: RefreshState | undefined
  let made: Promise<OidcClient> | null = null

  const client = () =>
    (made ??= metadata()
      .then(
        (found) =>
          new OidcClient({
            authority: config.issuer,
            metadata: found,
            client_id: config.clientId,
            redirect_uri: callback,
            scope: config.scope,
            response_type: 'code',
            loadUserInfo: false,
            requestTimeoutInSeconds: 10,
            // Verifier and state must outlive the redirect, and nothing else does.
            stateStore: new WebStorageStateStore({ prefix: 'gatehouse.oidc.', store: sessionStorage }),
          }),
      )
      .catch((error: unknown) => {
        made = null
        throw error
      }))

  function keep(response: SigninResponse): TokenSet {
    // Zitadel rotates; a provider that does not leaves the old one in force (RFC 6749 section 6).
    const token = response.refresh_token ?? refresh?.refresh_token
    refresh =
      token === undefined
        ? undefined
        : { refresh_token: token, session_state: null, scope: config.scope, profile: response.profile }
    return {
      accessToken: response.access_token,
      idToken: response.id_token,
      expiresIn: response.expires_in,
      scope: response.scope,
    }
  }

  return {
    async authorizeUrl() {
      const nonce = crypto.randomUUID()
      const request = await (await client()).createSigninRequest({ nonce, request_type: 'si:r' })
      return request.url
    },
    async finish(callbackUrl) {
      return keep(await (await client()).processSigninResponse(callbackUrl))
    },
    async renew() {
      if (!refresh) throw new SignInFailure('ended', 'missing_refresh_token')
      return keep(await (await client()).useRefreshToken({ state: refresh, timeoutInSeconds: 10 }))
    },
    async forget() {
      const token = refresh?.refresh_token
      refresh = undefined
      if (token !== undefined) await (await client()).revokeToken(token, 'refresh_token')
    },
    async endUrl(returnTo, idToken) {
      const request = await (
        await client()
      ).createSignoutRequest({
        post_logout_redirect_uri: returnTo,
        ...(idToken === null ? { client_id: config.clientId } : { id_token_hint: idToken }),
      })
      return request.url
    },
  }
}

/** The facts of an oidc-client-ts error; the object itself holds the request's body and is let go. */
export function readZitadelError(error: unknown): LoginError {
  if (error instanceof ErrorResponse)
    return { code: quoted(error.error), said: quoted(error.error_description) }
  const message = error instanceof Error ? error.message : ''
  // Its few ID token checks come before ours and throw plain errors (oidc-client-ts, ResponseValidator and JwtUtils).
  if (message.startsWith('Invalid token specified')) return { claim: 'id_token' }
  if (message.startsWith('ID Token is missing a subject')) return { claim: 'sub' }
  if (message.startsWith('nonce in id_token')) return { claim: 'nonce' }
  return {}
}
