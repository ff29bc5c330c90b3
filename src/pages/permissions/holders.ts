// Which roles hand out a permission. Hides whether the directory reads that at once or role by role.
import { queryOptions } from '@tanstack/react-query'
import type { Granted, Role } from '../../directory/model.ts'
import { Problem } from '../../directory/problem.ts'
import { granted, grantedAll, progressOf, queryClient, roles, type Step } from '../../queries.ts'
import { holdersIn } from './held.ts'

/** The roles that hand out each permission. One request a role where the directory has no cheaper way: ask before. */
export function holders(scope: string | undefined) {
  const queryKey = [...grantedAll(scope).queryKey, 'holders']
  return queryOptions({
    queryKey,
    queryFn: async ({ signal }) => {
      const all = await queryClient.query(roles(scope))
      const sets =
        (await queryClient.query(grantedAll(scope))) ??
        (await oneByOne(scope, all.items, signal, (step) =>
          queryClient.setQueryData<Step>(progressOf(queryKey).queryKey, step),
        ))
      return holdersIn(all.items, sets, all.complete)
    },
  })
}

async function oneByOne(
  scope: string | undefined,
  all: readonly Role[],
  signal: AbortSignal,
  report: (step: Step) => void,
): Promise<Map<string, Granted>> {
  const sets = new Map<string, Granted>()
  for (const { id } of all) {
    report({ done: sets.size, total: all.length })
    // A reading that others wait for as well goes on; ours ends here.
    if (signal.aborted) throw new Problem('away', 'The reading was cancelled.')
    sets.set(id, await queryClient.query(granted(scope, id)))
  }
  return sets
}
