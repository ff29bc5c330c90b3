// What a refusal of the gateway means, and what to do about it. Hides: its envelope, and which refusals are its own and
// which the tenant's.
import * as v from 'valibot'
import { type Answer, problemForStatus } from '../answer.ts'
import { Problem, quoted } from '../problem.ts'

const text = v.fallback(v.optional(v.string()), undefined)
/** `{error, message, code, request_id, required?}`; of a refusal by the tenant `code` is its errorCode. */
const Envelope = v.object({ error: v.string(), message: text, code: text, request_id: text, required: text })

/** Refusals that somebody can mend, by code: the kind, and what to do about them. */
const advices: Record<string, [Problem['kind'], (required: string) => string]> = {
  PERMISSION_MISSING: [
    'forbidden',
    (right) =>
      `This needs the permission ${right}, which your access token does not carry. ` +
      'Whoever assigns roles in this tenant can give it to you; sign in again afterwards.',
  ],
  ESCALATION: [
    'forbidden',
    (right) => `Nobody may hand out or take away what they do not hold themselves, and you lack ${right}.`,
  ],
  insufficient_scope: [
    'forbidden',
    () =>
      'The gateway itself lacks a right at Auth0 for this. Whoever runs it can grant it to its application.',
  ],
  MACHINE_REFUSED: [
    'away',
    () => 'Auth0 does not accept the gateway. Whoever runs it has to check its application and its secret.',
  ],
  too_many_entities: ['conflict', () => 'The tenant is full: it holds as many of these as Auth0 allows.'],
}

/** Reads a refusal of the gateway at `host`. Undefined where the answer carries no envelope. */
export function auth0Problem(host: string, { status, body }: Answer): Problem | undefined {
  const parsed = v.safeParse(Envelope, body)
  if (!parsed.success) return undefined
  const { message, code, request_id: requestId, required = '' } = parsed.output
  const said = quoted(message)
  const about = { status, ...(code && { code }), ...(said && { said }), ...(requestId && { requestId }) }
  const [kind, advice] = (code !== undefined && Object.hasOwn(advices, code) && advices[code]) || []
  if (kind && advice) return new Problem(kind, advice(required || 'a right that this needs'), about)
  return problemForStatus(host, status, about)
}

/** Whether the tenant or the gateway does not have the call: a 404 that is about no thing in it. */
export function isUnknownCall({ details: { status, code } }: Problem): boolean {
  return (status === 404 || status === 405) && (code === undefined || /^(AUTH0_|UNKNOWN_CALL$)/.test(code))
}

/** Whether a write was not begun because others write the same, or have written it since it was read. */
export function isOvertaken({ details: { code } }: Problem): boolean {
  return code === 'CHANGED' || code === 'BUSY'
}

/** Whether the gateway's application may not make the call at the tenant. */
export function isNotForGateway({ details }: Problem): boolean {
  return details.status === 403 && details.code === 'insufficient_scope'
}

/** Whether the tenant found something wrong in what it was asked. The gateway's own refusals are of ids and bodies. */
export function isRefusedQuery({ details: { status, code = '' } }: Problem): boolean {
  return status === 400 && !code.startsWith('INVALID_')
}
