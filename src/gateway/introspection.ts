// POST /gateway/oauth/introspect (RFC 7662): tells a resource server whether a personal access token is good now and what it may do at
// that server's own API. Everything else about a token, and every token that says nothing there, is `{"active": false}`.
import { demandRate, type Visit } from './admission.ts'
import type { GatewayConfig } from './config.ts'
import { Refused } from './errors.ts'
import { createIdentify } from './introspector-auth.ts'
import { createRate } from './rate.ts'
import { formOf } from './request.ts'
import type { TokenStore } from './token-store.ts'
import { subjectOf, type Tokens } from './tokens.ts'

type Parts = { config: GatewayConfig; store: TokenStore; tokens: Tokens; now: () => number }

/** Bytes. A JWT that somebody sends by mistake may be long. */
const largest = 32_000

const seconds = (moment: Date): number => Math.floor(moment.getTime() / 1_000)

function badRequest(message: string): Refused {
  return new Refused(400, 'INVALID_BODY', message, { error: 'invalid_request' })
}

/** @throws Refused; 502 to 504 while an owner's rights cannot be read: older ones do not count */
export function createIntrospection({
  config,
  store,
  tokens,
  now,
}: Parts): (visit: Visit) => Promise<Response> {
  const identify = createIdentify(config, store, now)
  const rate = createRate(config.tokens.perSecond, config.tokens.burst, now)

  return async ({ request, id, entry }) => {
    entry.call = 'introspect'
    if (request.method !== 'POST')
      throw new Refused(
        405,
        'METHOD_NOT_ALLOWED',
        'Introspection is asked for by POST, with the token in the body.',
        {
          headers: { allow: 'POST' },
        },
      )
    if (new URL(request.url).search !== '')
      throw badRequest('Everything belongs into the body: an address ends up in logs.')
    const form = await formOf(request, largest)
    const asking = await identify(request.headers, form)
    entry.actor = asking.id
    demandRate(rate, asking.id)
    const value = form.get('token')
    if (value === undefined || value === '') throw badRequest('The field token is missing.')
    const live = await tokens.at(value, asking.audience, id)
    if (!live) return Response.json({ active: false })
    const { row, permissions } = live
    entry.token = row.id
    return Response.json({
      active: true,
      token_type: 'Bearer',
      jti: row.id,
      sub: subjectOf(row),
      username: row.owner_name,
      ...(row.owner_kind === 'account' && { client_id: row.owner_id }),
      aud: asking.audience,
      scope: permissions.join(' '),
      permissions,
      iat: seconds(row.created_at),
      exp: seconds(row.expires_at),
    })
  }
}
