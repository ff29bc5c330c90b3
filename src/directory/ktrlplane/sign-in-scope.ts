// The scope that a sign-in must have been granted for KtrlPlane as a whole (platforms.md §3 S5, S18, S19). Its API does not ask for
// it (§1.2); the documents do, and so does this console.
import type { Caller } from '../directory.ts'
import { Problem } from '../problem.ts'

export const platformScope = 'access:platform'

/** Scopes of every sign-in (OpenID Connect Core 5.4 and 11), which are no rights of anything. */
const ofSignIns = new Set(['openid', 'profile', 'email', 'address', 'phone', 'offline_access'])

/** The rights that were granted to the current access token; null where it is opaque, so that nobody but the server can say. */
export function grantedScopes(caller: Caller): string[] | null {
  const claims = caller.claims()
  if (!claims) return null
  const scope = claims.get('scope')
  return typeof scope === 'string' ? scope.split(' ').filter((one) => one !== '' && !ofSignIns.has(one)) : []
}

/** Whether the token says of itself that the scope was not granted. */
export function lacksPlatform(caller: Caller): boolean {
  return grantedScopes(caller)?.includes(platformScope) === false
}

/** Whether something was refused for what the person may. The token itself is refused with 401. */
export function isRefusal(error: unknown): error is Problem {
  return error instanceof Problem && error.kind === 'forbidden' && error.details.status !== 401
}

/** What is said then. */
export function missingPlatform(details: Problem['details'] = {}): Problem {
  return new Problem(
    'forbidden',
    `KtrlPlane needs the scope ${platformScope}, which was not granted to your sign-in. ` +
      'Whoever administers KtrlPlane’s API at Auth0 can give it to you; sign in again afterwards.',
    details,
  )
}
