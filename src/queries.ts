// Every read of the console as query options, and the one query client with its rules. Hides: keys, pages that make one list,
// and how far a long reading is.
import {
  infiniteQueryOptions,
  MutationCache,
  QueryClient,
  queryOptions,
  skipToken,
} from '@tanstack/react-query'
import type { Credential } from './directory/credentials.ts'
import type { Place } from './directory/directory.ts'
import type { Member, Page, Progress, Role, Whole } from './directory/model.ts'
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
      if (error instanceof Problem && error.kind === 'forbidden') readAccessAgain()
    },
  }),
})

/** Keys name platform, person and scope first: one's data never answers for another's, and a scope can be dropped whole. */
function key(scope: string | undefined, ...parts: string[]): string[] {
  const { platform, session } = connected()
  const state = session.state()
  return [platform.id, state.status === 'signed-out' ? '' : state.person.id, scope ?? '', ...parts]
}

/** The directory at a scope. @throws Problem where the platform has none */
export function placeAt(scope: string | undefined): Place {
  const { directory } = connected()
  if (!directory) throw new Problem('not-found', 'This platform has no directory to administer.')
  return directory.at(scope)
}

/** One ability of the directory. @throws Problem where it has none */
export function having<T>(ability: T | undefined): T {
  if (ability === undefined) throw new Problem('not-found', 'This platform has nothing of this kind.')
  return ability
}

/** Forgets everything that was read at other scopes than `scope`, but for what the present page shows of them. */
export function dropOtherScopes(scope: string | undefined): void {
  const [platform, person, own] = key(scope)
  queryClient.removeQueries({
    type: 'inactive',
    predicate: ({ queryKey: [ofPlatform, ofPerson, at] }) =>
      ofPlatform === platform && ofPerson === person && at !== own && at !== anywhere,
  })
}

/** Stands in a key for the scope of what holds at every scope. */
const anywhere = '*'

/** What the signed-in person may do; null where nothing is administered. */
export function access(scope?: string) {
  return queryOptions({
    queryKey: key(scope, 'access'),
    queryFn: ({ signal }) => connected().directory?.at(scope).access(signal) ?? null,
  })
}

/** What the person may do is out of date, at every scope. */
export function readAccessAgain(): void {
  void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[3] === 'access' })
}

/** The provider's answer about the signed-in person. Rarely asked: Auth0 allows five a minute. */
export function userinfo() {
  return queryOptions({
    queryKey: key(anywhere, 'userinfo'),
    queryFn: ({ signal }) => connected().session.userinfo(signal),
    staleTime: 300_000,
  })
}

/** The scopes to choose from that match the search. */
export function scopes(search: string) {
  return queryOptions({
    queryKey: key(anywhere, 'scopes', search),
    queryFn: ({ signal }) => having(connected().directory?.scopes).list({ search, signal }),
  })
}

/** The scope of the present page, with its names. */
export function scope(id: string | undefined) {
  return queryOptions({
    queryKey: key(id, 'scope'),
    queryFn: ({ signal }) => having(connected().directory?.scopes).get(id, signal),
    staleTime: 300_000,
  })
}

const most = 5000

/** All roles of the directory, or the first of them with `complete: false`. */
export function roles(scope?: string) {
  const queryKey = key(scope, 'roles')
  return queryOptions({
    queryKey,
    queryFn: ({ signal }) => {
      const { list } = having(placeAt(scope).roles)
      const { onProgress } = reporting(queryKey, signal)
      return whole((after) => list({ signal, ...(after !== undefined && { after }) }), onProgress)
    },
    // A write of ours that the directory's lists do not show yet will show in a moment.
    refetchInterval: ({ state }) => (state.data?.items.some((role: Role) => role.settling) ? 2000 : false),
  })
}

/** Roles that match, page by page as the directory gives them. */
export function rolePages(scope: string | undefined, search: string) {
  return infiniteQueryOptions({
    queryKey: key(scope, 'role pages', search),
    queryFn: ({ signal, pageParam }) =>
      having(placeAt(scope).roles).list({ signal, search, ...(pageParam && { after: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
}

export function role(scope: string | undefined, id: string) {
  return queryOptions({
    queryKey: key(scope, 'role', id),
    queryFn: ({ signal }) => having(placeAt(scope).roles).get(id, signal),
  })
}

/** How much each role has, where the directory can say it cheaply; otherwise null. */
export function roleCounts(scope: string | undefined) {
  return queryOptions({
    queryKey: key(scope, 'role counts'),
    queryFn: async ({ signal }) => (await placeAt(scope).roles?.counts?.(signal)) ?? null,
  })
}

export function catalogue(scope: string | undefined) {
  const queryKey = key(scope, 'catalogue')
  return queryOptions({
    queryKey,
    queryFn: ({ signal }) => having(placeAt(scope).permissions).catalogue(reporting(queryKey, signal)),
  })
}

/** What one role hands out. */
export function granted(scope: string | undefined, role: string) {
  const queryKey = key(scope, 'granted', role)
  return queryOptions({
    queryKey,
    queryFn: ({ signal }) => having(placeAt(scope).permissions).granted(role, reporting(queryKey, signal)),
  })
}

/** What every role hands out, where the directory reads that at once; otherwise null. */
export function grantedAll(scope: string | undefined) {
  const queryKey = key(scope, 'granted all')
  return queryOptions({
    queryKey,
    queryFn: async ({ signal }) =>
      (await placeAt(scope).permissions?.grantedAll?.(reporting(queryKey, signal))) ?? null,
  })
}

/** Members that match, page by page; with `role` those who hold it. */
export function members(scope: string | undefined, { search = '', role = '' }) {
  return infiniteQueryOptions({
    queryKey: key(scope, 'members', search, role),
    queryFn: ({ signal, pageParam }) =>
      having(placeAt(scope).members).list({
        signal,
        search,
        ...(role && { role }),
        ...(pageParam && { after: pageParam }),
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
}

/** Everybody who holds a role at the scope, with everything they hold there. */
export function roster(scope: string | undefined) {
  const queryKey = key(scope, 'roster')
  return queryOptions({
    queryKey,
    queryFn: ({ signal }) => {
      const { list } = having(placeAt(scope).members)
      const { onProgress } = reporting(queryKey, signal)
      return whole((after) => list({ signal, ...(after !== undefined && { after }) }), onProgress)
    },
    // What has ended leaves the list.
    refetchInterval: ({ state }) => untilNextEnd(state.data?.items ?? [], Date.now()),
  })
}

/** In ms: the most that a timer can wait. */
const longest = 2 ** 31 - 1

/** How long until just after the next end of something that is held; false where nothing ends. */
function untilNextEnd(members: readonly Member[], now: number): number | false {
  const ends = members
    .flatMap(({ assignments }) => assignments ?? [])
    .flatMap(({ sources }) => sources.flatMap(({ until }) => (until ? [until.getTime()] : [])))
    .filter((at) => at > now)
  // A second is spared for the clock of the server.
  return ends.length > 0 && Math.min(Math.min(...ends) - now + 1000, longest)
}

/** One member with what they hold. */
export function member(scope: string | undefined, id: string) {
  return queryOptions({
    queryKey: key(scope, 'member', id),
    queryFn: ({ signal }) => having(placeAt(scope).members).get(id, signal),
  })
}

/** People who could be given a role. */
export function people(scope: string | undefined, search: string) {
  return queryOptions({
    queryKey: key(scope, 'people', search),
    queryFn: ({ signal }) => having(placeAt(scope).members).search({ search, signal }),
  })
}

/** Everything one person may do, and why. */
export function effective(scope: string | undefined, id: string) {
  const queryKey = key(scope, 'effective', id)
  return queryOptions({
    queryKey,
    queryFn: ({ signal }) => having(placeAt(scope).members).effective(id, reporting(queryKey, signal)),
  })
}

/** Every account, or the first of them with `complete: false`. */
export function accounts(scope: string | undefined) {
  const queryKey = key(scope, 'accounts')
  return queryOptions({
    queryKey,
    queryFn: ({ signal }) => {
      const { list } = having(placeAt(scope).accounts)
      const { onProgress } = reporting(queryKey, signal)
      return whole((after) => list({ signal, ...(after !== undefined && { after }) }), onProgress)
    },
    refetchInterval: ({ state }) => (state.data?.items.some(({ settling }) => settling) ? 2000 : false),
  })
}

export function account(scope: string | undefined, id: string) {
  return queryOptions({
    queryKey: key(scope, 'account', id),
    queryFn: ({ signal }) => having(placeAt(scope).accounts).get(id, signal),
  })
}

/** What an account may do, where that is given to it directly. */
export function accountGranted(scope: string | undefined, id: string) {
  const queryKey = key(scope, 'account granted', id)
  return queryOptions({
    queryKey,
    queryFn: ({ signal }) => having(having(placeAt(scope).accounts).granted)(id, reporting(queryKey, signal)),
  })
}

/** Every credential of the directory, or those of one account. */
export function inventory(scope: string | undefined, owner = '') {
  const queryKey = key(scope, 'inventory', owner)
  return queryOptions({
    queryKey,
    queryFn: ({ signal }) =>
      having(placeAt(scope).credentials).inventory({
        ...reporting(queryKey, signal),
        ...(owner && { owner }),
      }),
    refetchInterval: ({ state }) => (state.data?.credentials.some(({ settling }) => settling) ? 2000 : false),
  })
}

/** What holds for every new credential. */
export function policy(scope: string | undefined) {
  return queryOptions({
    queryKey: key(scope, 'policy'),
    queryFn: ({ signal }) => having(placeAt(scope).credentials).policy(signal),
    staleTime: 300_000,
  })
}

/** Permissions that a new token may carry: of the signed-in person, or of that account. */
export function grantable(scope: string | undefined, owner = '') {
  return queryOptions({
    queryKey: key(scope, 'grantable', owner),
    queryFn: ({ signal }) => having(having(placeAt(scope).credentials).grantable)(owner || undefined, signal),
  })
}

/** Ready commands for one credential. */
export function recipes(scope: string | undefined, credential: Credential) {
  return queryOptions({
    queryKey: key(scope, 'recipes', credential.id),
    queryFn: () => having(placeAt(scope).credentials).recipes(credential),
    staleTime: Infinity,
  })
}

/** How far a long reading is: requests or items done, of so many where that is known. */
export type Step = { done: number; total: number | null }

/** How far the reading under that key is: `useQuery(progressOf(catalogue(scope).queryKey))`. Never reads by itself. */
export function progressOf(queryKey: readonly string[]) {
  return queryOptions<Step>({ queryKey: [...queryKey, 'progress'], queryFn: skipToken })
}

function reporting(queryKey: readonly string[], signal: AbortSignal): Progress {
  const { queryKey: reported } = progressOf(queryKey)
  return {
    signal,
    onProgress: (done, total) => void queryClient.setQueryData<Step>(reported, { done, total }),
  }
}

async function whole<T>(
  page: (after?: string) => Promise<Page<T>>,
  onProgress: Progress['onProgress'],
): Promise<Whole<T>> {
  const items: T[] = []
  let after: string | undefined
  for (;;) {
    const { items: more, next, total } = await page(after)
    items.push(...more)
    // A directory may count rows that it does not show, or rows may move while pages are read.
    if (next === undefined)
      return { items, total: total ?? items.length, complete: items.length >= (total ?? 0) }
    if (items.length >= most) return { items, total, complete: false }
    onProgress?.(items.length, total)
    after = next
  }
}
