// What goes to the vendor and what comes back: nothing of the caller's, everything of the answer's, every failure in words.
import { beforeEach, expect, test } from 'vitest'
import { fakeTenant, json, stall, type Fake } from './fake-tenant.ts'

let fake: Fake
let token: string
beforeEach(async () => {
  fake = await fakeTenant({ GATEWAY_TIMEOUT_MS: '60' })
  token = await fake.token(['read:roles', 'create:roles', 'delete:roles'])
})
const roles = (init: RequestInit = {}) => fake.ask(token, 'GET', '/api/v2/roles', init)

test('nothing of the caller goes on', async () => {
  await roles({
    headers: {
      cookie: 'session=1',
      'x-forwarded-for': '10.0.0.1',
      'x-request-id': 'req-123-456',
      'accept-language': 'nb',
      'auth0-client': 'abc',
      'content-type': 'text/plain',
    },
  })
  expect([...(fake.asked[0]?.headers ?? [])]).toEqual([
    ['accept', 'application/json'],
    ['authorization', 'Bearer machine-token-1'],
    ['x-correlation-id', 'req-123-456'],
  ])
  expect(fake.asked[0]?.headers.get('authorization')).not.toContain(token)
})

test('the answer comes back with its rate limit and without the rest', async () => {
  fake.answer = () =>
    Response.json([{ id: 'rol_1' }], {
      status: 201,
      headers: {
        'x-ratelimit-limit': '10',
        'x-ratelimit-remaining': '9',
        'x-ratelimit-reset': '1795341600',
        'set-cookie': 'did=1',
        'x-powered-by': 'vendor',
        'cache-control': 'public, max-age=60',
      },
    })
  const answer = await roles()
  expect(answer.status).toBe(201)
  expect(await answer.json()).toEqual([{ id: 'rol_1' }])
  expect(Object.fromEntries(answer.headers)).toEqual({
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'content-type': 'application/json',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-ratelimit-limit': '10',
    'x-ratelimit-remaining': '9',
    'x-ratelimit-reset': '1795341600',
    'x-request-id': expect.stringMatching(/^[\da-f-]{36}$/),
  })
})

test('it is streamed', async () => {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  const send = (text: string) => writer.write(new TextEncoder().encode(text))
  fake.answer = () =>
    new Response(readable, { headers: { 'content-type': 'application/json; charset=utf-8' } })
  const first = send('[1,')
  const answer = await roles()
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  expect(await reader?.read()).toEqual({ done: false, value: '[1,' })
  await first
  void send('2]')
  expect(await reader?.read()).toEqual({ done: false, value: '2]' })
  void writer.close()
  expect(await reader?.read()).toMatchObject({ done: true })
})

test.each([204, 200])('an empty answer of %i stays empty', async (status) => {
  fake.answer = () => new Response(null, { status })
  const answer = await fake.ask(token, 'DELETE', '/api/v2/roles/rol_1')
  expect(answer.status).toBe(status)
  expect(await answer.text()).toBe('')
})

test.each<[number, unknown, object]>([
  [
    400,
    { message: 'Payload validation error', errorCode: 'invalid_body' },
    { error: 'bad_request', code: 'invalid_body', message: 'Payload validation error' },
  ],
  [
    403,
    { message: 'Insufficient scope, expected any of: read:roles', errorCode: 'insufficient_scope' },
    { error: 'forbidden', code: 'insufficient_scope' },
  ],
  [
    404,
    { message: 'The role does not exist.' },
    { error: 'not_found', code: 'AUTH0_404', message: 'The role does not exist.' },
  ],
  [
    409,
    { message: 'Already there', errorCode: 'role_conflict' },
    { error: 'conflict', code: 'role_conflict' },
  ],
  [414, 'too long', { error: 'refused', code: 'AUTH0_414', message: 'Auth0 answered 414.' }],
  [500, { message: 1 }, { error: 'internal_error', code: 'AUTH0_500' }],
  [503, null, { error: 'unavailable', code: 'AUTH0_503' }],
])('a refusal of %i keeps its status and words', async (status, body, expected) => {
  fake.answer = () => Response.json(body, { status })
  const answer = await roles({ headers: { 'x-request-id': 'req-123-456' } })
  expect(answer.status).toBe(status)
  expect(await answer.json()).toMatchObject({ request_id: 'req-123-456', ...expected })
})

test.each<[string, Record<string, string>, string]>([
  ['says so itself', { 'retry-after': '7' }, '7'],
  ['gives a time', { 'x-ratelimit-reset': String(Date.parse('2026-11-22T10:00:03Z') / 1_000) }, '3'],
  ['gives a time long past', { 'x-ratelimit-reset': '1' }, '1'],
  ['gives none', {}, '1'],
])('429 has Retry-After where the vendor %s', async (_, headers, wait) => {
  const body = { message: 'Global limit has been reached', errorCode: 'too_many_requests' }
  fake.answer = () => Response.json(body, { status: 429, headers })
  const answer = await roles()
  expect(answer.status).toBe(429)
  expect(answer.headers.get('retry-after')).toBe(wait)
  expect(await answer.json()).toMatchObject({ error: 'rate_limited', code: 'too_many_requests' })
})

test('a vendor that is gone is 502, one that stalls is 504, and a write says what is not known', async () => {
  fake.answer = () => {
    throw new TypeError('fetch failed')
  }
  const gone = await roles()
  expect(gone.status).toBe(502)
  expect(await gone.json()).toMatchObject({ error: 'bad_gateway', code: 'VENDOR_AWAY' })
  fake.answer = stall
  const stalled = await fake.ask(token, 'POST', '/api/v2/roles', json({ name: 'Auditor' }))
  expect(stalled.status).toBe(504)
  expect(await stalled.json()).toMatchObject({
    error: 'timeout',
    code: 'VENDOR_STALLED',
    message: expect.stringContaining('not known'),
  })
  // A write is never sent twice.
  expect(fake.asked.filter(({ method }) => method === 'POST')).toHaveLength(1)
})

test('what is not JSON is not handed on', async () => {
  const html = { 'content-type': 'text/html' }
  fake.answer = () => new Response('<script>alert(1)</script>', { headers: html })
  const answer = await roles()
  expect(answer.status).toBe(502)
  expect(answer.headers.get('content-type')).toBe('application/json')
  expect(await answer.json()).toMatchObject({ code: 'VENDOR_UNREADABLE' })
  fake.answer = () => new Response('<h1>Maintenance</h1>'.repeat(10_000), { status: 503, headers: html })
  expect(await (await roles()).json()).toMatchObject({ code: 'AUTH0_503', message: 'Auth0 answered 503.' })
})
