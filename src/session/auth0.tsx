// Signing in at an Auth0 tenant, by @auth0/auth0-react's client. The client is made here and handed to the provider
// component, so that the core and `useAuth0()` speak of one session. Hides: the SDK, its worker, its fallback frame.
import { Auth0Provider } from '@auth0/auth0-react'
import { Auth0Client, GenericError } from '@auth0/auth0-spa-js'
// oxlint-disable-next-line import/default -- Vite makes the default export of a `?worker&url` import
import workerUrl from './auth0-worker.ts?worker&url'
import type { ReactNode } from 'react'
import { quoted } from '../directory/problem.ts'
import { SignInFailure } from './failure.ts'
import type { Login, LoginError, TokenSet } from './login.ts'

export type Auth0Login = { issuer: string; clientId: string; scope: string; audience: string }

let trusted: string | undefined

/** Under Trusted Types a worker's address must come from a policy; ours lets exactly one address pass. */
function trustedWorkerUrl(): string {
  // A second policy of the same name is forbidden, and two platforms may both sign in with Auth0.
  return (trusted ??= makeTrustedWorkerUrl())
}

function makeTrustedWorkerUrl(): string {
  const policy = window.trustedTypes?.createPolicy('auth0-worker', {
    createScriptURL(url) {
      if (url !== workerUrl) throw new TypeError('Not the address of the token worker.')
      return url
    },
  })
  // The SDK types this option as a string and hands it to `new Worker`, which takes the trusted object as well.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the SDK's type is narrower than what it needs
  return policy ? (policy.createScriptURL(workerUrl) as unknown as string) : workerUrl
}

/** Auth0 login: refresh token in the SDK's worker, frame where the browser lets it, top-level `prompt=none` otherwise. */
export function auth0Login(config: Auth0Login, callback: string) {
  const client = new Auth0Client({
    // A value with a scheme is kept as it is, and the issuer becomes `<domain>/` (auth0-spa-js, getDomain).
    domain: config.issuer.replace(/\/$/, ''),
    clientId: config.clientId,
    authorizationParams: { redirect_uri: callback, scope: config.scope, audience: config.audience },
    cacheLocation: 'memory',
    useRefreshTokens: true,
    useRefreshTokensFallback: true,
    workerUrl: trustedWorkerUrl(),
    authorizeTimeoutInSeconds: 5,
    httpTimeoutInSeconds: 10,
    legacySameSiteCookie: false,
  })
  // The provider component calls this when it mounts; by then the core has the session, or knows that there is none, and a
  // second silent attempt would only cost a frame.
  client.checkSession = async () => undefined

  async function freshTokens(): Promise<TokenSet> {
    const answer = await client.getTokenSilently({ detailedResponse: true, cacheMode: 'off' })
    if (!answer) throw new SignInFailure('ended', 'session_expiry')
    return tokenSet(answer)
  }

  const login: Login = {
    async authorizeUrl({ silent }) {
      let made = ''
      await client.loginWithRedirect({
        ...(silent && { authorizationParams: { prompt: 'none' } }),
        openUrl: (url) => void (made = url),
      })
      return made
    },
    async finish(callbackUrl) {
      await client.handleRedirectCallback(callbackUrl).catch((error: unknown) => {
        // The SDK remembers one attempt: this answer is to one that a later attempt in this tab replaced.
        const code = error instanceof GenericError ? error.error : ''
        if (code === 'state_mismatch' || code === 'missing_transaction')
          throw new SignInFailure('unknown-callback', 'replaced')
        throw error
      })
      const answer = await client.getTokenSilently({ detailedResponse: true, cacheMode: 'cache-only' })
      if (!answer) throw new SignInFailure('bad-token', 'access_token')
      return tokenSet(answer)
    },
    renew: freshTokens,
    restore: freshTokens,
    async forget() {
      // Revoke first: once logged out the worker has forgotten what to revoke.
      await client.revokeRefreshToken().catch(() => undefined)
      await client.logout({ openUrl: false })
    },
    async endUrl(returnTo) {
      let made = ''
      await client.logout({ logoutParams: { returnTo }, openUrl: (url) => void (made = url) })
      return made
    },
  }

  /** Puts the SDK's context around the console, for whoever extends it with `useAuth0()`. */
  function Around({ children }: { children: ReactNode }) {
    return (
      <Auth0Provider client={client} skipRedirectCallback>
        {children}
      </Auth0Provider>
    )
  }

  return { login, Around }
}

function tokenSet(answer: {
  access_token: string
  id_token: string
  expires_in: number
  scope?: string
}): TokenSet {
  return {
    accessToken: answer.access_token,
    idToken: answer.id_token,
    expiresIn: answer.expires_in,
    scope: answer.scope,
  }
}

/** The facts of an SDK error; the object itself may hold tokens and is let go. */
export function readAuth0Error(error: unknown): LoginError {
  if (error instanceof GenericError) {
    // The SDK's own codes for "no answer", which are no answers of the provider.
    const unanswered = error.error === 'request_error' || error.error === 'timeout'
    return unanswered ? {} : { code: quoted(error.error), said: quoted(error.error_description) }
  }
  const message = error instanceof Error ? error.message : ''
  // Its words for a token that is over, or not valid yet, by this computer's clock; "must be a number" is another matter.
  if (/is after expiration time|can't be used just yet/.test(message)) return { clock: true }
  if (message.startsWith('ID token')) return { claim: 'id_token' }
  if (message.startsWith('Signature algorithm')) return { claim: 'alg' }
  // Its other ID token checks name the claim in brackets: "Issuer (iss) claim …".
  return { claim: /\((iss|aud|azp|exp|iat|nbf|nonce|sub)\)/.exec(message)?.[1] }
}
