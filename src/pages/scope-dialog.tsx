// Choosing another scope: searched at the directory, each a link to the same part of the console there.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'react-router'
import type { Page, Scope } from '../directory/model.ts'
import { scope, scopes } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Empty } from '../ui/empty.tsx'
import { SearchField } from '../ui/field.tsx'
import { Skeleton } from '../ui/frame.tsx'
import { LinkList, type LinkGroup } from '../ui/link-list.tsx'
import { Row, Stack } from '../ui/layout.tsx'
import { useScope } from '../use-scope.ts'
import { sectionAt } from './section.ts'

/** Open while it is mounted; following a link closes it. */
export function ScopeDialog({ label, onClose }: { label: string; onClose: () => void }) {
  const here = useScope()
  const { pathname } = useLocation()
  const [search, setSearch] = useState('')
  const current = useQuery(scope(here)).data?.id ?? here
  const { data, error, isFetching, refetch } = useQuery({
    ...scopes(search),
    placeholderData: keepPreviousData,
  })
  const groups = data ? grouped(data.items, current, (at) => sectionAt(pathname, { scope: at })) : []
  return (
    <Dialog title={`Choose ${label.toLowerCase()}`} size="small" onClose={onClose}>
      <LinkList label={label} groups={error ? [] : groups} onFollow={onClose}>
        <Row>
          <SearchField
            label="Search by name"
            defaultValue={search}
            placeholder="Name"
            onSearch={(text) => setSearch(text)}
          />
        </Row>
        <output>{!error && data && found(data, search)}</output>
      </LinkList>
      {!data && !error && <Skeleton lines={4} />}
      {error && (
        <Empty
          title="This list could not be read"
          tone="bad"
          action={
            <Button pending={isFetching} onClick={() => void refetch()}>
              Try again
            </Button>
          }
        >
          {error.message}
        </Empty>
      )}
      {!error && data?.items.length === 0 && (
        <Stack>
          {search === '' ? (
            <Empty title="There is nothing to choose from">
              Your account sees no place at which roles are administered.
            </Empty>
          ) : (
            <Empty title={`Nothing is called “${search}”`}>
              Only what your account may see is searched, by its name.
            </Empty>
          )}
        </Stack>
      )}
    </Dialog>
  )
}

function found({ items, total, next }: Page<Scope>, search: string): string {
  if (items.length === 0) return ''
  const many = next !== undefined || (total !== null && total > items.length)
  if (many) return `${items.length} of ${total ?? 'more'} shown. Search to find the others.`
  return search === '' ? `All ${items.length}` : `${items.length} found`
}

/** By what they lie in, in the order in which the directory lists them. */
function grouped(items: Scope[], current: string | undefined, to: (at?: string) => string): LinkGroup[] {
  const groups = new Map<string, Scope[]>()
  for (const item of items) groups.set(item.within ?? '', [...(groups.get(item.within ?? '') ?? []), item])
  return [...groups].map(([within, members]) => ({
    key: within,
    title: within === '' ? undefined : within,
    items: members.map(({ id, name, home }) => ({
      key: id,
      to: to(home ? undefined : id),
      label: name,
      current: id === current,
    })),
  }))
}
