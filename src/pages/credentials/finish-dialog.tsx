// A credential that was made but not to its end: activated, or taken back. Nobody is left with it as it is.
import { useMutation } from '@tanstack/react-query'
import type { Credential } from '../../directory/credentials.ts'
import { having, placeAt } from '../../queries.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { Stack } from '../../ui/layout.tsx'
import { toast } from '../../ui/toasts.ts'
import { useScope } from '../../use-scope.ts'
import { CredentialFacts } from './credential-facts.tsx'
import { atStart, kindWord, titleOf } from './words.ts'

/** Open while it is mounted. */
export function FinishDialog({ credential, onClose }: { credential: Credential; onClose: () => void }) {
  const scope = useScope()
  const title = titleOf(credential)
  const word = kindWord[credential.kind]
  const finishing = useMutation({
    mutationFn: () => having(having(placeAt(scope).credentials).finish)(credential),
    onSuccess: () => {
      toast({ tone: 'good', text: `${atStart(title)} is active.` })
      onClose()
    },
    onError: (error) => toast({ tone: 'bad', text: `Could not finish ${title}. ${error.message}` }),
  })
  return (
    <Confirm
      title={`Finish ${title}?`}
      confirm={`Activate ${word}`}
      size="medium"
      pending={finishing.isPending}
      problem={null}
      onConfirm={() => finishing.mutate()}
      onCancel={onClose}
    >
      <Stack gap="small">
        <CredentialFacts credential={credential} />
        <p>
          It was made, but something failed before it was activated, so that nobody can use it yet. Activate
          it if you hold its private half and recognize what stands above. If you do not, cancel and revoke
          it.
        </p>
      </Stack>
    </Confirm>
  )
}
