// Choosing another scope: searched at the directory, each a link to the same part of the console there, those that lie in others
// within them.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'react-router'
import type { Scope } from '../directory/model.ts'
import { scopes } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Empty } from '../ui/empty.tsx'
import { SearchField } from '../ui/field.tsx'
import { Skeleton } from '../ui/frame.tsx'
import { LinkList, type LinkGroup, type LinkItem } from '../ui/link-list.tsx'
import { Row, Stack } from '../ui/layout.tsx'
import { useScope } from '../use-scope.ts'
import { countOf, hintsFor, linksOf } from './scope-list.ts'
import { sectionAt } from './section.ts'
import { useHere } from './use-here.ts'

/** Open while it is mounted; following a link closes it. */
export function ScopeDialog({ label, onClose }: { label: string; onClose: () => void }) {
  const here = useScope()
  const { pathname } = useLocation()
  const [search, setSearch] = useState('')
  const current = useHere().data?.id ?? here
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery({
    ...scopes(search),
    placeholderData: keepPreviousData,
  })
  const groups = data ? groupsOf(data.items, current, (at) => sectionAt(pathname, { scope: at })) : []
  const isEmpty = data?.items.length === 0
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
        <output>{!error && data && !isPlaceholderData && countOf(data, search)}</output>
      </LinkList>
      {!error && (!data || (isPlaceholderData && isEmpty)) && <Skeleton lines={4} />}
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
      {!error && isEmpty && !isPlaceholderData && (
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

/** As a tree where they lie in one another, else by what they lie in; in the order in which the directory lists them. */
function groupsOf(
  items: Scope[],
  current: string | undefined,
  to: (at: string | undefined) => string,
): LinkGroup[] {
  const of = ({ id, home, closed }: Scope) => ({
    to: to(home ? undefined : id),
    current: id === current,
    closed,
  })
  if (items.some(({ depth }) => depth !== undefined)) return [{ key: 'tree', items: linksOf(items, of) }]
  const hintOf = hintsFor(items)
  const groups = new Map<string, LinkItem[]>()
  for (const scope of items) {
    const { id, name, within = '' } = scope
    const item = { key: id, label: name, hint: hintOf(scope), ...of(scope) }
    groups.set(within, [...(groups.get(within) ?? []), item])
  }
  return [...groups].map(([within, links]) => ({
    key: within,
    title: within === '' ? undefined : within,
    items: links,
  }))
}
