// The roles of both vendors' worlds under one vocabulary, for the tests of the list of roles: what people call them, and what
// another administrator does to them.
import type { Sandbox } from './sandbox/sandbox.ts'

export type RoleWorld = {
  /** What people call the roles: keys, or names. */
  labels: () => string[]
  /** Adds so many; `crowd` is what finds them all, and `nth` what they are called. */
  addRoles: (count: number) => void
  crowd: string
  nth: (number: number) => string
  /** A line of an import that makes the role of that label. */
  line: (label: string) => string
  operations: { create: 'addRole' | 'createRole'; delete: 'removeRole' | 'deleteRole' }
  /** Requests to delete or to create a role that came to the API. */
  sent: (what: 'create' | 'delete') => number
}

const padded = (number: number) => String(number).padStart(4, '0')

/** The world of the vendor of this project. */
export function roleWorldOf({ kosmos, acme }: Sandbox, vendor: 'kosmos' | 'acme'): RoleWorld {
  const platform = vendor === 'kosmos' ? kosmos : acme
  const operations =
    vendor === 'kosmos'
      ? ({ create: 'addRole', delete: 'removeRole' } as const)
      : ({ create: 'createRole', delete: 'deleteRole' } as const)
  const sent = (what: 'create' | 'delete') =>
    platform.journal.entries({ operation: operations[what] }).filter(({ method }) => method !== 'OPTIONS')
      .length
  if (vendor === 'kosmos')
    return {
      labels: () => kosmos.world.roles().map(({ key }) => key),
      addRoles: (count) => kosmos.world.addRoles(count),
      crowd: 'bulk-',
      nth: (number) => `bulk-${padded(number)}`,
      line: (label) => `${label};The role ${label}`,
      operations,
      sent,
    }
  return {
    labels: () => acme.world.roles().map(({ name }) => name),
    addRoles: (count) => acme.world.addRoles(count),
    crowd: 'Bulk role',
    nth: (number) => `Bulk role ${padded(number)}`,
    line: (label) => `${label};What ${label} is for`,
    operations,
    sent,
  }
}
