// How the list of roles is looked at: search, order and page, as the address says, and the roles that this leaves on screen.
import { useSearchParams } from 'react-router'
import type { Role } from '../../directory/model.ts'
import { pageIn, scopeIn, type ListView } from '../../paths.ts'

export const pageSize = 25

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })
const time = (date?: Date) => date?.getTime() ?? 0

const orders = {
  // What the collator takes for the same still has one order: rows must not change places when they are read again.
  key: (a: Role, b: Role) => collator.compare(a.id, b.id) || Number(a.id > b.id) - Number(a.id < b.id),
  name: (a: Role, b: Role) => collator.compare(a.name, b.name),
  group: (a: Role, b: Role) => collator.compare(a.group ?? '', b.group ?? ''),
  created: (a: Role, b: Role) => time(a.createdAt) - time(b.createdAt),
  changed: (a: Role, b: Role) => time(a.updatedAt) - time(b.updatedAt),
} satisfies Record<string, (a: Role, b: Role) => number>

type Order = keyof typeof orders

const isOrder = (value: string): value is Order => Object.hasOwn(orders, value)

export type RolesView = {
  /** As it stands in the address, to be carried along. */
  view: ListView
  search: string
  /** Undefined where the address names none. */
  sort: { key: Order; descending: boolean } | undefined
  page: number
}

/** The view of the present address; whatever makes no sense there counts as absent. */
export function useRolesView(): RolesView {
  const [query] = useSearchParams()
  const search = query.get('q') ?? ''
  const written = query.get('sort') ?? ''
  const name = written.replace(/^-/, '')
  const sort = isOrder(name) ? { key: name, descending: written.startsWith('-') } : undefined
  const page = pageIn(query)
  const view = { search, ...(isOrder(name) && { sort: written }), page, scope: scopeIn(query) }
  return { view, search, sort, page }
}

/** The roles that match and their order; without one as they are listed. The search is literal: parts of key, name, description or group. */
export function arrange(roles: Role[], { search, sort }: Pick<RolesView, 'search' | 'sort'>): Role[] {
  const wanted = search.trim().toLocaleLowerCase()
  const matches = ({ id, name, description = '', group = '' }: Role) =>
    [id, name, description, group].some((text) => text.toLocaleLowerCase().includes(wanted))
  const found = roles.filter((role) => wanted === '' || matches(role))
  if (!sort) return found
  const order = orders[sort.key]
  return found.toSorted((a, b) => (order(a, b) || orders.key(a, b)) * (sort.descending ? -1 : 1))
}
