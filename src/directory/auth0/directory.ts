// An Auth0 tenant as a directory. Until its gateway exists it has no resources; it says what the signed-in person may do, so
// that the console can explain it.
import type { Caller, Directory } from '../directory.ts'
import { judge } from '../grants.ts'

/** Auth0: rights are the `permissions` of the access token (Auth0 docs, "Enable RBAC for APIs": token dialect `*_authz`). */
export function auth0Directory(caller: Caller): Directory {
  return {
    traits: {},
    async access() {
      await caller.accessToken()
      const claim = caller.claims()?.get('permissions')
      const found = Array.isArray(claim) ? claim.filter((entry) => typeof entry === 'string') : []
      return judge('auth0', 'the claim “permissions” of your access token', found, (right) =>
        found.includes(right),
      )
    },
  }
}
