// Revoking one credential: what stops working, then the act.
import { useMutation } from '@tanstack/react-query'
import type { Credential } from '../../directory/credentials.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { Stack } from '../../ui/layout.tsx'
import { toast } from '../../ui/toasts.ts'
import { useScope } from '../../use-scope.ts'
import { CredentialFacts } from './credential-facts.tsx'
import { revokeAt } from './revoking.ts'
import { atStart, kindWord, titleOf } from './words.ts'

/** Open while it is mounted. `follower` takes its place in a rotation that is not finished. */
export function RevokeDialog({ credential, onClose }: { credential: Credential; onClose: () => void }) {
  const scope = useScope()
  const title = titleOf(credential)
  const word = kindWord[credential.kind]
  const revocation = useMutation({
    mutationFn: () => revokeAt(scope, credential),
    onSuccess: () => {
      toast({ tone: 'good', text: `${atStart(title)} revoked.` })
      onClose()
    },
    onError: (error) => toast({ tone: 'bad', text: `Could not revoke ${title}. ${error.message}` }),
  })
  return (
    <Confirm
      title={`Revoke ${title}?`}
      confirm={`Revoke ${word}`}
      danger
      size="medium"
      pending={revocation.isPending}
      problem={null}
      onConfirm={() => revocation.mutate()}
      onCancel={onClose}
    >
      <Stack gap="small">
        <CredentialFacts credential={credential} />
        <p>
          It ends at once: whatever uses this {word} is refused from the next request on. {used(credential)}{' '}
          This cannot be undone.
        </p>
      </Stack>
    </Confirm>
  )
}

function used({ lastUsedAt }: Credential): string {
  if (lastUsedAt === null) return 'It was never used.'
  if (lastUsedAt === undefined) return 'Whether it is in use is not known here.'
  return `It was last used on ${lastUsedAt.toLocaleDateString(undefined, { dateStyle: 'medium', timeZone: 'UTC' })}.`
}
