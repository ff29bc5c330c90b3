// The guard in front of every change that may take the signed-in person's last way to manage roles: the check, and what is
// said. Who changes something asks with the ways that end; all reading is done here.
import { queryOptions, useQuery, type UseQueryResult } from '@tanstack/react-query'
import { keepsKeystone, type Footing } from '../directory/lockout.ts'
import type { Effective, Granted, Way } from '../directory/model.ts'
import { access, effective, grantedAll, having, placeAt, queryClient } from '../queries.ts'
import { Note } from '../ui/note.tsx'

/** What has to be typed before somebody may lock themselves out. */
export const lockWords = 'I lock myself out'

export type Lock = {
  /** `checking`: not known yet, so wait. `self`: their last way goes. `unsure`: it could not be checked completely. */
  state: 'checking' | 'safe' | 'self' | 'unsure'
  /** Whether somebody else could give it back; null where that does not matter, or is not known yet. */
  others: Others | null
}

/**
 * Whether anybody else who can sign in holds the permission through a role that stays. `unread`: nobody was found, and not
 * everything could be read. `costly`: that was not looked for, because it takes too many requests.
 */
type Others = 'some' | 'none' | 'unread' | 'costly'

type Change = {
  scope: string | undefined
  /** Which ways of the signed-in person end; see directory/lockout.ts. */
  ends: (way: Way) => boolean
  /** Roles that give it to nobody any more: deleted, or without it. */
  roles: readonly string[]
  /** The change is under way: nothing is read again. */
  paused?: boolean | undefined
}

/** Of a change that touches nobody's way to manage roles. */
export const safe: Lock = { state: 'safe', others: null }

/** Whether the words have to be typed before the change is possible. */
export const isLocking = ({ state }: Lock): boolean => state === 'self' || state === 'unsure'

/** Why nothing can be confirmed yet. */
export const whyWait = ({ state }: Lock): string | undefined =>
  state === 'checking' ? 'It is being checked whether this takes your own way to manage roles.' : undefined

/** What the change would do to the signed-in person's own way to manage roles. Reads only where the directory has such a permission. */
export function useLockout({ scope, ends, roles, paused = false }: Change): Lock {
  const { data: rights } = useQuery(access(scope))
  const { keystone, person } = rights ?? {}
  const asked = keystone !== undefined && person !== undefined
  const own = useQuery({ ...effective(scope, person ?? ''), enabled: asked && !paused, staleTime: 0 })
  const state = asked ? footingIn(own, keystone, ends) : undefined
  const lost = isLost(state)
  const others = useQuery({
    ...heldByOthers(scope, keystone ?? '', person ?? '', roles),
    enabled: lost && !paused,
  })
  if (!rights || !asked || state === 'kept' || state === 'never') return safe
  if (!lost || (others.isFetching && !others.isFetchedAfterMount)) return { state: 'checking', others: null }
  return {
    state: state === 'lost' ? 'self' : 'unsure',
    others: others.isError ? 'unread' : (others.data ?? 'unread'),
  }
}

/** What a reading of somebody's own ways says of the change; undefined while that is not known. */
function footingIn(
  { data, isError, isFetching, isFetchedAfterMount }: UseQueryResult<Effective>,
  keystone: string,
  ends: (way: Way) => boolean,
): Footing | undefined {
  // What was read before a reading that failed may be out of date.
  const footing = isError ? 'unsure' : data && keepsKeystone(keystone, data, ends)
  if (!isFetching) return footing
  // While it is read again the words stay asked for, so that nobody has to type them twice; what was safe is found anew.
  return isFetchedAfterMount && isLost(footing) ? footing : undefined
}

const isLost = (footing: Footing | undefined) => footing === 'lost' || footing === 'unsure'

/** Roles that are looked through where each costs a request. */
const mostRoles = 25

function heldByOthers(scope: string | undefined, keystone: string, person: string, gone: readonly string[]) {
  return queryOptions({
    queryKey: [...access(scope).queryKey, 'others', keystone, ...gone],
    queryFn: ({ signal }) => readOthers(scope, keystone, person, new Set(gone), signal),
    staleTime: 0,
    gcTime: 0,
  })
}

async function readOthers(
  scope: string | undefined,
  keystone: string,
  person: string,
  gone: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Others> {
  const { list } = having(placeAt(scope).members)
  const sets = await readSets(scope, signal)
  if (!sets) return 'costly'
  for (const [role, { permissions }] of sets) {
    if (gone.has(role) || !permissions.includes(keystone)) continue
    const { items, next } = await list({ role, signal })
    const other = items.some(
      ({ id, state, assignments }) =>
        id !== person &&
        state === 'active' &&
        (assignments?.some((one) => one.role.id === role && one.active) ?? true),
    )
    if (other || next !== undefined) return 'some'
  }
  return [...sets.values()].every(({ complete }) => complete) ? 'none' : 'unread'
}

async function readSets(
  scope: string | undefined,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Granted> | null> {
  const all = await queryClient.query(grantedAll(scope))
  if (all) return all
  const { items, next } = await having(placeAt(scope).roles).list({ signal })
  if (next !== undefined || items.length > mostRoles) return null
  const { granted } = having(placeAt(scope).permissions)
  return new Map(await Promise.all(items.map(async ({ id }) => [id, await granted(id, { signal })] as const)))
}

const othersText: Record<Others, string> = {
  some: 'Somebody else who manages roles would have to give it back.',
  none: 'Nobody else was found who manages roles through a role: afterwards perhaps nobody can manage roles here.',
  unread: 'Whether anybody else could give it back could not be read completely.',
  costly: 'Whether anybody else could give it back was not checked: that takes too many requests here.',
}

/** Says in strong words what the change does to the person themselves; nothing where it is safe. */
export function LockoutNote({ lock: { state, others } }: { lock: Lock }) {
  if (state === 'safe' || state === 'checking') return null
  return (
    <Note tone="bad" live title={state === 'self' ? 'You lock yourself out' : 'You may lock yourself out'}>
      <p>
        {state === 'self'
          ? 'This takes away your own last way to manage roles. You cannot give it back to yourself.'
          : 'It could not be read completely by which ways you manage roles. This may take away the last one.'}
      </p>
      {others && <p>{othersText[others]}</p>}
    </Note>
  )
}
