// /api/v2/organizations: the organizations of the tenant. Who is in one is in organization-members.ts.
import type { Management } from 'auth0'
import { invalidQuery, unknownOrganization } from './errors.ts'
import { byCheckpoint, checkpoint, eitherQuery, offset } from './paging.ts'
import { route } from './route.ts'
import type { Call, Route } from './route.ts'
import type { Organization } from './world.ts'

export const organizationJson = ({ id, name, displayName }: Organization): Management.Organization => ({
  id,
  name,
  display_name: displayName,
})

/** The organization of the path. */
export function organizationOf({ context, param }: Call): Organization {
  const organization = context.world.organizations().find(({ id }) => id === param('id'))
  if (organization === undefined) throw unknownOrganization()
  return organization
}

function list(
  call: Call,
):
  | Management.Organization[]
  | Management.ListOrganizationsPaginatedResponseContent
  | { start: number; limit: number; total: number; organizations: Management.Organization[] } {
  const all = call.context.world.organizations()
  if (!byCheckpoint(call)) {
    const found = sorted(all, call.query.get('sort'))
    return offset(call, found, organizationJson, (organizations, head) => ({ ...head, organizations }))
  }
  const found = sorted(all, null)
  const how = { keyOf: ({ id }: Organization) => id, show: organizationJson }
  return checkpoint(call, found, how, (organizations, next) => ({ organizations, ...next }))
}

const columns: Record<string, (organization: Organization) => string> = {
  name: ({ name }) => name,
  display_name: ({ displayName }) => displayName,
}

/** By `field:1` or `field:-1`; by id where nothing is asked, which is the order of the checkpoints. */
function sorted(all: Organization[], sort: string | null): Organization[] {
  const [, column = 'id', way = '1'] = /^(\w+):(-?1)$/.exec(sort ?? 'id:1') ?? []
  const by = column === 'id' && sort === null ? ({ id }: Organization): string => id : columns[column]
  if (by === undefined) throw invalidQuery('String does not match pattern', 'sort')
  return all.toSorted((one, other) => (by(one) < by(other) ? -1 : 1) * Number(way))
}

const needs = [['read:organizations']]

export const organizations: Route[] = [
  route('GET', '/organizations', 'listOrganizations', {
    needs,
    query: [...eitherQuery, 'sort'],
    handle: list,
  }),
  route('GET', '/organizations/{id}', 'getOrganization', {
    needs,
    handle: (call): Management.Organization => organizationJson(organizationOf(call)),
  }),
]
