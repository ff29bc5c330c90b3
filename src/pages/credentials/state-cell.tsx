// What state a credential is in, and the way on where it is half of something.
import type { Credential } from '../../directory/credentials.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Stack } from '../../ui/layout.tsx'
import { SecondLine } from '../../ui/second-line.tsx'
import { isOver } from './ending.ts'
import type { RowContext } from './row-context.ts'
import { pairOf } from './rotations.ts'
import { labelOf } from './words.ts'

/** The worst that there is to say about it comes first. */
export function StateCell({ credential, context }: { credential: Credential; context: RowContext }) {
  const { now, rotations, abilities, whyNot, ask } = context
  if (credential.halfMade)
    return (
      <Stack gap="small">
        <span>
          <Badge tone="warn" title="It was made, but never activated: nobody can use it.">
            half made
          </Badge>
        </span>
        {abilities.finish && (
          <Button
            disabledReason={whyNot.finish(credential)}
            label={`Finish ${labelOf(credential)}`}
            onClick={() => ask({ what: 'finish', credential })}
          >
            Finish
          </Button>
        )}
      </Stack>
    )
  if (isOver(credential, now)) return <Badge tone="bad">ended</Badge>
  if (credential.inactive !== undefined)
    return (
      <SecondLine below={credential.inactive}>
        <Badge tone="warn">gives nothing</Badge>
      </SecondLine>
    )
  const begun = rotations.byFresh.get(credential.id)
  if (begun)
    return (
      <Stack gap="small">
        <span>
          <Badge tone="accent">rotation unfinished</Badge>
        </span>
        <Button
          label={`Go on with the rotation to ${labelOf(begun.fresh)}`}
          onClick={() => ask({ what: 'job', fresh: begun.fresh.id })}
        >
          Go on
        </Button>
      </Stack>
    )
  const leaving = rotations.byOld.get(credential.id)
  if (leaving)
    return (
      <SecondLine below={`${pairOf(leaving).fresh} takes its place`}>
        <Badge tone="accent">being replaced</Badge>
      </SecondLine>
    )
  return <Badge tone="good">works</Badge>
}
