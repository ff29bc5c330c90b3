// Applications, what they are granted and what they sign in with, as the Management API writes them (auth0.md §3.5, §3.6).
// Secrets are never read: rows have no member for one.
import * as v from 'valibot'

const id = v.pipe(v.string(), v.nonEmpty())
const label = v.fallback(v.nullish(v.string(), ''), '')
const flag = v.fallback(v.nullish(v.boolean(), false), false)

/** An application. `keys`: ids of the credentials that it signs in with, where it uses keys. */
export type Client = {
  id: string
  name: string
  description: string
  isMachine: boolean
  metadata: Readonly<Record<string, string>>
  signsIn: 'secret' | 'keys' | 'otherwise'
  /** How its secret is sent, where it uses one. */
  method: string | undefined
  keys: string[]
  createdAt?: Date
}

const date = v.pipe(
  v.string(),
  v.transform((text) => new Date(text)),
  v.date(),
)

const Methods = v.object({
  private_key_jwt: v.nullish(v.object({ credentials: v.nullish(v.array(v.object({ id })), []) })),
})

const ClientRow = v.object({
  client_id: id,
  name: label,
  description: label,
  app_type: label,
  global: flag,
  client_metadata: v.fallback(v.nullish(v.record(v.string(), v.unknown()), {}), {}),
  token_endpoint_auth_method: v.fallback(v.nullish(v.string()), undefined),
  client_authentication_methods: v.nullish(v.looseObject(Methods.entries)),
  created_at: v.fallback(v.nullish(date), undefined),
})

/** The fields that `clientOf` reads. */
export const clientFields = Object.keys(ClientRow.entries).join(',')

export function clientOf(row: unknown): Client | undefined {
  const parsed = v.safeParse(ClientRow, row)
  if (!parsed.success) return undefined
  const { client_id, name, description, app_type, global, client_metadata, created_at } = parsed.output
  const methods = parsed.output.client_authentication_methods
  const method = parsed.output.token_endpoint_auth_method ?? undefined
  const texts = Object.entries(client_metadata).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  return {
    id: client_id,
    name: name || client_id,
    description,
    isMachine: app_type === 'non_interactive' && !global,
    metadata: Object.fromEntries(texts),
    signsIn: methods?.private_key_jwt
      ? 'keys'
      : !methods && method?.startsWith('client_secret')
        ? 'secret'
        : 'otherwise',
    method,
    keys: methods?.private_key_jwt?.credentials.map((one) => one.id) ?? [],
    ...(created_at && { createdAt: created_at }),
  }
}

/** What an application may do at one API. `isAll`: whatever the API has, now and later. */
export type ClientGrant = {
  id: string
  client: string
  api: string
  scope: string[]
  isAll: boolean
  isForMachine: boolean
}

const GrantRow = v.object({
  id,
  client_id: v.fallback(v.nullish(v.string(), ''), ''),
  audience: id,
  scope: v.nullish(v.array(id), []),
  allow_all_scopes: flag,
  subject_type: label,
})

export function clientGrantOf(row: unknown): ClientGrant | undefined {
  const parsed = v.safeParse(GrantRow, row)
  if (!parsed.success) return undefined
  const { id, client_id, audience, scope, allow_all_scopes, subject_type } = parsed.output
  return {
    id,
    client: client_id,
    api: audience,
    scope,
    isAll: allow_all_scopes,
    isForMachine: subject_type !== 'user',
  }
}
