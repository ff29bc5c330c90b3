// Signing keys of the providers. RSA generation is slow, so two pairs per platform are made once in a process and
// kept over every start and reset; the second comes into use by `rotate`.

import { CompactSign, compactVerify, exportJWK, generateKeyPair } from 'jose'
import type { CryptoKey, JWK } from 'jose'
import type { JsonObject } from './http.ts'
import { parseJson } from './http.ts'

type Pair = { kid: string; privateKey: CryptoKey; privateJwk: JWK; publicJwk: JWK }

export type Signing = {
  /** Signs with the key in use. `kid: null` leaves the key id out. */
  sign: (claims: JsonObject, header?: { kid?: string | null }) => Promise<string>
  /** The claims of a token signed by any key of this platform, whatever its times say. */
  verify: (token: string) => Promise<JsonObject | undefined>
  /** What the JWKS endpoint publishes. */
  published: () => JWK[]
  /** Private keys for oidc-provider. */
  secrets: JWK[]
  /** Publishes the second key and signs with it from now on. */
  rotate: () => void
  reset: () => void
}

const pairs = new Map<string, Promise<Pair[]>>()

export async function signingKeys(platform: string): Promise<Signing> {
  const made = pairs.get(platform) ?? Promise.all([pair(`${platform}-1`), pair(`${platform}-2`)])
  pairs.set(platform, made)
  const keys = await made
  let inUse = 1
  return {
    async sign(claims, { kid } = {}) {
      const key = keys[inUse - 1]
      if (!key) throw new Error('No signing key')
      const header = kid === null ? {} : { kid: kid ?? key.kid }
      return new CompactSign(Buffer.from(JSON.stringify(claims)))
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...header })
        .sign(key.privateKey)
    },
    async verify(token) {
      for (const { publicJwk } of keys) {
        try {
          const { payload } = await compactVerify(token, publicJwk, { algorithms: ['RS256'] })
          return parseJson(Buffer.from(payload))
        } catch {
          // Not signed by this one.
        }
      }
      return undefined
    },
    published: () => keys.slice(0, inUse).map(({ publicJwk }) => publicJwk),
    secrets: keys.map(({ privateJwk }) => privateJwk),
    rotate() {
      inUse = 2
    },
    reset() {
      inUse = 1
    },
  }
}

async function pair(kid: string): Promise<Pair> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  const marks = { kid, alg: 'RS256', use: 'sig' }
  const [privateJwk, publicJwk] = await Promise.all([exportJWK(privateKey), exportJWK(publicKey)])
  return { kid, privateKey, privateJwk: { ...privateJwk, ...marks }, publicJwk: { ...publicJwk, ...marks } }
}
