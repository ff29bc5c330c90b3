// A reading that failed: what it was about, why, and the way to try it again.
import type { ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { Note } from '../ui/note.tsx'

type NotReadProps = {
  title?: string
  /** `warn` where what was read before still stands. */
  tone?: 'bad' | 'warn'
  error: Error
  again: () => void
  pending?: boolean
  /** What it means here, after the reason. */
  children?: ReactNode
}

/** Announced when it appears. */
export function NotRead({ title = 'Not read', tone = 'bad', error, again, pending, children }: NotReadProps) {
  return (
    <Note
      tone={tone}
      title={title}
      live
      actions={
        <Button pending={pending} onClick={again}>
          Try again
        </Button>
      }
    >
      {error.message}
      {children && <> {children}</>}
    </Note>
  )
}
