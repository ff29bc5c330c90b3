// Every read of the console as query options, and the one query client with its rules. Keys begin with platform and person, so
// that one person's data can never answer for another's.
import { MutationCache, QueryClient, queryOptions } from '@tanstack/react-query'
import type { Page, Role, Whole } from './directory/model.ts'
import { Problem } from './directory/problem.ts'
import { connected } from './platform.ts'

export const queryClient: QueryClient = new QueryClient({
  defaultOptions: {
    // The http layer has tried again already where that is safe. Offline nothing waits unseen: the failure is told at once.
    queries: { retry: false, networkMode: 'always', staleTime: 30_000 },
    mutations: { retry: false, networkMode: 'always', gcTime: 0 },
  },
  // After any write every read is stale; what is on screen is read again before the write's own `onSuccess`.
  mutationCache: new MutationCache({
    onSuccess: () => queryClient.invalidateQueries(),
    // A refusal means that the rights on screen are out of date.
    onError(error) {
      if (error instanceof Problem && error.kind === 'forbidden')
        void queryClient.invalidateQueries({ queryKey: access().queryKey })
    },
  }),
})

function key(...parts: string[]): string[] {
  const { platform, session } = connected()
  const state = session.state()
  return [platform.id, state.status === 'signed-out' ? '' : state.person.id, ...parts]
}

/** What the signed-in person may do; null where nothing is administered. */
export function access() {
  return queryOptions({
    queryKey: key('access'),
    queryFn: ({ signal }) => connected().directory?.access(signal) ?? null,
  })
}

/** The provider's answer about the signed-in person. Rarely asked: Auth0 allows five a minute. */
export function userinfo() {
  return queryOptions({
    queryKey: key('userinfo'),
    queryFn: ({ signal }) => connected().session.userinfo(signal),
    staleTime: 300_000,
  })
}

const most = 5000

/** All roles of the directory, or the first of them with `complete: false`. */
export function roles() {
  return queryOptions({
    queryKey: key('roles'),
    queryFn: ({ signal }) => {
      const list = connected().directory?.roles?.list
      if (!list) throw new Problem('not-found', 'This platform has no roles to administer.')
      return whole((after) => list({ signal, ...(after !== undefined && { after }) }))
    },
    // A write of ours that the directory's lists do not show yet will show in a moment.
    refetchInterval: ({ state }) => (state.data?.items.some((role: Role) => role.settling) ? 2000 : false),
  })
}

async function whole<T>(page: (after?: string) => Promise<Page<T>>): Promise<Whole<T>> {
  const items: T[] = []
  let after: string | undefined
  for (;;) {
    const { items: more, next, total } = await page(after)
    items.push(...more)
    // A directory may count rows that it does not show, or rows may move while pages are read.
    if (next === undefined)
      return { items, total: total ?? items.length, complete: items.length >= (total ?? 0) }
    if (items.length >= most) return { items, total, complete: false }
    after = next
  }
}
