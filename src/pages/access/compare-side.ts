// One of the two scopes that are compared: whether one may see who holds what there, and then who does.
import { useQuery } from '@tanstack/react-query'
import { access, queryClient, roster, scope } from '../../queries.ts'
import { mayRead, stateOf, type SideState } from './compare-state.ts'

export type Side = {
  id: string | undefined
  /** What the scope is called; its id where its name cannot be read. */
  name: string
  state: SideState
  /** It is being asked again. */
  pending: boolean
  again: () => void
}

/** Asks who holds what only where one may see it. */
export function useSide(id: string | undefined): Side {
  // What the loader could not read is not asked for a second time before somebody says so.
  const named = useQuery({ ...scope(id), retryOnMount: false })
  const rights = useQuery({ ...access(id), retryOnMount: false })
  const list = useQuery({ ...roster(id), enabled: mayRead(rights.data), retryOnMount: false })
  return {
    id,
    name: named.data?.name ?? id ?? '',
    state: stateOf({ named, rights, list }),
    pending: rights.isFetching || list.isFetching,
    again: () => void (rights.data ? list : rights).refetch(),
  }
}

/** Begins to read what `useSide` will ask for. Never rejects: each side says on the page what became of it. */
export async function readSide(id: string | undefined): Promise<void> {
  const list = queryClient
    .query(access(id))
    .then((rights) => (mayRead(rights) ? queryClient.query(roster(id)) : undefined))
  await Promise.allSettled([queryClient.query(scope(id)), list])
}
