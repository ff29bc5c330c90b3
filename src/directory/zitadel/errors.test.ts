// Zitadel's refusals in both of its envelopes, as it sends them (zitadel.md §4).
import { expect, test } from 'vitest'
import { isNoChange, isUnknownCall, isUnknownProject, zitadelProblem } from './errors.ts'

const host = 'id.example'
const address = 'https://console.example'
const problem = (status: number, body?: unknown) =>
  zitadelProblem(host, address, { status, headers: new Headers(), body })

const rest = (code: number, id: string, message: string) => ({
  code,
  message: `${message} (${id})`,
  details: [{ '@type': 'type.googleapis.com/zitadel.v1.ErrorDetail', id, message: `Errors.${message}` }],
})
const connect = (code: string, id: string, message: string, debug?: object) => ({
  code,
  message: `${message} (${id})`,
  details: [{ type: 'zitadel.v1.ErrorDetail', value: 'CgtBVVRILTEyMzQ1', ...(debug && { debug }) }],
})

test.each([
  [401, 16, 'unauthenticated', 'AUTH-7fs1e', 'forbidden', /urn:zitadel:iam:org:project:id:zitadel:aud/],
  [403, 7, 'permission_denied', 'AUTH-DZG21', 'forbidden', /https:\/\/console\.example.*additional origin/],
  [403, 7, 'permission_denied', 'AUTH-Bs7Ds', 'forbidden', /organization/],
  [404, 5, 'not_found', 'AUTHZ-cdgFk', 'forbidden', /no administrator role/],
  [403, 7, 'permission_denied', 'AUTH-5mWD2', 'forbidden', /does not allow/],
  [404, 5, 'not_found', 'COMMAND-vv8M9', 'not-found', /does not have/],
  [409, 6, 'already_exists', 'V3-DKcYh', 'conflict', /conflicts/],
  [400, 3, 'invalid_argument', 'QUERY-4M0fs', 'invalid', /refused the input/],
  [400, 9, 'failed_precondition', 'COMMAND-5M0cs', 'invalid', /refused the input/],
  [429, 8, 'resource_exhausted', 'LIMIT-12345', 'limited', /no more requests/],
  [500, 13, 'internal', 'SQL-12345', 'away', /failed on its side/],
  [503, 14, 'unavailable', 'SQL-12345', 'away', /failed on its side/],
  [504, 4, 'deadline_exceeded', 'SQL-12345', 'away', /failed on its side/],
])('%i %i/%s %s is %s in either envelope', (status, number, name, id, kind, words) => {
  for (const body of [
    rest(number, id, 'Vendor words'),
    connect(name, id, 'Vendor words'),
    connect(name, id, 'Vendor words', { id, message: 'Errors.Key' }),
  ]) {
    const found = problem(status, body)
    expect(found).toMatchObject({ kind, details: { status, code: id } })
    expect(found?.message).toMatch(words)
    // The vendor's words are quoted, never ours.
    expect(found?.message).not.toContain('Vendor')
    expect(found?.details.said).toMatch(/^Vendor words/)
  }
})

test('the text’s key is quoted beside a translated text, and alone where there is no other', () => {
  expect(problem(403, rest(7, 'AUTH-5mWD2', 'Keine'))?.details.said).toBe('Keine [Errors.Keine]')
  const untranslated = { code: 7, message: 'Errors.X (A-1)', details: [{ id: 'A-1', message: 'Errors.X' }] }
  expect(problem(403, untranslated)?.details.said).toBe('Errors.X')
})

test('an OAuth error and a slug are read as well', () => {
  expect(problem(400, { error: 'invalid_request', error_description: 'No such thing' })).toMatchObject({
    kind: 'invalid',
    details: { code: 'invalid_request', said: 'No such thing' },
  })
  const slug = {
    code: 'already_exists',
    message: 'Taken',
    details: [{ debug: { slug: 'role.already_exists' } }],
  }
  expect(problem(409, slug)).toMatchObject({ kind: 'conflict', details: { code: 'role.already_exists' } })
})

test.each([[undefined], [null], ['404 page not found'], [[]], [{}], [{ details: 'x' }]])(
  '%j is left to the status',
  (body) => {
    expect(problem(500, body)).toBeUndefined()
  },
)

test.each([
  ['Connect says so', 501, { code: 'unimplemented', message: 'unknown method' }, true],
  ['gRPC says so', 501, { code: 12, message: 'Method Not Allowed', details: [] }, true],
  ['the REST gateway answered', 404, { code: 5, message: 'Not Found', details: [] }, true],
  ['the service knows the call, not the thing', 404, { code: 'not_found', message: 'No project' }, false],
  ['likewise, with an id', 404, rest(5, 'QUERY-fk2fs', 'Project.NotFound'), false],
  ['not allowed', 403, { code: 'permission_denied', message: 'No' }, false],
])('unknown call: %s', (_, status, body, expected) => {
  const found = problem(status, body)
  expect(found && isUnknownCall(found)).toBe(expected)
})

test('a change that changes nothing, and a project that is not there, are told apart from the rest', () => {
  const unchanged = problem(400, rest(9, 'COMMAND-5M0cs', 'NoChangesFound'))
  expect(unchanged && isNoChange(unchanged)).toBe(true)
  const other = problem(400, rest(9, 'COMMAND-4m9vS', 'Project.Invalid'))
  expect(other && isNoChange(other)).toBe(false)
  const project = problem(404, rest(5, 'COMMAND-EbFMN', 'Project.NotFound'))
  expect(project && isUnknownProject(project)).toBe(true)
  const role = problem(404, rest(5, 'COMMAND-m9vMf', 'Project.Role.NotExisting'))
  expect(role && isUnknownProject(role)).toBe(false)
})
