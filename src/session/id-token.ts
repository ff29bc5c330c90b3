// ID tokens: reading one, and the checks that OpenID Connect Core asks of a client. One code path for both providers,
// because neither library makes all of them. Hides: base64url, JSON, and every odd shape a token can come in.
import { SignInFailure } from './failure.ts'

/** Claims by name. A Map, so that a claim called `__proto__` is a claim and nothing else. */
export type Claims = ReadonlyMap<string, unknown>

export type Jwt = { header: Claims; claims: Claims }

function part(text: string): Claims | null {
  // RFC 7515 section 2: base64url without padding.
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return null
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) =>
      c.charCodeAt(0),
    )
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
    return new Map(Object.entries(value))
  } catch {
    return null
  }
}

/** Reads a compact JWS (RFC 7519) without verifying anything; null for opaque, encrypted or broken tokens. */
export function readJwt(token: string): Jwt | null {
  const parts = token.split('.')
  const [head, body] = parts
  if (parts.length !== 3 || head === undefined || body === undefined) return null
  const header = part(head)
  const claims = part(body)
  return header && claims ? { header, claims } : null
}

/** A NumericDate (RFC 7519 section 2) in seconds, or null for anything that cannot be a date. */
export function numericDate(value: unknown): number | null {
  // 1e11 s is the year 5138: what is larger was written in milliseconds.
  return typeof value === 'number' && value >= 0 && value < 1e11 ? value : null
}

export type Expected = {
  issuer: string
  clientId: string
  /** Milliseconds since 1970. */
  now: number
  /** The nonce of the request; absent on renewal and where the library alone knows it. */
  nonce?: string
  /** Set when a session already exists: the new token must speak of the same person (Core 12.2). */
  previous?: Claims
}

const skew = 60 // seconds of clock difference that is forgiven
// Auth0 and Zitadel sign ID tokens with these; never `none`, never a shared secret (RFC 8725 section 3.1).
const algorithms = new Set(['RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA'])

function bad(claim: string): never {
  throw new SignInFailure('bad-token', claim)
}

function audienceOf(claims: Claims): string[] {
  const aud = claims.get('aud')
  const list = Array.isArray(aud) ? aud : [aud]
  return list.every((entry) => typeof entry === 'string') ? list : bad('aud')
}

const minutes = (seconds: number) => String(Math.round(seconds / 60))

/** @param now milliseconds since 1970, or undefined where the times may not be held against a clock */
function checkTimes(claims: Claims, now: number | undefined): void {
  const iat = numericDate(claims.get('iat')) ?? bad('iat')
  const exp = numericDate(claims.get('exp')) ?? bad('exp')
  const nbf = claims.has('nbf') ? (numericDate(claims.get('nbf')) ?? bad('nbf')) : iat
  if (exp <= iat) bad('exp')
  if (now === undefined) return
  const seconds = now / 1000
  // We hold the token within seconds of its making, so a large difference is a wrong clock, here or there.
  if (iat > seconds + skew) throw new SignInFailure('wrong-clock', `-${minutes(iat - seconds)}`)
  if (exp < seconds - skew) throw new SignInFailure('wrong-clock', `+${minutes(seconds - iat)}`)
  if (nbf > seconds + skew) throw new SignInFailure('wrong-clock', `-${minutes(nbf - seconds)}`)
}

/**
 * Checks an ID token that came straight from the token endpoint: OpenID Connect Core 3.1.3.7 (issuer, audience, azp, alg,
 * nonce, times) and, with `previous`, 12.2 (same issuer, subject and auth_time).
 * The signature is not checked: 3.1.3.7 item 6 lets TLS to the token endpoint stand in for it.
 * @throws SignInFailure `bad-token` with the claim at fault as its code, or `wrong-clock`.
 */
export function checkIdToken(token: unknown, expected: Expected): Claims {
  if (typeof token !== 'string' || token === '') bad('id_token')
  const jwt = readJwt(token) ?? bad('id_token')
  const { header, claims } = jwt
  const alg = header.get('alg')
  if (typeof alg !== 'string' || !algorithms.has(alg)) bad('alg')
  if (claims.get('iss') !== expected.issuer) bad('iss')
  const sub = claims.get('sub')
  if (typeof sub !== 'string' || sub === '' || sub.length > 255) bad('sub')
  const aud = audienceOf(claims)
  if (!aud.includes(expected.clientId)) bad('aud')
  const azp = claims.get('azp')
  if (azp !== undefined && azp !== expected.clientId) bad('azp')
  if (aud.length > 1 && azp === undefined) bad('azp')
  if (expected.nonce !== undefined && claims.get('nonce') !== expected.nonce) bad('nonce')
  if (expected.previous && expected.previous.get('sub') !== sub) throw new SignInFailure('changed', 'sub')
  // A renewal speaks of the same sign-in. Its times are not held against a clock that people set meanwhile.
  const renewal = expected.nonce === undefined && expected.previous
  if (renewal) {
    const before = renewal.get('auth_time')
    const after = claims.get('auth_time')
    if (before !== undefined && after !== undefined && before !== after) bad('auth_time')
  }
  checkTimes(claims, renewal ? undefined : expected.now)
  return claims
}
