// What a refusal of KtrlPlane means. Hides: that its statuses often say something else (platforms.md §1.2, §1.6), and its three
// envelopes, none of which has a code.
import * as v from 'valibot'
import { type Answer, problemForStatus } from '../answer.ts'
import type { Caller } from '../directory.ts'
import { Problem, type ProblemDetails, quoted } from '../problem.ts'
import { lacksPlatform, missingPlatform } from './sign-in-scope.ts'

const text = v.fallback(v.optional(v.string(), ''), '')
/** `{error, details?, hint?}`; of a crash `{code: 500, message, error}`. */
const Envelope = v.fallback(v.object({ error: text, details: text, hint: text }), {
  error: '',
  details: '',
  hint: '',
})

/** Reads a refusal of the API at `host`. Undefined where the status says it all. */
export function ktrlplaneProblem(host: string, caller: Caller, answer: Answer): Problem | undefined {
  const { status, body } = answer
  const { error, details, hint } = v.parse(Envelope, body)
  const said = quoted([error, details, hint].filter((one) => one !== '').join(': '))
  const about: ProblemDetails = { status, ...(said !== undefined && { said }) }
  const is = (kind: Problem['kind'], message: string) => new Problem(kind, message, about)

  // The router has no JSON for an address that it does not know; every handler has.
  if (status === 404 && body === undefined) {
    return is(
      'unexpected',
      `${host} does not know this call: another program answers there, or another version.`,
    )
  }
  if (status === 401) return unaccepted(caller, error, details, about)
  if (status === 403 && lacksPlatform(caller)) return missingPlatform(about)
  // With 404 the same is said of what does not exist.
  if (status === 500 && /insufficient permissions/i.test(details)) {
    return is('forbidden', 'KtrlPlane does not allow you to do this.')
  }
  if (/^role assignment .* not found/i.test(details)) {
    return is(
      'not-found',
      'KtrlPlane says that it does not have this assignment. Most likely somebody took it away meanwhile.',
    )
  }
  if (/^user not found/i.test(error)) {
    return is(
      'not-found',
      'KtrlPlane knows nobody with this id. People become known to it when they sign in there for the first time.',
    )
  }
  if (/^ambiguous user_id/i.test(error)) {
    return is(
      'invalid',
      'KtrlPlane cannot tell this person from another: it looks people up by a part of their id, and this id is part of ' +
        'somebody else’s. Nothing can be given to them through its API.',
    )
  }
  if (status === 404) return is('not-found', 'This does not exist at KtrlPlane, or is not shown to you.')
  return said === undefined ? undefined : problemForStatus(host, status, about)
}

/** A 401 after the token was renewed: what is wrong with it decides whether signing in again can help. */
function unaccepted(caller: Caller, error: string, details: string, about: ProblemDetails): Problem {
  if (/^(authorization header|bearer token) required/i.test(error)) {
    return new Problem(
      'unexpected',
      'KtrlPlane did not get your access token, which was sent: something between this console and its API takes the header ' +
        'Authorization out of requests, or changes it.',
      about,
    )
  }
  const advice =
    'Signing in again does not help. Whoever runs this console has to set “audience” of this platform to the identifier of ' +
    'KtrlPlane’s API.'
  const claims = caller.claims()
  if (!claims) {
    return new Problem(
      'forbidden',
      `KtrlPlane does not accept your access token, which is opaque: it was issued for no API. ${advice}`,
      about,
    )
  }
  if (/\baudience\b|\(aud\)/i.test(details) || isForNobody(claims.get('aud'))) {
    return new Problem(
      'forbidden',
      `Your access token was issued for another API than KtrlPlane’s. ${advice}`,
      about,
    )
  }
  if (/\bissuer\b|\(iss\)/i.test(details)) {
    const message =
      'Your access token comes from another Auth0 tenant than the one that KtrlPlane trusts. Signing in again does not help. ' +
      'Whoever runs this console has to set “issuer” of this platform to the address that KtrlPlane has, to the last slash.'
    return new Problem('forbidden', message, about)
  }
  return new Problem('signed-out', 'KtrlPlane no longer accepts this sign-in.', about)
}

/** Whether a token is for Auth0's own userinfo and for nothing else. */
function isForNobody(claim: unknown): boolean {
  const all: unknown[] = Array.isArray(claim) ? claim : [claim]
  return all.every((one) => typeof one === 'string' && one.endsWith('/userinfo'))
}
