// The columns of the list of roles: those that this directory's roles have, and no others.
import type { Role, RoleCounts } from '../../directory/model.ts'
import { paths, type ListView } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { Link } from 'react-router'
import { Badge } from '../../ui/badge.tsx'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Hidden } from '../../ui/hidden.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Row } from '../../ui/layout.tsx'
import type { Column } from '../../ui/table.tsx'
import { clock, dayOf } from '../../ui/time.ts'
import { selectColumn } from '../bulk/select-column.tsx'
import type { Selection } from '../bulk/selection.ts'
import { labelOf } from './words.ts'

export type ColumnOptions = {
  view: ListView
  rows: readonly Role[]
  /** Null while they are read or cannot be told. */
  counts: RoleCounts | null
  /** Why not, or undefined. Null where nobody ever changes a role. */
  mayNot: { create: string | undefined; edit: string | undefined; delete: string | undefined } | null
  ask: (role: Role) => void
  /** Absent where rows cannot be selected. */
  selection: Pick<Selection<Role>, 'has' | 'select'> | undefined
}

/** What a role of this directory shows; an order only where the whole list is known. */
export function roleColumns(options: ColumnOptions): Column<Role>[] {
  const { view, rows, counts, selection, mayNot, ask } = options
  const traits = connected().directory?.traits.roles
  const dated = rows.some(({ createdAt }) => createdAt)
  const changed = rows.some(({ updatedAt }) => updatedAt)
  return [
    ...(selection ? [selectColumn(selection, ({ id }: Role) => id, labelOf)] : []),
    ...(traits?.id
      ? [
          {
            key: 'key',
            head: traits.id.label,
            primary: true,
            mono: true,
            sortable: true,
            width: '18%',
            cell: (role: Role) => <NameOf role={role} view={view} />,
          },
        ]
      : []),
    {
      key: 'name',
      head: traits?.name.label ?? 'Name',
      sortable: true,
      primary: !traits?.id,
      // One long name would leave no room for what it is for.
      width: traits?.id ? undefined : '38%',
      cell: (role) => (traits?.id ? role.name : <NameOf role={role} view={view} />),
    },
    ...(traits?.description
      ? [
          {
            key: 'description',
            head: traits.description.label,
            cell: (role: Role) => role.description ?? '–',
          },
        ]
      : []),
    ...(traits?.group
      ? [{ key: 'group', head: traits.group.label, sortable: true, cell: (role: Role) => role.group ?? '–' }]
      : []),
    ...counting('permissions', 'Permissions', counts?.permissions),
    ...counting('members', 'Members', counts?.members),
    ...(dated
      ? [
          {
            key: 'created',
            head: 'Created',
            sortable: true,
            spare: true,
            cell: (role: Role) => when(role.createdAt),
          },
        ]
      : []),
    ...(changed
      ? [{ key: 'changed', head: 'Changed', sortable: true, cell: (role: Role) => when(role.updatedAt) }]
      : []),
    ...(mayNot
      ? [
          {
            key: 'actions',
            head: 'Actions',
            hideHead: true,
            align: 'end' as const,
            cell: (role: Role) => <Actions role={role} view={view} mayNot={mayNot} ask={ask} />,
          },
        ]
      : []),
  ]
}

function counting(
  key: string,
  head: string,
  counts: ReadonlyMap<string, number | null> | null | undefined,
): Column<Role>[] {
  if (!counts) return []
  const cell = ({ id }: Role) => {
    const count = counts.get(id)
    if (count === null) return <Unread />
    return (count ?? 0).toLocaleString('en')
  }
  return [{ key, head, align: 'end', cell }]
}

/** Not a number: what is stored for this role may be anything. */
function Unread() {
  return (
    <span title="What is stored for this role could not be read.">
      <span aria-hidden="true">–</span>
      <Hidden>Could not be read</Hidden>
    </span>
  )
}

function when(date?: Date) {
  if (!date) return '–'
  return (
    <time dateTime={date.toISOString()} title={clock(date.getTime())}>
      {/* A day stays on one line. */}
      {dayOf(date).replaceAll(' ', '\u00A0')}
    </time>
  )
}

function NameOf({ role, view }: { role: Role; view: ListView }) {
  return (
    <>
      <Link to={paths.role(role.id, { scope: view.scope })}>{labelOf(role)}</Link>{' '}
      {role.settling && (
        <Badge title="The directory accepted this; its own lists will show it in a moment.">settling</Badge>
      )}
    </>
  )
}

type ActionsProps = Pick<ColumnOptions, 'view' | 'ask'> & {
  role: Role
  mayNot: NonNullable<ColumnOptions['mayNot']>
}

function Actions({ role, view, mayNot, ask }: ActionsProps) {
  const label = labelOf(role)
  return (
    <Row gap="small" wrap={false}>
      <LinkButton
        kind="quiet"
        icon={<Icon name="edit" />}
        label={`Edit ${label}`}
        to={paths.editRole(role.id, view)}
        disabledReason={mayNot.edit}
      />
      <LinkButton
        kind="quiet"
        icon={<Icon name="copy" />}
        label={`Duplicate ${label}`}
        to={paths.newRole({ ...view, copy: role.id })}
        disabledReason={mayNot.create}
      />
      <Button
        kind="quiet"
        icon={<Icon name="trash" />}
        label={`Delete ${label}`}
        disabledReason={mayNot.delete}
        onClick={() => ask(role)}
      />
    </Row>
  )
}
