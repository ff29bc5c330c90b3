// zitadel.project.v2.ProjectService: roles, in Connect JSON. Held against v2beta, the newest the published
// types have; for roles its messages have the same fields as v2.
import type {
  AddProjectRoleResponseJson,
  ListProjectRolesResponseJson,
  RemoveProjectRoleResponseJson,
  UpdateProjectRoleResponseJson,
} from '@zitadel/proto/zitadel/project/v2beta/project_service_pb.js'
import type { ProjectRoleJson } from '@zitadel/proto/zitadel/project/v2beta/query_pb.js'
import * as v from 'valibot'
import { demand, demandIn, mayIn } from './access.ts'
import {
  decode,
  emptyFilter,
  filterMethod,
  limitText,
  list,
  matches,
  pageOf,
  paging,
  requireText,
  sorted,
  text,
} from './decode.ts'
import { date, pagination } from './encode.ts'
import { add, change, listed, projectFor, remove, stored } from './roles.ts'
import { connect } from './route.ts'
import type { Call, Route } from './route.ts'
import type { Role } from './world.ts'

const service = 'zitadel.project.v2.ProjectService'

const columns = {
  PROJECT_ROLE_FIELD_NAME_UNSPECIFIED: (role: Role) => role.created,
  PROJECT_ROLE_FIELD_NAME_CREATION_DATE: (role: Role) => role.created,
  PROJECT_ROLE_FIELD_NAME_CHANGE_DATE: (role: Role) => role.changed,
  PROJECT_ROLE_FIELD_NAME_KEY: (role: Role) => role.key,
}
const listRequest = v.object({
  projectId: text,
  pagination: paging,
  sortingColumn: v.nullish(
    v.picklist([
      'PROJECT_ROLE_FIELD_NAME_UNSPECIFIED',
      'PROJECT_ROLE_FIELD_NAME_CREATION_DATE',
      'PROJECT_ROLE_FIELD_NAME_CHANGE_DATE',
      'PROJECT_ROLE_FIELD_NAME_KEY',
    ]),
    'PROJECT_ROLE_FIELD_NAME_UNSPECIFIED',
  ),
  filters: list(
    v.object({
      roleKeyFilter: v.nullish(v.object({ key: text, method: filterMethod })),
      displayNameFilter: v.nullish(v.object({ displayName: text, method: filterMethod })),
    }),
  ),
})

function listProjectRoles({ context, actor, body }: Call): ListProjectRolesResponseJson {
  const request = decode(listRequest, body)
  demand(actor, 'project.role.read')
  requireText('ListProjectRolesRequest.ProjectId', request.projectId)
  const tests = request.filters.map(({ roleKeyFilter, displayNameFilter }, index) => {
    if (roleKeyFilter) return ({ key }: Role) => matches(key, roleKeyFilter.key, roleKeyFilter.method)
    if (displayNameFilter === undefined || displayNameFilter === null) {
      throw emptyFilter(`ListProjectRolesRequest.Filters[${index}]`, 'ProjectRoleSearchFilter.Filter')
    }
    const { displayName, method } = displayNameFilter
    return (role: Role) => matches(role.displayName, displayName, method)
  })

  // A project that does not exist, or of an organisation one has no rights in, is an empty list and not an
  // error.
  const { permissionCheckV2 } = context.world.settings
  const project = context.world.projects.find(({ id }) => id === request.projectId)
  const visible =
    project !== undefined && mayIn(context.world, actor.sub, 'project.role.read')(project.organizationId)
  const found = listed(context, request.projectId).filter((role) => tests.every((test) => test(role)))
  const { asc } = request.pagination
  const page = pageOf(
    sorted(permissionCheckV2 && !visible ? [] : found, columns[request.sortingColumn], asc),
    request.pagination,
  )
  // Without the feature rows are dropped after they were counted, and by a permission that is not the list's
  // own.
  const mayRead = visible && (permissionCheckV2 || actor.permissions?.includes('project.grant.read') === true)
  const rows = mayRead ? page.items.map((role) => roleJson(request.projectId, role)) : []
  return { pagination: pagination(page), ...(rows.length > 0 && { projectRoles: rows }) }
}

const roleJson = (projectId: string, role: Role): ProjectRoleJson => ({
  projectId,
  key: role.key,
  creationDate: date(role.created),
  changeDate: date(role.changed),
  ...(role.displayName !== '' && { displayName: role.displayName }),
  ...(role.group !== '' && { group: role.group }),
})

const addRequest = v.object({ projectId: text, roleKey: text, displayName: text, group: text })

function addProjectRole({ context, actor, body }: Call): AddProjectRoleResponseJson {
  const { projectId, roleKey: key, displayName, group } = decode(addRequest, body)
  requireText('AddProjectRoleRequest.ProjectId', projectId)
  requireText('AddProjectRoleRequest.RoleKey', key)
  requireText('AddProjectRoleRequest.DisplayName', displayName)
  limitText('AddProjectRoleRequest.Group', group)
  const project = projectFor(context, projectId)
  demandIn(context.world, actor, project.organizationId, 'project.role.write')
  const [role] = add(context, projectId, [{ key, displayName, group }])
  return role === undefined ? {} : { creationDate: date(role.created) }
}

const updateRequest = v.object({
  projectId: text,
  roleKey: text,
  displayName: v.nullish(v.string()),
  group: v.nullish(v.string()),
})

function updateProjectRole({ context, actor, body }: Call): UpdateProjectRoleResponseJson {
  const { projectId, roleKey: key, displayName, group } = decode(updateRequest, body)
  requireText('UpdateProjectRoleRequest.ProjectId', projectId)
  requireText('UpdateProjectRoleRequest.RoleKey', key)
  // Sent but empty is refused for the name and clears the group; omitted is neither.
  if (typeof displayName === 'string') requireText('UpdateProjectRoleRequest.DisplayName', displayName)
  limitText('UpdateProjectRoleRequest.Group', group ?? '')
  const project = projectFor(context, projectId)
  demandIn(context.world, actor, project.organizationId, 'project.role.write')
  const role = stored(context, projectId, key)
  const omitted = context.world.settings.updateClearsOmitted ? undefined : role
  const changes = {
    key,
    displayName: displayName ?? omitted?.displayName ?? '',
    group: group ?? omitted?.group ?? '',
  }
  const changed = change(context, projectId, changes) ?? role
  return changed === undefined ? {} : { changeDate: date(changed.changed) }
}

const removeRequest = v.object({ projectId: text, roleKey: text })

function removeProjectRole({ context, actor, body }: Call): RemoveProjectRoleResponseJson {
  const { projectId, roleKey } = decode(removeRequest, body)
  requireText('RemoveProjectRoleRequest.ProjectId', projectId)
  requireText('RemoveProjectRoleRequest.RoleKey', roleKey)
  // Already gone is success, even for somebody who may not remove it: the command returns before it checks.
  if (stored(context, projectId, roleKey) === undefined) return {}
  demandIn(context.world, actor, projectFor(context, projectId).organizationId, 'project.role.delete')
  remove(context, projectId, roleKey)
  return { removalDate: date(context.now()) }
}

export const connectRoles: Route[] = [
  connect(service, 'ListProjectRoles', 'listRoles', listProjectRoles),
  connect(service, 'AddProjectRole', 'addRole', addProjectRole),
  connect(service, 'UpdateProjectRole', 'updateRole', updateProjectRole),
  connect(service, 'RemoveProjectRole', 'removeRole', removeProjectRole),
]
