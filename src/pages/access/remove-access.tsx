// Taking a role from somebody at this scope: what they keep, what they lose net of it, whether anybody can still manage access
// afterwards, and whether it locks you out.
import { useMutation, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useReason } from '../../access.ts'
import { throughAssignments } from '../../directory/lockout.ts'
import { access, effective, grantedAll, having, placeAt } from '../../queries.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { Stack } from '../../ui/layout.tsx'
import { toast } from '../../ui/toasts.ts'
import { useScope } from '../../use-scope.ts'
import { isLocking, LockoutNote, lockWords, safe, useLockout, whyWait } from '../lockout.tsx'
import { Lost } from '../role/lost.tsx'
import type { Held } from './columns.tsx'
import { KeepersNote } from './keepers-note.tsx'
import { keepersAfter, type Keeping } from './keepers.ts'
import type { Line } from './lines.ts'
import { useInside } from './use-inside.ts'
import { heldAfter, heldText } from './words.ts'

type RemoveAccessProps = Held & {
  /** Everybody who holds a role here. */
  lines: readonly Line[]
  /** Whether those are all. */
  complete: boolean
  /** The scope in words. */
  name: string
  onClose: () => void
}

/** What has to be typed before the last one goes who can manage access. */
const lastWords = 'Nobody is left'

/** The question, with all that is known of what follows. */
export function RemoveAccess({ person, held, lines, complete, name, onClose }: RemoveAccessProps) {
  const scope = useScope()
  const { role } = held
  const rights = useSuspenseQuery(access(scope)).data
  const mayNotRemove = useReason('unassign roles')
  const inside = useInside()
  const all = useQuery(effective(scope, person.id))
  const sets = useQuery(grantedAll(scope))
  const isMe = rights?.person === person.id
  const ends = throughAssignments([role.id])
  const removing = useMutation({
    async mutationFn() {
      const outcome = await having(placeAt(scope).members).change(person.id, { add: [], remove: [role.id] })
      const problem = outcome.items.find((item) => item.problem)?.problem
      if (problem) throw problem
      return outcome
    },
    onSuccess({ items, visible }) {
      const isGone = items.every((item) => item.already)
      toast({
        tone: 'good',
        text: isGone
          ? `Somebody had removed “${role.name}” from ${person.name} at ${name} already.`
          : `“${role.name}” removed from ${person.name} at ${name}.${visible ? '' : ' It could not be read back yet.'}`,
      })
      onClose()
    },
    onError: (error) =>
      toast({
        tone: 'bad',
        text: `Could not remove “${role.name}” from ${person.name}. ${error.message}`,
      }),
  })
  const paused = !isMe || removing.isPending || removing.isSuccess
  const checked = useLockout({ scope, ends, roles: [], paused })
  const lock = isMe ? checked : safe
  const keystone = rights?.keystone
  const keeping: Keeping =
    keystone === undefined || sets.isPending
      ? { state: 'none' }
      : sets.data
        ? keepersAfter({ lines, complete, sets: sets.data, keystone, person: person.id, role: role.id })
        : { state: 'unsure' }
  // What locks the person out themselves is said by the note on that.
  const isLast = keeping.state === 'nobody' && !isLocking(lock)
  const left = heldAfter(lines.find(({ id }) => id === person.id)?.held ?? [], role.id)
  return (
    <Confirm
      title={`Remove ${role.name} from ${person.name}?`}
      confirm="Remove"
      danger
      typed={isLocking(lock) ? lockWords : isLast ? lastWords : undefined}
      reason={
        mayNotRemove ?? whyWait(lock) ?? (keystone !== undefined && sets.isPending ? whyRead : undefined)
      }
      pending={removing.isPending}
      problem={null}
      onConfirm={() => removing.mutate()}
      onCancel={onClose}
    >
      <Stack gap="small">
        <p>
          This takes the role <em>{role.name}</em> from <em>{person.name}</em> at {name}
          {isMe && <strong>: this is you</strong>}.{inside && ` It ends for ${inside} in ${name} as well.`}
        </p>
        <p>
          {left.length > 0
            ? `${isMe ? 'You still have' : `${person.name} still has`} ${heldText(left)}.`
            : complete
              ? `${isMe ? 'You hold' : `${person.name} holds`} nothing here afterwards.`
              : 'Whether anything else is held here afterwards is not known: the list is not complete.'}
        </p>
        <Lost all={all.data} error={all.error} ends={ends} />
        {isLocking(lock) ? <LockoutNote lock={lock} /> : <KeepersNote keeping={keeping} name={name} />}
      </Stack>
    </Confirm>
  )
}

const whyRead = 'It is being checked whether anybody can still manage access afterwards.'
