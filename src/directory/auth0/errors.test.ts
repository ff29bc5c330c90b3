// What the gateway's refusals mean, its own and the tenant's.
import { expect, test } from 'vitest'
import { auth0Problem, isNotForGateway, isUnknownCall } from './errors.ts'

const problem = (status: number, body: unknown) =>
  auth0Problem('gateway.example', { status, headers: new Headers(), body })
const envelope = (code: string, more = {}) => ({
  error: 'x',
  message: 'Words.',
  code,
  request_id: 'r-1',
  ...more,
})

test.each([
  [401, 'TOKEN_EXPIRED', 'signed-out'],
  [403, 'PERMISSION_MISSING', 'forbidden'],
  [403, 'ESCALATION', 'forbidden'],
  [403, 'insufficient_scope', 'forbidden'],
  [403, 'too_many_entities', 'conflict'],
  [404, 'inexistent_role', 'not-found'],
  [409, 'role_conflict', 'conflict'],
  [412, 'CHANGED', 'conflict'],
  [400, 'invalid_body', 'invalid'],
  [429, 'RATE_LIMITED', 'limited'],
  [502, 'MACHINE_REFUSED', 'away'],
  [504, 'VENDOR_STALLED', 'away'],
  [500, 'constructor', 'away'],
  [403, 'FIXED', 'forbidden'],
  [409, 'TOO_MANY', 'conflict'],
  [503, 'STORE_AWAY', 'away'],
  [422, 'TEST_FAILED', 'invalid'],
])('%i %s is %s', (status, code, kind) => {
  expect(problem(status, envelope(code))).toMatchObject({
    kind,
    details: { status, code, said: 'Words.', requestId: 'r-1' },
  })
})

test('a missing permission is named', () => {
  const required = { required: 'update:roles' }
  expect(problem(403, envelope('PERMISSION_MISSING', required))?.message).toContain('update:roles')
  expect(problem(403, envelope('ESCALATION', required))?.message).toContain('update:roles')
})

test.each([undefined, 'text', {}, { message: 'x' }, { error: 5 }])('%j is no envelope', (body) => {
  expect(problem(404, body)).toBeUndefined()
})

function verdicts(status: number, code: string) {
  const found = problem(status, envelope(code))
  return found && [isUnknownCall(found), isNotForGateway(found)]
}

test('a call that does not exist is told apart from a thing that does not', () => {
  expect(verdicts(404, 'AUTH0_404')).toEqual([true, false])
  expect(verdicts(404, 'UNKNOWN_CALL')).toEqual([true, false])
  expect(verdicts(404, 'inexistent_user')).toEqual([false, false])
  expect(verdicts(403, 'insufficient_scope')).toEqual([false, true])
  expect(verdicts(403, 'PERMISSION_MISSING')).toEqual([false, false])
})

const words = (field: string, said: string) => ({
  error: 'bad_request',
  message: `This call takes another body. ${field}: ${said}`,
  code: 'INVALID_BODY',
  request_id: 'r-1',
  field,
})

test('a field of the gateway is one of the form, in a sentence', () => {
  expect(problem(400, words('expires_at', 'is more than 90 days from now'))).toMatchObject({
    kind: 'invalid',
    message: 'The end is more than 90 days from now.',
    details: { fields: { expiresAt: 'The end is more than 90 days from now.' } },
  })
  expect(
    problem(400, words('owner', 'cannot have tokens. Its application does not exist any more.')),
  ).toMatchObject({
    details: { fields: { owner: 'The owner cannot have tokens. Its application does not exist any more.' } },
  })
  expect(problem(400, words('constructor', 'is wrong'))?.details.fields).toBeUndefined()
})
