// What config.json may say: every refusal names its field, and nothing that must stay secret or unencrypted gets in.
import { describe, expect, test } from 'vitest'
import { originsOf, parseConfig } from './config.ts'

const zitadel = { kind: 'zitadel', issuer: 'https://id.example', clientId: 'c', scope: 'openid email' }
const auth0 = {
  kind: 'auth0',
  issuer: 'https://acme.example/',
  clientId: 'c',
  scope: 'openid',
  audience: 'https://api.example',
}
const directory = { kind: 'zitadel', url: 'https://id.example', project: '3100' }
const platform = { id: 'kosmos', name: 'KOSMOS', login: zitadel, directory }
const withLogin = (differing: object, login: object = zitadel) => ({
  platforms: [{ ...platform, login: { ...login, ...differing } }],
})
const withDirectory = (differing: object) => ({
  platforms: [{ ...platform, directory: { ...directory, ...differing } }],
})
const withPlatform = (differing: object) => ({ platforms: [{ ...platform, ...differing }] })

describe('accepted', () => {
  test.each([
    ['no platform', { platforms: [] }],
    [
      'one of each',
      { platforms: [platform, { id: 'a-1', name: 'A', login: auth0, directory: { kind: 'auth0' } }] },
    ],
    ['one with a path', withPlatform({ directory: { kind: 'ktrlplane', url: 'https://k.example/base' } })],
    ['nothing to administer', { platforms: [{ id: 'k', name: 'K', login: zitadel }] }],
    ['an organization', withDirectory({ organization: '77' })],
    ['http on localhost', withLogin({ issuer: 'http://localhost:9000' })],
    ['http on 127.0.0.1', withLogin({ issuer: 'http://127.0.0.1:9000/' }, auth0)],
    ['http on [::1]', withDirectory({ url: 'http://[::1]:9000' })],
    ['an issuer with a path', withLogin({ issuer: 'https://id.example/realms/a' })],
  ])('%s', (_name, config) => expect(parseConfig(config)).toEqual(config))
})

const insecure = /must be https \(http only on localhost\)/

describe('refused', () => {
  test.each<[string, unknown, string, RegExp?]>([
    ['nothing', undefined, 'the file'],
    ['null', null, 'the file'],
    ['a list', [], 'platforms'],
    ['no platforms', {}, 'platforms'],
    ['platforms by name', { platforms: {} }, 'platforms'],
    ['a field too many', { platforms: [], theme: 'dark' }, 'theme'],
    [
      'two platforms with one id',
      { platforms: [platform, platform] },
      'platforms',
      /two platforms with one id/,
    ],
    ['an id with capitals', withPlatform({ id: 'Kosmos' }), 'platforms.0.id'],
    ['an id with a slash', withPlatform({ id: 'a/b' }), 'platforms.0.id'],
    ['an empty id', withPlatform({ id: '' }), 'platforms.0.id'],
    ['an empty name', withPlatform({ name: '' }), 'platforms.0.name', /must not be empty/],
    ['no login', withPlatform({ login: undefined }), 'platforms.0.login'],
    ['an unknown login', withLogin({ kind: 'github' }), 'platforms.0.login.kind'],
    [
      'a project where there is none',
      withPlatform({ directory: { kind: 'ktrlplane', url: 'https://k.example', project: '1' } }),
      'platforms.0.directory.project',
    ],
    ['an unknown directory', withDirectory({ kind: 'ldap' }), 'platforms.0.directory.kind'],
    ['a field too many in a login', withLogin({ prompt: 'none' }), 'platforms.0.login.prompt'],
    ['no client', withLogin({ clientId: undefined }), 'platforms.0.login.clientId'],
    ['a number for a client', withLogin({ clientId: 7 }), 'platforms.0.login.clientId'],
    ['no openid', withLogin({ scope: 'email openid-x' }), 'platforms.0.login.scope', /must contain openid/],
    ['no audience', withLogin({ audience: undefined }, auth0), 'platforms.0.login.audience'],
    [
      'no slash',
      withLogin({ issuer: 'https://a.example' }, auth0),
      'platforms.0.login.issuer',
      /end with a slash/,
    ],
    ['no address', withLogin({ issuer: 'id.example' }), 'platforms.0.login.issuer', /is not an address/],
    ['http', withLogin({ issuer: 'http://id.example' }), 'platforms.0.login.issuer', insecure],
    [
      'http to a disguise',
      withLogin({ issuer: 'http://localhost.evil.example' }),
      'platforms.0.login.issuer',
      insecure,
    ],
    [
      'http to a neighbour',
      withDirectory({ url: 'http://192.168.0.2' }),
      'platforms.0.directory.url',
      insecure,
    ],
    ['another scheme', withLogin({ issuer: 'ftp://localhost' }), 'platforms.0.login.issuer', insecure],
    ['a script', withLogin({ issuer: 'javascript:alert(1)' }), 'platforms.0.login.issuer', insecure],
    ['a user name', withLogin({ issuer: 'https://me@id.example' }), 'platforms.0.login.issuer', insecure],
    ['a query', withDirectory({ url: 'https://id.example?x=1' }), 'platforms.0.directory.url', insecure],
    ['a fragment', withDirectory({ url: 'https://id.example#x' }), 'platforms.0.directory.url', insecure],
    ['the second platform', { platforms: [platform, { ...platform, id: 'b', name: 7 }] }, 'platforms.1.name'],
  ])('%s', (_name, config, field, why) => {
    expect(() => parseConfig(config)).toThrow(`config.json: ${field} `)
    if (why) expect(() => parseConfig(config)).toThrow(why)
  })

  test('all wrong fields are named at once', () => {
    const config = withPlatform({ id: '!', login: { ...zitadel, issuer: 'x', clientId: '' } })
    expect(() => parseConfig(config)).toThrow(
      /platforms\.0\.id .*platforms\.0\.login\.issuer .*platforms\.0\.login\.clientId /,
    )
  })

  test.each([
    ['clientSecret', withLogin({ clientSecret: 'x' }), 'platforms.0.login.clientSecret'],
    ['client_secret', withLogin({ client_secret: '' }), 'platforms.0.login.client_secret'],
    ['privateKey', withDirectory({ privateKey: 'x' }), 'platforms.0.directory.privateKey'],
    ['PRIVATE_KEY', { PRIVATE_KEY: 'x', platforms: [] }, 'PRIVATE_KEY'],
    ['password', { platforms: [], a: [{ b: { c: { password: null } } }] }, 'a.0.b.c.password'],
    ['client_assertion', { client_assertion: { x: 1 } }, 'client_assertion'],
  ])('a secret, at any depth: %s', (_name, config, field) => {
    expect(() => parseConfig(config)).toThrow(`config.json: ${field} looks like a secret`)
  })

  test('no refusal repeats a secret', () => {
    const config = withLogin({ clientSecret: 'hunter2', issuer: 'https://me:hunter2@id.example' })
    expect(() => parseConfig(config)).not.toThrow('hunter2')
    expect(() => parseConfig(withLogin({ issuer: 'https://me:hunter2@id.example' }))).not.toThrow('hunter2')
  })
})

test('origins: each once, sorted, of logins and directories', () => {
  const config = parseConfig({
    platforms: [
      { ...platform, login: { ...zitadel, issuer: 'https://id.example/a' } },
      { ...platform, id: 'b', directory: { ...directory, url: 'https://api.example:8443/v2' } },
      { id: 'c', name: 'C', login: auth0, directory: { kind: 'auth0' } },
      { id: 'd', name: 'D', login: auth0, directory: { kind: 'ktrlplane', url: 'https://k.example/base' } },
    ],
  })
  expect(originsOf(config)).toEqual([
    'https://acme.example',
    'https://api.example:8443',
    'https://id.example',
    'https://k.example',
  ])
  expect(originsOf({ platforms: [] })).toEqual([])
})
