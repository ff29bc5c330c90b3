// The permissions of KOSMOS as organisation metadata, where the console keeps them: one key with the catalogue of a
// project, one for each role. Hides how such a key and such a value are written.
import { createHash } from 'node:crypto'
import { kosmosProjectId } from './seed.ts'

/** `value` is base64, as on the wire. */
export type MetadataFields = { key: string; value: string }
export type Permission = { name: string; description: string }

export const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64')

export const catalogueKey = (project: string): string => `gatehouse.catalogue.${project}`

/** A key has at most 200 characters; of a role whose name is longer it has the hash. */
export const roleKey = (project: string, role: string): string => {
  const key = `gatehouse.role.${project}.${role}`
  const hash = createHash('sha256').update(role).digest('base64url')
  return Array.from(key).length <= 200 ? key : `gatehouse.role.${project}.#${hash}`
}

export const catalogue = (project: string, permissions: readonly Permission[]): MetadataFields => ({
  key: catalogueKey(project),
  value: encoded({ v: 1, kind: 'catalogue', project, permissions, log: [] }),
})

export const roleSet = (project: string, role: string, permissions: readonly string[]): MetadataFields => ({
  key: roleKey(project, role),
  value: encoded({ v: 1, kind: 'role', project, role, permissions, log: [] }),
})

const described: Record<string, string> = {
  'conversations:read': 'Read conversations',
  'conversations:write': 'Write and answer conversations',
  'conversations:delete': 'Delete conversations for good',
  'conversations:export': 'Export conversations with personal data',
  'analytics:read': 'See dashboards and reports',
  'analytics:export': 'Export figures',
  'agents:read': 'See agents and their versions',
  'agents:manage': 'Create, change and switch off agents',
  'agents:deploy': 'Put a version of an agent into production',
  'knowledge:read': 'Read the knowledge base',
  'knowledge:write': 'Write the knowledge base',
  'queues:read': 'See queues',
  'queues:manage': 'Change queues and their rules',
  'users:read': 'See people of the tenant',
  'users:manage': 'Invite, change and remove people',
  'roles:read': 'See roles',
  'roles:manage': 'Change what roles grant',
  'billing:read': 'See invoices',
  'billing:manage': 'Change plan and payment',
  'integrations:read': 'See integrations',
  'integrations:manage': 'Connect and disconnect integrations',
  'audit:read': 'Read the audit log',
  'settings:read': 'See settings',
  'settings:manage': 'Change settings of the tenant',
}

export const seedCatalogue: Permission[] = Object.entries(described).map(([name, description]) => ({
  name,
  description,
}))

const names = Object.keys(described)
const reads = names.filter((name) => name.endsWith(':read'))

export const seedSets: Record<string, string[]> = {
  admin: names,
  operator: [
    'agents:read',
    'agents:manage',
    'agents:deploy',
    'analytics:read',
    'conversations:read',
    'conversations:write',
    'queues:read',
    'queues:manage',
    'knowledge:read',
  ],
  analyst: ['analytics:read', 'analytics:export', 'conversations:read', 'agents:read'],
  user: ['conversations:read', 'conversations:write', 'knowledge:read'],
  readonly: reads.filter((name) => !['billing:read', 'audit:read'].includes(name)),
  auditor: [...reads, 'conversations:export'],
  'billing-admin': ['billing:read', 'billing:manage', 'users:read'],
  'tenant-admin': [
    'users:read',
    'users:manage',
    'roles:read',
    'roles:manage',
    'settings:read',
    'settings:manage',
    'integrations:read',
    'integrations:manage',
    'audit:read',
  ],
  'team-lead': ['conversations:read', 'conversations:write', 'conversations:delete', 'analytics:read'],
}

export const seedMetadata: MetadataFields[] = [
  catalogue(kosmosProjectId, seedCatalogue),
  ...Object.entries(seedSets).map(([role, permissions]) => roleSet(kosmosProjectId, role, permissions)),
  // What somebody else keeps here, and what should be ours and cannot be read.
  { key: 'hr.costcenter', value: Buffer.from('4711').toString('base64') },
  { key: roleKey(kosmosProjectId, 'legacy'), value: Buffer.from('not JSON {').toString('base64') },
]
