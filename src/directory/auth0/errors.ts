// What a refusal of the gateway means, and what to do about it. Hides: its envelope, and which refusals are its own and
// which the tenant's.
import * as v from 'valibot'
import { type Answer, problemForStatus } from '../answer.ts'
import { Problem, quoted } from '../problem.ts'

const text = v.fallback(v.optional(v.string()), undefined)
/** `{error, message, code, request_id, required?, field?}`; of a refusal by the tenant `code` is its errorCode. */
const Envelope = v.object({
  error: v.string(),
  message: text,
  code: text,
  request_id: text,
  required: text,
  field: text,
})

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
  FIXED: [
    'forbidden',
    () =>
      'This console does not change that application: it is the gateway’s own, may use Auth0’s Management API, or is for people to ' +
      'sign in to.',
  ],
  TOO_MANY: ['conflict', () => 'Nobody may have more tokens at the gateway. Revoke one first.'],
  STORE_AWAY: [
    'away',
    () =>
      'The gateway cannot reach the database in which it keeps tokens. Whoever runs it has to look after that.',
  ],
  RIGHTS_UNKNOWN: [
    'away',
    () =>
      'Auth0 does not say at the moment what the owner of the token may do, so the gateway does nothing with it.',
  ],
  TEST_FAILED: [
    'invalid',
    () =>
      'Auth0 gives no access token for this credential. In the first seconds after it was made it may not be known everywhere yet: try again.',
  ],
  too_many_entities: ['conflict', () => 'The tenant is full: it holds as many of these as Auth0 allows.'],
}

/** Fields of the gateway's own bodies: as the console's drafts call them, and as people read them. */
const fields: Record<string, [string, string]> = {
  name: ['name', 'Name'],
  purpose: ['purpose', 'Purpose'],
  owner: ['owner', 'The owner'],
  permissions: ['permissions', 'The list of permissions:'],
  expires_at: ['expiresAt', 'The end'],
  replaces: ['replaces', 'What it replaces'],
}

/** Reads a refusal of the gateway at `host`. Undefined where the answer carries no envelope. */
export function auth0Problem(host: string, { status, body }: Answer): Problem | undefined {
  const parsed = v.safeParse(Envelope, body)
  if (!parsed.success) return undefined
  const { message, code, request_id: requestId, required = '', field } = parsed.output
  const said = quoted(message)
  const about = { status, ...(code && { code }), ...(said && { said }), ...(requestId && { requestId }) }
  if (field !== undefined && Object.hasOwn(fields, field)) {
    const wrong = `${fields[field]?.[1]} ${said?.split(`${field}: `, 2)[1] ?? 'is not accepted'}`
    const sentence = wrong.endsWith('.') ? wrong : `${wrong}.`
    return new Problem('invalid', sentence, { ...about, fields: { [fields[field]?.[0] ?? field]: sentence } })
  }
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

/** Whether the thing is not there; the gateway refuses with 400 what can be no id of one. */
export function isGone({ kind, details }: Problem): boolean {
  return kind === 'not-found' || details.code === 'INVALID_ID'
}

/** Whether the gateway's application may not make the call at the tenant. */
export function isNotForGateway({ details }: Problem): boolean {
  return details.status === 403 && details.code === 'insufficient_scope'
}

/** Whether the tenant found something wrong in what it was asked. The gateway's own refusals are of ids and bodies. */
export function isRefusedQuery({ details: { status, code = '' } }: Problem): boolean {
  return status === 400 && !code.startsWith('INVALID_')
}
