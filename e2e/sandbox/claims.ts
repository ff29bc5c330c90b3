// Bad ID tokens by the names of the OpenID Foundation's relying-party tests (oidcc-client-test-…), so that a
// browser test and the certification suite speak of the same defect.

import { SignJWT, UnsecuredJWT, decodeJwt } from 'jose'
import type { ClaimsEdit } from './faults.ts'
import type { JsonObject } from './http.ts'
import type { Signing } from './keys.ts'

export async function badIdToken(
  fault: ClaimsEdit['claims'],
  claims: JsonObject,
  { signing, stranger }: { signing: Signing; stranger: string },
): Promise<string> {
  if (typeof fault === 'function') return signing.sign(fault({ ...claims }))
  switch (fault) {
    case 'invalid-iss':
      return signing.sign({ ...claims, iss: 'https://somebody-else.example/' })
    case 'missing-sub':
      return signing.sign(without(claims, 'sub'))
    case 'invalid-aud':
      return signing.sign({ ...claims, aud: 'another-client' })
    case 'missing-aud':
      return signing.sign(without(claims, 'aud'))
    case 'missing-iat':
      return signing.sign(without(claims, 'iat'))
    case 'nonce-invalid':
      return signing.sign({ ...claims, nonce: 'a-nonce-nobody-sent' })
    case 'nonce-missing':
      return signing.sign(without(claims, 'nonce'))
    case 'expired':
      return signing.sign({ ...claims, iat: earlier(claims.iat, 7_200), exp: earlier(claims.iat, 3_600) })
    case 'other-sub':
      return signing.sign({ ...claims, sub: stranger })
    case 'kid-absent':
      return signing.sign(claims, { kid: null })
    case 'kid-unknown':
      return signing.sign(claims, { kid: 'nobody-published-this' })
    case 'sig-none':
      return new UnsecuredJWT(claims).encode()
    case 'invalid-sig-hs256':
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .sign(Buffer.from('guessed-'.repeat(8)))
    case 'invalid-sig-rs256':
      return spoilSignature(await signing.sign(claims))
    default:
      // no-id-token and no-refresh-token leave a member of the answer out; the token itself is sound.
      return signing.sign(claims)
  }
}

export function claimsOf(token: string): JsonObject {
  return decodeJwt(token)
}

function without(claims: JsonObject, name: string): JsonObject {
  const { [name]: _, ...rest } = claims
  return rest
}

function earlier(time: unknown, seconds: number): number {
  return Number(time) - seconds
}

/** Changes the middle of the signature: its last character carries padding bits that may not matter. */
function spoilSignature(token: string): string {
  const [header, payload, signature = ''] = token.split('.')
  const middle = Math.floor(signature.length / 2)
  const other = signature[middle] === 'A' ? 'B' : 'A'
  return `${header}.${payload}.${signature.slice(0, middle)}${other}${signature.slice(middle + 1)}`
}
