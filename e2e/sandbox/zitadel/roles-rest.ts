// Project roles in v1 REST, `/management/v1/projects/{id}/roles`, always within the organisation of the call.
// Behaves as instances before v4 do; since v4 an unchanged role and an absent one are answered with success
// here too.
import type {
  AddProjectRoleResponseJson,
  BulkAddProjectRolesResponseJson,
  ListProjectRolesResponseJson,
  RemoveProjectRoleResponseJson,
  UpdateProjectRoleResponseJson,
} from '@zitadel/proto/zitadel/management_pb.js'
import type { RoleJson } from '@zitadel/proto/zitadel/project_pb.js'
import * as v from 'valibot'
import { demand } from './access.ts'
import {
  decode,
  emptyFilter,
  limitText,
  list,
  matches,
  pageOf,
  paging,
  queryMethod,
  requireText,
  text,
} from './decode.ts'
import { addDetails, changeDetails, listDetails, viewDetails } from './encode.ts'
import { refuse } from './errors.ts'
import { add, change, listed, projectFor, remove, stored } from './roles.ts'
import { rest } from './route.ts'
import type { Call, Route } from './route.ts'
import type { Role } from './world.ts'

const listRequest = v.object({
  query: paging,
  queries: list(
    v.object({
      keyQuery: v.nullish(v.object({ key: text, method: queryMethod })),
      displayNameQuery: v.nullish(v.object({ displayName: text, method: queryMethod })),
    }),
  ),
})

function listProjectRoles({ context, actor, body, param }: Call): ListProjectRolesResponseJson {
  const { query, queries } = decode(listRequest, body)
  demand(actor, 'project.role.read')
  const tests = queries.map(({ keyQuery, displayNameQuery }, index) => {
    if (keyQuery) return ({ key }: Role) => matches(key, keyQuery.key, keyQuery.method)
    if (displayNameQuery === undefined || displayNameQuery === null) {
      throw emptyFilter(`ListProjectRolesRequest.Queries[${index}]`, 'RoleQuery.Query')
    }
    const { displayName, method } = displayNameQuery
    return (role: Role) => matches(role.displayName, displayName, method)
  })
  const own = context.world.projects.some(
    ({ id, organizationId }) => id === param('projectId') && organizationId === actor.organizationId,
  )
  const found = own ? listed(context, param('projectId')) : []
  // v1 has no sorting column and hence no ORDER BY: whatever the table has first, which `asc` does not
  // change.
  const page = pageOf(
    found.filter((role) => tests.every((test) => test(role))),
    query,
  )
  const result = page.items.map((role) => roleJson(role, actor.organizationId))
  return { details: listDetails(context, page), ...(result.length > 0 && { result }) }
}

const roleJson = (role: Role, organizationId: string): RoleJson => ({
  key: role.key,
  details: viewDetails(role, organizationId),
  ...(role.displayName !== '' && { displayName: role.displayName }),
  ...(role.group !== '' && { group: role.group }),
})

const addRequest = v.object({ roleKey: text, displayName: text, group: text })

function addProjectRole({ context, actor, body, param }: Call): AddProjectRoleResponseJson {
  const { roleKey: key, displayName, group } = decode(addRequest, body)
  demand(actor, 'project.role.write')
  requireText('AddProjectRoleRequest.RoleKey', key)
  requireText('AddProjectRoleRequest.DisplayName', displayName)
  limitText('AddProjectRoleRequest.Group', group)
  const project = projectFor(context, param('projectId'), actor.organizationId)
  const [role] = add(context, project.id, [{ key, displayName, group }])
  return role === undefined ? {} : { details: addDetails(role, project.organizationId) }
}

// `key`, where the single call says `roleKey`.
const bulkRequest = v.object({ roles: list(v.object({ key: text, displayName: text, group: text })) })

function bulkAddProjectRoles({ context, actor, body, param }: Call): BulkAddProjectRolesResponseJson {
  const { roles } = decode(bulkRequest, body)
  demand(actor, 'project.role.write')
  for (const [index, { key, displayName, group }] of roles.entries()) {
    const message = `BulkAddProjectRolesRequest.Roles[${index}]: embedded message failed validation | caused by:`
    requireText(`${message} invalid BulkAddProjectRolesRequest_Role.Key`, key)
    requireText(`${message} invalid BulkAddProjectRolesRequest_Role.DisplayName`, displayName)
    limitText(`${message} invalid BulkAddProjectRolesRequest_Role.Group`, group)
  }
  const project = projectFor(context, param('projectId'), actor.organizationId)
  const last = add(context, project.id, roles).at(-1)
  return last === undefined ? {} : { details: changeDetails(last, project.organizationId) }
}

const updateRequest = v.object({ displayName: text, group: text })

function updateProjectRole({ context, actor, body, param }: Call): UpdateProjectRoleResponseJson {
  // A full replacement: what the body omits is emptied.
  const { displayName, group } = decode(updateRequest, body)
  demand(actor, 'project.role.write')
  requireText('UpdateProjectRoleRequest.RoleKey', param('roleKey'))
  requireText('UpdateProjectRoleRequest.DisplayName', displayName)
  limitText('UpdateProjectRoleRequest.Group', group)
  const project = projectFor(context, param('projectId'), actor.organizationId)
  const role = change(context, project.id, { key: param('roleKey'), displayName, group })
  if (role === undefined) throw refuse('noChanges')
  return { details: changeDetails(role, project.organizationId) }
}

function removeProjectRole({ context, actor, param }: Call): RemoveProjectRoleResponseJson {
  demand(actor, 'project.role.delete')
  requireText('RemoveProjectRoleRequest.RoleKey', param('roleKey'))
  const project = projectFor(context, param('projectId'), actor.organizationId)
  if (stored(context, project.id, param('roleKey')) === undefined) throw refuse('removedRoleUnknown')
  const sequence = remove(context, project.id, param('roleKey'))
  return { details: changeDetails({ sequence, changed: context.now() }, project.organizationId) }
}

const roles = '/management/v1/projects/{projectId}/roles'

export const restRoles: Route[] = [
  rest('POST', `${roles}/_search`, 'listRoles', listProjectRoles),
  rest('POST', `${roles}/_bulk`, 'bulkAddRoles', bulkAddProjectRoles),
  rest('POST', roles, 'addRole', addProjectRole),
  rest('PUT', `${roles}/{roleKey=**}`, 'updateRole', updateProjectRole),
  rest('DELETE', `${roles}/{roleKey=**}`, 'removeRole', removeProjectRole),
]
