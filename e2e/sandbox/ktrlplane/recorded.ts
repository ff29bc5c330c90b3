// Answers of KtrlPlane's API as its source makes them (platforms.md §1.2, §1.4–§1.7): status, type, every field and every fixed word.
// Nothing here is made by the sandbox, so that it and the console's adapter are both held to the same.
import { owners, recordedLists } from './recorded-lists.ts'
import { json } from './recorded-kit.ts'
import type { Recorded } from './recorded-kit.ts'
import { recordedRefusals } from './recorded-refusals.ts'

const project = '/api/v1/projects/grid-twin'

export const recorded = {
  ...recordedLists,
  ...recordedRefusals,

  // §1.4, §1.5: one of each.
  organization: json('GET /api/v1/organizations/nordwind', 200, {
    org_id: 'nordwind',
    name: 'Nordwind Energy',
    created_at: '2025-10-18T09:12:44.120394Z',
    updated_at: '2025-10-18T09:12:44.120394Z',
  }),
  project: json(`GET ${project}`, 200, {
    project_id: 'grid-twin',
    org_id: 'nordwind',
    name: 'Grid twin',
    status: 'Active',
    inherits_billing_from_org: false,
    created_at: '2025-12-07T10:00:00Z',
    updated_at: '2025-12-07T10:00:00Z',
  }),
  resource: json(`GET ${project}/resources/grid-graph`, 200, {
    resource_id: 'grid-graph',
    project_id: 'grid-twin',
    name: 'Grid graph',
    type: 'Konnektr.Graph',
    status: 'Running',
    sku: 'free',
    settings_json: {},
    created_at: '2025-12-17T10:00:00Z',
    updated_at: '2025-12-17T10:00:00Z',
  }),

  // §1.4, §1.7: actions only, whatever service they are of; null where there are none.
  rights: json('GET /api/v1/permissions/check?scopeType=project&scopeId=grid-twin', 200, {
    permissions: ['read', 'write', 'delete', 'manage_access', 'manage_billing'],
    scope_id: 'grid-twin',
    scope_type: 'project',
    user_id: owners.admin,
  }),
  noRights: json('GET /api/v1/permissions/check?scopeType=project&scopeId=sandbox-ana', 200, {
    permissions: null,
    scope_id: 'sandbox-ana',
    scope_type: 'project',
    user_id: owners.admin,
  }),

  // §1.4: what is said of a new assignment, at each kind of scope; no id of it.
  grantedAtOrganization: json(
    'POST /api/v1/organizations/nordwind/rbac',
    201,
    {
      assigned_by: owners.admin,
      message: 'Role assignment created',
      organization_id: 'nordwind',
      role_id: owners.viewerRole,
      user_id: owners.farid,
    },
    { user_id: owners.farid, role_id: owners.viewerRole },
  ),
  granted: json(
    `POST ${project}/rbac`,
    201,
    {
      assigned_by: owners.admin,
      message: 'Role assignment created',
      project_id: 'grid-twin',
      role_id: owners.viewerRole,
      user_id: owners.farid,
    },
    { user_id: owners.farid, role_id: owners.viewerRole },
  ),
  grantedAtResource: json(
    `POST ${project}/resources/grid-graph/rbac`,
    201,
    {
      assigned_by: owners.admin,
      message: 'Role assignment created',
      project_id: 'grid-twin',
      resource_id: 'grid-graph',
      role_id: owners.viewerRole,
      user_id: owners.farid,
    },
    { user_id: owners.farid, role_id: owners.viewerRole },
  ),
  revoked: json(`DELETE ${project}/rbac/${owners.assignment}`, 200, {
    assignment_id: owners.assignment,
    message: 'Role assignment deleted',
    project_id: 'grid-twin',
  }),
} satisfies Record<string, Recorded>

export type RecordedName = keyof typeof recorded
