import { expect, test } from 'vitest'
import { Problem } from '../problem.ts'
import { createProofs, durationText } from './proof.ts'

test.each([
  [43_199, '12 hours'],
  [86_400, '24 hours'],
  [172_800, '2 days'],
  [3600, '60 minutes'],
  [300, '5 minutes'],
  [60, '60 seconds'],
  [1, '1 second'],
])('%i seconds', (seconds, text) => {
  expect(durationText(seconds)).toBe(text)
})

const account = { id: '310', name: 'CI runner' }
const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })

/** Proofs at an instance that gives these answers, one after the other and the last one again. */
function proofs(...answers: (Response | Error)[]) {
  const asked: { url: string; init: RequestInit }[] = []
  let waited = 0
  const made = createProofs({
    origin: 'https://zitadel.example',
    project: '42',
    now: () => 1_000_500,
    async sleep(ms) {
      waited += ms
    },
    async send(input, init = {}) {
      asked.push({ url: input instanceof Request ? input.url : input.toString(), init })
      const answer = answers.length > 1 ? answers.shift() : answers[0]
      if (answer instanceof Response) return answer.clone()
      throw answer ?? new Error('nothing was prepared')
    },
  })
  return { ...made, asked, waited: () => waited }
}

test('key: a real request with the header, the claims and the scope that Zitadel wants', async () => {
  const { key, asked } = proofs(json(200, { access_token: 'a', expires_in: 43_199 }))
  const signed: object[] = []
  const sign = async (...parts: object[]) => {
    signed.push(...parts)
    return 'signed'
  }
  expect(await key(sign, '340', account)).toBe(
    'zitadel.example accepted the key: it answered with an access token for “CI runner”, valid for 12 hours.',
  )
  const at = 1000
  expect(signed).toEqual([
    { kid: '340' },
    { iss: '310', sub: '310', aud: 'https://zitadel.example', iat: at, exp: at + 300 },
  ])
  const [{ url, init } = { url: '', init: {} as RequestInit }] = asked
  expect(url).toBe('https://zitadel.example/oauth/v2/token')
  expect(new Headers(init.headers).has('authorization')).toBe(false)
  expect(init).toMatchObject({ credentials: 'omit', redirect: 'error', cache: 'no-store' })
  expect(init.body instanceof URLSearchParams && Object.fromEntries(init.body)).toEqual({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: 'signed',
    scope: 'openid urn:zitadel:iam:org:project:id:42:aud',
  })
})

test('a new credential that is not known yet is tried again', async () => {
  const early = json(400, {
    error: 'invalid_request',
    error_description: 'Errors.User.Machine.Secret.NotExisting',
  })
  const { secret, asked, waited } = proofs(early, early, json(200, { access_token: 'a', expires_in: 3600 }))
  expect(await secret('ci-runner', 'value', account)).toContain('valid for 60 minutes')
  expect([asked.length, waited()]).toEqual([3, 1100])
})

test('a refusal is told in the provider’s words, and is nobody’s sign-out', async () => {
  const { token, asked } = proofs(json(401, { code: 16, message: 'Errors.Token.Invalid' }))
  await expect(token('value', account)).rejects.toMatchObject({
    kind: 'invalid',
    message: 'zitadel.example does not accept the token (status 401).',
    details: { status: 401, said: 'Errors.Token.Invalid' },
  })
  expect(asked).toHaveLength(4)
})

test.each([
  ['whose token it is', json(200, { sub: '311' }), 'unexpected', 'not as one of “CI runner”'],
  ['an empty answer', new Response(null, { status: 200 }), 'unexpected', 'not as one of'],
  ['a failure', json(503, {}), 'away', 'could not try the token'],
  ['a limit', json(429, {}), 'limited', 'could not try the token'],
  ['no network', new TypeError('Failed to fetch'), 'away', 'cannot be reached'],
])('token: %s', async (_, answer, kind, message) => {
  const { token, asked } = proofs(answer)
  await expect(token('value', account)).rejects.toMatchObject({
    kind,
    message: expect.stringContaining(message),
  })
  expect(asked).toHaveLength(1)
})

test('secret: accepted, but without an access token', async () => {
  const error = await proofs(json(200, {}))
    .secret('ci-runner', 'value', account)
    .catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(Problem)
  expect(String(error)).toContain('answered without an access token')
})
