import { describe, expect, test } from 'vitest'
import { Problem } from '../../directory/problem.ts'
import { controls, enteredExpiry, expiryIn, presetsIn } from './expiry.ts'
import { momentIn, momentsOf, zones } from './wall-time.ts'

const now = Date.UTC(2026, 2, 1, 12)
const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString())
const on = (date: string, time: string, zone: string, limits = {}) => {
  const read = enteredExpiry({ date, time, zone }, limits, now)
  return 'fault' in read ? read.fault : [iso(read.at), read.remark]
}

describe('a date and a time in a zone', () => {
  test.each([
    ['2026-06-01', '00:00', 'UTC', '2026-06-01T00:00:00.000Z'],
    ['2026-06-01', '00:00', 'Europe/Zurich', '2026-05-31T22:00:00.000Z'],
    ['2026-12-01', '00:00', 'Europe/Zurich', '2026-11-30T23:00:00.000Z'],
    ['2026-06-01', '09:15', 'Asia/Kathmandu', '2026-06-01T03:30:00.000Z'],
    ['2026-06-01', '00:00', 'Pacific/Kiritimati', '2026-05-31T10:00:00.000Z'],
    ['2026-06-01', '23:59:30', 'Pacific/Pago_Pago', '2026-06-02T10:59:00.000Z'],
    // Right before and right after the clocks are changed.
    ['2026-03-29', '01:59', 'Europe/Zurich', '2026-03-29T00:59:00.000Z'],
    ['2026-03-29', '03:00', 'Europe/Zurich', '2026-03-29T01:00:00.000Z'],
    ['2026-10-25', '01:59', 'Europe/Zurich', '2026-10-24T23:59:00.000Z'],
    ['2026-10-25', '03:00', 'Europe/Zurich', '2026-10-25T02:00:00.000Z'],
    ['2028-02-29', '12:00', 'UTC', '2028-02-29T12:00:00.000Z'],
  ])('%s %s %s is %s', (date, time, zone, moment) => {
    expect(on(date, time, zone)).toEqual([moment, undefined])
  })

  test.each([
    ['2026-03-29', '02:30', 'Europe/Zurich', '03:00'],
    ['2026-03-29', '02:00', 'Europe/Zurich', '03:00'],
    ['2026-03-08', '02:59', 'America/New_York', '03:00'],
    // By half an hour, and at midnight.
    ['2026-10-04', '02:15', 'Australia/Lord_Howe', '02:30'],
    ['2026-09-06', '00:30', 'America/Santiago', '01:00'],
  ])('%s %s %s does not exist, and what does is said', (date, time, zone, next) => {
    const said = `${time} does not exist on that day in ${zone}: clocks are put forward. The next time that exists is ${next}.`
    expect(on(date, time, zone)).toBe(said)
  })

  test.each([
    ['2026-10-25', '02:30', 'Europe/Zurich', '2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'],
    ['2026-11-01', '01:00', 'America/New_York', '2026-11-01T05:00:00.000Z', '2026-11-01T06:00:00.000Z'],
    ['2026-04-05', '01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z', '2026-04-04T15:15:00.000Z'],
  ])('%s %s %s exists twice: the first is meant, and that is said', (date, time, zone, first, second) => {
    const remark = `Clocks in ${zone} are put back and show ${time} twice on that day. The first one is meant.`
    expect(on(date, time, zone)).toEqual([first, remark])
    expect(momentsOf(Date.parse(`${date}T${time}Z`), zone).map(iso)).toEqual([first, second])
  })

  test('a day that was left out whole does not exist', () => {
    expect(momentsOf(Date.UTC(2011, 11, 30, 12), 'Pacific/Apia')).toEqual([])
  })

  test.each([
    ['', '12:00'],
    ['2026-06-01', ''],
    ['2026-02-30', '12:00'],
    ['2026-13-01', '12:00'],
    ['2026-06-01', '24:00'],
    ['2026-06-01', '12:60'],
    ['26-06-01', '12:00'],
    ['tomorrow', 'noon'],
    ['9'.repeat(10_000), '12:00'],
  ])('“%.20s” “%s” is none', (date, time) => {
    expect(on(date, time, 'UTC')).toBe('Enter a date and a time.')
  })

  test.each([
    ['2026-03-01', '12:00', {}, 'This moment has passed.'],
    ['2025-03-02', '12:00', {}, 'This moment has passed.'],
    ['2026-03-31', '12:01', { maxDays: 30 }, 'It can live for at most 30 days.'],
    ['2026-03-02', '12:01', { maxDays: 1 }, 'It can live for at most 1 day.'],
    [
      '2026-04-01',
      '00:00',
      { before: new Date('2026-04-01T00:00Z') },
      'It has to end earlier than it does now.',
    ],
    ['2126-03-02', '12:00', {}, 'This is more than a hundred years away.'],
    ['275760-01-01', '12:00', {}, 'This is more than a hundred years away.'],
  ])('%s %s with %o is refused: %s', (date, time, limits, said) => {
    expect(on(date, time, 'UTC', limits)).toBe(said)
  })

  test('up to the limit itself it is taken', () => {
    expect(on('2026-03-31', '12:00', 'UTC', { maxDays: 30 })).toEqual(['2026-03-31T12:00:00.000Z', undefined])
    expect(on('2026-03-01', '12:01', 'UTC')).toEqual(['2026-03-01T12:01:00.000Z', undefined])
  })
})

describe('what is offered', () => {
  test.each([
    [{}, [7, 30, 60, 90]],
    [{ maxDays: 365 }, [7, 30, 60, 90]],
    [{ maxDays: 90 }, [7, 30, 60, 90]],
    [{ maxDays: 45 }, [7, 30, 45]],
    [{ maxDays: 1 }, [1]],
    [{ before: new Date(now + 31 * 86_400_000) }, [7, 30]],
    [{ before: new Date(now + 60_000) }, []],
  ])('within %o: %o', (limits, days) => {
    expect(presetsIn(limits, now)).toEqual(days)
  })
})

const form = (fields: Record<string, string>) => {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.set(name, value)
  return data
}
const refused = (data: FormData, limits = {}) => {
  try {
    return expiryIn(data, limits, now)
  } catch (error) {
    return error instanceof Problem ? error.details.fields : error
  }
}

describe('a form', () => {
  test('holds a span, a moment, or never', () => {
    expect(expiryIn(form({ [controls.choice]: '30' }), {}, now)).toEqual(new Date('2026-03-31T12:00Z'))
    expect(expiryIn(form({ [controls.choice]: 'never' }), {}, now)).toBeNull()
    const custom = {
      expiresAt: 'custom',
      expiryDate: '2026-06-01',
      expiryTime: '00:00',
      expiryZone: 'Europe/Zurich',
    }
    expect(expiryIn(form(custom), {}, now)).toEqual(new Date('2026-05-31T22:00Z'))
  })

  test('that stood open for too long is refused on its field', () => {
    const custom = { expiresAt: 'custom', expiryDate: '2026-03-01', expiryTime: '11:59', expiryZone: 'UTC' }
    expect(refused(form(custom))).toEqual({ expiresAt: 'This moment has passed.' })
    expect(refused(form({ expiresAt: '60' }), { maxDays: 30 })).toEqual({
      expiresAt: 'It can live for at most 30 days.',
    })
    expect(refused(form({}))).toEqual({ expiresAt: 'Choose when it ends.' })
    expect(refused(form({ expiresAt: 'soon' }))).toEqual({ expiresAt: 'Choose when it ends.' })
  })
})

test('a moment is said with its zone', () => {
  const said = momentIn(Date.UTC(2026, 9, 13, 22), 'Europe/Zurich')
  expect(said).toMatch(/14/)
  expect(said).toMatch(/2026.*00.?Europe\/Zurich$|2026.* AM Europe\/Zurich$/)
  expect(zones()).toEqual(expect.arrayContaining(['UTC', 'Europe/Zurich', 'America/New_York']))
})
