// Which failures are final, which may pass, and that none of them carries more than words (A41, D13).
import { expect, test } from 'vitest'
import { failureOf, SignInFailure, type FailureKind } from './failure.ts'
import type { LoginError } from './login.ts'

test.each<[LoginError, FailureKind]>([
  // Final: asking again without a person is useless.
  [{ code: 'invalid_grant' }, 'ended'],
  [{ code: 'login_required' }, 'ended'],
  [{ code: 'interaction_required' }, 'ended'],
  [{ code: 'consent_required' }, 'ended'],
  [{ code: 'account_selection_required' }, 'ended'],
  [{ code: 'missing_refresh_token' }, 'ended'],
  [{ code: 'mfa_required' }, 'ended'],
  [{ code: 'access_denied' }, 'denied'],
  [{ code: 'unauthorized' }, 'denied'],
  // For the provider's administrator.
  [{ code: 'invalid_client' }, 'refused'],
  [{ code: 'unauthorized_client' }, 'refused'],
  [{ code: 'unsupported_response_type' }, 'refused'],
  [{ code: 'unsupported_grant_type' }, 'refused'],
  [{ code: 'invalid_scope' }, 'refused'],
  [{ code: 'invalid_target' }, 'refused'],
  [{ code: 'invalid_request' }, 'refused'],
  // Everything else may pass, and signs nobody out (W10).
  [{ code: 'temporarily_unavailable' }, 'away'],
  [{ code: 'server_error' }, 'away'],
  [{ code: 'too_many_requests' }, 'away'],
  [{ code: 'Invalid_Grant' }, 'away'],
  [{ code: 'toString' }, 'away'],
  [{ code: '__proto__' }, 'away'],
  [{ code: '' }, 'away'],
  [{}, 'away'],
  // What the ID token got wrong.
  [{ claim: 'iss' }, 'bad-token'],
  [{ claim: 'nonce' }, 'bad-token'],
  [{ claim: 'id_token' }, 'bad-token'],
  [{ clock: true }, 'wrong-clock'],
  [{ claim: 'exp' }, 'bad-token'],
  [{ claim: 'alg', code: 'invalid_grant' }, 'bad-token'],
])('%j is %s', (error, kind) => expect(failureOf(error).kind).toBe(kind))

test('a failure holds kind, code and the provider’s words, and nothing else of the error', () => {
  const error = { code: 'invalid_grant', said: 'Expired.', form: 'refresh_token=r1', mfa_token: 'm1' }
  const failure = failureOf(error)
  expect(failure).toBeInstanceOf(SignInFailure)
  expect(Object.fromEntries(Object.entries(failure))).toEqual({
    name: 'SignInFailure',
    kind: 'ended',
    code: 'invalid_grant',
    said: 'Expired.',
  })
  expect(failure.message).toBe('ended: invalid_grant')
  expect(failure.cause).toBeUndefined()
  expect(failureOf({ claim: 'iss', said: 'r1' }).said).toBeUndefined()
})
