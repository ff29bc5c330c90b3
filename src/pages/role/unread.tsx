// What stands in a card while its reading goes on, and when there is nothing to show for it.
import { useQuery } from '@tanstack/react-query'
import { progressOf } from '../../queries.ts'
import { Empty } from '../../ui/empty.tsx'
import { Skeleton } from '../../ui/frame.tsx'
import { Card, Stack } from '../../ui/layout.tsx'

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
