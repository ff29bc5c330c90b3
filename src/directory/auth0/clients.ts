// The tenant's machine-to-machine applications and what is read of them for accounts and for credentials alike. Hides: lists by
// checkpoint, and which applications are none of this console's business.
import * as v from 'valibot'
import { shaped } from '../answer.ts'
import type { Caller } from '../directory.ts'
import type { Progress } from '../model.ts'
import { Problem } from '../problem.ts'
import { type Calls, segment } from './calls.ts'
import { type Client, clientFields, type ClientGrant, clientGrantOf, clientOf } from './client-wire.ts'
import { audienceOf } from './access.ts'
import { isGone, isRefusedQuery } from './errors.ts'
import { type Key, keyOf } from './key-wire.ts'
import { type List, stepAfter, wholeBySteps } from './pages.ts'

export type Clients = {
  /** Machines from the checkpoint on, at most a thousand rows of the tenant's list. `unreadable` counts what is not among them. */
  some(after?: string, signal?: AbortSignal): Promise<{ items: Client[]; unreadable: number; next?: string }>
  all(options?: Progress): Promise<{ items: Client[]; unreadable: number }>
  /** One machine. Rejects with `not-found` for what is none. */
  get(id: string, signal?: AbortSignal): Promise<Client>
  /** What the machine itself may do, API by API. */
  grants(id: string, signal?: AbortSignal): Promise<ClientGrant[]>
  /** Ids of the applications that may use the Management API; none where that may not be read. */
  managers(signal?: AbortSignal): Promise<ReadonlySet<string>>
  /** Whether this is the API by which the tenant is administered. */
  isManagement(api: string): boolean
  /**
   * Throws where somebody who has a credential of the machine could do what the signed-in person cannot: rule the tenant, or do
   * what they may not do in this console. The gateway refuses the same; here it is known before the first step of several.
   */
  refuseStronger(id: string): Promise<void>
  /** The keys of the machine, those that were never activated included. */
  keys(id: string, signal?: AbortSignal): Promise<Key[]>
  /** Where the tenant issues its tokens: its address, with a slash at the end. */
  issuer(): string
}

/** Why neither such an application nor its credentials can be changed here. */
export const managerText =
  'This application may use Auth0’s Management API, as the gateway of this console does. Whoever has its credentials rules the tenant, ' +
  'so it is changed in Auth0’s own dashboard only.'

const list: List<{ client: Client | undefined }> = {
  path: '/clients',
  rows: 'clients',
  query: {
    app_type: 'non_interactive',
    is_global: false,
    fields: clientFields,
    include_fields: true,
  },
  row: (row) => ({ client: clientOf(row) }),
}
const most = 1_000

/** Makes the access to the tenant's applications. */
export function createClients(calls: Calls, caller: Pick<Caller, 'claims'>): Clients {
  function issuer(): string {
    const found = caller.claims()?.get('iss')
    if (typeof found === 'string' && URL.canParse(found)) return found.replace(/\/*$/, '/')
    throw new Problem('unexpected', 'Your access token does not say which tenant issued it.')
  }

  const isManagement = (api: string): boolean =>
    /^https:\/\/[^/]+\.auth0\.com\/api\/v2\/?$/.test(api) || api === `${issuer()}api/v2/`

  // What an application may do is not changed, and nobody is judged by it, while a part of it cannot be read.
  const grantList: List<ClientGrant> = {
    path: '/client-grants',
    rows: 'client_grants',
    row: (row) => shaped(readableGrant, clientGrantOf(row), calls.host),
  }
  const grants: Clients['grants'] = async (id, signal) => {
    const rows = await wholeBySteps(calls, { ...grantList, query: { client_id: id } }, signal)
    return rows.filter(({ client, isForMachine }) => client === id && isForMachine)
  }

  const some: Clients['some'] = async (after, signal) => {
    const items: Client[] = []
    let unreadable = 0
    for (let next = after; ;) {
      const page = await stepAfter(calls, list, next, signal).catch((error: unknown) => {
        if (next === undefined || !(error instanceof Problem) || !isRefusedQuery(error)) throw error
        throw new Problem('unexpected', 'This page of the list does not exist.', error.details)
      })
      for (const { client } of page.items) {
        if (!client) unreadable += 1
        else if (client.isMachine) items.push(client)
      }
      if (page.next === undefined) return { items, unreadable }
      next = page.next
      if (items.length >= most) return { items, unreadable, next }
    }
  }

  return {
    some,
    isManagement,
    issuer,

    async all({ signal, onProgress } = {}) {
      const items: Client[] = []
      let unreadable = 0
      for (let after: string | undefined; ;) {
        const page = await some(after, signal)
        items.push(...page.items)
        unreadable += page.unreadable
        if (page.next === undefined) return { items, unreadable }
        onProgress?.(items.length, null)
        after = page.next
      }
    },

    async get(id, signal) {
      const missing = `There is no application “${id}”. It may have been deleted.`
      let body: unknown
      try {
        body = await calls.get(pathOf(id), { fields: clientFields, include_fields: true }, signal)
      } catch (error) {
        if (!(error instanceof Problem) || !isGone(error)) throw error
        throw new Problem('not-found', missing, error.details)
      }
      const client = shaped(readableClient, clientOf(body), calls.host)
      if (!client.isMachine) throw new Problem('not-found', missing)
      return client
    },

    grants,

    async managers(signal) {
      try {
        const query = { audience: `${issuer()}api/v2/` }
        // Behind a domain of one's own the tenant calls its API by another name than its tokens.
        const isOwnDomain = !/^https:\/\/[^/]+\.auth0\.com\/$|^http:/.test(issuer())
        const rows = await wholeBySteps(calls, { ...grantList, ...(!isOwnDomain && { query }) }, signal)
        return new Set(rows.filter(({ api }) => isManagement(api)).map(({ client }) => client))
      } catch (error) {
        // The gateway refuses to touch them all the same.
        if (error instanceof Problem && error.kind === 'forbidden') return new Set()
        throw error
      }
    },

    async refuseStronger(id) {
      const claims = caller.claims()
      const permissions = claims?.get('permissions')
      const held = new Set(Array.isArray(permissions) ? permissions : [])
      const audience = audienceOf(claims?.get('aud'))
      for (const { api, scope } of await grants(id)) {
        if (isManagement(api)) throw new Problem('forbidden', managerText)
        const more = api === audience ? scope.find((value) => !held.has(value)) : undefined
        if (more !== undefined) {
          throw new Problem(
            'forbidden',
            `This application may ${more} in this console, which you may not. Whoever has a credential of it could do that.`,
          )
        }
      }
    },

    async keys(id, signal) {
      const body = await calls.get(`${pathOf(id)}/credentials`, {}, signal)
      const rows = shaped(v.array(v.unknown()), body, calls.host)
      return rows.map((row) => shaped(readableKey, keyOf(row), calls.host))
    },
  }
}

function pathOf(id: string): string {
  return `/clients/${segment(id)}`
}

const readableClient = v.custom<Client>((client) => client !== undefined)
const readableGrant = v.custom<ClientGrant>((grant) => grant !== undefined)
const readableKey = v.custom<Key>((key) => key !== undefined)
