// How many more roles fit, for pages that do not show the list of them. Hides that only a directory with a limit is asked.
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useReason } from '../../access.ts'
import { connected } from '../../platform.ts'
import { having, placeAt, rolePages } from '../../queries.ts'
import { limitOf } from './limit.ts'

/** What there is to say about the limit, for somebody who may create roles. Nothing while it is read. */
export function useRoom(scope: string | undefined): ReturnType<typeof limitOf> {
  const limit = connected().directory?.traits.roles?.limit
  const mayCreate = useReason('create roles') === undefined
  const { data } = useQuery({ ...roleTotal(scope), enabled: limit !== undefined && mayCreate })
  return limitOf(limit, data ?? null)
}

function roleTotal(scope: string | undefined) {
  return queryOptions({
    queryKey: [...rolePages(scope, '').queryKey, 'total'],
    queryFn: async ({ signal }) => (await having(placeAt(scope).roles).list({ signal })).total,
    // Asked anew by every page, and not again after each write on it.
    staleTime: 'static',
    gcTime: 0,
  })
}
