// The applications of a tenant, the public keys they sign in with and what they may ask of which API. Part of the world: what the
// Management API writes and what another administrator changes behind its back go through here; limits and refusals are the API's.
import { createHash, randomBytes, X509Certificate } from 'node:crypto'
import { identify } from './model.ts'
import type { Client, ClientCredential, ClientGrant } from './model.ts'
import { seedHalf } from './seed-clients.ts'
import type { ClientSeed, CredentialSeed } from './seed-clients.ts'
import type { Grants } from './seed.ts'

/** Dates are in milliseconds. `active`: the application signs in with it (the default). */
export type CredentialFields = Partial<
  Pick<ClientCredential, 'id' | 'name' | 'kid' | 'alg' | 'pem' | 'created' | 'expires'>
> & { active?: boolean }

export type ClientFields = Pick<Client, 'name'> &
  Partial<Omit<Client, 'name' | 'credentials' | 'keys'>> & {
    credentials?: CredentialFields[]
    /** Names of permissions by the identifier of their API; each API becomes a grant. */
    grants?: Grants
  }

/** Applications, credentials and grants are named by id. What does not exist throws: a test has mistaken itself. */
export type ClientStore = {
  clients: () => Client[]
  client: (id: string) => Client
  findClient: (id: string) => Client | undefined
  credentials: (clientId: string) => ClientCredential[]
  clientGrants: (clientId?: string) => ClientGrant[]
  findGrant: (clientId: string, audience: string) => ClientGrant | undefined
  addClient: (fields: ClientFields) => Client
  /** Adds to the fields of an application, at the sandbox's time. */
  setClient: (id: string, changes: Partial<Omit<Client, 'id' | 'credentials'>>) => void
  /** With its credentials and grants. */
  deleteClient: (id: string) => void
  /** Gives it another secret, which is the answer. */
  rotateSecret: (id: string) => string
  addCredential: (clientId: string, fields?: CredentialFields) => ClientCredential
  /** It is used no longer either. */
  deleteCredential: (clientId: string, credentialId: string) => void
  /** Replaces what the application may ask of that API; makes the grant where there is none. */
  setClientGrant: (clientId: string, audience: string, scope: readonly string[], all?: boolean) => ClientGrant
  deleteClientGrant: (id: string) => void
  /** `Bulk client 0001`…, each with a secret and nothing else. */
  addClients: (count: number) => void
}

export type ClientBooks = ClientStore & {
  /** These permissions of an API are no more. */
  dropScopes: (audience: string, names: readonly string[]) => void
  seed: (seeds: readonly ClientSeed[], management: string) => void
}

const day = 24 * 3_600_000

/** 64 characters, as Auth0 makes them. */
const newSecret = (): string => randomBytes(48).toString('base64url')

export function createClientStore(now: () => number): ClientBooks {
  const clients = new Map<string, Client>()
  const grants = new Map<string, ClientGrant>()
  let count = 0

  const touch = (client: Client): void => {
    client.changed = now()
  }

  const store: ClientBooks = {
    clients: () => [...clients.values()],
    client: (id) => {
      const client = clients.get(id)
      if (!client) throw new Error(`Acme has no application ${id}`)
      return client
    },
    findClient: (id) => clients.get(id),
    credentials: (clientId) => [...store.client(clientId).credentials.values()],
    clientGrants: (wanted) =>
      [...grants.values()].filter(({ clientId }) => wanted === undefined || clientId === wanted),
    findGrant: (wanted, api) => store.clientGrants(wanted).find(({ audience }) => audience === api),
    addClient: ({ credentials = [], grants: given = {}, ...fields }) => {
      const id = fields.id ?? idOf(`${fields.name} ${++count}`)
      const created = fields.created ?? now()
      const client: Client = {
        description: '',
        type: 'non_interactive',
        grantTypes: ['client_credentials'],
        secret: newSecret(),
        method: 'client_secret_post',
        metadata: {},
        global: false,
        changed: created,
        ...fields,
        id,
        keys: null,
        created,
        credentials: new Map(),
      }
      clients.set(id, client)
      for (const credential of credentials) store.addCredential(id, credential)
      for (const [audience, scope] of Object.entries(given)) store.setClientGrant(id, audience, scope)
      return client
    },
    setClient: (id, changes) => {
      Object.assign(store.client(id), { ...changes, changed: now() })
    },
    deleteClient: (id) => {
      clients.delete(store.client(id).id)
      for (const grant of store.clientGrants(id)) grants.delete(grant.id)
    },
    rotateSecret: (id) => {
      const client = store.client(id)
      client.secret = newSecret()
      touch(client)
      return client.secret
    },
    addCredential: (clientId, { active = true, ...fields } = {}) => {
      const client = store.client(clientId)
      const { pem = seedHalf(5).pem, kid = kidOf(pem), created = now() } = fields
      const thumbprint = thumbprintOf(pem)
      const credential: ClientCredential = {
        alg: 'RS256',
        ...fields,
        id: fields.id ?? identify('cred', `${clientId} ${++count}`),
        kid,
        pem,
        ...(thumbprint === undefined ? {} : { thumbprint }),
        created,
        changed: created,
      }
      client.credentials.set(credential.id, credential)
      if (active) {
        client.keys = [...(client.keys ?? []), credential.id]
        client.method = null
      }
      return credential
    },
    deleteCredential: (clientId, credentialId) => {
      const client = store.client(clientId)
      if (!client.credentials.delete(credentialId)) throw new Error(`${clientId} has no ${credentialId}`)
      client.keys = client.keys?.filter((id) => id !== credentialId) ?? null
      touch(client)
    },
    setClientGrant: (clientId, audience, scope, all = false) => {
      const id = store.findGrant(clientId, audience)?.id ?? identify('cgr', `${audience} ${++count}`)
      const grant = { id, clientId: store.client(clientId).id, audience, scope: [...scope], all }
      grants.set(id, grant)
      return grant
    },
    deleteClientGrant: (id) => {
      if (!grants.delete(id)) throw new Error(`Acme has no client grant ${id}`)
    },
    addClients: (wanted) => {
      for (let number = 1; number <= wanted; number++)
        store.addClient({ name: `Bulk client ${String(number).padStart(4, '0')}` })
    },
    dropScopes: (api, names) => {
      for (const grant of grants.values())
        if (grant.audience === api) grant.scope = grant.scope.filter((name) => !names.includes(name))
    },
    seed: (seeds, management) => {
      clients.clear()
      grants.clear()
      count = 0
      const start = now()
      for (const { age, credentials = [], grants: given = {}, secret, ...fields } of seeds) {
        const own = Object.entries(given).map(([api, scope]) => [
          api === 'management' ? management : api,
          scope,
        ])
        store.addClient({
          ...fields,
          secret:
            secret ?? createHash('sha512').update(`secret of ${fields.id}`).digest('base64url').slice(0, 64),
          created: start - age * day,
          grants: Object.fromEntries(own),
          credentials: credentials.map((credential) => fieldsOf(credential, start)),
        })
      }
    },
  }
  return store
}

function fieldsOf({ id, name, key, age, left }: CredentialSeed, start: number): CredentialFields {
  const ends = left === undefined ? {} : { expires: start + left * day }
  return { id, name, ...key, created: start - age * day, ...ends }
}

/** 32 letters and digits, always the same for the same name. */
const idOf = (name: string): string =>
  createHash('sha512').update(`client ${name}`).digest('base64').replace(/\W/g, '').slice(0, 32)

/** What Auth0 makes up where none is given; here the same for the same key. */
const kidOf = (pem: string): string => createHash('sha256').update(pem).digest('base64url')

function thumbprintOf(pem: string): string | undefined {
  if (!pem.includes('BEGIN CERTIFICATE')) return undefined
  return new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase()
}
