// Asks Zitadel for something with a credential that was just made, for real, and says what came back. Nothing of the signed-in
// person goes along. Hides: the three ways to use a credential, and that it may take Zitadel seconds to know a new one.
import * as v from 'valibot'
import { readAnswer } from '../answer.ts'
import type { Sign } from '../key-material.ts'
import { looks } from '../lost-answer.ts'
import { Problem, quoted } from '../problem.ts'

export type ProofNeeds = {
  /** The instance, which is also its issuer. */
  origin: string
  /** The project whose audience is asked for, so that its applications would accept the token. */
  project: string
  send: typeof fetch
  sleep: (ms: number) => Promise<void>
  /** Local clock, in ms. */
  now: () => number
}

/** Each resolves to what came back, in a sentence. @throws Problem saying why it does not work */
export type Proofs = {
  token(value: string, account: Whose, signal?: AbortSignal): Promise<string>
  key(sign: Sign, keyId: string, account: Whose, signal?: AbortSignal): Promise<string>
  secret(login: string, value: string, account: Whose, signal?: AbortSignal): Promise<string>
}

type Whose = { id: string; name: string }

const Tokens = v.object({
  access_token: v.pipe(v.string(), v.minLength(1)),
  expires_in: v.fallback(v.optional(v.number()), undefined),
})
const Person = v.object({ sub: v.string() })
const Refusal = v.object({
  error: v.fallback(v.optional(v.string()), undefined),
  error_description: v.fallback(v.optional(v.string()), undefined),
  message: v.fallback(v.optional(v.string()), undefined),
})

/** How long an assertion of ours is good, in seconds. Zitadel takes up to an hour. */
const assertionLife = 300
const deadline = 20_000

/** Makes the proofs of one instance. */
export function createProofs({ origin, project, send, sleep, now }: ProofNeeds): Proofs {
  const { host } = new URL(origin)
  const scope = `openid urn:zitadel:iam:org:project:id:${project}:aud`

  async function ask(what: string, path: string, init: RequestInit, signal?: AbortSignal): Promise<unknown> {
    const late = AbortSignal.timeout(deadline)
    let response: Response
    try {
      response = await send(new URL(path, origin), {
        ...init,
        signal: signal ? AbortSignal.any([signal, late]) : late,
        credentials: 'omit',
        redirect: 'error',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
      })
    } catch {
      signal?.throwIfAborted()
      throw new Problem('away', `${host} cannot be reached to try the ${what}.`)
    }
    const { status, body, problem } = await readAnswer(response, host)
    if (problem) throw problem
    if (response.ok) return body
    const { error, error_description, message } = v.parse(v.fallback(Refusal, {}), body)
    const said = quoted(error_description ?? message ?? error)
    // Never `signed-out`: it is the new credential that is not accepted, and not the person.
    const kind = status === 429 ? 'limited' : status >= 500 ? 'away' : 'invalid'
    const verb = kind === 'invalid' ? 'does not accept the' : 'could not try the'
    throw new Problem(kind, `${host} ${verb} ${what} (status ${status}).`, { status, ...(said && { said }) })
  }

  /** Zitadel accepts credentials by what its lists show: a new one may be refused for a moment (user secrets: measured in the field). */
  async function patiently<T>(work: () => Promise<T>): Promise<T> {
    for (const [index] of looks.entries()) {
      try {
        return await work()
      } catch (error) {
        const wait = looks[index + 1]
        if (!(error instanceof Problem) || error.kind !== 'invalid' || wait === undefined) throw error
        await sleep(wait)
      }
    }
    throw new Problem('unexpected', `${host} was not asked.`)
  }

  async function exchange(what: string, form: Record<string, string>, { name }: Whose, signal?: AbortSignal) {
    const init = { method: 'POST', body: new URLSearchParams({ ...form, scope }) }
    const body = await ask(what, '/oauth/v2/token', init, signal)
    const answer = v.safeParse(Tokens, body)
    if (!answer.success) {
      throw new Problem('unexpected', `${host} accepted the ${what}, but answered without an access token.`)
    }
    const { expires_in: seconds } = answer.output
    const valid = seconds === undefined ? '' : `, valid for ${durationText(seconds)}`
    return `${host} accepted the ${what}: it answered with an access token for “${name}”${valid}.`
  }

  return {
    token: (value, { id, name }, signal) =>
      patiently(async () => {
        const headers = { authorization: `Bearer ${value}` }
        const body = await ask('token', '/oidc/v1/userinfo', { headers }, signal)
        const answer = v.safeParse(Person, body)
        if (!answer.success || answer.output.sub !== id) {
          throw new Problem('unexpected', `${host} accepted the token, but not as one of “${name}”.`)
        }
        return `${host} accepted the token: whoever holds it acts as “${name}” (${id}).`
      }),

    key: (sign, keyId, account, signal) =>
      patiently(async () => {
        const at = Math.floor(now() / 1000)
        // The audience is the issuer to the letter, without a slash at its end.
        const claims = { iss: account.id, sub: account.id, aud: origin, iat: at, exp: at + assertionLife }
        const assertion = await sign({ kid: keyId }, claims)
        const form = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }
        return exchange('key', form, account, signal)
      }),

    secret: (login, value, account, signal) =>
      patiently(() => {
        const form = { grant_type: 'client_credentials', client_id: login, client_secret: value }
        return exchange('secret', form, account, signal)
      }),
  }
}

/** "12 hours", "5 minutes": the nearest whole number of the largest unit that there is at least two of. */
export function durationText(seconds: number): string {
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const
  const [unit, size] = units.find(([, size]) => Math.round(seconds / size) >= 2) ?? ['second', 1]
  const count = Math.round(seconds / size)
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
