// Switching accounts off and on again, and why somebody may not do something with an account.
import { useMutation } from '@tanstack/react-query'
import { useReason } from '../../access.ts'
import type { Account } from '../../directory/credentials.ts'
import { connected } from '../../platform.ts'
import { having, placeAt } from '../../queries.ts'
import { toast } from '../../ui/toasts.ts'
import { useScope } from '../../use-scope.ts'

/** Why each act is not possible for an account of this list; undefined where it is. */
export function useMayNot() {
  const edit = useReason('edit accounts')
  const remove = useReason('delete accounts')
  return {
    create: useReason('create accounts'),
    edit: ({ fixed }: Pick<Account, 'fixed'>) => edit ?? fixed,
    delete: ({ fixed }: Pick<Account, 'fixed'>) => remove ?? fixed,
    /** Whoever may not do it to any account. */
    editAny: edit,
    deleteAny: remove,
  }
}

/** Whether accounts of this directory can be switched off, and what that does. */
export const disablingText = (): string | undefined => connected().directory?.traits.accounts?.disabling

/** Switches one account to that state. */
export async function switchTo(
  scope: string | undefined,
  id: string,
  state: Account['state'],
): Promise<void> {
  const { enable, disable } = having(placeAt(scope).accounts)
  await having(state === 'active' ? enable : disable)(id)
}

/** Enables at once; nothing is lost by that. */
export function useEnabling() {
  const scope = useScope()
  return useMutation({
    mutationFn: ({ id }: Account) => switchTo(scope, id, 'active'),
    onSuccess: (_, account) =>
      toast({ tone: 'good', text: `Account “${account.name}” enabled: its credentials work again.` }),
    onError: (error, { name }) =>
      toast({ tone: 'bad', text: `Could not enable “${name}”. ${error.message}` }),
  })
}
