// Who holds what at one scope and at another, put side by side. Pure.
import type { Assignment, Member } from '../../directory/model.ts'
import { endOf } from '../members/view.ts'
import type { Line } from './lines.ts'

/** `other`: neither is stronger, yet they are not the same; `ends`: the same roles, which end at other times. */
export const differences = ['only-a', 'only-b', 'stronger-a', 'stronger-b', 'other', 'ends', 'same'] as const
export type Difference = (typeof differences)[number]

/** One person with what they hold at either scope, the strongest first. Not empty on both sides. */
export type Pair = {
  id: string
  person: Member
  a: readonly Assignment[]
  b: readonly Assignment[]
  difference: Difference
}

/** One pair for everybody of either list; who holds the strongest role at any of the two stands first. */
export function compared(a: readonly Line[], b: readonly Line[]): Pair[] {
  const atB = new Map(b.map((line) => [line.id, line]))
  const atA = new Set(a.map(({ id }) => id))
  return [
    ...a.map((line) => pairOf(line, line.held, atB.get(line.id)?.held ?? [])),
    ...b.flatMap((line) => (atA.has(line.id) ? [] : [pairOf(line, [], line.held)])),
  ].toSorted(
    (one, two) =>
      Math.min(strength(one.a), strength(one.b)) - Math.min(strength(two.a), strength(two.b)) ||
      one.person.name.localeCompare(two.person.name) ||
      (one.id < two.id ? -1 : 1),
  )
}

function pairOf({ id, person }: Line, a: readonly Assignment[], b: readonly Assignment[]): Pair {
  return { id, person, a, b, difference: differenceOf(a, b) }
}

/** Stronger goes by the order in which the directory puts its roles; where it says none, roles are only other ones. */
function differenceOf(a: readonly Assignment[], b: readonly Assignment[]): Difference {
  if (b.length === 0) return 'only-a'
  if (a.length === 0) return 'only-b'
  if (setOf(a) === setOf(b)) return endsOf(a) === endsOf(b) ? 'same' : 'ends'
  const [ofA, ofB] = [strength(a), strength(b)]
  if (ofA === ofB) return 'other'
  return ofA < ofB ? 'stronger-a' : 'stronger-b'
}

const weakest = Number.MAX_SAFE_INTEGER

/** Place of the strongest role that is in force; what is suspended gives nothing. */
function strength(held: readonly Assignment[]): number {
  return held.reduce((least, { active, rank = weakest }) => (active ? Math.min(least, rank) : least), weakest)
}

const setOf = (held: readonly Assignment[]) => text(held.map(({ role, active }) => [role.id, active]))
const endsOf = (held: readonly Assignment[]) =>
  text(held.map((one) => [one.role.id, endOf(one.sources)?.getTime()]))
const text = (values: unknown[][]) => JSON.stringify(values.map((one) => JSON.stringify(one)).toSorted())

/** What is looked at: everything, all that differs, or one kind of it. */
export type Show = 'differences' | 'all' | Difference

const shows: readonly Show[] = ['differences', 'all', ...differences]

/** What an address asks for; what makes no sense there counts as absent. */
export function showIn(text: string | null): Show {
  return shows.find((show) => show === text) ?? 'differences'
}

/** Those pairs that are looked at. */
export function shownOf(pairs: readonly Pair[], show: Show): Pair[] {
  return pairs.filter(
    ({ difference }) =>
      show === 'all' || (show === 'differences' ? difference !== 'same' : difference === show),
  )
}

const mirrors: Partial<Record<Show, Show>> = {
  'only-a': 'only-b',
  'only-b': 'only-a',
  'stronger-a': 'stronger-b',
  'stronger-b': 'stronger-a',
}

/** What shows the same with the scopes the other way round. */
export function mirrored(show: Show): Show {
  return mirrors[show] ?? show
}
