// Verifying a token's signature with the issuer's published keys. Fetched only when somebody asks for it.
import { createRemoteJWKSet, errors, jwtVerify } from 'jose'

export type Verification = { valid: true; key: string; alg: string } | { valid: false; why: string }

/**
 * Whether the signature was made with one of the issuer's keys (RFC 7515 section 5.2). Asymmetric algorithms only; keys are never
 * taken from the token (RFC 8725). Times are shown elsewhere and do not count here.
 */
export async function verifySignature(token: string, issuer: string, jwksUri: string): Promise<Verification> {
  const keys = createRemoteJWKSet(new URL(jwksUri), { timeoutDuration: 10_000 })
  const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA']
  try {
    const { protectedHeader } = await jwtVerify(token, keys, {
      issuer,
      algorithms,
      clockTolerance: '100 years',
    })
    return { valid: true, key: protectedHeader.kid ?? 'without id', alg: protectedHeader.alg }
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed)
      return {
        valid: false,
        why: 'The signature does not fit: the token was altered, or another key made it.',
      }
    if (error instanceof errors.JWKSNoMatchingKey)
      return { valid: false, why: 'None of the issuer’s published keys has the id that the token names.' }
    if (error instanceof errors.JWTClaimValidationFailed)
      return { valid: false, why: 'The token names another issuer.' }
    if (error instanceof errors.JOSEAlgNotAllowed)
      return { valid: false, why: 'It is not signed with a key that could be checked.' }
    return { valid: false, why: 'The issuer’s keys could not be read. Nothing is known about the signature.' }
  }
}
