// Authorizations in v1 REST, where they are user grants: `/management/v1/users/…/grants`, always within the
// organisation of the call. What changes nothing is an error here.
import type {
  AddUserGrantResponseJson,
  DeactivateUserGrantResponseJson,
  ListUserGrantResponseJson,
  ReactivateUserGrantResponseJson,
  RemoveUserGrantResponseJson,
  UpdateUserGrantResponseJson,
} from '@zitadel/proto/zitadel/management_pb.js'
import type { UserGrantJson } from '@zitadel/proto/zitadel/user_pb.js'
import * as v from 'valibot'
import { demand } from './access.ts'
import {
  create,
  displayNameOf,
  grantIdOf,
  hasRoles,
  holdsRole,
  named,
  replaceRoles,
  requireRoles,
  requireTarget,
  rows,
  setState,
} from './authorizations.ts'
import type { Row } from './authorizations.ts'
import { decode, emptyFilter, list, pageOf, paging, queryMethod, requireText, text } from './decode.ts'
import { addDetails, asOf, changeDetails, listDetails, viewDetails } from './encode.ts'
import { refuse } from './errors.ts'
import { rest } from './route.ts'
import type { Call, Route } from './route.ts'
import type { Authorization } from './world.ts'

const textQuery = (field: string) =>
  v.nullish(v.pipe(v.object({ [field]: text, method: queryMethod }), v.transform(firstOf)))

/** Queries differ only in what they call the text. */
function firstOf(query: Record<string, string>): { wanted: string; method: string } {
  const { method = '', ...rest } = query
  return { wanted: Object.values(rest)[0] ?? '', method }
}

const queryFields = v.object({
  projectIdQuery: v.nullish(v.object({ projectId: text })),
  userIdQuery: v.nullish(v.object({ userId: text })),
  inUserIdsQuery: v.nullish(v.object({ userIds: list(v.string()) })),
  withGrantedQuery: v.nullish(v.object({ withGranted: v.nullish(v.boolean(), false) })),
  roleKeyQuery: v.nullish(v.object({ roleKey: text, method: queryMethod })),
  projectGrantIdQuery: v.nullish(v.object({ projectGrantId: text })),
  userTypeQuery: v.nullish(v.object({ type: v.picklist(['TYPE_HUMAN', 'TYPE_MACHINE']) })),
  userNameQuery: textQuery('userName'),
  firstNameQuery: textQuery('firstName'),
  lastNameQuery: textQuery('lastName'),
  displayNameQuery: textQuery('displayName'),
  emailQuery: textQuery('email'),
  orgNameQuery: textQuery('orgName'),
  projectNameQuery: textQuery('projectName'),
})
const listRequest = v.object({ query: paging, queries: list(queryFields) })
type Query = v.InferOutput<typeof queryFields>

function testOf({ context, actor }: Call, query: Query, index: number): (row: Row) => boolean {
  const { projectIdQuery, userIdQuery, inUserIdsQuery, withGrantedQuery } = query
  const { roleKeyQuery, projectGrantIdQuery, userTypeQuery } = query
  if (projectIdQuery) return ({ authorization }) => authorization.projectId === projectIdQuery.projectId
  if (userIdQuery) return ({ authorization }) => authorization.userId === userIdQuery.userId
  if (inUserIdsQuery) {
    const wanted = new Set(inUserIdsQuery.userIds)
    return ({ authorization }) => wanted.has(authorization.userId)
  }
  if (withGrantedQuery) {
    return ({ authorization, project }) =>
      authorization.organizationId === actor.organizationId ||
      project?.organizationId === actor.organizationId
  }
  if (roleKeyQuery) return holdsRole(roleKeyQuery.roleKey)
  if (projectGrantIdQuery) return (row) => grantIdOf(context, row) === projectGrantIdQuery.projectGrantId
  if (userTypeQuery) return ({ person }) => `TYPE_${person?.type}` === userTypeQuery.type
  const { organizations } = context.world
  const texts: [{ wanted: string; method: string } | null | undefined, (row: Row) => string | undefined][] = [
    [query.userNameQuery, ({ person }) => person?.username],
    [query.firstNameQuery, ({ person }) => person?.givenName],
    [query.lastNameQuery, ({ person }) => person?.familyName],
    [query.displayNameQuery, ({ person }) => displayNameOf(person)],
    [query.emailQuery, ({ person }) => person?.email],
    [
      query.orgNameQuery,
      ({ authorization }) => organizations.find(({ id }) => id === authorization.organizationId)?.name,
    ],
    [query.projectNameQuery, ({ project }) => project?.name],
  ]
  for (const [asked, read] of texts) if (asked) return named(read, asked.wanted, asked.method)
  throw emptyFilter(`ListUserGrantRequest.Queries[${index}]`, 'UserGrantQuery.Query')
}

function listUserGrants(call: Call): ListUserGrantResponseJson {
  const { context, actor, body } = call
  const { query, queries } = decode(listRequest, body)
  demand(actor, 'user.grant.read')
  const tests = queries.map((one, index) => testOf(call, one, index))
  // Asked for those of lent projects, of whatever organisation, the server leaves its own condition out.
  const everywhere = queries.some(({ withGrantedQuery }) => withGrantedQuery)
  const found = rows(context, context.world.listedAuthorizations(asOf(context))).filter(
    (row) =>
      (everywhere || row.authorization.organizationId === actor.organizationId) &&
      tests.every((test) => test(row)),
  )
  // No sorting column, hence no ORDER BY, which `asc` does not change.
  const page = pageOf(found, query)
  const result = page.items.map((row) => userGrantJson(call, row))
  return { details: listDetails(context, page), ...(result.length > 0 && { result }) }
}

function userGrantJson({ context }: Call, row: Row): UserGrantJson {
  const { authorization, person, project } = row
  const organization = context.world.organizations.find(({ id }) => id === authorization.organizationId)
  const displayName = displayNameOf(person)
  const grantId = grantIdOf(context, row)
  return {
    id: authorization.id,
    details: viewDetails(authorization, authorization.organizationId),
    roleKeys: [...authorization.roleKeys],
    state: `USER_GRANT_STATE_${authorization.state}`,
    userId: authorization.userId,
    ...(person && {
      userName: person.username,
      preferredLoginName: person.username,
      userType: `TYPE_${person.type}`,
    }),
    ...(person?.givenName && { firstName: person.givenName }),
    ...(person?.familyName && { lastName: person.familyName }),
    ...(person?.email && { email: person.email }),
    ...(displayName !== '' && { displayName }),
    orgId: authorization.organizationId,
    ...(organization && { orgName: organization.name, orgDomain: organization.primaryDomain }),
    projectId: authorization.projectId,
    ...(project && { projectName: project.name }),
    ...(grantId !== '' && { projectGrantId: grantId }),
  }
}

const roleKeysOf = (call: Call): string[] =>
  decode(v.object({ roleKeys: list(v.string()) }), call.body).roleKeys

function addUserGrant(call: Call): AddUserGrantResponseJson {
  const { context, actor, body, param } = call
  const { projectId } = decode(v.object({ projectId: text }), body)
  const roleKeys = roleKeysOf(call)
  demand(actor, 'user.grant.write')
  requireText('AddUserGrantRequest.ProjectId', projectId)
  requireRoles('AddUserGrantRequest.RoleKeys', roleKeys)
  const { organizationId } = actor
  const whose = { userId: param('userId'), projectId, organizationId }
  requireTarget(context, whose, roleKeys)
  const made = create(context, whose, roleKeys)
  return { userGrantId: made.id, details: addDetails(made, organizationId) }
}

// The id alone says which: the server does not compare the person in the path.
function stored({ context, actor, param }: Call, unknown: Parameters<typeof refuse>[0]): Authorization {
  const known = context.world.authorization(param('grantId'))
  if (known?.organizationId !== actor.organizationId) throw refuse(unknown)
  return known
}

function updateUserGrant(call: Call): UpdateUserGrantResponseJson {
  const roleKeys = roleKeysOf(call)
  demand(call.actor, 'user.grant.write')
  requireRoles('UpdateUserGrantRequest.RoleKeys', roleKeys)
  const known = stored(call, 'authorizationUnknown')
  if (hasRoles(known, roleKeys)) throw refuse('sameRoles')
  requireTarget(call.context, known, roleKeys)
  const changed = replaceRoles(call.context, known, roleKeys)
  return { details: changeDetails(changed, changed.organizationId) }
}

function deactivateUserGrant(call: Call): DeactivateUserGrantResponseJson {
  demand(call.actor, 'user.grant.write')
  const changed = setState(call.context, stored(call, 'authorizationUnknown'), 'INACTIVE')
  if (changed === undefined) throw refuse('notActive')
  return { details: changeDetails(changed, changed.organizationId) }
}

function reactivateUserGrant(call: Call): ReactivateUserGrantResponseJson {
  demand(call.actor, 'user.grant.write')
  const changed = setState(call.context, stored(call, 'activatedUnknown'), 'ACTIVE')
  if (changed === undefined) throw refuse('notInactive')
  return { details: changeDetails(changed, changed.organizationId) }
}

function removeUserGrant(call: Call): RemoveUserGrantResponseJson {
  const { context, actor } = call
  demand(actor, 'user.grant.delete')
  const { id, organizationId } = stored(call, 'deletedUnknown')
  const sequence = context.world.dropAuthorization(id, context.now())
  return { details: changeDetails({ sequence, changed: context.now() }, organizationId) }
}

const grants = '/management/v1/users/{userId}/grants'

export const restAuthorizations: Route[] = [
  rest('POST', '/management/v1/users/grants/_search', 'listAuthorizations', listUserGrants),
  rest('POST', grants, 'createAuthorization', addUserGrant),
  rest('PUT', `${grants}/{grantId}`, 'updateAuthorization', updateUserGrant),
  rest('POST', `${grants}/{grantId}/_deactivate`, 'deactivateAuthorization', deactivateUserGrant),
  rest('POST', `${grants}/{grantId}/_reactivate`, 'activateAuthorization', reactivateUserGrant),
  rest('DELETE', `${grants}/{grantId}`, 'deleteAuthorization', removeUserGrant),
]
