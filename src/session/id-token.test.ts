// ID tokens that must be refused, under the names of the OpenID Foundation's client tests where it has one, and the reading of
// whatever else calls itself a JWT.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SignInFailure } from './failure.ts'
import { checkIdToken, numericDate, readJwt, type Expected } from './id-token.ts'

const now = 1_800_000_000 // seconds
const issuer = 'https://id.example'
const expected: Expected = { issuer, clientId: 'console', now: now * 1000, nonce: 'n-1' }
const good = { iss: issuer, sub: 'u1', aud: 'console', iat: now, exp: now + 3600, nonce: 'n-1' }

const utf8 = (text: string) => String.fromCharCode(...new TextEncoder().encode(text))
const base64url = (binary: string) =>
  btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
const json = (value: unknown) => base64url(utf8(JSON.stringify(value)))
const token = (claims: unknown, header: unknown = { alg: 'RS256', kid: 'k1' }) =>
  `${json(header)}.${json(claims)}.c2ln`

/** What checking comes to: `accepted`, or kind and code of the refusal. */
function verdict(idToken: unknown, differing: Partial<Expected> = {}): string {
  try {
    checkIdToken(idToken, { ...expected, ...differing })
    return 'accepted'
  } catch (error) {
    if (error instanceof SignInFailure) return error.message
    throw error
  }
}

describe('sign-in (A50)', () => {
  const table: [name: string, claims: object, result: string][] = [
    ['base', {}, 'accepted'],
    ['invalid-iss', { iss: 'https://evil.example' }, 'bad-token: iss'],
    ['iss with a slash more', { iss: `${issuer}/` }, 'bad-token: iss'],
    ['missing-iss', { iss: undefined }, 'bad-token: iss'],
    ['iss in an array', { iss: [issuer] }, 'bad-token: iss'],
    ['missing-sub', { sub: undefined }, 'bad-token: sub'],
    ['sub empty', { sub: '' }, 'bad-token: sub'],
    ['sub a number', { sub: 1 }, 'bad-token: sub'],
    ['sub of 255 characters', { sub: 's'.repeat(255) }, 'accepted'],
    ['sub of 256 characters', { sub: 's'.repeat(256) }, 'bad-token: sub'],
    ['invalid-aud', { aud: 'another' }, 'bad-token: aud'],
    ['missing-aud', { aud: undefined }, 'bad-token: aud'],
    ['aud empty', { aud: [] }, 'bad-token: aud'],
    ['aud that contains ours', { aud: 'console-2' }, 'bad-token: aud'],
    ['aud an object', { aud: { console: true } }, 'bad-token: aud'],
    ['aud with a number', { aud: ['console', 1] }, 'bad-token: aud'],
    ['aud in an array of one', { aud: ['console'] }, 'accepted'],
    ['aud with a stranger', { aud: ['console', 'api'] }, 'bad-token: azp'],
    ['aud with a stranger, azp ours', { aud: ['console', 'api'], azp: 'console' }, 'accepted'],
    ['azp wrong', { azp: 'another' }, 'bad-token: azp'],
    ['azp null', { azp: null }, 'bad-token: azp'],
    ['missing-iat', { iat: undefined }, 'bad-token: iat'],
    ['iat a string', { iat: String(now) }, 'bad-token: iat'],
    ['iat negative', { iat: -1 }, 'bad-token: iat'],
    ['iat a minute ahead', { iat: now + 60 }, 'accepted'],
    ['iat ten minutes ahead', { iat: now + 600 }, 'wrong-clock: -10'],
    ['missing-exp', { exp: undefined }, 'bad-token: exp'],
    ['exp a string', { exp: String(now + 3600) }, 'bad-token: exp'],
    ['exp negative', { exp: -5 }, 'bad-token: exp'],
    ['exp 1e300', { exp: 1e300 }, 'bad-token: exp'],
    ['exp in milliseconds', { exp: (now + 3600) * 1000 }, 'bad-token: exp'],
    ['exp before iat', { exp: now - 1 }, 'bad-token: exp'],
    ['exp just over', { iat: now - 100, exp: now - 59 }, 'accepted'],
    ['exp over', { iat: now - 3600, exp: now - 61 }, 'wrong-clock: +60'],
    ['nbf now', { nbf: now }, 'accepted'],
    ['nbf in the future', { nbf: now + 300 }, 'wrong-clock: -5'],
    ['nbf a string', { nbf: 'now' }, 'bad-token: nbf'],
    ['nonce-invalid', { nonce: 'n-2' }, 'bad-token: nonce'],
    ['missing-nonce', { nonce: undefined }, 'bad-token: nonce'],
    ['nonce in an array', { nonce: ['n-1'] }, 'bad-token: nonce'],
  ]
  test.each(table)('%s', (_name, claims, result) => {
    expect(verdict(token({ ...good, ...claims }))).toBe(result)
  })

  test.each([
    ['idtoken-sig-rs256', { alg: 'RS256' }, 'accepted'],
    ['idtoken-sig-es256', { alg: 'ES256' }, 'accepted'],
    ['kid-absent-single-jwks', { alg: 'RS256', kid: undefined }, 'accepted'],
    ['idtoken-sig-none', { alg: 'none' }, 'bad-token: alg'],
    ['idtoken-sig-none, spelt otherwise', { alg: 'None' }, 'bad-token: alg'],
    ['invalid-sig-hs256', { alg: 'HS256' }, 'bad-token: alg'],
    ['missing-alg', {}, 'bad-token: alg'],
    ['alg a list', { alg: ['RS256'] }, 'bad-token: alg'],
  ])('%s', (_name, header, result) => {
    expect(verdict(token(good, header))).toBe(result)
  })

  test.each([undefined, null, '', 'opaque', 7, {}, [token(good)], `${token(good)}.x`, 'a.b.c'])(
    'no ID token, no session: %j',
    (idToken) => expect(verdict(idToken)).toBe('bad-token: id_token'),
  )
})

describe('renewal (OpenID Connect Core 12.2)', () => {
  const previous = new Map(Object.entries({ ...good, auth_time: now - 100 }))
  const renewing = { issuer, clientId: 'console', previous }
  const later = { ...good, nonce: undefined, auth_time: now - 100 }
  test.each<[string, object, string]>([
    ['base', {}, 'accepted'],
    ['without auth_time', { auth_time: undefined }, 'accepted'],
    ['refresh-token-invalid-issuer', { iss: 'https://evil.example' }, 'bad-token: iss'],
    ['refresh-token-invalid-sub', { sub: 'u2' }, 'changed: sub'],
    ['sub that differs in case', { sub: 'U1' }, 'changed: sub'],
    ['another client', { aud: 'another' }, 'bad-token: aud'],
    ['another sign-in', { auth_time: now }, 'bad-token: auth_time'],
    ['exp a string', { exp: 'never' }, 'bad-token: exp'],
    ['missing-iat', { iat: undefined }, 'bad-token: iat'],
    ['a clock set back meanwhile', { iat: now + 7200, exp: now + 10_800 }, 'accepted'],
  ])('%s', (_name, claims, result) => {
    const { nonce: _, ...rest } = expected
    const check = () => checkIdToken(token({ ...later, ...claims }), { ...rest, ...renewing })
    if (result === 'accepted') expect(check().get('sub')).toBe('u1')
    else expect(check).toThrow(expect.objectContaining({ message: result }))
  })

  test('signing in again may be another sign-in, of the same person', () => {
    expect(verdict(token({ ...good, auth_time: now }), { previous })).toBe('accepted')
    expect(verdict(token({ ...good, sub: 'u2' }), { previous })).toBe('changed: sub')
  })
})

describe('reading', () => {
  const head = json({ alg: 'RS256' })
  test.each([
    ['opaque', 'VjEtMzEwMDAwMDAwMDAw'],
    ['empty', ''],
    ['two parts', `${head}.${json({})}`],
    ['four parts', `${head}.${json({})}.s.t`],
    ['five parts: encrypted', `${head}.a.b.c.d`],
    ['empty parts', '..'],
    ['empty payload', `${head}..s`],
    ['padding', `${head}.${btoa('{"a":1 }')}.s`],
    ['the other alphabet', `${head}.${btoa('{"a":"\u00BF\u00BF\u00BF"}')}.s`],
    ['white space', `${head}. ${json({})}.s`],
    ['a line break', `${head}.${json({})}\n.s`],
    ['length 1 mod 4', `${head}.${json({})}A.s`],
    ['not UTF-8', `${head}.${base64url('{"a":"\xFF"}')}.s`],
    ['UTF-16', `${head}.${base64url('{\0}\0')}.s`],
    ['not JSON', `${head}.${base64url('{')}.s`],
    ...[null, 1, 'text', true, [1]].map((value) => [
      `a ${JSON.stringify(value)}`,
      `${head}.${json(value)}.s`,
    ]),
    ['a header that is none', `${json([])}.${json({})}.s`],
  ])('%s is no JWT (C16, C17)', (_name, text) => expect(readJwt(text)).toBeNull())

  test('claims keep their names and values, whatever they are (C08, C19)', () => {
    const text =
      '{"__proto__":{"roles":["admin"]},"toString":1,"a.b/c d":2,"https://x/y":3,"A":4,"a":5,"ä🛰️":"ü"}'
    const claims = readJwt(`${head}.${base64url(utf8(text))}.`)?.claims
    expect([...(claims?.entries() ?? [])]).toEqual([
      ['__proto__', { roles: ['admin'] }],
      ['toString', 1],
      ['a.b/c d', 2],
      ['https://x/y', 3],
      ['A', 4],
      ['a', 5],
      ['ä🛰️', 'ü'],
    ])
    expect(claims?.get('roles')).toBeUndefined()
    expect(claims?.get('constructor')).toBeUndefined()
    expect(Object.hasOwn(Object.prototype, 'roles')).toBe(false)
  })

  test('20 000 levels are read without falling over (C13)', () => {
    const deep = `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`
    expect(readJwt(`${head}.${base64url(deep)}.s`)?.claims.has('a')).toBe(true)
  })

  test('never throws, and reads what was written', () => {
    const part = fc.oneof(
      fc.string(),
      fc.base64String(),
      fc.string({ unit: 'binary' }),
      fc.json().map(base64of),
    )
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readJwt(text)))
    fc.assert(fc.property(fc.array(part, { maxLength: 6 }), (parts) => void readJwt(parts.join('.'))))
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (claims) => {
        const back = readJwt(`${head}.${json(claims)}.s`)?.claims
        expect([...(back ?? [])]).toEqual(Object.entries(JSON.parse(JSON.stringify(claims))))
      }),
    )
  })
})

function base64of(text: string): string {
  return base64url(utf8(text))
}

test.each<[unknown, number | null]>([
  [0, 0],
  [now, now],
  [1.5, 1.5],
  [99_999_999_999, 99_999_999_999],
  // In milliseconds it would be the year 58 000 (C14).
  [now * 1000, null],
  [1e300, null],
  [2 ** 53 + 1, null],
  [Number.POSITIVE_INFINITY, null],
  [Number.NaN, null],
  [-5, null],
  ['123', null],
  ['NaN', null],
  [null, null],
  [undefined, null],
  [true, null],
  [[1], null],
  [new Date(0), null],
])('numericDate(%j) is %j', (value, result) => expect(numericDate(value)).toBe(result))
