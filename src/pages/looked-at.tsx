// Why somebody may not: what was needed, where it was looked for, what was there, and who can give it.
import { Facts } from '../ui/facts.tsx'
import { Card } from '../ui/layout.tsx'

type LookedAtProps = {
  title: string
  term: string
  wanted: string[]
  source: string
  found: string[]
  giver: string
}

/** The card that answers "why not?". */
export function LookedAt({ title, term, wanted, source, found, giver }: LookedAtProps) {
  return (
    <Card title={title}>
      <Facts
        items={[
          { term, value: wanted.join(', '), mono: true },
          { term: 'Looked at', value: source },
          {
            term: 'Found there',
            value: found.length === 0 ? 'Nothing at all' : found.join(', '),
            mono: found.length > 0,
          },
          { term: 'Who can give it', value: giver },
        ]}
      />
    </Card>
  )
}
