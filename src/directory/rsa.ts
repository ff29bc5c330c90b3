// RSA keys in the forms in which they travel: PKCS#1 inside SubjectPublicKeyInfo and PKCS#8. Hides their structure.
import { inside, integer, readDer, tags, trimmed, writeDer, type Bytes } from './der.ts'

// SEQUENCE { OID rsaEncryption (RFC 8017, appendix A.1), NULL }
const algorithm = writeDer(
  tags.sequence,
  writeDer(tags.oid, Uint8Array.of(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1)),
  writeDer(tags.none),
)

/** The two numbers of a public key. */
export type Numbers = { modulus: Bytes; exponent: Bytes }

/** One public key has one SPKI: fingerprints over it can be compared, however it was written before. */
export function spkiOf({ modulus, exponent }: Numbers): Bytes {
  const key = writeDer(tags.sequence, integer(modulus), integer(exponent))
  return writeDer(tags.sequence, algorithm, writeDer(tags.bits, Uint8Array.of(0), key))
}

/** What these bytes are: a key by the name of its kind, with its numbers where it is a public RSA key. */
export type Structure =
  | { is: 'rsa'; numbers: Numbers }
  | { is: 'private' | 'certificate' | 'cut' | 'unknown' }
  | { is: 'other'; kind: string }

// By the bytes of their OID, in hexadecimal.
const kinds = new Map([
  ['2a8648ce3d0201', 'an elliptic-curve key'],
  ['2b6570', 'an Ed25519 key'],
  ['2b6571', 'an Ed448 key'],
  ['2b656e', 'an X25519 key'],
  ['2b656f', 'an X448 key'],
  ['2a8648ce380401', 'a DSA key'],
  ['2a864886f70d01010a', 'a key for RSA-PSS only'],
])
const rsa = '2a864886f70d010101'

/** Looks what these bytes are, by their structure alone. */
export function structureOf(bytes: Bytes): Structure {
  const read = readDer(bytes)
  if (read === 'cut') return { is: 'cut' }
  const parts = read?.length === 1 ? inside(read[0], tags.sequence) : null
  const [first, second, third] = parts ?? []
  if (!parts || !first) return { is: 'unknown' }
  if (first.tag === tags.integer && second?.tag === tags.integer && !third)
    return { is: 'rsa', numbers: { modulus: trimmed(first.body), exponent: trimmed(second.body) } }
  // PKCS#8, PKCS#1 and SEC 1 private keys begin with their version.
  if (first.tag === tags.integer && first.body.length === 1 && second) return { is: 'private' }
  if (first.tag !== tags.sequence) return { is: 'unknown' }
  // SEQUENCE { OID, … }, BIT STRING: SubjectPublicKeyInfo
  const oid = inside(first, tags.sequence)?.[0]
  if (oid?.tag === tags.oid && second?.tag === tags.bits && !third) return spki(hex(oid.body), second.body)
  // SEQUENCE { SEQUENCE { AlgorithmIdentifier }, OCTET STRING }: PKCS#8, encrypted
  if (second?.tag === tags.octets && !third) return { is: 'private' }
  return { is: second?.tag === tags.sequence && third?.tag === tags.bits ? 'certificate' : 'unknown' }
}

function spki(oid: string, bits: Bytes): Structure {
  const kind = kinds.get(oid)
  if (kind) return { is: 'other', kind }
  // No bits of its last byte are unused.
  const key = bits[0] === 0 ? readDer(bits.subarray(1)) : null
  const [modulus, exponent] = (key && key !== 'cut' && inside(key[0], tags.sequence)) || []
  if (oid !== rsa || modulus?.tag !== tags.integer || exponent?.tag !== tags.integer) return { is: 'unknown' }
  return { is: 'rsa', numbers: { modulus: trimmed(modulus.body), exponent: trimmed(exponent.body) } }
}

const hex = (bytes: Bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** How long a modulus is, in bits. */
export function bitsOf(modulus: Bytes): number {
  const [first] = trimmed(modulus)
  return first === undefined ? 0 : (trimmed(modulus).length - 1) * 8 + (32 - Math.clz32(first))
}

/** A PKCS#1 private key as PKCS#8, which is all that browsers import (RFC 5208, section 5). */
export function pkcs8Of(pkcs1: Bytes): Bytes {
  const version = writeDer(tags.integer, Uint8Array.of(0))
  return writeDer(tags.sequence, version, algorithm, writeDer(tags.octets, pkcs1))
}

/** The PKCS#1 key inside a PKCS#8 one. */
export function pkcs1Of(pkcs8: Bytes): Bytes | null {
  const read = readDer(pkcs8)
  const parts = read && read !== 'cut' && inside(read[0], tags.sequence)
  const key = parts ? parts[2] : undefined
  return key?.tag === tags.octets ? key.body : null
}

/** SHA-256 over an SPKI, in upper-case hexadecimal pairs with colons, as `openssl` prints it. */
export async function fingerprintOf(spki: Bytes): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', spki))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':')
}
