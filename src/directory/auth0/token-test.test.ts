// Trying a token: what is sent, what the answer means, and that the token stands in no message.
import { expect, test } from 'vitest'
import { tokenTest } from './token-test.ts'

const value = 'kos_secretvalue'

function trying(answer: () => Response | Promise<Response>) {
  const asked: Request[] = []
  const send: typeof fetch = async (input, init) => {
    asked.push(new Request(input, init))
    return answer()
  }
  return { asked, test: tokenTest('https://console.example/gateway', send) }
}

test.each([200, 403])('%i: it is accepted', async (status) => {
  const { asked, test: check } = trying(() => new Response('{}', { status }))
  expect(await check(value)).toBe('console.example accepts the token.')
  expect(asked[0]?.headers.get('authorization')).toBe(`Bearer ${value}`)
  expect([asked[0]?.credentials, asked[0]?.redirect]).toEqual(['omit', 'error'])
  expect(asked[0]?.url).not.toContain(value)
})

test.each([
  [401, 'invalid'],
  [429, 'away'],
  [503, 'away'],
])('%i: that is said, without the token', async (status, kind) => {
  const { test: check } = trying(() => new Response(value, { status }))
  await expect(check(value)).rejects.toMatchObject({ kind, message: expect.not.stringContaining(value) })
})

test('a network that fails is said without what was sent', async () => {
  const { test: check } = trying(() => Promise.reject(new TypeError(`failed: ${value}`)))
  await expect(check(value)).rejects.toMatchObject({
    kind: 'away',
    message: 'console.example cannot be reached.',
  })
})

test('a cancel is a cancel', async () => {
  const stop = new AbortController()
  const { test: check } = trying(() => {
    stop.abort(new Error('enough'))
    return Promise.reject(new TypeError('aborted'))
  })
  await expect(check(value, stop.signal)).rejects.toThrow('enough')
})
