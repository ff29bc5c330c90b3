// Renewals that fail: what ends a session and what does not (W10), and answers that never come (W11).
import { describe, expect, test, vi } from 'vitest'
import {
  browser,
  freshBrowser,
  hour,
  idToken,
  kind,
  later,
  refusal,
  second,
  signedIn,
  tokens,
  unreachable,
  violate,
  word,
  type Answer,
} from './fake-provider.ts'

freshBrowser()

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
    ['a blocked person', refusal('unauthorized')],
    ['an ID token of another issuer', { idToken: idToken({ iss: 'https://evil.example' }) }],
    ['no access token', { accessToken: undefined }],
  ]
  test.each(final)(
    '%s: not asked for again, even if a server then refuses the token',
    async (_name, answer) => {
      const session = await signedIn(answer)
      await session.keeper.renew().catch(() => undefined)
      expect(word(session)).toBe('ending')
      expect(await kind(session.keeper.renewed('access-0'))).toBe('signed-out')
      expect([word(session), session.made.renewals]).toEqual(['ended', 1])
    },
  )

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

const never = new Promise<never>(() => undefined)
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
    violate('report', 'frame-src')
    violate('enforce', 'img-src')
    await vi.advanceTimersByTimeAsync(second)
    expect(word(session)).toBe('ok')
    violate('enforce', 'frame-src')
    expect(await asked).toBe('blocked: frame-src')
    expect(word(session)).toBe('retrying')
  })
})
