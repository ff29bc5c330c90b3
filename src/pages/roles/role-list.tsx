// The frame of the list of roles, however it is read: search, what may be done, rows with their ticks, and the questions.
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, type ReactNode } from 'react'
import { Outlet } from 'react-router'
import { useReason } from '../../access.ts'
import type { Role } from '../../directory/model.ts'
import { paths, type ListView } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { placeAt, roleCounts } from '../../queries.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Page, Row } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { useOpened } from '../../ui/opened.ts'
import { Table } from '../../ui/table.tsx'
import { limitOf } from './limit.ts'
import { roleColumns } from './role-columns.tsx'
import { ReadAgain, type Reading } from '../read-again.tsx'
import { SelectPage } from '../bulk/select-column.tsx'
import { useSelection } from '../bulk/selection.ts'
import { ViewSearch } from '../view-search.tsx'
import { counted } from './words.ts'

const SelectionBar = lazy(async () => ({
  default: (await import('../bulk/selection-bar.tsx')).SelectionBar<Role>,
}))
const DeleteRole = lazy(async () => ({ default: (await import('./delete-role.tsx')).DeleteRole }))
const BulkDelete = lazy(async () => ({ default: (await import('./bulk-delete.tsx')).BulkDelete }))

const idOf = ({ id }: Role) => id

type RoleListProps = {
  view: ListView
  /** On screen, in order. */
  rows: readonly Role[]
  /** Everything that matches and was read. */
  found: readonly Role[]
  /** Whether `found` is all that matches. */
  all: boolean
  /** Everything that was read. */
  known: readonly Role[]
  /** How many roles there are in the directory; null where nobody says. */
  total: number | null
  /** Several at once can be deleted: the list is what the directory has. */
  selectable: boolean
  summary: string
  /** Of the last reading: when it was, and what went wrong since. */
  read: Reading
  busy: boolean
  /** Absent for the directory's own order. */
  sort?: { key: string; descending: boolean } | undefined
  sortHref?: (key: string) => string
  notes?: ReactNode
  empty: (create: ReactNode) => ReactNode
  /** Under the rows: the way to more. */
  below?: ReactNode
}

/** The page; create, import and edit are dialogs over it. */
export function RoleList(props: RoleListProps) {
  const { view, rows, found, known, read, below } = props
  const traits = connected().directory?.traits
  const fixed = traits?.roles?.fixed
  const selectable = props.selectable && fixed === undefined
  const counts = useQuery(roleCounts(view.scope))
  const limit = limitOf(traits?.roles?.limit, props.total)
  const mayNotRead = useReason('read permissions')
  const noRight = useReason('create roles')
  const mayNot = {
    create: noRight ?? limit.full,
    edit: useReason('edit roles'),
    delete: useReason('delete roles'),
  }
  const [deleting, setDeleting] = useOpened<Role>()
  const [asking, setAsking] = useOpened<true>()
  const selection = useSelection(known, idOf)
  const { chosen } = selection
  const create = fixed === undefined && (
    <LinkButton
      kind="primary"
      icon={<Icon name="plus" />}
      to={paths.newRole(view)}
      disabledReason={mayNot.create}
    >
      Create role
    </LinkButton>
  )
  return (
    <Page
      title="Roles"
      lead={[`What people and accounts can hold at ${connected().platform.name}.`, fixed].join(' ').trim()}
      actions={
        <>
          {traits?.permissions && (
            <LinkButton to={paths.matrix({ scope: view.scope })} disabledReason={mayNotRead}>
              Matrix
            </LinkButton>
          )}
          {fixed === undefined && (
            <LinkButton to={paths.importRoles(view)} disabledReason={mayNot.create}>
              Import
            </LinkButton>
          )}
          {create}
        </>
      }
    >
      <ReadAgain title="This list could not be read again" of={read} />
      {props.notes}
      {limit.near && <Note tone="warn">{limit.near}</Note>}
      {counts.isError && placeAt(view.scope).roles?.counts && (
        <Note tone="warn" title="How much each role has could not be read">
          {counts.error.message}
        </Note>
      )}
      <Row spread>
        <ViewSearch label="Search roles" placeholder={looksAt()} />
        <Row>
          {selectable && <SelectPage selection={selection} keys={rows.map(idOf)} more={Boolean(below)} />}
          <output>{props.summary}</output>
        </Row>
      </Row>
      <Table
        label="Roles"
        columns={roleColumns({
          view,
          rows,
          counts: counts.data ?? null,
          mayNot: fixed === undefined ? mayNot : null,
          ask: setDeleting,
          selection: selectable ? selection : undefined,
        })}
        rows={rows}
        rowKey={(role) => role.id}
        busy={props.busy}
        sort={props.sort}
        sortHref={props.sortHref}
        empty={props.empty(create)}
      />
      {below}
      <Suspense>
        {chosen.length > 0 && (
          <SelectionBar
            words={{ one: 'role', many: 'roles' }}
            selection={selection}
            found={found.map(idOf)}
            all={props.all}
            keyOf={idOf}
          >
            <Button kind="danger" disabledReason={mayNot.delete} onClick={() => setAsking(true)}>
              Delete {counted(chosen.length, 'role')}
            </Button>
          </SelectionBar>
        )}
        {deleting && <DeleteRole role={deleting} onClose={() => setDeleting(null)} />}
        {asking && (
          <BulkDelete roles={chosen} members={counts.data?.members ?? null} onClose={() => setAsking(null)} />
        )}
      </Suspense>
      <Outlet />
    </Page>
  )
}

/** What a search looks at: "Key, name or group". */
export function looksAt(): string {
  const { id, name, group } = connected().directory?.traits.roles ?? {}
  const [first = 'Name', ...others] = [id, name, group].flatMap((rule) => rule?.label ?? [])
  const last = others.pop()
  return [
    [first, ...others.map(inSentence)].join(', '),
    ...(last === undefined ? [] : [inSentence(last)]),
  ].join(' or ')
}

/** A label as it stands within a sentence; what is written in capitals stays so. */
export function inSentence(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1)
}
