// Pairs of RSA keys: made in this browser, and used to sign. The private half leaves here only as text for whoever asked for it.
import { fromBase64, toBase64Url, toPem } from './der.ts'
import { Problem } from './problem.ts'
import { fingerprintOf, pkcs1Of, pkcs8Of } from './rsa.ts'

export { readPublicKey, type KeyFault, type PublicKey } from './public-key.ts'

/** Signs a JSON Web Token (RFC 7515, compact) with RS256; the header's `alg` and `typ` need not be given. */
export type Sign = (header: object, claims: object) => Promise<string>

export type Pair = {
  /** PEM (SubjectPublicKeyInfo). */
  publicKey: string
  algorithm: string
  fingerprint: string
  /** The private half: PEM (PKCS#8), the same as `RSA PRIVATE KEY` (PKCS#1), and as JWK. */
  pkcs8: string
  pkcs1: string
  jwk: JsonWebKey
  sign: Sign
}

const rs256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }

/** Makes a pair for RS256. Nothing of it is sent or kept anywhere. */
export async function makePair(bits: 2048 | 4096): Promise<Pair> {
  const made = await crypto.subtle.generateKey(
    { ...rs256, modulusLength: bits, publicExponent: Uint8Array.of(1, 0, 1) },
    true,
    ['sign', 'verify'],
  )
  const [spki, pkcs8, jwk] = await Promise.all([
    crypto.subtle.exportKey('spki', made.publicKey),
    crypto.subtle.exportKey('pkcs8', made.privateKey),
    crypto.subtle.exportKey('jwk', made.privateKey),
  ])
  const { kty, n, e, d, p, q, dp, dq, qi } = jwk
  const numbers = Object.entries({ kty, n, e, d, p, q, dp, dq, qi })
  return {
    publicKey: toPem('PUBLIC KEY', new Uint8Array(spki)),
    algorithm: `RSA ${bits}`,
    fingerprint: await fingerprintOf(new Uint8Array(spki)),
    pkcs8: toPem('PRIVATE KEY', new Uint8Array(pkcs8)),
    pkcs1: toPem('RSA PRIVATE KEY', pkcs1Of(new Uint8Array(pkcs8)) ?? new Uint8Array()),
    // Without what only this browser's interface wants to know (`key_ops`, `ext`).
    jwk: { ...Object.fromEntries(numbers), alg: 'RS256', use: 'sig' },
    sign: signing(made.privateKey),
  }
}

/** Signs with a private key that somebody else made: PEM, PKCS#8 or PKCS#1. @throws Problem where it is none */
export async function signer(pem: string): Promise<Sign> {
  const [, label, body = ''] = /-----BEGIN (RSA )?PRIVATE KEY-----([^-]+)-----END/.exec(pem) ?? []
  const bytes = fromBase64(body)
  try {
    if (!bytes?.length) throw new TypeError('no key')
    const key = label ? pkcs8Of(bytes) : bytes
    return signing(await crypto.subtle.importKey('pkcs8', key, rs256, false, ['sign']))
  } catch {
    // Whatever was said of it might quote it.
    throw new Problem('unexpected', 'The private key that came back cannot be read.')
  }
}

const part = (value: object) => toBase64Url(new TextEncoder().encode(JSON.stringify(value)))

function signing(key: CryptoKey): Sign {
  return async (header, claims) => {
    const signed = `${part({ alg: 'RS256', typ: 'JWT', ...header })}.${part(claims)}`
    const signature = await crypto.subtle.sign(rs256.name, key, new TextEncoder().encode(signed))
    return `${signed}.${toBase64Url(new Uint8Array(signature))}`
  }
}
