// The rows of an import: what each would do, and afterwards what became of it.
import type { Traits } from '../../directory/directory.ts'
import { Badge } from '../../ui/badge.tsx'
import { Row, Stack } from '../../ui/layout.tsx'
import { Table, type Column } from '../../ui/table.tsx'
import type { Outcome } from '../bulk/bulk.ts'
import { importColumns, type PlannedRow, type Verdict } from './import-plan.ts'
import { OutcomeOf } from '../bulk/outcome.tsx'

type ImportTableProps = {
  traits: NonNullable<Traits['roles']>
  rows: readonly PlannedRow[]
  outcomes: ReadonlyMap<string, Outcome>
}

/** Counts the verdicts, and draws every row with its own. */
export function ImportTable({ traits, rows, outcomes }: ImportTableProps) {
  const fields = importColumns(traits)
  const columns: Column<PlannedRow>[] = [
    { key: 'line', head: 'Line', width: '3.5rem', cell: ({ line }) => line },
    ...fields.map(({ field, rule }, index) => ({
      key: field,
      head: rule.label,
      primary: index === 0,
      mono: field === 'id',
      cell: ({ draft }: PlannedRow) => short(draft[field]),
    })),
    {
      key: 'verdict',
      head: 'What becomes of it',
      cell: (row) =>
        outcomes.has(row.key) ? (
          <OutcomeOf outcome={outcomes.get(row.key)} done="created" />
        ) : (
          <VerdictOf verdict={row.verdict} />
        ),
    },
  ]
  return (
    <Stack gap="small">
      <Row>
        <output>{summary(rows, outcomes)}</output>
      </Row>
      <Table
        label="Rows of the import"
        columns={columns}
        rows={rows}
        rowKey={({ key }) => key}
        empty={null}
      />
    </Stack>
  )
}

function VerdictOf({ verdict }: { verdict: Verdict }) {
  switch (verdict.kind) {
    case 'new':
      return <Badge tone="accent">new</Badge>
    case 'exists':
      return <Badge>exists already</Badge>
    case 'twice':
      return <Badge tone="warn">the same as line {verdict.first}</Badge>
    case 'wrong':
      return (
        <>
          <Badge tone="bad">wrong</Badge> {verdict.why}
        </>
      )
  }
}

function summary(rows: readonly PlannedRow[], outcomes: ReadonlyMap<string, Outcome>): string {
  const count = (kind: Verdict['kind']) =>
    rows.filter(({ key, verdict }) => verdict.kind === kind && !outcomes.has(key)).length
  const parts: [number, string][] = [
    [count('new'), 'new'],
    [count('exists'), 'exist already'],
    [count('twice'), 'twice in the list'],
    [count('wrong'), 'wrong'],
  ]
  const said = parts.flatMap(([n, what]) =>
    n > 0 ? [`${n} ${n === 1 ? what.replace('exist ', 'exists ') : what}`] : [],
  )
  return said.length === 0 ? '' : `${rows.length === 1 ? '1 row' : `${rows.length} rows`}: ${said.join(', ')}`
}

/** A cell may hold ten thousand characters. */
function short(text = ''): string {
  if (text === '') return '–'
  const characters = Array.from(text)
  return characters.length > 120 ? `${characters.slice(0, 119).join('')}…` : text
}
