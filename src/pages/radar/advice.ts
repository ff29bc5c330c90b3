// What to do about one credential on the timeline, in one sentence. Pure.
import type { Credential } from '../../directory/credentials.ts'
import { kindWord } from '../credentials/words.ts'
import { bandOf } from './bands.ts'

type Around = {
  now: number
  /** A new one is about to take its place. */
  replaced: boolean
  /** Whether the provider can end one at a moment. */
  timed: boolean
}

/** The next step, or that there is none yet. */
export function adviceFor(credential: Credential, { now, replaced, timed }: Around): string {
  const { kind, fixed, halfMade, replaces } = credential
  const word = kindWord[kind]
  const band = bandOf(credential, now)
  if (fixed !== undefined) return `Nothing can be done here: ${fixed}`
  if (halfMade) return 'Finish it, or revoke it: nobody can use it as it is.'
  if (replaced) return 'Finish its rotation: then it can end.'
  if (replaces !== undefined) return 'Finish its rotation: test it, then end the old one.'
  switch (band.id) {
    case 'ended':
      return `If something still needs it, create a new ${word}. Then revoke this one, so that it leaves the list.`
    case '1':
      return 'Rotate it today. Whoever uses it stops working when it ends.'
    case '7':
    case '14':
    case '30':
      return 'Rotate it before it ends, or let it end if nobody uses it any more.'
    case '90':
      return 'Plan its rotation.'
    case 'later':
      return 'Nothing yet.'
    case 'never':
      if (kind === 'secret')
        return 'It has no end here: rotate it from time to time, or use a key with an end.'
      return timed
        ? 'Set an end, or rotate it to one that has an end.'
        : 'Rotate it to one that has an end, or revoke it if nobody uses it.'
  }
}
