// Whose the new credential is to be: oneself, or an account found by a search.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account, Owner } from '../../directory/credentials.ts'
import { accounts } from '../../queries.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Skeleton } from '../../ui/frame.tsx'
import { Row, Stack } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { Segments } from '../../ui/segments.tsx'
import { useScope } from '../../use-scope.ts'
import { NotRead } from '../not-read.tsx'

type OwnerFieldProps = {
  /** The signed-in person, where people can be owners. */
  self: Owner | undefined
  value: Owner | undefined
  onChange: (owner: Owner | undefined) => void
  /** Why no account can be chosen. */
  noAccounts: string | undefined
  /** Something is made for this one: it cannot be changed until that is done. */
  pending: boolean
}

/** Keeps no choice of its own. */
export function OwnerField({ self, value, onChange, noAccounts, pending }: OwnerFieldProps) {
  const [forAccount, setForAccount] = useState(self === undefined || value?.kind === 'account')
  return (
    <Stack gap="small">
      {self && (
        <Row>
          <Segments
            label="Whose it is"
            value={forAccount ? 'account' : 'self'}
            choices={[
              { value: 'self', label: `Mine (${self.name})` },
              { value: 'account', label: 'A service account’s' },
            ]}
            onChange={(to) => {
              if (pending) return
              setForAccount(to === 'account')
              onChange(to === 'self' ? self : undefined)
            }}
          />
        </Row>
      )}
      {forAccount &&
        (noAccounts === undefined ? (
          value ? (
            <Row spread>
              <span>
                Owner: <strong>{value.name}</strong>
              </span>
              <Button
                disabledReason={pending ? `Something is being made for ${value.name}.` : undefined}
                onClick={() => onChange(undefined)}
              >
                Choose another account
              </Button>
            </Row>
          ) : (
            <AccountSearch onChoose={onChange} />
          )
        ) : (
          <Note tone="info" title="You cannot choose an account">
            {noAccounts}
          </Note>
        ))}
    </Stack>
  )
}

const most = 8

function AccountSearch({ onChoose }: { onChoose: (owner: Owner) => void }) {
  const { data, error, isFetching, refetch } = useQuery(accounts(useScope()))
  const [search, setSearch] = useState('')
  if (error)
    return (
      <NotRead
        title="Accounts could not be read"
        error={error}
        again={() => void refetch()}
        pending={isFetching}
      />
    )
  if (!data) return <Skeleton lines={4} />
  const wanted = search.trim().toLocaleLowerCase()
  const found = data.items.filter(({ name, login = '', id }) =>
    [name, login, id].some((text) => text.toLocaleLowerCase().includes(wanted)),
  )
  const shown = found.slice(0, most)
  return (
    <Stack gap="small">
      {/* Searched with every key: a report that comes with the click on a name would move the name away from under it. */}
      <TextField
        name="owner"
        label="Account"
        required
        hint="Whose it is to be: search by name or id."
        onChange={setSearch}
      />
      <output>
        {found.length === 0
          ? data.items.length === 0
            ? 'There are no accounts yet. Create one first.'
            : `No account matches “${search.trim()}”.`
          : found.length > most
            ? `The first ${most} of ${found.length} accounts. Type to narrow them.`
            : 'Choose one of these.'}
        {!data.complete && ' Not all accounts could be read.'}
      </output>
      {shown.map((account) => (
        <Row key={account.id} gap="small">
          <Button
            disabledReason={account.fixed}
            onClick={() => onChoose({ id: account.id, name: account.name, kind: 'account' })}
          >
            {account.name}
          </Button>
          <small>{about(account)}</small>
        </Row>
      ))}
    </Stack>
  )
}

function about({ login, description, state }: Account): string {
  return [login, description, state === 'disabled' && 'disabled'].filter(Boolean).join(' · ')
}
