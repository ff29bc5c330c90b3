// The start of a rotation: of a token or a key a new one beside the old one; of a secret, of which there is one, a new one at once.
import { useState } from 'react'
import type { Credential } from '../../directory/credentials.ts'
import { having, placeAt } from '../../queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Form } from '../../ui/form.tsx'
import { useScope } from '../../use-scope.ts'
import { Closing } from './closing.tsx'
import { CredentialFacts } from './credential-facts.tsx'
import { formProblem } from '../form-problem.tsx'
import { KeyDialog } from './key-dialog.tsx'
import { SecretChoice } from './secret-choice.tsx'
import { TokenDialog } from './token-dialog.tsx'
import { useIssue } from './use-issue.ts'
import { atStart, labelOf, titleOf } from './words.ts'

type RotateDialogProps = {
  credential: Credential
  onClose: () => void
  /** The new value was shown, and the dialog with it closed. */
  onShown: (fresh: string) => void
}

/** Open while it is mounted. */
export function RotateDialog({ credential, onClose, onShown }: RotateDialogProps) {
  if (credential.kind === 'token')
    return <TokenDialog replaces={credential} onClose={onClose} onShown={onShown} />
  if (credential.kind === 'key')
    return <KeyDialog replaces={credential} onClose={onClose} onShown={onShown} />
  return <NewSecret credential={credential} onClose={onClose} />
}

/** One step: nothing is left that could be tracked. */
function NewSecret({ credential, onClose }: { credential: Credential; onClose: () => void }) {
  const scope = useScope()
  const { owner } = credential
  const [agreed, setAgreed] = useState(false)
  const issuing = useIssue({ title: (made) => atStart(titleOf(made)) })
  return (
    <Dialog title={`Rotate ${labelOf(credential)}`} onClose={onClose} dismissable={!issuing.isPending}>
      {issuing.isSuccess && <Closing act={onClose} />}
      <Form
        onSubmit={() =>
          issuing.issue({
            kind: 'secret',
            owner,
            make: () => having(having(placeAt(scope).credentials).setSecret)(owner.id),
          })
        }
        pending={issuing.isPending}
        problem={formProblem(issuing.error)}
        submit="Replace the secret"
        submitReason={agreed ? undefined : 'Say first that the present secret may end.'}
        danger
        cancel={{ label: 'Cancel', onClick: onClose }}
      >
        <CredentialFacts credential={credential} />
        <p>
          There cannot be two secrets side by side, so this is one step and nothing to come back to: whoever
          uses the present secret is refused until they are given the new one. Where that must not happen, use
          a key.
        </p>
        <SecretChoice owner={owner} present={credential} agreed={agreed} onAgree={setAgreed} />
      </Form>
    </Dialog>
  )
}
