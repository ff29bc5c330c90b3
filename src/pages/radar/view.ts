// What of the timeline is looked at, as the address says: a search, one owner, one band.
import type { Credential } from '../../directory/credentials.ts'
import { pageIn, scopeIn, type At } from '../../paths.ts'
import { labelOf } from '../credentials/words.ts'
import { bands, type Band } from './bands.ts'

export type RadarView = At & { search: string; owner: string; show: Band['id'] | ''; page: number }

/** The view of an address; whatever makes no sense there counts as absent. */
export function viewIn(query: URLSearchParams): RadarView {
  return {
    search: query.get('q') ?? '',
    owner: query.get('owner') ?? '',
    show: bands.find(({ id }) => id === query.get('show'))?.id ?? '',
    page: pageIn(query),
    scope: scopeIn(query),
  }
}

/** Those that match the search and belong to the owner. The search is literal: name, purpose, owner, what it is recognized by. */
export function matching(
  credentials: readonly Credential[],
  { search, owner }: Pick<RadarView, 'search' | 'owner'>,
): Credential[] {
  const wanted = search.trim().toLocaleLowerCase()
  return credentials.filter((one) => {
    if (owner !== '' && one.owner.id !== owner) return false
    const texts = [labelOf(one), one.purpose, one.owner.name, one.hint, one.fingerprint, one.id]
    return wanted === '' || texts.some((text) => text?.toLocaleLowerCase().includes(wanted))
  })
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** Everybody who has a credential, by name. */
export function ownersOf(credentials: readonly Credential[]): { id: string; name: string }[] {
  const owners = new Map(credentials.map(({ owner }) => [owner.id, { id: owner.id, name: owner.name }]))
  return [...owners.values()].toSorted((a, b) => collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1))
}
