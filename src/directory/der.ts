// The little of DER (ITU-T X.690) that RSA keys need: elements read and written. Hides lengths and padding of numbers.

export type Bytes = Uint8Array<ArrayBuffer>

export type Element = { tag: number; body: Bytes }

export const tags = { integer: 2, bits: 3, octets: 4, none: 5, oid: 6, sequence: 0x30 } as const

/** The elements that these bytes are, one after the other; `cut` where the last one is longer than what is there. */
export function readDer(bytes: Bytes): Element[] | 'cut' | null {
  const elements: Element[] = []
  for (let at = 0; at < bytes.length;) {
    const [tag, first] = [bytes[at], bytes[at + 1]]
    // A tag of several bytes occurs in no key.
    if (tag === undefined || (tag & 0x1f) === 0x1f) return null
    if (first === undefined) return 'cut'
    const more = first < 0x80 ? 0 : first & 0x7f
    if (first === 0x80 || more > 3) return null
    if (at + 2 + more > bytes.length) return 'cut'
    const length =
      more === 0 ? first : bytes.subarray(at + 2, at + 2 + more).reduce((n, byte) => n * 256 + byte, 0)
    const start = at + 2 + more
    if (start + length > bytes.length) return 'cut'
    elements.push({ tag, body: bytes.subarray(start, start + length) })
    at = start + length
  }
  return elements
}

/** What stands in an element of that tag; null where it is another, or cannot be read. */
export function inside(element: Element | undefined, tag: number): Element[] | null {
  if (element?.tag !== tag) return null
  const read = readDer(element.body)
  return read === 'cut' ? null : read
}

/** One element around these. */
export function writeDer(tag: number, ...parts: Bytes[]): Bytes {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const size: number[] = []
  for (let rest = length; rest > 0; rest >>= 8) size.unshift(rest & 0xff)
  const head = length < 0x80 ? [tag, length] : [tag, 0x80 | size.length, ...size]
  return joined(Uint8Array.from(head), ...parts)
}

/** A number without the zeros in front of it. */
export function trimmed(number: Bytes): Bytes {
  const first = number.findIndex((byte) => byte !== 0)
  return first === -1 ? number.subarray(0, 0) : number.subarray(first)
}

/** A positive number as DER wants it: a zero in front where it would look negative. */
export function integer(number: Bytes): Bytes {
  const bare = trimmed(number)
  return writeDer(tags.integer, ...((bare[0] ?? 0x80) >= 0x80 ? [Uint8Array.of(0)] : []), bare)
}

export function joined(...parts: Bytes[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** The bytes of base64 or base64url text, line breaks ignored; null where it is none. */
export function fromBase64(text: string): Bytes | null {
  const plain = text.replaceAll(/\s/g, '').replaceAll('-', '+').replaceAll('_', '/')
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(plain)) return null
  try {
    return Uint8Array.from(atob(plain), (character) => character.charCodeAt(0))
  } catch {
    return null
  }
}

/** Bytes as base64url without padding (RFC 7515, section 2). */
export function toBase64Url(bytes: Bytes): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

function toBase64(bytes: Bytes): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

/** Bytes under their armour (RFC 7468). */
export function toPem(label: string, bytes: Bytes): string {
  const lines = toBase64(bytes).match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}
