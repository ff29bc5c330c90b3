// Who holds what at this scope: everybody with their roles, strongest first, each with where it was given, and the ways to give
// one and take it away.
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { Outlet, type LoaderFunctionArgs } from 'react-router'
import { Forbidden, useReason } from '../../access.ts'
import { paths, scopeIn } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { access, having, queryClient, roster, scope } from '../../queries.ts'
import { amount, counted } from '../../ui/amount.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Page, Row } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { useOpened } from '../../ui/opened.ts'
import { Pager } from '../../ui/pager.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Table } from '../../ui/table.tsx'
import { useMinute } from '../credentials/ending.ts'
import { ForbiddenPage } from '../problem.tsx'
import { ReadAgain } from '../read-again.tsx'
import { ViewSearch } from '../view-search.tsx'
import { ExportMenu } from './export-menu.tsx'
import { accessColumns, type Held } from './columns.tsx'
import { linesOf } from './lines.ts'
import { Nobody } from './nobody.tsx'
import { narrowed, pageSize, shows, useAccessView } from './view.ts'

const RemoveAccess = lazy(async () => ({ default: (await import('./remove-access.tsx')).RemoveAccess }))

export const loader = ({ request }: LoaderFunctionArgs) =>
  queryClient.query(roster(scopeIn(new URL(request.url).searchParams)))

/** The list; giving access is a dialog over it. */
export function Component() {
  const { view, search, show, page, onShow } = useAccessView()
  const { data: rights } = useSuspenseQuery(access(view.scope))
  const list = useSuspenseQuery(roster(view.scope))
  const { data } = list
  const { data: place } = useQuery(scope(view.scope))
  const mayNotAssign = useReason('assign roles')
  const mayNotRemove = useReason('unassign roles')
  const [removing, setRemoving] = useOpened<Held>()
  const now = useMinute()
  const { inherits, ends } = having(connected().directory?.traits.access)
  // The right may go while the page is open, also by what is done on it.
  const verdict = rights?.verdicts['read members']
  if (rights && verdict && !verdict.allowed)
    return <ForbiddenPage forbidden={new Forbidden(verdict, rights)} />

  const lines = linesOf(data.items)
  const names = new Map(lines.map(({ id, person }) => [id, person.name]))
  const complete = data.complete && data.items.every(({ assignments }) => assignments)
  const found = narrowed(lines, { search, show })
  const pages = Math.max(1, Math.ceil(found.length / pageSize))
  const shown = Math.min(page, pages)
  const rows = found.slice((shown - 1) * pageSize, shown * pageSize)
  const name = place?.name ?? 'this place'
  const give = (
    <LinkButton
      kind="primary"
      icon={<Icon name="plus" />}
      to={paths.addAccess(view)}
      disabledReason={mayNotAssign}
    >
      Give access
    </LinkButton>
  )
  return (
    <Page
      title="Access"
      lead={`Who holds roles at ${name}, given here or inherited. ${inherits}`}
      actions={
        <>
          <LinkButton to={paths.compareAccess({ scope: view.scope })}>Compare with another scope</LinkButton>
          <ExportMenu lines={lines} scope={place} complete={complete} />
          {give}
        </>
      }
    >
      <ReadAgain title="Who holds roles here could not be read again" of={list} />
      {!complete && (
        <Note tone="warn" title="This list is not complete">
          Not everybody who holds a role here could be read. Whoever is missing here may hold one all the
          same.
        </Note>
      )}
      <Row spread>
        <ViewSearch label="Search who holds roles" placeholder="Name, email, id or role" />
        <Row>
          <Segments label="Roles" value={show} choices={shows} onChange={onShow} />
          <output>{said(found.length, lines.length, complete, search !== '' || show !== 'all')}</output>
        </Row>
      </Row>
      <Table
        label="Who holds what"
        columns={accessColumns({
          scope: view.scope,
          me: rights?.person,
          nameOf: (id) => names.get(id),
          now,
          ends,
          mayNotRemove,
          ask: setRemoving,
        })}
        rows={rows}
        rowKey={({ id }) => id}
        empty={<Nobody {...{ view, search, show, complete, give, name }} isEmpty={lines.length === 0} />}
        footer={isEnding(rows) && ends}
      />
      {pages > 1 && (
        <Pager
          page={shown}
          pages={pages}
          href={(number) => paths.access({ ...view, page: number })}
          summary={`${(shown - 1) * pageSize + 1} to ${(shown - 1) * pageSize + rows.length} of ${found.length}`}
        />
      )}
      <Suspense>
        {removing && (
          <RemoveAccess
            {...removing}
            lines={lines}
            complete={complete}
            name={name}
            onClose={() => setRemoving(null)}
          />
        )}
      </Suspense>
      <Outlet />
    </Page>
  )
}

const isEnding = (rows: ReturnType<typeof linesOf>): boolean =>
  rows.some(({ held }) => held.some(({ sources }) => sources.some(({ until }) => until)))

/** What the list says of itself: "All 7 members", "2 of 7 match". */
function said(found: number, read: number, complete: boolean, isNarrowed: boolean): string {
  if (isNarrowed) return `${amount(found)} of ${amount(read)} match`
  if (read === 0) return ''
  if (!complete) return `${counted(read, 'member')} could be read`
  return read === 1 ? 'The only member' : `All ${counted(read, 'member')}`
}
