// Finding the person who is to be given a role, whether they hold one yet or not.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { paths } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { having, people } from '../../queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { SearchField } from '../../ui/field.tsx'
import { Skeleton } from '../../ui/frame.tsx'
import { LinkList } from '../../ui/link-list.tsx'
import { Row, Stack } from '../../ui/layout.tsx'
import { useScope } from '../../use-scope.ts'
import { NotRead } from '../not-read.tsx'

/** A search over people; each match leads to their page, where roles are assigned. */
export function FindPerson({ onClose }: { onClose: () => void }) {
  const scope = useScope()
  const { searchFrom, searched } = having(connected().directory?.traits.members)
  const [search, setSearch] = useState('')
  const enough = Array.from(search.trim()).length >= Math.max(1, searchFrom)
  const { data, error, isPending, isPlaceholderData, refetch } = useQuery({
    ...people(scope, search.trim()),
    enabled: enough,
    placeholderData: (before) => before,
  })
  const rest = data && (data.total === null || data.total > data.items.length)
  return (
    <Dialog title="Assign a role" onClose={onClose}>
      <Stack>
        <p>Who is to hold it? Find the person; their roles are on the page that opens.</p>
        <LinkList
          label="People"
          onFollow={onClose}
          groups={[
            {
              key: 'people',
              items: (enough ? (data?.items ?? []) : []).map(({ id, name, login, email, kind, state }) => ({
                key: id,
                to: paths.member(id, { scope }),
                label: [name, login ?? email, kind === 'account' && 'account', state !== 'active' && state]
                  .filter(Boolean)
                  .join(' · '),
              })),
            },
          ]}
        >
          <Row>
            <SearchField
              label="Search people"
              placeholder="Search people"
              defaultValue=""
              onSearch={setSearch}
            />
          </Row>
        </LinkList>
        {!enough && (
          <p>
            {searchFrom > 1 ? `Type at least ${searchFrom} characters` : 'Type'} to search by {searched}.
          </p>
        )}
        {enough && (isPending || (isPlaceholderData && data.items.length === 0)) && <Skeleton lines={4} />}
        {enough && error && (
          <NotRead title="People could not be searched" error={error} again={() => void refetch()} />
        )}
        {enough && data && !error && (
          <output>
            {!isPlaceholderData &&
              (data.items.length === 0
                ? `Nobody matches “${search.trim()}”. Searched were ${searched}.`
                : rest
                  ? 'These are the first matches. Type more to narrow them.'
                  : `${data.items.length === 1 ? '1 person matches' : `${data.items.length} people match`}.`)}
          </output>
        )}
      </Stack>
    </Dialog>
  )
}
