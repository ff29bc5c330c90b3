// The roles of a directory that has too many to read them all: searched there, and read page by page as somebody asks for more.
import { useInfiniteQuery, useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { paths } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { rolePages } from '../../queries.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Row } from '../../ui/layout.tsx'
import { NoRoles } from './no-roles.tsx'
import { RoleList } from './role-list.tsx'
import { useRolesView } from './view.ts'

/** The list with “Show more”. */
export function PagedRoles() {
  const { view, search } = useRolesView()
  const { data, dataUpdatedAt, error, isFetching, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } =
    useSuspenseInfiniteQuery(rolePages(view.scope, search))
  // How many there are in all; while a search is on, as far as it was read before.
  const every = useInfiniteQuery({ ...rolePages(view.scope, ''), enabled: search === '' })
  // Rows may move from page to page while they are read.
  const rows = [...new Map(data.pages.flatMap(({ items }) => items).map((role) => [role.id, role])).values()]
  const total = data.pages.at(-1)?.total ?? null
  return (
    <RoleList
      view={view}
      rows={rows}
      found={rows}
      all={!hasNextPage}
      known={rows}
      total={every.data?.pages.at(-1)?.total ?? null}
      selectable
      summary={summary(rows.length, total, hasNextPage, search)}
      read={{
        dataUpdatedAt,
        error,
        isFetching,
        refetch: hasNextPage ? fetchNextPage : refetch,
      }}
      busy={false}
      empty={(create) =>
        search === '' ? (
          <NoRoles create={create} />
        ) : (
          <Empty
            title={`No role matches “${search}”`}
            action={<LinkButton to={paths.roles({ scope: view.scope })}>Clear the search</LinkButton>}
          >
            {connected().platform.name} looked through the names of all its roles.
          </Empty>
        )
      }
      below={
        hasNextPage && (
          <Row>
            <Button pending={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              Show more
            </Button>
          </Row>
        )
      }
    />
  )
}

function summary(shown: number, total: number | null, more: boolean, search: string): string {
  const what = search === '' ? 'roles' : 'roles that match'
  if (more)
    return `${shown.toLocaleString('en')} of ${total === null ? 'an unknown number of' : total.toLocaleString('en')} ${what} shown`
  if (shown === 0) return ''
  if (search !== '') return shown === 1 ? '1 role matches' : `All ${shown.toLocaleString('en')} ${what}`
  return shown === 1 ? 'The only role' : `All ${shown.toLocaleString('en')} roles`
}
