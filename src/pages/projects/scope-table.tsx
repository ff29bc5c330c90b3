// The places themselves, each below what it lies in; and what stands there where there is none.
import { Link } from 'react-router'
import type { Page, Scope } from '../../directory/model.ts'
import { paths } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { Badge } from '../../ui/badge.tsx'
import { LinkButton } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Hidden } from '../../ui/hidden.tsx'
import { Indent } from '../../ui/indent.tsx'
import { SecondLine } from '../../ui/second-line.tsx'
import { Table, type Column } from '../../ui/table.tsx'
import { elsewhere, rowsOf, treeOf, type Branch } from '../scope-list.ts'

type ScopeTableProps = {
  list: Page<Scope>
  /** What they are, in the middle of a sentence. */
  what: string
  search: string
  /** The one that is chosen. */
  scope: string | undefined
}

/** Every name leads to who holds what there, unless nobody can work there with this account. */
export function ScopeTable({ list, what, search, scope }: ScopeTableProps) {
  return (
    <Table
      label="What your account sees"
      rows={rowsOf(treeOf(list.items))}
      rowKey={(row) => row.scope.id}
      columns={columns(scope)}
      empty={search === '' ? <Nothing what={what} /> : <NoMatch search={search} scope={scope} />}
    />
  )
}

const columns = (here: string | undefined): Column<Branch>[] => [
  {
    key: 'name',
    head: 'Name',
    primary: true,
    width: '42%',
    cell: (row) => <Name {...{ row, here }} />,
  },
  { key: 'what', head: 'What it is', cell: ({ scope: { what = '–' } }) => what },
  // Where it has no other key, its name is what it is called by.
  { key: 'key', head: 'Id', mono: true, cell: ({ scope: { name, key = name } }) => key },
  { key: 'status', head: 'Status', cell: ({ scope: { status = '–' } }) => status },
]

function Name({ row, here }: { row: Branch; here: string | undefined }) {
  const { id, name, closed, within } = row.scope
  const around = elsewhere(row)
  return (
    <Indent depth={row.level}>
      <SecondLine below={closed ?? (around !== undefined && `in ${around}`)}>
        {closed === undefined ? <Link to={paths.access({ scope: id })}>{name}</Link> : name}
        {/* Seen by how far it is moved. */}
        {row.level > 0 && <Hidden> in {within}</Hidden>}
        {id === here && (
          <>
            {' '}
            <Badge tone="accent">chosen</Badge>
          </>
        )}
      </SecondLine>
    </Indent>
  )
}

/** Neither denied nor failed: the server has answered, with nothing. */
function Nothing({ what }: { what: string }) {
  const state = connected().session.state()
  return (
    <Empty title={`Your account sees no ${what}`}>
      The list was read, and there is nothing in it. Ask an owner of what you are to work with for a role
      there
      {state.status !== 'signed-out' && (
        <>
          ; they find you by your id, <code>{state.person.id}</code>
        </>
      )}
      .
    </Empty>
  )
}

function NoMatch({ search, scope }: { search: string; scope: string | undefined }) {
  return (
    <Empty
      title={`Nothing is called “${search}”`}
      action={<LinkButton to={paths.projects({ scope })}>Clear the search</LinkButton>}
    >
      Only what your account sees is searched, by name and id.
    </Empty>
  )
}
