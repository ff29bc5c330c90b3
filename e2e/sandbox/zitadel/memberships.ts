// What somebody administers: v1 of one user, within the organisation of the call and the instance, and of oneself,
// everywhere.
import type { ListMyMembershipsResponseJson } from '@zitadel/proto/zitadel/auth_pb.js'
import type { ListUserMembershipsResponseJson } from '@zitadel/proto/zitadel/management_pb.js'
import type { MembershipJson } from '@zitadel/proto/zitadel/user_pb.js'
import * as v from 'valibot'
import { demand } from './access.ts'
import { decode, emptyFilter, list, pageOf, paging, text } from './decode.ts'
import { date, listDetails } from './encode.ts'
import { rest } from './route.ts'
import type { Call, Route } from './route.ts'
import type { ZitadelWorld } from './world.ts'

const request = v.object({
  query: paging,
  queries: list(
    v.object({
      orgQuery: v.nullish(v.object({ orgId: text })),
      iamQuery: v.nullish(v.object({ iam: v.nullish(v.boolean(), false) })),
      projectQuery: v.nullish(v.object({})),
      projectGrantQuery: v.nullish(v.object({})),
    }),
  ),
})

/** The sandbox keeps no events of administrators: their details are made up. */
const details = (resourceOwner: string) => {
  const at = date(Date.parse('2025-02-27T08:00:00.000Z'))
  return { sequence: '60', creationDate: at, changeDate: at, resourceOwner }
}

function membershipsOf(world: ZitadelWorld, userId: string): MembershipJson[] {
  const instance = world.instanceAdministrators.get(userId)
  return [
    ...(instance
      ? [{ userId, details: details('instance'), roles: [...instance], displayName: 'ZITADEL', iam: true }]
      : []),
    ...world.organizations.flatMap(({ id, name }) => {
      const roles = world.administratorsOf.get(id)?.get(userId)
      return roles ? [{ userId, details: details(id), roles: [...roles], displayName: name, orgId: id }] : []
    }),
  ]
}

function search({ context, body }: Call, all: MembershipJson[]): ListUserMembershipsResponseJson {
  const { query, queries } = decode(request, body)
  const tests = queries.map(({ orgQuery, iamQuery, projectQuery, projectGrantQuery }, index) => {
    if (orgQuery) return ({ orgId }: MembershipJson) => orgId === orgQuery.orgId
    if (iamQuery) return ({ iam }: MembershipJson) => (iam ?? false) === iamQuery.iam
    // Nobody administers a single project here.
    if (projectQuery || projectGrantQuery) return () => false
    throw emptyFilter(`ListUserMembershipsRequest.Queries[${index}]`, 'MembershipQuery.Query')
  })
  const page = pageOf(
    all.filter((one) => tests.every((test) => test(one))),
    query,
  )
  return { details: listDetails(context, page), ...(page.items.length > 0 && { result: page.items }) }
}

function ofUser(call: Call): ListUserMembershipsResponseJson {
  const { context, actor, param } = call
  demand(actor, 'user.membership.read')
  const all = membershipsOf(context.world, param('userId'))
  return search(
    call,
    all.filter(({ orgId, iam }) => iam === true || orgId === actor.organizationId),
  )
}

const ofMe = (call: Call): ListMyMembershipsResponseJson =>
  search(call, membershipsOf(call.context.world, call.actor.sub))

export const memberships: Route[] = [
  rest('POST', '/management/v1/users/{userId}/memberships/_search', 'memberships', ofUser),
  rest('POST', '/auth/v1/memberships/me/_search', 'memberships', ofMe),
]
