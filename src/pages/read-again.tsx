// What stands over a list that is shown as it was read before, because reading it again has failed.
import { clock } from '../ui/time.ts'
import { NotRead } from './not-read.tsx'

type ReadAgainProps = {
  title: string
  /** When what is shown was read, in ms since 1970. */
  at: number
  /** Why it could not be read since; null where it was. */
  error: Error | null
  again: () => void
  /** It is being read at this moment. */
  pending: boolean
}

/** Draws nothing while the list is as it was read last. */
export function ReadAgain({ title, at, error, again, pending }: ReadAgainProps) {
  if (!error) return null
  return (
    <NotRead tone="warn" title={title} error={error} again={again} pending={pending}>
      What stands here is from {clock(at)}.
    </NotRead>
  )
}
