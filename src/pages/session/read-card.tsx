// A card that shows what one read brought; while it waits or fails, only this card says so.
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Skeleton } from '../../ui/frame.tsx'
import { Card } from '../../ui/layout.tsx'
import { NotRead } from '../not-read.tsx'

type ReadCardProps<T> = {
  title: string
  aside?: ReactNode
  query: UseQueryResult<T>
  children: (data: T) => ReactNode
}

/** Draws `children` of the data once it is there. */
export function ReadCard<T>({ title, aside, query, children }: ReadCardProps<T>) {
  const { data, error, isPending, refetch } = query
  return (
    <Card title={title} aside={aside}>
      {isPending && <Skeleton lines={4} />}
      {error && <NotRead error={error} again={() => void refetch()} />}
      {data !== undefined && children(data)}
    </Card>
  )
}
