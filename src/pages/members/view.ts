// How the list of members is looked at, as the address says, and how their roles are put in order.
import type { Assignment, RoleCounts, Source } from '../../directory/model.ts'
import { scopeIn, type ListView } from '../../paths.ts'
import { dayOf } from '../../ui/time.ts'

export type MembersView = ListView & { search: string; role: string }

/** The view of an address; its parts are to be carried along by every link of the page. */
export function viewIn(query: URLSearchParams): MembersView {
  return { search: query.get('q') ?? '', role: query.get('role') ?? '', scope: scopeIn(query) }
}

/** What the directory is asked for: a search that is shorter than it takes is not sent. */
export function askedIn({ search, role }: MembersView, searchFrom: number): { search: string; role: string } {
  const text = search.trim()
  return { search: Array.from(text).length < searchFrom ? '' : text, role }
}

/**
 * Strongest first: in the directory's own order where it has one, else by how many permissions a role hands out where that is
 * known, else by name. What cannot be read may be the strongest, so it is never folded away behind others. What is suspended
 * comes last.
 */
export function strongestFirst(
  assignments: readonly Assignment[],
  permissions: RoleCounts['permissions'] | undefined,
): Assignment[] {
  const strength = ({ role }: Assignment) => {
    const count = permissions?.get(role.id)
    return count === null ? Number.MAX_SAFE_INTEGER : (count ?? 0)
  }
  return assignments.toSorted(
    (a, b) =>
      Number(b.active) - Number(a.active) ||
      byRank(a, b) ||
      strength(b) - strength(a) ||
      a.role.name.localeCompare(b.role.name) ||
      (a.role.id < b.role.id ? -1 : 1),
  )
}

/** A role outside of the directory's order is the weakest. */
function byRank({ rank: a = weakest }: Assignment, { rank: b = weakest }: Assignment): number {
  return a - b
}

const weakest = Number.MAX_SAFE_INTEGER

/** Where a role comes from and when that ends, in words that follow its name. */
export function sourceText(source: Source): string {
  return `${givenText(source)}${endText(source)}`
}

/** ", ends 4 Dec 2026"; nothing for what lasts. */
export function endText({ until }: Source): string {
  return until ? `, ends ${dayOf(until)}` : ''
}

function givenText(source: Source): string {
  switch (source.kind) {
    case 'direct':
      return 'assigned directly'
    case 'group':
      return `through the group ${source.name}`
    case 'organization':
      return `through the organization ${source.name}`
    case 'project':
      return `through the project ${source.name}`
    case 'wider':
      return `for ${source.name}`
  }
}

/** The same as a sentence of its own: "Assigned directly". */
export function sourceSentence(source: Source): string {
  const text = sourceText(source)
  return text.charAt(0).toLocaleUpperCase() + text.slice(1)
}

/** When somebody no longer holds it, because every one of its sources ends by itself. */
export function endOf(sources: readonly Source[]): Date | undefined {
  const ends = sources.flatMap(({ until }) => until ?? [])
  if (ends.length < sources.length) return undefined
  return ends.reduce<Date | undefined>((last, end) => (last && last > end ? last : end), undefined)
}

/** All sources of a role, in one phrase. */
export function sourcesText(sources: readonly Source[]): string {
  return sources.map(sourceText).join(', also ')
}
