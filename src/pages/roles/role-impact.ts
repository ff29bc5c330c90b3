// Reading what a deletion takes from whom: who holds the role, what else they hold, and what all those roles hand out. Hides the
// bounds; beyond them, and on partial data, nothing is computed.
import { queryOptions } from '@tanstack/react-query'
import type { MemberDirectory } from '../../directory/directory.ts'
import { impact, type Loss } from '../../directory/impact.ts'
import type { Member } from '../../directory/model.ts'
import { catalogue, granted, grantedAll, having, placeAt, queryClient } from '../../queries.ts'

/** Holders up to whom single losses are computed. */
export const mostHolders = 50
/** Other roles that are read one by one for it. */
const mostRoles = 50

export type RoleImpact = {
  /** How many hold the role; null where there are too many and the directory does not say. */
  holders: number | null
  /** Ids of holders that were read. */
  ids: string[]
  /** What each loses; null where that was not computed, and `why` says so. Permissions are names, not ids. */
  losses: Loss[] | null
  why?: string
}

/** What goes with the role, and for whom. */
export function roleImpact(scope: string | undefined, role: string) {
  return queryOptions({
    queryKey: [...granted(scope, role).queryKey, 'impact'],
    queryFn: ({ signal }) => readImpact(scope, role, signal),
    staleTime: 0,
    gcTime: 0,
  })
}

async function readImpact(scope: string | undefined, role: string, signal: AbortSignal): Promise<RoleImpact> {
  const members = having(placeAt(scope).members)
  const { people, total, more } = await readHolders(members, role, signal)
  const ids = people.map(({ id }) => id)
  if (more || people.length > mostHolders) return { holders: total, ids, losses: null }
  const holders = people.length
  const known = { holders, ids, losses: null }
  if (total !== null && total > holders)
    return { ...known, why: `Only ${holders} of ${total} who hold it could be read.` }
  const held = await Promise.all(
    people.map(async ({ id, name, assignments }) => ({
      id,
      name,
      roles: (assignments ?? (await members.get(id, signal)).assignments)
        .filter(({ active }) => active)
        .map((one) => one.role),
    })),
  )
  const involved = new Set([role, ...held.flatMap(({ roles }) => roles.map(({ id }) => id))])
  const sets = await readSets(scope, involved, signal)
  if (typeof sets === 'string') return { ...known, why: sets }
  const losses = impact([role], held, sets)
  if (!losses) return { ...known, why: 'Not everything that their roles grant could be read.' }
  return { holders, ids, losses: await named(scope, losses) }
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
): Promise<Map<string, string[]> | string> {
  const all = await queryClient.query(grantedAll(scope))
  if (!all && roles.size > mostRoles)
    return `Those who hold it hold ${roles.size - 1} other roles between them, too many to look through.`
  const read = having(placeAt(scope).permissions).granted
  const sets = new Map<string, string[]>()
  const reading = [...roles].map(async (role) => {
    const set = all ? all.get(role) : await read(role, { signal })
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
