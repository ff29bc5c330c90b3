// What the scopes of an Auth0 tenant are called in addresses.

/** Id of the scope that is the whole tenant. */
export const tenantScope = 'tenant'

/** Whether a scope could be an organisation's. */
export function isOrganization(scope: string): boolean {
  return /^org_\w{1,96}$/.test(scope)
}
