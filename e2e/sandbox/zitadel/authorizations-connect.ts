// zitadel.authorization.v2.AuthorizationService in Connect JSON. The published types stop at v2beta, where an
// authorization is flat and its roles are keys only; v2 nests project, organisation and roles.
import type { AuthorizationJson as BetaJson } from '@zitadel/proto/zitadel/authorization/v2beta/authorization_pb.js'
import type {
  ActivateAuthorizationResponseJson,
  CreateAuthorizationResponseJson,
  DeactivateAuthorizationResponseJson,
  DeleteAuthorizationResponseJson,
  UpdateAuthorizationResponseJson,
} from '@zitadel/proto/zitadel/authorization/v2beta/authorization_service_pb.js'
import type { PaginationResponseJson } from '@zitadel/proto/zitadel/filter/v2/filter_pb.js'
import * as v from 'valibot'
import { demandIn, mayIn } from './access.ts'
import {
  create,
  displayNameOf,
  grantIdOf,
  hasRoles,
  holdsRole,
  isOwn,
  named,
  replaceRoles,
  requireRoles,
  requireTarget,
  rows,
  setState,
} from './authorizations.ts'
import type { Row } from './authorizations.ts'
import {
  decode,
  emptyFilter,
  filterMethod,
  list,
  pageOf,
  paging,
  requireText,
  sorted,
  text,
} from './decode.ts'
import { asOf, date, pagination } from './encode.ts'
import { refuse } from './errors.ts'
import { connect } from './route.ts'
import type { Call, Route } from './route.ts'
import type { Authorization } from './world.ts'

const service = 'zitadel.authorization.v2.AuthorizationService'

type RoleJson = { key: string; displayName?: string; group?: string }
type AuthorizationV2Json = Pick<BetaJson, 'id' | 'creationDate' | 'changeDate' | 'state' | 'user'> & {
  project: { id: string; name?: string; organizationId?: string }
  organization: { id: string; name?: string }
  roles?: RoleJson[]
}
type ListResponse = { pagination: PaginationResponseJson; authorizations?: AuthorizationV2Json[] }

const columns = {
  AUTHORIZATION_FIELD_NAME_UNSPECIFIED: ({ authorization }: Row) => authorization.created,
  AUTHORIZATION_FIELD_NAME_CREATED_DATE: ({ authorization }: Row) => authorization.created,
  AUTHORIZATION_FIELD_NAME_CHANGED_DATE: ({ authorization }: Row) => authorization.changed,
  AUTHORIZATION_FIELD_NAME_ID: ({ authorization }: Row) => authorization.id,
  AUTHORIZATION_FIELD_NAME_USER_ID: ({ authorization }: Row) => authorization.userId,
  AUTHORIZATION_FIELD_NAME_PROJECT_ID: ({ authorization }: Row) => authorization.projectId,
  AUTHORIZATION_FIELD_NAME_ORGANIZATION_ID: ({ authorization }: Row) => authorization.organizationId,
  AUTHORIZATION_FIELD_NAME_USER_ORGANIZATION_ID: ({ person }: Row) => person?.organizationId ?? '',
}

const ids = v.nullish(v.object({ ids: list(v.string()) }))
const id = v.nullish(v.object({ id: text }))
const name = v.nullish(v.object({ name: text, method: filterMethod }))
const filterFields = v.object({
  authorizationIds: ids,
  organizationId: id,
  state: v.nullish(v.object({ state: v.picklist(['STATE_ACTIVE', 'STATE_INACTIVE']) })),
  inUserIds: ids,
  userOrganizationId: id,
  userPreferredLoginName: v.nullish(v.object({ loginName: text, method: filterMethod })),
  userDisplayName: v.nullish(v.object({ displayName: text, method: filterMethod })),
  projectId: id,
  projectName: name,
  roleKey: v.nullish(v.object({ key: text, method: filterMethod })),
  projectGrantId: id,
})
const listRequest = v.object({
  pagination: paging,
  sortingColumn: v.nullish(
    v.picklist([
      'AUTHORIZATION_FIELD_NAME_UNSPECIFIED',
      'AUTHORIZATION_FIELD_NAME_CREATED_DATE',
      'AUTHORIZATION_FIELD_NAME_CHANGED_DATE',
      'AUTHORIZATION_FIELD_NAME_ID',
      'AUTHORIZATION_FIELD_NAME_USER_ID',
      'AUTHORIZATION_FIELD_NAME_PROJECT_ID',
      'AUTHORIZATION_FIELD_NAME_ORGANIZATION_ID',
      'AUTHORIZATION_FIELD_NAME_USER_ORGANIZATION_ID',
    ]),
    'AUTHORIZATION_FIELD_NAME_UNSPECIFIED',
  ),
  filters: list(filterFields),
})

function testOf(
  call: Call,
  filter: v.InferOutput<typeof filterFields>,
  index: number,
): (row: Row) => boolean {
  const { authorizationIds, organizationId, state, inUserIds, userOrganizationId } = filter
  const { userPreferredLoginName, userDisplayName, projectId, projectName, roleKey, projectGrantId } = filter
  if (authorizationIds) return ({ authorization }) => authorizationIds.ids.includes(authorization.id)
  if (organizationId) return ({ authorization }) => authorization.organizationId === organizationId.id
  if (state) return ({ authorization }) => `STATE_${authorization.state}` === state.state
  if (inUserIds) {
    const wanted = new Set(inUserIds.ids)
    return ({ authorization }) => wanted.has(authorization.userId)
  }
  if (userOrganizationId) return ({ person }) => person?.organizationId === userOrganizationId.id
  if (userPreferredLoginName) {
    const { loginName, method } = userPreferredLoginName
    return named(({ person }) => person?.username, loginName, method)
  }
  if (userDisplayName) {
    return named(({ person }) => displayNameOf(person), userDisplayName.displayName, userDisplayName.method)
  }
  if (projectId) return ({ authorization }) => authorization.projectId === projectId.id
  if (projectName) return named(({ project }) => project?.name, projectName.name, projectName.method)
  if (roleKey) return holdsRole(roleKey.key)
  if (projectGrantId) return (row) => grantIdOf(call.context, row) === projectGrantId.id
  throw emptyFilter(`ListAuthorizationsRequest.Filters[${index}]`, 'AuthorizationsSearchFilter.Filter')
}

function listAuthorizations(call: Call): ListResponse {
  const { context, actor, body } = call
  const { pagination: asked, sortingColumn, filters } = decode(listRequest, body)
  const { world } = context
  const tests = filters.map((filter, index) => testOf(call, filter, index))
  const found = rows(context, world.listedAuthorizations(asOf(context))).filter((row) =>
    tests.every((test) => test(row)),
  )
  const mayRead = mayIn(world, actor.sub, 'user.grant.read')
  const visible = ({ authorization }: Row): boolean =>
    isOwn(actor, authorization) || mayRead(authorization.organizationId)
  // Without the feature the total counts what the caller may not see.
  const counted = world.settings.permissionCheckV2 ? found.filter(visible) : found
  const page = pageOf(sorted(counted, columns[sortingColumn], asked.asc), asked)
  const authorizations = page.items.filter(visible).map((row) => authorizationJson(call, row))
  return { pagination: pagination(page), ...(authorizations.length > 0 && { authorizations }) }
}

function authorizationJson({ context }: Call, { authorization, person, project }: Row): AuthorizationV2Json {
  const { world } = context
  const roles = new Map(
    world.listedRoles(authorization.projectId, asOf(context)).map((one) => [one.key, one]),
  )
  const organization = world.organizations.find(({ id }) => id === authorization.organizationId)
  const displayName = displayNameOf(person)
  return {
    id: authorization.id,
    creationDate: date(authorization.created),
    changeDate: date(authorization.changed),
    project: {
      id: authorization.projectId,
      ...(project && { name: project.name, organizationId: project.organizationId }),
    },
    organization: { id: authorization.organizationId, ...(organization && { name: organization.name }) },
    user: {
      id: authorization.userId,
      ...(person && { preferredLoginName: person.username, organizationId: person.organizationId }),
      ...(displayName !== '' && { displayName }),
    },
    state: `STATE_${authorization.state}`,
    roles: authorization.roleKeys.map((key) => {
      const { displayName = '', group = '' } = roles.get(key) ?? {}
      return { key, ...(displayName !== '' && { displayName }), ...(group !== '' && { group }) }
    }),
  }
}

const createRequest = v.object({
  userId: text,
  projectId: text,
  organizationId: text,
  roleKeys: list(v.string()),
})

function createAuthorization({ context, actor, body }: Call): CreateAuthorizationResponseJson {
  const { roleKeys, ...whose } = decode(createRequest, body)
  requireText('CreateAuthorizationRequest.UserId', whose.userId)
  requireText('CreateAuthorizationRequest.ProjectId', whose.projectId)
  requireText('CreateAuthorizationRequest.OrganizationId', whose.organizationId)
  requireRoles('CreateAuthorizationRequest.RoleKeys', roleKeys)
  requireTarget(context, whose, roleKeys)
  demandIn(context.world, actor, whose.organizationId, 'user.grant.write')
  const made = create(context, whose, roleKeys)
  return { id: made.id, creationDate: date(made.created) }
}

const idRequest = v.object({ id: text })

function wanted({ context, body }: Call, message: string): { id: string; stored: Authorization | undefined } {
  const { id } = decode(idRequest, body)
  requireText(`${message}.Id`, id)
  return { id, stored: context.world.authorization(id) }
}

// Unchanged is success, even for somebody who may not change it: the command returns before it checks.
function updateAuthorization(call: Call): UpdateAuthorizationResponseJson {
  const { context, actor, body } = call
  const { roleKeys } = decode(v.object({ roleKeys: list(v.string()) }), body)
  const { stored } = wanted(call, 'UpdateAuthorizationRequest')
  requireRoles('UpdateAuthorizationRequest.RoleKeys', roleKeys)
  if (stored === undefined) throw refuse('authorizationUnknown')
  if (hasRoles(stored, roleKeys)) return { changeDate: date(stored.changed) }
  requireTarget(context, stored, roleKeys)
  demandIn(context.world, actor, stored.organizationId, 'user.grant.write')
  return { changeDate: date(replaceRoles(context, stored, roleKeys).changed) }
}

function deactivateAuthorization(call: Call): DeactivateAuthorizationResponseJson {
  const { stored } = wanted(call, 'DeactivateAuthorizationRequest')
  if (stored === undefined) throw refuse('authorizationUnknown')
  return inState(call, stored, 'INACTIVE')
}

function activateAuthorization(call: Call): ActivateAuthorizationResponseJson {
  const { stored } = wanted(call, 'ActivateAuthorizationRequest')
  if (stored === undefined) throw refuse('activatedUnknown')
  return inState(call, stored, 'ACTIVE')
}

function inState({ context, actor }: Call, stored: Authorization, state: 'ACTIVE' | 'INACTIVE') {
  if (stored.state === state) return { changeDate: date(stored.changed) }
  demandIn(context.world, actor, stored.organizationId, 'user.grant.write')
  const { changed } = setState(context, stored, state) ?? stored
  return { changeDate: date(changed) }
}

function deleteAuthorization(call: Call): DeleteAuthorizationResponseJson {
  const { context, actor } = call
  const { id, stored } = wanted(call, 'DeleteAuthorizationRequest')
  if (stored === undefined) return {}
  demandIn(context.world, actor, stored.organizationId, 'user.grant.delete')
  context.world.dropAuthorization(id, context.now())
  return { deletionDate: date(context.now()) }
}

export const connectAuthorizations: Route[] = [
  connect(service, 'ListAuthorizations', 'listAuthorizations', listAuthorizations),
  connect(service, 'CreateAuthorization', 'createAuthorization', createAuthorization),
  connect(service, 'UpdateAuthorization', 'updateAuthorization', updateAuthorization),
  connect(service, 'DeactivateAuthorization', 'deactivateAuthorization', deactivateAuthorization),
  connect(service, 'ActivateAuthorization', 'activateAuthorization', activateAuthorization),
  connect(service, 'DeleteAuthorization', 'deleteAuthorization', deleteAuthorization),
]
