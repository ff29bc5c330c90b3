// The signed-in person as an owner of credentials.
import { useSuspenseQuery } from '@tanstack/react-query'
import type { Owner } from '../../directory/credentials.ts'
import { access } from '../../queries.ts'
import { useScope } from '../../use-scope.ts'
import { useSession } from '../../use-session.ts'

/** Undefined while nobody is signed in. */
export function useSelf(): Owner | undefined {
  const { data } = useSuspenseQuery(access(useScope()))
  const state = useSession()
  if (state.status === 'signed-out') return undefined
  const { id, name } = state.person
  return { id: data?.person ?? id, name, kind: 'person' }
}
