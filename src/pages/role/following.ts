// A choice on a page that stands in its address. Hides that the address follows a moment after the choice.
import { useState } from 'react'
import { useLocation } from 'react-router'

/** What the address says, or what was chosen since it last changed; Back and Forward are followed. */
export function useFollowing<T extends string>(said: T): [T, (to: T) => void] {
  const { key } = useLocation()
  const [chosen, choose] = useState<{ value: T; since: string }>()
  // A choice counts only until the next address: kept for longer, it would be there again when Back leads to this one.
  if (chosen && chosen.since !== key) choose(undefined)
  return [chosen?.since === key ? chosen.value : said, (value) => choose({ value, since: key })]
}
