// Creating a permission, over the catalogue.
import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Navigate, useNavigate, type LoaderFunctionArgs } from 'react-router'
import type { PermissionDraft } from '../../directory/model.ts'
import { Problem } from '../../directory/problem.ts'
import { paths, scopeIn } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { catalogue, having, placeAt, queryClient } from '../../queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { Note } from '../../ui/note.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { toast } from '../../ui/toasts.ts'
import { formProblem } from '../form-problem.tsx'
import { doneText, roomIn, textOf, wrongFields } from './permission-fields.ts'
import { usePermissionsView } from './view.ts'

export const loader = ({ request }: LoaderFunctionArgs) =>
  queryClient.query(catalogue(scopeIn(new URL(request.url).searchParams)))

/** The dialog for a new permission; afterwards the catalogue shows it. */
export function Component() {
  const navigate = useNavigate()
  const view = usePermissionsView()
  const { data } = useSuspenseQuery(catalogue(view.scope))
  const traits = having(connected().directory?.traits.permissions)
  const [dirty, setDirty] = useState(false)
  const [resource, setResource] = useState('')
  const creation = useMutation({
    mutationFn(draft: PermissionDraft) {
      const fields = wrongFields(traits, { name: draft.name, description: draft.description ?? '' })
      if (Object.keys(fields).length > 0)
        throw new Problem('invalid', 'This cannot be created as it stands.', { fields })
      return having(having(placeAt(view.scope).permissions).create)(draft)
    },
    onSuccess: ({ name, settling }) =>
      toast({ tone: 'good', text: doneText(`Permission “${name}” created`, !settling) }),
  })
  const { error } = creation
  const close = () => void navigate(paths.permissions(view))
  const open = data.resources.filter(({ fixed }) => fixed === undefined)
  const why = data.resources.find(({ fixed }) => fixed !== undefined)?.fixed
  const chosen = open.find(({ id }) => id === resource)
  const room = chosen && roomIn(chosen, traits.perResource)
  const noun = traits.resource.toLocaleLowerCase() === 'api' ? 'API' : traits.resource.toLocaleLowerCase()
  return (
    <Dialog title="Create permission" onClose={close} dismissable={!creation.isPending}>
      <LeaveGuard when={dirty && !creation.isSuccess} />
      {/* Rendered and not called, so that it comes after the guard has been lifted. */}
      {creation.data && (
        <Navigate replace to={paths.permissions({ search: creation.data.name, scope: view.scope })} />
      )}
      {traits.resourceChosen && open.length === 0 ? (
        <Note tone="warn" title={`There is no ${noun} that can be given permissions`}>
          {why ?? 'One has to be there first; this console does not create it.'}
        </Note>
      ) : (
        <Form
          onSubmit={(data) => {
            const description = textOf(data, 'description')
            creation.mutate({
              resource,
              name: textOf(data, 'name'),
              ...(description !== '' && { description }),
            })
          }}
          pending={creation.isPending}
          problem={formProblem(error)}
          submit="Create permission"
          submitReason={room?.full && room.text}
          cancel={{ label: 'Cancel', onClick: close }}
          onDirtyChange={setDirty}
        >
          {traits.resourceChosen && (
            <SelectField
              name="resource"
              label={traits.resource}
              required
              none={`Choose an ${noun}`}
              options={open.map(({ id, name, hint }) => ({
                value: id,
                label: hint === undefined ? name : `${name} (${hint})`,
              }))}
              hint={room?.text}
              onChange={setResource}
            />
          )}
          <TextField
            name="name"
            label={traits.name.label}
            required={traits.name.required}
            maxLength={traits.name.max}
            hint={traits.name.hint}
            mono
          />
          <TextField
            name="description"
            label={traits.description.label}
            required={traits.description.required}
            maxLength={traits.description.max}
            hint={traits.description.hint}
          />
        </Form>
      )}
    </Dialog>
  )
}
