// Making a credential end at a moment, before the end that it has.
import { useMutation } from '@tanstack/react-query'
import type { Credential } from '../../directory/credentials.ts'
import { having, placeAt } from '../../queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Form } from '../../ui/form.tsx'
import { clock } from '../../ui/time.ts'
import { toast } from '../../ui/toasts.ts'
import { useScope } from '../../use-scope.ts'
import { formProblem } from '../form-problem.tsx'
import { CredentialFacts } from './credential-facts.tsx'
import { ExpiryField } from './expiry-field.tsx'
import { expiryIn } from './expiry.ts'
import { atStart, titleOf } from './words.ts'

/** Open while it is mounted. */
export function EndDialog({ credential, onClose }: { credential: Credential; onClose: () => void }) {
  const title = titleOf(credential)
  const { ending, set, limits } = useEnding(credential, onClose)
  return (
    <Dialog title={`End ${title} at a moment`} onClose={onClose} dismissable={!ending.isPending}>
      <Form
        onSubmit={set}
        pending={ending.isPending}
        problem={formProblem(ending.error)}
        submit="Set the end"
        cancel={{ label: 'Cancel', onClick: onClose }}
      >
        <CredentialFacts credential={credential} />
        <ExpiryField {...limits} endless={false} days={7} label="Ends" />
      </Form>
    </Dialog>
  )
}

/** Sending the end that stands in a form; it can only be earlier than the present one. */
export function useEnding(credential: Credential, onDone: () => void) {
  const scope = useScope()
  const limits = { before: credential.expiresAt ?? undefined }
  const ending = useMutation({
    async mutationFn(data: FormData) {
      const at = expiryIn(data, limits)
      if (at) await having(having(placeAt(scope).credentials).endAt)(credential, at)
      return at
    },
    onSuccess(at) {
      if (at) toast({ tone: 'good', text: `${atStart(titleOf(credential))} ends on ${clock(at.getTime())}.` })
      onDone()
    },
  })
  return { ending, limits, set: (data: FormData) => ending.mutate(data) }
}
