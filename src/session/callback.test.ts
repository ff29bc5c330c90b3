// Sign-in attempts: what is written down before leaving, which answers are accepted, in which order they are refused, and where
// an answer may lead.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { acceptAnswer, attemptOf, callbackPlatform, remember, safeReturn } from './callback.ts'
import { SignInFailure } from './failure.ts'

const origin = 'https://console.example'
const issuer = 'https://id.example'
const at = Date.UTC(2026, 10, 22)
const minute = 60_000
const attempt = { platform: 'kosmos', issuer, namesItself: true, returnTo: '/roles', silent: false, at }

/** A Storage as browsers make them: entries are properties of their own, methods are not. */
function emptyStorage(): Storage {
  return Object.create({
    getItem(key: string) {
      return Object.hasOwn(this, key) ? Reflect.get(this, key) : null
    },
    setItem(key: string, value: string) {
      Reflect.set(this, key, value)
    },
    removeItem(key: string) {
      Reflect.deleteProperty(this, key)
    },
  })
}

function request(parts: Record<string, string> = {}): string {
  const all = { state: 's-1', nonce: 'n-1', code_challenge: 'c', code_challenge_method: 'S256', ...parts }
  const given = Object.entries(all).filter(([, value]) => value !== '')
  return `${issuer}/authorize?${new URLSearchParams(given)}`
}

function answer(parts: Record<string, string> = {}, path = '/auth/callback/kosmos'): URL {
  const all = { state: 's-1', code: 'c-1', iss: issuer, ...parts }
  const given = Object.entries(all).filter(([, value]) => value !== '')
  return new URL(`${origin}${path}?${new URLSearchParams(given)}`)
}

function underWay(differing: Partial<typeof attempt> = {}): Storage {
  const storage = emptyStorage()
  remember(storage, request(), { ...attempt, ...differing })
  return storage
}

function outcome(work: () => unknown): string {
  try {
    work()
    return 'accepted'
  } catch (error) {
    if (error instanceof SignInFailure) return error.message
    throw error
  }
}

describe('where an answer may lead', () => {
  test.each([
    ['/', '/'],
    ['/roles?q=a%20b&page=2#top', '/roles?q=a%20b&page=2#top'],
    ['roles', '/roles'],
    ['?platform=acme', '/?platform=acme'],
    [`${origin}/session`, '/session'],
    ['/roles/%2F%2Fevil/edit', '/roles/%2F%2Fevil/edit'],
    // D01
    ['//evil.example', '/'],
    ['///evil.example', '/'],
    ['/\\evil.example', '/'],
    ['\\\\evil.example', '/'],
    ['https:evil.example', '/evil.example'],
    ['https://evil.example/x', '/'],
    ['http://console.example/x', '/'],
    ['https://console.example.evil.example/', '/'],
    ['https://console.example@evil.example/', '/'],
    ['https://evil@console.example/', '/'],
    ['/a/..//evil.example', '/evil.example'],
    ['/./\\evil.example', '/evil.example'],
    ['/.//\\//evil.example', '/evil.example'],
    ['/%5cevil.example', '/%5cevil.example'],
    ['/\t/evil.example', '/'],
    ['\n//evil.example', '/'],
    ['javascript:alert(1)', '/'],
    ['data:text/html,x', '/'],
    ['blob:https://console.example/1', '/'],
    ['http://[', '/'],
    // D02
    ['/auth/callback/kosmos?code=1&state=2', '/'],
    ['/auth/silent.html', '/'],
    ['/x/../auth/callback/kosmos', '/'],
    ['//console.example//auth/callback/kosmos', '/'],
    ['/AUTH/callback/kosmos', '/'],
    ['/signed-out?why=elsewhere', '/'],
    ['/signed-out/', '/'],
    ['/Signed-Out', '/'],
    ['/authors', '/authors'],
    ['', '/'],
    [null, '/'],
    [undefined, '/'],
  ])('%j leads to %j', (path, result) => expect(safeReturn(path, origin)).toBe(result))

  test('10 KB lead home', () => expect(safeReturn(`/${'a'.repeat(10_000)}`, origin)).toBe('/'))

  test('whatever it is asked, it stays in this console, and a second reading changes nothing', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '/',
        '\\',
        '.',
        '..',
        '//',
        ':',
        '@',
        '\t',
        '%2f',
        '%5c',
        'evil.example',
        'auth',
        '?',
        '#',
      ),
      fc.string({ maxLength: 4 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
        const path = safeReturn(pieces.join(''), origin)
        expect(path).toMatch(/^\/(?![/\\])/)
        expect(new URL(path, origin).origin).toBe(origin)
        expect(safeReturn(path, origin)).toBe(path)
      }),
      { numRuns: 2000 },
    )
  })
})

test.each([
  ['/auth/callback/kosmos', 'kosmos'],
  ['/auth/callback/a-1', 'a-1'],
  ['/auth/callback/', null],
  ['/auth/callback/kosmos/', null],
  ['/auth/callback/kosmos/x', null],
  ['/auth/callback/Kosmos', null],
  ['/auth/callback/%6bosmos', null],
  ['/x/auth/callback/kosmos', null],
  ['/', null],
])('%s is the callback address of %j', (path, platform) => expect(callbackPlatform(path)).toBe(platform))

describe('remembering', () => {
  test('keeps the nonce of the request, and neither challenge nor address', () => {
    const storage = underWay()
    expect(attemptOf(storage, 's-1', at)).toEqual({ ...attempt, nonce: 'n-1' })
    expect(Object.keys(storage)).toHaveLength(1)
    expect(JSON.stringify(storage)).not.toContain('code_challenge')
  })

  test.each([
    ['state', { state: '' }, 'refused: state'],
    ['nonce', { nonce: '' }, 'refused: nonce'],
    ['a challenge', { code_challenge_method: '' }, 'refused: code_challenge_method'],
    ['a hashed challenge', { code_challenge_method: 'plain' }, 'refused: code_challenge_method'],
  ])('refuses a request without %s, and writes nothing down', (_name, parts, result) => {
    const storage = emptyStorage()
    expect(outcome(() => remember(storage, request(parts), attempt))).toBe(result)
    expect(Object.keys(storage)).toEqual([])
  })

  test('sweeps out what is too old or unreadable, and nothing else', () => {
    const storage = underWay()
    storage.setItem('gatehouse.attempt.broken', '{')
    storage.setItem('gatehouse.attempt.wrong', '{"platform":1}')
    storage.setItem('another.key', 'stays')
    remember(storage, request({ state: 's-2' }), { ...attempt, at: at + 20 * minute })
    expect(Object.keys(storage).toSorted()).toEqual(
      ['another.key', 'gatehouse.attempt.s-1', 'gatehouse.attempt.s-2'].toSorted(),
    )
    remember(storage, request({ state: 's-3' }), { ...attempt, at: at + 61 * minute })
    expect(attemptOf(storage, 's-1', at)).toBeNull()
    expect(attemptOf(storage, 's-2', at + 61 * minute)).not.toBeNull()
  })
})

describe('accepting', () => {
  test.each<[string, URL, Partial<typeof attempt>, string]>([
    ['an answer', answer(), {}, 'accepted'],
    ['no iss where none was promised', answer({ iss: '' }), { namesItself: false }, 'accepted'],
    ['iss where none was promised', answer(), { namesItself: false }, 'accepted'],
    ['no iss where one was promised (RFC 9207)', answer({ iss: '' }), {}, 'mixed-up: iss'],
    ['another iss', answer({ iss: 'https://evil.example' }), {}, 'mixed-up: iss'],
    ['another iss, none promised', answer({ iss: `${issuer}/` }), { namesItself: false }, 'mixed-up: iss'],
    ['another iss in an error', answer({ iss: 'x', code: '', error: 'access_denied' }), {}, 'mixed-up: iss'],
    ['another platform’s address', answer({}, '/auth/callback/acme'), {}, 'mixed-up: redirect_uri'],
    ['no callback address', answer({}, '/roles'), {}, 'mixed-up: redirect_uri'],
    ['an unknown state', answer({ state: 's-2' }), {}, 'unknown-callback'],
    ['no state', answer({ state: '' }), {}, 'unknown-callback'],
    ['a state that names a property', answer({ state: '__proto__' }), {}, 'unknown-callback'],
    ['no code', answer({ code: '' }), {}, 'unknown-callback: code'],
    ['after 15 minutes', answer(), { at: at - 15 * minute }, 'accepted'],
    ['after 20 minutes', answer(), { at: at - 20 * minute }, 'stale'],
    ['after two hours', answer(), { at: at - 120 * minute }, 'unknown-callback'],
    ['denied', answer({ code: '', error: 'access_denied' }), {}, 'denied: access_denied'],
    ['an error beside a code', answer({ error: 'login_required' }), {}, 'ended: login_required'],
    // Several faults: the first of state, path, issuer, age, error counts.
    ['all but state wrong', answer({ iss: 'x', error: 'e' }, '/x'), { at: 0 }, 'unknown-callback'],
    [
      'path before issuer',
      answer({ iss: 'x', error: 'server_error' }, '/auth/callback/acme'),
      { at: at - 20 * minute },
      'mixed-up: redirect_uri',
    ],
    ['issuer before age', answer({ iss: 'x', error: 'e' }), { at: at - 20 * minute }, 'mixed-up: iss'],
    ['age before error', answer({ error: 'access_denied' }), { at: at - 20 * minute }, 'stale'],
  ])('%s', (_name, callback, differing, result) => {
    expect(outcome(() => acceptAnswer(callback, underWay(differing), at))).toBe(result)
  })

  test('hands back the attempt, once', () => {
    const storage = underWay()
    expect(acceptAnswer(answer(), storage, at)).toEqual({ ...attempt, nonce: 'n-1' })
    expect(outcome(() => acceptAnswer(answer(), storage, at))).toBe('unknown-callback')
    expect(Object.keys(storage)).toEqual([])
  })

  test('a refused answer uses its attempt up; a forged one leaves it', () => {
    const storage = underWay()
    expect(outcome(() => acceptAnswer(answer({ state: 'forged' }), storage, at))).toBe('unknown-callback')
    expect(attemptOf(storage, 's-1', at)).not.toBeNull()
    expect(outcome(() => acceptAnswer(answer({ iss: 'x' }), storage, at))).toBe('mixed-up: iss')
    expect(attemptOf(storage, 's-1', at)).toBeNull()
  })

  test('two attempts in one tab: either answer counts, in any order', () => {
    const storage = underWay()
    remember(storage, request({ state: 's-2', nonce: 'n-2' }), { ...attempt, returnTo: '/session' })
    expect(acceptAnswer(answer({ state: 's-2' }), storage, at)).toMatchObject({ nonce: 'n-2' })
    expect(acceptAnswer(answer(), storage, at)).toMatchObject({ nonce: 'n-1', returnTo: '/roles' })
  })

  test('the provider’s words are bounded and of one line (A40)', () => {
    const callback = answer({
      code: '',
      error: 'e\n2',
      error_description: `call\u202E\n${'9'.repeat(10_000)}`,
    })
    const failure = (() => {
      try {
        return acceptAnswer(callback, underWay(), at)
      } catch (error) {
        return error
      }
    })()
    expect(failure).toMatchObject({ kind: 'away', code: 'e 2' })
    expect(failure instanceof SignInFailure && failure.said).toMatch(/^call 9{194}…$/)
  })
})
