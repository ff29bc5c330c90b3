// One member: who they are, which roles they hold and from where, and what that lets them do.
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useLocation, type LoaderFunctionArgs } from 'react-router'
import { useReason } from '../../access.ts'
import { idIn, paths, scopeIn } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { access, member, queryClient, roleCounts } from '../../queries.ts'
import { Badge } from '../../ui/badge.tsx'
import { CopyButton } from '../../ui/copy.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Card, Page, Row } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { useScope } from '../../use-scope.ts'
import { EffectiveCard } from './effective-card.tsx'
import { MemberRoles } from './member-roles.tsx'
import { ShownRoles } from './shown-roles.tsx'
import { StateBadge, stateMeaning } from './state-badge.tsx'

export function loader({ request }: LoaderFunctionArgs) {
  const { pathname, searchParams } = new URL(request.url)
  return queryClient.query(member(scopeIn(searchParams), idIn(pathname)))
}

/** The page of one person or account. */
export function Component() {
  const id = idIn(useLocation().pathname)
  const scope = useScope()
  const { data: shown } = useSuspenseQuery(member(scope, id))
  const { data: counts } = useQuery(roleCounts(scope))
  const { data: rights } = useSuspenseQuery(access(scope))
  const mayNotRead = useReason('read permissions')
  const { name, login, email, state, kind } = shown
  const elsewhere = connected().directory?.traits.members?.elsewhere
  const items = [
    ...(login === undefined ? [] : [{ term: 'Login', value: login }]),
    ...(email === undefined || email === login ? [] : [{ term: 'Email', value: email }]),
    { term: 'Kind', value: kind === 'account' ? 'Account of a machine' : 'Person' },
    {
      term: 'State',
      value: state === 'active' ? <Badge tone="good">Active</Badge> : <StateBadge state={state} />,
      note: state === 'active' ? undefined : `${stateMeaning[state]}.`,
    },
    {
      term: 'Id',
      value: (
        <Row gap="small">
          <code>{id}</code>
          <CopyButton text={id} label="Copy the id" />
        </Row>
      ),
    },
  ]
  return (
    <Page
      title={name}
      up={{ to: paths.members({ scope }), label: 'Members' }}
      lead={rights?.person === id ? 'This is you.' : undefined}
    >
      <Card title="Who this is">
        <Facts items={items} />
      </Card>
      {elsewhere === undefined ? (
        <MemberRoles key={`${scope} ${id}`} of={shown} permissions={counts?.permissions} />
      ) : (
        <ShownRoles of={shown} permissions={counts?.permissions} />
      )}
      {connected().directory?.traits.permissions && mayNotRead === undefined && (
        <EffectiveCard key={`may ${scope} ${id}`} id={id} name={name} />
      )}
      {mayNotRead !== undefined && connected().directory?.traits.permissions && (
        <Card title="What this lets them do">
          <Note tone="info" title="Your account may not read permissions">
            {mayNotRead}
          </Note>
        </Card>
      )}
    </Page>
  )
}
