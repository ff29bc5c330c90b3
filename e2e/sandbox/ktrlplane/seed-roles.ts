// KtrlPlane's catalogue as its migrations leave it (platforms.md §1.7): seven roles and 34 permissions, fixed. The words of the
// permissions are ours.
import type { PermissionRow, RoleRow } from './model.ts'

const made = Date.parse('2025-09-01T08:00:00.000Z')

const platform = [
  'read',
  'write',
  'delete',
  'manage_access',
  'manage_billing',
  'check_permissions_on_behalf_of',
]

/** By the last digits of their ids. */
const graph: Record<string, string> = {
  '01': 'digitaltwins/read',
  '02': 'digitaltwins/write',
  '03': 'digitaltwins/delete',
  '04': 'digitaltwins/commands/action',
  '05': 'digitaltwins/relationships/read',
  '06': 'digitaltwins/relationships/write',
  '07': 'digitaltwins/relationships/delete',
  '08': 'digitaltwins/*',
  '09': 'models/read',
  '10': 'models/write',
  '11': 'models/delete',
  '12': 'models/*',
  '13': 'query/action',
  '14': 'query/*',
  '15': 'jobs/imports/read',
  '16': 'jobs/imports/write',
  '17': 'jobs/imports/delete',
  '18': 'jobs/imports/cancel/action',
  '19': 'jobs/imports/*',
  '20': 'digitaltwins/commands/*',
  '21': 'digitaltwins/relationships/*',
  '22': 'jobs/*',
  '23': 'jobs/deletions/read',
  '24': 'jobs/deletions/write',
  '25': 'jobs/deletions/delete',
  '26': 'jobs/deletions/cancel/action',
  '27': 'jobs/deletions/*',
  '30': 'mcp/*',
}

/** The whole catalogue, in the order of its ids. */
export const seedPermissions: readonly PermissionRow[] = [
  ...platform.map((action, at) => ({
    permission_id: `00000000-0001-0000-0000-00000000000${at + 1}`,
    resource_type: 'Konnektr.KtrlPlane',
    action,
    description: `KtrlPlane: ${action.replaceAll('_', ' ')}`,
    created: made,
  })),
  // Keys that look like numbers come before others, and in their order: by id they are put in order again.
  ...Object.entries(graph)
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([digits, action]) => ({
      permission_id: `00000000-0004-0000-0000-0000000000${digits}`,
      resource_type: 'Konnektr.Graph',
      action,
      description: `Graph: ${action}`,
      created: made,
    })),
]

const everything = ['digitaltwins/*', 'models/*', 'query/*', 'jobs/*', 'mcp/*']

const idsOf = (actions: readonly string[]): string[] =>
  actions.flatMap((action) =>
    seedPermissions.filter((one) => one.action === action).map(({ permission_id }) => permission_id),
  )

const role = (
  role_id: string,
  name: string,
  display_name: string,
  description: string,
  actions: readonly string[],
  hidden = false,
): RoleRow => ({
  role_id,
  name,
  display_name,
  description,
  hidden,
  permissions: idsOf(actions),
  created: made,
  updated: made,
})

/** In the order of `display_order`. */
export const seedRoles: readonly RoleRow[] = [
  role(
    '10000000-0001-0000-0000-000000000001',
    'Owner',
    'Owner',
    'Full control with inheritance',
    platform.slice(0, 5),
  ),
  role(
    '10000000-0001-0000-0000-000000000002',
    'Editor',
    'Editor',
    'Edit access with inheritance',
    platform.slice(0, 2),
  ),
  role('10000000-0001-0000-0000-000000000003', 'Viewer', 'Viewer', 'Read-only access with inheritance', [
    'read',
  ]),
  role(
    '10000000-0005-0000-0000-000000000001',
    'Konnektr.Data.Owner',
    'Data Owner',
    'Full access to the data of all resources',
    everything,
  ),
  role(
    '10000000-0004-0000-0000-000000000001',
    'Konnektr.Graph.Owner',
    'Graph Owner',
    'Full access to the data of a graph',
    everything,
  ),
  role(
    '10000000-0004-0000-0000-000000000003',
    'Konnektr.Graph.Viewer',
    'Graph Viewer',
    'Read-only access to the data of a graph',
    [
      'digitaltwins/read',
      'digitaltwins/relationships/read',
      'models/read',
      'query/action',
      'jobs/imports/read',
      'jobs/deletions/read',
    ],
  ),
  role(
    'service-account-permission-checker',
    'Service Account: Permission Checker',
    'Service Account: Permission Checker',
    'May check what others may do',
    ['check_permissions_on_behalf_of'],
    true,
  ),
]

export const ownerRole = '10000000-0001-0000-0000-000000000001'
export const dataOwnerRole = '10000000-0005-0000-0000-000000000001'
