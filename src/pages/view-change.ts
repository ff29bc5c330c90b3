// Changing how a page is looked at. A search is reported a moment after it was typed, and a link or a filter may be followed before
// that is drawn: every change comes on top of what was asked for last. Hides where that is known from.
import { use } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { Heading } from '../heading.ts'
import { viewed, type ViewChange } from '../paths.ts'

/** Goes to the page looked at otherwise, in the place of the present address; does nothing once the page is being left. */
export function useViewChange(): (change: ViewChange) => Promise<void> {
  const heading = use(Heading)
  const { pathname } = useLocation()
  const navigate = useNavigate()
  return async (change) => {
    const { address, isNewEntry } = heading()
    if (!isWithin(pathname, address.pathname) && !isWithin(address.pathname, pathname)) return
    await navigate(viewed(address, change), { replace: !isNewEntry, preventScrollReset: true })
  }
}

/** A dialog has an address below the one of the page that it lies over. */
const isWithin = (outer: string, inner: string) => inner === outer || inner.startsWith(`${outer}/`)
