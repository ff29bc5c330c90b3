// What a refusal of Zitadel means, and what to do about it. Hides: its three error envelopes and its error ids.
import * as v from 'valibot'
import { type Answer, problemForStatus } from '../answer.ts'
import { Problem, quoted } from '../problem.ts'

/** Stands in `details.code` when the server does not have a call. */
export const unimplemented = 'unimplemented'

const text = v.fallback(v.optional(v.string()), undefined)
const Detail = v.object({ id: text, slug: text, message: text })
/** gRPC gateway: details carry the id. Connect: the id is in `debug`, if at all, and at the message's end. */
const Envelope = v.object({
  code: v.fallback(v.optional(v.union([v.string(), v.number()])), undefined),
  message: text,
  details: v.fallback(
    v.array(v.looseObject({ ...Detail.entries, debug: v.fallback(v.optional(Detail), undefined) })),
    [],
  ),
  error: text,
  error_description: text,
})

/** gRPC codes by number and by Connect name, with the status each stands for (zitadel docs, statuscodes.mdx). */
const statuses = new Map<string | number, number>([
  [2, 500],
  [3, 400],
  [4, 504],
  [5, 404],
  [6, 409],
  [7, 403],
  [8, 429],
  [9, 400],
  [12, 501],
  [13, 500],
  [14, 503],
  [16, 401],
  ['unknown', 500],
  ['invalid_argument', 400],
  ['deadline_exceeded', 504],
  ['not_found', 404],
  ['already_exists', 409],
  ['permission_denied', 403],
  ['resource_exhausted', 429],
  ['failed_precondition', 400],
  ['unimplemented', 501],
  ['internal', 500],
  ['unavailable', 503],
  ['unauthenticated', 401],
])

/** Refusals that somebody can mend, by error id: what to do about them (zitadel.md §4). */
const advices = new Map<string, (host: string, address: string) => string>([
  [
    // Seen only after a renewal (http.ts), so the token is good and what it lacks is the audience. Not `signed-out`:
    // signing in again would end here again.
    'AUTH-7fs1e',
    (host) =>
      `${host} does not take this console's access tokens for its API. Add the scope ` +
      `urn:zitadel:iam:org:project:id:zitadel:aud to this platform's login, then sign in again.`,
  ],
  [
    'AUTH-DZG21',
    (_host, address) =>
      `This console's address ${address} is not among the allowed origins of its application in Zitadel: ` +
      `add ${address} there as a redirect URI or an additional origin.`,
  ],
  [
    'AUTH-Bs7Ds',
    (host) =>
      `${host} does not know the organization that this console is configured for, or does not show it to you. ` +
      `Check “organization” in the configuration.`,
  ],
  [
    'AUTHZ-cdgFk',
    (host) => `You hold no administrator role at ${host}. An organization owner can give you one.`,
  ],
])

/**
 * Reads a refusal of the Zitadel instance at `host`. `address` is the origin of this console, as its application there
 * has to allow it. Undefined where the answer carries no envelope; `details.code` is then absent as well.
 */
export function zitadelProblem(host: string, address: string, answer: Answer): Problem | undefined {
  const parsed = v.safeParse(Envelope, answer.body)
  if (!parsed.success) return undefined
  const { code, message, details, error, error_description } = parsed.output
  if (code === undefined && message === undefined && error === undefined) return undefined

  const [first] = details
  const detail = first?.debug ?? first
  const [, sentence = message, trailing] =
    /^(.*?)\s*\(([A-Z][A-Za-z0-9]*-[A-Za-z0-9]+)\)\s*$/s.exec(message ?? '') ?? []
  const id = detail?.id ?? trailing ?? detail?.slug
  const isUnknownCall = code === 12 || code === unimplemented
  const named = id ?? (isUnknownCall ? unimplemented : typeof code === 'string' ? code : error)
  // The key of the text ("Errors.Token.Invalid") is what documentation and issues are found by.
  const key = detail?.message && detail.message !== sentence ? ` [${detail.message}]` : ''
  const said = quoted(`${sentence ?? error_description ?? error ?? ''}${key}`)
  const about = { status: answer.status, ...(named && { code: named }), ...(said && { said }) }
  const advice = id === undefined ? undefined : advices.get(id)
  if (advice) return new Problem('forbidden', advice(host, address), about)
  const status = (code !== undefined && statuses.get(code)) || answer.status
  return problemForStatus(host, status, about)
}

/** Whether Zitadel refused a write because it would change nothing: for whoever asked, that is success. */
export function isNoChange({ details }: Problem): boolean {
  return details.status === 400 && /no ?changes|\bNotChanged\b/i.test(details.said ?? '')
}

/** Whether Zitadel refused to turn an account on or off, or to take its secret, because it is so already. */
export function isAlreadySo({ details }: Problem): boolean {
  return /\b(?:AlreadyInactive|NotInactive|Secret\.NotExisting)\b/.test(details.said ?? '')
}

/** Whether Zitadel refused an end in the past, by its own clock (domain/expiration.go). */
export function isPastExpiry({ details }: Problem): boolean {
  return details.code === 'DOMAIN-dv3t5' || /\bExpireBeforeNow\b/.test(details.said ?? '')
}

/** Whether a write met no project, where a 404 could also mean the role in it. */
export function isUnknownProject({ details }: Problem): boolean {
  return details.code === 'COMMAND-EbFMN' || /\bProject\.NotFound\b/.test(details.said ?? '')
}

/** Whether the server does not have the call: `unimplemented`, or a 404 that comes from no service (zitadel.md §3). */
export function isUnknownCall({ details }: Problem): boolean {
  if (details.code === unimplemented || details.status === 501) return true
  return details.code === undefined && (details.status === 404 || details.status === 405)
}
