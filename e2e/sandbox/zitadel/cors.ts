// CORS as Zitadel's API does it: every origin is let in with credentials; the origin is judged later, with
// the token. Headers as in internal/api/http/middleware/cors_interceptor.go, behaviour of github.com/rs/cors.
import type { MiddlewareHandler } from 'hono'

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
const allowed = new Set(
  (
    'origin content-type accept accept-language authorization x-zitadel-orgid x-user-agent x-grpc-web ' +
    'x-requested-with connect-protocol-version connect-timeout-ms grpc-timeout'
  ).split(' '),
)
const exposed = 'Location, Content-Length, Grpc-Status, Grpc-Message, Grpc-Status-Details-Bin'

export const cors: MiddlewareHandler = async (c, next) => {
  const origin = c.req.header('origin')
  const method = c.req.header('access-control-request-method')

  if (c.req.method === 'OPTIONS' && method !== undefined) {
    const headers = c.req.header('access-control-request-headers') ?? ''
    const asked = headers.split(',').map((name) => name.trim().toLowerCase())
    c.header('vary', 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers')
    // Also a refusal is 204; it lacks the headers, and the browser draws the conclusion.
    const fine = asked.every((name) => name === '' || allowed.has(name)) && methods.has(method)
    if (origin !== undefined && fine) {
      c.header('access-control-allow-origin', origin)
      c.header('access-control-allow-credentials', 'true')
      c.header('access-control-allow-methods', method)
      if (headers !== '') c.header('access-control-allow-headers', headers)
    }
    return c.body(null, 204)
  }

  await next()
  c.header('vary', 'Origin')
  if (origin !== undefined && methods.has(c.req.method)) {
    c.header('access-control-allow-origin', origin)
    c.header('access-control-allow-credentials', 'true')
    c.header('access-control-expose-headers', exposed)
  }
  return undefined
}
