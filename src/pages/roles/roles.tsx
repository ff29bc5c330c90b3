// The roles of the directory: all of them, found by search, in any order, and the ways to make, change and delete one.
import { useSuspenseQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { Outlet, useNavigate, type LoaderFunctionArgs } from 'react-router'
import { useReason } from '../../access.ts'
import type { Role, Whole } from '../../directory/model.ts'
import { paths, scopeIn } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { queryClient, roles } from '../../queries.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { SearchField } from '../../ui/field.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Page, Row } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { Pager } from '../../ui/pager.tsx'
import { Table, type Column } from '../../ui/table.tsx'
import { clock, dayOf } from '../../ui/time.ts'
import { useScope } from '../../use-scope.ts'
import { arrange, pageSize, useRolesView } from './view.ts'

const DeleteRole = lazy(async () => ({ default: (await import('./delete-role.tsx')).DeleteRole }))

export const loader = ({ request }: LoaderFunctionArgs) =>
  queryClient.query(roles(scopeIn(new URL(request.url).searchParams)))

/** The list, with create and edit as dialogs over it. */
export function Component() {
  const { data, dataUpdatedAt, error, isFetching, refetch } = useSuspenseQuery(roles(useScope()))
  const { view: asked, search, sort, page } = useRolesView()
  // What was searched for and is not in the address yet: a link that is followed meanwhile carries it along.
  const [typed, setTyped] = useState<{ text: string; over: string } | null>(null)
  if (typed && typed.over !== search) setTyped(null)
  const view = typed ? { ...asked, search: typed.text, page: 1 } : asked
  const navigate = useNavigate()
  const mayNotEdit = useReason('edit roles')
  const mayNotDelete = useReason('delete roles')
  const [deleting, setDeleting] = useState<Role | null>(null)

  const found = arrange(data.items, { search, sort })
  const pages = Math.max(1, Math.ceil(found.length / pageSize))
  // A page that deletions have emptied steps back to the last one that has rows.
  const shown = Math.min(page, pages)
  const rows = found.slice((shown - 1) * pageSize, shown * pageSize)
  const create = (
    <LinkButton
      kind="primary"
      icon={<Icon name="plus" />}
      to={paths.newRole(view)}
      disabledReason={mayNotEdit}
    >
      Create role
    </LinkButton>
  )

  return (
    <Page
      title="Roles"
      lead={`What people and accounts can hold at ${connected().platform.name}.`}
      actions={create}
    >
      {error && (
        <Note
          tone="warn"
          title="This list could not be read again"
          live
          actions={
            <Button pending={isFetching} onClick={() => void refetch()}>
              Try again
            </Button>
          }
        >
          {error.message} What stands here is from {clock(dataUpdatedAt)}.
        </Note>
      )}
      {!data.complete && (
        <Note tone="warn" title="This list is not complete">
          Only {data.items.length} of {data.total ?? 'an unknown number of'} roles could be read. Search and
          order cover those.
        </Note>
      )}
      <Row spread>
        <SearchField
          label="Search roles"
          placeholder="Key, name or group"
          defaultValue={search}
          onSearch={(text) => {
            setTyped({ text, over: search })
            void navigate(paths.roles({ ...view, search: text, page: 1 }), { replace: true })
          }}
        />
        <output>{summary(found.length, data, search)}</output>
      </Row>
      <Table
        label="Roles"
        columns={columns({
          mayNotEdit,
          mayNotDelete,
          edit: (id) => paths.editRole(id, view),
          ask: setDeleting,
        })}
        rows={rows}
        rowKey={(role) => role.id}
        busy={isFetching && data.items.some((role) => role.settling)}
        sort={sort}
        sortHref={(key) =>
          paths.roles({ ...view, sort: sort.key === key && !sort.descending ? `-${key}` : key, page: 1 })
        }
        empty={
          search === '' ? (
            data.complete ? (
              <Empty title="No roles yet" action={create}>
                A role is a name that you give people and accounts, so that applications know what they may
                do.
              </Empty>
            ) : (
              <Empty title="No role could be read" tone="bad">
                {connected().platform.name} counts roles that it does not show to you.
              </Empty>
            )
          ) : (
            <Empty
              title={`No role matches “${search}”`}
              action={<LinkButton to={paths.roles({ scope: view.scope })}>Clear the search</LinkButton>}
            >
              Looked at the key, name and group of {data.complete ? 'all' : 'the'} {data.items.length} roles
              {!data.complete && ' that could be read'}.
            </Empty>
          )
        }
      />
      {pages > 1 && (
        <Pager
          page={shown}
          pages={pages}
          href={(number) => paths.roles({ ...view, page: number })}
          summary={`${(shown - 1) * pageSize + 1} to ${(shown - 1) * pageSize + rows.length} of ${found.length}`}
        />
      )}
      <Suspense>{deleting && <DeleteRole role={deleting} onClose={() => setDeleting(null)} />}</Suspense>
      <Outlet />
    </Page>
  )
}

function summary(found: number, { items, total, complete }: Whole<Role>, search: string): string {
  const read = items.length
  if (search !== '') return `${found} of ${read} match`
  if (!complete) return `${read} of ${total ?? 'an unknown number of'} roles`
  if (read === 0) return ''
  return read === 1 ? 'The only role' : `All ${read} roles`
}

function when(date?: Date) {
  if (!date) return '–'
  return (
    <time dateTime={date.toISOString()} title={clock(date.getTime())}>
      {dayOf(date)}
    </time>
  )
}

type ColumnOptions = {
  mayNotEdit: string | undefined
  mayNotDelete: string | undefined
  edit: (id: string) => string
  ask: (role: Role) => void
}

/** The columns that this directory's roles have. */
function columns({ mayNotEdit, mayNotDelete, edit, ask }: ColumnOptions): Column<Role>[] {
  const traits = connected().directory?.traits.roles
  return [
    ...(traits?.id
      ? [
          {
            key: 'key',
            head: traits.id.label,
            primary: true,
            mono: true,
            sortable: true,
            cell: (role: Role) => <KeyOf role={role} />,
          },
        ]
      : []),
    {
      key: 'name',
      head: traits?.name.label ?? 'Name',
      sortable: true,
      primary: !traits?.id,
      cell: (role) => role.name,
    },
    ...(traits?.group
      ? [{ key: 'group', head: traits.group.label, sortable: true, cell: (role: Role) => role.group ?? '–' }]
      : []),
    { key: 'created', head: 'Created', sortable: true, cell: (role) => when(role.createdAt) },
    { key: 'changed', head: 'Changed', sortable: true, cell: (role) => when(role.updatedAt) },
    {
      key: 'actions',
      head: 'Actions',
      hideHead: true,
      align: 'end',
      cell: (role) => (
        <Row gap="small" wrap={false}>
          <LinkButton
            kind="quiet"
            icon={<Icon name="edit" />}
            label={`Edit ${role.id}`}
            to={edit(role.id)}
            disabledReason={mayNotEdit}
          />
          <Button
            kind="quiet"
            icon={<Icon name="trash" />}
            label={`Delete ${role.id}`}
            disabledReason={mayNotDelete}
            onClick={() => ask(role)}
          />
        </Row>
      ),
    },
  ]
}

function KeyOf({ role }: { role: Role }) {
  return (
    <>
      {role.id}{' '}
      {role.settling && (
        <Badge title="The directory accepted this; its own lists will show it in a moment.">settling</Badge>
      )}
    </>
  )
}
