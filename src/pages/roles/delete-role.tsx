// Deleting a role: what goes with it, and the name typed, before anything is sent.
import { useMutation } from '@tanstack/react-query'
import type { Role } from '../../directory/model.ts'
import { connected } from '../../platform.ts'
import { having, placeAt } from '../../queries.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { Stack } from '../../ui/layout.tsx'
import { toast } from '../../ui/toast.tsx'
import { useScope } from '../../use-scope.ts'

/** The question for one role. */
export function DeleteRole({ role, onClose }: { role: Role; onClose: () => void }) {
  const { directory } = connected()
  const scope = useScope()
  const deletion = useMutation({
    mutationFn: () => having(placeAt(scope).roles).delete(role.id),
    onSuccess: () => {
      toast({ tone: 'good', text: `Role “${role.id}” deleted.` })
      onClose()
    },
    onError: (error) => toast({ tone: 'bad', text: `Could not delete “${role.id}”. ${error.message}` }),
  })
  return (
    <Confirm
      title={`Delete role ${role.id}?`}
      confirm="Delete role"
      danger
      typed={role.id}
      pending={deletion.isPending}
      problem={null}
      onConfirm={() => deletion.mutate()}
      onCancel={onClose}
    >
      <Stack gap="small">
        <p>
          <strong>{role.name}</strong> (<code>{role.id}</code>) is deleted for everybody.{' '}
          {directory?.traits.roles?.deleting}
        </p>
        <p>This cannot be undone.</p>
      </Stack>
    </Confirm>
  )
}
