// A new token, or one that takes the place of another: whose, what for, with which rights, until when; then its value is shown once.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useReason } from '../../access.ts'
import type { Credential, Owner, TokenDraft } from '../../directory/credentials.ts'
import { connected } from '../../platform.ts'
import { having, inventory, placeAt, policy } from '../../queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { useScope } from '../../use-scope.ts'
import { Closing } from './closing.tsx'
import { CredentialFacts } from './credential-facts.tsx'
import { textsIn } from './draft-fields.ts'
import { ExpiryField } from './expiry-field.tsx'
import { expiryIn } from './expiry.ts'
import { formProblem } from '../form-problem.tsx'
import { NameField } from './name-field.tsx'
import { OrphanNote } from './orphan-note.tsx'
import { OwnerField } from './owner-field.tsx'
import { useOffer } from './rights.ts'
import { Replacing } from './replacing.tsx'
import { useSelf } from './self.ts'
import { ChosenRights } from './token-rights.tsx'
import { TokenReview } from './token-review.tsx'
import { useIssue } from './use-issue.ts'
import { labelOf } from './words.ts'

type TokenDialogProps = {
  /** Whose it is to be at first. */
  owner?: Owner | undefined
  /** The token whose place the new one takes. */
  replaces?: Credential | undefined
  /** Cancelled, or made. */
  onClose: () => void
  /** The value was shown, and the dialog with it closed. */
  onShown?: ((fresh: string) => void) | undefined
}

/** Open while it is mounted. */
export function TokenDialog({ owner: given, replaces, onClose, onShown }: TokenDialogProps) {
  const scope = useScope()
  const traits = having(connected().directory?.traits.tokens)
  const me = useSelf()
  const self = traits.people ? me : undefined
  const mayNot = {
    issue: useReason('issue tokens'),
    edit: useReason('edit accounts'),
    read: useReason('read accounts'),
  }
  const [owner, setOwner] = useState(replaces?.owner ?? given ?? self)
  const [permissions, setPermissions] = useState<ReadonlySet<string>>(new Set(replaces?.permissions))
  const [dirty, setDirty] = useState(false)
  const { data: rules } = useQuery(policy(scope))
  const { data: known } = useQuery(inventory(scope))
  const chosen = traits.rights === 'chosen'
  const offer = useOffer(chosen ? owner : undefined)
  const offered = new Set(offer.resources.flatMap((one) => one.permissions.map(({ id }) => id)))
  const wanted = [...permissions].filter((id) => offered.has(id))
  const title = replaces ? `Rotate token ${labelOf(replaces)}` : 'Create token'
  const issuing = useIssue({
    title: (made) => `Token ${labelOf(made)}`,
    onClosed: (made) => onShown?.(made.id),
  })
  const limits = { maxDays: rules?.tokenDays }

  function make(data: FormData) {
    // Without one the button is off.
    if (!owner) return
    issuing.issue({
      kind: 'token',
      owner,
      async make(request) {
        const draft: TokenDraft = {
          request,
          ...textsIn(data, traits),
          ...(owner.kind === 'account' && { owner: owner.id }),
          expiresAt: expiryIn(data, limits),
          ...(chosen && { permissions: wanted }),
          ...(replaces && { replaces: replaces.id }),
        }
        return having(having(placeAt(scope).credentials).issueToken)(draft)
      },
    })
  }

  return (
    <Dialog title={title} size="large" onClose={onClose} dismissable={!issuing.isPending}>
      {/* Not even there when it is done: the dialog with the value guards for itself. */}
      {!issuing.isSuccess && (
        <LeaveGuard when={dirty || permissions.size > (replaces?.permissions?.length ?? 0)} />
      )}
      {issuing.isSuccess && <Closing act={onClose} />}
      {issuing.orphan && <OrphanNote orphan={issuing.orphan} onRevoked={issuing.startAnew} />}
      <Form
        onSubmit={make}
        pending={issuing.isPending}
        problem={formProblem(issuing.error)}
        submit={replaces ? 'Create the new token' : 'Create token'}
        submitReason={
          mayNot.issue ??
          (owner ? undefined : 'Choose whose token it is to be.') ??
          (chosen && wanted.length === 0 ? 'Choose at least one permission.' : undefined)
        }
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
            self={self}
            value={owner}
            noAccounts={mayNot.read ?? mayNot.edit}
            pending={issuing.isPending}
            onChange={(to) => {
              issuing.forget()
              setOwner(to)
              setPermissions(new Set())
            }}
          />
        )}
        <NameField
          rule={traits.name}
          start={replaces?.name}
          taken={namesOf(known?.credentials ?? [], replaces)}
        />
        {traits.purpose && (
          <TextField
            name="purpose"
            label={traits.purpose.label}
            required={traits.purpose.required}
            maxLength={traits.purpose.max}
            hint={traits.purpose.hint}
            defaultValue={replaces?.purpose}
          />
        )}
        {chosen && owner && (
          <ChosenRights owner={owner} offer={offer} chosen={new Set(wanted)} onChange={setPermissions} />
        )}
        <ExpiryField {...limits} endless={traits.endless && rules?.tokenDays === undefined} days={30} />
        {owner && <TokenReview owner={owner} offer={chosen ? offer : undefined} chosen={new Set(wanted)} />}
      </Form>
    </Dialog>
  )
}

/** The names of the tokens there are, but for the one that goes. */
function namesOf(credentials: readonly Credential[], but: Credential | undefined): string[] {
  return credentials.flatMap(({ id, kind, name }) =>
    kind === 'token' && name !== undefined && id !== but?.id ? [name] : [],
  )
}
