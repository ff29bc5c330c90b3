// /api/v2/clients: applications. Their secrets are shown when they are made and rotated, and to whoever may read them besides;
// what each scope lets one see is in the comment of "list clients" of the `auth0` package.
import type { Management } from 'auth0'
import * as v from 'valibot'
import { demand } from './access.ts'
import { decode, flag, text } from './decode.ts'
import { invalidBody, refuse, unknownClient } from './errors.ts'
import { tooManyEntities } from './limits.ts'
import { byCheckpoint, checkpoint, eitherQuery, keyOfNumber, offset } from './paging.ts'
import { addPublicKey, publicKey } from './public-key.ts'
import { route } from './route.ts'
import type { Call, Route } from './route.ts'
import type { Client } from './world.ts'

/** The application of the path. */
export function clientOf({ context, param }: Call): Client {
  const client = context.world.findClient(param('id'))
  if (!client) throw unknownClient()
  return client
}

const summary = new Set(['client_id', 'app_type', 'name', 'description'])
const secret = new Set(['client_secret', 'client_authentication_methods', 'signing_keys', 'encryption_key'])
const secretScopes = ['read:client_keys', 'read:client_credentials']

/** Everything of an application, secrets included. */
function clientJson(client: Client): Management.Client {
  return {
    tenant: 'acme',
    global: client.global,
    is_token_endpoint_ip_header_trusted: false,
    name: client.name,
    ...(client.description === '' ? {} : { description: client.description }),
    is_first_party: true,
    oidc_conformant: true,
    jwt_configuration: { alg: 'RS256', lifetime_in_seconds: 36_000, secret_encoded: false },
    ...(Object.keys(client.metadata).length === 0 ? {} : { client_metadata: client.metadata }),
    client_id: client.id,
    client_secret: client.secret,
    ...(client.keys === null
      ? { token_endpoint_auth_method: client.method ?? 'client_secret_post' }
      : {
          client_authentication_methods: {
            private_key_jwt: { credentials: client.keys.map((id) => ({ id })) },
          },
        }),
    app_type: client.type,
    grant_types: client.grantTypes,
    created_at: new Date(client.created).toISOString(),
    updated_at: new Date(client.changed).toISOString(),
  }
}

/** Of it what these scopes let one see, and of that what `fields` asks for. */
function seen({ scopes, query }: Call, client: Client): Management.Client {
  const names = query.get('fields')?.split(',')
  const wanted = flag(query, 'include_fields', true)
  const all = scopes.includes('read:clients') || scopes.includes('read:client_keys')
  const secrets = secretScopes.some((scope) => scopes.includes(scope))
  return Object.fromEntries(
    Object.entries(clientJson(client)).filter(
      ([name]) =>
        (summary.has(name) || (secret.has(name) ? secrets : all)) &&
        (names === undefined || names.includes(name) === wanted),
    ),
  )
}

function list(
  call: Call,
): Management.Client[] | Management.ListClientsOffsetPaginatedResponseContent | { next?: string } {
  const { query, context } = call
  const types = query.get('app_type')?.split(',')
  const only = query.has('is_global') ? flag(query, 'is_global', false) : undefined
  const first = flag(query, 'is_first_party', true)
  const found = context.world
    .clients()
    .filter(
      (client) =>
        first &&
        (types === undefined || types.includes(client.type)) &&
        (only === undefined || client.global === only),
    )
  const show = (client: Client): Management.Client => seen(call, client)
  if (!byCheckpoint(call)) return offset(call, found, show, (clients, head) => ({ ...head, clients }))
  const sorted = found.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
  return checkpoint(call, sorted, { keyOf, show }, (clients, next) => ({ clients, ...next }))
}

const keyOf = ({ created, id }: Client): string => `${keyOfNumber(created)} ${id}`

const metadataKey = /^[A-Za-z0-9:,\-+=_*?"/\\()<>@\t ]{1,255}$/
const metadata = v.pipe(
  v.record(v.string(), v.nullable(text(0, 255))),
  v.check(
    (record) => Object.keys(record).every((key) => metadataKey.test(key)),
    'Object contains keys that are not allowed',
  ),
)

const common = {
  description: v.optional(text(0, 140)),
  app_type: v.optional(v.picklist(['non_interactive', 'spa', 'regular_web', 'native'])),
  grant_types: v.optional(v.array(text(1))),
  token_endpoint_auth_method: v.optional(
    v.nullable(v.picklist(['none', 'client_secret_post', 'client_secret_basic'])),
  ),
  client_metadata: v.optional(v.nullable(metadata)),
  jwt_configuration: v.optional(
    v.strictObject({
      alg: v.optional(v.literal('RS256')),
      lifetime_in_seconds: v.optional(v.number()),
      secret_encoded: v.optional(v.boolean()),
    }),
  ),
  oidc_conformant: v.optional(v.boolean()),
  is_first_party: v.optional(v.literal(true)),
}
const title = v.pipe(text(1), v.regex(/^[^<>]*$/, 'String does not match pattern: ^[^<>]+$'))

const keysOf = <T extends v.GenericSchema>(item: T) =>
  v.strictObject({ private_key_jwt: v.strictObject({ credentials: v.pipe(v.array(item), v.minLength(1)) }) })

const fields = v.strictObject({
  ...common,
  name: title,
  client_authentication_methods: v.optional(keysOf(publicKey)),
})

const exclusive = 'token_endpoint_auth_method and client_authentication_methods are mutually exclusive'

function create(call: Call): Management.CreateClientResponseContent {
  const { context, scopes } = call
  const { world } = context
  const wanted = decode(fields, call.body)
  const { client_authentication_methods: methods, token_endpoint_auth_method: method } = wanted
  if (methods && method) throw invalidBody(exclusive)
  if (methods) demand(scopes, [['create:client_credentials']])
  const own = world.clients().filter(({ global }) => !global)
  if (own.length >= context.settings.maxApplications) throw tooManyEntities()
  const kept = merged({}, wanted.client_metadata)
  const client = world.addClient({
    name: wanted.name,
    description: wanted.description ?? '',
    type: wanted.app_type ?? 'regular_web',
    grantTypes: wanted.grant_types ?? [
      'authorization_code',
      'implicit',
      'refresh_token',
      'client_credentials',
    ],
    method: method ?? 'client_secret_post',
    metadata: kept,
  })
  try {
    for (const key of methods?.private_key_jwt.credentials ?? []) addPublicKey(call, client, key, true)
  } catch (error) {
    world.deleteClient(client.id)
    throw error
  }
  return clientJson(client)
}

/** First level only; null takes a value away (auth0.com/docs, application metadata). */
function merged(
  before: Record<string, string>,
  changes: Record<string, string | null> | null | undefined,
): Record<string, string> {
  if (changes === undefined) return before
  if (changes === null) return {}
  const after = Object.entries({ ...before, ...changes }).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  )
  if (after.length > 10) throw invalidBody('Too many properties (maximum 10)', 'client_metadata')
  return Object.fromEntries(after)
}

const changes = v.strictObject({
  ...common,
  name: v.optional(title),
  client_secret: v.optional(text(1)),
  client_authentication_methods: v.optional(v.nullable(keysOf(v.strictObject({ id: text(1) })))),
})

function update(call: Call): Management.UpdateClientResponseContent {
  const { context, scopes } = call
  const wanted = decode(changes, call.body)
  const client = clientOf(call)
  const { client_authentication_methods: methods, token_endpoint_auth_method: method } = wanted
  if (wanted.client_secret !== undefined) demand(scopes, [['update:client_keys']])
  if (methods !== undefined) demand(scopes, [['update:client_credentials']])
  // Who has a method must put it away in the same change (docs, rotate credentials).
  if (methods && (method === undefined ? client.method : method)) throw invalidBody(exclusive)
  const ids = methods?.private_key_jwt.credentials.map(({ id }) => id)
  const foreign = ids?.find((id) => !client.credentials.has(id))
  if (foreign !== undefined) throw invalidBody(`The credential ${foreign} does not exist`, 'credentials')
  const plain = { keys: null, method: method ?? ('client_secret_post' as const) }
  context.world.setClient(client.id, {
    name: wanted.name ?? client.name,
    description: wanted.description ?? client.description,
    type: wanted.app_type ?? client.type,
    grantTypes: wanted.grant_types ?? client.grantTypes,
    secret: wanted.client_secret ?? client.secret,
    metadata: merged(client.metadata, wanted.client_metadata),
    ...(ids ? { keys: [...new Set(ids)], method: null } : method || methods === null ? plain : {}),
  })
  return seen(call, client)
}

function rotate(call: Call): Management.RotateClientSecretResponseContent {
  const client = clientOf(call)
  if (client.keys !== null)
    throw refuse(400, 'The secret of a client that uses Private Key JWT cannot be rotated.', 'invalid_client')
  call.context.world.rotateSecret(client.id)
  return clientJson(client)
}

function remove(call: Call): undefined {
  call.context.world.deleteClient(clientOf(call).id)
}

const fieldQuery = ['fields', 'include_fields']
const read = [['read:clients'], ['read:client_keys'], ['read:client_credentials'], ['read:client_summary']]

export const clients: Route[] = [
  route('GET', '/clients', 'listClients', {
    needs: read,
    query: [...eitherQuery, ...fieldQuery, 'app_type', 'is_global', 'is_first_party'],
    handle: list,
  }),
  route('POST', '/clients', 'createClient', { needs: [['create:clients']], status: 201, handle: create }),
  route('GET', '/clients/{id}', 'getClient', {
    needs: read,
    query: fieldQuery,
    handle: (call): Management.GetClientResponseContent => seen(call, clientOf(call)),
  }),
  route('PATCH', '/clients/{id}', 'updateClient', { needs: [['update:clients']], handle: update }),
  route('DELETE', '/clients/{id}', 'deleteClient', {
    needs: [['delete:clients']],
    status: 204,
    handle: remove,
  }),
  route('POST', '/clients/{id}/rotate-secret', 'rotateSecret', {
    needs: [['update:client_keys']],
    handle: rotate,
  }),
]
