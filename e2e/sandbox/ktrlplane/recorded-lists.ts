// Recorded lists of KtrlPlane's API. Where they are empty: [] as most are made, null where Go's slice was never made.
import { json } from './recorded-kit.ts'
import type { Recorded } from './recorded-kit.ts'

/** Ids that the recorded answers speak of. */
export const owners = {
  admin: 'auth0|66f0c1a2b3d4e5f602030401',
  nils: 'auth0|66f0c1a2b3d4e5f602030412',
  farid: 'auth0|66f0c1a2b3d4e5f602030418',
  nameless: 'auth0|66f0c1a2b3d4e5f602030423',
  unknown: 'google-oauth2|104839201748392017483',
  invited: 'mira.costa@partner.example',
  service: 'kZ3vQ8nXw1TgY5rLb7PcD2sHf9MjA6eU@clients',
  ownerRole: '10000000-0001-0000-0000-000000000001',
  viewerRole: '10000000-0001-0000-0000-000000000003',
  dataOwnerRole: '10000000-0005-0000-0000-000000000001',
  graphViewerRole: '10000000-0004-0000-0000-000000000003',
  assignment: '6f1c1a52-0a1e-4c64-9f6d-2b7f0e0d9a11',
}

const since = '2025-09-01T08:00:00Z'
const given = '2026-10-30T14:03:22.501923Z'

// §1.5: `display_order` is not selected, so it is 0; `is_hidden` neither.
const role = (role_id: string, name: string, display_name: string, description: string, at: string) => ({
  role_id,
  name,
  display_name,
  description,
  is_system: true,
  created_at: at,
  updated_at: at,
  display_order: 0,
  is_hidden: false,
})

const viewerOf = (at: string) =>
  role(owners.viewerRole, 'Viewer', 'Viewer', 'Read-only access with inheritance', at)

const person = (id: string, name: string, email: string) => ({ id, email, name, is_service_account: false })

export const recordedLists = {
  // §1.5: `org_id` is null where there is none.
  projects: json('GET /api/v1/projects', 200, [
    {
      project_id: 'sandbox-ana',
      org_id: null,
      name: 'Ana’s sandbox',
      status: 'Active',
      inherits_billing_from_org: false,
      created_at: '2025-12-10T10:00:00Z',
      updated_at: '2025-12-10T10:00:00Z',
    },
    {
      project_id: 'grid-twin',
      org_id: 'nordwind',
      name: 'Grid twin',
      status: 'Active',
      inherits_billing_from_org: false,
      created_at: '2025-12-07T10:00:00Z',
      updated_at: '2025-12-07T10:00:00Z',
    },
  ]),
  noProjects: json('GET /api/v1/projects', 200, []),
  organizations: json('GET /api/v1/organizations', 200, [
    { org_id: 'nordwind', name: 'Nordwind Energy', created_at: since, updated_at: since },
  ]),
  noOrganizations: json('GET /api/v1/organizations', 200, []),
  // §1.4: the only list with a name of its own.
  resources: json('GET /api/v1/resources', 200, {
    resources: [
      {
        resource_id: 'grid-graph',
        project_id: 'grid-twin',
        name: 'Grid graph',
        type: 'Konnektr.Graph',
        status: 'Running',
        sku: 'free',
        settings_json: {},
        created_at: since,
        updated_at: since,
      },
    ],
  }),
  noResources: json('GET /api/v1/resources', 200, { resources: [] }),
  projectResources: json('GET /api/v1/projects/sandbox-ana/resources', 200, [
    {
      resource_id: 'ana-graph',
      project_id: 'sandbox-ana',
      name: 'Ana’s graph',
      type: 'Konnektr.Graph',
      status: 'Running',
      sku: 'free',
      settings_json: {},
      created_at: since,
      updated_at: since,
    },
  ]),
  // §1.6: to somebody who may not see them.
  deniedProjectResources: json('GET /api/v1/projects/sandbox-ana/resources', 200, []),

  // §1.7, by display_order; the hidden one is left out.
  roles: json('GET /api/v1/roles', 200, [
    role(owners.ownerRole, 'Owner', 'Owner', 'Full control with inheritance', since),
    role('10000000-0001-0000-0000-000000000002', 'Editor', 'Editor', 'Edit access with inheritance', since),
    viewerOf(since),
    role(owners.dataOwnerRole, 'Konnektr.Data.Owner', 'Data Owner', 'All data', since),
    role('10000000-0004-0000-0000-000000000001', 'Konnektr.Graph.Owner', 'Graph Owner', 'A graph', since),
    role(owners.graphViewerRole, 'Konnektr.Graph.Viewer', 'Graph Viewer', 'Reads a graph', since),
  ]),
  permissions: json(`GET /api/v1/roles/${owners.dataOwnerRole}/permissions`, 200, [
    permission('00000000-0004-0000-0000-000000000008', 'Konnektr.Graph', 'digitaltwins/*'),
    permission('00000000-0004-0000-0000-000000000012', 'Konnektr.Graph', 'models/*'),
    permission('00000000-0004-0000-0000-000000000014', 'Konnektr.Graph', 'query/*'),
    permission('00000000-0004-0000-0000-000000000022', 'Konnektr.Graph', 'jobs/*'),
    permission('00000000-0004-0000-0000-000000000030', 'Konnektr.Graph', 'mcp/*'),
  ]),
  // §1.4: of a role that has none or is not there.
  noPermissions: json('GET /api/v1/roles/made-up/permissions', 200, null),

  // §1.5: `is_service_account` is false whoever it is; names and addresses may be missing.
  people: json('GET /api/v1/users/search?q=nordwind.example', 200, [
    person(owners.nils, 'Nils Brandt', 'nils.brandt@nordwind.example'),
    person(owners.nameless, '', 'ops.desk@nordwind.example'),
  ]),
  namelessPeople: json('GET /api/v1/users/search?q=google-oauth2', 200, [person(owners.unknown, '', '')]),
  invitedPeople: json('GET /api/v1/users/search?q=mira.costa', 200, [
    person(owners.invited, '', owners.invited),
  ]),
  // Fewer than five bytes.
  shortSearch: json('GET /api/v1/users/search?q=nord', 200, []),

  // §1.5: on lists of organizations the type is empty and nothing is inherited.
  organizationAssignments: json('GET /api/v1/organizations/nordwind/rbac', 200, [
    {
      ...assignment(owners.service, owners.viewerRole, 'organization', 'nordwind'),
      expires_at: null,
      user: person(owners.service, 'Graph API', 'service-account@ktrlplane.system'),
      role: viewerOf(given),
      inheritance_type: '',
    },
  ]),
  // Direct ones first, each time the newest first; those that have ended are left out. A role's times are the assignment's.
  projectAssignments: json('GET /api/v1/projects/grid-twin/rbac', 200, [
    {
      ...assignment(owners.nils, owners.dataOwnerRole, 'project', 'grid-twin'),
      expires_at: '2026-12-04T14:03:22Z',
      user: person(owners.nils, 'Nils Brandt', 'nils.brandt@nordwind.example'),
      role: role(owners.dataOwnerRole, 'Konnektr.Data.Owner', 'Data Owner', 'All data', given),
      inheritance_type: 'direct',
    },
    {
      ...assignment(owners.unknown, owners.viewerRole, 'organization', 'nordwind'),
      expires_at: null,
      user: person(owners.unknown, '', ''),
      role: viewerOf(given),
      inheritance_type: 'inherited',
      inherited_from_scope_type: 'organization',
      inherited_from_scope_id: 'nordwind',
      inherited_from_name: 'Nordwind Energy',
    },
  ]),
  resourceAssignments: json('GET /api/v1/projects/grid-twin/resources/grid-graph/rbac', 200, [
    {
      ...assignment(owners.nameless, owners.graphViewerRole, 'resource', 'grid-graph'),
      expires_at: null,
      user: person(owners.nameless, '', 'ops.desk@nordwind.example'),
      role: role(owners.graphViewerRole, 'Konnektr.Graph.Viewer', 'Graph Viewer', 'Reads a graph', given),
      inheritance_type: 'direct',
    },
    {
      ...assignment(owners.invited, owners.viewerRole, 'project', 'grid-twin'),
      expires_at: null,
      user: person(owners.invited, '', owners.invited),
      role: viewerOf(given),
      inheritance_type: 'inherited',
      inherited_from_scope_type: 'project',
      inherited_from_scope_id: 'grid-twin',
      inherited_from_name: 'Grid twin',
    },
    {
      ...assignment(owners.nameless, owners.graphViewerRole, 'organization', 'nordwind'),
      expires_at: null,
      user: person(owners.nameless, '', 'ops.desk@nordwind.example'),
      role: role(owners.graphViewerRole, 'Konnektr.Graph.Viewer', 'Graph Viewer', 'Reads a graph', given),
      inheritance_type: 'inherited',
      inherited_from_scope_type: 'organization',
      inherited_from_scope_id: 'nordwind',
      inherited_from_name: 'Nordwind Energy',
    },
  ]),
  // §1.4: nobody checks whether there is such a scope, nor whether somebody may ask.
  noAssignments: json('GET /api/v1/projects/grid-twin/rbac', 200, []),
} satisfies Record<string, Recorded>

function permission(permission_id: string, resource_type: string, action: string) {
  return { permission_id, resource_type, action, description: `Graph: ${action}`, created_at: since }
}

function assignment(user_id: string, role_id: string, scope_type: string, scope_id: string) {
  const by = { assigned_by: owners.admin, created_at: given }
  return { assignment_id: owners.assignment, user_id, role_id, scope_type, scope_id, ...by }
}
