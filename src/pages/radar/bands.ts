// How soon credentials end: the bands of the timeline, and what is pressing enough for the sidebar. Pure.
import type { Credential } from '../../directory/credentials.ts'

const day = 86_400_000

/** From the most pressing to the least; each reaches from the end of the one before it to `days` from now. */
export const bands = [
  { id: 'ended', title: 'Ended already', days: 0, tone: 'bad' },
  { id: '1', title: 'Within a day', days: 1, tone: 'bad' },
  { id: '7', title: 'Within 7 days', days: 7, tone: 'bad' },
  { id: '14', title: 'Within 14 days', days: 14, tone: 'warn' },
  { id: '30', title: 'Within 30 days', days: 30, tone: 'warn' },
  { id: '90', title: 'Within 90 days', days: 90, tone: undefined },
  { id: 'later', title: 'Later', days: Number.POSITIVE_INFINITY, tone: undefined },
  { id: 'never', title: 'Without an end', days: null, tone: 'warn' },
] as const

export type Band = (typeof bands)[number]

/** Where a credential stands on the timeline. What ends this very moment has ended. */
export function bandOf({ expiresAt }: Credential, now: number): Band {
  // Later holds whatever no earlier one does.
  const [, , , , , , later, never] = bands
  if (expiresAt === null) return never
  const left = expiresAt.getTime() - now
  return bands.find(({ days }) => days !== null && left <= days * day) ?? later
}

/** The credentials of each band, the one that ends first before the others; those without an end by age, the oldest first. */
export function inBands(credentials: readonly Credential[], now: number): Map<Band['id'], Credential[]> {
  const found = new Map<Band['id'], Credential[]>(bands.map(({ id }) => [id, []]))
  const sorted = credentials.toSorted(
    (a, b) =>
      at(a.expiresAt) - at(b.expiresAt) || at(a.createdAt) - at(b.createdAt) || (a.id < b.id ? -1 : 1),
  )
  for (const one of sorted) found.get(bandOf(one, now).id)?.push(one)
  return found
}

// What is not known, or never comes, counts as very far away: infinities would differ by NaN.
const at = (date: Date | null | undefined) => date?.getTime() ?? Number.MAX_SAFE_INTEGER

/** How many have ended, and how many end within a week. */
export function pressing(credentials: readonly Credential[], now: number): { ended: number; soon: number } {
  const found = inBands(credentials, now)
  const count = (id: Band['id']) => found.get(id)?.length ?? 0
  return { ended: count('ended'), soon: count('1') + count('7') }
}
