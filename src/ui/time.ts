// Moments and spans as people read them. Never throws, whatever number it is given.
import { useEffect, useState } from 'react'

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' })
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })

/** Date, time and zone of a moment in ms since 1970; "not a date" for what cannot be one. */
export function clock(ms: number): string {
  return Math.abs(ms) <= 8.64e15 ? moment.format(ms) : 'not a date'
}

/** The day of a moment. */
export function dayOf(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'not a date' : day.format(date)
}

const units: [number, string][] = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
]

/** A span in its two largest units: "1 hour 4 minutes". */
export function span(ms: number): string {
  let seconds = Math.max(0, Math.round(Math.abs(ms) / 1000))
  if (!Number.isFinite(seconds)) return 'for ever'
  const words: string[] = []
  for (const [size, name] of units) {
    const n = Math.floor(seconds / size)
    seconds -= n * size
    if (n > 0) words.push(`${n} ${name}${n === 1 ? '' : 's'}`)
    if (words.length > 0 && (n === 0 || words.length === 2)) break
  }
  return words.join(' ') || 'less than a second'
}

/** "in 4 minutes", "4 minutes ago". */
export function away(ms: number, now: number): string {
  return ms >= now ? `in ${span(ms - now)}` : `${span(now - ms)} ago`
}

/** The present moment, again every second while the page is looked at. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return now
}
