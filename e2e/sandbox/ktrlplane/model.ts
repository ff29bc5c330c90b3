// What KtrlPlane's database holds, by the names of its columns (platforms.md §1.7). Times are in milliseconds.

export type Row = { created: number; updated: number }

export type OrganizationRow = Row & { org_id: string; name: string }

export type ProjectRow = Row & { project_id: string; org_id: string | null; name: string; status: string }

export type ResourceRow = Row & {
  resource_id: string
  project_id: string
  name: string
  type: string
  status: string
  sku: string
  settings: object
}

export type UserRow = Row & { user_id: string; email: string; name: string }

export type PermissionRow = {
  permission_id: string
  resource_type: string
  action: string
  description: string
  created: number
}

export type RoleRow = Row & {
  role_id: string
  name: string
  display_name: string
  description: string
  hidden: boolean
  /** Ids, in the order in which they were given. */
  permissions: readonly string[]
}

/** Where a role is held: an organization, project or resource, or `global` for service accounts. */
export type Place = { type: string; id: string }

export type AssignmentRow = {
  assignment_id: string
  user_id: string
  role_id: string
  scope_type: string
  scope_id: string
  assigned_by: string
  created: number
  expires: number | null
}

/** As Go writes a time: RFC 3339 in UTC, without the zeros at the end of the fraction. */
export const time = (milliseconds: number): string =>
  new Date(milliseconds)
    .toISOString()
    .replace(/(\.\d*?)0*Z$/, (_, fraction: string) => `${fraction === '.' ? '' : fraction}Z`)
