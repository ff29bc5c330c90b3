// What an account may do: by its roles, with what these come to, or by permissions given to it directly.
import { useQuery } from '@tanstack/react-query'
import { useReason } from '../../access.ts'
import type { Account } from '../../directory/credentials.ts'
import { paths } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { accountGranted, having, member, roleCounts } from '../../queries.ts'
import { Card, Stack } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { Rows } from '../../ui/rows.tsx'
import { useScope } from '../../use-scope.ts'
import { accountHolders } from '../changes/holders.ts'
import type { Staging } from '../changes/staged.ts'
import { EffectiveCard } from '../members/effective-card.tsx'
import { MemberRoles } from '../members/member-roles.tsx'
import { NotRead } from '../not-read.tsx'
import { PermissionsTab } from '../role/permissions-tab.tsx'
import { NotAllowed, Reading } from '../role/unread.tsx'

/** The tab; asks for nothing that the person may not see. */
export function MayTab({ account, staging }: { account: Account; staging: Staging }) {
  const scope = useScope()
  const { access, granting } = having(connected().directory?.traits.accounts)
  const mayNotReadMembers = useReason('read members')
  const mayNotReadPermissions = useReason('read permissions')
  const { id, fixed } = account
  if (access === 'roles')
    return mayNotReadMembers === undefined ? (
      <ByRoles account={account} />
    ) : (
      <NotAllowed what="Roles of accounts" reason={mayNotReadMembers} />
    )
  if (mayNotReadPermissions !== undefined) return <Given id={id} reason={mayNotReadPermissions} />
  return (
    <PermissionsTab
      of={accountHolders}
      holder={id}
      staging={staging}
      granting={granting}
      fixed={fixed}
      href={(look) => paths.account(id, { scope, ...look })}
    />
  )
}

function ByRoles({ account: { id, name } }: { account: Account }) {
  const scope = useScope()
  const held = useQuery(member(scope, id))
  const { data: counts } = useQuery(roleCounts(scope))
  const mayNotRead = useReason('read permissions')
  const hasPermissions = connected().directory?.traits.permissions !== undefined
  return (
    <Stack>
      {held.error && (
        <NotRead
          title="The roles of this account could not be read"
          tone={held.data ? 'warn' : 'bad'}
          error={held.error}
          pending={held.isFetching}
          again={() => void held.refetch()}
        />
      )}
      {held.data ? (
        <MemberRoles key={`${scope} ${id}`} of={held.data} permissions={counts?.permissions} />
      ) : (
        !held.error && <Reading what="roles" queryKey={member(scope, id).queryKey} />
      )}
      {hasPermissions && mayNotRead === undefined && (
        <EffectiveCard key={`may ${scope} ${id}`} id={id} name={name} />
      )}
      {hasPermissions && mayNotRead !== undefined && (
        <Card title="What this lets them do">
          <Note tone="info" title="Your account may not read permissions">
            {mayNotRead}
          </Note>
        </Card>
      )}
    </Stack>
  )
}

/** For somebody who may see the account and not the catalogue: the bare names of what it was given. */
function Given({ id, reason }: { id: string; reason: string }) {
  const scope = useScope()
  const { data, error, isFetching, refetch } = useQuery(accountGranted(scope, id))
  return (
    <Stack>
      <Note tone="info" title="You can look, but not change">
        {reason}
      </Note>
      {error && (
        <NotRead
          title="What this account has could not be read"
          error={error}
          pending={isFetching}
          again={() => void refetch()}
        />
      )}
      {!data && !error && <Reading what="permissions" queryKey={accountGranted(scope, id).queryKey} />}
      {data && (
        <Card title="Permissions" aside={data.complete ? undefined : 'not all of them could be read'}>
          {data.permissions.length === 0 ? (
            <p>{data.complete ? 'This account may do nothing yet.' : 'None could be read.'}</p>
          ) : (
            <Rows label="Permissions">
              {data.permissions.map((permission) => (
                <li key={permission}>
                  <code>{permission}</code>
                </li>
              ))}
            </Rows>
          )}
        </Card>
      )}
    </Stack>
  )
}
