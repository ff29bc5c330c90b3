// Metadata of people and service users: user v2 by Connect and at REST paths, and v1. All of a bulk call or nothing
// (internal/command/user_metadata.go); writing what is there already is no event.
import type {
  BulkRemoveUserMetadataResponseJson,
  BulkSetUserMetadataResponseJson,
  GetUserMetadataResponseJson,
  ListUserMetadataResponseJson as ListV1Json,
  RemoveUserMetadataResponseJson,
  SetUserMetadataResponseJson as SetV1Json,
} from '@zitadel/proto/zitadel/management_pb.js'
import type { MetadataJson } from '@zitadel/proto/zitadel/metadata/v2/metadata_pb.js'
import type { MetadataJson as MetadataV1Json } from '@zitadel/proto/zitadel/metadata_pb.js'
import type {
  DeleteUserMetadataResponseJson,
  ListUserMetadataResponseJson,
  SetUserMetadataResponseJson,
} from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import * as v from 'valibot'
import { demand } from './access.ts'
import {
  decode,
  emptyFilter,
  filterMethod,
  list,
  matches,
  pageOf,
  paging,
  queryMethod,
  requireText,
  text,
} from './decode.ts'
import { asOf, changeDetails, date, listDetails, pagination, viewDetails } from './encode.ts'
import { refuse, refuseWith } from './errors.ts'
import { bytes, checked, entries } from './metadata.ts'
import { connect, overPath, rest } from './route.ts'
import type { Call, Route } from './route.ts'
import { personHere } from './service-users-v1.ts'
import { demandOver, mayRead } from './service-users.ts'
import type { Metadata, MetadataFields, Person, ZitadelContext } from './world.ts'

const service = 'zitadel.user.v2.UserService'

const known = (person: Person | undefined): Person => {
  if (person) return person
  throw refuseWith('failed_precondition', 'COMMAND-uXHNj', 'Errors.User.NotFound')
}

/** Answers the last event of the user. */
function setAll({ world, now }: ZitadelContext, person: Person, fields: MetadataFields[]) {
  const history = world.machines.metadata(person.id)
  if (fields.length === 0) throw refuse('nothingToSet')
  const written = fields.flatMap((one) =>
    history.get(one.key)?.value === one.value ? [] : history.write(one, now(), now()),
  )
  return written.at(-1) ?? { sequence: person.sequence, changed: now() }
}

/** Answers the sequence of the last event. */
function dropAll({ world, now }: ZitadelContext, { id }: Person, keys: readonly string[]): number {
  const history = world.machines.metadata(id)
  if (keys.length === 0) throw refuse('nothingToSet')
  if (keys.some((key) => history.get(key) === undefined)) {
    throw refuseWith('not_found', 'META-2nnds', 'Errors.Metadata.KeyNotExisting')
  }
  return Math.max(...keys.map((key) => history.drop(key, now())))
}

const listRequest = v.object({
  userId: text,
  pagination: paging,
  filters: list(v.object({ keyFilter: v.nullish(v.object({ key: text, method: filterMethod })) })),
})

/** What one may not read is not listed, without a word. */
function listMetadata(call: Call): ListUserMetadataResponseJson {
  const { context, body } = call
  const { userId, pagination: asked, filters } = decode(listRequest, body)
  requireText('ListUserMetadataRequest.UserId', userId)
  const tests = filters.map(({ keyFilter }, index) => {
    if (keyFilter) return ({ key }: Metadata) => matches(key, keyFilter.key, keyFilter.method)
    throw emptyFilter(`ListUserMetadataRequest.Filters[${index}]`, 'MetadataSearchFilter.Filter')
  })
  const listed = mayRead(call)(userId) ? context.world.machines.metadata(userId).list(asOf(context)) : []
  const page = pageOf(
    listed.filter((one) => tests.every((test) => test(one))),
    asked,
  )
  const metadata = page.items.map((one): MetadataJson => ({
    creationDate: date(one.created),
    changeDate: date(one.changed),
    key: one.key,
    value: one.value,
  }))
  return { pagination: pagination(page), ...(metadata.length > 0 && { metadata }) }
}

function setMetadata(call: Call): SetUserMetadataResponseJson {
  const { context, body } = call
  const { userId, metadata } = decode(v.object({ userId: text, metadata: entries }), body)
  requireText('SetUserMetadataRequest.UserId', userId)
  const fields = checked('SetUserMetadataRequest.Metadata', metadata)
  const person = known(context.world.person(userId))
  demandOver(call, person, 'user.write')
  return { setDate: date(setAll(context, person, fields).changed) }
}

function deleteMetadata(call: Call): DeleteUserMetadataResponseJson {
  const { context, body } = call
  const { userId, keys } = decode(v.object({ userId: text, keys: list(v.string()) }), body)
  requireText('DeleteUserMetadataRequest.UserId', userId)
  for (const [index, key] of keys.entries()) requireText(`DeleteUserMetadataRequest.Keys[${index}]`, key)
  const person = known(context.world.person(userId))
  demandOver(call, person, 'user.write')
  dropAll(context, person, keys)
  return { deletionDate: date(context.now()) }
}

/** The keys are in the query: `?keys=a&keys=b`. */
const deleteOverRest = (call: Call): DeleteUserMetadataResponseJson =>
  deleteMetadata({ ...call, body: { userId: call.param('userId'), keys: call.query('keys') } })

const metadataV1 = (one: Metadata, organizationId: string): MetadataV1Json => ({
  details: viewDetails(one, organizationId),
  key: one.key,
  value: one.value,
})

const searchRequest = v.object({
  query: paging,
  queries: list(v.object({ keyQuery: v.nullish(v.object({ key: text, method: queryMethod })) })),
})

function searchMetadata(call: Call): ListV1Json {
  const { context, actor, body } = call
  const { query, queries } = decode(searchRequest, body)
  demand(actor, 'user.read')
  const tests = queries.map(({ keyQuery }, index) => {
    if (keyQuery) return ({ key }: Metadata) => matches(key, keyQuery.key, keyQuery.method)
    throw emptyFilter(`ListUserMetadataRequest.Queries[${index}]`, 'MetadataQuery.Query')
  })
  const person = personHere(call)
  const listed = person ? context.world.machines.metadata(person.id).list(asOf(context)) : []
  const page = pageOf(
    listed.filter((one) => tests.every((test) => test(one))),
    query,
  )
  const result = page.items.map((one) => metadataV1(one, actor.organizationId))
  return { details: listDetails(context, page), ...(result.length > 0 && { result }) }
}

function getMetadata(call: Call): GetUserMetadataResponseJson {
  const { context, actor, param } = call
  demand(actor, 'user.read')
  const found = context.world.machines.metadata(personHere(call)?.id ?? '').get(param('key'))
  if (!found) throw refuse('metadataUnknown')
  return { metadata: metadataV1(found, actor.organizationId) }
}

function setOneV1(call: Call): SetV1Json {
  const { context, actor, body, param } = call
  const { value } = decode(v.object({ value: text }), body)
  demand(actor, 'user.write')
  requireText('SetUserMetadataRequest.Key', param('key'))
  const fields = { key: param('key'), value: bytes('SetUserMetadataRequest.Value', value) }
  const person = known(personHere(call))
  return { id: person.id, details: changeDetails(setAll(context, person, [fields]), actor.organizationId) }
}

function bulkSetV1(call: Call): BulkSetUserMetadataResponseJson {
  const { context, actor, body } = call
  const { metadata } = decode(v.object({ metadata: entries }), body)
  demand(actor, 'user.write')
  const fields = checked('BulkSetUserMetadataRequest.Metadata', metadata)
  return { details: changeDetails(setAll(context, known(personHere(call)), fields), actor.organizationId) }
}

function removeOneV1(call: Call): RemoveUserMetadataResponseJson {
  const { context, actor, param } = call
  demand(actor, 'user.write')
  const person = known(personHere(call))
  if (!context.world.machines.metadata(person.id).get(param('key'))) {
    throw refuseWith('not_found', 'META-ncnw3', 'Errors.Metadata.NotFound')
  }
  const sequence = dropAll(context, person, [param('key')])
  return { details: changeDetails({ sequence, changed: context.now() }, actor.organizationId) }
}

function bulkRemoveV1(call: Call): BulkRemoveUserMetadataResponseJson {
  const { context, actor, body } = call
  const { keys } = decode(v.object({ keys: list(v.string()) }), body)
  demand(actor, 'user.write')
  const sequence = dropAll(context, known(personHere(call)), keys)
  return { details: changeDetails({ sequence, changed: context.now() }, actor.organizationId) }
}

const v1 = '/management/v1/users/{userId}/metadata'
const v2 = '/v2/users/{userId}/metadata'

// Those with a fixed last part first: it would do for a key as well.
export const userMetadata: Route[] = [
  connect(service, 'ListUserMetadata', 'listUserMetadata', listMetadata),
  connect(service, 'SetUserMetadata', 'setUserMetadata', setMetadata),
  connect(service, 'DeleteUserMetadata', 'deleteUserMetadata', deleteMetadata),
  rest('POST', `${v2}/search`, 'listUserMetadata', overPath(listMetadata, 'userId')),
  rest('POST', v2, 'setUserMetadata', overPath(setMetadata, 'userId')),
  rest('DELETE', v2, 'deleteUserMetadata', deleteOverRest),
  rest('POST', `${v1}/_search`, 'listUserMetadata', searchMetadata),
  rest('POST', `${v1}/_bulk`, 'setUserMetadata', bulkSetV1),
  rest('DELETE', `${v1}/_bulk`, 'deleteUserMetadata', bulkRemoveV1),
  rest('GET', `${v1}/{key}`, 'listUserMetadata', getMetadata),
  rest('POST', `${v1}/{key}`, 'setUserMetadata', setOneV1),
  rest('DELETE', `${v1}/{key}`, 'deleteUserMetadata', removeOneV1),
]
