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
import { countOf, elsewhere, hintsFor, treeOf, type Branch } from './scope-list.ts'
import { sectionAt } from './section.ts'
import { useHere } from './use-here.ts'

/** Open while it is mounted; following a link closes it. */
export function ScopeDialog({ label, onClose }: { label: string; onClose: () => void }) {
  const here = useScope()
  const { pathname } = useLocation()
  const [search, setSearch] = useState('')
  const current = useHere().data?.id ?? here
  const { data, error, isFetching, refetch } = useQuery({
    ...scopes(search),
    placeholderData: keepPreviousData,
  })
  const groups = data ? groupsOf(data.items, current, (at) => sectionAt(pathname, { scope: at })) : []
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
        <output>{!error && data && countOf(data, search)}</output>
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

/** As a tree where they lie in one another, else by what they lie in; in the order in which the directory lists them. */
function groupsOf(
  items: Scope[],
  current: string | undefined,
  to: (at: string | undefined) => string,
): LinkGroup[] {
  const hintOf = hintsFor(items)
  const link = (scope: Scope, hint: string | undefined, inside: Branch[]): LinkItem => ({
    key: scope.id,
    to: to(scope.home ? undefined : scope.id),
    label: scope.name,
    hint,
    current: scope.id === current,
    closed: scope.closed,
    items: inside.map(grown),
  })
  const grown = (branch: Branch): LinkItem => {
    const around = elsewhere(branch)
    const hint = [hintOf(branch.scope), around === undefined ? undefined : `in ${around}`]
    return link(branch.scope, hint.filter((part) => part !== undefined).join(' '), branch.inside)
  }
  if (items.some(({ depth }) => depth !== undefined))
    return [{ key: 'tree', items: treeOf(items).map(grown) }]
  const groups = new Map<string, LinkItem[]>()
  for (const scope of items) {
    const { within = '' } = scope
    groups.set(within, [...(groups.get(within) ?? []), link(scope, hintOf(scope), [])])
  }
  return [...groups].map(([within, links]) => ({
    key: within,
    title: within === '' ? undefined : within,
    items: links,
  }))
}
