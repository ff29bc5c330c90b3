// How the list of accounts is looked at: search, state, order and page, as the address says, and the accounts that this leaves.
import { useSearchParams } from 'react-router'
import type { Account } from '../../directory/credentials.ts'
import { pageIn, scopeIn, type ListView } from '../../paths.ts'
import { useViewChange } from '../view-change.ts'
import type { Live } from './live.ts'

export const pageSize = 25

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** An account with what it has, where that was read. */
export type Line = Account & { live?: Live }

const later = Number.MAX_SAFE_INTEGER
// Nothing to end comes after everything that ends, also after what never does.
const endOf = ({ live }: Line) => live?.soonest?.getTime() ?? (live?.soonest === null ? later - 1 : later)

const orders = {
  // What the collator takes for the same still has one order: rows must not change places when they are read again.
  name: (a: Line, b: Line) => collator.compare(a.name, b.name) || Number(a.id > b.id) - Number(a.id < b.id),
  state: (a: Line, b: Line) => a.state.localeCompare(b.state),
  created: (a: Line, b: Line) => (a.createdAt?.getTime() ?? 0) - (b.createdAt?.getTime() ?? 0),
  credentials: (a: Line, b: Line) => (a.live?.credentials.length ?? 0) - (b.live?.credentials.length ?? 0),
  ends: (a: Line, b: Line) => endOf(a) - endOf(b),
} satisfies Record<string, (a: Line, b: Line) => number>

type Order = keyof typeof orders
const isOrder = (value: string): value is Order => Object.hasOwn(orders, value)

/** What the list shows. */
export const shows = [
  { value: 'all', label: 'All' },
  { value: 'active', label: 'Active' },
  { value: 'disabled', label: 'Disabled' },
] as const
export type Show = (typeof shows)[number]['value']

export type AccountsView = {
  /** As it stands in the address, to be carried along. */
  view: ListView
  search: string
  show: Show
  sort: { key: Order; descending: boolean }
  page: number
}

/** The view of an address; whatever makes no sense there counts as absent. */
export function viewIn(query: URLSearchParams): AccountsView {
  const search = query.get('q') ?? ''
  const show = shows.find(({ value }) => value === query.get('show'))?.value ?? 'all'
  const written = query.get('sort') ?? ''
  const name = written.replace(/^-/, '')
  const sort = isOrder(name)
    ? { key: name, descending: written.startsWith('-') }
    : { key: 'name' as const, descending: false }
  const page = pageIn(query)
  const view = {
    search,
    ...(show !== 'all' && { show }),
    ...(isOrder(name) && { sort: written }),
    page,
    scope: scopeIn(query),
  }
  return { view, search, show, sort, page }
}

/** The view of the present address, and the ways to another. */
export function useAccountsView() {
  const asked = viewIn(useSearchParams()[0])
  const change = useViewChange()
  return {
    ...asked,
    onShow: (show: Show) => change({ show: show === 'all' ? '' : show }),
  }
}

/** The accounts that match and their order. The search is literal: parts of name, login or description, or a whole id. */
export function arrange(
  lines: readonly Line[],
  { search, show, sort }: Pick<AccountsView, 'search' | 'show' | 'sort'>,
): Line[] {
  const wanted = search.trim().toLocaleLowerCase()
  const matches = ({ id, name, login = '', description = '' }: Line) =>
    id.toLocaleLowerCase() === wanted ||
    [name, login, description].some((text) => text.toLocaleLowerCase().includes(wanted))
  const order = orders[sort.key]
  return lines
    .filter((line) => (show === 'all' || line.state === show) && (wanted === '' || matches(line)))
    .toSorted((a, b) => (order(a, b) || orders.name(a, b)) * (sort.descending ? -1 : 1))
}
