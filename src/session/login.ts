// What a provider's library must fill in. Everything both libraries leave undone (deadlines, single flight, issuer and
// token checks, clean-up) is done once, in session.ts, over this thin port.

/** A token endpoint's answer, as the library hands it over: nothing in it is trusted yet. */
export type TokenSet = {
  accessToken: unknown
  idToken: unknown
  /** Seconds, says the provider. */
  expiresIn: unknown
  /** Granted scopes, where the provider names them. */
  scope?: unknown
}

export type Login = {
  /**
   * The URL of an authorization request with code flow, PKCE S256, a fresh state and a fresh nonce, its verifier kept by the
   * library for this tab. `silent` asks for an answer without a page, where this provider can do that at top level.
   */
  authorizeUrl(options: { silent: boolean }): Promise<string>
  /** Redeems the code of a callback URL. Called once per URL, after the core has accepted state, path and issuer. */
  finish(callbackUrl: string): Promise<TokenSet>
  /** New tokens from the refresh token (or what the library falls back to). Never called twice at a time. */
  renew(): Promise<TokenSet>
  /** Tokens without leaving the page right after a load, where this provider may manage that in a frame. */
  restore?(): Promise<TokenSet>
  /** Revokes the refresh token and drops whatever the library holds. Does not end the provider's own session. */
  forget(): Promise<void>
  /** The URL that ends the provider's session and comes back to `returnTo`. */
  endUrl(returnTo: string, idToken: string | null): Promise<string>
}

/** What a library's error boils down to: an OAuth error code, or the ID token claim that it rejected, or neither. */
export type LoginError = {
  code?: string | undefined
  claim?: string | undefined
  said?: string | undefined
  /** The token is over or not valid yet, by this computer's clock. */
  clock?: true
}

/** Reads a library's error without keeping it: those objects hold request bodies, with tokens and verifiers in them. */
export type ReadError = (error: unknown) => LoginError
