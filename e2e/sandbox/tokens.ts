// Tokens as the vendor issues them. oidc-provider keeps every access token opaque; on the way out this module
// turns it into the vendor's JWT where the vendor would, re-signs ID tokens with the vendor's claims and the
// provider's (possibly wrong) time, and remembers which JWT stands for which stored token.

import type { AdapterPayload } from 'oidc-provider'
import { badIdToken, claimsOf } from './claims.ts'
import type { ProviderClock } from './clock.ts'
import { isClaimsEdit } from './faults.ts'
import type { FaultBox } from './faults.ts'
import { parseJson, withJson } from './http.ts'
import type { Answer, JsonObject } from './http.ts'
import type { Signing } from './keys.ts'
import type { Store } from './store.ts'

/** How a vendor cuts its tokens. Times are added afterwards. */
export type Cut = {
  idToken: (claims: JsonObject, record: AdapterPayload) => JsonObject
  /** Claims of a JWT, or undefined where the vendor hands out an opaque token. */
  accessToken: (record: AdapterPayload) => JsonObject | undefined
  /** A last look at the answer's members. */
  answer?: (body: JsonObject, record: AdapterPayload) => JsonObject
}

export type Tokens = {
  dress: (answer: Answer, operations: readonly string[], cut: Cut) => Promise<Answer>
  /** The access token as the store knows it. */
  stored: (token: string) => string
  /** The living record behind an access token, its grant included. */
  record: (token: string) => AdapterPayload | undefined
  clear: () => void
}

export function createTokens(options: {
  store: Store
  signing: Signing
  clock: ProviderClock
  faults: FaultBox
  /** Some other subject than this one, for the fault that answers for the wrong person. */
  stranger(sub: unknown): string
}): Tokens {
  const { store, signing, clock, faults } = options
  const storedBehind = new Map<string, string>()
  const shift = (claims: JsonObject): JsonObject => {
    const moved = ['iat', 'exp', 'nbf', 'auth_time'].flatMap((name) => {
      const time = claims[name]
      return typeof time === 'number' ? [[name, time + clock.offset()]] : []
    })
    return { ...claims, ...Object.fromEntries(moved) }
  }
  const stored = (token: string): string => storedBehind.get(token) ?? token

  return {
    async dress(answer, operations, cut) {
      const body = parseJson(answer.body)
      const value = body?.access_token
      if (answer.status !== 200 || !body || typeof value !== 'string') return answer
      const record = store.get('AccessToken', value) ?? store.get('ClientCredentials', value)
      if (!record) return answer
      const fault = faults.take(operations, isClaimsEdit)
      const edit = fault?.fault.claims

      const accessClaims = cut.accessToken(record)
      if (accessClaims) {
        const { iat, exp } = record
        body.access_token = await signing.sign(shift({ ...accessClaims, iat, exp }))
        storedBehind.set(String(body.access_token), value)
      }
      if (typeof body.id_token === 'string') {
        const claims = shift(cut.idToken(claimsOf(body.id_token), record))
        const stranger = options.stranger(claims.sub)
        body.id_token =
          edit === undefined
            ? await signing.sign(claims)
            : await badIdToken(edit, claims, { signing, stranger })
      }
      if (edit === 'no-id-token') delete body.id_token
      if (edit === 'no-refresh-token') delete body.refresh_token
      const dressed = withJson(answer, cut.answer?.(body, record) ?? body)
      return fault ? { ...dressed, fault: fault.name } : dressed
    },
    stored,
    record(token) {
      const id = stored(token)
      const record = store.get('AccessToken', id) ?? store.get('ClientCredentials', id)
      return record && Number(record.exp) > Date.now() / 1_000 ? record : undefined
    },
    clear: () => storedBehind.clear(),
  }
}
