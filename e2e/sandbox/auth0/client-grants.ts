// /api/v2/client-grants: which permissions of which API an application may ask for itself. One for each application and API; the
// list of permissions is replaced as a whole, and the last writer wins.
import type { Management } from 'auth0'
import * as v from 'valibot'
import { decode, text, unique } from './decode.ts'
import { refuse, invalidBody, invalidQuery, unknownApi, unknownClient, unknownClientGrant } from './errors.ts'
import { byCheckpoint, checkpoint, eitherQuery, offset } from './paging.ts'
import { route } from './route.ts'
import type { Call, Route } from './route.ts'
import type { ClientGrant } from './world.ts'

type Shown = Management.ClientGrantResponseContent &
  Management.CreateClientGrantResponseContent &
  Management.UpdateClientGrantResponseContent

function grantJson({ id, clientId, audience, scope, all }: ClientGrant): Shown {
  return {
    id,
    client_id: clientId,
    audience,
    scope: [...scope],
    organization_usage: 'deny',
    allow_any_organization: false,
    subject_type: 'client',
    ...(all ? { allow_all_scopes: true } : {}),
  }
}

type Listed =
  | Shown[]
  | Management.ListClientGrantPaginatedResponseContent
  | { start: number; limit: number; total: number; client_grants: Shown[] }

function list(call: Call): Listed {
  const { query, context } = call
  const kind = query.get('subject_type') ?? 'client'
  if (!['client', 'user', 'anonymous_user'].includes(kind))
    throw invalidQuery(`No enum match for: ${kind}`, 'subject_type')
  const audience = query.get('audience')
  const found = context.world
    .clientGrants(query.get('client_id') ?? undefined)
    .filter((grant) => kind === 'client' && (audience === null || grant.audience === audience))
  if (!byCheckpoint(call))
    return offset(call, found, grantJson, (shown, head) => ({ ...head, client_grants: shown }))
  const sorted = found.toSorted((one, other) => (one.id < other.id ? -1 : 1))
  return checkpoint(call, sorted, { keyOf: ({ id }) => id, show: grantJson }, (shown, next) => ({
    client_grants: shown,
    ...next,
  }))
}

const scope = v.pipe(v.array(text(1, 280)), ...unique<string>(1_000))

const fields = v.strictObject({
  client_id: text(1),
  audience: text(1),
  scope: v.optional(scope, []),
  subject_type: v.optional(v.literal('client'), 'client'),
  organization_usage: v.optional(v.literal('deny')),
  allow_any_organization: v.optional(v.literal(false)),
  allow_all_scopes: v.optional(v.boolean(), false),
})

function create({ context: { world }, body }: Call): Shown {
  const wanted = decode(fields, body)
  if (!world.findClient(wanted.client_id)) throw unknownClient()
  if (world.findApi(wanted.audience)?.identifier !== wanted.audience) throw unknownApi()
  if (world.findGrant(wanted.client_id, wanted.audience))
    throw refuse(409, 'A resource with the same identifier already exists.', 'resource_conflict')
  demandKnown(world, wanted.audience, wanted.scope)
  return grantJson(
    world.setClientGrant(wanted.client_id, wanted.audience, wanted.scope, wanted.allow_all_scopes),
  )
}

function demandKnown(world: Call['context']['world'], audience: string, names: readonly string[]): void {
  const known = new Set(world.findApi(audience)?.scopes.map(({ value }) => value))
  const foreign = names.filter((name) => !known.has(name))
  if (foreign.length > 0)
    throw invalidBody(`The following scopes are not defined for this API: ${foreign.join(', ')}`, 'scope')
}

function grantOf({ context, param }: Call): ClientGrant {
  const grant = context.world.clientGrants().find(({ id }) => id === param('id'))
  if (!grant) throw unknownClientGrant()
  return grant
}

const changes = v.strictObject({
  scope: v.optional(v.nullable(scope)),
  organization_usage: v.optional(v.nullable(v.literal('deny'))),
  allow_any_organization: v.optional(v.nullable(v.literal(false))),
  allow_all_scopes: v.optional(v.nullable(v.boolean())),
})

function update(call: Call): Shown {
  const wanted = decode(changes, call.body)
  const grant = grantOf(call)
  const names = wanted.scope === undefined ? grant.scope : (wanted.scope ?? [])
  demandKnown(call.context.world, grant.audience, names)
  const all = wanted.allow_all_scopes === undefined ? grant.all : (wanted.allow_all_scopes ?? false)
  return grantJson(call.context.world.setClientGrant(grant.clientId, grant.audience, names, all))
}

function remove(call: Call): undefined {
  call.context.world.deleteClientGrant(grantOf(call).id)
}

export const clientGrants: Route[] = [
  route('GET', '/client-grants', 'listClientGrants', {
    needs: [['read:client_grants']],
    query: [...eitherQuery, 'audience', 'client_id', 'subject_type'],
    handle: list,
  }),
  route('POST', '/client-grants', 'createClientGrant', {
    needs: [['create:client_grants']],
    status: 201,
    handle: create,
  }),
  route('GET', '/client-grants/{id}', 'getClientGrant', {
    needs: [['read:client_grants']],
    handle: (call): Shown => grantJson(grantOf(call)),
  }),
  route('PATCH', '/client-grants/{id}', 'updateClientGrant', {
    needs: [['update:client_grants']],
    handle: update,
  }),
  route('DELETE', '/client-grants/{id}', 'deleteClientGrant', {
    needs: [['delete:client_grants']],
    status: 204,
    handle: remove,
  }),
]
