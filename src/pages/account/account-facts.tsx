// What there is to say about an account in one or two lines.
import type { ReactNode } from 'react'
import type { Account } from '../../directory/credentials.ts'
import { connected } from '../../platform.ts'
import { StateOf } from '../accounts/account-columns.tsx'
import { disablingText } from '../accounts/states.ts'
import { FactLine, when } from '../fact-line.tsx'

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
      fact: createdAt && when('created', createdAt),
    },
  ]
  return <FactLine description={description} facts={facts} settling={settling} />
}
