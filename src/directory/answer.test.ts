// Reading answers: what is data, what only looks like it, and what a status means without the vendor's words.
import { expect, test } from 'vitest'
import { problemForStatus, readAnswer, retryAfter } from './answer.ts'

const json = 'application/json'
const host = 'id.example'
const read = (body: BodyInit | null, type: string, status = 200) =>
  readAnswer(new Response(body, { status, headers: { 'content-type': type } }), host)

test.each([
  ['5', 5],
  ['0', 0],
  [' 7 ', 7],
  ['1000000000', 1_000_000_000],
  ['Wed, 21 Oct 2026 07:28:05 GMT', 5],
  ['Wed, 21 Oct 2026 07:27:00 GMT', 0],
  ['Wednesday, 21-Oct-26 07:28:05 GMT', 5],
  ['soon', 2],
  ['-5', 2],
  ['1e9', 2],
  ['1.5', 2],
  ['', 2],
  [null, 2],
])('Retry-After %j is %i seconds', (header, seconds) => {
  expect(retryAfter(header, Date.parse('2026-10-21T07:28:00Z'))).toBe(seconds)
})

test.each([
  [400, 'invalid'],
  [401, 'signed-out'],
  [422, 'invalid'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [408, 'away'],
  [409, 'conflict'],
  [412, 'conflict'],
  [429, 'limited'],
  [500, 'away'],
  [501, 'away'],
  [418, 'unexpected'],
])('%i is %s, in a sentence that names the host', (status, kind) => {
  const problem = problemForStatus(host, status, { code: 'X-1' })
  expect(problem).toMatchObject({ kind, details: { status, code: 'X-1' } })
  expect(problem.message).toMatch(/^id\.example .+\.$/)
})

test.each([
  ['{"a":1}', json, { a: 1 }],
  ['\uFEFF{"a":1}', 'application/problem+json; charset=utf-8', { a: 1 }],
  ['', json, undefined],
  [null, 'text/html', undefined],
])('%o as %s is %o', async (body, type, value) => {
  expect(await read(body, type)).toMatchObject({ status: 200, body: value })
})

test.each([
  ['{"roles":[{"key":"ad', json, 'breaks off'],
  [new Uint8Array([0x22, 0xff, 0xfe, 0x22]), json, 'garbled'],
  ['<!doctype html>', 'text/html; charset=utf-8', 'a web page instead of data'],
  ['role=admin', 'text/plain', 'cannot read'],
])('%o as %s is no data', async (body, type, words) => {
  const { problem } = await read(body, type)
  expect(problem).toMatchObject({ kind: 'unexpected', details: { status: 200 } })
  expect(problem?.message).toContain(words)
})

test('a refusal needs no body that can be read', async () => {
  expect(await read('<html>', 'text/html', 502)).toEqual({
    status: 502,
    headers: expect.any(Headers),
    body: undefined,
  })
})

test('an answer without end is cut off', async () => {
  const block = new Uint8Array(5_000_000)
  const endless = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(block) })
  expect((await read(endless, json)).problem?.message).toMatch(/more than 20 MB/)
})
