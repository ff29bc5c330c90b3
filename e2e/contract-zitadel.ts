// KOSMOS's instance for the contract suite, once for each way in which instances differ. Hides metadata and authorizations.
import { connect } from './connect.ts'
import { allGrants, type EditableSample, type EditableSubject, sorted } from './contract-subject.ts'
import { subOf } from './sandbox/personas.ts'
import { startSandbox, type Sandbox, type ZitadelPlatform } from './sandbox/sandbox.ts'
import { consoleOrigin } from './sandbox/visitor.ts'
import { kosmosProjectId } from './sandbox/zitadel/seed.ts'
import { staffId } from './sandbox/zitadel/seed-people.ts'
import {
  catalogue,
  catalogueKey,
  roleKey,
  roleSet,
  type Permission,
} from './sandbox/zitadel/seed-permissions.ts'
import type { Settings } from './sandbox/zitadel/world.ts'

export const lag = 2_000

/** What sets instances apart. */
export const instances: { name: string; settings: Partial<Settings> }[] = [
  { name: 'Zitadel', settings: {} },
  { name: 'Zitadel, lists lagging', settings: { lagMs: lag } },
  { name: 'Zitadel before v4', settings: { olderInstance: true } },
  { name: 'Zitadel before v4, lists lagging', settings: { olderInstance: true, lagMs: lag } },
  { name: 'Zitadel without v2 metadata', settings: { olderMetadata: true } },
]

const sample: EditableSample = {
  role: {
    id: 'analyst',
    has: ['analytics:read', 'conversations:read'],
    lacks: ['billing:read', 'audit:read', 'queues:read'],
  },
  roleSearch: { text: 'SATELLITE', finds: ['emoji-🛰️'] },
  newRole: { id: 'editor/of things', name: 'Editor', group: 'Content' },
  newPermission: { resource: '', name: 'reports:share', description: 'Share reports — überall 🛰️' },
  person: {
    id: staffId('priya.raghunathan'),
    name: 'Priya Raghunathan',
    search: 'RAGHU',
    has: 'analyst',
    lacks: ['auditor', 'user'],
  },
  stranger: { id: staffId('victor.popescu'), search: 'popescu' },
  effective: { person: staffId('priya.raghunathan'), role: 'analyst', permission: 'analytics:export' },
}

type Document = { permissions: (string | Permission)[]; log: string[] }

/** What the metadata of the home organization holds under a key, decoded. */
export function documentAt({ world }: ZitadelPlatform, key: string): Document | undefined {
  const entry = world.metadata().find((one) => one.key === key)
  return entry && JSON.parse(Buffer.from(entry.value, 'base64').toString())
}

/** Names of the permissions stored for a role of KOSMOS. */
export function grantedAt(kosmos: ZitadelPlatform, role: string): string[] {
  const { permissions = [] } = documentAt(kosmos, roleKey(kosmosProjectId, role)) ?? {}
  return sorted(permissions.map((one) => (typeof one === 'string' ? one : one.name)))
}

/** Roles that somebody holds in KOSMOS, given by the home organization. */
export function heldAt({ world }: ZitadelPlatform, person: string): string[] {
  const own = world
    .authorizations()
    .find((one) => one.userId === person && one.organizationId === world.homeOrganizationId)
  return sorted(own?.roleKeys ?? [])
}

const writing = ['addRole', 'updateRole', 'removeRole', 'setMetadata', 'deleteMetadata'] as const
const assigning = ['createAuthorization', 'updateAuthorization', 'deleteAuthorization'] as const

/** Makes the subject of one kind of instance. */
export function zitadelSubject({ name, settings }: (typeof instances)[number]): EditableSubject {
  let sandbox: Sandbox
  const kosmos = () => sandbox.kosmos
  const listed = (): Permission[] =>
    (documentAt(kosmos(), catalogueKey(kosmosProjectId))?.permissions ?? []).flatMap((one) =>
      typeof one === 'string' ? [] : [one],
    )
  const setCatalogue = (permissions: Permission[]) => {
    const { key, value } = catalogue(kosmosProjectId, permissions)
    kosmos().world.setMetadata(key, value)
  }
  return {
    name,
    async start() {
      sandbox = await startSandbox({ consoleOrigin })
    },
    stop: () => sandbox.stop(),
    async reset() {
      await sandbox.reset()
      Object.assign(kosmos().world.settings, settings)
    },
    connect: (visitor) => connect(kosmos(), visitor),
    allowed: allGrants,
    sample,
    me: subOf('kosmos', 'admin'),
    behind: {
      roles: () =>
        kosmos()
          .world.roles()
          .map(({ key }) => key),
      granted: (role) => grantedAt(kosmos(), role),
      held: (person) => heldAt(kosmos(), person),
      permissions: () => listed().map(({ name }) => name),
      setGranted(role, permissions) {
        const { key, value } = roleSet(kosmosProjectId, role, permissions)
        kosmos().world.setMetadata(key, value)
      },
      setHeld: (userId, roleKeys) =>
        roleKeys.length > 0
          ? kosmos().world.setAuthorization({ userId, roleKeys })
          : kosmos().world.removeAuthorization({ userId }),
      deleteRole: (role) => kosmos().world.removeRole(role),
      describePermission: (name, description) =>
        setCatalogue(listed().map((one) => (one.name === name ? { name, description } : one))),
      deletePermission: (name) => setCatalogue(listed().filter((one) => one.name !== name)),
    },
    settle: () => kosmos().clock.advance(lag + 1),
    lose(write, what) {
      const operations =
        write === 'role' ? ['addRole'] : write === 'held' ? assigning : (['setMetadata'] as const)
      for (const operation of operations) {
        kosmos().faults.set(operation, what === 'answer' ? 'reset-after' : 'reset', { times: 1 })
      }
    },
    writes: () =>
      [...writing, ...assigning].flatMap((operation) =>
        kosmos()
          .journal.entries({ operation })
          .filter(({ method }) => method !== 'OPTIONS'),
      ).length,
  }
}
