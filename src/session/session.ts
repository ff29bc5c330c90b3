// Who is signed in at one platform. One core for every provider: it comes and goes, restores after a reload, ends everywhere
// what ended in one tab, and trusts neither the library nor the answer until it has looked. Hides: which provider it is.
import { Problem } from '../directory/problem.ts'
import { acceptAnswer, attemptOf, remember, safeReturn, type Attempt } from './callback.ts'
import { discovery, type Metadata } from './discovery.ts'
import { SignInFailure } from './failure.ts'
import { createKeeper, type KeeperOptions, type SessionState, type Tokens } from './keeper.ts'
import type { Claims } from './id-token.ts'
import { awaitAnswers, doubt, fingerprint, offerAnswer, tabsOf } from './tabs.ts'
import type { Verification } from './verify.ts'
import { guarded } from './watchdog.ts'

export type Session = {
  state(): SessionState
  /** Calls back after every change of `state()`. */
  subscribe(listener: () => void): () => void
  /**
   * Finds out who is signed in: redeems `callback` if this document is one, else restores the session of this browser, at most
   * by one redirect a minute that nobody asked for. Resolves with the address to show; never resolves when the browser leaves.
   */
  start(callback: URL | null, here: string): Promise<string>
  /** Leaves for the provider and comes back to `returnTo`. */
  signIn(returnTo: string): Promise<void>
  /** Signs the same person in again in a window of its own; this page stays as it is. */
  signInAgain(): Promise<void>
  /** Ends the session in every tab and at the provider, and leaves for the provider's sign-out. */
  signOut(): Promise<void>
  /**
   * Settles when the provider was told of the end of the session, or has not answered for a moment. A document that leaves
   * earlier may take the revocation with it.
   */
  revoked(): Promise<unknown>
  /** A live access token, renewed if need be. Rejects with a `signed-out` or `away` problem. */
  accessToken(): Promise<string>
  /** A token other than `used`, which a server refused. Renews at most once however many ask. */
  renewed(used: string): Promise<string>
  /** A new token now, whether it is time or not. @throws SignInFailure */
  renew(): Promise<void>
  /** Checks a token of this session against the issuer's published keys. */
  verify(token: string): Promise<Verification>
  /** For the inspector only. Null when signed out. */
  tokens(): Tokens | null
  /** The provider's userinfo answer, checked to be about the same person (OpenID Connect Core 5.3.2). */
  userinfo(signal?: AbortSignal): Promise<Claims>
}

export type SessionOptions = KeeperOptions & {
  platform: { id: string }
  metadata: () => Promise<Metadata>
}

const redirectedKey = 'gatehouse.redirected'
const minute = 60_000

/** Creates the session of one platform. Nothing is sent until `start`. */
export function createSession(options: SessionOptions): Session {
  const { platform, login, metadata } = options
  const keeper = createKeeper(options)
  const tabs = tabsOf(platform.id)
  const { clocks, failed } = keeper

  async function adopt(...[set, born, nonce]: Parameters<typeof keeper.adopt>): Promise<void> {
    await keeper.adopt(set, born, nonce)
    const state = keeper.state()
    if (state.status !== 'signed-in') return
    const mark = await fingerprint(platform.issuer, state.person.id)
    // A sign-out meanwhile has taken the mark away, and nothing may bring it back.
    if (born === keeper.epoch()) tabs.setMark(mark)
  }

  /** Zitadel's ID tokens name nobody unless the application says so: ask once, in the background. */
  async function learnName(): Promise<void> {
    const state = keeper.state()
    if (state.status !== 'signed-in' || state.person.name !== state.person.id) return
    const born = keeper.epoch()
    const claims = await session.userinfo().catch(() => null)
    if (claims && born === keeper.epoch()) keeper.introduce(claims)
  }

  tabs.watch((mark) => {
    const state = keeper.state()
    if (state.status === 'signed-out') return
    void fingerprint(platform.issuer, state.person.id)
      .then((own) => {
        const { status } = keeper.state()
        if (mark === own || status === 'signed-out') return undefined
        if (mark === doubt) return status === 'signed-in' ? tabs.setMark(own) : undefined
        return keeper.wipe(mark === null ? 'elsewhere' : 'changed')
      })
      .catch(() => undefined)
  })

  for (const wake of ['online', 'focus', 'pageshow'] as const) window.addEventListener(wake, keeper.look)
  document.addEventListener('visibilitychange', keeper.look)
  window.addEventListener('online', keeper.hurry)

  async function attempt(returnTo: string, silent: boolean): Promise<string> {
    const { authorization_response_iss_parameter_supported: namesItself } = await metadata()
    const url = await guarded(login.authorizeUrl({ silent })).catch((error: unknown) =>
      Promise.reject(failed(error)),
    )
    const at = clocks.wall()
    remember(sessionStorage, url, {
      platform: platform.id,
      issuer: platform.issuer,
      namesItself,
      returnTo: safeReturn(returnTo, location.origin),
      silent,
      at,
    })
    return url
  }

  async function redeem(callback: URL): Promise<Attempt> {
    const accepted = acceptAnswer(callback, sessionStorage, clocks.wall())
    const born = keeper.epoch()
    try {
      await adopt(await guarded(login.finish(callback.href)), born, accepted.nonce)
    } catch (error) {
      const failure = failed(error)
      if (failure.kind !== 'away') void login.forget().catch(() => undefined)
      // A code that the provider no longer accepts is a sign-in that did not happen, not a session that ended.
      throw failure.kind === 'ended' ? new SignInFailure('stale', failure.code, failure.said) : failure
    }
    sessionStorage.removeItem(redirectedKey)
    return accepted
  }

  async function restore(here: string): Promise<string> {
    // The signed-out page stays what it says, even while somebody else is signed in in another tab.
    if (tabs.mark() === null || new URL(here, location.origin).pathname === '/signed-out') return here
    if (login.restore) {
      const born = keeper.epoch()
      try {
        await adopt(await guarded(login.restore()), born)
        return here
      } catch (error) {
        if (failed(error).kind === 'bad-token') throw failed(error)
      }
    }
    const last = Number(sessionStorage.getItem(redirectedKey) ?? 0)
    if (clocks.wall() - last < minute) {
      tabs.doubtMark()
      return here
    }
    const url = await attempt(here, true)
    sessionStorage.setItem(redirectedKey, String(clocks.wall()))
    location.replace(url)
    return new Promise<never>(() => undefined)
  }

  awaitAnswers((callback) => {
    if (!attemptOf(sessionStorage, callback.searchParams.get('state'), clocks.wall())) return false
    void redeem(callback).catch((error: unknown) => {
      if (failed(error).kind === 'changed') keeper.wipe('changed')
    })
    return true
  })

  const session: Session = {
    state: keeper.state,
    subscribe: keeper.subscribe,
    accessToken: keeper.accessToken,
    renewed: keeper.renewed,
    tokens: keeper.tokens,
    renew: keeper.renew,
    revoked: keeper.revoked,
    async verify(token) {
      const { verifySignature } = await import('./verify.ts')
      return verifySignature(token, platform.issuer, (await metadata()).jwks_uri)
    },
    async start(callback, here) {
      if (!callback) {
        const shown = await restore(here)
        void learnName()
        return shown
      }
      const known = attemptOf(sessionStorage, callback.searchParams.get('state'), clocks.wall())
      if (!known && (await offerAnswer(callback))) {
        window.close()
        throw new SignInFailure('unknown-callback', 'taken')
      }
      try {
        const { returnTo } = await redeem(callback)
        void learnName()
        return returnTo
      } catch (error) {
        const failure = failed(error)
        if (failure.kind !== 'ended') throw failure
        // Asked with a page the provider still wants more of the person, and will not say it to them: that is a refusal.
        if (!known?.silent) throw new SignInFailure('denied', failure.code, failure.said)
        tabs.doubtMark()
        return known.returnTo
      }
    },
    async signIn(returnTo) {
      location.assign(await attempt(returnTo, false))
    },
    async signInAgain() {
      const popup = window.open('about:blank', '_blank', 'popup,width=480,height=700')
      if (!popup) throw new SignInFailure('blocked', 'popup')
      try {
        popup.location.replace(await attempt('/', false))
      } catch (error) {
        popup.close()
        throw error
      }
    },
    async signOut() {
      const idToken = keeper.tokens()?.idToken ?? null
      keeper.wipe('here')
      tabs.clearMark()
      // Asked anew: leaving for a provider that is away would end on the browser's own error page.
      const there = guarded(discovery(platform.issuer)(), 5000).then(
        () => true,
        () => false,
      )
      await keeper.revoked()
      const unreached = '/signed-out?why=unreached'
      const target = (await there)
        ? await guarded(login.endUrl(`${location.origin}/signed-out`, idToken)).catch(() => unreached)
        : unreached
      sessionStorage.clear()
      location.replace(target)
    },
    async userinfo(signal) {
      const { userinfo_endpoint: endpoint } = await metadata()
      if (!endpoint) throw new Problem('not-found', `${platform.name} has no userinfo endpoint.`)
      const ask = (token: string) =>
        fetch(endpoint, {
          headers: { authorization: `Bearer ${token}` },
          credentials: 'omit',
          redirect: 'error',
          cache: 'no-store',
          referrerPolicy: 'no-referrer',
          signal: signal ?? AbortSignal.timeout(15_000),
        })
      const token = await session.accessToken()
      let response = await ask(token)
      if (response.status === 401) response = await ask(await session.renewed(token))
      if (!response.ok)
        throw new Problem(
          response.status === 429 ? 'limited' : 'away',
          `${platform.name} did not answer who you are.`,
          {
            status: response.status,
          },
        )
      const body: unknown = await response.json()
      const claims: Claims = new Map(Object.entries(typeof body === 'object' && body !== null ? body : {}))
      const state = keeper.state()
      if (state.status === 'signed-out' || claims.get('sub') !== state.person.id)
        throw new Problem(
          'unexpected',
          `${platform.name} answered about somebody else. The answer was thrown away.`,
        )
      return claims
    },
  }
  return session
}
