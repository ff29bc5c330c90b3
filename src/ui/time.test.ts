// Moments and spans in words, for any number at all (C14, C23).
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { away, clock, dayOf, span } from './time.ts'

const second = 1000
const day = 86_400 * second

test.each([
  [0, 'less than a second'],
  [-0, 'less than a second'],
  [499, 'less than a second'],
  [second, '1 second'],
  [59 * second, '59 seconds'],
  [59.6 * second, '1 minute'],
  [61 * second, '1 minute 1 second'],
  [3600 * second, '1 hour'],
  [3601 * second, '1 hour'],
  [3840 * second, '1 hour 4 minutes'],
  [2 * 3600 * second + 119 * second, '2 hours 1 minute'],
  [day, '1 day'],
  [day + 59 * 60 * second, '1 day'],
  [30 * day + 5 * 3600 * second, '30 days 5 hours'],
  [-61 * second, '1 minute 1 second'],
  [Number.POSITIVE_INFINITY, 'for ever'],
  [Number.NaN, 'for ever'],
])('%d ms are %j', (ms, words) => expect(span(ms)).toBe(words))

test.each([
  [240 * second, 'in 4 minutes'],
  [-240 * second, '4 minutes ago'],
  [0, 'in less than a second'],
])('%d ms away: %j', (ms, words) => expect(away(ms + 5000, 5000)).toBe(words))

test('a moment has date, time and zone; a day its date', () => {
  const noon = Date.UTC(2026, 10, 22, 12)
  expect(clock(noon)).toMatch(/2026.*\d{1,2}:00:00.*(UTC|GMT|[A-Z]{2,5})/)
  expect(dayOf(new Date(noon))).toMatch(/2026/)
  expect(dayOf(new Date(noon))).not.toMatch(/:/)
})

test.each([8.64e15, -8.64e15, 0, -1])('%d is a date', (ms) => {
  expect(clock(ms)).toMatch(/\d/)
  expect(dayOf(new Date(ms))).toMatch(/\d/)
})

test.each([8.64e15 + 1, 1e300, -1e300, Number.POSITIVE_INFINITY, Number.NaN])('%d is not a date', (ms) => {
  expect(clock(ms)).toBe('not a date')
  expect(dayOf(new Date(ms))).toBe('not a date')
})

test('whatever the number, there are words for it', () => {
  fc.assert(
    fc.property(fc.double(), fc.double(), (ms, now) => {
      for (const words of [clock(ms), dayOf(new Date(ms)), span(ms), away(ms, now)])
        expect(words).toMatch(/^\S.*\S$/)
    }),
  )
})
