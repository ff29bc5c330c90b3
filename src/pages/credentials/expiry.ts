// When a credential is to end, as a form has it, held against what is possible. The same for the field that shows it and the form
// that sends it.
import { Problem } from '../../directory/problem.ts'
import { afterGap, momentsOf } from './wall-time.ts'

/** Names of the controls. Refusals of the server stand at `expiresAt`. */
export const controls = {
  choice: 'expiresAt',
  date: 'expiryDate',
  time: 'expiryTime',
  zone: 'expiryZone',
} as const

/** What is possible. */
export type Limits = {
  /** Most days from now. */
  maxDays?: number | undefined
  /** It has to be earlier than this. */
  before?: Date | undefined
}

export type Expiry =
  | { at: number | null; remark?: string }
  /** A sentence for the field. */
  | { fault: string }

/** Days from now that are offered, of those that the limits leave; the most that a maximum allows is one of them. */
export function presetsIn({ maxDays, before }: Limits, now: number): number[] {
  const most = Math.min(maxDays ?? Infinity, before ? (before.getTime() - now) / day : Infinity)
  const usual = [7, 30, 60, 90].filter((days) => days <= most)
  return maxDays !== undefined && maxDays < 90 && !before && !usual.includes(maxDays)
    ? [...usual, maxDays].toSorted((a, b) => a - b)
    : usual
}

const day = 86_400_000
const longest = 36_500

/** A number of days from now. */
export function inDays(days: number, now: number): number {
  return now + days * day
}

type Entered = { date: string; time: string; zone: string }

/** The moment that was entered by hand: the first of two where clocks show it twice, a fault where they never do. */
export function enteredExpiry({ date, time, zone }: Entered, limits: Limits, now: number): Expiry {
  const wall = wallOf(date, time)
  if (wall === null) return { fault: 'Enter a date and a time.' }
  const [first, second] = momentsOf(wall, zone)
  if (first === undefined) {
    const next = new Date(afterGap(wall, zone).shown).toISOString()
    return {
      fault: `${time} does not exist on that day in ${zone}: clocks are put forward. The next time that exists is ${next.slice(11, 16)}.`,
    }
  }
  const fault = wrongWith(first, limits, now)
  if (fault) return { fault }
  if (second === undefined) return { at: first }
  return {
    at: first,
    remark: `Clocks in ${zone} are put back and show ${time} twice on that day. The first one is meant.`,
  }
}

/** A date and a time as ms since 1970 of a clock that shows them in UTC; null where they are none. */
function wallOf(date: string, time: string): number | null {
  if (!/^\d{4,6}-\d\d-\d\d$/.test(date) || !/^\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(time)) return null
  const [year = 0, month = 0, ofMonth = 0] = date.split('-').map(Number)
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  const wall = Date.UTC(year, month - 1, ofMonth, hour, minute)
  // Days that a month does not have would roll over into the next one.
  const read = new Date(wall)
  const right = read.getUTCMonth() + 1 === month && read.getUTCDate() === ofMonth && hour < 24 && minute < 60
  return right && Number.isFinite(wall) ? wall : null
}

function wrongWith(at: number, { maxDays, before }: Limits, now: number): string | undefined {
  if (at <= now) return 'This moment has passed.'
  if (before && at >= before.getTime()) return 'It has to end earlier than it does now.'
  if (maxDays !== undefined && at > inDays(maxDays, now))
    return `It can live for at most ${maxDays} ${maxDays === 1 ? 'day' : 'days'}.`
  if (at > inDays(longest, now)) return 'This is more than a hundred years away.'
  return undefined
}

/** What stands in the controls, read. */
export function readExpiry(data: FormData, limits: Limits, now: number): Expiry {
  const text = (name: string) => {
    const value = data.get(name)
    return typeof value === 'string' ? value : ''
  }
  const choice = text(controls.choice)
  if (choice === 'never') return { at: null }
  if (choice !== 'custom') {
    const at = inDays(Number(choice), now)
    const fault = choice === '' || Number.isNaN(at) ? 'Choose when it ends.' : wrongWith(at, limits, now)
    return fault ? { fault } : { at }
  }
  const entered = { date: text(controls.date), time: text(controls.time), zone: text(controls.zone) || 'UTC' }
  return enteredExpiry(entered, limits, now)
}

/** For the form that sends it: when it ends, null for never. @throws Problem for the field where it cannot be so */
export function expiryIn(data: FormData, limits: Limits = {}, now = Date.now()): Date | null {
  const read = readExpiry(data, limits, now)
  if ('fault' in read) throw new Problem('invalid', read.fault, { fields: { [controls.choice]: read.fault } })
  return read.at === null ? null : new Date(read.at)
}
