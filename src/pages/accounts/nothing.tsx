// How many accounts are on screen, and why there is none.
import type { ReactNode } from 'react'
import type { Account } from '../../directory/credentials.ts'
import type { Whole } from '../../directory/model.ts'
import { paths } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { having } from '../../queries.ts'
import { amount, counted } from '../../ui/amount.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import type { Show } from './view.ts'

/** What the list says of itself: "All 41 accounts", "7 of 41 match". */
export function summary(
  found: number,
  { items, total, complete }: Whole<Account>,
  narrowed: boolean,
): string {
  const read = items.length
  if (narrowed) return `${amount(found)} of ${amount(read)} match`
  if (!complete)
    return `${amount(read)} of ${total === null ? 'an unknown number of' : amount(total)} accounts`
  if (read === 0) return ''
  return read === 1 ? 'The only account' : `All ${counted(read, 'account')}`
}

/** What a search looks at: "User name, name or description". */
export function looksAt(): string {
  const { login, name, description } = having(connected().directory?.traits.accounts)
  const names = login ? `${login.label}, ${name.label.toLowerCase()}` : name.label
  return `${names} or ${description.label.toLowerCase()}`
}

type NothingProps = {
  search: string
  show: Show
  data: Whole<Account>
  scope: string | undefined
  create: ReactNode
}

/** None at all, none of that state, no match and none to be read are different things. */
export function Nothing({ search, show, data: { items, complete }, scope, create }: NothingProps) {
  if (search !== '')
    return (
      <Empty
        title={`No account matches “${search}”`}
        action={
          <LinkButton to={paths.accounts({ scope, show: show === 'all' ? '' : show })}>
            Clear the search
          </LinkButton>
        }
      >
        Looked at the {looksAt().toLowerCase().replace(' or ', ' and ')} of {complete ? 'all' : 'the'}{' '}
        {counted(items.length, 'account')}
        {!complete && ' that could be read'}
        {show !== 'all' && `, of which only those that are ${show} are shown`}.
      </Empty>
    )
  if (items.length > 0)
    return (
      <Empty
        title={show === 'disabled' ? 'No account is disabled' : 'No account is active'}
        action={<LinkButton to={paths.accounts({ scope })}>Show all accounts</LinkButton>}
      />
    )
  if (!complete)
    return (
      <Empty title="No account could be read" tone="bad">
        {connected().platform.name} counts accounts that it does not show to you.
      </Empty>
    )
  const { what } = having(connected().directory?.traits.accounts)
  return (
    <Empty title="No accounts yet" action={create}>
      {what} An account is for a machine: it acts by tokens and keys, which end when you want.
    </Empty>
  )
}
