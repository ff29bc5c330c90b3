// The columns of the list of accounts: those that this directory's accounts have, and no others.
import { Link } from 'react-router'
import type { Account } from '../../directory/credentials.ts'
import { paths, type ListView } from '../../paths.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Hidden } from '../../ui/hidden.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Row } from '../../ui/layout.tsx'
import { SecondLine } from '../../ui/second-line.tsx'
import type { Column } from '../../ui/table.tsx'
import { clock, dayOf } from '../../ui/time.ts'
import { selectColumn } from '../bulk/select-column.tsx'
import type { Selection } from '../bulk/selection.ts'
import { endingOf } from '../credentials/ending.ts'
import { fullNameOf, kindsText, type Live } from './live.ts'
import { disablingText, type useMayNot } from './states.ts'
import type { Line } from './view.ts'

/** What is to be done with a row. */
export type Asked = { what: 'disable' | 'delete'; account: Account }

export type ColumnOptions = {
  view: ListView
  rows: readonly Line[]
  now: number
  /** Whether credentials were read, and whether that is all of them. */
  inventory: 'unread' | 'failed' | 'partly' | 'whole'
  mayNot: ReturnType<typeof useMayNot>
  ask: (asked: Asked) => void
  enable: (account: Account) => void
  /** Absent where rows cannot be selected. */
  selection: Pick<Selection<Line>, 'has' | 'select'> | undefined
}

/** What an account of this directory shows. */
export function accountColumns(options: ColumnOptions): Column<Line>[] {
  const { view, rows, selection } = options
  return [
    ...(selection ? [selectColumn(selection, ({ id }: Line) => id, fullNameOf)] : []),
    {
      key: 'name',
      head: 'Name',
      primary: true,
      sortable: true,
      width: '26%',
      cell: (account) => <NameOf account={account} view={view} />,
    },
    ...(disablingText() === undefined
      ? []
      : [{ key: 'state', head: 'State', sortable: true, cell: (one: Line) => <StateOf of={one} /> }]),
    {
      key: 'credentials',
      head: 'Credentials',
      sortable: true,
      cell: (line) => <CredentialsOf line={line} inventory={options.inventory} />,
    },
    {
      key: 'ends',
      head: 'First end',
      sortable: true,
      cell: (line) => (line.live ? <EndOf live={line.live} now={options.now} /> : '–'),
    },
    ...(rows.some(({ createdAt }) => createdAt)
      ? [
          {
            key: 'created',
            head: 'Created',
            sortable: true,
            cell: (line: Line) => <Created at={line.createdAt} />,
          },
        ]
      : []),
    {
      key: 'actions',
      head: 'Actions',
      hideHead: true,
      align: 'end',
      width: '1%',
      cell: (account) => <Actions account={account} options={options} />,
    },
  ]
}

function NameOf({ account, view }: { account: Line; view: ListView }) {
  const { id, name, login, settling } = account
  return (
    <SecondLine below={login !== undefined && login !== name && <code>{login}</code>}>
      <Link to={paths.account(id, { scope: view.scope })}>{name}</Link>{' '}
      {settling && (
        <Badge title="The directory accepted this; its own lists will show it in a moment.">settling</Badge>
      )}
    </SecondLine>
  )
}

/** In words, the colour only repeats it. */
export function StateOf({ of: { state } }: { of: Pick<Account, 'state'> }) {
  return state === 'active' ? (
    <Badge tone="good">Active</Badge>
  ) : (
    <Badge tone="warn" title="None of its credentials works until it is enabled again.">
      Disabled
    </Badge>
  )
}

function CredentialsOf({ line: { live }, inventory }: { line: Line; inventory: ColumnOptions['inventory'] }) {
  if (inventory === 'unread')
    return (
      <span aria-busy="true">
        <span aria-hidden="true">…</span>
        <Hidden>Not read yet</Hidden>
      </span>
    )
  if (inventory === 'failed')
    return (
      <span title="The credentials could not be read.">
        <span aria-hidden="true">–</span>
        <Hidden>Could not be read</Hidden>
      </span>
    )
  const kinds = live && kindsText(live)
  if (!live || kinds === undefined) return inventory === 'partly' ? 'none that could be read' : 'none'
  const dormant =
    live.dormant === 0
      ? undefined
      : live.dormant === live.credentials.length
        ? 'giving nothing now'
        : `${live.dormant} of them giving nothing now`
  return (
    <SecondLine below={dormant}>
      {inventory === 'partly' && 'at least '}
      {kinds}
    </SecondLine>
  )
}

/** When the first credential ends, and that others never do. */
export function EndOf({ live, now }: { live: Live; now: number }) {
  const { soonest, endless } = live
  if (soonest === undefined) return null
  const { words, exact, tone } = endingOf(soonest, now)
  const end = exact === undefined ? words : <time dateTime={soonest?.toISOString()}>{words}</time>
  return (
    <SecondLine
      below={soonest !== null && endless > 0 && `${endless} never ${endless === 1 ? 'ends' : 'end'}`}
    >
      {tone === 'plain' ? (
        <span title={exact}>{end}</span>
      ) : (
        <Badge tone={tone} title={exact}>
          {end}
        </Badge>
      )}
    </SecondLine>
  )
}

function Created({ at }: { at: Date | undefined }) {
  if (!at) return '–'
  return (
    <time dateTime={at.toISOString()} title={clock(at.getTime())}>
      {/* A day stays on one line. */}
      {dayOf(at).replaceAll(' ', '\u00A0')}
    </time>
  )
}

function Actions({ account, options }: { account: Line; options: ColumnOptions }) {
  const { view, mayNot, ask, enable } = options
  const label = fullNameOf(account)
  const isActive = account.state === 'active'
  const word = isActive ? 'Disable' : 'Enable'
  return (
    <Row gap="small" wrap={false}>
      <LinkButton
        kind="quiet"
        icon={<Icon name="edit" />}
        label={`Edit ${label}`}
        to={paths.editAccount(account.id, view)}
        disabledReason={mayNot.edit(account)}
      />
      <Button
        kind="quiet"
        icon={<Icon name="trash" />}
        label={`Delete ${label}`}
        disabledReason={mayNot.delete(account)}
        onClick={() => ask({ what: 'delete', account })}
      />
      {disablingText() !== undefined && (
        <Button
          kind="quiet"
          label={`${word} ${label}`}
          disabledReason={mayNot.edit(account)}
          onClick={() => (isActive ? ask({ what: 'disable', account }) : enable(account))}
        >
          {word}
        </Button>
      )}
    </Row>
  )
}
