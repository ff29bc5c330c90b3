// The keys and secrets of accounts: whose, until when, in what state; and the ways to make, rotate and revoke them.
import { useSuspenseQuery } from '@tanstack/react-query'
import { Outlet, type LoaderFunctionArgs } from 'react-router'
import { useReason } from '../../access.ts'
import type { Credential, CredentialKind } from '../../directory/credentials.ts'
import { paths, scopeIn } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { having, inventory, queryClient } from '../../queries.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Page } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { useScope } from '../../use-scope.ts'
import { CredentialTable } from '../credentials/credential-table.tsx'
import { OwnerFilter } from '../credentials/owner-filter.tsx'
import { useCredentialsView } from '../credentials/view.ts'
import { ReadAgain } from '../read-again.tsx'

const kinds: readonly CredentialKind[] = ['key', 'secret']

export async function loader({ request }: LoaderFunctionArgs): Promise<null> {
  await queryClient.query(inventory(scopeIn(new URL(request.url).searchParams)))
  return null
}

/** The list; creating is a dialog over it. */
export function Component() {
  const scope = useScope()
  const traits = having(connected().directory?.traits.keys)
  const list = useSuspenseQuery(inventory(scope))
  const { data } = list
  const view = useCredentialsView()
  const mayNotIssue = useReason('issue keys')
  const shown = data.credentials.filter(({ kind }) => kinds.includes(kind))
  const isUseKnown = shown.length === 0 || shown.some(({ lastUsedAt }) => lastUsedAt !== undefined)
  const create = (
    <LinkButton
      kind="primary"
      icon={<Icon name="plus" />}
      to={paths.newKey({ scope, search: view.search, owner: view.owner })}
      disabledReason={mayNotIssue}
    >
      Create key
    </LinkButton>
  )
  return (
    <Page
      title="Keys"
      lead="By a key or a secret a service account proves who it is, and gets access tokens that live for a short time."
      actions={create}
    >
      <ReadAgain title="This list could not be read again" of={list} />
      <Note tone="info">
        {traits.what} {traits.keeping} {!isUseKnown && 'When one was last used is not told here.'}
      </Note>
      <CredentialTable
        credentials={data.credentials}
        complete={data.complete}
        trouble={data.trouble}
        kinds={kinds}
        only={view.owner === '' ? undefined : ({ owner }: Credential) => owner.id === view.owner}
        filters={<OwnerFilter credentials={shown} one="key" />}
        empty={
          <Empty title={data.complete ? 'No keys yet' : 'No key could be read'} action={create}>
            {traits.what}
          </Empty>
        }
      />
      <Outlet />
    </Page>
  )
}
