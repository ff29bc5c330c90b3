// Who holds the role, by which way, and the ways to give and take it.
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { useReason } from '../../access.ts'
import type { Traits } from '../../directory/directory.ts'
import type { Member, Role } from '../../directory/model.ts'
import { paths } from '../../paths.ts'
import { members } from '../../queries.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Row, Stack } from '../../ui/layout.tsx'
import { Table, type Column } from '../../ui/table.tsx'
import { useScope } from '../../use-scope.ts'
import { Elsewhere } from '../members/elsewhere.tsx'
import { stateMeaning } from '../members/state-badge.tsx'
import { AssignDialog } from './assign-dialog.tsx'
import { heldBy, Sources } from './sources.tsx'
import { UnassignDialog } from './unassign-dialog.tsx'
import { NotRead } from '../not-read.tsx'
import { NotAllowed, Reading } from './unread.tsx'

type TabProps = { role: Role; traits: NonNullable<Traits['members']> }

/** The tab; asks for nothing that the person may not see. */
export function MembersTab(props: TabProps) {
  const mayNotRead = useReason('read members')
  if (mayNotRead !== undefined) return <NotAllowed what="Members" reason={mayNotRead} />
  return <Holders {...props} />
}

function Holders({ role, traits }: TabProps) {
  const scope = useScope()
  const listed = members(scope, { role: role.id })
  const { data, error, hasNextPage, isFetching, isFetchingNextPage, fetchNextPage, refetch } =
    useInfiniteQuery(listed)
  const mayNotAssign = useReason('assign roles')
  const mayNotUnassign = useReason('unassign roles')
  const [assigning, setAssigning] = useState(false)
  const [unassigning, setUnassigning] = useState<Member | null>(null)
  const rows = data?.pages.flatMap(({ items }) => items) ?? []
  const total = data?.pages.at(-1)?.total ?? null
  const isComplete = data !== undefined && !hasNextPage && rows.length >= (total ?? 0)
  const isShown = traits.elsewhere !== undefined
  const assign = !isShown && (
    <Button
      kind="primary"
      icon={<Icon name="plus" />}
      disabledReason={mayNotAssign}
      onClick={() => setAssigning(true)}
    >
      Assign
    </Button>
  )
  return (
    <Stack>
      <Elsewhere />
      <Row spread>
        <output>{data && said(rows.length, total, isComplete)}</output>
        {assign}
      </Row>
      {error && (
        <NotRead
          title="Who holds this role could not be read"
          error={error}
          pending={isFetching}
          again={() => void (data ? fetchNextPage() : refetch())}
        />
      )}
      {!data && !error && <Reading what="members" queryKey={listed.queryKey} />}
      {data && (
        <Table
          label="Members of this role"
          rows={rows}
          rowKey={({ id }) => id}
          columns={columns({
            role,
            scope,
            isShown,
            mayNotUnassign,
            isSourced: rows.some(({ assignments }) => assignments),
            ask: setUnassigning,
          })}
          empty={
            <Empty title={isComplete ? 'Nobody holds this role' : 'No member could be read'}>
              {isComplete
                ? !isShown && 'Assign it to people, so that they get what it hands out.'
                : 'The directory counts members that it does not show to you.'}
            </Empty>
          }
          footer={
            hasNextPage && (
              <Button pending={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                Show more
              </Button>
            )
          }
        />
      )}
      {assigning && (
        <AssignDialog
          role={role}
          traits={traits}
          holders={new Set(rows.map(({ id }) => id))}
          isComplete={isComplete}
          onClose={() => setAssigning(false)}
        />
      )}
      {unassigning && (
        <UnassignDialog
          role={role}
          member={unassigning}
          isLast={isComplete && rows.length === 1}
          onClose={() => setUnassigning(null)}
        />
      )}
    </Stack>
  )
}

function said(read: number, total: number | null, isComplete: boolean): string {
  if (isComplete) return read === 0 ? '' : read === 1 ? 'The only member' : `All ${read} members`
  return total === null ? `The first ${read} members` : `${read} of ${total} members shown`
}

type ColumnOptions = {
  role: Role
  scope: string | undefined
  /** Nobody is given the role here, nor loses it. */
  isShown: boolean
  mayNotUnassign: string | undefined
  /** Whether the list says by which ways they hold it. */
  isSourced: boolean
  ask: (member: Member) => void
}

function columns({ role, scope, isShown, mayNotUnassign, isSourced, ask }: ColumnOptions): Column<Member>[] {
  return [
    {
      key: 'name',
      head: 'Name',
      primary: true,
      cell: (member) => (
        <>
          <Link to={paths.member(member.id, { scope })}>{member.name}</Link>{' '}
          {member.kind === 'account' && <Badge>account</Badge>}{' '}
          {member.state === 'blocked' && <Badge tone="warn">blocked</Badge>}
          {member.state === 'invited' && (
            <Badge tone="accent" title={stateMeaning.invited}>
              invited
            </Badge>
          )}
        </>
      ),
    },
    { key: 'login', head: 'Signs in with', cell: ({ login, email }) => login ?? email ?? '–' },
    ...(isSourced
      ? [
          {
            key: 'source',
            head: 'Holds it',
            cell: (member: Member) => <Sources held={heldBy(member, role.id)} />,
          },
        ]
      : []),
    ...(isShown
      ? []
      : [
          {
            key: 'actions',
            head: 'Actions',
            hideHead: true,
            align: 'end' as const,
            cell: (member: Member) => (
              <Button
                kind="quiet"
                label={`Unassign from ${member.name}`}
                disabledReason={mayNotUnassign ?? heldBy(member, role.id)?.fixed}
                onClick={() => ask(member)}
              >
                Unassign
              </Button>
            ),
          },
        ]),
  ]
}
