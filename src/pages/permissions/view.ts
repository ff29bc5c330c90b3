// How the catalogue is looked at: the search of the address, and what of the catalogue it leaves on screen.
import { useSearchParams } from 'react-router'
import type { Resource } from '../../directory/model.ts'
import { scopeIn, type ListView } from '../../paths.ts'

/** The view of the present address, to be carried along by every link of the page. */
export function usePermissionsView(): ListView & { search: string } {
  const [query] = useSearchParams()
  return { search: query.get('q') ?? '', scope: scopeIn(query) }
}

/**
 * The resources and permissions that match. The search is literal: a resource whose name or hint has it comes whole, else
 * it comes with those of its permissions whose name or description has it.
 */
export function matching(resources: readonly Resource[], search: string): Resource[] {
  const wanted = search.trim().toLocaleLowerCase()
  if (wanted === '') return [...resources]
  const has = (text = '') => text.toLocaleLowerCase().includes(wanted)
  return resources.flatMap((resource) => {
    if (has(resource.name) || has(resource.hint)) return [resource]
    const permissions = resource.permissions.filter((one) => has(one.name) || has(one.description))
    return permissions.length > 0 ? [{ ...resource, permissions }] : []
  })
}

/** How many permissions these resources have. */
export function countOf(resources: readonly Resource[]): number {
  return resources.reduce((sum, { permissions }) => sum + permissions.length, 0)
}
