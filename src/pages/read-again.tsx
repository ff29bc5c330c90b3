// What stands over a list that is shown as it was read before, because reading it again has failed.
import { clock } from '../ui/time.ts'
import { NotRead } from './not-read.tsx'

/** A reading, as a query tells of it. */
export type Reading = {
  /** When what is shown was read, in ms since 1970. */
  dataUpdatedAt: number
  /** Why it could not be read since; null where it was. */
  error: Error | null
  /** It is being read at this moment. */
  isFetching: boolean
  refetch: () => unknown
}

/** Draws nothing while the list is as it was read last. */
export function ReadAgain({ title, of }: { title: string; of: Reading }) {
  if (!of.error) return null
  return (
    <NotRead
      tone="warn"
      title={title}
      error={of.error}
      again={() => void of.refetch()}
      pending={of.isFetching}
    >
      What stands here is from {clock(of.dataUpdatedAt)}.
    </NotRead>
  )
}
