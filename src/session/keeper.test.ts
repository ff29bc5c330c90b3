// Holding and renewing tokens against a provider that is slow, away, hostile or somebody else: single flight (W7), epochs (W8),
// one person (W9), what ends a session and what does not (W10), deadlines (W11).
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createHttp } from '../directory/http.ts'
import type { Clocks } from './expiry.ts'
import { SignInFailure } from './failure.ts'
import { createKeeper } from './keeper.ts'
import type { LoginError, TokenSet } from './login.ts'

const browser = vi.hoisted(() => {
  const page = new EventTarget()
  const machine = { onLine: true }
  // What the watchdog and the keeper ask of a browser.
  vi.stubGlobal('document', page)
  vi.stubGlobal('navigator', machine)
  return { page, machine }
})

const second = 1000
const hour = 3600 * second
const issuer = 'https://id.example'

const base64url = (value: unknown) =>
  btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

function idToken(differing: object = {}): string {
  const iat = Math.floor(Date.now() / 1000)
  const claims = { iss: issuer, sub: 'u1', aud: 'console', iat, exp: iat + 3600, name: 'Ann', ...differing }
  return `${base64url({ alg: 'RS256' })}.${base64url(claims)}.c2ln`
}

const tokens = (n: number, differing: Partial<TokenSet> = {}): TokenSet => ({
  accessToken: `access-${n}`,
  idToken: idToken(),
  expiresIn: 3600,
  ...differing,
})

/** Answers of the provider, told apart from what JavaScript throws. */
class Refusal extends Error {
  readonly facts: LoginError
  constructor(facts: LoginError) {
    super('refused')
    this.facts = facts
  }
}
const refusal = (code: string) => new Refusal({ code })
const unreachable = () => new TypeError('Failed to fetch')

type Answer = Error | Partial<TokenSet> | Promise<Partial<TokenSet>>

/** A provider that answers each renewal as told, the last answer for ever; `wall` can be set like a computer's clock. */
function provider(...answers: Answer[]) {
  const made = { renewals: 0, atOnce: 0, mostAtOnce: 0, forgotten: 0, at: [] as number[], wall: 0 }
  const clocks: Clocks = { wall: () => Date.now() + made.wall, steady: () => performance.now() }
  const keeper = createKeeper({
    platform: { name: 'KOSMOS', issuer, clientId: 'console' },
    clocks,
    random: () => 0.5,
    readError: (error) => (error instanceof Refusal ? error.facts : {}),
    login: {
      authorizeUrl: async () => `${issuer}/authorize`,
      finish: async () => tokens(0),
      async renew() {
        const answer = answers[Math.min(made.renewals, answers.length - 1)] ?? {}
        made.renewals += 1
        made.at.push(Date.now())
        const n = made.renewals
        made.atOnce += 1
        made.mostAtOnce = Math.max(made.atOnce, made.mostAtOnce)
        try {
          const differing = await answer
          if (differing instanceof Error) throw differing
          return tokens(n, differing)
        } finally {
          made.atOnce -= 1
        }
      },
      forget: async () => void (made.forgotten += 1),
      endUrl: async () => `${issuer}/logout`,
    },
  })
  return { keeper, made }
}

async function signedIn(...answers: Answer[]) {
  const { keeper, made } = provider(...answers)
  await keeper.adopt(tokens(0), keeper.epoch())
  return { keeper, made }
}

/** A promise to settle by hand. */
function later<T>() {
  const settlers: ((value: T) => void)[] = []
  const promise = new Promise<T>((resolve) => settlers.push(resolve))
  return { promise, settle: (value: T) => settlers.forEach((settle) => settle(value)) }
}

const kind = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof SignInFailure ? error.message : Reflect.get(Object(error), 'kind')),
  )

/** The state in a word: `link` while signed in. */
function word({ keeper }: { keeper: ReturnType<typeof createKeeper> }): string {
  const state = keeper.state()
  return state.status === 'signed-in' ? state.link : state.status
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 22) })
  browser.machine.onLine = true
})
afterEach(() => {
  vi.useRealTimers()
})

describe('one renewal for all', () => {
  test('20 refusals of one token renew once (A02)', async () => {
    const { keeper, made } = await signedIn()
    const all = await Promise.all(Array.from({ length: 20 }, () => keeper.renewed('access-0')))
    expect(new Set(all)).toEqual(new Set(['access-1']))
    expect(made.renewals).toBe(1)
  })

  test('a refusal of the old token after the renewal gets the new one, without another (A04)', async () => {
    const { keeper, made } = await signedIn()
    expect(await keeper.renewed('access-0')).toBe('access-1')
    expect(await keeper.renewed('access-0')).toBe('access-1')
    expect(made.renewals).toBe(1)
    expect(await keeper.renewed('access-1')).toBe('access-2')
  })

  test('20 requests in flight when the token dies: one renewal, each sent twice, all answered', async () => {
    const { keeper, made } = await signedIn()
    const sent: string[] = []
    const refuse = later<void>()
    const http = createHttp({
      origin: 'https://api.example',
      caller: { ...keeper, claims: () => null },
      problemOf: () => undefined,
      async fetch(_url, init) {
        const bearer = new Headers(init?.headers).get('authorization') ?? ''
        sent.push(bearer)
        if (sent.length === 20) refuse.settle()
        if (bearer === 'Bearer access-0') await refuse.promise
        return Response.json({}, { status: bearer === 'Bearer access-0' ? 401 : 200 })
      },
    })
    const write = { method: 'POST', path: '/things', body: {}, repeatable: false } as const
    const answers = await Promise.all(Array.from({ length: 20 }, () => http.request(write)))
    expect(answers).toHaveLength(20)
    expect(made.renewals).toBe(1)
    expect(sent.filter((bearer) => bearer === 'Bearer access-0')).toHaveLength(20)
    expect(sent.filter((bearer) => bearer === 'Bearer access-1')).toHaveLength(20)
  })

  test('the timer, a waking computer and requests share it', async () => {
    const answer = later<object>()
    const { keeper, made } = await signedIn(answer.promise)
    await vi.advanceTimersByTimeAsync(hour - 60 * second)
    keeper.look()
    const asked = [keeper.renewed('access-0'), keeper.renewed('access-0')]
    answer.settle({})
    expect(await Promise.all(asked)).toEqual(['access-1', 'access-1'])
    expect(made).toMatchObject({ renewals: 1, mostAtOnce: 1 })
  })
})

describe('when to renew', () => {
  test.each<[string, unknown, number]>([
    ['an hour', 3600, 3540],
    ['a minute', 60, 40],
    ['a second', 1, 2 / 3],
    ['a day', 86_400, 86_340],
    // Beyond a day nothing is believed; setTimeout would fire at once for 30 days (A16).
    ['30 days', 30 * 86_400, 40],
    ['text', '3600', 40],
    ['nothing', undefined, 40],
  ])('a life of %s', async (_name, expiresIn, after) => {
    const { keeper, made } = provider({ expiresIn: 86_400 })
    await keeper.adopt(tokens(0, { expiresIn }), keeper.epoch())
    await vi.advanceTimersByTimeAsync(Math.floor(after * second) - 1)
    expect(made.renewals).toBe(0)
    await vi.advanceTimersByTimeAsync(2)
    expect(made.renewals).toBe(1)
  })

  test('a clock set forward renews once; set back it changes nothing (A19)', async () => {
    const { keeper, made } = await signedIn()
    made.wall = -hour
    keeper.look()
    await vi.advanceTimersByTimeAsync(59 * 60 * second + 1)
    expect(made.renewals).toBe(1)
    made.wall = 2 * hour
    for (let n = 0; n < 5; n += 1) keeper.look()
    await vi.advanceTimersByTimeAsync(10 * 60 * second)
    expect(made.renewals).toBe(2)
    expect(word({ keeper })).toBe('ok')
  })

  test('a token with less than five seconds left is renewed before it is handed out', async () => {
    const { keeper } = await signedIn(unreachable(), {})
    await vi.advanceTimersByTimeAsync(hour - 60 * second - 1)
    expect(await keeper.accessToken()).toBe('access-0')
    browser.machine.onLine = false
    await vi.advanceTimersByTimeAsync(56 * second)
    expect(await kind(keeper.accessToken())).toBe('away')
    expect(await keeper.accessToken()).toBe('access-2')
  })
})

describe('failures that may pass (W10)', () => {
  test.each([
    ['no network', unreachable()],
    ['a failing provider', refusal('server_error')],
    ['a busy provider', refusal('temporarily_unavailable')],
    ['a web page for an answer', new SyntaxError('Unexpected token <')],
    ['a set-up fault', refusal('invalid_client')],
  ])('%s: back-off, recovery, nobody signed out', async (_name, error) => {
    const session = await signedIn(error, error, error, {})
    await vi.advanceTimersByTimeAsync(hour - 60 * second)
    expect(word(session)).toBe('retrying')
    expect(await session.keeper.accessToken()).toBe('access-0')
    await vi.advanceTimersByTimeAsync(10 * second)
    expect(word(session)).toBe('ok')
    const { at } = session.made
    expect(at.slice(1).map((time, n) => time - Number(at[n]))).toEqual([500, 1000, 2000])
  })

  test('sign nobody out after the token is dead either', async () => {
    const session = await signedIn(unreachable())
    await vi.advanceTimersByTimeAsync(3 * hour)
    expect(word(session)).toBe('retrying')
    expect(await kind(session.keeper.accessToken())).toBe('away')
    expect(session.made.forgotten).toBe(0)
  })

  test('a network that comes and goes: at most 12 tries a minute, never two at once (A23)', async () => {
    const session = await signedIn(unreachable())
    await vi.advanceTimersByTimeAsync(hour - 60 * second - 1)
    for (let n = 0; n < 10; n += 1) {
      browser.machine.onLine = true
      session.keeper.look()
      session.keeper.hurry()
      await vi.advanceTimersByTimeAsync(3 * second)
      browser.machine.onLine = false
      await vi.advanceTimersByTimeAsync(3 * second)
    }
    expect(session.made.renewals).toBeGreaterThan(1)
    expect(session.made.renewals).toBeLessThanOrEqual(12)
    expect(session.made.mostAtOnce).toBe(1)
  })

  test('offline nothing is sent; the network’s return renews at once (A22)', async () => {
    const session = await signedIn()
    browser.machine.onLine = false
    await vi.advanceTimersByTimeAsync(2 * hour)
    expect([word(session), session.made.renewals]).toEqual(['retrying', 0])
    browser.machine.onLine = true
    session.keeper.hurry()
    await vi.advanceTimersByTimeAsync(1)
    expect([word(session), session.made.renewals]).toEqual(['ok', 1])
  })
})

describe('failures that are final', () => {
  const final: [string, Answer][] = [
    ['a dead refresh token', refusal('invalid_grant')],
    ['nobody signed in at the provider', refusal('login_required')],
    ['a blocked person', refusal('access_denied')],
    ['an ID token of another issuer', { idToken: idToken({ iss: 'https://evil.example' }) }],
    ['no access token', { accessToken: undefined }],
  ]
  test.each(final)('%s: ending while the token lives, ended when it dies', async (_name, answer) => {
    const session = await signedIn(answer)
    await vi.advanceTimersByTimeAsync(hour - 60 * second)
    expect(word(session)).toBe('ending')
    expect(await session.keeper.accessToken()).toBe('access-0')
    await vi.advanceTimersByTimeAsync(60 * second)
    expect(word(session)).toBe('ended')
    expect(session.made.renewals).toBe(1)
    expect(await kind(session.keeper.accessToken())).toBe('signed-out')
  })

  test.each(final)('%s, told with the token dead: ended at once', async (_name, answer) => {
    const session = await signedIn(answer)
    browser.machine.onLine = false
    await vi.advanceTimersByTimeAsync(2 * hour)
    browser.machine.onLine = true
    expect(await kind(session.keeper.accessToken())).toBe('signed-out')
    expect(word(session)).toBe('ended')
  })

  test('a token that the server refuses and nobody renews ends the session at once', async () => {
    const session = await signedIn(refusal('invalid_grant'))
    expect(await kind(session.keeper.renewed('access-0'))).toBe('signed-out')
    expect(word(session)).toBe('ended')
  })

  test('the same person may sign in again and goes on; another may not', async () => {
    const session = await signedIn(refusal('invalid_grant'))
    await kind(session.keeper.renewed('access-0'))
    const { keeper } = session
    const other = tokens(7, { idToken: idToken({ sub: 'u2' }) })
    expect(await kind(keeper.adopt(other, keeper.epoch()))).toBe('changed: sub')
    expect(word(session)).toBe('ended')
    await keeper.adopt(tokens(8), keeper.epoch())
    expect([word(session), await keeper.accessToken()]).toEqual(['ok', 'access-8'])
  })
})

describe('whose answer it is', () => {
  test('of an older epoch: dropped, and its refresh token forgotten (W8)', async () => {
    const answer = later<object>()
    const session = await signedIn(answer.promise)
    const asked = kind(session.keeper.renewed('access-0'))
    session.keeper.wipe('here')
    answer.settle({})
    expect(await asked).toBe('signed-out')
    expect(session.keeper.state()).toEqual({ status: 'signed-out', why: 'here' })
    expect(session.keeper.tokens()).toBeNull()
    expect(session.made.forgotten).toBeGreaterThan(0)
    await vi.advanceTimersByTimeAsync(2 * hour)
    expect(session.made.renewals).toBe(1)
  })

  test('a sign-in that lands after a sign-out is none', async () => {
    const { keeper, made } = provider()
    const born = keeper.epoch()
    keeper.wipe('here')
    expect(await kind(keeper.adopt(tokens(1), born))).toBe('ended: epoch')
    expect([made.forgotten, keeper.tokens()]).toEqual([1, null])
  })

  test('of another person: everything is dropped (W9)', async () => {
    const session = await signedIn({ idToken: idToken({ sub: 'u2' }) })
    expect(await kind(session.keeper.renewed('access-0'))).toBe('signed-out')
    expect(session.keeper.state()).toEqual({ status: 'signed-out', why: 'changed' })
    expect(session.keeper.tokens()).toBeNull()
  })

  test('without an ID token: no sign-in, but a renewal that keeps the old one (W5)', async () => {
    const { keeper } = provider({ idToken: undefined })
    const without = keeper.adopt(tokens(0, { idToken: undefined }), keeper.epoch())
    expect(await kind(without)).toBe('bad-token: id_token')
    expect(keeper.state().status).toBe('signed-out')
    const first = tokens(0)
    await keeper.adopt(first, keeper.epoch())
    expect(await keeper.renewed('access-0')).toBe('access-1')
    expect(keeper.tokens()?.idToken).toBe(first.idToken)
  })

  test('extra members of an answer change nothing (A52)', async () => {
    const extra =
      '{"profile":{"sub":"u2"},"userState":1,"url_state":"x","__proto__":{"scope":"all"},"state":2}'
    const { keeper } = await signedIn(JSON.parse(extra))
    await keeper.renew()
    expect(keeper.tokens()?.scope).toBeUndefined()
    expect(keeper.state()).toMatchObject({ person: { id: 'u1', name: 'Ann' }, link: 'ok' })
  })
})

const never = new Promise<never>(() => undefined)
const violation = (disposition: string, effectiveDirective: string) =>
  browser.page.dispatchEvent(
    Object.assign(new Event('securitypolicyviolation'), { disposition, effectiveDirective }),
  )

describe('deadlines (W11)', () => {
  test('a renewal without an answer is given up after 15 s, and not sent beside itself for 45 s', async () => {
    const session = await signedIn(never)
    const asked = kind(session.keeper.renewed('access-0'))
    await vi.advanceTimersByTimeAsync(15 * second - 1)
    expect(word(session)).toBe('ok')
    await vi.advanceTimersByTimeAsync(1)
    expect([await asked, word(session)]).toEqual(['away', 'retrying'])
    await vi.advanceTimersByTimeAsync(29 * second)
    expect(session.made.renewals).toBe(1)
    await vi.advanceTimersByTimeAsync(30 * second)
    expect(session.made.renewals).toBe(2)
  })

  test('an answer that comes late is still used by whoever asks then', async () => {
    const answer = later<object>()
    const session = await signedIn(answer.promise)
    const first = kind(session.keeper.renewed('access-0'))
    await vi.advanceTimersByTimeAsync(16 * second)
    expect(await first).toBe('away')
    answer.settle({})
    await vi.advanceTimersByTimeAsync(second)
    expect(await session.keeper.renewed('access-0')).toBe('access-1')
    expect(session.made.renewals).toBe(1)
  })

  test('what a policy blocks is said at once, and only while it is enforced', async () => {
    const session = await signedIn(never)
    const asked = kind(session.keeper.renew())
    violation('report', 'frame-src')
    violation('enforce', 'img-src')
    await vi.advanceTimersByTimeAsync(second)
    expect(word(session)).toBe('ok')
    violation('enforce', 'frame-src')
    expect(await asked).toBe('blocked: frame-src')
    expect(word(session)).toBe('retrying')
  })
})

describe('what others see', () => {
  test('listeners hear every change until they leave', async () => {
    const { keeper } = provider()
    const heard: string[] = []
    const leave = keeper.subscribe(() => heard.push(keeper.state().status))
    await keeper.adopt(tokens(0), keeper.epoch())
    keeper.wipe('elsewhere')
    leave()
    keeper.wipe('here')
    expect(heard).toEqual(['signed-in', 'signed-out'])
  })

  test.each<[string, object, object]>([
    ['the name', { name: 'Ann', email: 'a@x' }, { name: 'Ann', email: 'a@x' }],
    ['the user name', { name: ' ', preferred_username: 'ann' }, { name: 'ann' }],
    ['the e-mail address', { name: undefined, email: 'a@x' }, { name: 'a@x' }],
    ['the id', { name: ['x'] }, { name: 'u1', email: undefined }],
  ])('a person is called by %s', async (_name, claims, person) => {
    const { keeper } = provider()
    await keeper.adopt(tokens(0, { idToken: idToken(claims) }), keeper.epoch())
    expect(keeper.state()).toMatchObject({ person: { id: 'u1', ...person } })
  })

  test('a name learnt from userinfo outlives a renewal that brings none', async () => {
    const nameless = idToken({ name: undefined })
    const { keeper } = provider({ idToken: nameless })
    await keeper.adopt(tokens(0, { idToken: nameless }), keeper.epoch())
    keeper.introduce(new Map(Object.entries({ sub: 'u1', name: 'Ann', email: 'a@x' })))
    await keeper.renew()
    expect(keeper.state()).toMatchObject({ person: { id: 'u1', name: 'Ann', email: 'a@x' } })
  })

  test('the inspector sees the claims before the last renewal', async () => {
    const { keeper } = await signedIn({ idToken: idToken({ name: 'Anne' }) })
    expect(keeper.tokens()?.before).toBeNull()
    await keeper.renew()
    expect(keeper.tokens()?.before?.idToken.get('name')).toBe('Ann')
    expect(keeper.tokens()?.before?.accessToken).toBeNull()
  })
})
