// Keeps unsaved input from being lost by a click, by Back or by closing the window.
import { useCallback, useEffect, useLayoutEffect, useRef } from 'react'
import { useBlocker, type BlockerFunction, type Location } from 'react-router'
import { Button } from './button.tsx'
import { Dialog, DialogActions } from './dialog.tsx'

// The same path with another `scope` shows other things: nothing that was entered belongs to them.
const pageOf = ({ pathname, search }: Location) =>
  JSON.stringify([pathname, new URLSearchParams(search).get('scope')])

/** While `when` holds, every way off this path and scope asks first; needs a data router, and one per page. */
export function LeaveGuard({ when }: { when: boolean }) {
  const holds = useRef(when)
  // Together with the drawing. The router would learn of a changed blocker only afterwards, and a key may come in between.
  useLayoutEffect(() => {
    holds.current = when
  })
  const blocker = useBlocker(
    useCallback<BlockerFunction>(
      ({ currentLocation, nextLocation }) =>
        holds.current && pageOf(currentLocation) !== pageOf(nextLocation),
      [],
    ),
  )
  useEffect(() => {
    if (!when) return undefined
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [when])

  if (blocker.state !== 'blocked') return null
  return (
    <Dialog title="Leave without saving?" size="small" onClose={() => blocker.reset()}>
      <p>What you have entered here has not been saved.</p>
      <DialogActions>
        <Button kind="danger" onClick={() => blocker.proceed()}>
          Leave
        </Button>
        <Button onClick={() => blocker.reset()}>Keep editing</Button>
      </DialogActions>
    </Dialog>
  )
}
