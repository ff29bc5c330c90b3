// Reading which roles hold the permissions, with its progress and a way to end it. Shows nothing on partial data.
import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, type ReactNode } from 'react'
import { progressOf, queryClient } from '../../queries.ts'
import { Button } from '../../ui/button.tsx'
import { Note } from '../../ui/note.tsx'
import { Working } from '../../ui/working.tsx'
import { useScope } from '../../use-scope.ts'
import type { Holders } from './held.ts'
import { holders } from './holders.ts'

type HoldersReadProps = {
  onCancel: () => void
  /** What stands around the progress and around a failure, but not around `children`. */
  around?: (status: ReactNode) => ReactNode
  children: (held: Holders) => ReactNode
}

const bare = (status: ReactNode) => status

/** Draws `children` once every role was read whole; until then why it is not so. */
export function HoldersRead({ onCancel, around = bare, children }: HoldersReadProps) {
  const options = holders(useScope())
  // Never by itself: after each write everything is read again, and this may take a request for every role.
  const { data, error, isFetching } = useQuery({ ...options, enabled: false })
  const { data: step } = useQuery(progressOf(options.queryKey))
  // The failure is drawn from the query's own state.
  const read = () => void queryClient.query(options).catch(() => {})
  const stop = () => void queryClient.cancelQueries({ queryKey: options.queryKey })
  const start = useEffectEvent(read)
  const end = useEffectEvent(stop)
  useEffect(() => {
    start()
    return () => end()
  }, [])

  if (isFetching)
    return around(
      <Working
        what="Reading what each role hands out"
        done={step?.done ?? 0}
        total={step?.total ?? null}
        onCancel={() => {
          stop()
          onCancel()
        }}
      />,
    )
  if (error || !data)
    return around(
      <Note tone="bad" title="Not read" live actions={<Button onClick={read}>Try again</Button>}>
        {error?.message ?? 'Which roles hold it is not known.'}
      </Note>,
    )
  if (!data.complete)
    return around(
      <Note tone="bad" title="Only read in part" live actions={<Button onClick={read}>Try again</Button>}>
        {data.trouble.join(' ')} Which roles hold it cannot be said.
      </Note>,
    )
  return children(data)
}
