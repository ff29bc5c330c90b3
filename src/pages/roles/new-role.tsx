// Creating a role, over the list: from nothing, or as a copy of another with its permissions.
import { useMutation, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Navigate, useNavigate, useSearchParams, type LoaderFunctionArgs } from 'react-router'
import { useReason } from '../../access.ts'
import type { TextRule } from '../../directory/text-rule.ts'
import type { Role, RoleDraft } from '../../directory/model.ts'
import { paths, scopeIn } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { granted, having, placeAt, queryClient, role } from '../../queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { Note } from '../../ui/note.tsx'
import { toast } from '../../ui/toast.tsx'
import { copyPermissions } from './copy-permissions.ts'
import { RoleForm, type RoleFields } from './role-form.tsx'
import { useRoom } from './room.ts'
import { useRolesView } from './view.ts'
import { counted, labelOf } from './words.ts'

export async function loader({ request }: LoaderFunctionArgs): Promise<null> {
  const query = new URL(request.url).searchParams
  const copy = query.get('copy')
  if (copy) await queryClient.query(role(scopeIn(query), copy))
  return null
}

function draftOf({ id, name, description, group }: RoleFields): RoleDraft {
  return {
    ...(id !== '' && { id }),
    name,
    ...(description !== '' && { description }),
    ...(group !== '' && { group }),
  }
}

/** The dialog for a new role, or for a copy of the one in the address; afterwards the list shows it. */
export function Component() {
  const [query] = useSearchParams()
  const scope = scopeIn(query)
  const copy = query.get('copy')
  return copy ? <Copy key={`${scope} ${copy}`} id={copy} /> : <NewRole key={scope} />
}

function Copy({ id }: { id: string }) {
  const { view } = useRolesView()
  const { data } = useSuspenseQuery(role(view.scope, id))
  // What the role was when the dialog opened: what is typed here is not overwritten by what a refetch brings.
  const [original] = useState(data)
  return <NewRole original={original} />
}

function NewRole({ original }: { original?: Role }) {
  const navigate = useNavigate()
  const { view } = useRolesView()
  const [dirty, setDirty] = useState(false)
  const [failedAt, setFailedAt] = useState(0)
  const traits = connected().directory?.traits.roles
  const { full } = useRoom(view.scope)
  const mayNotGrant = useReason(connected().directory?.traits.permissions?.granting ?? 'edit permissions')
  const creation = useMutation({
    async mutationFn(draft: RoleDraft) {
      const made = await having(having(placeAt(view.scope).roles).create)(draft)
      const copied =
        original && mayNotGrant === undefined
          ? await copyPermissions(view.scope, original.id, made.id, labelOf(original))
          : undefined
      return { made, copied }
    },
    onError: () => setFailedAt(Date.now()),
    onSuccess: ({ made, copied }) =>
      toast({
        tone: copied?.complete === false ? 'bad' : 'good',
        text: `Role “${labelOf(made)}” created${copied?.text ?? '.'}`,
      }),
  })
  const close = () => void navigate(paths.roles(view))
  if (!traits) return null
  const start = { id: '', name: '', description: '', group: '' }
  return (
    <Dialog title={original ? `Duplicate role ${labelOf(original)}` : 'Create role'} onClose={close}>
      <LeaveGuard when={dirty && !creation.isSuccess} />
      {/* Rendered and not called, so that it comes after the guard has been lifted. */}
      {creation.data && (
        <Navigate replace to={paths.roles({ search: labelOf(creation.data.made), scope: view.scope })} />
      )}
      {full && (
        <Note tone="warn" title="No more roles fit">
          {full}
        </Note>
      )}
      {original && <WhatIsCopied original={original} scope={view.scope} mayNotGrant={mayNotGrant} />}
      <RoleForm
        traits={traits}
        start={original ? copyOf(original, traits) : start}
        submit="Create role"
        reason={full}
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

const ending = (text: string, end: string, { max }: TextRule) =>
  `${Array.from(text)
    .slice(0, max - end.length)
    .join('')}${end}`

/** The fields of a copy: what identifies the role is made another, within its longest length. */
function copyOf(
  { id, name, description = '', group = '' }: Role,
  traits: { id?: TextRule; name: TextRule },
): RoleFields {
  if (traits.id) return { id: ending(id, '-copy', traits.id), name, description, group }
  return { id: '', name: ending(name, ' (copy)', traits.name), description, group }
}

type WhatIsCopiedProps = { original: Role; scope: string | undefined; mayNotGrant: string | undefined }

/** Says beforehand what the new role will grant. */
function WhatIsCopied({ original, scope, mayNotGrant }: WhatIsCopiedProps) {
  const there = connected().directory?.traits.permissions !== undefined
  const { data, error } = useQuery({
    ...granted(scope, original.id),
    enabled: there && mayNotGrant === undefined,
  })
  if (!there) return null
  const label = labelOf(original)
  if (mayNotGrant !== undefined)
    return (
      <Note tone="warn" title={`The permissions of “${label}” are not copied`}>
        {mayNotGrant}
      </Note>
    )
  if (error || data?.complete === false)
    return (
      <Note tone="warn" title={`What “${label}” grants could not be read`}>
        {error?.message ?? data?.fixed ?? ''} The new role may come without its permissions.
      </Note>
    )
  if (!data) return <p>The new role also gets what “{label}” grants.</p>
  if (data.permissions.length === 0) return <p>“{label}” grants nothing, and so will the new role.</p>
  return (
    <p>
      The new role also gets the {counted(data.permissions.length, 'permission')} of “{label}”.
    </p>
  )
}
