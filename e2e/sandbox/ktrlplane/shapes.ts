// The rows as they go out (platforms.md §1.5), with everything that is odd about them.
import { time } from './model.ts'
import type {
  AssignmentRow,
  OrganizationRow,
  PermissionRow,
  ProjectRow,
  ResourceRow,
  RoleRow,
  UserRow,
} from './model.ts'
import type { Tables } from './world.ts'

const times = ({ created, updated }: { created: number; updated: number }) => ({
  created_at: time(created),
  updated_at: time(updated),
})

export const organizationOf = ({ org_id, name, ...row }: OrganizationRow) => ({ org_id, name, ...times(row) })

export const projectOf = ({ project_id, org_id, name, status, ...row }: ProjectRow) => ({
  project_id,
  org_id,
  name,
  status,
  // It is not selected, so it is always this.
  inherits_billing_from_org: false,
  ...times(row),
})

export const resourceOf = (row: ResourceRow) => ({
  resource_id: row.resource_id,
  project_id: row.project_id,
  name: row.name,
  type: row.type,
  status: row.status,
  sku: row.sku,
  settings_json: row.settings,
  ...times(row),
})

export const roleOf = ({ role_id, name, display_name, description, hidden, ...row }: RoleRow) => ({
  role_id,
  name,
  display_name,
  description,
  is_system: true,
  ...times(row),
  // Not selected: the order of the list is all there is.
  display_order: 0,
  is_hidden: hidden,
})

export const permissionOf = ({ created, ...row }: PermissionRow) => ({ ...row, created_at: time(created) })

export const userOf = ({ user_id, email, name }: UserRow) => ({
  id: user_id,
  email,
  name,
  is_service_account: false,
})

/** Where an inherited assignment was given. */
export type From = { type: string; id: string; name: string }

/** `inheritance`: "" on the lists of organizations, as coded. */
export function assignmentOf(tables: Tables, row: AssignmentRow, inheritance: string, from?: From) {
  const { created, expires, ...columns } = row
  const user = tables.users.get(row.user_id)
  const role = tables.roles.find(({ role_id }) => role_id === row.role_id)
  const given = time(created)
  return {
    ...columns,
    created_at: given,
    expires_at: expires === null ? null : time(expires),
    user: userOf({ user_id: row.user_id, email: '', name: '', created, updated: created, ...user }),
    role: {
      role_id: row.role_id,
      name: role?.name ?? '',
      display_name: role?.display_name ?? '',
      description: role?.description ?? '',
      is_system: true,
      // The assignment's, and the rest is not selected.
      created_at: given,
      updated_at: given,
      display_order: 0,
      is_hidden: false,
    },
    inheritance_type: inheritance,
    ...(from
      ? {
          inherited_from_scope_type: from.type,
          inherited_from_scope_id: from.id,
          inherited_from_name: from.name,
        }
      : {}),
  }
}
