// What this console allows the signed-in person, and by which right.
import { useQuery } from '@tanstack/react-query'
import { access } from '../../queries.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Details } from '../../ui/empty.tsx'
import { Skeleton } from '../../ui/frame.tsx'
import { Card, Stack } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { Table } from '../../ui/table.tsx'

/** Every grant of the console with the verdict and what it was read from. */
export function AllowedCard() {
  const { data, error, isPending, refetch } = useQuery(access())
  return (
    <Card title="What this console allows you">
      {isPending && <Skeleton lines={3} />}
      {error && (
        <Note
          tone="bad"
          title="Not read"
          live
          actions={<Button onClick={() => void refetch()}>Try again</Button>}
        >
          {error.message}
        </Note>
      )}
      {data === null && (
        <p>This console administers nothing at this platform. It signs you in and explains your tokens.</p>
      )}
      {data && (
        <Stack>
          <p>Read from {data.source}. The server decides again with every request.</p>
          <Table
            label="What this console allows you"
            rows={Object.values(data.verdicts)}
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
                cell: ({ allowed }) => (
                  <Badge tone={allowed ? 'good' : 'plain'}>{allowed ? 'yes' : 'no'}</Badge>
                ),
              },
              { key: 'giver', head: 'Who can give it', cell: ({ giver }) => giver },
            ]}
          />
          <Details summary={`Every right found there (${data.found.length})`}>
            <code>{data.found.length === 0 ? 'none' : data.found.join(', ')}</code>
          </Details>
        </Stack>
      )}
    </Card>
  )
}
