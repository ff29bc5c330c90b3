// The ends of credentials as a calendar file (RFC 5545), whose alarms remind of them where no console runs. Fetched on request.
import { createEvents, type EventAttributes } from 'ics'
import type { Credential } from '../../directory/credentials.ts'
import { atStart, kindWord, labelOf } from '../credentials/words.ts'

export type Calendar = {
  platform: { id: string; name: string }
  /** Where somebody goes to do something about it. */
  address: (credential: Credential) => string
  now: number
}

/** How many days before the end somebody is reminded. */
export const reminders = [14, 1] as const

/** Those that a calendar can remind of: they have an end, and it is still to come. */
export function remindable(credentials: readonly Credential[], now: number): Credential[] {
  return credentials.filter(({ expiresAt }) => expiresAt !== null && expiresAt.getTime() > now)
}

/** The whole file; imported again it takes the place of what was imported before. Nothing in it is secret. */
export function calendarOf(credentials: readonly Credential[], { platform, address, now }: Calendar): string {
  const events = remindable(credentials, now).flatMap((one): EventAttributes[] => {
    const { id, kind, owner, hint, expiresAt } = one
    if (!expiresAt) return []
    const title = `${atStart(kindWord[kind])} “${line(labelOf(one))}” of ${line(owner.name)} ends (${platform.name})`
    const known = hint === undefined ? [] : [`Recognized by: ${line(hint)}`]
    return [
      {
        // The same in every file, so that a calendar knows the event again.
        uid: `${encodeURIComponent(platform.id)}-${encodeURIComponent(id)}@gatehouse`,
        // Some calendars take an event only where it is newer than theirs.
        sequence: Math.floor((now - Date.UTC(2026, 0, 1)) / 60_000),
        start: expiresAt.getTime(),
        duration: { minutes: 15 },
        title,
        description: [`Whoever uses it stops working then. Rotate it before.`, ...known, address(one)].join(
          '\n',
        ),
        url: address(one),
        busyStatus: 'FREE',
        transp: 'TRANSPARENT',
        alarms: reminders.map((days) => ({
          action: 'display' as const,
          description: title,
          // In hours: the package writes days as “P14DT”, which is no duration (RFC 5545, section 3.3.6).
          trigger: { hours: days * 24, before: true },
        })),
      },
    ]
  })
  const { value, error } = createEvents(events, {
    productId: '-//Gatehouse//Expiring//EN',
    calName: `Expiring at ${platform.name}`,
    method: 'PUBLISH',
  })
  if (value === null || error) throw error ?? new Error('No calendar was made.')
  return value
}

/** Names may hold anything; a calendar's texts are lines. */
const line = (text: string) => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
