import { expect, test } from 'vitest'
import { endingOf, isOver } from './ending.ts'

const now = Date.parse('2026-11-22T12:00:00Z')
const at = (text: string) => new Date(text)

test.each([
  ['2026-11-20T12:00:00Z', 'ended 2 days ago', 'bad'],
  ['2026-11-22T12:00:00Z', 'ended less than a second ago', 'bad'],
  ['2026-11-22T13:30:00Z', 'in 1 hour 30 minutes', 'bad'],
  ['2026-11-29T12:00:00Z', 'in 7 days', 'bad'],
  ['2026-11-29T12:00:01Z', 'in 7 days', 'warn'],
  ['2026-12-22T12:00:00Z', 'in 30 days', 'warn'],
  ['2026-12-22T12:00:01Z', 'in 30 days', 'plain'],
])('%s is said as “%s”, %s', (end, words, tone) => {
  expect(endingOf(at(end), now)).toMatchObject({ words, tone })
})

test('the exact moment has date, time and zone; without an end there is none, which is a risk', () => {
  expect(endingOf(at('2026-12-22T12:00:00Z'), now).exact).toMatch(/2026.*\d\d:\d\d/)
  expect(endingOf(null, now)).toEqual({ words: 'never ends', tone: 'warn' })
})

test('over is from the very moment on', () => {
  expect(isOver({ expiresAt: at('2026-11-22T12:00:00Z') }, now)).toBe(true)
  expect(isOver({ expiresAt: at('2026-11-22T12:00:01Z') }, now)).toBe(false)
  expect(isOver({ expiresAt: null }, now)).toBe(false)
})
