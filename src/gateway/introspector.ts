// The resource servers that may ask about tokens: INTROSPECTION_CLIENTS, read and checked at start. Hides how a secret is kept
// (as its hash) and how a public key becomes something that verifies.
import { createLocalJWKSet, importSPKI, type JWTVerifyGetKey } from 'jose'
import * as v from 'valibot'
import { sha256 } from './digest.ts'

/** `audience` is the identifier of its API: of a token's permissions it sees those. */
export type Introspector = {
  id: string
  audience: string
  /** SHA-256 of its secret. */
  secret?: string
  keys?: JWTVerifyGetKey
}

const variable = 'INTROSPECTION_CLIENTS'
const example = '[{"id": "orders-api", "audience": "https://orders.example", "secret": "…"}]'
const shortest = 16

const text = v.pipe(v.string('must be a text'), v.nonEmpty('is empty'))
// RFC 6749, appendix A: what may stand in a client id and a secret; the colon would end the id in Basic.
const id = v.pipe(
  text,
  v.regex(/^[\x21-\x39\x3b-\x7e]{1,100}$/, 'must be 1 to 100 visible ASCII characters without a colon'),
)
const entry = v.strictObject({
  id,
  audience: v.pipe(text, v.maxLength(600)),
  secret: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[\x20-\x7e]*$/, 'must be ASCII'),
      v.minLength(shortest, `has fewer than ${shortest} characters`),
    ),
  ),
  secret_sha256: v.optional(v.pipe(v.string(), v.regex(/^[\da-f]{64}$/i, 'must be 64 hexadecimal digits'))),
  jwks: v.optional(v.object({ keys: v.pipe(v.array(v.looseObject({ kty: v.string() })), v.minLength(1)) })),
  public_key: v.optional(text),
})
type Entry = v.InferOutput<typeof entry>

/** Which of the algorithms that we take a public key in PEM form is for. */
async function pemKeys(pem: string): Promise<JWTVerifyGetKey | undefined> {
  for (const algorithm of ['RS256', 'ES256', 'EdDSA']) {
    try {
      // Many places that hold variables cannot hold a line break.
      const key = await importSPKI(pem.replaceAll('\\n', '\n'), algorithm)
      return async () => key
    } catch {
      // Then it is for another one.
    }
  }
  return undefined
}

async function introspectorOf(given: Entry): Promise<Introspector | string> {
  const { id, audience, secret, secret_sha256: hash, jwks, public_key: pem } = given
  if (secret !== undefined && hash !== undefined)
    return 'has both secret and secret_sha256: one of them is enough'
  if (jwks !== undefined && pem !== undefined) return 'has both jwks and public_key: one of them is enough'
  const kept = secret === undefined ? hash?.toLowerCase() : await sha256(secret)
  if (jwks?.keys.some((key) => 'd' in key || 'k' in key))
    return 'jwks: holds a private or symmetric key; only public ones belong here'
  const keys = jwks ? createLocalJWKSet(jwks) : pem === undefined ? undefined : await pemKeys(pem)
  if (pem !== undefined && keys === undefined)
    return 'public_key: is not a public key in PEM form ("-----BEGIN PUBLIC KEY-----") for RS256, ES256 or EdDSA'
  if (kept === undefined && keys === undefined) return 'needs a secret, secret_sha256, jwks or public_key'
  return { id, audience, ...(kept !== undefined && { secret: kept }), ...(keys && { keys }) }
}

function jsonOf(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}

/** Reads the variable: everybody in it, or everything that is wrong with it, in sentences without a secret. */
export async function introspectorsOf(
  value: string | undefined,
): Promise<{ found: Introspector[] } | { faults: string[] }> {
  if (value === undefined) return { found: [] }
  const list = jsonOf(value)
  if (!Array.isArray(list)) return { faults: [`${variable} must be a JSON array such as ${example}`] }
  const faults: string[] = []
  const found: Introspector[] = []
  for (const [n, one] of list.entries()) {
    const parsed = v.safeParse(entry, one)
    if (!parsed.success) {
      faults.push(...parsed.issues.map((issue) => `${variable}[${n}] ${faultOf(issue)}`))
      continue
    }
    const made = await introspectorOf(parsed.output)
    if (typeof made === 'string') faults.push(`${variable}[${n}] ${made}`)
    else if (found.some(({ id }) => id === made.id))
      faults.push(`${variable}[${n}] id: ${made.id} stands there twice`)
    else found.push(made)
  }
  return faults.length > 0 ? { faults } : { found }
}

/** valibot's own words hold what it received, which may be a secret. */
function faultOf(issue: v.InferIssue<typeof entry>): string {
  const where = v.getDotPath(issue)
  if (where === null) return 'is no object'
  if (issue.expected === 'never') return `${where}: is not known here`
  if (issue.received === 'undefined') return `${where}: is missing`
  const own = /^(must|is|has) /.test(issue.message)
  return `${where}: ${own ? issue.message : 'is of another type than it should be'}`
}
