// The people and applications of a fake tenant, and what each may do, for tests of tokens: answers the Management calls by which the
// gateway asks, and lets a test give and take.
import { audience, tenant, type Asked, type Fake } from './fake-tenant.ts'
import type { Permission } from './token-store.ts'

export const shopApi = 'https://shop.example'
export const day = 86_400_000

/** A permission of an API that is not the console's. */
export const shop = (name: string): Permission => ({
  resource_server_identifier: shopApi,
  permission_name: name,
})

/** The body of a token for 30 days that may read and write orders. Undefined leaves a field out. */
export const draftOf = (fake: Fake, changes: object = {}) => ({
  id: crypto.randomUUID(),
  name: 'Nightly export',
  expires_at: new Date(fake.now() + 30 * day).toISOString(),
  permissions: [shop('read:orders'), shop('write:orders')],
  ...changes,
})

export type People = {
  /** A permission of the console's own API. */
  own: (name: string) => Permission
  give: (user: string, ...permissions: Permission[]) => void
  take: (user: string, permission: Permission) => void
  block: (user: string) => void
  /** Takes away every grant of an application. */
  ungrant: (client: string) => void
  /** Deletes a user or an application. */
  remove: (id: string) => void
  /** The tenant's APIs. */
  apis: string[]
  /** Whether the tenant has the calls about effective permissions. */
  effective: boolean
  /** In the place of every answer. */
  fault: (() => Response) | undefined
  /** Paths that were asked for. */
  asked: string[]
}

type Person = { name: string; blocked?: boolean; permissions: Permission[] }

const missing = (): Response =>
  Response.json({ message: 'Not found', errorCode: 'inexistent_thing' }, { status: 404 })

/** Two at a time, so that pages have to be followed. */
function paged(all: unknown[], name: string, from: string | null): Response {
  const start = Number(from ?? 0)
  const next = start + 2 < all.length ? { next: String(start + 2) } : {}
  return Response.json({ [name]: all.slice(start, start + 2), ...next })
}

export function createPeople(fake: Fake): People {
  const persons = new Map<string, Person>([
    ['auth0|ingrid', { name: 'Ingrid Solheim', permissions: [shop('read:orders'), shop('write:orders')] }],
    ['auth0|mateo', { name: 'Mateo Quispe', permissions: [shop('read:orders'), shop('write:orders')] }],
  ])
  const clients = new Map([
    ['client-1', { client_id: 'client-1', name: 'Nightly job', app_type: 'non_interactive' }],
    ['spa-1', { client_id: 'spa-1', name: 'Shop', app_type: 'spa' }],
  ])
  const grants = new Map([['client-1', [{ audience: shopApi, scope: ['read:orders', 'refund:orders'] }]]])

  function user(id: string, rest: string | undefined, query: URLSearchParams): Response {
    const person = persons.get(id)
    if (!person) return missing()
    const { name, blocked, permissions } = person
    if (rest === undefined) return Response.json({ user_id: id, name, ...(blocked && { blocked }) })
    if (rest === 'permissions') {
      const start = Number(query.get('page')) * 2
      return Response.json({
        start,
        total: permissions.length,
        permissions: permissions.slice(start, start + 2),
      })
    }
    if (rest !== 'effective-permissions' || !people.effective) return missing()
    const api = query.get('resource_server_identifier')
    const here = permissions.filter((one) => one.resource_server_identifier === api)
    return paged(here, 'permissions', query.get('from'))
  }

  function answer({ path }: Asked): Response {
    people.asked.push(path)
    if (people.fault) return people.fault()
    const { pathname, searchParams: query } = new URL(path, 'https://x.example')
    const [, kind, id = '', rest] = pathname.slice('/api/v2'.length).split('/').map(decodeURIComponent)
    if (kind === 'resource-servers') {
      const start = Number(query.get('page')) * 2
      const apis = people.apis.map((identifier) => ({ identifier }))
      return Response.json({ start, total: apis.length, resource_servers: apis.slice(start, start + 2) })
    }
    if (kind === 'users') return user(id, rest, query)
    if (kind === 'clients') return clients.has(id) ? Response.json(clients.get(id)) : missing()
    if (kind === 'client-grants')
      return paged(grants.get(query.get('client_id') ?? '') ?? [], 'client_grants', query.get('from'))
    return Response.json([])
  }

  const people: People = {
    own: (name) => ({ resource_server_identifier: audience, permission_name: name }),
    give: (id, ...permissions) => void persons.get(id)?.permissions.push(...permissions),
    take(id, { resource_server_identifier: api, permission_name: name }) {
      const person = persons.get(id)
      if (!person) return
      person.permissions = person.permissions.filter(
        (one) => one.resource_server_identifier !== api || one.permission_name !== name,
      )
    },
    block(id) {
      const person = persons.get(id)
      if (person) person.blocked = true
    },
    ungrant: (id) => void grants.delete(id),
    remove(id) {
      persons.delete(id)
      clients.delete(id)
    },
    apis: [`${tenant}/api/v2/`, audience, shopApi],
    effective: true,
    fault: undefined,
    asked: [],
  }
  fake.answer = answer
  return people
}
