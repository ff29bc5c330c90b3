// The permissions that roles can hand out, by resource: found by one search, with the roles that hold each, and the ways to make,
// describe and delete one.
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { lazy, Suspense, useMemo, type ReactNode } from 'react'
import { Outlet, type LoaderFunctionArgs } from 'react-router'
import { useReason } from '../../access.ts'
import type { Catalogue, Permission } from '../../directory/model.ts'
import { paths, scopeIn } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { catalogue, having, queryClient } from '../../queries.ts'
import { amount, counted } from '../../ui/amount.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Card, Page, Row, Stack } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { useOpened } from '../../ui/opened.ts'
import { coveringOf } from './covering.ts'
import { holders } from './holders.ts'
import { ResourceFold, type Asked } from './resource-fold.tsx'
import { countOf, matching, usePermissionsView } from './view.ts'
import { ReadAgain } from '../read-again.tsx'
import { ViewSearch } from '../view-search.tsx'

const DeletePermission = lazy(async () => ({
  default: (await import('./delete-permission.tsx')).DeletePermission,
}))
const DescribePermission = lazy(async () => ({
  default: (await import('./describe-permission.tsx')).DescribePermission,
}))
const HoldersDialog = lazy(async () => ({ default: (await import('./holders-dialog.tsx')).HoldersDialog }))

/** Resources stand open at first where all of them together have no more permissions than this. */
const overview = 100

export const loader = ({ request }: LoaderFunctionArgs) =>
  queryClient.query(catalogue(scopeIn(new URL(request.url).searchParams)))

/** The catalogue, with creating as a dialog over it. */
export function Component() {
  const view = usePermissionsView()
  const { search, scope } = view
  const list = useSuspenseQuery(catalogue(scope))
  const { data } = list
  const traits = having(connected().directory?.traits.permissions)
  const held = useQuery({ ...holders(scope), enabled: traits.cheap })
  // What is not read by itself is only shown until the next write.
  const isCurrent = traits.cheap || !queryClient.getQueryState(holders(scope).queryKey)?.isInvalidated
  const mayNotEdit = useReason('edit permissions')
  const [asked, setAsked] = useOpened<{ what: Asked; permission: Permission }>()
  const close = () => setAsked(null)

  const found = matching(data.resources, search)
  const covering = useMemo(() => coveringOf(data.resources), [data.resources])
  const edits = traits.fixed === undefined
  const create = edits && (
    <LinkButton
      kind="primary"
      icon={<Icon name="plus" />}
      to={paths.newPermission(view)}
      disabledReason={mayNotEdit}
    >
      Create permission
    </LinkButton>
  )
  return (
    <Page
      title="Permissions"
      lead={edits ? traits.keeping : `${traits.keeping} ${traits.fixed}`}
      actions={create}
    >
      <ReadAgain title="The permissions could not be read again" of={list} />
      <Trouble catalogue={data} />
      {traits.cheap && held.error && (
        <Note
          tone="warn"
          title="Which roles hold them could not be read"
          actions={<Button onClick={() => void held.refetch()}>Try again</Button>}
        >
          {held.error.message}
        </Note>
      )}
      {held.data && !held.data.complete && (
        <Note tone="warn" title="Not every role could be read">
          {held.data.trouble.join(' ')} Roles may hold more than stands here.
        </Note>
      )}
      <Row spread>
        <ViewSearch label="Search permissions" placeholder={`${traits.resource}, name or description`} />
        <output>{summary(data, countOf(found), search)}</output>
      </Row>
      {found.length === 0 ? (
        <Card>
          <Nothing catalogue={data} search={search} create={create} />
        </Card>
      ) : (
        <Stack>
          {found.map((resource) => (
            <ResourceFold
              // A search opens what it finds, and its end brings back what was open before.
              key={`${search === '' ? 'all' : 'found'} ${resource.id}`}
              resource={resource}
              resources={data.resources}
              covering={covering}
              search={search}
              startOpen={search !== '' || countOf(data.resources) <= overview || found.length === 1}
              held={isCurrent ? held.data : undefined}
              cheap={traits.cheap}
              edits={edits}
              mayNotEdit={mayNotEdit}
              ask={(what, permission) => setAsked({ what, permission })}
            />
          ))}
        </Stack>
      )}
      <Suspense>
        {asked?.what === 'delete' && <DeletePermission permission={asked.permission} onClose={close} />}
        {asked?.what === 'describe' && <DescribePermission seen={asked.permission} onClose={close} />}
        {asked?.what === 'holders' && (
          <HoldersDialog permission={asked.permission} covering={covering} onClose={close} />
        )}
      </Suspense>
      <Outlet />
    </Page>
  )
}

function Trouble({ catalogue: { trouble, complete } }: { catalogue: Catalogue }) {
  if (trouble.length === 0 && complete) return null
  return (
    <Note tone="warn" title={complete ? 'Something here needs a look' : 'This list is not complete'}>
      {trouble.length === 0 ? (
        <p>Not every permission could be read. Search covers those that stand here.</p>
      ) : (
        trouble.map((sentence) => <p key={sentence}>{sentence}</p>)
      )}
    </Note>
  )
}

type NothingProps = { catalogue: Catalogue; search: string; create: ReactNode }

function Nothing({ catalogue: { resources, complete }, search, create }: NothingProps) {
  const { scope } = usePermissionsView()
  const all = countOf(resources)
  if (search !== '')
    return (
      <Empty
        title={`No permission matches “${search}”`}
        action={<LinkButton to={paths.permissions({ scope })}>Clear the search</LinkButton>}
      >
        Looked at name and description of {complete ? 'all' : 'the'} {counted(all, 'permission')}
        {!complete && ' that could be read'}.
      </Empty>
    )
  if (!complete)
    return (
      <Empty title="No permission could be read" tone="bad">
        There may be some that this console was not shown.
      </Empty>
    )
  return (
    <Empty title="No permissions yet" action={create}>
      A permission is one right that applications ask for. Roles hand them out.
    </Empty>
  )
}

function summary({ resources, complete }: Catalogue, found: number, search: string): string {
  const all = countOf(resources)
  if (search !== '') return `${amount(found)} of ${amount(all)} match`
  if (all === 0) return ''
  return complete ? `All ${counted(all, 'permission')}` : `${counted(all, 'permission')}, not all there are`
}
