// By what an account acts: its tokens, keys and secret, and the ways to a new one.
import { useQuery } from '@tanstack/react-query'
import { useReason } from '../../access.ts'
import type { Account } from '../../directory/credentials.ts'
import { paths } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { inventory } from '../../queries.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Row, Stack } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { useScope } from '../../use-scope.ts'
import { CredentialTable } from '../credentials/credential-table.tsx'
import { NotRead } from '../not-read.tsx'
import { Reading } from '../role/unread.tsx'

/** The tab with every credential of one account. */
export function CredentialsTab({ account }: { account: Account }) {
  const scope = useScope()
  const { id, state } = account
  const options = inventory(scope, id)
  const { data, error, isFetching, refetch } = useQuery(options)
  return (
    <Stack>
      {state === 'disabled' && (
        <Note tone="warn" title="This account is disabled">
          None of its credentials works until it is enabled again.
        </Note>
      )}
      {error && (
        <NotRead
          title={data ? 'The credentials could not be read again' : 'The credentials could not be read'}
          tone={data ? 'warn' : 'bad'}
          error={error}
          pending={isFetching}
          again={() => void refetch()}
        />
      )}
      <NewOnes account={account} />
      {data ? (
        <CredentialTable
          owner={id}
          credentials={data.credentials}
          complete={data.complete}
          trouble={data.trouble}
          empty={
            <Empty title="This account has no credentials">
              It cannot act yet. Make a key, of which the secret half stays with whoever uses it, or hand out
              what this directory has besides.
            </Empty>
          }
        />
      ) : (
        !error && <Reading what="credentials" queryKey={options.queryKey} />
      )}
    </Stack>
  )
}

function NewOnes({ account: { id, fixed } }: { account: Account }) {
  const scope = useScope()
  const { tokens, keys } = connected().directory?.traits ?? {}
  const mayNotIssueTokens = useReason('issue tokens')
  const mayNotIssueKeys = useReason('issue keys')
  const plus = <Icon name="plus" />
  return (
    <Row gap="small">
      {keys && (
        <LinkButton
          kind="primary"
          icon={plus}
          to={paths.newKey({ owner: id, scope })}
          disabledReason={mayNotIssueKeys ?? fixed}
        >
          New key
        </LinkButton>
      )}
      {tokens && (
        <LinkButton
          icon={plus}
          to={paths.newToken({ owner: id, scope })}
          disabledReason={mayNotIssueTokens ?? fixed}
        >
          New token
        </LinkButton>
      )}
      {keys?.secret && (
        <LinkButton
          to={paths.newKey({ owner: id, show: 'secret', scope })}
          disabledReason={mayNotIssueKeys ?? fixed}
        >
          Set a secret
        </LinkButton>
      )}
    </Row>
  )
}
