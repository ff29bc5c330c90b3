// Choosing people: they are found at the directory and ticked, beside each what is known of them already; who is chosen stands above.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Traits } from '../../directory/directory.ts'
import type { Person } from '../../directory/model.ts'
import { people } from '../../queries.ts'
import { Badge } from '../../ui/badge.tsx'
import { Check } from '../../ui/check.tsx'
import { Chips } from '../../ui/chips.tsx'
import { SearchField } from '../../ui/field.tsx'
import { Skeleton } from '../../ui/frame.tsx'
import { Highlight } from '../../ui/highlight.tsx'
import { Row, Stack } from '../../ui/layout.tsx'
import { Rows } from '../../ui/rows.tsx'
import { useScope } from '../../use-scope.ts'
import { NotRead } from '../not-read.tsx'

type PeopleSearchProps = {
  traits: NonNullable<Traits['members']>
  /** What is said of somebody who was found; `off` where they need not be chosen. Undefined where there is nothing to say. */
  remarkOn: (person: Person) => { text: string; off: boolean } | undefined
  /** Whether that is known of everybody. */
  isComplete: boolean
  chosen: readonly Person[]
  onChange: (chosen: readonly Person[]) => void
}

/** Asks the directory from so many characters on as it wants; what was found stays while it searches anew. */
export function PeopleSearch({ traits, remarkOn, isComplete, chosen, onChange }: PeopleSearchProps) {
  const scope = useScope()
  const [search, setSearch] = useState('')
  const isEnough = Array.from(search.trim()).length >= traits.searchFrom
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery({
    ...people(scope, search.trim()),
    enabled: isEnough,
    placeholderData: keepPreviousData,
  })
  const without = (id: string) => chosen.filter((one) => one.id !== id)
  return (
    <>
      <Chips
        label="Chosen people"
        chips={chosen.map(({ id, name }) => ({
          key: id,
          label: name,
          onRemove: () => onChange(without(id)),
        }))}
      />
      <Stack gap="small">
        <Row>
          <SearchField
            label="Search people"
            placeholder="Search people"
            defaultValue=""
            onSearch={setSearch}
          />
        </Row>
        {!isEnough && (
          <p>
            {traits.searchFrom > 1 ? `Type at least ${traits.searchFrom} characters` : 'Type'} to search by{' '}
            {traits.searched}.
          </p>
        )}
        {isEnough && error && (
          <NotRead
            title="People could not be read"
            error={error}
            pending={isFetching}
            again={() => void refetch()}
          />
        )}
        {isEnough && !error && (
          <>
            <output>{data && !isPlaceholderData && said(data.items.length, data.total, search)}</output>
            {(!data || (isPlaceholderData && data.items.length === 0)) && <Skeleton lines={4} />}
            {data && (
              <Rows label="People found">
                {data.items.map((person) => (
                  <li key={person.id}>
                    <Found
                      person={person}
                      search={search}
                      remark={remarkOn(person)}
                      isChosen={chosen.some(({ id }) => id === person.id)}
                      onChoose={(on) => onChange(on ? [...chosen, person] : without(person.id))}
                    />
                  </li>
                ))}
              </Rows>
            )}
          </>
        )}
        {!isComplete && (
          <small>Not all who hold the role are known here. Whoever has it already keeps it as it is.</small>
        )}
        {traits.perMember !== undefined && <small>A person can hold at most {traits.perMember} roles.</small>}
      </Stack>
    </>
  )
}

type FoundProps = {
  person: Person
  search: string
  remark: ReturnType<PeopleSearchProps['remarkOn']>
  isChosen: boolean
  onChoose: (on: boolean) => void
}

function Found({ person, search, remark, isChosen, onChoose }: FoundProps) {
  const { id, name, login, email, kind, state } = person
  // Where the name is all that is known of two people, their ids tell them apart.
  const known = login ?? email ?? (id === name ? undefined : id)
  return (
    <Check
      checked={remark?.off === true || isChosen}
      off={remark?.off}
      label={<Highlight text={name} search={search} />}
      mark={
        <>
          {kind === 'account' && <Badge>account</Badge>}
          {state === 'blocked' && <Badge tone="warn">blocked</Badge>}
          {state === 'invited' && <Badge tone="warn">invited</Badge>}
        </>
      }
      hint={[remark?.text, known].filter(Boolean).join(' · ')}
      onChange={onChoose}
    />
  )
}

function said(found: number, total: number | null, search: string): string {
  if (found === 0)
    return search.trim() === '' ? 'There is nobody to choose' : `Nobody matches “${search.trim()}”`
  if (total === null) return `The first ${found}: there may be more, type more to narrow it`
  if (total > found) return `The first ${found} of ${total}: type more to narrow it`
  return found === 1 ? '1 person' : `${found} people`
}
