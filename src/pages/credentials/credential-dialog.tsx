// The dialogs over a list of credentials: which one is open, and for which credential as it is now.
import type { Credential } from '../../directory/credentials.ts'
import { EndDialog } from './end-dialog.tsx'
import { FinishDialog } from './finish-dialog.tsx'
import { RecipesDialog } from './recipes-dialog.tsx'
import { RevokeDialog } from './revoke-dialog.tsx'
import { RotateDialog } from './rotate-dialog.tsx'
import { RotationDialog } from './rotation-dialog.tsx'
import type { Asked } from './row-context.ts'

type CredentialDialogProps = {
  asked: Asked
  all: readonly Credential[]
  complete: boolean
  onAsk: (asked: Asked) => void
  onClose: () => void
}

/** Open while it is mounted. */
export function CredentialDialog({ asked, all, complete, onAsk, onClose }: CredentialDialogProps) {
  switch (asked.what) {
    case 'rotate':
      return (
        <RotateDialog
          credential={asked.credential}
          onClose={onClose}
          onShown={(fresh) => onAsk({ what: 'job', fresh })}
        />
      )
    case 'revoke':
      return <RevokeDialog credential={asked.credential} onClose={onClose} />
    case 'end':
      return <EndDialog credential={asked.credential} onClose={onClose} />
    case 'finish':
      return <FinishDialog credential={asked.credential} onClose={onClose} />
    case 'recipes':
      return <RecipesDialog credential={asked.credential} onClose={onClose} />
    case 'job':
      return <RotationDialog fresh={asked.fresh} all={all} complete={complete} onClose={onClose} />
  }
}
