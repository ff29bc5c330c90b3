// Editing a role, over the list. Sends only what was changed here.
import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Navigate, useNavigate, useParams, type LoaderFunctionArgs } from 'react-router'
import type { Role, RoleChange } from '../../directory/model.ts'
import { Problem } from '../../directory/problem.ts'
import { paths } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { queryClient, roles } from '../../queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { toast } from '../../ui/toast.tsx'
import { RoleForm, type RoleFields } from './role-form.tsx'
import { useRolesView } from './view.ts'

export async function loader({ params }: LoaderFunctionArgs) {
  const { items } = await queryClient.query(roles())
  if (!items.some(({ id }) => id === params['id']))
    throw new Problem('not-found', `There is no role “${params['id'] ?? ''}”. It may have been deleted.`)
  return null
}

const fieldsOf = ({ id, name, description = '', group = '' }: Role): RoleFields => ({
  id,
  name,
  description,
  group,
})

/** The fields that differ: an untouched form changes nothing, whatever others did meanwhile. */
function changeOf(before: RoleFields, now: RoleFields): RoleChange {
  // The form reads without the space around a text; where the role has some, that is no change.
  const differs = (field: keyof RoleFields) => now[field] !== before[field].trim()
  return {
    ...(differs('name') && { name: now.name }),
    ...(differs('description') && { description: now.description }),
    ...(differs('group') && { group: now.group }),
  }
}

/** The dialog for one role of the list. */
export function Component() {
  const { id } = useParams()
  const { data } = useSuspenseQuery(roles())
  // What the role was when the dialog opened: the change is against that, not against what a refetch brings.
  const [role] = useState(() => data.items.find((item) => item.id === id))
  const navigate = useNavigate()
  const { view } = useRolesView()
  const [dirty, setDirty] = useState(false)
  const [failedAt, setFailedAt] = useState(0)
  const { directory } = connected()
  const close = () => void navigate(paths.roles(view))
  const editing = useMutation({
    mutationFn: async (change: RoleChange) => {
      if (role && Object.keys(change).length > 0) await directory?.roles?.update(role.id, change)
      return change
    },
    onError: () => setFailedAt(Date.now()),
    onSuccess: (change) => {
      const untouched = Object.keys(change).length === 0
      toast({
        tone: 'good',
        text: untouched ? 'Nothing to save: nothing was changed.' : `Role “${role?.id}” saved.`,
      })
    },
  })
  if (!role || !directory?.traits.roles) return null
  const start = fieldsOf(role)
  return (
    <Dialog title={`Edit role ${role.id}`} onClose={close}>
      <LeaveGuard when={dirty && !editing.isSuccess} />
      {/* Rendered and not called, so that it comes after the guard has been lifted. */}
      {editing.isSuccess && <Navigate replace to={paths.roles(view)} />}
      <RoleForm
        traits={directory.traits.roles}
        start={start}
        fixed
        submit="Save"
        pending={editing.isPending}
        error={editing.error}
        failedAt={failedAt}
        onSubmit={(fields) => editing.mutate(changeOf(start, fields))}
        onCancel={close}
        onDirtyChange={setDirty}
      />
    </Dialog>
  )
}
