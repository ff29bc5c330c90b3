// Changing how a page is looked at. A search is reported a moment after it was typed, and a link or a filter may be followed before
// that is drawn: every change comes on top of what was asked for last. Hides where that is known from.
import { use } from 'react'
import { useMatches, useNavigate } from 'react-router'
import { Heading } from '../heading.ts'
import { viewed, type ViewChange } from '../paths.ts'

/**
 * Goes to the page looked at otherwise, in the place of the present address. Null, and nothing is done, once the page is being left
 * or while somebody is asked whether it may be.
 */
export function useViewChange(): (change: ViewChange) => Promise<void> | null {
  const heading = use(Heading)
  const own = useMatches().find(({ handle }) => handle)?.pathname
  const navigate = useNavigate()
  return (change) => {
    const { address, page, isNewEntry, isAsking } = heading()
    if (page !== own || isAsking) return null
    const going = navigate(viewed(address, change), { replace: !isNewEntry, preventScrollReset: true })
    return Promise.resolve(going)
  }
}
