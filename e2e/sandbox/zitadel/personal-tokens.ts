// Personal access tokens: user v2 across users, by Connect and at the REST paths that later versions have, and v1 of one
// service user. People have none (internal/command/user_personal_access_token.go).
import type {
  AddPersonalAccessTokenResponseJson as AddV1Json,
  GetPersonalAccessTokenByIDsResponseJson,
  ListPersonalAccessTokensResponseJson as ListV1Json,
  RemovePersonalAccessTokenResponseJson as RemoveV1Json,
} from '@zitadel/proto/zitadel/management_pb.js'
import type {
  AddPersonalAccessTokenResponseJson,
  ListPersonalAccessTokensResponseJson,
  RemovePersonalAccessTokenResponseJson,
} from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import type { PersonalAccessTokenJson as TokenV1Json } from '@zitadel/proto/zitadel/user_pb.js'
import * as v from 'valibot'
import { demand } from './access.ts'
import { newToken } from './account-controls.ts'
import { decode, pageOf, paging, requireText, sorted, text, timestamp } from './decode.ts'
import { addDetails, asOf, changeDetails, date, listDetails, viewDetails } from './encode.ts'
import { refuseWith } from './errors.ts'
import { demandFuture, listExpiring, requireDate } from './expiring.ts'
import { hashOf, never } from './machines.ts'
import type { PersonalToken } from './machines.ts'
import { connect, overPath, rest } from './route.ts'
import type { Call, Route } from './route.ts'
import { personHere } from './service-users-v1.ts'
import { demandOver } from './service-users.ts'
import type { Person, ZitadelContext } from './world.ts'

/** What every token may be used for; nobody chooses. */
export const patScopes = [
  'openid',
  'profile',
  'urn:zitadel:iam:user:metadata',
  'urn:zitadel:iam:user:resourceowner',
]

const service = 'zitadel.user.v2.UserService'

function listTokens(call: Call): ListPersonalAccessTokensResponseJson {
  const kind = {
    message: 'ListPersonalAccessTokensRequest',
    idFilter: 'tokenIdFilter',
    columns: 'PERSONAL_ACCESS_TOKEN_FIELD_NAME',
    expiration: 'EXPIRATION_DATE',
  } as const
  return listExpiring(kind, call, call.context.world.machines.tokens)
}

/** The value leaves here once. */
function issue({ world, now }: ZitadelContext, person: Person | undefined, expires: number) {
  demandFuture(expires, now())
  if (!person) throw refuseWith('failed_precondition', 'COMMAND-Dggw2', 'Errors.User.NotFound')
  if (person.type !== 'MACHINE') {
    throw refuseWith('failed_precondition', 'COMMAND-Df2f1', 'Errors.User.WrongType')
  }
  const value = newToken()
  const fields = { id: world.machines.nextId(), userId: person.id, expires, hash: hashOf(value) }
  return { value, made: world.machines.tokens.write(fields, now(), now()) }
}

function remove({ world, now }: ZitadelContext, userId: string, tokenId: string): number {
  if (world.machines.tokens.get(tokenId)?.userId !== userId) {
    throw refuseWith('not_found', 'COMMAND-4m77G', 'Errors.User.PAT.NotFound')
  }
  return world.machines.tokens.drop(tokenId, now())
}

function addToken(call: Call): AddPersonalAccessTokenResponseJson {
  const { context, body } = call
  const { userId, expirationDate } = decode(v.object({ userId: text, expirationDate: timestamp }), body)
  requireText('AddPersonalAccessTokenRequest.UserId', userId)
  const expires = requireDate('AddPersonalAccessTokenRequest.ExpirationDate', expirationDate)
  const person = context.world.person(userId)
  if (person) demandOver(call, person, 'user.write')
  const { value, made } = issue(context, person, expires)
  return { creationDate: date(made.created), tokenId: made.id, token: value }
}

function removeToken(call: Call): RemovePersonalAccessTokenResponseJson {
  const { context, body } = call
  const { userId, tokenId } = decode(v.object({ userId: text, tokenId: text }), body)
  requireText('RemovePersonalAccessTokenRequest.UserId', userId)
  requireText('RemovePersonalAccessTokenRequest.TokenId', tokenId)
  const person = context.world.person(userId)
  if (person) demandOver(call, person, 'user.write')
  remove(context, userId, tokenId)
  return { deletionDate: date(context.now()) }
}

const tokenV1 = (token: PersonalToken, organizationId: string): TokenV1Json => ({
  id: token.id,
  details: viewDetails(token, organizationId),
  expirationDate: date(token.expires),
  scopes: patScopes,
})

function listTokensV1(call: Call): ListV1Json {
  const { context, actor, body } = call
  const { query } = decode(v.object({ query: paging }), body)
  demand(actor, 'user.read')
  const person = personHere(call)
  const listed = context.world.machines.tokens.list(asOf(context))
  const found = listed.filter(({ userId }) => userId === person?.id)
  const page = pageOf(
    sorted(found, ({ created }) => created, query.asc),
    query,
  )
  const result = page.items.map((token) => tokenV1(token, actor.organizationId))
  return { details: listDetails(context, page), ...(result.length > 0 && { result }) }
}

function getTokenV1(call: Call): GetPersonalAccessTokenByIDsResponseJson {
  const { context, actor, param } = call
  demand(actor, 'user.read')
  const found = context.world.machines.tokens.get(param('tokenId'))
  if (!found || found.userId !== personHere(call)?.id) {
    throw refuseWith('not_found', 'QUERY-fk2fs', 'Errors.PersonalAccessToken.NotFound')
  }
  return { token: tokenV1(found, actor.organizationId) }
}

function addTokenV1(call: Call): AddV1Json {
  const { context, actor, body } = call
  const { expirationDate } = decode(v.object({ expirationDate: timestamp }), body)
  demand(actor, 'user.write')
  const { value, made } = issue(context, personHere(call), expirationDate ?? never)
  return { tokenId: made.id, token: value, details: addDetails(made, actor.organizationId) }
}

function removeTokenV1(call: Call): RemoveV1Json {
  const { context, actor, param } = call
  demand(actor, 'user.write')
  const sequence = remove(context, personHere(call)?.id ?? '', param('tokenId'))
  return { details: changeDetails({ sequence, changed: context.now() }, actor.organizationId) }
}

const v1 = '/management/v1/users/{userId}/pats'

export const personalTokens: Route[] = [
  connect(service, 'ListPersonalAccessTokens', 'listTokens', listTokens),
  connect(service, 'AddPersonalAccessToken', 'addToken', addToken),
  connect(service, 'RemovePersonalAccessToken', 'removeToken', removeToken),
  rest('POST', '/v2/users/pats/search', 'listTokens', listTokens),
  rest('POST', '/v2/users/{userId}/pats', 'addToken', overPath(addToken, 'userId')),
  rest(
    'DELETE',
    '/v2/users/{userId}/pats/{tokenId}',
    'removeToken',
    overPath(removeToken, 'userId', 'tokenId'),
  ),
  rest('POST', `${v1}/_search`, 'listTokens', listTokensV1),
  rest('GET', `${v1}/{tokenId}`, 'listTokens', getTokenV1),
  rest('POST', v1, 'addToken', addTokenV1),
  rest('DELETE', `${v1}/{tokenId}`, 'removeToken', removeTokenV1),
]
