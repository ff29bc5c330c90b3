// What the signed-in person may do at an Auth0 tenant: the `permissions` of the access token, which the gateway asks as well
// (Auth0 docs, "Enable RBAC for APIs": token dialect `*_authz`). Sends nothing.
import type { Caller } from '../directory.ts'
import { type Access, judge } from '../grants.ts'
import { permissionId } from './wire.ts'

/** Reads the rights of the current access token, for the whole tenant or within an organization. */
export async function readAccess(caller: Caller, organization?: string): Promise<Access> {
  await caller.accessToken()
  const claims = caller.claims()
  const claim = claims?.get('permissions')
  const found = Array.isArray(claim) ? claim.filter((entry) => typeof entry === 'string') : []
  const person = claims?.get('sub')
  const audience = audienceOf(claims?.get('aud'))
  return {
    ...judge(organization === undefined ? 'auth0' : 'auth0Organization', sourceOf(claims), found, (right) =>
      found.includes(right),
    ),
    ...(typeof person === 'string' && { person }),
    ...(audience !== undefined && { keystone: permissionId('update:roles', audience) }),
  }
}

/** The console's own API, of the claim `aud`; Auth0 adds the address of its userinfo to it. */
export function audienceOf(claim: unknown): string | undefined {
  const all: unknown[] = Array.isArray(claim) ? claim : [claim]
  return all.filter((one) => typeof one === 'string').find((one) => !one.endsWith('/userinfo'))
}

/** Where was looked; an absent claim is a setting of the API, not a right that somebody lacks, so it is said. */
function sourceOf(claims: ReturnType<Caller['claims']>): string {
  if (!claims) return 'your access token, which is opaque: the sign-in names no API as its audience'
  return claims.has('permissions')
    ? 'the claim “permissions” of your access token'
    : 'your access token, which has no claim “permissions”: its API does not add them'
}
