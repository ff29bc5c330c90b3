// Zitadel's management API for the sandbox: one Hono app with absolute paths, two dialects, the real
// refusals. Hides how Connect and the v1 REST gateway read a request; what a call does is in one file per
// resource.
import { Hono } from 'hono'
import type { Context } from 'hono'
import { authenticate } from './access.ts'
import { cors } from './cors.ts'
import { connectError, invalid, restError, unknownPath } from './errors.ts'
import { connectAuthorizations } from './authorizations-connect.ts'
import { restAuthorizations } from './authorizations-rest.ts'
import { keys } from './keys.ts'
import { memberships } from './memberships.ts'
import { connectMetadata } from './metadata-connect.ts'
import { restMetadata } from './metadata-rest.ts'
import { organizations } from './organizations.ts'
import { myPermissions } from './permissions.ts'
import { personalTokens } from './personal-tokens.ts'
import { projects } from './projects.ts'
import { connectRoles } from './roles-connect.ts'
import { restRoles } from './roles-rest.ts'
import { rest } from './route.ts'
import type { Operation, Route } from './route.ts'
import { secrets } from './secrets.ts'
import { serviceUsersV1 } from './service-users-v1.ts'
import { serviceUsersV2 } from './service-users-v2.ts'
import { userMetadata } from './user-metadata.ts'
import { users } from './users.ts'
import type { ZitadelContext } from './world.ts'

const routes: Route[] = [
  ...connectRoles,
  ...restRoles,
  ...projects,
  ...organizations,
  ...connectAuthorizations,
  ...restAuthorizations,
  // Those with a fixed path first: it would do for the id of a user as well.
  ...serviceUsersV2,
  ...serviceUsersV1,
  ...personalTokens,
  ...keys,
  ...secrets,
  ...userMetadata,
  ...memberships,
  ...users,
  ...connectMetadata,
  ...restMetadata,
  rest('POST', '/auth/v1/permissions/zitadel/me/_search', 'permissions', ({ actor }) =>
    myPermissions(actor.permissions),
  ),
]

// Services and methods that came with v4 or later; users and organisations had their v2 before.
const newServices = /^\/zitadel\.(project|authorization)\.v2\./
const newUserMethods =
  /^\/zitadel\.user\.v2\.UserService\/(CreateUser|UpdateUser|\w*(PersonalAccessTokens?|Keys?|Secret|UserMetadata))$/
const newUserPaths = /^\/v2\/users\/(new|(pats|keys)\/search|[^/]+\/(pats|keys|secret|metadata)(\/.*)?)$/
const metadataMethods = /^\/zitadel\.org\.v2\.OrganizationService\/\w+OrganizationMetadata$/

const routeOf = (method: string, path: string): Route | undefined =>
  routes.find((route) => route.method === method && route.path.test(path))

/** The name by which a test sets a fault for this request; undefined for what the API does not serve. */
export const operationOf = (method: string, path: string): Operation | undefined =>
  routeOf(method, path.split('?')[0] ?? '')?.operation

export function zitadelApi(context: ZitadelContext): Hono {
  const app = new Hono()
  app.use(cors)
  app.use(async (c, next) => {
    await next()
    c.header('cache-control', 'no-store')
  })
  app.all('*', (c) => serve(context, c))
  return app
}

async function serve(context: ZitadelContext, c: Context): Promise<Response> {
  // The path as it was sent: a role key may contain an encoded slash.
  const path = new URL(c.req.url).pathname
  const { olderInstance, olderMetadata } = context.world.settings
  if (olderInstance && newServices.test(path)) return unknownPath(c)
  if (olderInstance && newUserMethods.test(path)) return unknownMethod(c)
  // PATCH of a user came with UpdateUser.
  const newPath = newUserPaths.test(path) || (c.req.method === 'PATCH' && path.startsWith('/v2/users/'))
  if (olderInstance && newPath) return unknownPath(c)
  if ((olderInstance || olderMetadata) && metadataMethods.test(path)) return unknownMethod(c)
  if (c.req.method !== 'POST' && routeOf('POST', path)?.dialect === 'connect') {
    return c.body(null, 405, { allow: 'POST' })
  }
  const route = routeOf(c.req.method, path)
  if (route === undefined) return unserved(c, path)
  return route.dialect === 'connect' ? overConnect(context, c, route) : overRest(context, c, route, path)
}

// connect-go's handler of a service answers what it does not have like any Go server, in plain text. A
// service that is not there at all falls through to the REST gateway. A Connect client reads either as
// `unimplemented`, since the protocol derives that from a 404 without an error body
// (connectrpc.com/docs/protocol, "HTTP to Error Code").
const unserved = (c: Context, path: string): Response =>
  routes.some(({ service }) => service !== undefined && path.startsWith(`/${service}/`))
    ? unknownMethod(c)
    : unknownPath(c)

const unknownMethod = (c: Context): Response => c.text('404 page not found\n', 404)

async function overConnect(context: ZitadelContext, c: Context, route: Route): Promise<Response> {
  const type = c.req.header('content-type') ?? ''
  if (!/^application\/json\s*(;\s*charset=utf-8\s*)?$/i.test(type)) {
    return c.body(null, 415, { 'accept-post': 'application/json' })
  }
  try {
    const version = c.req.header('connect-protocol-version') ?? '1'
    if (version !== '1') throw invalid(`connect-protocol-version must be "1": got "${version}"`)
    const body = parsed(await c.req.text())
    const actor = await authenticate(context, c)
    return c.json(route.handle({ context, actor, body, param: () => '', query: () => [] }))
  } catch (error) {
    return connectError(c, error)
  }
}

async function overRest(context: ZitadelContext, c: Context, route: Route, path: string): Promise<Response> {
  try {
    const parts = new Map(Object.entries(route.path.exec(path)?.groups ?? {}).map(decoded))
    // The gateway needs no content type and takes an empty body for an empty message; Connect does not.
    const body = parsed((await c.req.text()).trim() || '{}')
    const actor = await authenticate(context, c)
    const param = (name: string): string => parts.get(name) ?? ''
    const query = (name: string): string[] => c.req.queries(name) ?? []
    return c.json(route.handle({ context, actor, body, param, query }))
  } catch (error) {
    return restError(c, error)
  }
}

const decoded = ([name, part]: [string, string]): [string, string] => {
  try {
    return [name, decodeURIComponent(part)]
  } catch {
    throw invalid(`type mismatch, parameter: ${name}, error: malformed escape sequence`)
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw invalid('unmarshal message: proto: syntax error (line 1:1): invalid value')
  }
}
