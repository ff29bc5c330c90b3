// Claims in every shape that providers and people's Actions give them, and in shapes made to hurt (C08, C10, C13).
import { describe, expect, test } from 'vitest'
import { changes, isRoleClaim, isTime, masked, meaningOf, rightsIn } from './claims.ts'

const claims = (text: string) => new Map<string, unknown>(Object.entries(JSON.parse(text)))
const rights = (value: unknown, name: string) => rightsIn(new Map([[name, value]]))

describe('roles', () => {
  const own = 'urn:zitadel:iam:org:project:roles'
  test.each<[string, unknown, string[]]>([
    ['a list', ['editor', 'admin', 'admin'], ['admin', 'editor']],
    ['words in a string', 'editor admin', ['admin', 'editor']],
    ['one word', 'superadmin', ['superadmin']],
    ['an empty string', '', []],
    ['by role, then organization', { admin: { 3100: 'kosmos.example' }, reader: {} }, ['admin', 'reader']],
    ['the same in a list', [{ admin: { 3100: 'a' } }, { reader: { 3100: 'a' } }], ['admin', 'reader']],
    ['the same in lists of lists', [[{ admin: {} }], 'reader'], ['admin', 'reader']],
    ['a list with anything in it', ['admin', 7, null, true], ['admin']],
    ['a number', 7, []],
    ['true', true, []],
    ['null', null, []],
    ['absent', undefined, []],
  ])('%s', (_name, value, roles) => {
    expect(rights(value, own).roles).toEqual(roles)
    expect(rights(value, 'roles').roles).toEqual(roles)
  })

  test.each([
    ['roles', true],
    [own, true],
    ['urn:zitadel:iam:org:project:3100:roles', true],
    ['https://kosmos.example/roles', true],
    ['http://kosmos.example/claims/roles', true],
    ['Roles', false],
    ['role', false],
    ['myroles', false],
    ['kosmos.example/roles', false],
    ['https://kosmos.example/roles/x', false],
    ['urn:zitadel:iam:org:project:3100:4:roles', false],
    ['urn:zitadel:iam:org:project:id:zitadel:aud', false],
    ['__proto__', false],
  ])('whether %s speaks of roles: %j', (name, speaks) => expect(isRoleClaim(name)).toBe(speaks))

  test('of several claims, each once', () => {
    const all = claims(
      '{"roles":["b"],"https://x.example/roles":["a","b"],"urn:zitadel:iam:org:project:1:roles":{"c":{}}}',
    )
    expect(rightsIn(all).roles).toEqual(['a', 'b', 'c'])
  })
})

describe('permissions and scopes', () => {
  test.each<[unknown, string[]]>([
    [
      ['b:write', 'a:read', 'a:read'],
      ['a:read', 'b:write'],
    ],
    ['a:read b:write', ['a:read', 'b:write']],
    ['a:read,b:write', ['a:read,b:write']],
    [' a:read  ', ['a:read']],
    [{ 'a:read': true }, []],
    [[['a:read']], []],
    [[{ 'a:read': {} }], []],
    [7, []],
    [null, []],
    [true, []],
  ])('%j are %j', (value, list) => {
    expect(rights(value, 'permissions').permissions).toEqual(list)
    expect(rights(value, 'scope').scopes).toEqual(list)
    expect(rights(value, 'scp').scopes).toEqual(list)
    expect(rights(value, 'permission')).toEqual({ roles: [], permissions: [], scopes: [] })
  })

  test('names that are properties elsewhere are names (C08)', () => {
    const names = ['__proto__', 'constructor', 'hasOwnProperty', 'toString']
    expect(rights(names, 'permissions').permissions).toEqual(names)
    const nested = claims('{"roles":{"__proto__":{"1":"a"},"constructor":{},"toString":{}}}')
    expect(rightsIn(nested).roles).toEqual(['__proto__', 'constructor', 'toString'])
    const forged = claims('{"__proto__":{"permissions":["all"],"roles":["admin"]},"sub":"1"}')
    expect(rightsIn(forged)).toEqual({ roles: [], permissions: [], scopes: [] })
  })

  test('lists within lists, 20 000 deep, are no rights and no error (C13)', () => {
    const deep: unknown = JSON.parse('['.repeat(20_000) + ']'.repeat(20_000))
    expect(
      rightsIn(
        new Map([
          ['roles', deep],
          ['permissions', deep],
        ]),
      ),
    ).toMatchObject({ roles: [], permissions: [] })
    expect(changes(new Map([['roles', deep]]), new Map([['roles', ['admin']]]))).toEqual([])
  })
})

test.each([
  ['iss', 'Who issued it'],
  ['urn:zitadel:iam:org:project:3100:roles', /^Roles in one project/],
  ['urn:zitadel:iam:action:permissions:log', /^Log lines/],
])('%s has its line', (name, line) => expect(meaningOf(name)).toMatch(line))

test.each(['toString', '__proto__', 'ISS', 'https://x.example/iss', ''])('%j has none', (name) =>
  expect(meaningOf(name)).toBeUndefined(),
)

test('times are known by name', () => {
  const names = ['exp', 'iat', 'nbf', 'auth_time', 'updated_at']
  expect([...names, 'sub', 'expires', 'EXP'].filter(isTime)).toEqual(names)
})

test.each([
  ['aGVhZA.Ym9keQ.c2lnbmF0dXJl', 'aGVhZA.Ym9keQ.(signature removed)'],
  ['VjEtMzEwMDAwMDAwMDAw', 'VjEt… (20 characters)'],
  ['a.b.c.d.e', 'a.b.… (9 characters)'],
  ['two.parts', 'two.… (9 characters)'],
])('%s is shown as %s', (token, shown) => expect(masked(token)).toBe(shown))

test('changes: what differs between two tokens, but for what differs always', () => {
  const before = claims(
    '{"sub":"1","iat":1,"exp":2,"jti":"a","roles":["a"],"org":{"id":1},"gone":null,"__proto__":1}',
  )
  const now = claims(
    '{"sub":"1","iat":3,"exp":4,"jti":"b","roles":["a","b"],"org":{"id":1},"new":0,"__proto__":2}',
  )
  expect(changes(before, now)).toEqual([
    { name: '__proto__', before: 1, now: 2 },
    { name: 'gone', before: null, now: undefined },
    { name: 'new', before: undefined, now: 0 },
    { name: 'roles', before: ['a'], now: ['a', 'b'] },
  ])
  expect(changes(now, now)).toEqual([])
})
