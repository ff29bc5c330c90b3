// A credential that was made although its answer was lost: nobody has its value, so it can only be revoked.
import { useMutation } from '@tanstack/react-query'
import { inventory, queryClient } from '../../queries.ts'
import { Button } from '../../ui/button.tsx'
import { Note } from '../../ui/note.tsx'
import { toast } from '../../ui/toasts.ts'
import { useScope } from '../../use-scope.ts'
import { revokeAt } from './revoking.ts'
import type { Orphan } from './use-issue.ts'
import { kindWord } from './words.ts'

type OrphanNoteProps = {
  orphan: Orphan
  /** Only while this is shown. */
  onRevoked: () => void
}

/** Offers to revoke it, found in what the provider says it has. */
export function OrphanNote({ orphan, onRevoked }: OrphanNoteProps) {
  const scope = useScope()
  const { id, kind, owner } = orphan
  const word = kindWord[kind]
  const revocation = useMutation({
    async mutationFn() {
      const { credentials } = await queryClient.query({ ...inventory(scope, owner.id), staleTime: 0 })
      // The lists of the provider may not show it yet; its id is enough to end it.
      const found = credentials.find((one) => one.id === id)
      await revokeAt(scope, found ?? { id, kind, owner, expiresAt: null })
    },
    onSuccess: () =>
      toast({ tone: 'good', text: `The ${word} that nobody has was revoked. You can create it again.` }),
    onError: (error) => toast({ tone: 'bad', text: `Could not revoke it. ${error.message}` }),
  })
  return (
    <Note
      tone="warn"
      title={`A ${word} was made, but nobody has its value`}
      live
      actions={
        <Button
          kind="danger"
          pending={revocation.isPending}
          onClick={() => revocation.mutate(undefined, { onSuccess: onRevoked })}
        >
          Revoke it
        </Button>
      }
    >
      The answer with its value was lost on the way. It can never be shown again, so it should not stay:
      revoke it, then create the {word} again.
    </Note>
  )
}
