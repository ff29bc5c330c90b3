// How a value looks, and that nothing else passes for one.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sameText, sha256 } from './digest.ts'
import { jsonLog } from './log.ts'
import { hintOf, isValue, looksLikeValue, makeValue } from './token-value.ts'

test('prefix, 43 characters of 256 random bits, six of checksum', () => {
  const value = makeValue('kos_')
  expect(value).toMatch(/^kos_[\w-]{43}[0-9A-Za-z]{6}$/)
  expect(isValue(value)).toBe(true)
  expect(hintOf(value, 'kos_')).toBe(value.slice(0, 8))
  expect(new Set(Array.from({ length: 1_000 }, () => makeValue('kos_'))).size).toBe(1_000)
})

test('the checksum is the CRC-32 of zip and PNG, in base 62', () => {
  // Reckoned by another program: zlib.crc32 of Python over the first 47 characters is 662697164.
  expect(isValue(`kos_${'A'.repeat(43)}0iqbnw`)).toBe(true)
})

test('one character that is another, missing or too many is noticed', () => {
  const value = makeValue('kos_')
  for (let n = 0; n < value.length; n += 1) {
    const other = value[n] === 'x' ? 'y' : 'x'
    expect(isValue(value.slice(0, n) + other + value.slice(n + 1)), `at ${n}`).toBe(false)
    expect(isValue(value.slice(0, n) + value.slice(n + 1)), `without ${n}`).toBe(false)
  }
  for (const wrong of [`${value}x`, ` ${value}`, `${value}\n`, value.toUpperCase(), '', 'kos_'])
    expect(isValue(wrong), wrong).toBe(false)
  fc.assert(fc.property(fc.string(), (text) => !isValue(text) && !isValue(`kos_${text}`)))
})

test('one that was made under an earlier prefix is still one', () => {
  expect(isValue(makeValue('acme1_'))).toBe(true)
  expect(looksLikeValue(makeValue('acme1_'), 'kos_')).toBe(true)
  expect(looksLikeValue('kos_cut', 'kos_')).toBe(true)
  expect(looksLikeValue('eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.sig', 'kos_')).toBe(false)
})

test('texts are the same or not', async () => {
  fc.assert(fc.property(fc.string(), fc.string(), (one, other) => sameText(one, other) === (one === other)))
  expect(sameText('abc', 'abc')).toBe(true)
  expect(await sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

test('no log holds one, wherever it stands', () => {
  const lines: string[] = []
  const log = jsonLog((line) => lines.push(line))
  for (const prefix of ['kos_', 'acme1_']) {
    const value = makeValue(prefix)
    log({
      level: 'info',
      path: `/users/${value}`,
      message: `Bad "${value}" ${encodeURIComponent(value)}`,
      actor: value,
    })
    expect(lines.join()).not.toContain(value.slice(6, 30))
  }
  log({ level: 'info', message: `authorization: Basic ${btoa('orders-api:hush-hush')}` })
  expect(lines.join()).not.toContain(btoa('orders-api:hush-hush').slice(0, 12))
})
