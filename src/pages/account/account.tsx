// One service account: what it is, what it may do, and by which credentials it acts.
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useLocation, useNavigate, useSearchParams, type LoaderFunctionArgs } from 'react-router'
import { useReason } from '../../access.ts'
import type { Account } from '../../directory/credentials.ts'
import { Problem } from '../../directory/problem.ts'
import { idIn, paths, scopeIn } from '../../paths.ts'
import { connected } from '../../platform.ts'
import {
  account as accountRead,
  accountGranted,
  catalogue,
  having,
  inventory,
  member,
  queryClient,
} from '../../queries.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Page } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { useOpened } from '../../ui/opened.ts'
import { Tabs } from '../../ui/tabs.tsx'
import { useScope } from '../../use-scope.ts'
import { liveOf } from '../accounts/live.ts'
import { disablingText, useEnabling, useMayNot } from '../accounts/states.ts'
import { accountHolders } from '../changes/holders.ts'
import { SaveBar } from '../changes/save-bar.tsx'
import { createStaging } from '../changes/staged.ts'
import { useMinute } from '../credentials/ending.ts'
import { AccountFacts } from './account-facts.tsx'
import { CredentialsTab } from './credentials-tab.tsx'
import { MayTab } from './may-tab.tsx'

const DeleteAccount = lazy(async () => ({
  default: (await import('../accounts/delete-account.tsx')).DeleteAccount,
}))
const DisableAccount = lazy(async () => ({
  default: (await import('../accounts/disable-account.tsx')).DisableAccount,
}))

export function loader({ request }: LoaderFunctionArgs) {
  const { pathname, searchParams } = new URL(request.url)
  return queryClient.query(accountRead(scopeIn(searchParams), idIn(pathname)))
}

/** The page; another account, or one of that id at another scope, is another page, with nothing marked yet. */
export function Component() {
  const id = idIn(useLocation().pathname)
  const scope = useScope()
  return <AccountPage key={`${scope} ${id}`} id={id} />
}

function AccountPage({ id }: { id: string }) {
  const scope = useScope()
  const navigate = useNavigate()
  const { data: account, error } = useSuspenseQuery(accountRead(scope, id))
  const [staging] = useState(createStaging)
  const [open, setOpen] = useOpened<'disable' | 'delete'>()
  const isCredentials = useSearchParams()[0].get('tab') === 'credentials'
  const isRoles = having(connected().directory?.traits.accounts).access === 'roles'
  const counts = useCounts(id, isRoles)
  const known = useQuery({ ...catalogue(scope), enabled: false })
  const { name, fixed } = account
  return (
    <Page
      title={name}
      lead={<AccountFacts account={account} />}
      up={{ to: paths.accounts({ scope }), label: 'Accounts' }}
      actions={<Actions account={account} onAsk={setOpen} />}
    >
      {error && (
        <Note
          tone="warn"
          title={
            error instanceof Problem && error.kind === 'not-found'
              ? 'This account is gone'
              : 'This account could not be read again'
          }
          live
        >
          {error.message} What stands here was read before.
        </Note>
      )}
      {/* The picker says it itself. */}
      {fixed !== undefined && (isCredentials || isRoles) && (
        <Note tone="info" title="This account is not changed here">
          {fixed}
        </Note>
      )}
      <Tabs
        label="Parts of this account"
        tabs={[
          {
            to: paths.account(id, { scope }),
            label: 'What it may do',
            count: counts.may,
            current: !isCredentials,
          },
          {
            to: paths.account(id, { scope, tab: 'credentials' }),
            label: 'Credentials',
            count: counts.credentials,
            current: isCredentials,
          },
        ]}
      />
      {isCredentials ? <CredentialsTab account={account} /> : <MayTab account={account} staging={staging} />}
      {known.data && (
        <SaveBar of={accountHolders} staging={staging} nameOf={() => name} catalogue={known.data} />
      )}
      <Suspense>
        {open === 'disable' && (
          <DisableAccount account={account} live={counts.live} onClose={() => setOpen(null)} />
        )}
        {open === 'delete' && (
          <DeleteAccount
            account={account}
            onClose={() => setOpen(null)}
            onDeleted={() => void navigate(paths.accounts({ scope }))}
          />
        )}
      </Suspense>
    </Page>
  )
}

type ActionsProps = { account: Account; onAsk: (what: 'disable' | 'delete') => void }

function Actions({ account, onAsk }: ActionsProps) {
  const scope = useScope()
  const mayNot = useMayNot()
  const enabling = useEnabling()
  const whyNotEdit = mayNot.edit(account)
  return (
    <>
      <LinkButton
        icon={<Icon name="edit" />}
        to={paths.editAccount(account.id, { scope })}
        disabledReason={whyNotEdit}
      >
        Edit
      </LinkButton>
      {disablingText() !== undefined && (
        <Button
          pending={enabling.isPending}
          disabledReason={whyNotEdit}
          onClick={() => (account.state === 'active' ? onAsk('disable') : enabling.mutate(account))}
        >
          {account.state === 'active' ? 'Disable' : 'Enable'}
        </Button>
      )}
      <Button
        icon={<Icon name="trash" />}
        disabledReason={mayNot.delete(account)}
        onClick={() => onAsk('delete')}
      >
        Delete
      </Button>
    </>
  )
}

/** How much the account may do and has, as far as it can be told. */
function useCounts(id: string, isRoles: boolean) {
  const scope = useScope()
  const mayMembers = useReason('read members') === undefined
  const now = useMinute()
  const granted = useQuery({ ...accountGranted(scope, id), enabled: !isRoles })
  const held = useQuery({ ...member(scope, id), enabled: isRoles && mayMembers })
  const stock = useQuery(inventory(scope, id))
  const live = stock.data && liveOf(stock.data.credentials, now)
  return {
    may: isRoles
      ? held.data?.assignments.length
      : granted.data?.complete
        ? granted.data.permissions.length
        : undefined,
    // There may be more than what could be read.
    credentials: live && `${live.credentials.length}${stock.data?.complete ? '' : '+'}`,
    live,
  }
}
