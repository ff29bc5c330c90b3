// The version of an API's list of permissions, which the tenant does not keep: a hash of the list as it was read. The gateway
// computes the same by the same rule in src/gateway/version.ts, and writes only while the list still has it; the gateway imports
// only its own folder, so that the two share the rule and not the code.
import type { Scope } from './wire.ts'

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
