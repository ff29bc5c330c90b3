// Deleting an account: what stops working, the milder way, and the name typed, before anything is sent.
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account } from '../../directory/credentials.ts'
import { connected } from '../../platform.ts'
import { having, placeAt } from '../../queries.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Row, Stack } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { toast } from '../../ui/toasts.ts'
import { useScope } from '../../use-scope.ts'
import { AccountImpact } from './account-impact.tsx'
import { fullNameOf } from './live.ts'
import { disablingText, switchTo, useMayNot } from './states.ts'

type DeleteProps = {
  account: Account
  onClose: () => void
  /** Where the page that asks is that of the account itself. */
  onDeleted?: () => void
}

/** The question for one account. */
export function DeleteAccount({ account, onClose, onDeleted = onClose }: DeleteProps) {
  const scope = useScope()
  const { deleting } = having(connected().directory?.traits.accounts)
  // Unlike the row below, which is read again meanwhile, this is what the question is about.
  const [{ id, name, login }] = useState(account)
  const deletion = useMutation({
    mutationFn: () => having(placeAt(scope).accounts).delete(id),
    onSuccess: () => {
      toast({ tone: 'good', text: `Account “${name}” deleted.` })
      onDeleted()
    },
    onError: (error) => toast({ tone: 'bad', text: `Could not delete “${name}”. ${error.message}` }),
  })
  const disabling = useMutation({
    mutationFn: () => switchTo(scope, id, 'disabled'),
    onSuccess: () => {
      toast({ tone: 'good', text: `Account “${name}” disabled. It was not deleted.` })
      onClose()
    },
    onError: (error) => toast({ tone: 'bad', text: `Could not disable “${name}”. ${error.message}` }),
  })
  const busy = deletion.isPending || disabling.isPending
  return (
    <Confirm
      title={`Delete account ${name}?`}
      confirm="Delete account"
      danger
      typed={login ?? name}
      pending={deletion.isPending}
      problem={null}
      reason={disabling.isPending ? 'It is being disabled at this moment.' : undefined}
      onConfirm={() => deletion.mutate()}
      // What comes late would close whatever else is asked by then.
      onCancel={() => !busy && onClose()}
    >
      <Stack gap="small">
        <p>
          <strong>{fullNameOf({ name, ...(login !== undefined && { login }) })}</strong> is deleted.{' '}
          {deleting}
        </p>
        {/* Of an account that goes nothing is read again. */}
        <AccountImpact id={id} paused={deletion.isPending || deletion.isSuccess} />
        <DisableFirst account={account} pending={disabling.isPending} onDisable={() => disabling.mutate()} />
        <p>This cannot be undone.</p>
      </Stack>
    </Confirm>
  )
}

type DisableProps = { account: Account; pending: boolean; onDisable: () => void }

/** The advice to look first what misses it, with the button for that. */
function DisableFirst({ account, pending, onDisable }: DisableProps) {
  const { edit } = useMayNot()
  if (disablingText() === undefined || account.state === 'disabled') return null
  return (
    <Note tone="info" title="Disable it first">
      <Stack gap="small">
        <p>
          Whatever still uses it stops working in the same way, and you can take that back. Delete it once
          nothing has missed it for a while.
        </p>
        <Row>
          <Button pending={pending} disabledReason={edit(account)} onClick={onDisable}>
            Disable instead
          </Button>
        </Row>
      </Stack>
    </Note>
  )
}
