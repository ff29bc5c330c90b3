// Choosing the second scope of a comparison: searched at the directory, each a link to the comparison with it.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { connected } from '../../platform.ts'
import { scopes } from '../../queries.ts'
import { Empty } from '../../ui/empty.tsx'
import { SearchField } from '../../ui/field.tsx'
import { Skeleton } from '../../ui/frame.tsx'
import { Card, Row, Stack } from '../../ui/layout.tsx'
import { LinkList } from '../../ui/link-list.tsx'
import { NotRead } from '../not-read.tsx'
import { countOf, linksOf } from '../scope-list.ts'

type ChoiceProps = {
  /** Id and name of the first one, which is not among those to choose from. */
  here: { id: string | undefined; name: string }
  href: (to: string) => string
}

/** A card that lists what the person can see, those that lie in others within them. */
export function CompareChoice({ here, href }: ChoiceProps) {
  const [search, setSearch] = useState('')
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery({
    ...scopes(search),
    placeholderData: keepPreviousData,
  })
  const label = connected().directory?.traits.scopes?.label ?? 'Place'
  const items =
    data && !error
      ? linksOf(data.items, ({ id, closed }) => ({
          to: href(id),
          closed: id === here.id ? 'This is where you are.' : closed,
        }))
      : []
  const isEmpty = data?.items.length === 0
  return (
    <Card title={`Compare ${here.name} with`}>
      <Stack>
        <LinkList label={label} groups={[{ key: 'all', items }]}>
          <Row spread>
            <SearchField
              label="Search by name"
              placeholder="Name"
              defaultValue={search}
              onSearch={(text) => setSearch(text)}
            />
            <output>{data && !error && !isPlaceholderData && countOf(data, search)}</output>
          </Row>
        </LinkList>
        {!error && (!data || (isPlaceholderData && isEmpty)) && <Skeleton lines={4} />}
        {error && (
          <NotRead
            title="This list could not be read"
            error={error}
            again={() => void refetch()}
            pending={isFetching}
          />
        )}
        {!error && isEmpty && !isPlaceholderData && (
          <Empty title={search === '' ? 'There is nothing to choose from' : `Nothing is called “${search}”`}>
            Only what your account may see is listed, by its name.
          </Empty>
        )}
      </Stack>
    </Card>
  )
}
