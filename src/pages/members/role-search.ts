// Roles found by a search at the directory, page by page.
import { useInfiniteQuery } from '@tanstack/react-query'
import type { Role } from '../../directory/model.ts'
import { rolePages } from '../../queries.ts'
import { useScope } from '../../use-scope.ts'

export type FoundRoles = {
  roles: readonly Role[]
  /** There is neither a role to show nor an answer to this search. */
  isPending: boolean
  error: Error | null
  retry: () => void
  /** Brings more of them; undefined where these are all. */
  more: (() => void) | undefined
  isFetchingMore: boolean
}

/** The roles that match; keeps the last ones on screen while others are being found. */
export function useFoundRoles(search: string): FoundRoles {
  const scope = useScope()
  const query = useInfiniteQuery({
    ...rolePages(scope, search),
    placeholderData: (before) => before,
  })
  const roles = query.data?.pages.flatMap(({ items }) => items) ?? []
  return {
    roles,
    isPending: query.isPending || (query.isPlaceholderData && roles.length === 0),
    error: query.error,
    retry: () => void query.refetch(),
    more: query.hasNextPage ? () => void query.fetchNextPage() : undefined,
    isFetchingMore: query.isFetchingNextPage,
  }
}
