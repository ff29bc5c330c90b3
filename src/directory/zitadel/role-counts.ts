// How much each role has: permissions from the sets in the organization's metadata, members from authorizations where one
// request tells all. Hides: which of the two the person may not read.
import type { RoleCounts } from '../model.ts'
import { Problem } from '../problem.ts'
import type { AuthorizationCalls } from './authorization-calls.ts'
import type { KeptPermissions } from './kept.ts'

/** Counts both; null where it takes more than a request, or a right that the person does not hold. */
export async function roleCounts(
  kept: () => Promise<KeptPermissions>,
  members: () => Promise<{ authorizations: AuthorizationCalls; isOwner: boolean }>,
  signal?: AbortSignal,
): Promise<RoleCounts> {
  const [permissions, holders] = await Promise.all([
    allowed(async () => permissionsOf(await (await kept()).roles({ ...(signal && { signal }) }))),
    allowed(async () => {
      const { authorizations, isOwner } = await members()
      return holdersOf(await authorizations.page({ limit: 1000, everywhere: isOwner, grouped: true, signal }))
    }),
  ])
  return { permissions, members: holders }
}

function permissionsOf({ sets, complete }: Awaited<ReturnType<KeptPermissions['roles']>>) {
  if (!complete) return null
  return new Map(
    [...sets].map(([role, { items, foreign }]) => [role, foreign === undefined ? items.size : null]),
  )
}

function holdersOf({ rows, total }: Awaited<ReturnType<AuthorizationCalls['page']>>) {
  if (rows.length < total) return null
  const people = new Map<string, Set<string>>()
  for (const { user, roles } of rows) {
    for (const { id } of roles) people.set(id, (people.get(id) ?? new Set()).add(user.id))
  }
  return new Map([...people].map(([role, holders]) => [role, holders.size]))
}

async function allowed<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Problem && (error.kind === 'forbidden' || error.kind === 'not-found')) return null
    throw error
  }
}
