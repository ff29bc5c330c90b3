// What stands in a card while its reading goes on, and when there is nothing to show for it.
import { useQuery } from '@tanstack/react-query'
import { progressOf } from '../../queries.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Skeleton } from '../../ui/frame.tsx'
import { Card, Stack } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'

/** A reading that may take a while, with how far it is where that is told. */
export function Reading({ what, queryKey }: { what: string; queryKey: readonly string[] }) {
  const { data } = useQuery(progressOf(queryKey))
  return (
    <Card>
      <Stack>
        <output>
          Reading {what}
          {data && ` (${data.done}${data.total === null ? '' : ` of ${data.total}`})`}…
        </output>
        <Skeleton lines={6} />
      </Stack>
    </Card>
  )
}

type NotReadProps = { what: string; error: Error; pending: boolean; onRetry: () => void }

/** A reading that failed. */
export function NotRead({ what, error, pending, onRetry }: NotReadProps) {
  return (
    <Note
      tone="bad"
      title={`${what} could not be read`}
      live
      actions={
        <Button pending={pending} onClick={onRetry}>
          Try again
        </Button>
      }
    >
      {error.message}
    </Note>
  )
}

/** What this person may not see. */
export function NotAllowed({ what, reason }: { what: string; reason: string }) {
  return (
    <Card>
      <Empty title={`${what} are not for your account`} tone="bad">
        {reason}
      </Empty>
    </Card>
  )
}
