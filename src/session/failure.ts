// Why signing in, or staying signed in, did not work: a closed list of cases that the screens have words for.
import type { LoginError } from './login.ts'

export type FailureKind =
  | 'denied' // the person, or the provider, said no
  | 'stale' // the sign-in page was left open too long
  | 'unknown-callback' // used already, forged, or begun in another tab
  | 'mixed-up' // the answer came from, or for, another provider
  | 'bad-token' // the ID token does not say what it must
  | 'wrong-clock' // this computer's time and the provider's differ
  | 'away' // the provider cannot be reached, or fails
  | 'refused' // the provider answered with an error that only its administrator can mend
  | 'blocked' // the browser or a policy stops the worker, the frame or the storage that signing in needs
  | 'ended' // the provider will not renew: a new sign-in is needed
  | 'changed' // another person signed in

/** Carries no token, URL or library object: safe to show, log and report. */
export class SignInFailure extends Error {
  override readonly name = 'SignInFailure'
  readonly kind: FailureKind
  /** The OAuth error code, the claim at fault, or another single word that helps a search. */
  readonly code: string | undefined
  /** The provider's own words, bounded; shown as text under "details" only. */
  readonly said: string | undefined

  constructor(kind: FailureKind, code?: string, said?: string) {
    super(code === undefined ? kind : `${kind}: ${code}`)
    this.kind = kind
    this.code = code
    this.said = said
  }
}

// OpenID Connect Core 3.1.2.6 and RFC 6749 4.1.2.1, 5.2: the codes after which asking again without a person is useless.
const terminal = new Set([
  'invalid_grant',
  'login_required',
  'interaction_required',
  'consent_required',
  'account_selection_required',
  'missing_refresh_token',
  'mfa_required',
])
// Faults of the set-up: asking again changes nothing until an administrator of the provider acts.
const setUp = new Set([
  'invalid_client',
  'unauthorized_client',
  'unsupported_response_type',
  'unsupported_grant_type',
  'invalid_scope',
  'invalid_target',
  'invalid_request',
])

/**
 * Sorts what a library or an authorization response said. Whatever is not known to be final is "away": it may pass, and
 * nobody is signed out for it.
 */
export function failureOf({ code, claim, said, clock }: LoginError): SignInFailure {
  if (clock) return new SignInFailure('wrong-clock')
  if (claim !== undefined) return new SignInFailure('bad-token', claim)
  if (code !== undefined && terminal.has(code)) return new SignInFailure('ended', code, said)
  // `unauthorized` is Auth0's code for a blocked person, at sign-in and at renewal.
  if (code === 'access_denied' || code === 'unauthorized') return new SignInFailure('denied', code, said)
  if (code !== undefined && setUp.has(code)) return new SignInFailure('refused', code, said)
  return new SignInFailure('away', code, said)
}
