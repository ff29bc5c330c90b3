// The security headers say what they must, and all their written forms say the same.
import { describe, expect, test } from 'vitest'
import { cacheControl, headersFile, metaPolicy, nginxFile, securityHeaders } from './headers.ts'

const origins = ['https://acme.example', 'https://id.example:8443']
const headers = securityHeaders(origins)

function directives(policy = ''): Map<string, string[]> {
  const lines = policy.split('; ').map((line) => line.split(' '))
  expect(new Set(lines.map(([name]) => name)).size).toBe(lines.length)
  return new Map(lines.map(([name = '', ...values]) => [name, values]))
}

const full = directives(headers['Content-Security-Policy'])
const meta = directives(metaPolicy())

describe.each([
  ['header', full],
  ['meta element', meta],
])('policy in the %s', (_name, policy) => {
  test('allows nothing that is not named', () => {
    expect(policy.get('default-src')).toEqual(["'none'"])
    for (const name of ['script-src', 'style-src', 'img-src', 'font-src', 'worker-src', 'manifest-src'])
      expect([name, policy.get(name)]).toEqual([name, ["'self'"]])
    for (const name of ['base-uri', 'object-src', 'form-action'])
      expect([name, policy.get(name)]).toEqual([name, ["'none'"]])
    expect(policy.get('require-trusted-types-for')).toEqual(["'script'"])
    expect(policy.get('trusted-types')).toEqual(['auth0-worker'])
  })

  test('has no keyword that undoes it', () => {
    const values = [...policy.values()].flat()
    expect(
      values.filter((value) => /unsafe|nonce-|sha256-|strict-dynamic|^\*|data:|blob:|^http:$/.test(value)),
    ).toEqual([])
  })
})

test('requests and frames: this origin and every platform’s, in the header; any secure one in the element', () => {
  for (const name of ['connect-src', 'frame-src']) {
    expect([name, full.get(name)]).toEqual([name, ["'self'", ...origins]])
    expect(meta.get(name)).toContain('https:')
  }
  expect(directives(securityHeaders([])['Content-Security-Policy']).get('connect-src')).toEqual(["'self'"])
})

test('nobody frames the console; an element cannot say so, and browsers complain when it tries', () => {
  expect(full.get('frame-ancestors')).toEqual(["'none'"])
  expect(headers['X-Frame-Options']).toBe('DENY')
  expect([...meta.keys()].filter((name) => /frame-ancestors|report|sandbox/.test(name))).toEqual([])
})

test.each([
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Referrer-Policy', 'no-referrer'],
  ['X-Content-Type-Options', 'nosniff'],
])('%s: %s', (name, value) => expect(headers[name]).toBe(value))

test('transport stays secure for two years; no embedder policy, which would end sign-in in a frame', () => {
  expect(headers['Strict-Transport-Security']).toMatch(/^max-age=63072000; includeSubDomains$/)
  expect(Object.keys(headers)).not.toContain('Cross-Origin-Embedder-Policy')
})

test('features: each once, all closed but writing to the clipboard', () => {
  const features = (headers['Permissions-Policy'] ?? '').split(', ').map((entry) => entry.split('='))
  expect(new Set(features.map(([name]) => name)).size).toBe(features.length)
  expect(features.filter(([, value]) => value !== '()')).toEqual([['clipboard-write', '(self)']])
})

test('_headers and nginx say what the server sends', () => {
  const [, everywhere = '', assets = ''] = headersFile(origins).split(/^\/.*\n/m)
  const sent = everywhere
    .trimEnd()
    .split('\n')
    .map((line) => /^ {2}([\w-]+): (.*)$/.exec(line)?.slice(1))
  const expected = [...Object.entries(headers), ['Cache-Control', 'no-cache']]
  expect(sent).toEqual(expected)
  expect(assets).toContain('! Cache-Control')
  expect(assets).toContain(`Cache-Control: ${cacheControl('/assets/x.js')}`)
  const nginx = nginxFile(origins)
    .trimEnd()
    .split('\n')
    .map((line) => /^add_header ([\w-]+) "([^"]*)" always;$/.exec(line)?.slice(1))
  expect(nginx).toEqual(Object.entries(headers))
})

test('no header can be broken out of', () => {
  for (const value of Object.values(headers)) expect(value).not.toMatch(/["\\\r\n$]/)
})

test.each([
  ['/assets/index-abc.js', /immutable/],
  ['/', /^no-cache$/],
  ['/config.json', /^no-cache$/],
  ['/roles/assets/', /^no-cache$/],
])('%s is kept: %s', (path, kept) => expect(cacheControl(path)).toMatch(kept))
