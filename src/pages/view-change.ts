// Changing how a list is looked at. A search is reported a moment after it was typed, and a click on another control ends the typing:
// the address may not show yet what was asked for before. Hides where that is known from.
import { useRef } from 'react'
import { useLocation, useNavigate, useNavigation } from 'react-router'

/** Goes to the first page of the list at `path`, looked at as was asked for last, but for the change. `viewIn` reads an address. */
export function useViewChange<View extends { page?: number }>(
  viewIn: (query: URLSearchParams) => View,
  path: (view: View) => string,
): (change: Partial<View>) => void {
  const navigate = useNavigate()
  const { location: pending } = useNavigation()
  const { key, pathname, search } = useLocation()
  const asked = useRef<{ key: string; view: View }>(null)
  return (change) => {
    const own = asked.current?.key === key ? asked.current.view : undefined
    // A link that was followed meanwhile goes before what was asked for here.
    const isFollowed =
      pending?.pathname === pathname && (!own || pending.pathname + pending.search !== path(own))
    const before = isFollowed ? undefined : own
    const view = before ?? viewIn(new URLSearchParams(isFollowed ? pending.search : search))
    const next = { ...view, ...change, page: 1 }
    asked.current = { key, view: next }
    void navigate(path(next), { replace: true, preventScrollReset: true })
  }
}
