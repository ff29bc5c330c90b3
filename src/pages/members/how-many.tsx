// How much of a list of members is on screen, and what stands there when nobody is.
import type { ReactNode } from 'react'
import { paths } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { having } from '../../queries.ts'
import { amount, counted } from '../../ui/amount.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import type { MembersView } from './view.ts'

/** What the list says of itself: "50 of 100,000 shown", "All 41 members". `more`: the directory has another page. */
export function shown(
  rows: number,
  total: number | null,
  more: boolean,
  { search, role }: { search: string; role: string },
): string {
  if (more)
    return total === null
      ? `${amount(rows)} shown, and there are more`
      : `${amount(rows)} of ${amount(total)} shown`
  if (total !== null && total > rows) return `The first ${amount(rows)} of ${amount(total)}`
  if (rows === 0) return ''
  if (search !== '') return rows === 1 ? '1 match' : `All ${counted(rows, 'match', 'matches')}`
  if (role !== '') return rows === 1 ? 'The only one with this role' : `All ${amount(rows)} with this role`
  return rows === 1 ? 'The only member' : `All ${counted(rows, 'member')}`
}

type NothingProps = {
  view: MembersView
  narrowed: { search: string; role: string }
  /** The directory counts some whom it does not show. */
  hidden: boolean
  assign: ReactNode
}

/** Nobody at all, nobody with the role, and no match are three different things. */
export function Nothing({ view, narrowed: { search, role }, hidden, assign }: NothingProps) {
  const { listed, searched, elsewhere } = having(connected().directory?.traits.members)
  const { scope } = view
  if (hidden)
    return (
      <Empty title="No member could be read" tone="bad">
        The directory counts members that it does not show to you.
      </Empty>
    )
  if (search !== '')
    return (
      <Empty
        title={`Nobody matches “${search}”`}
        action={<LinkButton to={paths.members({ scope, role })}>Clear the search</LinkButton>}
      >
        Searched were {searched}
        {role === ''
          ? listed === 'holders'
            ? ' of those who hold a role here'
            : ''
          : ' of those with this role'}
        .
      </Empty>
    )
  if (role !== '')
    return (
      <Empty
        title="Nobody holds this role"
        action={<LinkButton to={paths.members({ scope })}>Show members of any role</LinkButton>}
      >
        {elsewhere === undefined && 'It can be assigned on the page of a person.'}
      </Empty>
    )
  return listed === 'holders' ? (
    <Empty title="Nobody holds a role here yet" action={assign}>
      As soon as somebody is assigned a role, they stand here.
    </Empty>
  ) : (
    <Empty title="This directory holds nobody yet">People come into it when they first sign in.</Empty>
  )
}
