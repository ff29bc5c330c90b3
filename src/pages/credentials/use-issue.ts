// Making one credential: the call, its value handed to the secret dialog, and what a lost answer leaves behind.
import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import type { Credential, CredentialKind, Issued, Owner } from '../../directory/credentials.ts'
import { Problem } from '../../directory/problem.ts'
import { fetchSecretDialog, showSecret } from './shown-secret.ts'
import { remembering } from './tested.ts'

type IssueOptions = {
  /** Title of the dialog that shows the value. */
  title: (made: Credential) => string
  /** The dialog with the value was closed. */
  onClosed?: ((made: Credential) => void) | undefined
}

/** What the form asks for, and whose it is to be. */
type Order = { kind: CredentialKind; owner: Owner; make: (request: string) => Promise<Issued> }

/** What was made without anybody having its value: to be revoked, and at the owner for whom it was made. */
export type Orphan = { id: string; kind: CredentialKind; owner: Owner }

/** Nothing is made before there is what shows it. @throws Problem where that cannot be fetched */
async function fetchedDialog(): Promise<void> {
  try {
    await fetchSecretDialog()
  } catch {
    throw new Problem(
      'away',
      'A part of this console could not be fetched, so nothing was made. Try again; if it stays so, reload.',
    )
  }
}

/** The value goes to the secret dialog and nowhere else: what the mutation keeps is the credential without it. */
export function useIssue({ title, onClosed }: IssueOptions) {
  // The same in every try of one form for one owner, so that nothing is made twice; what came about at one owner says nothing of
  // another, and is still known when that one is chosen again.
  const requests = useRef(new Map<string, string>())
  const { mutate, variables, data, error, isPending, isSuccess, reset } = useMutation({
    async mutationFn({ owner, make }: Order) {
      await fetchedDialog()
      const request = requests.current.get(owner.id) ?? crypto.randomUUID()
      requests.current.set(owner.id, request)
      const issued = await make(request)
      const { credential } = issued
      showSecret(remembering(issued), {
        title: title(credential),
        ...(onClosed && { onClosed: () => onClosed(credential) }),
      })
      return credential
    },
  })
  const orphan = error instanceof Problem ? error.details.orphan : undefined
  return {
    issue: (order: Order) => mutate(order),
    made: data,
    error,
    isPending,
    isSuccess,
    orphan:
      orphan !== undefined && variables
        ? ({ id: orphan, kind: variables.kind, owner: variables.owner } satisfies Orphan)
        : undefined,
    /** Another owner is chosen: what the last try came to is none of theirs. */
    forget: reset,
    /** What was made of the last request is gone; the next try is a new one. */
    startAnew() {
      if (variables) requests.current.delete(variables.owner.id)
      reset()
    },
  }
}
