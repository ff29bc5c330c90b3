// What a new token may do: chosen here among what its owner holds, or, where tokens carry everything, said in a sentence.
import { useQuery } from '@tanstack/react-query'
import { useReason } from '../../access.ts'
import type { Owner } from '../../directory/credentials.ts'
import { connected } from '../../platform.ts'
import { effective, member } from '../../queries.ts'
import { counted } from '../../ui/amount.ts'
import { Empty } from '../../ui/empty.tsx'
import { Skeleton } from '../../ui/frame.tsx'
import { Stack } from '../../ui/layout.tsx'
import { useScope } from '../../use-scope.ts'
import { NotRead } from '../not-read.tsx'
import { PermissionChoice } from './permission-choice.tsx'
import type { Offer } from './rights.ts'

type ChosenRightsProps = {
  owner: Owner
  offer: Offer
  chosen: ReadonlySet<string>
  onChange: (chosen: ReadonlySet<string>) => void
}

/** The permissions to choose from, or why there are none. */
export function ChosenRights({ owner, offer, chosen, onChange }: ChosenRightsProps) {
  const { resources, isPending, error, again } = offer
  const whose = owner.kind === 'person' ? 'you hold' : `both ${owner.name} and you hold`
  if (error)
    return (
      <NotRead title={`What ${whose} could not be read`} error={error} again={again} pending={isPending}>
        A token can hold nothing else, so none can be chosen.
      </NotRead>
    )
  if (isPending) return <Skeleton lines={5} />
  if (resources.length === 0)
    return (
      <Empty
        title={
          owner.kind === 'person'
            ? 'You hold no permission here'
            : `There is no permission that both ${owner.name} and you hold`
        }
      >
        A token can hold only what its owner holds, and only what you hold yourself.
      </Empty>
    )
  return (
    <Stack gap="small">
      {owner.kind === 'account' && (
        <p>
          Offered is what both {owner.name} and you hold: a token of an account is never stronger than whoever
          makes it.
        </p>
      )}
      <PermissionChoice resources={resources} chosen={chosen} onChange={onChange} />
    </Stack>
  )
}

/** The roles and permissions that a token of this account carries, as far as they may be read. */
export function OwnersRights({ owner }: { owner: Owner }) {
  const scope = useScope()
  const traits = connected().directory?.traits
  const mayNotRead = useReason('read members')
  const isRead = mayNotRead === undefined && traits?.members !== undefined
  const held = useQuery({ ...member(scope, owner.id), enabled: isRead })
  const comesTo = useQuery({
    ...effective(scope, owner.id),
    enabled: isRead && traits?.permissions?.cheap === true,
  })
  if (!isRead)
    return (
      <p>
        Which roles {owner.name} holds is not shown to you. {mayNotRead}
      </p>
    )
  if (held.error)
    return (
      <p>
        Which roles {owner.name} holds could not be read: {held.error.message}
      </p>
    )
  if (!held.data) return <Skeleton lines={1} />
  const roles = held.data.assignments.filter(({ active }) => active).map(({ role }) => role.name)
  if (roles.length === 0)
    return (
      <p>{owner.name} holds no role yet, so that the token gives nothing here until it is assigned one.</p>
    )
  return (
    <p>
      Just now {owner.name} holds {counted(roles.length, 'role')}: <strong>{roles.join(', ')}</strong>
      {comesTo.data &&
        ` (${comesTo.data.complete ? '' : 'at least '}${counted(comesTo.data.permissions.length, 'permission')})`}
      .
    </p>
  )
}
