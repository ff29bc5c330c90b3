// Editing an account, over the list. Sends only what was changed here.
import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Navigate, useLocation, useNavigate, type LoaderFunctionArgs } from 'react-router'
import type { Account, AccountChange } from '../../directory/credentials.ts'
import { idIn, paths, scopeIn, type ListView } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { account, accounts, having, placeAt, queryClient } from '../../queries.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { Note } from '../../ui/note.tsx'
import { toast } from '../../ui/toasts.ts'
import { AccountForm, type AccountFields } from './account-form.tsx'
import { namesOf } from './live.ts'
import { useAccountsView } from './view.ts'

export function loader({ request }: LoaderFunctionArgs) {
  const { pathname, searchParams } = new URL(request.url)
  return queryClient.query(account(scopeIn(searchParams), idIn(pathname)))
}

const fieldsOf = ({ login = '', name, description = '' }: Account): AccountFields => ({
  login,
  name,
  // The field has one line; that a description has several is no change yet.
  description: description.replaceAll(/\s*[\r\n]+\s*/g, ' '),
})

/** The fields that differ: an untouched form changes nothing, whatever others did meanwhile. */
function changeOf(before: AccountFields, now: AccountFields): AccountChange {
  // The form reads without the space around a text; where the account has some, that is no change.
  const differs = (field: keyof AccountFields) => now[field] !== before[field].trim()
  return {
    ...(differs('name') && { name: now.name }),
    ...(differs('description') && { description: now.description }),
  }
}

/** The dialog for one account of the list; for another one it starts anew. */
export function Component() {
  const id = idIn(useLocation().pathname)
  const { view } = useAccountsView()
  return <EditAccount key={`${view.scope} ${id}`} id={id} view={view} />
}

function EditAccount({ id, view }: { id: string; view: ListView }) {
  const { data } = useSuspenseQuery(account(view.scope, id))
  const { data: all } = useSuspenseQuery(accounts(view.scope))
  // What it was when the dialog opened: the change is against that, not against what a refetch brings.
  const [before] = useState(data)
  const navigate = useNavigate()
  const [dirty, setDirty] = useState(false)
  const [failedAt, setFailedAt] = useState(0)
  const traits = having(connected().directory?.traits.accounts)
  const close = () => void navigate(paths.accounts(view))
  const editing = useMutation({
    async mutationFn(change: AccountChange) {
      if (Object.keys(change).length > 0) await having(placeAt(view.scope).accounts).update(id, change)
      return change
    },
    onError: () => setFailedAt(Date.now()),
    onSuccess(change) {
      const untouched = Object.keys(change).length === 0
      toast({
        tone: 'good',
        text: untouched
          ? 'Nothing to save: nothing was changed.'
          : `Account “${change.name ?? before.name}” saved.`,
      })
    },
  })
  const start = fieldsOf(before)
  return (
    <Dialog title={`Edit account ${before.name}`} onClose={close}>
      <LeaveGuard when={dirty && !editing.isSuccess} />
      {/* Rendered and not called, so that it comes after the guard has been lifted. */}
      {editing.isSuccess && <Navigate replace to={paths.accounts(view)} />}
      {before.fixed === undefined ? (
        <AccountForm
          traits={traits}
          start={start}
          fixed
          taken={namesOf(all.items.filter((other) => other.id !== id))}
          submit="Save"
          pending={editing.isPending}
          error={editing.error}
          failedAt={failedAt}
          onSubmit={(fields) => editing.mutate(changeOf(start, fields))}
          onCancel={close}
          onDirtyChange={setDirty}
        />
      ) : (
        <>
          <Note tone="info" title="This account is not changed here">
            {before.fixed}
          </Note>
          <DialogActions>
            <Button onClick={close}>Close</Button>
          </DialogActions>
        </>
      )}
    </Dialog>
  )
}
