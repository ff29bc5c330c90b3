// The roles of a directory whose whole list is cheap: found and put in order here, drawn page by page.
import { useSuspenseQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Role, Whole } from '../../directory/model.ts'
import { paths } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { roles } from '../../queries.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Note } from '../../ui/note.tsx'
import { Pager } from '../../ui/pager.tsx'
import { NoRoles } from './no-roles.tsx'
import { inSentence, looksAt, RoleList } from './role-list.tsx'
import { arrange, pageSize, useRolesView } from './view.ts'

const byKey = { key: 'key', descending: false } as const

/** The list with its pager. */
export function WholeRoles() {
  const { view, search, sort: asked, page } = useRolesView()
  // An id that nobody chose and nobody sees gives no order: the directory has one of its own then.
  const sort = asked ?? (connected().directory?.traits.roles?.id && byKey)
  const read = useSuspenseQuery(roles(view.scope))
  const { data, isFetching } = read
  const found = arrange(data.items, { search, sort })
  const pages = Math.max(1, Math.ceil(found.length / pageSize))
  // A page that deletions have emptied steps back to the last one that has rows.
  const shown = Math.min(page, pages)
  const rows = found.slice((shown - 1) * pageSize, shown * pageSize)
  return (
    <RoleList
      view={view}
      rows={rows}
      found={found}
      all={data.complete}
      known={data.items}
      total={data.total ?? (data.complete ? data.items.length : null)}
      selectable={data.complete}
      summary={summary(found.length, data, search)}
      read={read}
      busy={isFetching && data.items.some((role) => role.settling)}
      sort={sort}
      sortHref={(key) =>
        paths.roles({ ...view, sort: sort?.key === key && !sort.descending ? `-${key}` : key, page: 1 })
      }
      notes={
        !data.complete && (
          <Note tone="warn" title="This list is not complete">
            Only {data.items.length} of {data.total ?? 'an unknown number of'} roles could be read. Search and
            order cover those; several roles can be selected again once the list is complete.
          </Note>
        )
      }
      empty={(create) => <Nothing search={search} data={data} scope={view.scope} create={create} />}
      below={
        pages > 1 && (
          <Pager
            page={shown}
            pages={pages}
            href={(number) => paths.roles({ ...view, page: number })}
            summary={`${(shown - 1) * pageSize + 1} to ${(shown - 1) * pageSize + rows.length} of ${found.length}`}
          />
        )
      }
    />
  )
}

type NothingProps = {
  search: string
  data: Whole<Role>
  scope: string | undefined
  create: ReactNode
}

function Nothing({ search, data: { items, complete }, scope, create }: NothingProps) {
  if (search !== '')
    return (
      <Empty
        title={`No role matches “${search}”`}
        action={<LinkButton to={paths.roles({ scope })}>Clear the search</LinkButton>}
      >
        Looked at the {inSentence(looksAt()).replace(' or ', ' and ')} of {complete ? 'all' : 'the'}{' '}
        {items.length} roles
        {!complete && ' that could be read'}.
      </Empty>
    )
  if (!complete)
    return (
      <Empty title="No role could be read" tone="bad">
        {connected().platform.name} counts roles that it does not show to you.
      </Empty>
    )
  return <NoRoles create={create} />
}

function summary(found: number, { items, total, complete }: Whole<Role>, search: string): string {
  const read = items.length
  if (search !== '') return `${found} of ${read} match`
  if (!complete) return `${read} of ${total ?? 'an unknown number of'} roles`
  if (read === 0) return ''
  return read === 1 ? 'The only role' : `All ${read} roles`
}
