// An Auth0 tenant as a directory, spoken to through our gateway in the dialect of the Management API v2: Auth0 itself lets no
// browser administer it (auth0.md §4).
import type { Caller, EditableDirectory, Place } from '../directory.ts'
import {
  fetchedAccounts,
  fetchedCredentials,
  fetchedMembers,
  fetchedEditablePermissions,
  fetchedEditableRoles,
  fetchedScopes,
} from '../fetched.ts'
import { Problem } from '../problem.ts'
import { readAccess } from './access.ts'
import { isOrganization, tenantScope } from './scope-id.ts'
import type { Auth0Options, Tenant } from './tenant.ts'
import { traits } from './traits.ts'

/**
 * Makes the directory of the tenant behind the gateway: `config.gateway`, or the one at the console's own address. Options are
 * for tests and for use outside of a page.
 */
export function auth0Directory(
  config: { gateway?: string },
  caller: Caller,
  options: Auth0Options = {},
): EditableDirectory {
  let made: Promise<Tenant> | undefined
  const tenant = () =>
    (made ??= import('./tenant.ts').then(({ createTenant }) => createTenant(config, caller, options)))

  const accounts = async () => (await (await tenant()).machines()).accounts
  const credentials = async () => (await (await tenant()).machines()).credentials

  // All this is the tenant's, wherever one stands; only who holds its roles differs.
  const shared = {
    roles: fetchedEditableRoles(async () => (await tenant()).roles),
    permissions: fetchedEditablePermissions(async () => (await tenant()).permissions),
    accounts: {
      ...fetchedAccounts(accounts),
      granted: async (id, options) => (await accounts()).granted(id, options),
      change: async (id, change, options) => (await accounts()).change(id, change, options),
    },
    credentials: {
      ...fetchedCredentials(credentials),
      grantable: async (owner, signal) => (await credentials()).grantable(owner, signal),
      issueToken: async (draft) => (await credentials()).issueToken(draft),
      issueKey: async (draft) => (await credentials()).issueKey(draft),
      setSecret: async (owner) => (await credentials()).setSecret(owner),
      endAt: async (credential, at) => (await credentials()).endAt(credential, at),
      finish: async (credential) => (await credentials()).finish(credential),
    },
  } satisfies Partial<Place>
  const placeOf = (organization?: string): ReturnType<EditableDirectory['at']> => ({
    ...shared,
    access: () => readAccess(caller, organization),
    members: fetchedMembers(async () => (await tenant()).members(organization)),
  })
  const places = new Map([[tenantScope, placeOf()]])

  return {
    traits,
    scopes: fetchedScopes(async () => (await tenant()).scopes),
    at(scope = tenantScope) {
      const found = places.get(scope)
      if (found) return found
      if (!isOrganization(scope)) {
        throw new Problem('not-found', `There is no organization “${scope}” in this tenant.`)
      }
      const place = placeOf(scope)
      places.set(scope, place)
      return place
    },
  }
}
