// Creating a role, over the list.
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Navigate, useNavigate } from 'react-router'
import type { RoleDraft } from '../../directory/model.ts'
import { paths } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { having, placeAt } from '../../queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { toast } from '../../ui/toast.tsx'
import { RoleForm, type RoleFields } from './role-form.tsx'
import { useRolesView } from './view.ts'

function draftOf({ id, name, description, group }: RoleFields): RoleDraft {
  return {
    ...(id !== '' && { id }),
    name,
    ...(description !== '' && { description }),
    ...(group !== '' && { group }),
  }
}

/** The dialog for a new role; afterwards the list shows it. */
export function Component() {
  const navigate = useNavigate()
  const { view } = useRolesView()
  const [dirty, setDirty] = useState(false)
  const [failedAt, setFailedAt] = useState(0)
  const traits = connected().directory?.traits.roles
  const creation = useMutation({
    mutationFn: (draft: RoleDraft) => having(placeAt(view.scope).roles).create(draft),
    onError: () => setFailedAt(Date.now()),
    onSuccess: (role) => toast({ tone: 'good', text: `Role “${role.id}” created.` }),
  })
  const close = () => void navigate(paths.roles(view))
  if (!traits) return null
  return (
    <Dialog title="Create role" onClose={close}>
      <LeaveGuard when={dirty && !creation.isSuccess} />
      {/* Rendered and not called, so that it comes after the guard has been lifted. */}
      {creation.data && (
        <Navigate replace to={paths.roles({ search: creation.data.id, scope: view.scope })} />
      )}
      <RoleForm
        traits={traits}
        start={{ id: '', name: '', description: '', group: '' }}
        submit="Create role"
        pending={creation.isPending}
        error={creation.error}
        failedAt={failedAt}
        onSubmit={(fields) => creation.mutate(draftOf(fields))}
        onCancel={close}
        onDirtyChange={setDirty}
      />
    </Dialog>
  )
}
