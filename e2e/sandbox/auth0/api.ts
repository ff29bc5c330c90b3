// Auth0's Management API v2 for the sandbox: one Hono app over the routes of the resources. Does what is the same for
// every call: token, scopes, rate, query, body, errors. Browsers get no CORS header: it is an API for servers.
import { Hono } from 'hono'
import type { Context } from 'hono'
import { fromFetch } from '../http.ts'
import { authenticate, demand } from './access.ts'
import { clientCredentials } from './client-credentials.ts'
import { clientGrants } from './client-grants.ts'
import { clients } from './clients.ts'
import { effective } from './effective.ts'
import { errorBody, failureOf, faultBody, invalidBody, invalidQuery, refuse, unknownPath } from './errors.ts'
import { createLimiter } from './limits.ts'
import type { Limiter } from './limits.ts'
import { organizationMembers } from './organization-members.ts'
import { organizations } from './organizations.ts'
import { resourceServers } from './resource-servers.ts'
import { rolePermissions } from './role-permissions.ts'
import { roleUsers } from './role-users.ts'
import { roles } from './roles.ts'
import type { Auth0Context, Operation, Route } from './route.ts'
import { userPermissions } from './user-permissions.ts'
import { userRoles } from './user-roles.ts'
import type { TenantApi } from './tenant.ts'
import { users } from './users.ts'

const routes: Route[] = [
  ...roles,
  ...rolePermissions,
  ...roleUsers,
  ...users,
  ...userRoles,
  ...userPermissions,
  ...effective,
  ...resourceServers,
  ...organizations,
  ...organizationMembers,
  ...clients,
  ...clientCredentials,
  ...clientGrants,
]

const megabyte = 1_048_576

const routeOf = (method: string, path: string): Route | undefined =>
  routes.find((route) => route.method === method && route.path.test(path))

/** The name by which a test sets a fault for this request; undefined for what the API does not serve. */
const operationOf = (method: string, path: string): Operation | undefined =>
  routeOf(method, path.split('?')[0] ?? '')?.operation

/** The API over one world; it reads `settings` anew with every call. */
export function managementApi(context: Auth0Context): TenantApi & { app: Hono } {
  const limiter = createLimiter(context.now)
  const app = new Hono()
  app.all('*', (c) => serve(context, limiter, c))
  return {
    app,
    serves: (path) => path.startsWith('/api/'),
    readable: false,
    handle: fromFetch((request) => app.fetch(request)),
    operationOf,
    errorBody: (status, operation) =>
      routes.some((route) => route.operation === operation) ? faultBody(status) : undefined,
    reset: limiter.reset,
  }
}

async function serve(context: Auth0Context, limiter: Limiter, c: Context): Promise<Response> {
  c.header('cache-control', 'no-store')
  try {
    // The path as it was sent: ids contain encoded characters.
    const { pathname, searchParams: query } = new URL(c.req.url)
    const route = routeOf(c.req.method, pathname)
    if (route === undefined) throw unknownPath()
    const scopes = await authenticate(context, c.req.header('authorization'))
    const { allowed, headers } = limiter.take(context.settings.rateLimit)
    for (const [name, value] of Object.entries(headers)) c.header(name, value)
    if (!allowed) throw refuse(429, 'Global limit has been reached', 'too_many_requests')
    demand(scopes, route.needs)
    const foreign = [...query.keys()].find((name) => !route.query.includes(name))
    if (foreign !== undefined) throw invalidQuery(`Additional properties not allowed: ${foreign}`)
    const parts = new Map(Object.entries(route.path.exec(pathname)?.groups ?? {}).map(decoded))
    const answer = route.handle({
      context,
      scopes,
      query,
      body: c.req.method === 'GET' ? undefined : parsed(await c.req.text()),
      param: (name) => parts.get(name) ?? '',
    })
    c.status(route.status)
    return answer === undefined ? c.body(null) : c.json(answer)
  } catch (error) {
    const failure = failureOf(error)
    if (failure === undefined) throw error
    return c.json(errorBody(failure), failure.statusCode)
  }
}

const decoded = ([name, part]: [string, string]): [string, string] => {
  try {
    return [name, decodeURIComponent(part)]
  } catch {
    throw refuse(
      400,
      `Path validation error: 'Malformed escape sequence' on property ${name}.`,
      'invalid_uri',
    )
  }
}

function parsed(body: string): unknown {
  if (Buffer.byteLength(body) > megabyte) {
    throw refuse(413, `Payload content length greater than maximum allowed: ${megabyte}`)
  }
  if (body === '') return undefined
  try {
    return JSON.parse(body)
  } catch {
    throw invalidBody('Invalid request payload JSON format')
  }
}
