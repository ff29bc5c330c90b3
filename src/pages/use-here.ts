// The scope of the present page as the directory knows it.
import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Scope } from '../directory/model.ts'
import { connected } from '../platform.ts'
import { scope } from '../queries.ts'
import { useScope } from '../use-scope.ts'

/** Reads it; asks nothing where none is chosen and the console starts at none. */
export function useHere(): UseQueryResult<Scope> {
  const id = useScope()
  const startless = connected().directory?.traits.projects !== undefined
  return useQuery({ ...scope(id), enabled: id !== undefined || !startless })
}
