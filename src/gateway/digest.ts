// Hashes of secrets and comparing them without telling by the time it takes how much was right.

const encoder = new TextEncoder()

/** SHA-256 in lower-case hexadecimal. */
export async function sha256(text: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text)))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Whether two texts are the same. Takes as long for a difference at the start as for one at the end; lengths are no secret. */
export function sameText(one: string, other: string): boolean {
  if (one.length !== other.length) return false
  let difference = 0
  for (let n = 0; n < one.length; n += 1) difference |= one.charCodeAt(n) ^ other.charCodeAt(n)
  return difference === 0
}
