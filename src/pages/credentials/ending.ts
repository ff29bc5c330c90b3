// When a credential ends, in words and with how much it matters. Pure but for the clock.
import { useEffect, useState } from 'react'
import { away, clock, span } from '../../ui/time.ts'

const day = 86_400_000
const moment = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
})

export type Ending = {
  /** "in 12 days", "ended 2 days ago", "never ends". */
  words: string
  /** Date, time and zone; absent where there is no end. */
  exact?: string
  tone: 'plain' | 'warn' | 'bad'
}

/** An end within a week, one that has passed, and none at all are risks. */
export function endingOf(expiresAt: Date | null, now: number): Ending {
  if (expiresAt === null) return { words: 'never ends', tone: 'warn' }
  const at = expiresAt.getTime()
  // On one line; nobody plans by the second.
  const exact = Number.isNaN(at) ? clock(at) : moment.format(at).replaceAll(' ', '\u00A0')
  if (at <= now) return { words: `ended ${span(now - at)} ago`, exact, tone: 'bad' }
  const left = at - now
  // From two days on the hours only make it harder to read.
  const days = Math.floor(left / day)
  const words = left < 2 * day ? away(at, now) : `in ${days} days`
  return { words, exact, tone: left <= 7 * day ? 'bad' : left <= 30 * day ? 'warn' : 'plain' }
}

/** Whether it has ended by itself. */
export function isOver({ expiresAt }: { expiresAt: Date | null }, now: number): boolean {
  return expiresAt !== null && expiresAt.getTime() <= now
}

/** The present moment, again every half minute: ends are told in days, near ones in minutes. */
export function useMinute(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
