// Who may call the Management API: a token of this tenant, for `<origin>/api/v2/`, with the scopes of the call. The
// words of a 401 are those in public reports.
import { decodeJwt } from 'jose'
import { bearer } from '../kit.ts'
import { refuse } from './errors.ts'
import type { Auth0Context, Needs } from './route.ts'

/** The scopes of the token, or a 401. */
export async function authenticate(
  context: Auth0Context,
  authorization: string | undefined,
): Promise<string[]> {
  if (authorization === undefined || authorization === '') throw refuse(401, 'Missing authentication')
  const token = bearer(authorization)
  if (token === undefined) throw refuse(401, 'Bad HTTP authentication header format')
  const caller = await context.caller(authorization)
  if (caller === undefined) {
    throw refuse(
      401,
      isPast(token, context.now())
        ? 'Expired token received for JSON Web Token validation'
        : 'Invalid signature received for JSON Web Token validation',
    )
  }
  const audience = `${context.origin}/api/v2/`
  if (!caller.audiences.includes(audience)) throw refuse(401, `Bad audience: ${caller.audiences.join(',')}`)
  return caller.scopes
}

/** Refuses a call whose token has none of the alternatives. */
export function demand(scopes: readonly string[], needs: Needs): void {
  if (needs.some((together) => together.every((scope) => scopes.includes(scope)))) return
  const quantity = needs.length === 1 && (needs[0]?.length ?? 0) > 1 ? 'all' : 'any'
  throw refuse(
    403,
    `Insufficient scope, expected ${quantity} of: ${[...new Set(needs.flat())].join(',')}`,
    'insufficient_scope',
  )
}

function isPast(token: string, now: number): boolean {
  try {
    return Number(decodeJwt(token).exp) * 1_000 < now
  } catch {
    return false
  }
}
