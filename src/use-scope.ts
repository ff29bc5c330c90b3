// The scope that the present address names.
import { useSearchParams } from 'react-router'
import { scopeIn } from './paths.ts'

/** The scope of this page; undefined at the one the console starts at. */
export function useScope(): string | undefined {
  return scopeIn(useSearchParams()[0])
}
