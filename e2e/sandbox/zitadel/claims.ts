// What Zitadel's reserved scopes do to tokens: audiences, role claims, and the flat claims an Action adds here.

import type { JsonObject } from '../http.ts'
import { personas, zitadelRoles } from '../personas.ts'
import type { PersonaName } from '../personas.ts'
import type { WorldState } from './world.ts'

/** Where the console's application lives. */
export type Home = { projectId: string; organizationId: string; primaryDomain: string }

/** The instance's own project: its audience opens Zitadel's APIs. */
export const zitadelProjectId = '300000000000000009'

const apiAudienceScope = 'urn:zitadel:iam:org:project:id:zitadel:aud'
export const rolesScope = 'urn:zitadel:iam:org:projects:roles'
const roleScope = 'urn:zitadel:iam:org:project:role:'
const audienceScope = /^urn:zitadel:iam:org:project:id:([^:]+):aud$/
const standard = new Set(['openid', 'profile', 'email', 'phone', 'address', 'offline_access'])
/** Of service users only: the sandbox gives people nothing for these. */
const machineScopes = new Set(['urn:zitadel:iam:user:metadata', 'urn:zitadel:iam:user:resourceowner'])

export const isMachineScope = (scope: string): boolean => isKnownScope(scope) || machineScopes.has(scope)

/** Unknown scopes have no effect; the claim name `…:project:roles` is one of those. */
export function isKnownScope(scope: string): boolean {
  return (
    standard.has(scope) || scope === rolesScope || scope.startsWith(roleScope) || audienceScope.test(scope)
  )
}

/** Applications of the own project and the project itself, if there is one, then what the scopes ask for. */
export function audiencesOf(scope: string, clientIds: readonly string[], home?: Home): string[] {
  const asked = scope.split(' ').flatMap((one) => {
    if (one === apiAudienceScope) return [zitadelProjectId]
    return audienceScope.exec(one)?.[1] ?? []
  })
  return [...new Set([...clientIds, ...(home ? [home.projectId] : []), ...asked])]
}

export function roleClaimNames({ projectId }: Home): string[] {
  return ['urn:zitadel:iam:org:project:roles', `urn:zitadel:iam:org:project:${projectId}:roles`]
}

/** `{ role: { organisation: its primary domain } }`, the own project under both names; nothing when no role matches. */
export function roleClaims(persona: PersonaName, home: Home, scopes: ReadonlySet<string>): JsonObject {
  const all = scopes.has(rolesScope)
  const roles = zitadelRoles[persona].roles.filter((role) => all || scopes.has(roleScope + role))
  if (roles.length === 0) return {}
  const value = Object.fromEntries(roles.map((role) => [role, { [home.organizationId]: home.primaryDomain }]))
  return Object.fromEntries(roleClaimNames(home).map((name) => [name, value]))
}

/** What a service user is authorized for in a project, as far as the scopes ask; undefined when it is nothing. */
export function rolesIn(
  world: WorldState,
  userId: string,
  projectId: string,
  scopes: readonly string[],
): JsonObject | undefined {
  const asked = (role: string): boolean => scopes.includes(rolesScope) || scopes.includes(roleScope + role)
  const roles = new Map<string, Record<string, string>>()
  for (const one of world.authorizations(projectId)) {
    if (one.userId !== userId || one.state !== 'ACTIVE') continue
    const organization = world.organizations.find(({ id }) => id === one.organizationId)
    for (const role of one.roleKeys.filter(asked)) {
      roles.set(role, { ...roles.get(role), [one.organizationId]: organization?.primaryDomain ?? '' })
    }
  }
  return roles.size === 0 ? undefined : Object.fromEntries(roles)
}

export function flatClaims(persona: PersonaName, home: Home): JsonObject {
  const { roles, permissions } = zitadelRoles[persona]
  return { roles, permissions, org_id: home.organizationId }
}

export function person(persona: PersonaName): JsonObject & { email: string } {
  const { name, givenName, familyName, email } = personas[persona]
  return {
    name,
    given_name: givenName,
    family_name: familyName,
    preferred_username: email,
    locale: 'en',
    updated_at: 1_790_843_400,
    email,
    email_verified: true,
  }
}
