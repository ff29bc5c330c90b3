// What there is to say about one thing in one or two lines: its description, and facts one after the other.
import { Fragment, type ReactNode } from 'react'
import { Badge } from '../ui/badge.tsx'
import { clock, dayOf } from '../ui/time.ts'

/** "created 3 Mar 2025", exact to the second for whoever points at it. */
export function when(word: string, date: Date): ReactNode {
  return (
    <>
      {word}{' '}
      <time dateTime={date.toISOString()} title={clock(date.getTime())}>
        {dayOf(date)}
      </time>
    </>
  )
}

type FactLineProps = {
  description: string | undefined
  /** In this order; what is empty is left out. */
  facts: readonly { key: string; fact: ReactNode }[]
  /** The directory has accepted it, and its lists do not show it yet. */
  settling: boolean | undefined
}

/** Two paragraphs, or one where there is no description. */
export function FactLine({ description, facts, settling }: FactLineProps) {
  return (
    <>
      {description && <p>{description}</p>}
      <p>
        {facts
          .filter(({ fact }) => fact)
          .map(({ key, fact }, index) => (
            <Fragment key={key}>
              {index > 0 && ' · '}
              {fact}
            </Fragment>
          ))}{' '}
        {settling && (
          <Badge title="The directory accepted this; its own lists will show it in a moment.">settling</Badge>
        )}
      </p>
    </>
  )
}
