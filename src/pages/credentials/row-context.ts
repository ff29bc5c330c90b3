// What every row of one list of credentials shares.
import type { Credential } from '../../directory/credentials.ts'
import type { Rotation } from './rotations.ts'
import type { useAbilities, WhyNot } from './why-not.ts'

/** Which dialog is open, and for which credential. */
export type Asked =
  | { what: 'rotate' | 'revoke' | 'end' | 'recipes' | 'finish'; credential: Credential }
  | { what: 'job'; fresh: string }

export type RowContext = {
  now: number
  scope: string | undefined
  whyNot: WhyNot
  abilities: ReturnType<typeof useAbilities>
  /** Unfinished rotations by the id of the new credential, and by that of the old one. */
  rotations: { byFresh: ReadonlyMap<string, Rotation>; byOld: ReadonlyMap<string, Rotation> }
  ask: (asked: Asked) => void
}
