// Calls for applications, what they sign in with, and what they may ask of which API. Only machine-to-machine applications are
// made and changed; secrets are in two answers alone, of making one and of rotating one.
import * as v from 'valibot'
import { get, key, list, pages, steps, text, write, type Call } from './call.ts'
import {
  activates,
  changesMachine,
  createsMachine,
  deletesGrant,
  grantsScopes,
  handsOut,
  prolongs,
  replacesGrant,
} from './client-guards.ts'
import { Refused } from './errors.ts'
import type { Act } from './escalation.ts'

/** Nothing here holds a secret (comment of "list clients" in the `auth0` package). */
const shownFields = [
  'client_id',
  'name',
  'description',
  'app_type',
  'global',
  'grant_types',
  'client_metadata',
  'token_endpoint_auth_method',
  'client_authentication_methods',
  'created_at',
  'updated_at',
]

const visible = v.object(Object.fromEntries(shownFields.map((name) => [name, v.exactOptional(v.unknown())])))

/** The vendor answers a change with everything, secrets included where the gateway may read them. */
async function withoutSecrets(answer: Response): Promise<Response> {
  const text = await answer.text().catch(() => '')
  if (text === '') return new Response(null, { status: answer.status, headers: answer.headers })
  try {
    return Response.json(v.parse(visible, JSON.parse(text)), {
      status: answer.status,
      headers: answer.headers,
    })
  } catch {
    throw new Refused(
      502,
      'VENDOR_UNREADABLE',
      'The application was changed, but the answer of Auth0 could not be read.',
    )
  }
}

const machine = v.literal('non_interactive')
const onlyMachine = v.pipe(v.array(v.literal('client_credentials')), v.length(1))
const method = v.picklist(['client_secret_post', 'client_secret_basic'])
const label = v.pipe(v.string(), v.maxLength(255))
/** A null takes the value away. */
const metadata = <Value extends v.GenericSchema<string | null>>(value: Value) =>
  v.pipe(v.record(v.pipe(v.string(), v.nonEmpty(), v.maxLength(255)), value), v.maxEntries(10))
const moment = v.pipe(v.string(), v.isoTimestamp('is no date and time'))
const description = v.pipe(v.string(), v.maxLength(140))

/** A private key must not come as far as the vendor, and not into the log. */
const pem = v.pipe(
  v.string(),
  v.maxLength(10_000, 'is too long'),
  v.regex(/^\s*-----BEGIN (?:RSA )?(?:PUBLIC KEY|CERTIFICATE)-----/, 'is no public key in PEM form'),
  v.check((value) => !value.includes('PRIVATE'), 'is no public key in PEM form'),
)
const publicKey = v.strictObject({
  credential_type: v.literal('public_key'),
  name: v.exactOptional(v.pipe(v.string(), v.maxLength(128))),
  pem,
  alg: v.optional(v.picklist(['RS256', 'RS384', 'PS256']), 'RS256'),
  expires_at: v.exactOptional(moment),
  kid: v.exactOptional(v.pipe(v.string(), v.regex(/^[\w-]{10,64}$/, 'is no id of a key'))),
})
/** The vendor takes two. */
const keys = <Item extends v.GenericSchema>(item: Item) =>
  v.strictObject({ private_key_jwt: v.strictObject({ credentials: list(item, 2) }) })

const created = v.strictObject({
  name: text,
  description: v.exactOptional(description),
  app_type: v.optional(machine, 'non_interactive'),
  grant_types: v.optional(onlyMachine, ['client_credentials']),
  token_endpoint_auth_method: v.exactOptional(method),
  client_authentication_methods: v.exactOptional(keys(publicKey)),
  client_metadata: v.exactOptional(metadata(label)),
  // Without it the vendor takes no keys.
  jwt_configuration: v.optional(v.strictObject({ alg: v.literal('RS256') }), { alg: 'RS256' }),
})
const changed = v.strictObject({
  name: v.exactOptional(text),
  description: v.exactOptional(description),
  token_endpoint_auth_method: v.exactOptional(v.nullable(method)),
  client_authentication_methods: v.exactOptional(v.nullable(keys(v.strictObject({ id: key })))),
  client_metadata: v.exactOptional(metadata(v.nullable(label))),
  jwt_configuration: v.exactOptional(v.strictObject({ alg: v.literal('RS256') })),
})
const scope = v.pipe(v.array(text), v.maxLength(1_000))
const grant = v.strictObject({
  client_id: key,
  audience: text,
  scope,
  subject_type: v.optional(v.literal('client'), 'client'),
})

const client = '/clients/:client'
const credentials = '/clients/:client/credentials'
const credential = '/clients/:client/credentials/:credential'
const clientGrant = '/client-grants/:grant'

/** A call without a body that changes something of an application. */
function bare(
  name: string,
  method: 'POST' | 'DELETE',
  path: string,
  needs: string,
  guard: (act: Act) => Promise<void>,
): Call {
  return { name, method, path, needs, query: [], guard }
}

export const clientCalls: readonly Call[] = [
  {
    ...get('listClients', '/clients', 'read:clients', [...pages, ...steps]),
    fields: shownFields,
    fixed: { app_type: 'non_interactive', is_global: 'false' },
  },
  { ...get('getClient', client, 'read:clients'), fields: shownFields },
  write('createClient', 'POST', '/clients', 'create:clients', created, createsMachine),
  {
    ...write('updateClient', 'PATCH', client, 'update:clients', changed, activates),
    inTurn: 'client',
    shown: withoutSecrets,
  },
  bare('deleteClient', 'DELETE', client, 'delete:clients', changesMachine),
  bare('rotateSecret', 'POST', `${client}/rotate-secret`, 'update:client_keys', handsOut),

  get('listCredentials', credentials, 'read:client_credentials'),
  write('createCredential', 'POST', credentials, 'create:client_credentials', publicKey, (_, act) =>
    handsOut(act),
  ),
  write(
    'updateCredential',
    'PATCH',
    credential,
    'update:client_credentials',
    v.strictObject({ expires_at: moment }),
    prolongs,
  ),
  bare('deleteCredential', 'DELETE', credential, 'delete:client_credentials', changesMachine),

  get('listClientGrants', '/client-grants', 'read:client_grants', [
    ...pages,
    ...steps,
    'client_id',
    'audience',
  ]),
  write('createClientGrant', 'POST', '/client-grants', 'update:client_grants', grant, grantsScopes),
  {
    ...write(
      'updateClientGrant',
      'PATCH',
      clientGrant,
      'update:client_grants',
      v.strictObject({ scope }),
      replacesGrant,
    ),
    inTurn: 'grant',
  },
  {
    ...bare('deleteClientGrant', 'DELETE', clientGrant, 'update:client_grants', deletesGrant),
    inTurn: 'grant',
  },
]
