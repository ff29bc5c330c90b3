// How a list of credentials is looked at: search, order and page, as the address says, and the rows that this leaves. The path and
// whatever else stands in the address stay, so that the list can be part of any page.
import { useLocation, useSearchParams } from 'react-router'
import type { Credential } from '../../directory/credentials.ts'
import { pageIn, viewed, type ViewChange } from '../../paths.ts'
import { useViewChange } from '../view-change.ts'
import { labelOf } from './words.ts'

export const pageSize = 25

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })
const never = Number.POSITIVE_INFINITY

const orders = {
  name: (a: Credential, b: Credential) => collator.compare(labelOf(a), labelOf(b)),
  owner: (a: Credential, b: Credential) => collator.compare(a.owner.name, b.owner.name),
  created: (a: Credential, b: Credential) => (a.createdAt?.getTime() ?? 0) - (b.createdAt?.getTime() ?? 0),
  // What never ends comes after everything that does.
  ends: (a: Credential, b: Credential) =>
    compare(a.expiresAt?.getTime() ?? never, b.expiresAt?.getTime() ?? never),
  used: (a: Credential, b: Credential) => compare(usedAt(a), usedAt(b)),
} satisfies Record<string, (a: Credential, b: Credential) => number>

// Two infinities differ by NaN.
const compare = (a: number, b: number) => (a === b ? 0 : a - b)
const usedAt = ({ lastUsedAt }: Credential) => lastUsedAt?.getTime() ?? (lastUsedAt === null ? 0 : -1)

type Order = keyof typeof orders
const isOrder = (value: string): value is Order => Object.hasOwn(orders, value)

export type CredentialsView = {
  search: string
  sort: { key: Order; descending: boolean }
  page: number
  show: string
  owner: string
  /** The present address with a change; anything but another page starts at the first one. */
  href: (change: ViewChange) => string
  /** Goes there, in the place of the present address; resolves when it is there. Null where the page is being left. */
  go: (change: ViewChange) => Promise<void> | null
}

/** The view of the present address; whatever makes no sense there counts as absent. */
export function useCredentialsView(): CredentialsView {
  const [query] = useSearchParams()
  const address = useLocation()
  const go = useViewChange()
  const written = query.get('sort') ?? ''
  const name = written.replace(/^-/, '')
  return {
    search: query.get('q') ?? '',
    sort: isOrder(name)
      ? { key: name, descending: written.startsWith('-') }
      : { key: 'ends', descending: false },
    page: pageIn(query),
    show: query.get('show') ?? '',
    owner: query.get('owner') ?? '',
    href: (change) => viewed(address, change),
    go,
  }
}

/** The credentials that match and their order. The search is literal: name, purpose, owner, what it is recognized by. */
export function arrange(
  credentials: readonly Credential[],
  { search, sort }: Pick<CredentialsView, 'search' | 'sort'>,
): Credential[] {
  const wanted = search.trim().toLocaleLowerCase()
  const matches = ({ name, purpose, owner, hint, fingerprint, id }: Credential) =>
    [name, purpose, owner.name, hint, fingerprint, id].some((text) =>
      text?.toLocaleLowerCase().includes(wanted),
    )
  const order = orders[sort.key]
  return credentials
    .filter((one) => wanted === '' || matches(one))
    .toSorted(
      (a, b) => (order(a, b) || orders.name(a, b) || (a.id < b.id ? -1 : 1)) * (sort.descending ? -1 : 1),
    )
}
