// Every way in which a request can go wrong, against a fetch that is told what to answer.
import { expect, test, vi } from 'vitest'
import type { Caller } from './directory.ts'
import { createHttp, type HttpOptions, type HttpRequest } from './http.ts'
import { Problem } from './problem.ts'

const origin = 'https://id.example'
const read: HttpRequest = { method: 'POST', path: '/things/_search', body: {}, repeatable: true }
const write: HttpRequest = { method: 'POST', path: '/things', body: { name: 'x' }, repeatable: false }

type Step = Response | Error | ((init: RequestInit) => Promise<Response>)

const json = (status: number, body: unknown = {}, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } })
const network = () => new TypeError('Failed to fetch')

/** Answers step by step; what is asked beyond them is answered by the last one. */
function server(...steps: Step[]) {
  const asked: { url: URL; init: RequestInit; headers: Headers }[] = []
  const answer: typeof fetch = async (input, init = {}) => {
    const request = {
      url: new URL(input instanceof Request ? input.url : input),
      init,
      headers: new Headers(init.headers),
    }
    asked.push(request)
    const step = steps[Math.min(asked.length, steps.length) - 1]
    if (step instanceof Response) return step.clone()
    if (step instanceof Error) throw step
    return step ? step(init) : json(200)
  }
  return { fetch: answer, asked }
}

function caller(first = 'token-1'): Caller & { renewals: string[] } {
  let token = first
  let renewal: Promise<string> | undefined
  const renewals: string[] = []
  return {
    renewals,
    accessToken: async () => token,
    renewed(used) {
      if (used !== token) return Promise.resolve(token)
      renewal ??= Promise.resolve().then(() => {
        renewals.push(used)
        token = `token-${renewals.length + 1}`
        renewal = undefined
        return token
      })
      return renewal
    },
    claims: () => null,
  }
}

function client(steps: Step[], options: Partial<HttpOptions> = {}) {
  const { fetch, asked } = server(...steps)
  const waits: number[] = []
  const who = caller()
  const sleep = async (ms: number) => void waits.push(ms)
  const http = createHttp({ origin, caller: who, problemOf: () => undefined, fetch, sleep, ...options })
  return { asked, waits, who, http, request: (ask: HttpRequest) => http.request(ask) }
}

/** Sends the headers, then nothing until it is aborted. */
const stalled = async (init: RequestInit) => {
  const body = new ReadableStream({
    start: (controller) =>
      init.signal?.addEventListener('abort', () => controller.error(init.signal?.reason)),
  })
  return new Response(body, { headers: { 'content-type': 'application/json' } })
}

/** Never answers. */
const abortable = (init: RequestInit) =>
  new Promise<Response>((_, reject) => {
    init.signal?.addEventListener('abort', () => reject(init.signal?.reason))
  })

const failure = async (work: Promise<unknown>): Promise<Problem> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof Problem) return error
  throw new Error(`expected a Problem, got ${String(error)}`)
}

test('sends the token with the safe settings of fetch, and JSON both ways', async () => {
  const { request, asked } = client([json(200, { result: [1] })])
  expect(await request(write)).toEqual({ result: [1] })
  const [{ url, init, headers } = { url: undefined, init: {}, headers: new Headers() }] = asked
  expect(url?.href).toBe(`${origin}/things`)
  expect(init).toMatchObject({
    credentials: 'omit',
    redirect: 'error',
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
    body: '{"name":"x"}',
  })
  expect(headers.get('authorization')).toBe('Bearer token-1')
  expect(headers.get('content-type')).toBe('application/json')
})

test.each([
  'https://evil.example/x',
  '//evil.example/x',
  'https://id.example.evil.example/',
  'http://id.example/x',
  'https://id.example:444/x',
  '\\\\evil.example',
  'https://id.example@evil.example/',
  '/projects/1/roles/..',
  '/projects/1/roles/%2e%2E',
  '/projects/1/roles/.',
  '/projects/1/roles/a\tb',
])('sends nothing to %j', async (path) => {
  const { request, asked } = client([json(200)])
  expect((await failure(request({ ...read, path }))).kind).toBe('unexpected')
  expect(asked).toEqual([])
})

test('an empty answer is undefined', async () => {
  expect(await client([new Response(null, { status: 204 })]).request(write)).toBeUndefined()
  expect(await client([new Response('')]).request(write)).toBeUndefined()
})

test('a 401 renews once and sends the same request once more, a write as well', async () => {
  const { request, asked, who } = client([json(401), json(200, { ok: true })])
  expect(await request(write)).toEqual({ ok: true })
  expect(who.renewals).toEqual(['token-1'])
  expect(asked.map(({ headers }) => headers.get('authorization'))).toEqual([
    'Bearer token-1',
    'Bearer token-2',
  ])
  expect(asked.map(({ init }) => init.body)).toEqual(
    [write.body, write.body].map((body) => JSON.stringify(body)),
  )
})

test('a second 401 is the end: signed out, or what the vendor says of a fresh token', async () => {
  const { request, asked } = client([json(401)])
  expect(await failure(request(read))).toMatchObject({ kind: 'signed-out', details: { status: 401 } })
  expect(asked).toHaveLength(2)

  const problemOf = vi.fn<HttpOptions['problemOf']>(() => new Problem('forbidden', 'No audience.'))
  expect((await failure(client([json(401)], { problemOf }).request(read))).message).toBe('No audience.')
  expect(problemOf).toHaveBeenCalledTimes(1)
})

test('what the caller says when it cannot renew is passed on untouched', async () => {
  const ended = new Problem('signed-out', 'Your sign-in has ended.')
  const who = { ...caller(), renewed: () => Promise.reject(ended) }
  await expect(client([json(401)], { caller: who }).request(read)).rejects.toBe(ended)
})

test('20 requests that meet a 401 together renew one token once', async () => {
  const { http, asked, who } = client([
    async (init) => json(new Headers(init.headers).get('authorization') === 'Bearer token-1' ? 401 : 200),
  ])
  await Promise.all(Array.from({ length: 20 }, () => http.request(read)))
  expect(who.renewals).toEqual(['token-1'])
  expect(asked).toHaveLength(40)
})

test.each([500, 502, 503, 504, 408])('a read survives two answers of %i, not three', async (status) => {
  const { request, asked, waits } = client([json(status), json(status), json(200, { ok: true })])
  expect(await request(read)).toEqual({ ok: true })
  expect(asked).toHaveLength(3)
  expect(waits).toHaveLength(2)
  expect(waits[0]).toBeLessThanOrEqual(500)
  expect(waits[1]).toBeLessThanOrEqual(1000)

  const { request: again, asked: tries } = client([json(status)])
  expect(await failure(again(read))).toMatchObject({ kind: 'away', details: { status } })
  expect(tries).toHaveLength(3)
})

test('a read survives two broken connections; the third is said as network or CORS, never as signed out', async () => {
  expect(await client([network(), network(), json(200, 1)]).request(read)).toBe(1)
  const { request, asked } = client([network()])
  const problem = await failure(request(read))
  expect(problem).toMatchObject({ kind: 'away' })
  expect(problem.message).toMatch(/^id\.example cannot be reached\..*CORS/)
  expect(problem.details.unsure).toBeUndefined()
  expect(asked).toHaveLength(3)
})

test('a device that is offline is told so', async () => {
  vi.stubGlobal('navigator', { onLine: false })
  try {
    expect((await failure(client([network()]).request(read))).message).toMatch(/offline/)
  } finally {
    vi.unstubAllGlobals()
  }
})

test.each([
  ['a broken connection', network(), 'away'],
  ['500', json(500), 'away'],
  ['503', json(503), 'away'],
  [
    'an answer that breaks off',
    new Response('{"a":', { headers: { 'content-type': 'application/json' } }),
    'unexpected',
  ],
  ['a web page', new Response('<html>', { headers: { 'content-type': 'text/html' } }), 'unexpected'],
])('a write whose answer was lost to %s is sent once and is unsure', async (_, step, kind) => {
  const { request, asked } = client([step])
  expect(await failure(request(write))).toMatchObject({ kind, details: { unsure: true } })
  expect(asked).toHaveLength(1)
})

test.each([400, 403, 404, 409, 412, 422, 429, 431, 501])(
  'a write that meets %i was refused for certain',
  async (status) => {
    const { request, asked } = client([json(status)])
    expect((await failure(request(write))).details.unsure).toBeUndefined()
    expect(asked).toHaveLength(1)
  },
)

test('a refusal that is told as 500 is neither asked again nor unsure', async () => {
  const refused = new Problem('forbidden', 'Not for you.')
  const problemOf = ({ status }: { status: number }) => (status === 500 ? refused : undefined)
  for (const request of [read, write]) {
    const { request: send, asked, waits } = client([json(500)], { problemOf })
    const problem = await failure(send(request))
    expect([problem.kind, problem.details.unsure, asked.length, waits]).toEqual([
      'forbidden',
      undefined,
      1,
      [],
    ])
  }
})

test('a 429 is waited for once, exactly; a second one is said', async () => {
  const busy = json(429, {}, { 'retry-after': '5' })
  const { request, waits } = client([busy, json(200, 'there')])
  expect(await request(read)).toBe('there')
  expect(waits).toEqual([5000])

  const { request: again, asked } = client([busy])
  expect(await failure(again(read))).toMatchObject({ kind: 'limited', details: { retryAfter: 5 } })
  expect(asked).toHaveLength(2)
})

test('a wait of more than a minute is not sat through, and a write never waits', async () => {
  const { request, asked, waits } = client([json(429, {}, { 'retry-after': '3600' })])
  expect(await failure(request(read))).toMatchObject({ kind: 'limited', details: { retryAfter: 60 } })
  expect([asked.length, waits.length]).toEqual([1, 0])

  const { request: other, asked: once } = client([json(429, {}, { 'retry-after': '1' })])
  expect(await failure(other(write))).toMatchObject({ kind: 'limited', details: { retryAfter: 1 } })
  expect(once).toHaveLength(1)
})

test('a 502 with a web page is still the server’s failure', async () => {
  const page = new Response('<html>', { status: 502, headers: { 'content-type': 'text/html' } })
  expect((await failure(client([page]).request(read))).kind).toBe('away')
})

test('a try ends at its deadline, though the body is what stalls', async () => {
  const { request, asked } = client([stalled], { deadline: 5 })
  expect(await failure(request(read))).toMatchObject({ kind: 'away' })
  expect(asked).toHaveLength(3)
  expect(await failure(client([stalled], { deadline: 5 }).request(write))).toMatchObject({
    details: { unsure: true },
  })
})

test('an aborted request rejects with the reason, at once and untouched, wherever it waits', async () => {
  const reason = new Error('gone to another page')
  const forever = new Promise<never>(() => {})
  const never = { ...caller(), accessToken: () => forever }
  for (const { request } of [
    client([abortable]),
    client([json(500)], { sleep: () => forever }),
    client([json(200)], { caller: never }),
  ]) {
    const control = new AbortController()
    const work = request({ ...read, signal: control.signal })
    setTimeout(() => control.abort(reason), 5)
    await expect(work).rejects.toBe(reason)
  }
  const { request, asked } = client([json(200)])
  await expect(request({ ...read, signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  expect(asked).toEqual([])
})

test('a very large token is named as the likely cause', async () => {
  const who = caller('x'.repeat(9_000))
  expect((await failure(client([network()], { caller: who }).request(read))).message).toMatch(/9\.0 kB/)
  const refused = await failure(client([json(431)], { caller: who }).request(read))
  expect(refused.message).toMatch(/9\.0 kB/)
  expect((await failure(client([json(403)], { caller: who }).request(read))).message).not.toMatch(/kB/)
})

test('the vendor’s reading wins over the status, which it keeps', async () => {
  const problem = await failure(
    client([json(400, { a: 1 })], {
      problemOf: ({ body }) => new Problem('conflict', JSON.stringify(body), { code: 'X-1' }),
    }).request(write),
  )
  expect(problem).toMatchObject({
    kind: 'conflict',
    message: '{"a":1}',
    details: { status: 400, code: 'X-1' },
  })
})
