// What KtrlPlane makes of the Authorization header (platforms.md §1.2): three refusals, checks in the order of its validator
// (go-jwt-middleware 2.3 with go-jose 2.6, whose words these are), and a row in the table of users on first sight.
import { decodeProtectedHeader } from 'jose'
import { expired, refuse } from './errors.ts'
import type { Caller, KtrlplaneContext } from './route.ts'
import type { Tables } from './world.ts'

type Claims = Record<string, unknown>

/** In seconds: how wrong the clock of the issuer may be. */
const skew = 60

/** @throws a refusal 401; in strict mode 403 without the scope */
export async function authenticate(
  context: KtrlplaneContext,
  authorization: string | undefined,
): Promise<Caller> {
  if (authorization === undefined || authorization === '') throw refuse(401, 'Authorization header required')
  // Exactly so: "bearer " is none.
  if (!authorization.startsWith('Bearer ')) throw refuse(401, 'Bearer token required')
  const claims = await read(context, authorization.slice('Bearer '.length))
  check(context, claims)
  const caller = { id: textOf(claims.sub), isServiceAccount: claims.gty === 'client-credentials' }
  // The server never reads it, whatever its documentation says.
  if (context.settings.strict && !textOf(claims.scope).split(' ').includes('access:platform'))
    throw refuse(403, 'Missing required scope: access:platform')
  if (!caller.isServiceAccount) see(context, caller.id, claims)
  return caller
}

async function read(context: KtrlplaneContext, token: string): Promise<Claims> {
  const parts = token.split('.').length
  if (parts !== 3)
    throw invalid(
      `could not parse the token: go-jose/go-jose: ${parts === 1 || parts > 3 ? 'compact JWS format must have three parts' : 'invalid token'}`,
    )
  const algorithm = algorithmOf(token)
  if (algorithm === undefined)
    throw invalid("could not parse the token: invalid character 'ÿ' looking for beginning of value")
  if (algorithm !== 'RS256')
    throw invalid(
      `signing method is invalid: expected "RS256" signing algorithm but token specified "${algorithm}"`,
    )
  const claims = await context.verified(token)
  if (!claims)
    throw invalid(
      'failed to deserialize token claims: could not get token claims: go-jose/go-jose: error in cryptographic primitive',
    )
  return claims
}

function algorithmOf(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).alg
  } catch {
    return undefined
  }
}

function check({ issuer, audience, now }: KtrlplaneContext, claims: Claims): void {
  const audiences: unknown[] = Array.isArray(claims.aud) ? claims.aud : [claims.aud]
  const seconds = now() / 1_000
  if (claims.iss !== issuer) throw wrong(`${failed} invalid issuer claim (iss)`)
  if (!audiences.includes(audience)) throw wrong(`${failed} invalid audience claim (aud)`)
  if (typeof claims.nbf === 'number' && seconds + skew < claims.nbf)
    throw wrong(`${failed} token not valid yet (nbf)`)
  if (typeof claims.exp === 'number' && seconds - skew > claims.exp) throw wrong(expired)
  if (typeof claims.iat === 'number' && seconds + skew < claims.iat)
    throw wrong('go-jose/go-jose/jwt: validation field, token issued in the future (iat)')
}

const failed = 'go-jose/go-jose/jwt: validation failed,'

const wrong = (why: string): Error => invalid(`expected claims not validated: ${why}`)

const invalid = (details: string): Error => refuse(401, 'Invalid token', { details })

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Makes or mends the user's row, once; what was held under the email address alone is then held by the user. */
function see({ tables, now }: KtrlplaneContext, id: string, claims: Claims): void {
  if (tables.processed.has(id)) return
  tables.processed.add(id)
  const email = textOf(claims.email) || (id.includes('@') ? id : '')
  const name = textOf(claims.name) || (email.split('@')[0] ?? '') || 'User'
  const known = tables.users.get(id)
  tables.users.set(id, {
    user_id: id,
    email: email || (known?.email ?? ''),
    name,
    created: known?.created ?? now(),
    updated: now(),
  })
  if (email !== '' && email !== id) merge(tables, email, id)
}

/** What both hold is kept once; a real one moves all rows in one statement, which its constraint may stop. */
function merge(tables: Tables, placeholder: string, id: string): void {
  if (!tables.users.delete(placeholder)) return
  const mine = tables.assignments.filter(({ user_id }) => user_id === id)
  const same = (one: (typeof mine)[number], other: (typeof mine)[number]): boolean =>
    one.role_id === other.role_id && one.scope_type === other.scope_type && one.scope_id === other.scope_id
  tables.assignments = tables.assignments.filter(
    (row) => row.user_id !== placeholder || !mine.some((one) => same(one, row)),
  )
  for (const row of tables.assignments) {
    if (row.user_id === placeholder) row.user_id = id
    if (row.assigned_by === placeholder) row.assigned_by = id
  }
}
