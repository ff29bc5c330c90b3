// A new key of an account, one that takes the place of another, or its secret: how it is made, until when; then what is secret of it
// is shown once.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useReason } from '../../access.ts'
import type { Credential, KeyDraft, KeyMaterial, Owner } from '../../directory/credentials.ts'
import { connected } from '../../platform.ts'
import { having, inventory, placeAt } from '../../queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Form } from '../../ui/form.tsx'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { Note } from '../../ui/note.tsx'
import { useScope } from '../../use-scope.ts'
import { Closing } from './closing.tsx'
import { CredentialFacts } from './credential-facts.tsx'
import { textsIn } from './draft-fields.ts'
import { ExpiryField } from './expiry-field.tsx'
import { expiryIn } from './expiry.ts'
import { formProblem } from '../form-problem.tsx'
import { MaterialField, type MaterialChoice, type Way } from './material-field.tsx'
import { NameField } from './name-field.tsx'
import { OrphanNote } from './orphan-note.tsx'
import { OwnerField } from './owner-field.tsx'
import { Replacing } from './replacing.tsx'
import { roomFor } from './room.ts'
import { SecretChoice, secretOf } from './secret-choice.tsx'
import { useIssue } from './use-issue.ts'
import { atStart, labelOf, titleOf } from './words.ts'

type KeyDialogProps = {
  owner?: Owner | undefined
  /** The key whose place the new one takes. */
  replaces?: Credential | undefined
  /** What is chosen at first, where it can be made. */
  start?: Way | undefined
  /** Cancelled, or made. */
  onClose: () => void
  /** The value was shown, and the dialog with it closed. */
  onShown?: ((fresh: string) => void) | undefined
}

/** Open while it is mounted. */
export function KeyDialog({ owner: given, replaces, start, onClose, onShown }: KeyDialogProps) {
  const scope = useScope()
  const traits = having(connected().directory?.traits.keys)
  const credentials = having(placeAt(scope).credentials)
  const ways: Way[] = [
    ...traits.materials,
    ...(traits.secret && credentials.setSecret && !replaces ? (['secret'] as const) : []),
  ]
  const mayNot = { issue: useReason('issue keys'), read: useReason('read accounts') }
  const [owner, setOwner] = useState(replaces?.owner ?? given)
  const [choice, setChoice] = useState<MaterialChoice>({
    by: ways.find((way) => way === start) ?? ways[0] ?? 'browser',
    bits: 2048,
    pasted: { text: '' },
  })
  const [agreed, setAgreed] = useState(false)
  const [dirty, setDirty] = useState(false)
  const { data: known } = useQuery(inventory(scope))
  const all = known?.credentials ?? []
  const isSecret = choice.by === 'secret'
  const itsSecret = owner && secretOf(all, owner)
  const present = isSecret ? itsSecret : undefined
  const room = owner ? roomFor(all, owner.id) : {}
  const issuing = useIssue({
    title: (made) => atStart(titleOf(made)),
    onClosed: (made) => onShown?.(made.id),
  })

  function make(data: FormData) {
    // Without one the button is off.
    if (!owner) return
    issuing.issue({
      kind: isSecret ? 'secret' : 'key',
      owner,
      async make(request) {
        if (isSecret) return having(credentials.setSecret)(owner.id)
        const draft: KeyDraft = {
          request,
          owner: owner.id,
          ...textsIn(data, traits),
          ...(replaces?.purpose !== undefined && { purpose: replaces.purpose }),
          expiresAt: expiryIn(data),
          material: materialOf(choice),
          ...(replaces && { replaces: replaces.id }),
        }
        return having(credentials.issueKey)(draft)
      },
    })
  }

  const submitReason =
    mayNot.issue ??
    (owner ? undefined : 'Choose the account first.') ??
    (isSecret ? undefined : room.full) ??
    (choice.by === 'paste' && !choice.pasted.key ? 'Paste a public key first.' : undefined) ??
    (present && !agreed ? 'Say first that the present secret may end.' : undefined)
  return (
    <Dialog
      title={replaces ? `Rotate key ${labelOf(replaces)}` : 'Create key'}
      size="large"
      onClose={onClose}
      dismissable={!issuing.isPending}
    >
      {/* Not even there when it is done: the dialog with the value guards for itself. */}
      {!issuing.isSuccess && <LeaveGuard when={dirty || choice.pasted.text !== ''} />}
      {issuing.isSuccess && <Closing act={onClose} />}
      {/* A secret that nobody has is set again: there is only one. */}
      {issuing.orphan?.kind === 'key' && <OrphanNote orphan={issuing.orphan} onRevoked={issuing.startAnew} />}
      <Form
        onSubmit={make}
        pending={issuing.isPending}
        problem={formProblem(issuing.error)}
        submit={submitOf(isSecret, present !== undefined, replaces !== undefined)}
        submitReason={submitReason}
        danger={present !== undefined}
        cancel={{ label: 'Cancel', onClick: onClose }}
        onDirtyChange={setDirty}
      >
        {replaces ? (
          <>
            <Replacing old={replaces} />
            <CredentialFacts credential={replaces} />
          </>
        ) : (
          <OwnerField
            self={undefined}
            value={owner}
            noAccounts={mayNot.read}
            pending={issuing.isPending}
            onChange={(to) => {
              issuing.forget()
              setAgreed(false)
              setOwner(to)
            }}
          />
        )}
        {owner && !isSecret && room.used && (
          <Note tone={room.full ? 'warn' : 'info'} title={`Keys of ${owner.name}: ${room.used}`}>
            {room.full}
          </Note>
        )}
        {itsSecret && !isSecret && (
          <Note tone="info" title={`${itsSecret.owner.name} has a secret`}>
            {traits.what}
          </Note>
        )}
        <MaterialField
          ways={ways}
          value={choice}
          onChange={(change) => {
            if (change.by) setAgreed(false)
            setChoice((old) => ({ ...old, ...change }))
          }}
        />
        {isSecret ? (
          owner && <SecretChoice owner={owner} present={present} agreed={agreed} onAgree={setAgreed} />
        ) : (
          <>
            {traits.name && (
              <NameField rule={traits.name} start={replaces?.name} taken={namesOf(all, replaces)} />
            )}
            <ExpiryField endless={traits.endless} days={90} />
          </>
        )}
      </Form>
    </Dialog>
  )
}

function submitOf(isSecret: boolean, present: boolean, replaces: boolean): string {
  if (isSecret) return present ? 'Replace the secret' : 'Set a secret'
  return replaces ? 'Create the new key' : 'Create key'
}

/** The names of the keys there are, but for the one that goes. */
function namesOf(credentials: readonly Credential[], but: Credential | undefined): string[] {
  return credentials.flatMap(({ id, kind, name }) =>
    kind === 'key' && name !== undefined && id !== but?.id ? [name] : [],
  )
}

function materialOf({ by, bits, pasted }: MaterialChoice): KeyMaterial {
  if (by === 'browser') return { by, bits }
  if (by === 'paste' && pasted.key) return { by, publicKey: pasted.key.publicKey }
  return { by: 'provider' }
}
