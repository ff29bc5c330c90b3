// Who really holds what in a sandbox, in words that hold for every vendor; for tests that say the same of each. People and roles
// are named as the page shows them. Hides authorizations, users and ids.
import type { Sandbox } from './sandbox/sandbox.ts'
import { kosmosProjectId } from './sandbox/zitadel/seed.ts'

export type Holders = {
  /** A role with exactly one holder, by its name and its id in addresses. */
  role: string
  id: string
  only: string
  /** Roles that another administrator may hand out meanwhile. */
  otherRole: string
  thirdRole: string
  /** Two people who hold nothing. */
  free: [string, string]
  /** Names of roles that the person was given directly. */
  rolesOf: (person: string) => string[]
  /** Another administrator at work, visible at once. */
  assign: (person: string, role: string) => void
  unassign: (person: string, role: string) => void
  /** Operations that give a role to somebody without one, to somebody with others, and that list who holds one. */
  firstAssign: string
  nextAssign: string
  listing: string
  /** Requests that changed who holds what. */
  writes: () => number
}

/** The people of the platform that a test signs in to. */
export function holdersOf(sandbox: Sandbox, vendor: 'kosmos' | 'acme'): Holders {
  return vendor === 'acme' ? atAcme(sandbox) : atKosmos(sandbox)
}

function atAcme({ acme }: Sandbox): Holders {
  const { world } = acme
  const person = (name: string) => {
    const found = world.users().find((user) => user.name === name)
    if (!found) throw new Error(`Nobody is called ${name}`)
    return found.id
  }
  return {
    role: 'Compliance export',
    id: world.role('Compliance export').id,
    only: 'Zoë 🛰️ Ångström-Ștefănescu of the department with the long name',
    otherRole: 'Newcomer',
    thirdRole: 'Seasonal 2024',
    free: ['Ivo Lindqvist', 'Nadia Lindqvist'],
    rolesOf: (name) => {
      const id = person(name)
      return world
        .roles()
        .filter(({ users }) => users.has(id))
        .map((role) => role.name)
        .toSorted()
    },
    assign: (name, role) => world.assign(person(name), role),
    unassign: (name, role) => world.unassign(person(name), role),
    firstAssign: 'addUserRoles',
    nextAssign: 'addUserRoles',
    listing: 'listRoleUsers',
    writes: () =>
      ['addUserRoles', 'removeUserRoles', 'assignRole'].flatMap((operation) =>
        acme.journal.entries({ operation }),
      ).length,
  }
}

function atKosmos({ kosmos }: Sandbox): Holders {
  const { world } = kosmos
  const person = (name: string) => {
    const found = world.people.find(({ displayName }) => displayName === name)
    if (!found) throw new Error(`Nobody is called ${name}`)
    return found.id
  }
  const roles = () => world.roles()
  const keyOf = (name: string) => roles().find(({ displayName }) => displayName === name)?.key ?? name
  const keysOf = (name: string) => {
    const id = person(name)
    const own = world
      .authorizations(kosmosProjectId)
      .find((one) => one.userId === id && one.organizationId === world.homeOrganizationId)
    return [...(own?.roleKeys ?? [])]
  }
  const write = (name: string, roleKeys: string[]) =>
    world.setAuthorization({ userId: person(name), roleKeys })
  const operations = [
    'createAuthorization',
    'updateAuthorization',
    'deleteAuthorization',
    'activateAuthorization',
    'deactivateAuthorization',
  ]
  return {
    role: 'Auditor',
    id: 'auditor',
    only: 'Zoë Lefèvre',
    otherRole: 'Read only',
    thirdRole: 'Operator: manages agents, views all data',
    free: ['Quentin Dubois', 'Thandiwe Dlamini'],
    rolesOf: (name) =>
      keysOf(name)
        .map((key) => roles().find((role) => role.key === key)?.displayName ?? key)
        .toSorted(),
    assign: (name, role) => write(name, [...keysOf(name), keyOf(role)]),
    unassign: (name, role) =>
      write(
        name,
        keysOf(name).filter((key) => key !== keyOf(role)),
      ),
    firstAssign: 'createAuthorization',
    nextAssign: 'updateAuthorization',
    listing: 'listAuthorizations',
    writes: () =>
      operations
        .flatMap((operation) => kosmos.journal.entries({ operation }))
        .filter(({ method }) => method !== 'OPTIONS').length,
  }
}
