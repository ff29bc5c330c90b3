// What setting a secret does to the account, and the word of the person where one is replaced by it.
import type { Credential, Owner } from '../../directory/credentials.ts'
import { connected } from '../../platform.ts'
import { Check } from '../../ui/check.tsx'
import { Stack } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'

/** The secret that the account has now. */
export function secretOf(all: readonly Credential[], owner: Owner): Credential | undefined {
  return all.find((one) => one.kind === 'secret' && one.owner.id === owner.id)
}

type SecretChoiceProps = {
  owner: Owner
  present: Credential | undefined
  agreed: boolean
  onAgree: (agreed: boolean) => void
}

/** An account has one secret at most. */
export function SecretChoice({ owner, present, agreed, onAgree }: SecretChoiceProps) {
  if (!present)
    return <p>{owner.name} has no secret yet. It gets one, which is shown to you once and never again.</p>
  return (
    <Note tone="warn" title={`${owner.name} has a secret, and can have only one`}>
      <Stack gap="small">
        <p>{connected().directory?.traits.keys?.secret?.setting}</p>
        <Check
          checked={agreed}
          onChange={onAgree}
          label={`The present secret of ${owner.name} may end now`}
        />
      </Stack>
    </Note>
  )
}
