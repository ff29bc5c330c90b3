// What the sandbox's Zitadel instance holds at the start; data only.
// KOSMOS has enough roles for several pages, among them awkward ones that Zitadel allows.

export type Organization = { id: string; name: string; primaryDomain: string; created: number }
export type Project = { id: string; organizationId: string; name: string; created: number }
/** A project lent to another organisation, which may authorize people for these roles of it only. */
export type ProjectGrant = {
  id: string
  projectId: string
  organizationId: string
  roleKeys: string[]
  created: number
}
export type RoleFields = { key: string; displayName: string; group: string }

export const homeOrganizationId = '300000000000000001'
export const kosmosProjectId = '310000000000000001'
export const atlasProjectId = '310000000000000002'
export const otherOrganizationId = '300000000000000002'
export const ledgerProjectId = '310000000000000003'

const day = (date: string): number => Date.parse(`${date}T08:00:00.000Z`)

export const seedOrganizations: Organization[] = [
  { id: homeOrganizationId, name: 'Nuvanta', primaryDomain: 'nuvanta.localhost', created: day('2025-01-06') },
  {
    id: otherOrganizationId,
    name: 'Meridian',
    primaryDomain: 'meridian.localhost',
    created: day('2025-01-20'),
  },
]

export const seedProjects: Project[] = [
  { id: kosmosProjectId, organizationId: homeOrganizationId, name: 'KOSMOS', created: day('2025-02-03') },
  { id: atlasProjectId, organizationId: homeOrganizationId, name: 'Atlas', created: day('2025-02-10') },
  { id: ledgerProjectId, organizationId: otherOrganizationId, name: 'Ledger', created: day('2025-02-17') },
]

export const seedProjectGrants: ProjectGrant[] = [
  {
    id: '320000000000000001',
    projectId: ledgerProjectId,
    organizationId: homeOrganizationId,
    roleKeys: ['bookkeeper'],
    created: day('2025-02-24'),
  },
  {
    id: '320000000000000002',
    projectId: kosmosProjectId,
    organizationId: otherOrganizationId,
    roleKeys: ['analyst', 'user', 'readonly'],
    created: day('2025-02-25'),
  },
]

const group = (name: string, roles: Record<string, string>): RoleFields[] =>
  Object.entries(roles).map(([key, displayName]) => ({ key, displayName, group: name }))

export const longDisplayName = 'Regional coordination of conversation review and escalation '
  .repeat(4)
  .slice(0, 200)

const kosmos: RoleFields[] = [
  // The five the product knows by name.
  ...group('Administration', { admin: 'Administrator: full system access' }),
  ...group('Operations', { operator: 'Operator: manages agents, views all data' }),
  ...group('Insight', { analyst: 'Analyst: views analytics, runs reports' }),
  ...group('People', { user: 'User: standard access', readonly: 'Read only' }),

  ...group('Administration', {
    'security-officer': 'Security officer',
    auditor: 'Auditor',
    'billing-admin': 'Billing administrator',
    'tenant-admin': 'Tenant administrator',
    'break-glass': 'Emergency access',
  }),
  ...group('Operations', {
    'agent-owner': 'Agent owner',
    'agent-reviewer': 'Agent reviewer',
    'deploy-manager': 'Deployment manager',
    'incident-lead': 'Incident lead',
    'on-call': 'On call',
    'queue-supervisor': 'Queue supervisor',
    'release-approver': 'Release approver',
    scheduler: 'Scheduler',
  }),
  ...group('Insight', {
    'cost-analyst': 'Cost analyst',
    'dashboard-editor': 'Dashboard editor',
    'data-steward': 'Data steward',
    'quality-lead': 'Quality lead',
    'report-author': 'Report author',
    'report-viewer': 'Report viewer',
  }),
  ...group('People', {
    contractor: 'Contractor',
    trainee: 'Trainee',
    'team-lead': 'Team lead',
    'team-member': 'Team member',
    guest: 'Guest',
  }),
  ...group('Conversations', {
    'conversations:read/own': 'Reads own conversations',
    'conversations:read/team': 'Reads conversations of the team',
    'conversations:write': 'Writes conversations',
    'conversations.export.v1:csv': 'Exports conversations',
    'Conversations:Read/Own': 'Differs from another only in case',
  }),
  ...group('Integrations', {
    agent: 'Agent',
    AGENT_RUNTIME: 'Agent runtime',
    'webhook-sender': 'Webhook sender',
    'key with spaces & 100%?#': 'A key that needs escaping',
  }),
  ...group('世界 / العالم', {
    администратор: 'Администратор склада',
    翻訳者: '翻訳者（日本語）',
    مشرف: 'مشرف النظام (القاهرة)',
    'emoji-🛰️': 'Satellite operator 🛰️',
  }),
  ...group('Awkward', {
    constructor: 'A key every object already has',
    'html-name': '<img src=x onerror=alert(1)>',
    'long-name': longDisplayName,
    'padded-name': '  spaces around  ',
  }),
  // Spelt out: in an object literal this key would set the prototype.
  { key: '__proto__', displayName: 'A key that is no property', group: 'Awkward' },
  // Without a group, so that the field is missing on the wire.
  { key: 'legacy', displayName: 'Legacy access', group: '' },
]

export const seedRoles: Record<string, RoleFields[]> = {
  [kosmosProjectId]: kosmos,
  [atlasProjectId]: group('Maps', {
    cartographer: 'Cartographer',
    surveyor: 'Surveyor',
    admin: 'Atlas administrator',
  }),
  [ledgerProjectId]: group('Books', { bookkeeper: 'Bookkeeper', 'chief-accountant': 'Chief accountant' }),
}
