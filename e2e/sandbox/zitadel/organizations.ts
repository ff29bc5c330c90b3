// Organisations: the v2 list, and the v1 list of those a person may switch to.
// org v2 is of the older generation of v2: `query`, `queries` and `details` where project v2 has other names.
import type { ListMyProjectOrgsResponseJson } from '@zitadel/proto/zitadel/auth_pb.js'
import type { OrganizationJson } from '@zitadel/proto/zitadel/org/v2/org_pb.js'
import type { ListOrganizationsResponseJson } from '@zitadel/proto/zitadel/org/v2/org_service_pb.js'
import type { OrgJson } from '@zitadel/proto/zitadel/org_pb.js'
import * as v from 'valibot'
import { permissionsIn } from './access.ts'
import { decode, emptyFilter, list, matches, pageOf, paging, queryMethod, sorted, text } from './decode.ts'
import { listDetails, olderListDetails, viewDetails } from './encode.ts'
import { connect, rest } from './route.ts'
import type { Call, Route } from './route.ts'
import type { Organization, ZitadelContext } from './world.ts'

const dated = ({ created }: Organization) => ({ sequence: 1, created, changed: created })

const organizationV2 = (organization: Organization): OrganizationJson => ({
  id: organization.id,
  details: viewDetails(dated(organization), organization.id),
  state: 'ORGANIZATION_STATE_ACTIVE',
  name: organization.name,
  primaryDomain: organization.primaryDomain,
})

const organizationV1 = (organization: Organization): OrgJson => ({
  ...organizationV2(organization),
  state: 'ORG_STATE_ACTIVE',
})

const mayRead = ({ world }: ZitadelContext, sub: string, id: string): boolean =>
  permissionsIn(world, sub, id)?.includes('org.read') === true

const listRequest = v.object({
  query: paging,
  sortingColumn: v.nullish(
    v.picklist(['ORGANIZATION_FIELD_NAME_UNSPECIFIED', 'ORGANIZATION_FIELD_NAME_NAME']),
  ),
  queries: list(
    v.object({
      nameQuery: v.nullish(v.object({ name: text, method: queryMethod })),
      domainQuery: v.nullish(v.object({ domain: text, method: queryMethod })),
      idQuery: v.nullish(v.object({ id: text })),
      stateQuery: v.nullish(v.object({ state: text })),
      defaultQuery: v.nullish(v.object({})),
    }),
  ),
})

function listOrganizations({ context, actor, body }: Call): ListOrganizationsResponseJson {
  const { query, sortingColumn, queries } = decode(listRequest, body)
  const { world } = context
  const tests = queries.map(({ nameQuery, domainQuery, idQuery, stateQuery, defaultQuery }, index) => {
    if (nameQuery) return ({ name }: Organization) => matches(name, nameQuery.name, nameQuery.method)
    if (domainQuery) {
      return (one: Organization) => matches(one.primaryDomain, domainQuery.domain, domainQuery.method)
    }
    if (idQuery) return ({ id }: Organization) => id === idQuery.id
    if (stateQuery) return () => stateQuery.state === 'ORGANIZATION_STATE_ACTIVE'
    if (defaultQuery) return ({ id }: Organization) => id === world.homeOrganizationId
    throw emptyFilter(`ListOrganizationsRequest.Queries[${index}]`, 'SearchQuery.Query')
  })
  const found = world.organizations.filter((one) => tests.every((test) => test(one)))
  const visible = (one: Organization): boolean => mayRead(context, actor.sub, one.id)
  const by = (one: Organization): string | number =>
    sortingColumn === 'ORGANIZATION_FIELD_NAME_NAME' ? one.name : one.created
  // Without the feature the total counts what the caller may not see.
  const counted = world.settings.permissionCheckV2 ? found.filter(visible) : found
  const page = pageOf(sorted(counted, by, query.asc), query)
  const result = page.items.filter(visible).map(organizationV2)
  return {
    details: olderListDetails(context, page),
    ...(sortingColumn && { sortingColumn }),
    ...(result.length > 0 && { result }),
  }
}

// Those the person administers. A real instance also lists organisations in which the person has
// authorizations for the project of the token's application.
function listMyProjectOrgs({ context, actor, body }: Call): ListMyProjectOrgsResponseJson {
  const { query } = decode(v.object({ query: paging }), body)
  const page = pageOf(
    context.world.organizations.filter(({ id }) => mayRead(context, actor.sub, id)),
    query,
  )
  const result = page.items.map(organizationV1)
  return { details: listDetails(context, page), ...(result.length > 0 && { result }) }
}

export const organizations: Route[] = [
  connect('zitadel.org.v2.OrganizationService', 'ListOrganizations', 'listOrganizations', listOrganizations),
  rest('POST', '/auth/v1/global/projectorgs/_search', 'listOrganizations', listMyProjectOrgs),
]
