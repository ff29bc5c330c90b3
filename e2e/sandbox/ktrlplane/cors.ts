// CORS as KtrlPlane sets it up with gin-contrib/cors (platforms.md §1.3): everybody may read, and four request headers may be sent. A
// preflight that asks for another is answered like any, and the browser draws the conclusion.
import type { MiddlewareHandler } from 'hono'

const everybody = { 'access-control-allow-origin': '*', 'access-control-allow-credentials': 'true' }
const preflight = {
  ...everybody,
  'access-control-allow-methods': 'GET,POST,PUT,DELETE,OPTIONS',
  'access-control-allow-headers': 'Origin,Content-Type,Accept,Authorization',
  'access-control-max-age': '43200',
}
const normal = { ...everybody, 'access-control-expose-headers': 'Content-Length' }

export const cors: MiddlewareHandler = async (c, next) => {
  const origin = c.req.header('origin')
  // Its own pages need no leave.
  const own = origin === undefined || origin === new URL(c.req.url).origin
  if (!own && c.req.method === 'OPTIONS') return c.body(null, 204, preflight)
  await next()
  // A redirect to a path without its last slash is made by the router, before this is reached.
  if (!own && c.res.status !== 301 && c.res.status !== 307)
    for (const [name, value] of Object.entries(normal)) c.header(name, value)
  return undefined
}
