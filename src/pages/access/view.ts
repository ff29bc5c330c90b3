// How the list of who holds what is looked at: search, filter and page, as the address says, and the lines that this leaves.
import { useSearchParams } from 'react-router'
import type { Assignment } from '../../directory/model.ts'
import { pageIn, scopeIn, type ListView } from '../../paths.ts'
import { useViewChange } from '../view-change.ts'
import type { Line } from './lines.ts'

export const pageSize = 50

/** Which roles the list shows: by where they were given. */
export const shows = [
  { value: 'all', label: 'All' },
  { value: 'direct', label: 'Given here' },
  { value: 'inherited', label: 'Inherited' },
] as const
export type Show = (typeof shows)[number]['value']

export type AccessView = {
  /** As it stands in the address, to be carried along. */
  view: ListView
  search: string
  show: Show
  page: number
}

/** The view of an address; whatever makes no sense there counts as absent. */
export function viewIn(query: URLSearchParams): AccessView {
  const search = query.get('q') ?? ''
  const show = shows.find(({ value }) => value === query.get('show'))?.value ?? 'all'
  const page = pageIn(query)
  return {
    view: { search, ...(show !== 'all' && { show }), page, scope: scopeIn(query) },
    search,
    show,
    page,
  }
}

/** The view of the present address, and the ways to another. */
export function useAccessView() {
  const asked = viewIn(useSearchParams()[0])
  const change = useViewChange()
  return {
    ...asked,
    onShow: (show: Show) => change({ show: show === 'all' ? '' : show }),
  }
}

const isShown: Record<Show, (held: Assignment) => boolean> = {
  all: () => true,
  direct: ({ sources }) => sources.some(({ kind }) => kind === 'direct'),
  inherited: ({ sources }) => sources.some(({ kind }) => kind !== 'direct'),
}

/**
 * The lines that match, in the order they have. The filter leaves of each line the roles that it is about; the search is literal:
 * parts of name, address, id or the name of such a role.
 */
export function narrowed(
  lines: readonly Line[],
  { search, show }: Pick<AccessView, 'search' | 'show'>,
): Line[] {
  const wanted = search.trim().toLocaleLowerCase()
  const matches = ({ id, person: { name, email = '', login = '' }, held }: Line) =>
    [id, name, email, login, ...held.map(({ role }) => role.name)].some((text) =>
      text.toLocaleLowerCase().includes(wanted),
    )
  return lines
    .flatMap((line) => {
      const held = line.held.filter(isShown[show])
      const [strongest] = held
      return strongest ? [{ ...line, held, strongest }] : []
    })
    .filter(matches)
}
