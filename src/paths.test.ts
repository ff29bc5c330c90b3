// All addresses of the console, and that an id stays inside its part of an address.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { idIn, paths, viewed } from './paths.ts'

const view = { search: 'a b&c', sort: '-name', page: 3 }

test('every address', () => {
  expect({
    home: paths.home(),
    platform: paths.platform('acme'),
    signedOut: [paths.signedOut(), paths.signedOut('elsewhere'), paths.signedOut('changed')],
    session: paths.session(),
    projects: paths.projects(),
    access: paths.access({ search: 'ana', scope: 'a.b' }),
    addAccess: paths.addAccess({ scope: 'a.b' }),
    compareAccess: [paths.compareAccess(), paths.compareAccess({ scope: 'a.b', to: 'c.d', show: 'same' })],
    roles: [paths.roles(), paths.roles(view), paths.roles({ page: 1, search: '', sort: '' })],
    newRole: [paths.newRole(), paths.newRole(view)],
    importRoles: paths.importRoles({ scope: '1.2' }),
    role: [
      paths.role('a/b'),
      paths.role('new', { scope: '1.2', tab: 'members' }),
      paths.role('x', { show: 'granted' }),
    ],
    matrix: [paths.matrix(), paths.matrix({ search: 'adm', permission: 'read', scope: '1.2' })],
    permissions: [paths.permissions(), paths.permissions({ search: 'read' })],
    newPermission: paths.newPermission({ search: 'read' }),
    members: [paths.members(), paths.members({ search: 'ana', role: 'admin' })],
    member: [paths.member('auth0|1'), paths.member('1', { scope: '1.2' })],
    editRole: [paths.editRole('editor'), paths.editRole('a/b', view)],
    accounts: paths.accounts({ search: 'sync', show: 'disabled' }),
    newAccount: paths.newAccount(),
    editAccount: paths.editAccount('a/b'),
    account: [paths.account('new'), paths.account('1', { scope: '1.2', tab: 'credentials' })],
    tokens: paths.tokens({ owner: 'me' }),
    newToken: paths.newToken({ owner: '1', copy: 'token.1' }),
    keys: paths.keys(),
    newKey: paths.newKey({ owner: '1' }),
    radar: paths.radar({ search: 'sync' }),
  } satisfies Record<keyof typeof paths, unknown>).toMatchInlineSnapshot(`
    {
      "access": "/access?q=ana&scope=a.b",
      "account": [
        "/account/new",
        "/account/1?tab=credentials&scope=1.2",
      ],
      "accounts": "/accounts?q=sync&show=disabled",
      "addAccess": "/access/add?scope=a.b",
      "compareAccess": [
        "/access/compare",
        "/access/compare?to=c.d&show=same&scope=a.b",
      ],
      "editAccount": "/accounts/a%2Fb/edit",
      "editRole": [
        "/roles/editor/edit",
        "/roles/a%2Fb/edit?q=a+b%26c&sort=-name&page=3",
      ],
      "home": "/",
      "importRoles": "/roles/import?scope=1.2",
      "keys": "/keys",
      "matrix": [
        "/roles/matrix",
        "/roles/matrix?q=adm&permission=read&scope=1.2",
      ],
      "member": [
        "/members/auth0%7C1",
        "/members/1?scope=1.2",
      ],
      "members": [
        "/members",
        "/members?q=ana&role=admin",
      ],
      "newAccount": "/accounts/new",
      "newKey": "/keys/new?owner=1",
      "newPermission": "/permissions/new?q=read",
      "newRole": [
        "/roles/new",
        "/roles/new?q=a+b%26c&sort=-name&page=3",
      ],
      "newToken": "/tokens/new?copy=token.1&owner=1",
      "permissions": [
        "/permissions",
        "/permissions?q=read",
      ],
      "platform": "/?platform=acme",
      "projects": "/projects",
      "radar": "/radar?q=sync",
      "role": [
        "/role/a%2Fb",
        "/role/new?tab=members&scope=1.2",
        "/role/x?show=granted",
      ],
      "roles": [
        "/roles",
        "/roles?q=a+b%26c&sort=-name&page=3",
        "/roles",
      ],
      "session": "/session",
      "signedOut": [
        "/signed-out",
        "/signed-out?why=elsewhere",
        "/signed-out?why=changed",
      ],
      "tokens": "/tokens?owner=me",
    }
  `)
})

test.each([
  ['a slash', 'a/b', '/roles/a%2Fb/edit'],
  ['a way up', '../session', '/roles/..%2Fsession/edit'],
  ['a query', 'a?b=c', '/roles/a%3Fb%3Dc/edit'],
  ['a fragment', 'a#b', '/roles/a%23b/edit'],
  ['something encoded', '%2F', '/roles/%252F/edit'],
  ['white space', ' a\t', '/roles/%20a%09/edit'],
  ['a name of the router’s', ':id', '/roles/%3Aid/edit'],
  ['a star', '*', '/roles/*/edit'],
  ['letters of other scripts', 'ä🛰️', '/roles/%C3%A4%F0%9F%9B%B0%EF%B8%8F/edit'],
  ['a backslash', '\\\\evil', '/roles/%5C%5Cevil/edit'],
])('an id with %s', (_name, id, path) => expect(paths.editRole(id)).toBe(path))

test.each([
  ['adds to what is asked for', '?sort=name', { q: 'a b' }, '?q=a+b&sort=name'],
  ['takes out what is empty', '?q=a&show=mine&tab=members', { q: '' }, '?show=mine&tab=members'],
  ['leaves the page', '?q=a&page=3&scope=s', { show: 'mine' }, '?q=a&show=mine&scope=s'],
  ['goes to a page', '?q=a&page=3', { page: '4' }, '?q=a&page=4'],
  ['leaves out what no page has', '?q=a&why=elsewhere', {}, '?q=a'],
  ['is the bare path in the end', '?q=a', { q: '' }, ''],
])('another look at a page %s', (_name, search, change, expected) =>
  expect(viewed({ pathname: '/members', search }, change)).toBe(`/members${expected}`),
)

// No encoding keeps `.` and `..` from being a way up; the directories refuse them as keys.
const isKey = (text: string) => !/^\.\.?$/.test(text)
const pagesOfOne = (['role', 'editRole', 'member', 'account', 'editAccount'] as const).map(
  (name) => [name, paths[name]] as const,
)

test.each(pagesOfOne)('the id in an address of %s comes back as it was', (_name, path) => {
  const part = fc.oneof(
    fc.constantFrom('/', '%', '%2F', '%2f', '%252F', '%25', '\\', '?', '#'),
    fc.string({ unit: 'grapheme' }),
  )
  const id = fc
    .array(part, { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join(''))
    .filter((text) => text !== '' && isKey(text))
  fc.assert(
    fc.property(id, (text) => {
      expect(idIn(new URL(path(text, { scope: 'a/b' }), 'https://console.example').pathname)).toBe(text)
    }),
    { examples: [['a/b'], ['a%2Fb'], ['a%252Fb'], ['%'], ['%E0%A4%A']] },
  )
})

test.each([
  ['nothing', '/', ''],
  ['no id', '/role', ''],
  ['an empty id', '/role/', ''],
  ['an escape that was cut off', '/role/100%', '100%'],
  ['escapes that are no text', '/roles/%E0%A4%A/edit', '%E0%A4%A'],
  ['a good escape beside a bad one', '/role/a%2Fb%', 'a%2Fb%'],
])('the id in a path with %s', (_name, path, id) => expect(idIn(path)).toBe(id))

test('whatever an id or a search is, it is one part of one address, and comes back', () => {
  const origin = 'https://console.example'
  const id = fc.string({ unit: 'grapheme', minLength: 1 }).filter(isKey)
  fc.assert(
    fc.property(id, fc.string({ unit: 'grapheme' }), (role, search) => {
      const url = new URL(paths.editRole(role, { search }), origin)
      const parts = url.pathname.split('/')
      expect([url.origin, parts.length, parts[1], parts[3]]).toEqual([origin, 4, 'roles', 'edit'])
      expect(idIn(url.pathname)).toBe(role)
      expect(url.searchParams.get('q') ?? '').toBe(search)
      expect(url.hash).toBe('')
      expect(new URL(paths.platform(role), origin).searchParams.get('platform')).toBe(role)
    }),
  )
})
