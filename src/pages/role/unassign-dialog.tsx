// Taking the role from one person: who it is, what they lose net of everything else they hold, and whether it locks you out.
import { useMutation, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { throughAssignments } from '../../directory/lockout.ts'
import type { Member, Role } from '../../directory/model.ts'
import { access, effective, having, member as memberRead, placeAt } from '../../queries.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { Stack } from '../../ui/layout.tsx'
import { toast } from '../../ui/toast.tsx'
import { useScope } from '../../use-scope.ts'
import { isLocking, LockoutNote, lockWords, useLockout, whyWait } from '../lockout.tsx'
import { Lost } from './lost.tsx'
import { heldBy, wayOf } from './sources.tsx'

type UnassignDialogProps = {
  role: Role
  member: Member
  /** Nobody else holds it. */
  isLast: boolean
  onClose: () => void
}

/** Somebody else's assignment ends no way of ours. */
const endsNothing = () => false

/** The question, with all that is known of what follows. */
export function UnassignDialog({ role, member, isLast, onClose }: UnassignDialogProps) {
  const scope = useScope()
  const person = useSuspenseQuery(access(scope)).data?.person
  const all = useQuery(effective(scope, member.id))
  const isMe = person === member.id
  const ends = throughAssignments([role.id])
  const lock = useLockout({ scope, ends: isMe ? ends : endsNothing, roles: [] })
  const unassigning = useMutation({
    async mutationFn() {
      const outcome = await having(placeAt(scope).members).change(member.id, { add: [], remove: [role.id] })
      const problem = outcome.items.find((item) => item.problem)?.problem
      if (problem) throw problem
      return outcome
    },
    onSuccess({ items, visible, redone }) {
      const already = items.every((item) => item.already)
      const rest = [
        !visible && ' The directory’s lists do not show it yet.',
        redone && ' Somebody wrote over it at the same moment, so it was done again.',
      ]
        .filter((text) => text !== false && text !== undefined)
        .join('')
      toast({
        tone: 'good',
        text: already
          ? `Somebody had unassigned “${role.name}” from ${member.name} already.`
          : `Role “${role.name}” unassigned from ${member.name}.${rest}`,
      })
      onClose()
    },
    onError: (error) =>
      toast({ tone: 'bad', text: `Could not unassign “${role.name}” from ${member.name}. ${error.message}` }),
  })
  // Lists of some directories do not say what somebody holds.
  const known = useQuery({ ...memberRead(scope, member.id), enabled: !member.assignments }).data ?? member
  const others = heldBy(known, role.id)?.sources.filter(({ kind }) => kind !== 'direct') ?? []
  return (
    <Confirm
      title={`Unassign ${role.name}?`}
      confirm="Unassign"
      danger
      typed={isMe && isLocking(lock) ? lockWords : undefined}
      reason={isMe ? whyWait(lock) : undefined}
      pending={unassigning.isPending}
      problem={null}
      onConfirm={() => unassigning.mutate()}
      onCancel={onClose}
    >
      <Stack gap="small">
        <p>
          This takes the <em>{role.name}</em> role from <em>{member.name}</em>
          {isMe && <strong>: this is you</strong>}.
        </p>
        {others.map((source) => (
          <p key={wayOf(source)}>
            {isMe ? 'You still have' : `${member.name} still has`} it {wayOf(source)}.
          </p>
        ))}
        {isLast && <p>Nobody else holds this role.</p>}
        <Lost all={all.data} error={all.error} ends={ends} />
        {isMe && <LockoutNote lock={lock} />}
      </Stack>
    </Confirm>
  )
}
