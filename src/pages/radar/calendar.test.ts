import { expect, test } from 'vitest'
import type { Credential } from '../../directory/credentials.ts'
import { calendarOf, remindable } from './calendar.ts'

const now = Date.UTC(2026, 9, 1, 12)
const key: Credential = {
  id: 'k 1/ü',
  kind: 'key',
  owner: { id: 'a1', name: 'Build; server', kind: 'account' },
  name: 'Deploy, at night\r\nBEGIN:VEVENT',
  hint: '277',
  expiresAt: new Date('2026-10-25T00:30:00Z'),
}
const calendar = {
  platform: { id: 'kosmos', name: 'KOSMOS' },
  address: ({ owner }: Credential) => `https://console.example/radar?owner=${owner.id}`,
  now,
}

/** The lines of a file, put together where they were folded (RFC 5545, section 3.1). */
const lines = (text: string) => text.replaceAll(/\r\n[ \t]/g, '').split('\r\n')
const ofName = (text: string, name: string) => lines(text).filter((line) => line.startsWith(name))

test('one credential is one event in UTC with two alarms', () => {
  const text = calendarOf([key], calendar)
  expect(lines(text).slice(0, 2)).toEqual(['BEGIN:VCALENDAR', 'VERSION:2.0'])
  expect(ofName(text, 'BEGIN:VEVENT')).toHaveLength(1)
  expect(ofName(text, 'DTSTART')).toEqual(['DTSTART:20261025T003000Z'])
  expect(ofName(text, 'TRIGGER')).toEqual(['TRIGGER:-PT336H', 'TRIGGER:-PT24H'])
  expect(ofName(text, 'ACTION')).toEqual(['ACTION:DISPLAY', 'ACTION:DISPLAY'])
  expect(ofName(text, 'URL')).toEqual(['URL:https://console.example/radar?owner=a1'])
  expect(ofName(text, 'UID')).toEqual(['UID:kosmos-k%201%2F%C3%BC@gatehouse'])
  // What names hold stays a text: neither a line of its own nor a list.
  expect(ofName(text, 'SUMMARY')).toEqual([
    'SUMMARY:Key “Deploy\\, at night BEGIN:VEVENT” of Build\\; server ends (KOSMOS)',
  ])
  expect(text.split('\r\n').filter((line) => line.length > 75)).toEqual([])
})

test('the same credential has the same name in every file, and a later one counts as newer', () => {
  const later = { ...key, name: 'Other', expiresAt: new Date('2027-01-01T00:00:00Z') }
  const [first, second] = [
    calendarOf([key], calendar),
    calendarOf([later], { ...calendar, now: now + 3_600_000 }),
  ]
  expect(ofName(second, 'UID')).toEqual(ofName(first, 'UID'))
  const sequence = (text: string) => Number(ofName(text, 'SEQUENCE')[0]?.split(':')[1])
  expect(sequence(second)).toBe(sequence(first) + 60)
  // Two platforms may give the same id.
  expect(calendarOf([key], { ...calendar, platform: { id: 'acme', name: 'Acme' } })).not.toContain(
    'UID:kosmos',
  )
})

test('what has ended and what never ends is left out', () => {
  const all = [
    { ...key, id: 'ended', expiresAt: new Date(now) },
    { ...key, id: 'never', expiresAt: null },
    { ...key, id: 'ends', expiresAt: new Date(now + 1) },
  ]
  expect(remindable(all, now).map(({ id }) => id)).toEqual(['ends'])
  expect(ofName(calendarOf(all, calendar), 'UID')).toEqual(['UID:kosmos-ends@gatehouse'])
})

test('a thousand are a thousand', () => {
  const all = Array.from({ length: 1000 }, (_, index) => ({ ...key, id: String(index) }))
  expect(new Set(ofName(calendarOf(all, calendar), 'UID')).size).toBe(1000)
})
