// Which dialog is open, where its code is fetched only then.
import { startTransition, useState } from 'react'

/**
 * Like `useState`, null while nothing is open. What is opened comes as soon as its code is there: replacing the fallback of a
 * Suspense boundary instead would hold it back, since React shows every fallback for 300 ms at least.
 */
export function useOpened<What>(): [What | null, (what: What | null) => void] {
  const [open, setOpen] = useState<What | null>(null)
  return [open, (what) => startTransition(() => setOpen(() => what))]
}
