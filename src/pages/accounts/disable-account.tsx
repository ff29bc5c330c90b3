// Disabling an account: the question before something stops working.
import { useMutation } from '@tanstack/react-query'
import type { Account } from '../../directory/credentials.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { Stack } from '../../ui/layout.tsx'
import { toast } from '../../ui/toasts.ts'
import { useScope } from '../../use-scope.ts'
import { fullNameOf, kindsText, type Live } from './live.ts'
import { disablingText, switchTo } from './states.ts'

type DisableProps = { account: Account; live: Live | undefined; onClose: () => void }

/** The question before one account is disabled. */
export function DisableAccount({ account, live, onClose }: DisableProps) {
  const scope = useScope()
  const disabling = useMutation({
    mutationFn: () => switchTo(scope, account.id, 'disabled'),
    onSuccess: () => {
      toast({ tone: 'good', text: `Account “${account.name}” disabled.` })
      onClose()
    },
    onError: (error) => toast({ tone: 'bad', text: `Could not disable “${account.name}”. ${error.message}` }),
  })
  const kinds = live && kindsText(live)
  return (
    <Confirm
      title={`Disable ${account.name}?`}
      confirm="Disable account"
      pending={disabling.isPending}
      problem={null}
      onConfirm={() => disabling.mutate()}
      onCancel={onClose}
    >
      <Stack gap="small">
        <p>
          <strong>{fullNameOf(account)}</strong> is disabled. {disablingText()}
        </p>
        {kinds !== undefined && <p>It has {kinds} that did not end yet.</p>}
        <p>It can be enabled again.</p>
      </Stack>
    </Confirm>
  )
}
