// Two lists of who holds what, side by side: a row for each person, narrowed to what differs, or to one kind of difference.
import { useState } from 'react'
import { amount, counted } from '../../ui/amount.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Scale } from '../../ui/scale.tsx'
import { Table, type Column } from '../../ui/table.tsx'
import { Held } from './compare-held.tsx'
import { compared, differences, shownOf, type Pair, type Show } from './compare-lines.ts'
import type { Line } from './lines.ts'
import { Who } from './who.tsx'

/** A scope with those who hold something there. */
export type Compared = { id: string | undefined; name: string; lines: readonly Line[] }

type CompareTableProps = {
  a: Compared
  b: Compared
  /** Id of the signed-in person. */
  me: string | undefined
  show: Show
  href: (show: Show) => string
}

/** As many rows as are drawn at once. */
const step = 100

/** The kinds of difference with their numbers, and the people of the one that is looked at. */
export function CompareTable({ a, b, me, show, href }: CompareTableProps) {
  const [most, setMost] = useState(step)
  const pairs = compared(a.lines, b.lines)
  const found = shownOf(pairs, show)
  const differing = shownOf(pairs, 'differences')
  const steps = (['differences', ...differences, 'all'] as const)
    .map((one) => ({
      to: href(one),
      label: titleOf(one, a, b),
      count: shownOf(pairs, one).length,
      current: one === show,
    }))
    // The first and the last stand always; what does not occur would only be in the way.
    .filter(({ count, current }, index) => count > 0 || current || index === 0 || index > differences.length)
  return (
    <>
      {pairs.length > 0 && <Scale label="Differences" steps={steps} />}
      <output>{pairs.length > 0 && sumOf(differing.length, pairs.length)}</output>
      <Table
        label="Who holds what at both"
        columns={columns(a, b, me)}
        rows={found.slice(0, most)}
        rowKey={({ id }) => id}
        empty={<Nothing {...{ show, pairs, differing: differing.length, a, b, href }} />}
        footer={
          found.length > most && <Button onClick={() => setMost((before) => before + step)}>Show more</Button>
        }
      />
    </>
  )
}

function sumOf(differing: number, all: number): string {
  const word = differing === 1 ? 'differs' : 'differ'
  return `${amount(differing)} of ${counted(all, 'member')} ${word}`
}

type Named = { name: string }

function titleOf(show: Show, a: Named, b: Named): string {
  const titles: Record<Show, string> = {
    differences: 'All differences',
    all: 'Everybody',
    'only-a': `Only at ${a.name}`,
    'only-b': `Only at ${b.name}`,
    'stronger-a': `Stronger at ${a.name}`,
    'stronger-b': `Stronger at ${b.name}`,
    other: 'Other roles',
    ends: 'Other ends',
    same: 'The same',
  }
  return titles[show]
}

function columns(a: Compared, b: Compared, me: string | undefined): Column<Pair>[] {
  const held = (key: 'a' | 'b', { id, name }: Compared): Column<Pair> => ({
    key,
    head: name,
    width: '28%',
    cell: (pair) => <Held held={pair[key]} scope={id} />,
  })
  return [
    {
      key: 'person',
      head: 'Member',
      primary: true,
      width: '24%',
      cell: ({ person, a: heldA }) => (
        <Who person={person} scope={heldA.length > 0 ? a.id : b.id} isMe={person.id === me} />
      ),
    },
    held('a', a),
    held('b', b),
    {
      key: 'difference',
      head: 'Difference',
      cell: ({ difference }) => titleOf(difference, a, b),
    },
  ]
}

type NothingProps = {
  show: Show
  pairs: readonly Pair[]
  differing: number
  a: Named
  b: Named
  href: (show: Show) => string
}

function Nothing({ show, pairs, differing, a, b, href }: NothingProps) {
  if (pairs.length === 0)
    return (
      <Empty title="Nobody holds a role at either">
        Neither {a.name} nor {b.name} has anybody with a role.
      </Empty>
    )
  if (differing === 0)
    return (
      <Empty
        title="No difference: the same people hold the same roles"
        action={<LinkButton to={href('all')}>Show everybody</LinkButton>}
      >
        Roles may come from elsewhere at one of them; what they give is the same.
      </Empty>
    )
  return (
    <Empty
      title={`“${titleOf(show, a, b)}” is true of nobody`}
      action={<LinkButton to={href('differences')}>Show all differences</LinkButton>}
    />
  )
}
