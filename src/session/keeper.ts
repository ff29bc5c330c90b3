// The tokens of one session: held in memory, renewed before they end, once for all callers. Hides: timers, clocks, epochs, and
// every way in which a renewal can go wrong.
import { Problem } from '../directory/problem.ts'
import { backOff, lifetime, margin, nextLook, remaining, type Clocks, type Lifetime } from './expiry.ts'
import { SignInFailure, failureOf } from './failure.ts'
import { checkIdToken, readJwt, type Claims } from './id-token.ts'
import type { Login, ReadError, TokenSet } from './login.ts'
import { guarded } from './watchdog.ts'

export type Person = {
  /** The subject: what identifies the person at this issuer. E-mail addresses never do. */
  id: string
  name: string
  email: string | undefined
}

/** Everything the inspector shows. Handed to nobody else. */
export type Tokens = {
  accessToken: string
  idToken: string
  scope: string | undefined
  /** Milliseconds since 1970, by this computer's clock. */
  receivedAt: number
  expiresAt: number
  /** Claims of the tokens before the last renewal. */
  before: { idToken: Claims; accessToken: Claims | null } | null
}

export type SessionState =
  | { status: 'signed-out'; why: 'never' | 'here' | 'elsewhere' | 'changed' }
  /** `link`: renewals work, fail for the moment, or are over while the token still lives until `until`. */
  | { status: 'signed-in'; person: Person; link: 'ok' | 'retrying' | 'ending'; until: number }
  /** Was signed in; the page and what was typed stay until the same person signs in again. */
  | { status: 'ended'; person: Person }

export type KeeperOptions = {
  platform: { name: string; issuer: string; clientId: string }
  login: Login
  readError: ReadError
  clocks?: Clocks
  random?: () => number
}

type Held = Tokens & { idClaims: Claims; life: Lifetime }

/** Creates an empty keeper; nothing is sent until a session is adopted. */
export function createKeeper({ platform, login, readError, ...options }: KeeperOptions) {
  const clocks = options.clocks ?? { wall: () => Date.now(), steady: () => performance.now() }
  const random = options.random ?? Math.random
  const listeners = new Set<() => void>()

  let state: SessionState = { status: 'signed-out', why: 'never' }
  let held: Held | null = null
  // Sign-in and sign-out begin a new epoch; an answer that belongs to an older one is thrown away.
  let epoch = 0
  let asking: Promise<TokenSet> | null = null
  let renewing: Promise<void> | null = null
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let revoked: Promise<unknown> = Promise.resolve()

  function become(next: SessionState) {
    state = next
    for (const listener of listeners) listener()
  }

  const failed = (error: unknown) => (error instanceof SignInFailure ? error : failureOf(readError(error)))

  async function adopt(set: TokenSet, born: number, nonce?: string): Promise<void> {
    if (born !== epoch) {
      await login.forget()
      throw new SignInFailure('ended', 'epoch')
    }
    const { accessToken, scope } = set
    if (typeof accessToken !== 'string' || accessToken === '')
      throw new SignInFailure('bad-token', 'access_token')
    // A renewal may come without an ID token (Core 12.2); a sign-in may not.
    const idToken = set.idToken === undefined && held ? held.idToken : set.idToken
    const idClaims = checkIdToken(idToken, {
      issuer: platform.issuer,
      clientId: platform.clientId,
      now: clocks.wall(),
      ...(nonce !== undefined && { nonce }),
      ...(held && { previous: held.idClaims }),
    })
    const life = lifetime(set.expiresIn, clocks)
    const person = personOf(idClaims)
    held = {
      accessToken,
      // checkIdToken accepts nothing but a string.
      idToken: String(idToken),
      idClaims,
      scope: typeof scope === 'string' ? scope : held?.scope,
      life,
      receivedAt: life.wall,
      expiresAt: life.wall + life.life,
      before: held && { idToken: held.idClaims, accessToken: readJwt(held.accessToken)?.claims ?? null },
    }
    failures = 0
    const known = state.status === 'signed-out' ? person : { ...person, ...named(state.person, person) }
    become({ status: 'signed-in', person: known, link: 'ok', until: held.expiresAt })
    plan()
  }

  function plan(delay?: number) {
    clearTimeout(timer)
    if (held) timer = setTimeout(look, delay ?? nextLook(held.life, clocks))
  }

  /** Renews when it is time; the timer, a waking computer and a returning network all end up here. */
  function look() {
    if (!held || state.status !== 'signed-in') return
    const left = remaining(held.life, clocks)
    // What is being retried was asked for before its time, because a server refused the token.
    if (left > margin(held.life) && state.link !== 'retrying') return plan()
    if (state.link === 'ending') {
      if (left <= 0) become({ status: 'ended', person: state.person })
      else plan(left)
    } else if (navigator.onLine) void renew().catch(() => undefined)
    else become({ ...state, link: 'retrying' })
  }

  function ask(): Promise<TokenSet> {
    if (asking) return asking
    const born = epoch
    const sent = login.renew()
    asking = sent
    const done = () => {
      if (asking === sent) asking = null
    }
    // An answer that never ends must not hold up renewal for ever.
    const patience = setTimeout(done, 45_000)
    sent
      .then(
        () => (born === epoch ? undefined : login.forget()),
        () => undefined,
      )
      .finally(() => (clearTimeout(patience), done()))
      .catch(() => undefined)
    return sent
  }

  /** One renewal for all callers. @throws SignInFailure */
  function renew(): Promise<void> {
    const born = epoch
    renewing ??= guarded(ask())
      .then((set) => adopt(set, born))
      .catch((error: unknown) => {
        if (born === epoch) onRenewalFailure(failed(error))
        throw failed(error)
      })
      .finally(() => (renewing = null))
    return renewing
  }

  function onRenewalFailure(failure: SignInFailure) {
    if (state.status !== 'signed-in' || !held) return
    if (failure.kind === 'changed') return wipe('changed')
    const left = remaining(held.life, clocks)
    // Auth0 also words its rate limit as `access_denied`, with status 500, which the libraries do not hand on.
    const blocked = failure.kind === 'denied' && failure.code !== 'access_denied'
    const over = failure.kind === 'ended' || failure.kind === 'bad-token' || blocked
    if (over) {
      if (left <= 0) return become({ status: 'ended', person: state.person })
      become({ ...state, link: 'ending' })
      return plan(left)
    }
    become({ ...state, link: 'retrying' })
    plan(backOff(failures++, random))
  }

  /** Ends the session in this document, where nothing that is under way can bring it back, and tells the provider. */
  function wipe(why: 'here' | 'elsewhere' | 'changed') {
    epoch++
    held = null
    asking = null
    clearTimeout(timer)
    const patience = new Promise((resolve) => setTimeout(resolve, 1500))
    revoked = Promise.race([login.forget().catch(() => undefined), patience])
    become({ status: 'signed-out', why })
  }

  const signedOut = () =>
    new Problem('signed-out', `Your session at ${platform.name} is over. Sign in again.`)

  async function renewNow(): Promise<string> {
    if (!held || state.status !== 'signed-in') throw signedOut()
    if (state.link === 'ending') {
      // Refused for good already: a refresh token that is presented again looks stolen (RFC 9700 4.14.2).
      become({ status: 'ended', person: state.person })
      throw signedOut()
    }
    try {
      await renew()
    } catch (error) {
      if (failed(error).kind === 'away' || failed(error).kind === 'blocked')
        throw new Problem(
          'away',
          `${platform.name} cannot be reached to renew your session. It is being tried again.`,
        )
      // The server refused this token and the provider gives no other: the session is over now, not at its hour.
      if (state.status === 'signed-in') become({ status: 'ended', person: state.person })
      throw signedOut()
    }
    // The same token again is no end: two that are made in one second may be alike, and what refused it says why.
    if (!held) throw signedOut()
    return held.accessToken
  }

  return {
    clocks,
    failed,
    /** Grows with every end of a session; what was begun under an older one is void. */
    epoch: () => epoch,
    state: () => state,
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    adopt,
    renew,
    wipe,
    /** Settles when the provider was told of the end of the session, or has not answered for a moment. */
    revoked: () => revoked,
    look,
    /** The network is back: try at once what is being retried. */
    hurry() {
      if (state.status === 'signed-in' && state.link === 'retrying') plan(0)
    },
    /** Shows the person under a name learnt elsewhere. */
    introduce(claims: Claims) {
      if (state.status === 'signed-in') become({ ...state, person: personOf(claims) })
    },
    async accessToken(): Promise<string> {
      if (!held || state.status !== 'signed-in') throw signedOut()
      return remaining(held.life, clocks) > 5000 ? held.accessToken : renewNow()
    },
    async renewed(used: string): Promise<string> {
      if (held && held.accessToken !== used) return held.accessToken
      return renewNow()
    },
    tokens(): Tokens | null {
      if (!held) return null
      const { accessToken, idToken, scope, receivedAt, expiresAt, before } = held
      return { accessToken, idToken, scope, receivedAt, expiresAt, before }
    },
  }
}

function text(claims: Claims, name: string): string | undefined {
  const value = claims.get(name)
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

function personOf(claims: Claims): Person {
  // Only tokens that passed checkIdToken, or userinfo with the same subject, come here.
  const id = text(claims, 'sub') ?? ''
  const email = text(claims, 'email')
  return { id, name: text(claims, 'name') ?? text(claims, 'preferred_username') ?? email ?? id, email }
}

/** A name learnt from userinfo outlives a renewal whose ID token has none. */
function named(before: Person, now: Person): Partial<Person> {
  return now.name === now.id && before.id === now.id ? before : {}
}
