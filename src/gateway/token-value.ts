// The value of a personal access token: a prefix by which people and scanners know it, 256 random bits in base64url (43
// characters), and six characters of checksum, the CRC-32 of everything before them in base 62. The checksum is no protection: it
// tells a typing error, or a text that only looks like a token, without asking the database.

const shape = /^[A-Za-z][A-Za-z0-9]{1,14}_[\w-]{43}[0-9A-Za-z]{6}$/
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const checked = 6

/** ISO 3309 (as zip and PNG have it), of ASCII. */
function crc32(text: string): number {
  let crc = 0xffffffff
  for (let n = 0; n < text.length; n += 1) {
    crc ^= text.charCodeAt(n)
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}

function checksum(text: string): string {
  let rest = crc32(text)
  let made = ''
  for (let n = 0; n < checked; n += 1) {
    made = (digits[rest % digits.length] ?? '') + made
    rest = Math.floor(rest / digits.length)
  }
  return made
}

/** A new value. @param prefix ends with an underscore */
export function makeValue(prefix: string): string {
  const random = crypto.getRandomValues(new Uint8Array(32))
  const text = btoa(String.fromCharCode(...random))
  const body = prefix + text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  return body + checksum(body)
}

/** Whether the text could be a value of ours, whatever prefix was configured when it was made. */
export function isValue(text: string): boolean {
  return shape.test(text) && checksum(text.slice(0, -checked)) === text.slice(-checked)
}

/** Whether somebody meant it as one, rightly written or not: everything that a JWT is not. */
export function looksLikeValue(text: string, prefix: string): boolean {
  return shape.test(text) || text.startsWith(prefix)
}

/** Its first characters, by which its holder recognizes it: the prefix and 24 of the 256 bits. */
export function hintOf(value: string, prefix: string): string {
  return value.slice(0, prefix.length + 4)
}
