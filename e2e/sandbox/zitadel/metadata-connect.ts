// Organisation metadata in Connect JSON: methods of zitadel.org.v2.OrganizationService, for the organisation the body
// names. The published types stop at v2beta, whose list calls `filter` and `keyQuery` what v2 calls `filters` and
// `keyFilter`.
import type { MetadataJson } from '@zitadel/proto/zitadel/metadata/v2/metadata_pb.js'
import type {
  DeleteOrganizationMetadataResponseJson,
  ListOrganizationMetadataResponseJson,
  SetOrganizationMetadataResponseJson,
} from '@zitadel/proto/zitadel/org/v2beta/org_service_pb.js'
import * as v from 'valibot'
import { demandIn } from './access.ts'
import {
  decode,
  emptyFilter,
  filterMethod,
  list,
  matches,
  pageOf,
  paging,
  requireText,
  text,
} from './decode.ts'
import { asOf, date, pagination } from './encode.ts'
import { checked, dropAll, entries, setAll } from './metadata.ts'
import { connect } from './route.ts'
import type { Call, Route } from './route.ts'
import type { Metadata } from './world.ts'

const service = 'zitadel.org.v2.OrganizationService'

const metadataJson = (one: Metadata): MetadataJson => ({
  creationDate: date(one.created),
  changeDate: date(one.changed),
  key: one.key,
  value: one.value,
})

const listRequest = v.object({
  organizationId: text,
  pagination: paging,
  filters: list(v.object({ keyFilter: v.nullish(v.object({ key: text, method: filterMethod })) })),
})

type ListResponse = Omit<ListOrganizationMetadataResponseJson, 'metadata'> & { metadata?: MetadataJson[] }

function listMetadata({ context, actor, body }: Call): ListResponse {
  const { organizationId, pagination: asked, filters } = decode(listRequest, body)
  requireText('ListOrganizationMetadataRequest.OrganizationId', organizationId)
  demandIn(context.world, actor, organizationId, 'org.read')
  const tests = filters.map(({ keyFilter }, index) => {
    if (keyFilter) return ({ key }: Metadata) => matches(key, keyFilter.key, keyFilter.method)
    throw emptyFilter(`ListOrganizationMetadataRequest.Filters[${index}]`, 'MetadataSearchFilter.Filter')
  })
  const found = context.world.listedMetadata(organizationId, asOf(context))
  const page = pageOf(
    found.filter((one) => tests.every((test) => test(one))),
    asked,
  )
  const metadata = page.items.map(metadataJson)
  const { totalResult } = pagination(page)
  return {
    pagination: {
      ...(totalResult !== undefined && { totalResult }),
      // What was asked for and not what was applied (org/v2/query.go, ListOrganizationMetadata).
      ...(asked.limit > 0 && { appliedLimit: String(asked.limit) }),
    },
    ...(metadata.length > 0 && { metadata }),
  }
}

function setMetadata({ context, actor, body }: Call): SetOrganizationMetadataResponseJson {
  const { organizationId, metadata } = decode(v.object({ organizationId: text, metadata: entries }), body)
  requireText('SetOrganizationMetadataRequest.OrganizationId', organizationId)
  const fields = checked('SetOrganizationMetadataRequest.Metadata', metadata)
  demandIn(context.world, actor, organizationId, 'org.write')
  return { setDate: date(setAll(context, organizationId, fields).changed) }
}

function deleteMetadata({ context, actor, body }: Call): DeleteOrganizationMetadataResponseJson {
  const { organizationId, keys } = decode(v.object({ organizationId: text, keys: list(v.string()) }), body)
  requireText('DeleteOrganizationMetadataRequest.OrganizationId', organizationId)
  demandIn(context.world, actor, organizationId, 'org.write')
  dropAll(context, organizationId, keys)
  return { deletionDate: date(context.now()) }
}

export const connectMetadata: Route[] = [
  connect(service, 'ListOrganizationMetadata', 'listMetadata', listMetadata),
  connect(service, 'SetOrganizationMetadata', 'setMetadata', setMetadata),
  connect(service, 'DeleteOrganizationMetadata', 'deleteMetadata', deleteMetadata),
]
