// What lies in the row above it, moved to the right of it.
import type { ReactNode } from 'react'

/** `depth` steps to the right. Who does not see that needs it in words. */
export function Indent({ depth, children }: { depth: number; children: ReactNode }) {
  return <div style={{ marginInlineStart: `${depth * 1.25}rem` }}>{children}</div>
}
