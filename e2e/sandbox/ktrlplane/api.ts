// KtrlPlane's API for the sandbox (platforms.md §1): one Hono app over the routes of the resources, as coded or as documented
// (`settings.strict`). Does what is the same for every call: CORS, the router's own answers, the token, errors.
import { Hono } from 'hono'
import type { Context } from 'hono'
import type { TenantApi } from '../auth0/tenant.ts'
import { fromFetch } from '../http.ts'
import { assignments } from './assignments.ts'
import { catalogue } from './catalogue.ts'
import { cors } from './cors.ts'
import { faultBody, refusalOf, refuse } from './errors.ts'
import { organizations } from './organizations.ts'
import { projects } from './projects.ts'
import { resources } from './resources.ts'
import type { Caller, KtrlplaneContext, Operation, Route } from './route.ts'
import { authenticate } from './token.ts'

const routes: Route[] = [...catalogue, ...organizations, ...projects, ...resources, ...assignments]

const routeOf = (method: string, path: string): Route | undefined =>
  routes.find((route) => route.method === method && route.path.test(path))

/** The name by which a test sets a fault for this request; undefined for what the API does not serve. */
const operationOf = (method: string, path: string): Operation | undefined => routeOf(method, path)?.operation

/** The API over one database; it reads `settings` anew with every call. */
export function ktrlplaneApi(context: KtrlplaneContext): TenantApi & { app: Hono } {
  const app = new Hono()
  app.use('*', cors)
  app.all('*', (c) => serve(context, c))
  return {
    app,
    serves: (path) => path.startsWith('/api/') || path === '/health' || path === '/health/',
    readable: true,
    handle: fromFetch((request) => app.fetch(request)),
    operationOf,
    errorBody: (status, operation) =>
      routes.some((route) => route.operation === operation) ? faultBody(status) : undefined,
    reset: () => undefined,
  }
}

const nobody: Caller = { id: '', isServiceAccount: false }
const type = 'application/json; charset=utf-8'

async function serve(context: KtrlplaneContext, c: Context): Promise<Response> {
  const { strict } = context.settings
  const url = new URL(c.req.url)
  const path = decoded(url.pathname)
  const route = routeOf(c.req.method, path)
  try {
    if (route === undefined) return await unrouted(context, c, url)
    const caller = route.open ? nobody : await authenticate(context, c.req.header('authorization'))
    const parts = route.path.exec(path)?.groups ?? {}
    const { status, body } = route.handle({
      tables: context.tables,
      strict,
      now: context.now,
      caller,
      query: url.searchParams,
      body: c.req.method === 'GET' ? '' : await c.req.text(),
      param: (name) => parts[name] ?? '',
    })
    c.header('content-type', type)
    c.status(status)
    return status === 204 ? c.body(null) : c.body(JSON.stringify(body))
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal === undefined) throw error
    return c.body(JSON.stringify(refusal.body), refusal.status, { 'content-type': type })
  }
}

/** What gin's router answers itself: a redirect where only the last slash is too many, else 404 in plain text, token or not. */
async function unrouted(context: KtrlplaneContext, c: Context, url: URL): Promise<Response> {
  const shorter = url.pathname.replace(/\/$/, '')
  if (shorter !== url.pathname && routeOf(c.req.method, shorter)) {
    const location = `${shorter}${url.search}`
    const [status, words] =
      c.req.method === 'GET' ? ([301, 'Moved Permanently'] as const) : ([307, 'Temporary Redirect'] as const)
    const headers = { location, 'content-type': 'text/html; charset=utf-8' }
    return c.body(`<a href="${location}">${words}</a>.\n\n`, status, headers)
  }
  if (!context.settings.strict) return c.body('404 page not found', 404, { 'content-type': 'text/plain' })
  await authenticate(context, c.req.header('authorization'))
  throw refuse(404, 'Not found')
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
