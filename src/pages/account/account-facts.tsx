// What there is to say about an account in one or two lines.
import { Fragment, type ReactNode } from 'react'
import type { Account } from '../../directory/credentials.ts'
import { connected } from '../../platform.ts'
import { Badge } from '../../ui/badge.tsx'
import { clock, dayOf } from '../../ui/time.ts'
import { StateOf } from '../accounts/account-columns.tsx'
import { disablingText } from '../accounts/states.ts'

/** Description, state, login where it is not the name, id and date. */
export function AccountFacts({ account }: { account: Account }) {
  const { id, name, login, description, createdAt, settling } = account
  const label = connected().directory?.traits.accounts?.login?.label ?? 'Login'
  const facts: { key: string; fact: ReactNode }[] = [
    { key: 'state', fact: disablingText() !== undefined && <StateOf of={account} /> },
    {
      key: 'login',
      fact: login !== undefined && login !== name && (
        <>
          {label} <code>{login}</code>
        </>
      ),
    },
    {
      key: 'id',
      fact: (
        <>
          Id <code>{id}</code>
        </>
      ),
    },
    {
      key: 'created',
      fact: createdAt && (
        <>
          created{' '}
          <time dateTime={createdAt.toISOString()} title={clock(createdAt.getTime())}>
            {dayOf(createdAt)}
          </time>
        </>
      ),
    },
  ].filter(({ fact }) => fact)
  return (
    <>
      {description && <p>{description}</p>}
      <p>
        {facts.map(({ key, fact }, index) => (
          <Fragment key={key}>
            {index > 0 && ' · '}
            {fact}
          </Fragment>
        ))}{' '}
        {settling && (
          <Badge title="The directory accepted this; its own lists will show it in a moment.">settling</Badge>
        )}
      </p>
    </>
  )
}
