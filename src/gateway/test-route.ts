// Trying a credential out: a real token request to the tenant with what an application would send, because the tenant's token
// endpoint answers no browser for such applications. The token is thrown away, and nothing of the request is logged or kept.
import * as v from 'valibot'
import { holds, type Admit, type Visit } from './admission.ts'
import { demandOther } from './client-guards.ts'
import type { GatewayConfig } from './config.ts'
import { Refused } from './errors.ts'
import { jsonOf } from './request.ts'
import type { Wire } from './wire.ts'

const text = v.pipe(v.string('is missing'), v.nonEmpty('is missing'), v.maxLength(10_000, 'is too long'))
// Messages name members only: a value may be a secret.
const body = v.pipe(
  v.strictObject(
    {
      client_id: v.pipe(text, v.regex(/^[\w-]{1,100}$/, 'is no id')),
      audience: v.exactOptional(text),
      client_secret: v.exactOptional(text),
      client_assertion: v.exactOptional(text),
    },
    'is not wanted or not of this form',
  ),
  v.check(
    (it) => (it.client_secret === undefined) !== (it.client_assertion === undefined),
    'client_secret or client_assertion, and not both',
  ),
)
const issued = v.object({
  access_token: v.pipe(v.string(), v.nonEmpty()),
  scope: v.optional(v.string(), ''),
  expires_in: v.number(),
})
const refused = v.object({ error: v.string(), error_description: v.optional(v.string()) })

/** What it takes to try a credential out: nobody else has one that is new. */
const needs = 'update:client_keys'

async function wanted(request: Request, most: number) {
  const parsed = v.safeParse(body, await jsonOf(request, Math.min(most, 32_000)))
  if (parsed.success) return parsed.output
  const faults = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'the body'}: ${issue.message}`)
  throw new Refused(400, 'INVALID_BODY', `This call takes another body. ${faults.slice(0, 5).join('; ')}`)
}

/** Answers `POST /gateway/test`. @throws Refused 422 TEST_FAILED with the tenant's own words, and as every call */
export function createTest(
  config: GatewayConfig,
  admit: Admit,
  { fetch }: Wire,
): (visit: Visit) => Promise<Response> {
  async function ask(form: object): Promise<{ ok: boolean; status: number; said: unknown }> {
    const signal = AbortSignal.timeout(config.limits.timeout)
    try {
      const answer = await fetch(`${config.tenant}/oauth/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify(form),
        signal,
        redirect: 'error',
      })
      return { ok: answer.ok, status: answer.status, said: await answer.json().catch(() => undefined) }
    } catch {
      throw signal.aborted
        ? new Refused(504, 'VENDOR_STALLED', 'Auth0 did not answer in time.')
        : new Refused(502, 'VENDOR_AWAY', 'Auth0 cannot be reached.')
    }
  }

  return async (visit) => {
    const { request, entry } = visit
    entry.call = 'testCredential'
    const caller = await admit(visit)
    holds(caller, needs)
    const { client_assertion: assertion, ...it } = await wanted(request, config.limits.body)
    demandOther(it.client_id, { config })
    const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
    const { ok, status, said } = await ask({
      grant_type: 'client_credentials',
      ...it,
      ...(assertion !== undefined && { client_assertion_type: type, client_assertion: assertion }),
    })
    const token = v.safeParse(issued, said)
    if (ok && token.success) {
      const { scope, expires_in } = token.output
      return Response.json({ ok: true, scope, expires_in })
    }
    if (status === 429 || status >= 500 || ok)
      throw new Refused(502, 'VENDOR_AWAY', `Auth0 could not say whether it works: it answered ${status}.`)
    throw new Refused(422, 'TEST_FAILED', wordsOf(said, status, [it.client_secret, assertion]))
  }
}

/** The tenant's own words, without what was sent to it. */
function wordsOf(said: unknown, status: number, sent: (string | undefined)[]): string {
  const parsed = v.safeParse(refused, said)
  if (!parsed.success) return `Auth0 answered ${status}.`
  const { error, error_description: description } = parsed.output
  const words = (description ? `${error}: ${description}` : error).slice(0, 500)
  return sent.reduce<string>((rest, value) => (value ? rest.replaceAll(value, '[credential]') : rest), words)
}
