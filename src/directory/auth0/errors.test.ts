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
