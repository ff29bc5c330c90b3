// What there is to say of one of the two scopes that are compared: that it is being read, or why it cannot be.
import { useQuery } from '@tanstack/react-query'
import { reason } from '../../access.ts'
import { progressOf, roster } from '../../queries.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { Working } from '../../ui/working.tsx'
import { NotRead } from '../not-read.tsx'
import { ReadAgain } from '../read-again.tsx'
import type { Side } from './compare-side.ts'

/** Stands above the table; draws nothing where all of it could be read. */
export function SideNote({ side }: { side: Side }) {
  const { name, state, pending, again } = side
  switch (state.kind) {
    case 'reading':
      return (
        <Card>
          <Reading what={`Reading who holds what at ${name}`} scope={side.id} />
        </Card>
      )
    case 'denied':
      return (
        <Note tone="bad" title={`You may not see who holds what at ${name}`} live>
          {state.unseen} {reason(state.rights.verdicts['read members'], state.rights)}
        </Note>
      )
    case 'missing':
      return (
        <Note tone="bad" title={`Not found: ${name}`} live>
          {state.message}
        </Note>
      )
    case 'failed':
      return (
        <NotRead
          title={`Who holds what at ${name} could not be read`}
          error={state.error}
          again={again}
          pending={pending}
        />
      )
    case 'partly':
      return (
        <Note
          tone="warn"
          title={`Who holds what at ${name} could be read only in part`}
          live
          actions={
            <Button pending={pending} onClick={again}>
              Try again
            </Button>
          }
        >
          Only {state.read} of {state.total ?? 'an unknown number of'} people could be read with what they
          hold.
        </Note>
      )
    case 'read':
      return (
        <ReadAgain
          title={`Who holds what at ${name} could not be read again`}
          of={{ dataUpdatedAt: state.at, error: state.error, isFetching: pending, refetch: again }}
        />
      )
  }
}

function Reading({ what, scope }: { what: string; scope: string | undefined }) {
  const { data: step } = useQuery(progressOf(roster(scope).queryKey))
  return <Working what={what} done={step?.done ?? 0} total={step?.total ?? null} />
}
