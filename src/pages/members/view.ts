// How the list of members is looked at, as the address says, and how their roles are put in order.
import type { Assignment, RoleCounts, Source } from '../../directory/model.ts'
import { scopeIn, type ListView } from '../../paths.ts'

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
 * Strongest first: by how many permissions a role hands out where that is known, else by name. What cannot be read may be the
 * strongest, so it is never folded away behind others. What is suspended comes last.
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
      strength(b) - strength(a) ||
      a.role.name.localeCompare(b.role.name) ||
      (a.role.id < b.role.id ? -1 : 1),
  )
}

/** Where a role comes from, in words that follow its name. */
export function sourceText(source: Source): string {
  switch (source.kind) {
    case 'direct':
      return 'assigned directly'
    case 'group':
      return `through the group ${source.name}`
    case 'organization':
      return `through the organization ${source.name}`
    case 'wider':
      return `for ${source.name}`
  }
}

/** All sources of a role, in one phrase. */
export function sourcesText(sources: readonly Source[]): string {
  return sources.map(sourceText).join(', also ')
}
