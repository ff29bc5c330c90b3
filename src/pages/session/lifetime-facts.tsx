// From when to when something lives, in words, by the clock, and as a bar that empties.
import { Facts } from '../../ui/facts.tsx'
import { Lifetime } from '../../ui/lifetime.tsx'
import { away, clock, span, useNow } from '../../ui/time.ts'

/** Both ends and what is left; moments in ms since 1970. */
export function LifetimeFacts({ from, to }: { from: number; to: number }) {
  const now = useNow()
  const left = now < to ? `${span(to - now)} left` : `over since ${span(now - to)}`
  return (
    <>
      <Facts
        items={[
          { term: 'Issued', value: clock(from), note: away(from, now) },
          {
            term: 'Ends',
            value: clock(to),
            note: now < to ? `${away(to, now)} (of ${span(to - from)})` : away(to, now),
          },
        ]}
      />
      <Lifetime from={from} to={to} now={now} label={left} />
    </>
  )
}
