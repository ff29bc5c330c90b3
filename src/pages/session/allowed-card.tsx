// What this console allows the signed-in person, and by which right.
import { useQuery } from '@tanstack/react-query'
import type { Access } from '../../directory/grants.ts'
import { access } from '../../queries.ts'
import { Badge } from '../../ui/badge.tsx'
import { Details } from '../../ui/empty.tsx'
import { Stack } from '../../ui/layout.tsx'
import { Table } from '../../ui/table.tsx'
import { ReadCard } from './read-card.tsx'

/** Every grant of the console with the verdict and what it was read from. */
export function AllowedCard() {
  return (
    <ReadCard title="What this console allows you" query={useQuery(access())}>
      {(answer) =>
        answer ? (
          <Allowed answer={answer} />
        ) : (
          <p>This console administers nothing at this platform. It signs you in and explains your tokens.</p>
        )
      }
    </ReadCard>
  )
}

function Allowed({ answer }: { answer: Access }) {
  return (
    <Stack>
      <p>Read from {answer.source}. The server decides again with every request.</p>
      <Table
        label="What this console allows you"
        rows={Object.values(answer.verdicts)}
        rowKey={({ grant }) => grant}
        empty="Nothing."
        columns={[
          {
            key: 'grant',
            head: 'You',
            primary: true,
            cell: ({ grant, allowed }) => `${allowed ? 'may' : 'may not'} ${grant}`,
          },
          { key: 'right', head: 'By the right', mono: true, cell: ({ right }) => right },
          {
            key: 'held',
            head: 'Held',
            cell: ({ allowed }) => <Badge tone={allowed ? 'good' : 'plain'}>{allowed ? 'yes' : 'no'}</Badge>,
          },
          { key: 'giver', head: 'Who can give it', cell: ({ giver }) => giver },
        ]}
      />
      <Details summary={`Every right found there (${answer.found.length})`}>
        <code>{answer.found.length === 0 ? 'none' : answer.found.join(', ')}</code>
      </Details>
    </Stack>
  )
}
