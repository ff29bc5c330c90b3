// An Auth0 tenant as a directory, spoken to through our gateway in the dialect of the Management API v2: Auth0 itself lets no
// browser administer it (auth0.md §4).
import type { Caller, Directory, Place } from '../directory.ts'
import { createHttp, pause } from '../http.ts'
import { Problem } from '../problem.ts'
import { readAccess } from './access.ts'
import { createApis } from './apis.ts'
import { createCalls } from './calls.ts'
import { auth0Problem } from './errors.ts'
import { createHoldings } from './holdings.ts'
import { memberDirectory, memberTraits } from './members.ts'
import { organizationMemberDirectory } from './organization-members.ts'
import { isOrganization, scopeDirectory, scopeTraits, tenantScope } from './organizations.ts'
import { createPace } from './pace.ts'
import { permissionDirectory, permissionTraits } from './permissions.ts'
import { rolePermissions } from './role-permissions.ts'
import { roleTraits } from './role-rules.ts'
import { roleDirectory } from './roles.ts'

export type Auth0Options = {
  fetch?: typeof fetch
  sleep?: (ms: number) => Promise<void>
  /** Local clock, in milliseconds. */
  now?: () => number
  /** Origin of this console. */
  address?: string
}

/** Where the gateway answers on the console's own address, and on another where the configuration names no path. */
const mount = '/gateway'

/**
 * Makes the directory of the tenant behind the gateway: `config.gateway`, or the one at the console's own address. Options are
 * for tests and for use outside of a page.
 */
export function auth0Directory(
  config: { gateway?: string },
  caller: Caller,
  options: Auth0Options = {},
): Directory {
  const address = options.address ?? globalThis.location.origin
  const { origin, host, pathname } = new URL(config.gateway ?? address)
  const { sleep = pause, now } = options
  const pace = createPace({ sleep, now })
  const http = createHttp({
    origin,
    caller,
    problemOf: (answer) => auth0Problem(host, answer),
    fetch: pace.watch(options.fetch ?? ((input, init) => fetch(input, init))),
    sleep,
  })
  const path = pathname.replace(/\/+$/, '') || mount
  const calls = createCalls(http, { host, base: `${path}/api/v2`, pace, sleep })
  const apis = createApis(calls)
  const ofRoles = rolePermissions(calls)
  const holdings = createHoldings(calls)
  const parts = { calls, apis, holdings, ofRoles }

  // Roles and permissions are the tenant's, wherever one stands; only who holds them differs.
  const shared = {
    access: () => readAccess(caller),
    roles: roleDirectory(calls),
    permissions: permissionDirectory(apis, ofRoles),
  }
  const places = new Map<string, Place>([[tenantScope, { ...shared, members: memberDirectory(parts) }]])

  return {
    traits: { scopes: scopeTraits, roles: roleTraits, permissions: permissionTraits, members: memberTraits },
    scopes: scopeDirectory(calls, caller),
    at(scope = tenantScope) {
      const found = places.get(scope)
      if (found) return found
      if (!isOrganization(scope)) {
        throw new Problem('not-found', `There is no organization “${scope}” in this tenant.`)
      }
      const place: Place = { ...shared, members: organizationMemberDirectory(parts, scope) }
      places.set(scope, place)
      return place
    },
  }
}
