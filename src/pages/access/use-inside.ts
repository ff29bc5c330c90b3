// What lies in the scope of the page, in words. Hides reading the list of scopes.
import { useQuery } from '@tanstack/react-query'
import { scopes } from '../../queries.ts'
import { useScope } from '../../use-scope.ts'
import { insideOf } from './inside.ts'

/** "2 projects and 3 resources", empty where nothing does; null while nobody can say. */
export function useInside(): string | null {
  const id = useScope()
  const { data } = useQuery(scopes(''))
  return data && id !== undefined ? insideOf(data, id) : null
}
