// What is said of a role that somebody holds at a place through what it lies in.
import type { Source } from '../model.ts'

/** Why what comes from there cannot be taken away here; undefined where it can. */
export function whyFixed(source: Source): string | undefined {
  if (source.kind === 'direct') return undefined
  const where = source.kind === 'wider' ? `“${source.name}”` : `the ${source.kind} “${source.name}”`
  return `It was given at ${where}, and can only be taken away there.`
}
