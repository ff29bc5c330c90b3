// An Auth0 tenant as a directory. Until its gateway exists it has no resources; it says what the signed-in person may do, so
// that the console can explain it.
import type { Caller, Directory, Place } from '../directory.ts'
import { judge } from '../grants.ts'

/** Auth0: rights are the `permissions` of the access token (Auth0 docs, "Enable RBAC for APIs": token dialect `*_authz`). */
export function auth0Directory(_config: { gateway?: string }, caller: Caller): Directory {
  const place: Place = {
    async access() {
      await caller.accessToken()
      const claims = caller.claims()
      const claim = claims?.get('permissions')
      const found = Array.isArray(claim) ? claim.filter((entry) => typeof entry === 'string') : []
      return judge('auth0', sourceOf(claims), found, (right) => found.includes(right))
    },
  }
  return { traits: {}, at: () => place }
}

/** Where was looked; an absent claim is a setting of the API, not a right that somebody lacks, so it is said. */
function sourceOf(claims: ReturnType<Caller['claims']>): string {
  if (!claims) return 'your access token, which is opaque: the sign-in names no API as its audience'
  return claims.has('permissions')
    ? 'the claim “permissions” of your access token'
    : 'your access token, which has no claim “permissions”: its API does not add them'
}
