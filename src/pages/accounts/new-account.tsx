// Creating an account, over the list. Afterwards its own page is there, where it gets its rights and its credentials.
import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Navigate, useNavigate } from 'react-router'
import type { AccountDraft } from '../../directory/credentials.ts'
import { paths } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { accounts, having, placeAt } from '../../queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { toast } from '../../ui/toasts.ts'
import { AccountForm, type AccountFields } from './account-form.tsx'
import { namesOf } from './live.ts'
import { useAccountsView } from './view.ts'

const nothing: AccountFields = { login: '', name: '', description: '' }

function draftOf({ login, name, description }: AccountFields): AccountDraft {
  return { ...(login !== '' && { login }), name, ...(description !== '' && { description }) }
}

/** The dialog for a new account. */
export function Component() {
  const navigate = useNavigate()
  const { view } = useAccountsView()
  const { data } = useSuspenseQuery(accounts(view.scope))
  const [dirty, setDirty] = useState(false)
  const [failedAt, setFailedAt] = useState(0)
  const traits = having(connected().directory?.traits.accounts)
  const creation = useMutation({
    mutationFn: (draft: AccountDraft) => having(placeAt(view.scope).accounts).create(draft),
    onError: () => setFailedAt(Date.now()),
    onSuccess: ({ name }) =>
      toast({ tone: 'good', text: `Account “${name}” created. It may do nothing yet.` }),
  })
  const close = () => void navigate(paths.accounts(view))
  return (
    <Dialog title="Create account" onClose={close}>
      <LeaveGuard when={dirty && !creation.isSuccess} />
      {/* Rendered and not called, so that it comes after the guard has been lifted. */}
      {creation.data && <Navigate replace to={paths.account(creation.data.id, { scope: view.scope })} />}
      <AccountForm
        traits={traits}
        start={nothing}
        taken={namesOf(data.items.filter(({ id }) => id !== creation.data?.id))}
        submit="Create account"
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
