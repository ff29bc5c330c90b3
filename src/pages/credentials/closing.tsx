// Something done once, when it is drawn.
import { useEffect, useEffectEvent } from 'react'

/** Rendered and not called, so that it comes after a guard against leaving has been lifted. */
export function Closing({ act }: { act: () => void }) {
  const now = useEffectEvent(act)
  useEffect(() => now(), [])
  return null
}
