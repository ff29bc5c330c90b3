// The place of the badge in the sidebar: waits until nothing more important is going on before anything is asked for it.
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { access } from '../../queries.ts'
import { useScope } from '../../use-scope.ts'
import { useSession } from '../../use-session.ts'

/** Where its code cannot be had, there is no badge; nobody misses the page for it. */
const DueBadge = lazy(() =>
  import('./due-badge.tsx').then(
    ({ DueBadge }) => ({ default: DueBadge }),
    () => ({ default: () => null }),
  ),
)

/** Empty for whoever may not read credentials, and while the page is not looked at. */
export function BadgeSlot() {
  const state = useSession()
  // While the session is being mended, or the network is gone, nothing asks for a token that a person does not wait for.
  const quiet = useQuiet(state.status === 'signed-in' && state.link === 'ok')
  const { data } = useQuery({ ...access(useScope()), enabled: false })
  if (!quiet || data?.verdicts['read keys'].allowed !== true) return null
  return (
    <Suspense>
      <DueBadge />
    </Suspense>
  )
}

/** True once the page was looked at, well and online, for two seconds in which nobody did anything. */
function useQuiet(well: boolean): boolean {
  const [quiet, setQuiet] = useState(false)
  useEffect(() => {
    if (quiet || !well) return undefined
    let timer = 0
    const rest = () => (navigator.onLine ? setQuiet(true) : wait())
    const wait = () => {
      clearTimeout(timer)
      if (document.visibilityState === 'visible') timer = window.setTimeout(rest, 2000)
    }
    wait()
    const signs = ['visibilitychange', 'pointerdown', 'keydown'] as const
    for (const sign of signs) document.addEventListener(sign, wait, true)
    return () => {
      clearTimeout(timer)
      for (const sign of signs) document.removeEventListener(sign, wait, true)
    }
  }, [quiet, well])
  return quiet
}
