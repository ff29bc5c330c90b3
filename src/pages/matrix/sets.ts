// What each role of the matrix hands out: all at once where the directory can, otherwise role by role as the columns come into
// sight. Hides which of the two it is.
import { skipToken, useQueries, useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import type { Granted, Role } from '../../directory/model.ts'
import { Problem } from '../../directory/problem.ts'
import { granted, grantedAll, queryClient } from '../../queries.ts'
import { useScope } from '../../use-scope.ts'

const nothing: Granted = { permissions: [], complete: true }

/** Sets are looked up for every cell: each is made once, when its first cell is drawn. */
const made = new WeakMap<Granted, ReadonlySet<string>>()

/** The permissions of one role, to be asked for single ones. */
export function setOf(one: Granted): ReadonlySet<string> {
  const known = made.get(one)
  if (known) return known
  const set = new Set(one.permissions)
  made.set(one, set)
  return set
}

export type Sets = {
  /** Undefined while it is not read. */
  of(role: string): Granted | undefined
  /** Says that somebody looks at the role. Asks for what it hands out where that takes requests for each role. */
  want: (role: string) => void
  /** How many of `roles` are read. */
  read: number
  error: Error | null
  retry: () => void
}

/** What the roles hand out. Where that takes requests for each role, only what is wanted. */
export function useSets(roles: readonly Role[], cheap: boolean): Sets {
  const scope = useScope()
  const [wanted, setWanted] = useState<ReadonlySet<string>>(new Set())
  const want = useCallback(
    (role: string) => {
      // Where all comes at once nothing changes, so that a turn of the wheel draws new cells alone.
      if (!cheap) setWanted((before) => (before.has(role) ? before : new Set([...before, role])))
    },
    [cheap],
  )
  const all = useQuery({ ...grantedAll(scope), ...(!cheap && { queryFn: skipToken }) })
  const asked = cheap ? [] : roles.filter(({ id }) => wanted.has(id))
  const single = useQueries({
    queries: asked.map(({ id }) => granted(scope, id)),
    combine: (results) => ({
      data: results.map(({ data }) => data),
      error: results.find(({ error }) => error)?.error ?? null,
      retry: () => results.forEach((one) => one.error && void one.refetch()),
    }),
  })
  return useMemo(() => {
    if (cheap) {
      const { data } = all
      return {
        of: (role) => (data ? (data.get(role) ?? nothing) : undefined),
        want,
        read: data ? roles.length : 0,
        error: all.error,
        retry: () => void all.refetch(),
      }
    }
    const byRole = new Map(asked.map(({ id }, index) => [id, single.data[index]]))
    return {
      of: (role) => byRole.get(role),
      want,
      read: single.data.filter((one) => one !== undefined).length,
      error: single.error,
      retry: single.retry,
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `asked` follows from roles, wanted and cheap
  }, [cheap, all.data, all.error, roles, want, wanted, single])
}

/** Reads the sets of all roles one after another, for changes of whole rows. */
export function useReadAll(roles: readonly Role[]) {
  const scope = useScope()
  const [state, setState] = useState<{ done: number; controller: AbortController } | null>(null)
  const [error, setError] = useState<Problem | null>(null)
  async function start(want: (role: string) => void) {
    const controller = new AbortController()
    setError(null)
    try {
      for (const [done, { id }] of roles.entries()) {
        if (controller.signal.aborted) break
        setState({ done, controller })
        await queryClient.query(granted(scope, id))
        want(id)
      }
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure
      setError(failure)
    } finally {
      setState(null)
    }
  }
  return { done: state?.done, cancel: () => state?.controller.abort(), start, error }
}
