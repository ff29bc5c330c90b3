// Recorded refusals of KtrlPlane's API (platforms.md §1.2, §1.6): what lacks a right is said in four ways.
import { json } from './recorded-kit.ts'
import type { Recorded } from './recorded-kit.ts'
import { owners } from './recorded-lists.ts'

const violates = (constraint: string): string =>
  `failed to assign role: ERROR: insert or update on table "role_assignments" violates foreign key constraint "${constraint}" (SQLSTATE 23503)`

const failed = 'expected claims not validated: go-jose/go-jose/jwt: validation failed,'

export const recordedRefusals = {
  // §1.2: the token, in the order in which it is looked at. None has WWW-Authenticate.
  noHeader: json('GET /api/v1/roles', 401, { error: 'Authorization header required' }),
  noBearer: json('GET /api/v1/roles', 401, { error: 'Bearer token required' }),
  opaqueToken: json('GET /api/v1/roles', 401, {
    error: 'Invalid token',
    details: 'could not parse the token: go-jose/go-jose: compact JWS format must have three parts',
  }),
  otherAudience: json('GET /api/v1/roles', 401, {
    error: 'Invalid token',
    details: `${failed} invalid audience claim (aud)`,
  }),
  expiredToken: json('GET /api/v1/roles', 401, {
    error: 'Invalid token',
    details: `${failed} token is expired (exp)`,
  }),

  // §1.6: lacking a right is 404 for one thing,
  deniedOrganization: json('GET /api/v1/organizations/nordwind', 404, {
    error: 'Organization not found',
    details: 'insufficient permissions to view organization',
  }),
  deniedProject: json('GET /api/v1/projects/sandbox-ana', 404, {
    error: 'Project not found',
    details: 'insufficient permissions to view project',
  }),
  deniedResource: json('GET /api/v1/projects/sandbox-ana/resources/ana-graph', 404, {
    error: 'Resource not found',
  }),
  // 500 to change it,
  deniedRename: json(
    'PUT /api/v1/projects/sandbox-ana',
    500,
    { error: 'Failed to update project', details: 'insufficient permissions to update project' },
    { name: 'Mine' },
  ),
  deniedRemoval: json('DELETE /api/v1/organizations/lumen-labs', 500, {
    error: 'Failed to delete organization',
    details: 'insufficient permissions to delete organization',
  }),
  // and 403 for the rest.
  deniedRevocation: json(`DELETE /api/v1/projects/sandbox-ana/rbac/${owners.assignment}`, 403, {
    error: 'Insufficient permissions to delete role assignment',
  }),
  onBehalf: json(
    `GET /api/v1/permissions/check?scopeType=project&scopeId=grid-twin&userId=${encodeURIComponent(owners.nils)}`,
    403,
    { error: 'Only service accounts can check permissions on behalf of other users' },
  ),
  noScope: json('GET /api/v1/permissions/check?scopeType=project', 400, {
    error: 'Missing scopeType or scopeId',
  }),

  // §1.6: giving and taking away.
  missingField: json(
    'POST /api/v1/projects/grid-twin/rbac',
    400,
    { error: "Key: 'RoleID' Error:Field validation for 'RoleID' failed on the 'required' tag" },
    { user_id: owners.farid },
  ),
  unknownUser: json(
    'POST /api/v1/projects/grid-twin/rbac',
    400,
    { error: 'User not found for given user_id' },
    { user_id: 'auth0|nobody-has-this', role_id: owners.viewerRole },
  ),
  unknownUserAtOrganization: json(
    'POST /api/v1/organizations/nordwind/rbac',
    404,
    { error: 'User not found for given user_id' },
    { user_id: 'auth0|nobody-has-this', role_id: owners.viewerRole },
  ),
  ambiguousUser: json(
    'POST /api/v1/projects/grid-twin/rbac',
    400,
    { error: 'Ambiguous user_id, multiple users found' },
    { user_id: 'auth0|a', role_id: owners.viewerRole },
  ),
  unknownRole: json(
    'POST /api/v1/projects/grid-twin/rbac',
    500,
    { error: 'Failed to assign role', details: violates('role_assignments_role_id_fkey') },
    { user_id: owners.farid, role_id: 'made-up' },
  ),
  unknownAssignment: json(`DELETE /api/v1/projects/grid-twin/rbac/${owners.assignment}`, 500, {
    error: 'Failed to delete role assignment',
    details: `role assignment ${owners.assignment} not found`,
  }),
  // §1.11: nobody can make an organization.
  noNewOrganization: json(
    'POST /api/v1/organizations',
    500,
    {
      error: 'Failed to create organization',
      details: `failed to assign owner role: ${violates('role_assignments_role_id_fkey')}`,
    },
    { id: 'new-org', name: 'New' },
  ),

  // §1.4, §1.6: what the router and the recovery from a panic say.
  unknownCall: {
    ask: 'GET /api/v1/keys',
    status: 404,
    type: 'text/plain',
    body: '404 page not found',
  },
  crash: json('GET /api/v1/roles', 500, {
    code: 500,
    error: 'runtime error: invalid memory address or nil pointer dereference',
    message: 'Internal Server Error',
  }),
} satisfies Record<string, Recorded>
