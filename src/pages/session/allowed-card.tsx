// What this console allows the signed-in person, and by which right.
import { useQuery } from '@tanstack/react-query'
import type { Access } from '../../directory/grants.ts'
import { connected } from '../../platform.ts'
import { access } from '../../queries.ts'
import { Badge } from '../../ui/badge.tsx'
import { Details } from '../../ui/empty.tsx'
import { Stack } from '../../ui/layout.tsx'
import { Table } from '../../ui/table.tsx'
import { useScope } from '../../use-scope.ts'
import { ReadCard } from './read-card.tsx'

/** Every grant of the console with the verdict and what it was read from. */
export function AllowedCard() {
  const scope = useScope()
  const { projects, scopes } = connected().directory?.traits ?? {}
  const nowhere = projects && scope === undefined ? scopes?.label.toLowerCase() : undefined
  return (
    <ReadCard title="What this console allows you" query={useQuery(access(scope))}>
      {(answer) =>
        answer ? (
          <Allowed answer={answer} nowhere={nowhere} />
        ) : (
          <p>This console administers nothing at this platform. It signs you in and explains your tokens.</p>
        )
      }
    </ReadCard>
  )
}

/** `nowhere`: what could be chosen and is not, where it takes that to say everything. */
function Allowed({ answer, nowhere }: { answer: Access; nowhere: string | undefined }) {
  const known = Object.values(answer.verdicts).filter(({ right }) => right !== null)
  const held = known.filter(({ allowed }) => allowed)
  // What holds at some place only is not denied where none is chosen.
  const isPartial = nowhere !== undefined && held.length > 0
  return (
    <Stack>
      <p>
        Read from {answer.source}. The server decides again with every request.
        {isPartial && ` What else you may do depends on the ${nowhere}: choose one to see it here.`}
      </p>
      <Table
        label="What this console allows you"
        rows={isPartial ? held : known}
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
