// Deleting a role: who loses what, what else goes with it, and the name typed, before anything is sent.
import { useMutation } from '@tanstack/react-query'
import { throughRoles } from '../../directory/lockout.ts'
import type { Role } from '../../directory/model.ts'
import { connected } from '../../platform.ts'
import { having, placeAt } from '../../queries.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { Stack } from '../../ui/layout.tsx'
import { toast } from '../../ui/toast.tsx'
import { useScope } from '../../use-scope.ts'
import { isLocking, LockoutNote, lockWords, useLockout, whyWait } from '../lockout.tsx'
import { ImpactView } from './impact-view.tsx'
import { labelOf } from './words.ts'

/** The question for one role. `onDeleted` where the page that asks is that of the role itself. */
export function DeleteRole({
  role,
  onClose,
  onDeleted = onClose,
}: {
  role: Role
  onClose: () => void
  onDeleted?: () => void
}) {
  const traits = connected().directory?.traits
  const scope = useScope()
  const label = labelOf(role)
  const deletion = useMutation({
    mutationFn: () => having(having(placeAt(scope).roles).delete)(role.id),
    onSuccess: () => {
      toast({ tone: 'good', text: `Role “${label}” deleted.` })
      onDeleted()
    },
    onError: (error) => toast({ tone: 'bad', text: `Could not delete “${label}”. ${error.message}` }),
  })
  const counts = traits?.members !== undefined && traits.permissions !== undefined
  // Of a role that goes nothing is read again.
  const under = deletion.isPending || deletion.isSuccess
  const lock = useLockout({ scope, ends: throughRoles([role.id]), roles: [role.id], paused: under })
  return (
    <Confirm
      title={`Delete role ${label}?`}
      confirm="Delete role"
      danger
      typed={isLocking(lock) ? lockWords : label}
      reason={whyWait(lock)}
      pending={deletion.isPending}
      problem={null}
      onConfirm={() => deletion.mutate()}
      onCancel={onClose}
    >
      <Stack gap="small">
        <p>
          <strong>{role.name}</strong>
          {label !== role.name && (
            <>
              {' '}
              (<code>{label}</code>)
            </>
          )}{' '}
          is deleted for everybody. {traits?.roles?.deleting}
        </p>
        {counts && <ImpactView roles={[role.id]} paused={under} />}
        <LockoutNote lock={lock} />
        <p>This cannot be undone.</p>
      </Stack>
    </Confirm>
  )
}
