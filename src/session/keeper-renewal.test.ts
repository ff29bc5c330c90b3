// Holding and renewing tokens: single flight (W7), when it is time, epochs (W8), one person (W9), what others see.
import { describe, expect, test, vi } from 'vitest'
import { createHttp } from '../directory/http.ts'
import {
  browser,
  freshBrowser,
  hour,
  idToken,
  kind,
  later,
  provider,
  second,
  signedIn,
  tokens,
  unreachable,
  word,
} from './fake-provider.ts'

freshBrowser()

describe('one renewal for all', () => {
  test('20 refusals of one token renew once (A02)', async () => {
    const { keeper, made } = await signedIn()
    const changed = vi.fn()
    keeper.subscribe(changed)
    const all = await Promise.all(Array.from({ length: 20 }, () => keeper.renewed('access-0')))
    expect(new Set(all)).toEqual(new Set(['access-1']))
    expect(made.renewals).toBe(1)
    expect(changed).toHaveBeenCalledTimes(1)
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
    // After a day a new token is asked for in any case; setTimeout would fire at once for 30 days (A16).
    ['30 days', 30 * 86_400, 86_400 - 60],
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

  test('a sign-in that lands after a sign-out is none, and is taken back', async () => {
    const { keeper, made } = provider()
    const born = keeper.epoch()
    keeper.wipe('here')
    expect(await kind(keeper.adopt(tokens(1), born))).toBe('ended: epoch')
    expect([made.forgotten, keeper.tokens()], 'once for each').toEqual([2, null])
  })

  test.each([
    ['is waited for', false, 0],
    ['that is never answered is waited for a moment', true, 1500],
  ])('a revocation %s', async (_, silent, patience) => {
    const { keeper, made } = provider()
    made.silent = silent
    await keeper.adopt(tokens(1), keeper.epoch())
    let told = false
    keeper.wipe('elsewhere')
    void keeper.revoked().then(() => (told = true))
    await vi.advanceTimersByTimeAsync(Math.max(0, patience - 1))
    expect([told, made.forgotten]).toEqual([!silent, 1])
    await vi.advanceTimersByTimeAsync(1)
    expect(told).toBe(true)
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

  test('by a token that is the same, as two of one second may be: it is handed on, and no session ends', async () => {
    const { keeper, made } = await signedIn({ accessToken: 'access-0' })
    expect(await keeper.renewed('access-0')).toBe('access-0')
    expect([made.renewals, keeper.state().status]).toEqual([1, 'signed-in'])
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
