// The permissions of one resource: a part of the page that opens and closes, with a table in it.
import { useState } from 'react'
import { Link } from 'react-router'
import type { Permission, Resource } from '../../directory/model.ts'
import { paths } from '../../paths.ts'
import { counted } from '../../ui/amount.ts'
import { Button } from '../../ui/button.tsx'
import { Few } from '../../ui/few.tsx'
import { FoldCard } from '../../ui/fold-card.tsx'
import { Highlight } from '../../ui/highlight.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Row } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { SecondLine } from '../../ui/second-line.tsx'
import { Table, type Column } from '../../ui/table.tsx'
import { useScope } from '../../use-scope.ts'
import { holdingOf, type Covering } from './covering.ts'
import { CoversLine, Through } from './covers-line.tsx'
import type { Holders } from './held.ts'

/** What can be asked about one permission, each with a dialog. */
export type Asked = 'describe' | 'delete' | 'holders'

type ResourceFoldProps = {
  resource: Resource
  /** The whole catalogue, and which of its permissions stand for others. */
  resources: readonly Resource[]
  covering: Covering
  /** What was searched for, to be marked. */
  search: string
  startOpen: boolean
  /** Undefined while this was not read. */
  held: Holders | undefined
  /** Whether `held` comes by itself. */
  cheap: boolean
  /** Whether permissions are changed here at all. */
  edits: boolean
  mayNotEdit: string | undefined
  ask: (what: Asked, permission: Permission) => void
}

/** Rows that are drawn at once; a resource may have a thousand. */
const most = 200

/** One resource with its permissions. */
export function ResourceFold({
  resource,
  resources,
  covering,
  search,
  startOpen,
  held,
  cheap,
  edits,
  mayNotEdit,
  ask,
}: ResourceFoldProps) {
  const { name, hint, permissions, fixed } = resource
  const [open, setOpen] = useState(startOpen)
  const [whole, setWhole] = useState(false)
  const scope = useScope()
  const rest = permissions.length - most

  const columns: Column<Permission>[] = [
    {
      key: 'name',
      head: 'Name',
      primary: true,
      mono: true,
      width: '27%',
      cell: ({ name }) => <Highlight text={name} search={search} />,
    },
    {
      key: 'description',
      head: 'Description',
      // What is covered takes words.
      width: edits ? '25%' : '38%',
      cell: (one) => (
        <SecondLine below={<CoversLine permission={one} resources={resources} />}>
          {one.description ? <Highlight text={one.description} search={search} /> : !one.covers && '–'}
        </SecondLine>
      ),
    },
    {
      key: 'held',
      head: 'Held by',
      cell: (one) => {
        if (held) return <HeldBy permission={one} held={held} covering={covering} scope={scope} />
        if (cheap) return 'Not read yet'
        return (
          <Button kind="quiet" label={`Which roles hold ${one.name}?`} onClick={() => ask('holders', one)}>
            Which roles
          </Button>
        )
      },
    },
    ...(edits && fixed === undefined
      ? [
          {
            key: 'actions',
            head: 'Actions',
            hideHead: true,
            align: 'end' as const,
            cell: (one: Permission) => (
              <Row gap="small" wrap={false}>
                <Button
                  kind="quiet"
                  icon={<Icon name="edit" />}
                  label={`Describe ${one.name}`}
                  disabledReason={mayNotEdit}
                  onClick={() => ask('describe', one)}
                />
                <Button
                  kind="quiet"
                  icon={<Icon name="trash" />}
                  label={`Delete ${one.name}`}
                  disabledReason={mayNotEdit}
                  onClick={() => ask('delete', one)}
                />
              </Row>
            ),
          },
        ]
      : []),
  ]
  return (
    <FoldCard
      title={name}
      hint={hint}
      aside={counted(permissions.length, 'permission')}
      note={
        fixed !== undefined && (
          <Note tone="info" title="These cannot be changed here">
            {fixed}
          </Note>
        )
      }
      open={open}
      onToggle={setOpen}
    >
      {() => (
        <Table
          label={`Permissions of ${name}`}
          columns={columns}
          rows={whole ? permissions : permissions.slice(0, most)}
          rowKey={({ id }) => id}
          empty={`${name} has no permissions yet.`}
          footer={
            rest > 0 &&
            !whole && (
              <Button onClick={() => setWhole(true)}>Show the other {counted(rest, 'permission')}</Button>
            )
          }
        />
      )}
    </FoldCard>
  )
}

type HeldByProps = {
  permission: Permission
  held: Holders
  covering: Covering
  scope: string | undefined
}

function HeldBy({ permission, held, covering, scope }: HeldByProps) {
  const roles = holdingOf(permission.id, covering, held.of)
  if (roles.length === 0) return held.complete ? 'No role' : 'No role that could be read'
  return (
    <Row gap="small">
      <span>
        {!held.complete && 'At least '}
        {counted(roles.length, 'role')}:
      </span>
      <Few
        items={roles}
        first={3}
        itemKey={({ role }) => role.id}
        what={`roles that hold ${permission.name}`}
        draw={({ role: { id, name }, through }) => (
          <span>
            <Link to={paths.role(id, { scope })}>{name}</Link>{' '}
            <small>
              <Through word="through" through={through} />
            </small>
          </span>
        )}
      />
    </Row>
  )
}
