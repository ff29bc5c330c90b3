// What KtrlPlane's refusals mean; its statuses alone often say something else.
import { expect, test } from 'vitest'
import type { Caller } from '../directory.ts'
import { ktrlplaneProblem } from './errors.ts'

const good = { scope: 'openid access:platform', aud: ['https://api.example', 'https://id.example/userinfo'] }

function problem(status: number, body: unknown, claims: object | null = good) {
  const caller: Caller = {
    accessToken: async () => '',
    renewed: async () => '',
    claims: () => claims && new Map(Object.entries(claims)),
  }
  return ktrlplaneProblem('api.example', caller, { status, headers: new Headers(), body })
}
const token = (details: string) => ({ error: 'Invalid token', details })

test.each([
  [401, { error: 'Authorization header required' }, 'unexpected', /header Authorization/],
  [401, { error: 'Bearer token required' }, 'unexpected', /header Authorization/],
  [401, token('validation failed, token is expired (exp)'), 'signed-out', /no longer accepts/],
  [401, token('error in cryptographic primitive'), 'signed-out', /no longer accepts/],
  [401, token('validation failed, invalid audience claim (aud)'), 'forbidden', /another API.*“audience”/],
  [401, token('validation failed, invalid issuer claim (iss)'), 'forbidden', /“issuer”/],
  [403, { error: 'Insufficient permissions' }, 'forbidden', /does not allow/],
  [500, { error: 'Failed', details: 'insufficient permissions to update project' }, 'forbidden', /allow/],
  [404, { error: 'No', details: 'insufficient permissions to view project' }, 'not-found', /or is not shown/],
  [404, { error: 'Project not found' }, 'not-found', /or is not shown/],
  [500, { error: 'Failed', details: 'role assignment x not found' }, 'not-found', /took it away/],
  [400, { error: 'User not found for given user_id' }, 'not-found', /knows nobody/],
  [404, { error: 'User not found for given user_id' }, 'not-found', /knows nobody/],
  [400, { error: 'Ambiguous user_id, multiple users found' }, 'invalid', /cannot tell/],
  [400, { error: 'Missing scopeType or scopeId' }, 'invalid', /refused the input/],
  [409, { error: 'Role assignment already exists' }, 'conflict', /conflicts/],
  [500, { code: 500, message: 'Internal Server Error', error: 'nil pointer' }, 'away', /status 500/],
  [500, { error: 'Failed to process user authentication' }, 'away', /status 500/],
] as const)('%i %j is %s', (status, body, kind, words) => {
  const found = problem(status, body)
  expect(found).toMatchObject({ kind, details: { status, said: expect.stringContaining(body.error) } })
  expect(found?.message).toMatch(words)
})

test('an answer that is no JSON: 404 is a call that is not known, all else its status', () => {
  expect(problem(404, undefined)).toMatchObject({ kind: 'unexpected', details: { status: 404 } })
  expect(problem(502, undefined)).toBeUndefined()
  expect(problem(500, 'text')).toBeUndefined()
})

test('a token that is for no API says so, whatever the server found wrong with it first', () => {
  const body = token('could not parse the token')
  expect(problem(401, body, null)).toMatchObject({
    kind: 'forbidden',
    message: expect.stringMatching(/opaque/),
  })
  const userinfo = { ...good, aud: 'https://id.example/userinfo' }
  expect(problem(401, body, userinfo)).toMatchObject({ kind: 'forbidden' })
  // The header never arrived: the token has nothing to do with it.
  expect(problem(401, { error: 'Bearer token required' }, null)).toMatchObject({ kind: 'unexpected' })
})

test('403 to a sign-in without the scope names the scope', () => {
  const found = problem(403, { error: 'Missing required scope' }, { ...good, scope: 'openid' })
  expect(found?.message).toContain('access:platform')
  expect(problem(403, { error: 'No' })?.message).not.toContain('access:platform')
})

test('the server’s words are one short line', () => {
  const body = { error: 'a\u0000b', details: 'c'.repeat(300), hint: 'd' }
  const said = problem(500, body)?.details.said ?? ''
  expect(said).toMatch(/^a b: c+…$/)
  expect(said).toHaveLength(200)
})
