// Sign-in attempts and the answers to them. An attempt is written down before the browser leaves and struck out by the first
// answer that names it; whatever else arrives at a callback address is not ours. Hides: state, iss, and their storage.
import * as v from 'valibot'
import { SignInFailure, failureOf } from './failure.ts'
import { quoted } from '../directory/problem.ts'

const prefix = 'gatehouse.attempt.'
const lifetime = 15 * 60_000 // ms; as long as oidc-client-ts keeps its half of the attempt

const attemptSchema = v.object({
  platform: v.string(),
  /** The issuer the person was sent to (RFC 9700 section 4.4.2.1). */
  issuer: v.string(),
  /** Whether that issuer promised to name itself in its answer (RFC 9207 section 3). */
  namesItself: v.boolean(),
  /** What the ID token must repeat (Core 3.1.2.1). */
  nonce: v.string(),
  /** Where to go afterwards: a path of this console. */
  returnTo: v.string(),
  /** Asked without wanting a page: failing is no news. */
  silent: v.boolean(),
  at: v.number(),
})

/** One sign-in under way in this tab. Holds no secret: the verifier stays with the library. */
export type Attempt = v.InferOutput<typeof attemptSchema>

/** An address of this console that an attempt may come back to: same origin, no callback, no second host in disguise. */
export function safeReturn(path: string | null | undefined, origin: string): string {
  if (!path || path.length > 2000) return '/'
  try {
    const url = new URL(path, origin)
    // `/a/..//host` keeps the origin yet leaves `//host` behind, which a router would take for another site.
    const pathname = url.pathname.replace(/^[/\\]+/, '/')
    // The pathname of a `blob:` URL is a whole URL of the same origin.
    if (url.origin !== origin || url.username !== '' || !pathname.startsWith('/')) return '/'
    if (/^\/(?:auth|signed-out)(?:\/|$)/i.test(pathname)) return '/'
    return pathname + url.search + url.hash
  } catch {
    return '/'
  }
}

/**
 * Writes the attempt down under the state of its authorization URL, in this tab only.
 * @throws SignInFailure `refused` when a library made a request without state, nonce or S256 challenge
 */
export function remember(storage: Storage, authorizeUrl: string, attempt: Omit<Attempt, 'nonce'>): void {
  const request = new URL(authorizeUrl).searchParams
  const state = request.get('state')
  const nonce = request.get('nonce')
  if (!state) throw new SignInFailure('refused', 'state')
  if (!nonce) throw new SignInFailure('refused', 'nonce')
  if (request.get('code_challenge_method') !== 'S256')
    throw new SignInFailure('refused', 'code_challenge_method')
  for (const key of Object.keys(storage))
    if (key.startsWith(prefix) && !read(storage, key, attempt.at)) storage.removeItem(key)
  storage.setItem(prefix + state, JSON.stringify({ ...attempt, nonce }))
}

function read(storage: Storage, key: string, now: number): Attempt | null {
  try {
    const parsed = v.safeParse(attemptSchema, JSON.parse(storage.getItem(key) ?? 'null'))
    return parsed.success && now - parsed.output.at < 4 * lifetime ? parsed.output : null
  } catch {
    return null
  }
}

/** The attempt that a state belongs to, left in place. */
export function attemptOf(storage: Storage, state: string | null, now: number): Attempt | null {
  return state ? read(storage, prefix + state, now) : null
}

/** The platform whose callback address this path is, or null. Each platform has its own (RFC 9700 section 4.4.2.2). */
export function callbackPlatform(pathname: string): string | null {
  return /^\/auth\/callback\/([a-z0-9-]+)$/.exec(pathname)?.[1] ?? null
}

/**
 * Accepts or rejects an answer at a callback address before any library or network sees it, and strikes out its attempt:
 * the same answer is accepted once. Order matters: state (RFC 9700 section 4.7.1), path, issuer (RFC 9207 section 2.4, also
 * for errors), age, error, code.
 * @throws SignInFailure
 */
export function acceptAnswer(callback: URL, storage: Storage, now: number): Attempt {
  const answer = callback.searchParams
  const state = answer.get('state')
  const attempt = attemptOf(storage, state, now)
  if (!attempt) throw new SignInFailure('unknown-callback')
  storage.removeItem(prefix + state)
  if (callbackPlatform(callback.pathname) !== attempt.platform)
    throw new SignInFailure('mixed-up', 'redirect_uri')
  const iss = answer.get('iss')
  if (iss === null ? attempt.namesItself : iss !== attempt.issuer) throw new SignInFailure('mixed-up', 'iss')
  if (now - attempt.at > lifetime) throw new SignInFailure('stale')
  const error = answer.get('error')
  if (error !== null) throw failureOf({ code: quoted(error), said: quoted(answer.get('error_description')) })
  if (!answer.get('code')) throw new SignInFailure('unknown-callback', 'code')
  return attempt
}
