// The place of the badge in the sidebar: waits until nothing more important is going on before anything is asked for it.
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { access } from '../../queries.ts'
import { useScope } from '../../use-scope.ts'

const DueBadge = lazy(async () => ({ default: (await import('./due-badge.tsx')).DueBadge }))

/** Empty for whoever may not read credentials, and while the page is not looked at. */
export function BadgeSlot() {
  const quiet = useQuiet()
  const { data } = useQuery({ ...access(useScope()), enabled: false })
  if (!quiet || data?.verdicts['read keys'].allowed !== true) return null
  return (
    <Suspense>
      <DueBadge />
    </Suspense>
  )
}

/** True once the page was looked at for two seconds in which nobody did anything. */
function useQuiet(): boolean {
  const [quiet, setQuiet] = useState(false)
  useEffect(() => {
    if (quiet) return undefined
    let timer = 0
    const wait = () => {
      clearTimeout(timer)
      if (document.visibilityState === 'visible') timer = window.setTimeout(() => setQuiet(true), 2000)
    }
    wait()
    const signs = ['visibilitychange', 'pointerdown', 'keydown'] as const
    for (const sign of signs) document.addEventListener(sign, wait, true)
    return () => {
      clearTimeout(timer)
      for (const sign of signs) document.removeEventListener(sign, wait, true)
    }
  }, [quiet])
  return quiet
}
