// The service accounts of the directory: what each has to act with, when that ends first, and the ways to make, change, switch
// off and delete them.
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { Outlet, type LoaderFunctionArgs } from 'react-router'
import type { Account } from '../../directory/credentials.ts'
import { paths, scopeIn } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { accounts, having, inventory, queryClient } from '../../queries.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Page, Row } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { useOpened } from '../../ui/opened.ts'
import { Pager } from '../../ui/pager.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Table } from '../../ui/table.tsx'
import { SelectPage } from '../bulk/select-column.tsx'
import { useSelection } from '../bulk/selection.ts'
import { useMinute } from '../credentials/ending.ts'
import { NotRead } from '../not-read.tsx'
import { ReadAgain } from '../read-again.tsx'
import { ViewSearch } from '../view-search.tsx'
import { accountColumns, type Asked } from './account-columns.tsx'
import type { BulkAct } from './bulk-accounts.tsx'
import { liveByOwner } from './live.ts'
import { looksAt, Nothing, summary } from './nothing.tsx'
import { disablingText, useEnabling, useMayNot } from './states.ts'
import { arrange, pageSize, shows, useAccountsView, type Line } from './view.ts'

const DeleteAccount = lazy(async () => ({
  default: (await import('./delete-account.tsx')).DeleteAccount,
}))
const DisableAccount = lazy(async () => ({ default: (await import('./disable-account.tsx')).DisableAccount }))
const BulkAccounts = lazy(async () => ({ default: (await import('./bulk-accounts.tsx')).BulkAccounts }))
const BulkBar = lazy(async () => ({ default: (await import('./bulk-accounts.tsx')).BulkBar }))

export const loader = ({ request }: LoaderFunctionArgs) =>
  queryClient.query(accounts(scopeIn(new URL(request.url).searchParams)))

const idOf = ({ id }: Account) => id

/** The list; create and edit are dialogs over it. */
export function Component() {
  const { view, search, show, sort, page, onShow } = useAccountsView()
  const list = useSuspenseQuery(accounts(view.scope))
  const { data, isFetching } = list
  const stock = useQuery(inventory(view.scope))
  const now = useMinute()
  const mayNot = useMayNot()
  const { what } = having(connected().directory?.traits.accounts)
  const { mutate: enable } = useEnabling()
  const [asked, ask] = useOpened<Asked>()
  const [bulk, setBulk] = useOpened<BulkAct>()

  const live = stock.data && liveByOwner(stock.data.credentials, now)
  const lines = data.items.map((account): Line => {
    const own = live?.get(account.id)
    return own ? { ...account, live: own } : account
  })
  const selection = useSelection(lines, idOf)
  const found = arrange(lines, { search, show, sort })
  const pages = Math.max(1, Math.ceil(found.length / pageSize))
  // A page that deletions have emptied steps back to the last one that has rows.
  const shown = Math.min(page, pages)
  const rows = found.slice((shown - 1) * pageSize, shown * pageSize)
  const stockState = stock.data
    ? stock.data.complete
      ? 'whole'
      : 'partly'
    : stock.error
      ? 'failed'
      : 'unread'
  const create = (
    <LinkButton
      kind="primary"
      icon={<Icon name="plus" />}
      to={paths.newAccount(view)}
      disabledReason={mayNot.create}
    >
      Create account
    </LinkButton>
  )
  return (
    <Page title="Accounts" lead={what} actions={create}>
      <ReadAgain title="This list could not be read again" of={list} />
      {!data.complete && (
        <Note tone="warn" title="This list is not complete">
          Only {data.items.length} of {data.total ?? 'an unknown number of'} accounts could be read. Search
          and order cover those; several accounts can be selected again once the list is complete.
        </Note>
      )}
      {stock.error && (
        <NotRead
          tone="warn"
          title="The credentials could not be read"
          error={stock.error}
          again={() => void stock.refetch()}
          pending={stock.isFetching}
        >
          {stock.data ? 'What stands here was read before.' : 'What each account has is not said here.'}
        </NotRead>
      )}
      {stock.data?.complete === false && (
        <Note tone="warn" title="Not all credentials could be read">
          {stock.data.trouble.map((text) => (
            <p key={text}>{text}</p>
          ))}
          <p>The numbers say how many there are at least.</p>
        </Note>
      )}
      <Row spread>
        <ViewSearch label="Search accounts" placeholder={looksAt()} />
        <Row>
          {disablingText() !== undefined && (
            <Segments label="State" value={show} choices={shows} onChange={onShow} />
          )}
          {data.complete && <SelectPage selection={selection} keys={rows.map(idOf)} more={pages > 1} />}
          <output>{summary(found.length, data, search !== '' || show !== 'all')}</output>
        </Row>
      </Row>
      <Table
        label="Accounts"
        columns={accountColumns({
          view,
          rows,
          now,
          inventory: stockState,
          mayNot,
          ask,
          enable,
          selection: data.complete ? selection : undefined,
        })}
        rows={rows}
        rowKey={idOf}
        busy={isFetching && data.items.some(({ settling }) => settling)}
        sort={sort}
        sortHref={(key) =>
          paths.accounts({ ...view, sort: sort.key === key && !sort.descending ? `-${key}` : key, page: 1 })
        }
        empty={<Nothing {...{ search, show, data, create }} scope={view.scope} />}
      />
      {pages > 1 && (
        <Pager
          page={shown}
          pages={pages}
          href={(number) => paths.accounts({ ...view, page: number })}
          summary={`${(shown - 1) * pageSize + 1} to ${(shown - 1) * pageSize + rows.length} of ${found.length}`}
        />
      )}
      <Suspense>
        {selection.chosen.length > 0 && (
          <BulkBar selection={selection} found={found.map(idOf)} mayNot={mayNot} onAct={setBulk} />
        )}
        {asked?.what === 'delete' && <DeleteAccount account={asked.account} onClose={() => ask(null)} />}
        {asked?.what === 'disable' && (
          <DisableAccount
            account={asked.account}
            live={live?.get(asked.account.id)}
            onClose={() => ask(null)}
          />
        )}
        {bulk && (
          <BulkAccounts
            act={bulk}
            chosen={selection.chosen}
            partly={stockState !== 'whole'}
            onClose={() => setBulk(null)}
          />
        )}
      </Suspense>
      <Outlet />
    </Page>
  )
}
