// How many credentials are pressing, beside the name of the timeline in the sidebar.
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { inventory, queryClient } from '../../queries.ts'
import { amount, counted } from '../../ui/amount.ts'
import { Badge } from '../../ui/badge.tsx'
import { Hidden } from '../../ui/hidden.tsx'
import { useScope } from '../../use-scope.ts'
import { useMinute } from '../credentials/ending.ts'
import { pressing } from './bands.ts'

/** Draws nothing while the number is not known, or is none. */
export function DueBadge() {
  const scope = useScope()
  const now = useMinute()
  // Whatever a page reads is shown, but no write waits until this was read again: it never counts as being on screen.
  const { data } = useQuery({ ...inventory(scope), enabled: false })
  useEffect(() => {
    // A failure is told where the list is shown.
    void queryClient.prefetchQuery(inventory(scope))
  }, [scope])
  if (!data) return null
  const { ended, soon } = pressing(data.credentials, now)
  if (ended + soon === 0) return null
  const words = [
    ...(ended > 0 ? [`${amount(ended)} ended`] : []),
    ...(soon > 0 ? [`${amount(soon)} ending within 7 days`] : []),
  ].join(', ')
  return (
    <Badge tone={ended > 0 ? 'bad' : 'warn'} title={words}>
      <span aria-hidden="true">
        {amount(ended + soon)}
        {!data.complete && '+'}
      </span>
      <Hidden>
        {!data.complete && 'at least '}
        {counted(ended + soon, 'credential')}: {words}
      </Hidden>
    </Badge>
  )
}
