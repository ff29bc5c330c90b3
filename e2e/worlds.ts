// What a sandbox really stores about roles and permissions, in words that hold for every vendor; for tests that say the same of
// each. Hides metadata, identifiers and ids.
import { ordersApi } from './sandbox/auth0/seed.ts'
import type { Sandbox } from './sandbox/sandbox.ts'
import { kosmosProjectId } from './sandbox/zitadel/seed.ts'
import { roleKey, roleSet } from './sandbox/zitadel/seed-permissions.ts'

/** Roles by name, permissions by name. `spare` is granted to neither role. */
export type World = {
  role: string
  otherRole: string
  granted: string
  spare: string
  /** The role's id in addresses. */
  idOf: (role: string) => string
  permissionsOf: (role: string) => string[]
  /** Another administrator hands out or takes away, visible at once. */
  grant: (role: string, permission: string) => void
  revoke: (role: string, permission: string) => void
  /** Requests that changed what roles hand out. */
  writes: () => number
}

/** The world of the platform that a test signs in to. */
export function worldOf({ kosmos, acme }: Sandbox, vendor: 'kosmos' | 'acme'): World {
  if (vendor === 'acme') {
    const { world } = acme
    return {
      role: 'Order clerk',
      otherRole: 'Refunds',
      granted: 'read:orders',
      spare: 'cancel:orders',
      idOf: (role) => world.role(role).id,
      permissionsOf: (role) =>
        [...world.role(role).permissions.values()].flatMap((names) => Array.from(names)).toSorted(),
      grant: (role, name) => world.addPermissionToRole(role, { api: ordersApi, name }),
      revoke: (role, name) => world.removePermissionFromRole(role, { api: ordersApi, name }),
      writes: () =>
        ['addRolePermissions', 'removeRolePermissions'].flatMap((operation) =>
          acme.journal.entries({ operation }),
        ).length,
    }
  }
  const { world } = kosmos
  const keyOf = (name: string) => world.roles().find(({ displayName }) => displayName === name)?.key ?? name
  const read = (role: string): string[] => {
    const key = roleKey(kosmosProjectId, keyOf(role))
    const value = world.metadata().find((one) => one.key === key)?.value
    if (value === undefined) return []
    const { permissions }: { permissions: string[] } = JSON.parse(Buffer.from(value, 'base64').toString())
    return permissions.toSorted()
  }
  const write = (role: string, permissions: string[]) => {
    const { key, value } = roleSet(kosmosProjectId, keyOf(role), permissions)
    world.setMetadata(key, value)
  }
  return {
    role: 'Analyst: views analytics, runs reports',
    otherRole: 'User: standard access',
    granted: 'conversations:read',
    spare: 'billing:read',
    idOf: keyOf,
    permissionsOf: read,
    grant: (role, name) => write(role, [...read(role), name]),
    revoke: (role, name) =>
      write(
        role,
        read(role).filter((one) => one !== name),
      ),
    writes: () =>
      kosmos.journal.entries({ operation: 'setMetadata' }).filter(({ method }) => method !== 'OPTIONS')
        .length,
  }
}
