// Whatever somebody pastes as a public key, read: the key, or one sentence that says what it is instead and what to do about it.
import { fromBase64, toPem, type Bytes } from './der.ts'
import { bitsOf, fingerprintOf, spkiOf, structureOf, type Numbers, type Structure } from './rsa.ts'

export type PublicKey = {
  /** PEM (SubjectPublicKeyInfo), whatever form it came in. */
  publicKey: string
  algorithm: string
  fingerprint: string
  bits: number
}

/** `secret`: it was a private key, and is to be wiped wherever it stands. */
export type KeyFault = { fault: string; secret?: true }

type Read = { numbers: Numbers } | KeyFault

const longest = 100_000
const wanted = 'Paste a public RSA key as PEM (“BEGIN PUBLIC KEY”) or JWK.'
const leaked = 'It was not sent anywhere. Paste the public half only'

const secret = (what: string): KeyFault => ({ fault: `This is ${what}. ${leaked}.`, secret: true })

/** Reads PEM (SPKI or PKCS#1), a JWK, or a JWK set of one. Sends nothing and keeps nothing. */
export async function readPublicKey(text: string): Promise<PublicKey | KeyFault> {
  const read = numbersIn(text.replace(/^\uFEFF/, '').trim())
  if ('fault' in read) return read
  const { numbers } = read
  const bits = bitsOf(numbers.modulus)
  if (bits < 2048) return { fault: `This RSA key has ${bits} bits. It takes at least 2048.` }
  if (bits > 4096) return { fault: `This RSA key has ${bits} bits. It can have at most 4096.` }
  const last = numbers.exponent.at(-1) ?? 0
  if (last % 2 === 0 || (numbers.exponent.length === 1 && last < 3))
    return { fault: 'This RSA key has an exponent with which it protects nothing.' }
  const spki = spkiOf(numbers)
  try {
    await crypto.subtle.importKey('spki', spki, { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, false, [
      'verify',
    ])
  } catch {
    return { fault: 'This looks like an RSA key, but this browser cannot read it.' }
  }
  return {
    publicKey: toPem('PUBLIC KEY', spki),
    algorithm: `RSA ${bits}`,
    fingerprint: await fingerprintOf(spki),
    bits,
  }
}

function numbersIn(text: string): Read {
  if (text === '') return { fault: wanted }
  // Before anything else, however long or broken it is.
  const hidden = privateIn(text)
  if (hidden) return hidden
  if (text.length > longest) return { fault: 'This is far too long for one public key.' }
  if (/^[{[]/.test(text)) return jsonKey(text)
  const ssh = /^(ssh-\w+|ecdsa-[\w-]+|sk-[\w@.-]+) /.exec(text)
  if (ssh)
    return {
      fault: `This is a public key in the form of OpenSSH (${ssh[1]}). For RSA, “ssh-keygen -e -m PKCS8 -f FILE” prints it as PEM.`,
    }
  if (text.includes('-----BEGIN')) return pemKey(text)
  if (/-----END/.test(text)) return { fault: 'The beginning of this PEM is missing. Copy all of it.' }
  return bareKey(text)
}

function privateIn(text: string): KeyFault | undefined {
  if (/BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,\s*ENCRYPTED/.test(text))
    return secret('an encrypted private key')
  if (/BEGIN OPENSSH PRIVATE KEY/.test(text)) return secret('a private key of OpenSSH')
  if (text.startsWith('PuTTY-User-Key-File')) return secret('a private key of PuTTY')
  if (/"(?:key|keyDetails|keyContent)"\s*:\s*"/.test(text))
    return secret('a whole key file with its private key')
  if (/(?:BEGIN|END) [A-Z0-9 ]*PRIVATE KEY/.test(text)) return secret('a private key')
  if (/^[{[]/.test(text) && /"(?:d|p|q|dp|dq|qi|k)"\s*:/.test(text)) return secret('a private key (JWK)')
  return undefined
}

function pemKey(text: string): Read {
  const labels = [...text.matchAll(/-----BEGIN ([^-\n]*)-----/g)].map(([, label = '']) => label)
  const [label = ''] = labels
  if (/CERTIFICATE REQUEST/.test(label))
    return {
      fault:
        'This is a request for a certificate. “openssl req -pubkey -noout -in FILE” prints its public key.',
    }
  if (/CERTIFICATE/.test(label))
    return { fault: 'This is a certificate. “openssl x509 -pubkey -noout -in FILE” prints its public key.' }
  if (labels.length > 1) return { fault: `There are ${labels.length} keys here. Paste one.` }
  if (label.startsWith('PGP ')) return { fault: `This is a key for PGP. ${wanted}` }
  const body = between(text, `-----BEGIN ${label}-----`, `-----END ${label}-----`)
  if (labels.length === 0 || body === undefined)
    return {
      fault: 'The end of this PEM is missing. Copy all of it, up to the line that begins with “-----END”.',
    }
  const bytes = fromBase64(body)
  if (!bytes?.length) return { fault: 'What stands between the lines of this PEM is damaged. Copy it again.' }
  return ofStructure(structureOf(bytes), 'What stands between the lines of this PEM is no public key.')
}

function between(text: string, begin: string, end: string): string | undefined {
  const start = text.indexOf(begin) + begin.length
  const stop = text.indexOf(end, start)
  return stop === -1 ? undefined : text.slice(start, stop)
}

function ofStructure(structure: Structure, unknown: string): Read {
  switch (structure.is) {
    case 'rsa':
      return structure
    case 'private':
      return secret('a private key')
    case 'certificate':
      return { fault: 'This is a certificate. Paste its public key.' }
    case 'cut':
      return { fault: 'A part of this key is missing. Copy all of it.' }
    case 'other':
      return { fault: `This is ${structure.kind}. It has to be an RSA key.` }
    case 'unknown':
      return { fault: `${unknown} ${wanted}` }
  }
}

/** Bytes without armour: what they are can still be said. */
function bareKey(text: string): Read {
  // oxlint-disable-next-line no-control-regex -- bytes read as text hold such characters
  if (/[\u0000-\u0008\u000E-\u001F\uFFFD]/.test(text))
    return {
      fault:
        'This is a file of bytes (DER) and no text. “openssl pkey -pubin -inform DER -in FILE” prints it as PEM.',
    }
  const bytes = text.length >= 16 ? fromBase64(text) : null
  if (!bytes) return { fault: `This is no key. ${wanted}` }
  const decoded = new TextDecoder().decode(bytes)
  const hidden = privateIn(decoded.trim())
  if (hidden) return hidden
  const structure = structureOf(bytes)
  const read = ofStructure(structure, 'This is no key.')
  return 'numbers' in read
    ? {
        fault:
          'This is a public key without the lines “-----BEGIN PUBLIC KEY-----” and “-----END PUBLIC KEY-----”. Paste it with them.',
      }
    : read
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

function jsonKey(text: string): Read {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { fault: 'This begins like a JWK, but it is not complete. Copy all of it.' }
  }
  const set: unknown = isObject(value) && 'keys' in value ? value.keys : value
  const keys: unknown[] = Array.isArray(set) ? set : [set]
  const [key] = keys
  if (keys.length > 1) return { fault: `There are ${keys.length} keys here. Paste one.` }
  if (!isObject(key)) return { fault: `There is no key in this JSON. ${wanted}` }
  const kind = 'kty' in key ? key.kty : undefined
  if (kind === 'EC') return { fault: 'This is an elliptic-curve key. It has to be an RSA key.' }
  if (kind === 'OKP') return { fault: 'This is an Ed25519 key or one of its kind. It has to be an RSA key.' }
  const [modulus, exponent] = [number(key, 'n'), number(key, 'e')]
  if (kind !== 'RSA') return { fault: `This JSON is no JWK. ${wanted}` }
  if (!modulus || !exponent) return { fault: 'This JWK lacks its numbers (“n”, “e”), or they are damaged.' }
  return { numbers: { modulus, exponent } }
}

function number(key: object, name: string): Bytes | null {
  const value: unknown = Reflect.get(key, name)
  const bytes = typeof value === 'string' ? fromBase64(value) : null
  return bytes?.length ? bytes : null
}
