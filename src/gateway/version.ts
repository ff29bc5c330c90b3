// Which list of permissions a caller has read, for a vendor that keeps no versions: the caller names it by a hash, as a strong
// entity tag in If-Match (RFC 9110, section 13.1.1). Hides the header. The console computes the same hash by the same rule in
// src/directory/auth0/version.ts; the gateway imports only its own folder, so that the two share the rule and not the code.
import { Refused } from './errors.ts'

type Scope = { value: string; description: string }

/**
 * SHA-256, in base64url without padding, of the UTF-8 of JSON `[[value, description], …]`: in the order of the values by their
 * UTF-16 code units, an absent description as ''.
 */
export async function versionOf(scopes: readonly Scope[]): Promise<string> {
  const rows = scopes
    .toSorted((one, other) => (one.value < other.value ? -1 : Number(one.value > other.value)))
    .map(({ value, description }) => [value, description])
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(rows)))
  const text = btoa(String.fromCharCode(...new Uint8Array(hash)))
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/**
 * What If-Match holds: one strong entity tag, without its quotes. Undefined where there is no such header.
 * @throws Refused 400 for a list, a weak tag, `*`, and what is no tag at all
 */
export function expectedOf(headers: Headers): string | undefined {
  const sent = headers.get('if-match')
  if (sent === null) return undefined
  const [, tag] = /^"([!#-~]*)"$/.exec(sent) ?? []
  if (tag === undefined)
    throw new Refused(400, 'INVALID_IF_MATCH', 'The header If-Match must be one strong entity tag in quotes.')
  return tag
}

/**
 * Compares what is there with what the caller has read.
 * @param what whose list it is, for the message
 * @throws Refused 412 CHANGED
 */
export async function demandUnchanged(
  scopes: readonly Scope[],
  expected: string | undefined,
  what = 'the permissions of this API',
): Promise<void> {
  if (expected === undefined || expected === (await versionOf(scopes))) return
  const message = `Somebody has changed ${what} since you read them; nothing was changed.`
  throw new Refused(412, 'CHANGED', message)
}
