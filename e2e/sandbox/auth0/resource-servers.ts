// /api/v2/resource-servers: APIs and the permissions they define. The list of permissions is replaced as a whole; what
// it no longer names is gone from roles and users too. No version, no If-Match: the last writer wins.
import type { Management } from 'auth0'
import * as v from 'valibot'
import { decode, flag, text, unique } from './decode.ts'
import { invalidBody, invalidQuery, unknownApi } from './errors.ts'
import { permissionsPerApi } from './limits.ts'
import { offset, offsetQuery } from './paging.ts'
import { route } from './route.ts'
import type { Call, Route } from './route.ts'
import type { Api } from './world.ts'

type Shown = Management.ResourceServer &
  Management.GetResourceServerResponseContent &
  Management.UpdateResourceServerResponseContent

function apiJson(api: Api): Shown {
  return {
    id: api.id,
    name: api.name,
    identifier: api.identifier,
    is_system: api.isSystem,
    // A permission without a description has no such member.
    scopes: api.scopes.map(({ value, description }) => (description ? { value, description } : { value })),
    signing_alg: 'RS256',
    token_lifetime: api.tokenLifetime,
    token_lifetime_for_web: 7_200,
    token_dialect: api.tokenDialect,
    enforce_policies: api.enforcePolicies,
    allow_offline_access: api.allowOfflineAccess,
    skip_consent_for_verifiable_first_party_clients: true,
  }
}

/** The API of the path, by id or identifier. */
function apiOf({ context, param }: Call): Api {
  const api = context.world.findApi(param('id'))
  if (api === undefined) throw unknownApi()
  return api
}

function list(
  call: Call,
): Management.ResourceServer[] | Management.ListResourceServerOffsetPaginatedResponseContent {
  const wanted = call.query.getAll('identifiers')
  if (wanted.length > 10)
    throw invalidQuery(`Array is too long (${wanted.length}), maximum 10`, 'identifiers')
  flag(call.query, 'include_fields', true)
  const found = call.context.world
    .apis()
    .filter(({ identifier }) => wanted.length === 0 || wanted.includes(identifier))
  return offset(call, found, apiJson, (shown, head) => ({ ...head, resource_servers: shown }))
}

const scope = v.strictObject({ value: text(1, 280), description: v.optional(text(0, 500), '') })

const changes = v.strictObject({
  name: v.optional(v.pipe(text(1, 200), v.regex(/^[^<>]*$/, 'String does not match pattern: ^[^<>]*$'))),
  scopes: v.optional(
    v.pipe(
      v.array(scope),
      ...unique<v.InferOutput<typeof scope>>(permissionsPerApi),
      v.check(
        (scopes) => new Set(scopes.map(({ value }) => value)).size === scopes.length,
        'Array items are not unique',
      ),
    ),
  ),
  token_lifetime: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2_592_000))),
  token_dialect: v.optional(
    v.picklist(['access_token', 'access_token_authz', 'rfc9068_profile', 'rfc9068_profile_authz']),
  ),
  enforce_policies: v.optional(v.boolean()),
  allow_offline_access: v.optional(v.boolean()),
})

function update(call: Call): Management.UpdateResourceServerResponseContent {
  const api = apiOf(call)
  const wanted = decode(changes, call.body)
  const [first] = Object.keys(wanted)
  if (api.isSystem) throw invalidBody(`Additional properties not allowed: ${first ?? 'scopes'}`)
  api.name = wanted.name ?? api.name
  api.tokenLifetime = wanted.token_lifetime ?? api.tokenLifetime
  api.tokenDialect = wanted.token_dialect ?? api.tokenDialect
  api.enforcePolicies = wanted.enforce_policies ?? api.enforcePolicies
  api.allowOfflineAccess = wanted.allow_offline_access ?? api.allowOfflineAccess
  if (wanted.scopes !== undefined) call.context.world.setScopes(api.identifier, wanted.scopes)
  return apiJson(api)
}

const read = [['read:resource_servers']]

export const resourceServers: Route[] = [
  route('GET', '/resource-servers', 'listApis', {
    needs: read,
    query: [...offsetQuery, 'identifiers', 'include_fields'],
    handle: list,
  }),
  route('GET', '/resource-servers/{id}', 'getApi', {
    needs: read,
    query: ['include_fields'],
    handle: (call): Management.GetResourceServerResponseContent => apiJson(apiOf(call)),
  }),
  // 201 is what the OpenAPI document of 2026-06-25 says, for a change as well.
  route('PATCH', '/resource-servers/{id}', 'updateApi', {
    needs: [['update:resource_servers']],
    status: 201,
    handle: update,
  }),
]
