// The gateway's own access token for the Management API (RFC 6749, section 4.4). Hides when it is fetched: once for however
// many callers, again before it expires, again when the vendor no longer takes it.
import { SignJWT } from 'jose'
import * as v from 'valibot'
import type { GatewayConfig } from './config.ts'
import { Refused } from './errors.ts'
import type { Wire } from './wire.ts'

export type Machine = {
  /** A token that is good for a while. @throws Refused 502 or 504 */
  token: () => Promise<string>
  /** The vendor refused this token: it is not handed out again. */
  refused: (token: string) => void
}

const issued = v.object({
  access_token: v.pipe(v.string(), v.nonEmpty()),
  expires_in: v.pipe(v.number(), v.minValue(1)),
})

type Held = { token: string; renew: number; end: number }

/** The authentication of the application: its secret, or an assertion by its key (RFC 7523; Auth0 takes the issuer as audience). */
async function proof({ credential, clientId, tenant }: GatewayConfig, now: number): Promise<object> {
  if (credential.kind === 'secret') return { client_secret: credential.secret }
  const seconds = Math.floor(now / 1_000)
  const assertion = await new SignJWT()
    .setProtectedHeader({ alg: 'RS256', ...(credential.id !== undefined && { kid: credential.id }) })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(`${tenant}/`)
    .setJti(crypto.randomUUID())
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 60)
    .sign(credential.key)
  return {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  }
}

export function createMachine(config: GatewayConfig, { fetch, now }: Wire): Machine {
  let held: Held | undefined
  let fetching: Promise<Held> | undefined

  async function obtain(): Promise<Held> {
    const body = JSON.stringify({
      grant_type: 'client_credentials',
      client_id: config.clientId,
      audience: config.management,
      ...(await proof(config, now())),
    })
    const signal = AbortSignal.timeout(config.limits.timeout)
    const headers = { 'content-type': 'application/json', accept: 'application/json' }
    const asked = now()
    let answer: Response
    let answered: unknown
    try {
      answer = await fetch(`${config.tenant}/oauth/token`, {
        method: 'POST',
        headers,
        body,
        signal,
        redirect: 'error',
      })
      answered = answer.ok ? await answer.json() : undefined
    } catch {
      throw signal.aborted
        ? new Refused(504, 'VENDOR_STALLED', 'Auth0 gave the gateway no token in time.')
        : new Refused(502, 'VENDOR_AWAY', 'The gateway cannot reach Auth0.')
    }
    if (answer.status === 429 || answer.status >= 500)
      throw new Refused(
        502,
        'VENDOR_AWAY',
        `Auth0 gives the gateway no token right now: it answered ${answer.status}.`,
      )
    const parsed = v.safeParse(issued, answered)
    if (!parsed.success)
      throw new Refused(
        502,
        'MACHINE_REFUSED',
        `Auth0 gives the gateway no token (it answered ${answer.status}). Its application, secret or grant is wrong.`,
      )
    const { access_token: token, expires_in: seconds } = parsed.output
    const life = seconds * 1_000
    held = { token, end: asked + life, renew: asked + life - Math.min(5 * 60_000, life / 5) }
    return held
  }
  const shared = (): Promise<Held> => (fetching ??= obtain().finally(() => (fetching = undefined)))

  return {
    async token() {
      if (held && now() < held.renew) return held.token
      const renewal = shared()
      // In its last minutes the old one still serves, and nobody waits; a failure shows when it has ended.
      if (held && now() < held.end - 10_000) {
        renewal.catch(() => undefined)
        return held.token
      }
      return (await renewal).token
    },
    refused(token) {
      if (held?.token === token) held = undefined
    },
  }
}
