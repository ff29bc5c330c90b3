// Organisation metadata in v1 REST, `/management/v1/metadata`, always of the organisation of the call.
import type {
  BulkRemoveOrgMetadataResponseJson,
  BulkSetOrgMetadataResponseJson,
  GetOrgMetadataResponseJson,
  ListOrgMetadataResponseJson,
  RemoveOrgMetadataResponseJson,
  SetOrgMetadataResponseJson,
} from '@zitadel/proto/zitadel/management_pb.js'
import type { MetadataJson } from '@zitadel/proto/zitadel/metadata_pb.js'
import * as v from 'valibot'
import { demand } from './access.ts'
import {
  decode,
  emptyFilter,
  list,
  matches,
  pageOf,
  paging,
  queryMethod,
  requireText,
  text,
} from './decode.ts'
import { asOf, changeDetails, listDetails, viewDetails } from './encode.ts'
import { refuse } from './errors.ts'
import { bytes, checked, dropAll, entries, setAll, stored } from './metadata.ts'
import { rest } from './route.ts'
import type { Call, Route } from './route.ts'
import type { Metadata } from './world.ts'

const metadataV1 = (one: Metadata, organizationId: string): MetadataJson => ({
  details: viewDetails(one, organizationId),
  key: one.key,
  value: one.value,
})

const searchRequest = v.object({
  query: paging,
  queries: list(v.object({ keyQuery: v.nullish(v.object({ key: text, method: queryMethod })) })),
})

function searchMetadata({ context, actor, body }: Call): ListOrgMetadataResponseJson {
  const { query, queries } = decode(searchRequest, body)
  demand(actor, 'org.read')
  const tests = queries.map(({ keyQuery }, index) => {
    if (keyQuery) return ({ key }: Metadata) => matches(key, keyQuery.key, keyQuery.method)
    throw emptyFilter(`ListOrgMetadataRequest.Queries[${index}]`, 'MetadataQuery.Query')
  })
  const found = context.world.listedMetadata(actor.organizationId, asOf(context))
  // No sorting column, hence no ORDER BY, which `asc` does not change.
  const page = pageOf(
    found.filter((one) => tests.every((test) => test(one))),
    query,
  )
  const result = page.items.map((one) => metadataV1(one, actor.organizationId))
  return { details: listDetails(context, page), ...(result.length > 0 && { result }) }
}

function getMetadata({ context, actor, param }: Call): GetOrgMetadataResponseJson {
  demand(actor, 'org.read')
  const found = stored(context, actor.organizationId, param('key'))
  if (found === undefined) throw refuse('metadataUnknown')
  return { metadata: metadataV1(found, actor.organizationId) }
}

function setMetadata({ context, actor, body, param }: Call): SetOrgMetadataResponseJson {
  const { value } = decode(v.object({ value: text }), body)
  demand(actor, 'org.write')
  requireText('SetOrgMetadataRequest.Key', param('key'))
  const fields = { key: param('key'), value: bytes('SetOrgMetadataRequest.Value', value) }
  const written = setAll(context, actor.organizationId, [fields])
  return { details: changeDetails(written, actor.organizationId) }
}

function bulkSetMetadata({ context, actor, body }: Call): BulkSetOrgMetadataResponseJson {
  const { metadata } = decode(v.object({ metadata: entries }), body)
  demand(actor, 'org.write')
  const written = setAll(
    context,
    actor.organizationId,
    checked('BulkSetOrgMetadataRequest.Metadata', metadata),
  )
  return { details: changeDetails(written, actor.organizationId) }
}

function removeMetadata({ context, actor, param }: Call): RemoveOrgMetadataResponseJson {
  demand(actor, 'org.write')
  requireText('RemoveOrgMetadataRequest.Key', param('key'))
  if (stored(context, actor.organizationId, param('key')) === undefined)
    throw refuse('removedMetadataUnknown')
  const sequence = dropAll(context, actor.organizationId, [param('key')])
  return { details: changeDetails({ sequence, changed: context.now() }, actor.organizationId) }
}

function bulkRemoveMetadata({ context, actor, body }: Call): BulkRemoveOrgMetadataResponseJson {
  const { keys } = decode(v.object({ keys: list(v.string()) }), body)
  demand(actor, 'org.write')
  const sequence = dropAll(context, actor.organizationId, keys)
  return { details: changeDetails({ sequence, changed: context.now() }, actor.organizationId) }
}

const root = '/management/v1/metadata'

// Those with a fixed last part first: it would do for a key as well.
export const restMetadata: Route[] = [
  rest('POST', `${root}/_search`, 'listMetadata', searchMetadata),
  rest('POST', `${root}/_bulk`, 'setMetadata', bulkSetMetadata),
  rest('DELETE', `${root}/_bulk`, 'deleteMetadata', bulkRemoveMetadata),
  rest('GET', `${root}/{key}`, 'getMetadata', getMetadata),
  rest('POST', `${root}/{key}`, 'setMetadata', setMetadata),
  rest('DELETE', `${root}/{key}`, 'deleteMetadata', removeMetadata),
]
