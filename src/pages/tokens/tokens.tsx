// The tokens of the directory: whose, until when, used when; and the ways to make, rotate and revoke them.
import { useSuspenseQuery } from '@tanstack/react-query'
import { startTransition, useOptimistic } from 'react'
import { Outlet, type LoaderFunctionArgs } from 'react-router'
import { useReason } from '../../access.ts'
import type { Credential } from '../../directory/credentials.ts'
import { paths, scopeIn } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { having, inventory, queryClient } from '../../queries.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Page } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { Segments } from '../../ui/segments.tsx'
import { useScope } from '../../use-scope.ts'
import { CredentialTable } from '../credentials/credential-table.tsx'
import { OwnerFilter } from '../credentials/owner-filter.tsx'
import { useSelf } from '../credentials/self.ts'
import { useCredentialsView } from '../credentials/view.ts'
import { ReadAgain } from '../read-again.tsx'

export async function loader({ request }: LoaderFunctionArgs): Promise<null> {
  await queryClient.query(inventory(scopeIn(new URL(request.url).searchParams)))
  return null
}

/** The list; creating is a dialog over it. */
export function Component() {
  const scope = useScope()
  const traits = having(connected().directory?.traits.tokens)
  const list = useSuspenseQuery(inventory(scope))
  const { data } = list
  const view = useCredentialsView()
  const self = useSelf()
  // Chosen at once; the address follows.
  const [meant, mean] = useOptimistic<'all' | 'mine'>(
    view.show === 'mine' && view.owner === '' ? 'mine' : 'all',
  )
  const mayNotIssue = useReason('issue tokens')
  const tokens = data.credentials.filter(({ kind }) => kind === 'token')
  const isUseKnown = tokens.length === 0 || tokens.some(({ lastUsedAt }) => lastUsedAt !== undefined)
  const create = (
    <LinkButton
      kind="primary"
      icon={<Icon name="plus" />}
      to={paths.newToken({
        scope,
        search: view.search,
        show: view.show,
        ...(view.owner !== self?.id && { owner: view.owner }),
      })}
      disabledReason={mayNotIssue}
    >
      Create token
    </LinkButton>
  )
  const isMine = ({ owner }: Credential) => owner.kind === 'person' && owner.id === self?.id
  const only =
    view.owner !== ''
      ? ({ owner }: Credential) => owner.id === view.owner
      : view.show === 'mine'
        ? isMine
        : undefined
  return (
    <Page
      title="Tokens"
      lead="A token is handed out as a whole: whoever has it acts as its owner, without signing in."
      actions={create}
    >
      <ReadAgain title="This list could not be read again" of={list} />
      <Note tone="info">
        {traits.who} {traits.carrying} {traits.keeping}{' '}
        {!isUseKnown && 'When one was last used is not told here.'}
      </Note>
      <CredentialTable
        credentials={data.credentials}
        complete={data.complete}
        trouble={data.trouble}
        kinds={['token']}
        only={only}
        filters={
          <>
            {traits.people && (
              <Segments
                label="Whose tokens"
                value={meant}
                choices={[
                  { value: 'all', label: 'All' },
                  { value: 'mine', label: 'Mine' },
                ]}
                onChange={(to) =>
                  startTransition(async () => {
                    mean(to)
                    await view.go({ show: to === 'mine' ? 'mine' : '', owner: '' })
                  })
                }
              />
            )}
            <OwnerFilter credentials={tokens} one="token" />
          </>
        }
        empty={
          <Empty title={data.complete ? 'No tokens yet' : 'No token could be read'} action={create}>
            {traits.who}
          </Empty>
        }
      />
      <Outlet />
    </Page>
  )
}
