// Who is calling: verifies the access token of the signed-in person, as the resource server that the gateway is (RFC 9068,
// section 4). Hides the keys of the issuer and when they are asked for again.
import { createLocalJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose'
import * as v from 'valibot'
import type { GatewayConfig } from './config.ts'
import { Refused } from './errors.ts'
import { looksLikeValue } from './token-value.ts'
import type { Wire } from './wire.ts'

export type Caller = {
  sub: string
  permissions: ReadonlySet<string>
  /** Id of the personal access token by which they act; absent for somebody who has signed in. */
  token?: string
}

/** Who acts with a personal access token. @throws Refused 401, or 502 to 504 while it cannot be known */
export type Bearer = (value: string, requestId: string) => Promise<Caller>

export type Auth = {
  /** @throws Refused 401, or 502 while the issuer's keys cannot be had. */
  verify: (authorization: string | undefined, requestId: string) => Promise<Caller>
  /** Resolves when there are keys to verify with. @throws Refused 502 */
  ready: () => Promise<void>
}

/** Seconds by which clocks may differ. */
const tolerance = 60
/** Milliseconds for which keys are taken as they are; for which they serve on when the issuer is away; between two looks for a key that is unknown. */
const fresh = 10 * 60_000
const stale = 60 * 60_000
const pause = 30_000

const keySet = v.object({ keys: v.array(v.looseObject({ kty: v.string() })) })

type Keys = { find: JWTVerifyGetKey; at: number; until: number }

/** The issuer's keys: asked for once by however many callers, and once more when a token names a key that is not among them. */
function createKeys(config: GatewayConfig, { fetch, now }: Wire) {
  let keys: Keys | undefined
  let loading: Promise<Keys> | undefined
  let missed = Number.NEGATIVE_INFINITY

  async function load(): Promise<Keys> {
    const signal = AbortSignal.timeout(config.limits.timeout)
    try {
      const answer = await fetch(`${config.issuer}.well-known/jwks.json`, { signal, redirect: 'error' })
      if (!answer.ok) throw new Error(`The issuer answered ${answer.status}`)
      const find = createLocalJWKSet(v.parse(keySet, await answer.json()))
      keys = { find, at: now(), until: now() + fresh }
    } catch {
      // Keys that were good a while ago are better than nobody being let in.
      if (!keys || now() - keys.at > stale)
        throw new Refused(502, 'ISSUER_AWAY', 'The keys of the sign-in provider cannot be read right now.')
      keys = { ...keys, until: now() + pause }
    }
    return keys
  }
  const shared = (): Promise<Keys> => (loading ??= load().finally(() => (loading = undefined)))
  const current = async (): Promise<Keys> => (keys && now() < keys.until ? keys : shared())

  const find: JWTVerifyGetKey = async (header, token) => {
    const known = await current()
    try {
      return await known.find(header, token)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
      // Whoever comes while the others already look waits for them; whoever comes soon after in vain does not look again.
      if (loading === undefined && keys === known) {
        if (now() - missed < pause) throw error
        missed = now()
      }
      const again = keys === known ? await shared() : await current()
      return again.find(header, token)
    }
  }
  return { find, current }
}

function refuse(code: string, message: string): Refused {
  // RFC 6750, section 3.1: without credentials no error code.
  const error = code === 'TOKEN_MISSING' ? '' : ` error="invalid_token", error_description="${message}"`
  return new Refused(401, code, message, { headers: { 'www-authenticate': `Bearer${error}` } })
}

/** What jose found, in words. Whatever is not about time reads the same to a forger. */
function reasonOf(error: unknown): Refused {
  if (error instanceof Refused) return error
  if (error instanceof errors.JWTExpired) return refuse('TOKEN_EXPIRED', 'The access token has expired.')
  if (error instanceof errors.JWTClaimValidationFailed)
    return refuse('TOKEN_INVALID', `The access token is not good here: its claim ${error.claim} is wrong.`)
  if (error instanceof errors.JWKSNoMatchingKey)
    return refuse('TOKEN_INVALID', 'The access token is signed with a key that its issuer does not publish.')
  return refuse('TOKEN_INVALID', 'The access token is not valid.')
}

/**
 * RS256 by a key of the issuer, `iss` exactly, `aud`, `exp`, `nbf` and `iat` with 60 s, `sub`; rights are the claim `permissions`.
 * What is no JWT but one of the gateway's own tokens is for `bearer` to judge.
 */
export function createAuth(config: GatewayConfig, wire: Wire, bearer: Bearer): Auth {
  const { find, current } = createKeys(config, wire)
  return {
    async verify(authorization, requestId) {
      if (authorization === undefined) throw refuse('TOKEN_MISSING', 'An access token is needed.')
      const [, token] = /^Bearer ([\w.~+/-]+=*)$/.exec(authorization) ?? []
      if (token === undefined)
        throw refuse('TOKEN_INVALID', 'The header Authorization must be Bearer and a token.')
      if (looksLikeValue(token, config.tokens.prefix)) return bearer(token, requestId)
      try {
        const { payload } = await jwtVerify(token, find, {
          algorithms: ['RS256'],
          issuer: config.issuer,
          audience: config.audience,
          clockTolerance: tolerance,
          currentDate: new Date(wire.now()),
          requiredClaims: ['sub', 'exp'],
        })
        const { sub, iat, permissions } = payload
        if (typeof sub !== 'string' || sub === '')
          throw refuse('TOKEN_INVALID', 'The access token names nobody.')
        if (iat !== undefined && iat > wire.now() / 1_000 + tolerance)
          throw refuse('TOKEN_INVALID', 'The access token was issued in the future.')
        const held: unknown[] = Array.isArray(permissions) ? permissions : []
        return { sub, permissions: new Set(held.filter((name) => typeof name === 'string')) }
      } catch (error) {
        throw reasonOf(error)
      }
    },
    async ready() {
      await current()
    },
  }
}
