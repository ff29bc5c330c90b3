// Editing a role, over the list. Sends only what was changed here.
import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Navigate, useLocation, useNavigate, type LoaderFunctionArgs } from 'react-router'
import type { Role, RoleChange } from '../../directory/model.ts'
import { idIn, paths, scopeIn, type ListView } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { having, placeAt, queryClient, role } from '../../queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { toast } from '../../ui/toast.tsx'
import { RoleForm, type RoleFields } from './role-form.tsx'
import { useRolesView } from './view.ts'
import { labelOf } from './words.ts'

export function loader({ request }: LoaderFunctionArgs) {
  const { pathname, searchParams } = new URL(request.url)
  return queryClient.query(role(scopeIn(searchParams), idIn(pathname)))
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

/** The dialog for one role of the list; for another one it starts anew. */
export function Component() {
  const id = idIn(useLocation().pathname)
  const { view } = useRolesView()
  return <EditRole key={`${view.scope} ${id}`} id={id} view={view} />
}

function EditRole({ id, view }: { id: string; view: ListView }) {
  const { data } = useSuspenseQuery(role(view.scope, id))
  // What the role was when the dialog opened: the change is against that, not against what a refetch brings.
  const [before] = useState(data)
  const navigate = useNavigate()
  const [dirty, setDirty] = useState(false)
  const [failedAt, setFailedAt] = useState(0)
  const { directory } = connected()
  const close = () => void navigate(paths.roles(view))
  const editing = useMutation({
    mutationFn: async (change: RoleChange) => {
      if (Object.keys(change).length > 0) await having(having(placeAt(view.scope).roles).update)(id, change)
      return change
    },
    onError: () => setFailedAt(Date.now()),
    onSuccess: (change) => {
      const untouched = Object.keys(change).length === 0
      toast({
        tone: 'good',
        text: untouched ? 'Nothing to save: nothing was changed.' : `Role “${labelOf(before)}” saved.`,
      })
    },
  })
  if (!directory?.traits.roles) return null
  const start = fieldsOf(before)
  return (
    <Dialog title={`Edit role ${labelOf(before)}`} onClose={close}>
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
