// What the pages of access say of who holds what, in sentences. Pure.
import type { Assignment, Source } from '../../directory/model.ts'
import { endText, sourceText } from '../members/view.ts'

const listed = new Intl.ListFormat('en')

/** "Viewer, Editor and Owner". */
export const and = (texts: readonly string[]): string => listed.format(texts)

/** Where a role comes from, in words that follow its name: "directly", "through the organization Nordwind Energy". */
export const waysText = (sources: readonly Source[]): string =>
  and(sources.map((source) => (source.kind === 'direct' ? 'directly' : sourceText(source))))

/** The same with the end of what was given directly as well. */
export const waysAndEnds = (sources: readonly Source[]): string =>
  and(sources.map((source) => (source.kind === 'direct' ? `directly${endText(source)}` : sourceText(source))))

/** What somebody holds still once this role is no longer theirs from this very scope. */
export function heldAfter(held: readonly Assignment[], role: string): Assignment[] {
  return held.flatMap((one) => {
    if (one.role.id !== role) return [one]
    const sources = one.sources.filter(({ kind }) => kind !== 'direct')
    return sources.length > 0 ? [{ ...one, sources }] : []
  })
}

/** "Viewer through the organization Nordwind Energy and Editor directly". */
export const heldText = (held: readonly Assignment[]): string =>
  and(held.map(({ role, sources }) => `${role.name} ${waysText(sources)}`))

/** "2 people", or their names while those are few. */
export function namesText(names: readonly string[]): string {
  return names.length > 3 ? `${names.length} people` : and(names)
}
