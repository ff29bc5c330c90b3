// Reading what a deletion takes from whom: who holds the roles, what else they hold, and what all those hand out. Hides the
// bounds; beyond them, and on partial data, nothing is computed.
import { queryOptions } from '@tanstack/react-query'
import type { MemberDirectory } from '../../directory/directory.ts'
import { impact, type Loss } from '../../directory/impact.ts'
import type { Member, Progress } from '../../directory/model.ts'
import { catalogue, grantedAll, having, placeAt, progressOf, queryClient, type Step } from '../../queries.ts'

/** Holders up to whom single losses are computed. */
export const mostHolders = 50
/** Other roles that are read one by one for it. */
const mostRoles = 50

/** Roles deleted together up to whose number single losses are computed. */
export const mostTogether = 10

export type RoleImpact = {
  /** How many hold one of the roles; null where there are too many and the directory does not say. */
  holders: number | null
  /** Ids of holders that were read. */
  ids: string[]
  /** What each loses; null where that was not computed, and `why` says so. Permissions are names, not ids. */
  losses: Loss[] | null
  why?: string
}

/** What goes with the roles, and for whom. `held`: those of them that somebody may hold. Tells its progress where it is long. */
export function roleImpact(
  scope: string | undefined,
  roles: readonly string[],
  held: readonly string[] = roles,
) {
  const queryKey = [...grantedAll(scope).queryKey, 'impact', ...roles]
  const onProgress = (done: number, total: number | null) =>
    void queryClient.setQueryData<Step>(progressOf(queryKey).queryKey, { done, total })
  return queryOptions({
    queryKey,
    queryFn({ signal }) {
      onProgress(0, null)
      return readImpact({ scope, roles, held }, { signal, onProgress })
    },
    staleTime: 0,
    gcTime: 0,
  })
}

type Asked = { scope: string | undefined; roles: readonly string[]; held: readonly string[] }
type Reading = Required<Progress>

async function readImpact({ scope, roles, held }: Asked, reading: Reading): Promise<RoleImpact> {
  const members = having(placeAt(scope).members)
  const lists = await Promise.all(held.map((role) => readHolders(members, role, reading.signal)))
  const found = lists.flatMap(({ people }) => people)
  const people = [...new Map(found.map((person) => [person.id, person])).values()]
  const ids = people.map(({ id }) => id)
  if (lists.some(({ more }) => more) || people.length > mostHolders) {
    const single = lists.length === 1 ? lists[0] : undefined
    return { holders: single?.total ?? null, ids, losses: null }
  }
  const holders = people.length
  const known = { holders, ids, losses: null }
  const hidden = lists.reduce((sum, list) => sum + Math.max(0, (list.total ?? 0) - list.people.length), 0)
  if (hidden > 0)
    return { ...known, why: `Only ${holders} of ${holders + hidden} who hold it could be read.` }
  const steps = counting(reading)
  const holding = await Promise.all(
    people.map(async ({ id, name, assignments }) => ({
      id,
      name,
      roles: (assignments ?? (await steps.made(members.get(id, reading.signal))).assignments)
        .filter(({ active }) => active)
        .map((one) => one.role),
    })),
  )
  const involved = new Set([...roles, ...holding.flatMap((one) => one.roles.map(({ id }) => id))])
  const sets = await readSets(scope, involved, reading.signal, steps)
  if (typeof sets === 'string') return { ...known, why: sets }
  const losses = impact(roles, holding, sets)
  if (!losses) return { ...known, why: 'Not everything that their roles grant could be read.' }
  return { holders, ids, losses: await named(scope, losses) }
}

type Steps = ReturnType<typeof counting>

/** Tells how many single readings are done, and of how many once the last of them are known. */
function counting({ onProgress }: Reading) {
  let done = 0
  let total: number | null = null
  return {
    left(count: number) {
      total = done + count
      onProgress(done, total)
    },
    async made<T>(reading: Promise<T>): Promise<T> {
      const result = await reading
      done += 1
      onProgress(done, total)
      return result
    },
  }
}

async function readHolders({ list }: MemberDirectory, role: string, signal: AbortSignal) {
  const people: Member[] = []
  let after: string | undefined
  for (;;) {
    const page = await list({ role, signal, ...(after !== undefined && { after }) })
    people.push(...page.items)
    after = page.next
    const total = page.total ?? (after === undefined ? people.length : null)
    if (after === undefined || people.length > mostHolders || (total ?? 0) > mostHolders)
      return { people, total, more: after !== undefined }
  }
}

/** What the roles hand out, or a sentence about why that is not known. */
async function readSets(
  scope: string | undefined,
  roles: ReadonlySet<string>,
  signal: AbortSignal,
  steps: Steps,
): Promise<Map<string, string[]> | string> {
  const all = await queryClient.query(grantedAll(scope))
  if (!all && roles.size > mostRoles)
    return `Those who hold it hold ${roles.size - 1} other roles between them, too many to look through.`
  const read = having(placeAt(scope).permissions).granted
  const sets = new Map<string, string[]>()
  if (!all) steps.left(roles.size)
  const reading = [...roles].map(async (role) => {
    const set = all ? all.get(role) : await steps.made(read(role, { signal }))
    if (!set || set.complete) sets.set(role, set?.permissions ?? [])
  })
  await Promise.all(reading)
  return sets
}

/** Permissions by the names that applications know, where the catalogue can be read. */
async function named(scope: string | undefined, losses: Loss[]): Promise<Loss[]> {
  if (losses.every(({ lost, kept }) => lost.length + kept.length === 0)) return losses
  const read = await queryClient.query(catalogue(scope)).catch(() => null)
  const names = new Map(
    read?.resources.flatMap(({ permissions }) => permissions.map(({ id, name }) => [id, name] as const)),
  )
  const nameOf = (id: string) => names.get(id) ?? id
  return losses.map(({ id, name, lost, kept }) => ({
    id,
    name,
    lost: lost.map(nameOf),
    kept: kept.map(({ permission, through }) => ({ permission: nameOf(permission), through })),
  }))
}
