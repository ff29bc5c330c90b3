// The people of the directory and the roles they hold: found at the directory, page by page.
import { useQuery, useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { Link, useSearchParams, type LoaderFunctionArgs } from 'react-router'
import { useReason } from '../../access.ts'
import type { Traits } from '../../directory/directory.ts'
import type { Member, RoleCounts } from '../../directory/model.ts'
import { paths } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { having, members, queryClient, role, roleCounts } from '../../queries.ts'
import { amount } from '../../ui/amount.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Page, Row } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { useOpened } from '../../ui/opened.ts'
import { SecondLine } from '../../ui/second-line.tsx'
import { Table, type Column } from '../../ui/table.tsx'
import { Elsewhere } from './elsewhere.tsx'
import { HeldRoles } from './held-roles.tsx'
import { Nothing, shown } from './how-many.tsx'
import { StateBadge } from './state-badge.tsx'
import { askedIn, viewIn, type MembersView } from './view.ts'
import { NotRead } from '../not-read.tsx'
import { ViewSearch } from '../view-search.tsx'

const RoleFilter = lazy(async () => ({ default: (await import('./role-filter.tsx')).RoleFilter }))
const FindPerson = lazy(async () => ({ default: (await import('./find-person.tsx')).FindPerson }))

const traitsOf = () => having(connected().directory?.traits.members)

export const loader = ({ request }: LoaderFunctionArgs) => {
  const view = viewIn(new URL(request.url).searchParams)
  return queryClient.infiniteQuery(members(view.scope, askedIn(view, traitsOf().searchFrom)))
}

/** The list, with its search, its filter by role and the way to somebody who is not in it yet. */
export function Component() {
  const traits = traitsOf()
  const view = viewIn(useSearchParams()[0])
  const asked = askedIn(view, traits.searchFrom)
  const list = useSuspenseInfiniteQuery(members(view.scope, asked))
  const { data: counts } = useQuery(roleCounts(view.scope))
  const mayNotAssign = useReason('assign roles')
  const [open, setOpen] = useOpened<'filter' | 'assign'>()
  const { pages } = list.data
  const rows = unique(pages.flatMap(({ items }) => items))
  const total = pages.at(-1)?.total ?? null
  const tooShort = view.search.trim() !== '' && asked.search === ''
  const assign = traits.elsewhere === undefined && (
    <Button
      kind="primary"
      icon={<Icon name="plus" />}
      disabledReason={mayNotAssign}
      onClick={() => setOpen('assign')}
    >
      Assign role
    </Button>
  )
  return (
    <Page title="Members" lead={`${leads[traits.listed]} ${searching(traits)}`} actions={assign}>
      {list.error && (
        <NotRead
          tone="warn"
          title="This list could not be read on"
          error={list.error}
          again={() => void list.refetch()}
          pending={list.isFetching}
        >
          What stands here was read before.
        </NotRead>
      )}
      <Elsewhere />
      <Row spread>
        <ViewSearch label="Search members" />
        <Row>
          <Row gap="small">
            <Button onClick={() => setOpen('filter')}>
              <span>Role: {view.role === '' ? 'any' : <RoleName id={view.role} scope={view.scope} />}</span>
              <Icon name="chevron" />
            </Button>
            {view.role !== '' && (
              <LinkButton
                kind="quiet"
                icon={<Icon name="close" />}
                label="Show members of any role"
                to={paths.members({ ...view, role: '' })}
              />
            )}
          </Row>
          <output>
            {tooShort
              ? `Type at least ${traits.searchFrom} characters to search`
              : shown(rows.length, total, list.hasNextPage, asked)}
          </output>
        </Row>
      </Row>
      <Table
        label="Members"
        columns={columns(view, counts?.permissions)}
        rows={rows}
        rowKey={({ id }) => id}
        empty={<Nothing view={view} narrowed={asked} hidden={(total ?? 0) > 0} assign={assign} />}
        footer={
          list.hasNextPage && (
            <Button pending={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              Show more
            </Button>
          )
        }
      />
      {!list.hasNextPage && total !== null && total > rows.length && (
        <Note tone="warn" title="The directory lists no more than these">
          {amount(rows.length)} of {amount(total)} stand here. Search to find the others.
        </Note>
      )}
      <Suspense>
        {open === 'filter' && <RoleFilter view={view} onClose={() => setOpen(null)} />}
        {open === 'assign' && <FindPerson onClose={() => setOpen(null)} />}
      </Suspense>
    </Page>
  )
}

const leads = {
  holders: 'People and accounts who hold a role here.',
  everyone: 'Everybody in this directory, whether they hold a role or not.',
}

/** What a search looks at, and with how many characters it begins where one is not enough. */
function searching({ searched, searchFrom }: NonNullable<Traits['members']>): string {
  return searchFrom > 1
    ? `A search looks at ${searched}, from ${searchFrom} characters on.`
    : `A search looks at ${searched}.`
}

/** Rows may move from one page to the next while pages are read; nobody stands here twice. */
function unique(rows: readonly Member[]): Member[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()]
}

function RoleName({ id, scope }: { id: string; scope: string | undefined }) {
  const { data } = useQuery(role(scope, id))
  return data?.name ?? id
}

function columns(view: MembersView, permissions: RoleCounts['permissions'] | undefined): Column<Member>[] {
  return [
    {
      key: 'name',
      head: 'Member',
      primary: true,
      width: '30%',
      cell: ({ id, name, login, email }) => (
        <SecondLine below={[login ?? email].find((address) => address !== name)}>
          <Link to={paths.member(id, { scope: view.scope })}>{name}</Link>
        </SecondLine>
      ),
    },
    {
      key: 'kind',
      head: 'Kind',
      cell: ({ kind }) => (kind === 'account' ? <Badge tone="accent">Account</Badge> : 'Person'),
    },
    {
      key: 'state',
      head: 'State',
      cell: ({ state }) => (state === 'active' ? 'Active' : <StateBadge state={state} />),
    },
    { key: 'roles', head: 'Roles', cell: (row) => <HeldRoles of={row} permissions={permissions} /> },
  ]
}
