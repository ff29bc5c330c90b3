// Making one credential: the call, its value handed to the secret dialog, and what a lost answer leaves behind.
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Credential, Issued } from '../../directory/credentials.ts'
import { Problem } from '../../directory/problem.ts'
import { fetchSecretDialog, showSecret } from './shown-secret.ts'
import { remembering } from './tested.ts'

type IssueOptions = {
  /** Title of the dialog that shows the value. */
  title: (made: Credential) => string
  /** The dialog with the value was closed. */
  onClosed?: ((made: Credential) => void) | undefined
}

/** What the form asks for; the request is the same in every try of one form, so that nothing is made twice. */
type Make = (request: string) => Promise<Issued>

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
  const [request, setRequest] = useState(() => crypto.randomUUID())
  const { mutate, data, error, isPending, isSuccess, reset } = useMutation({
    async mutationFn(make: Make) {
      await fetchedDialog()
      const issued = await make(request)
      const { credential } = issued
      showSecret(remembering(issued), {
        title: title(credential),
        ...(onClosed && { onClosed: () => onClosed(credential) }),
      })
      return credential
    },
  })
  return {
    issue: (make: Make) => mutate(make),
    made: data,
    error,
    isPending,
    isSuccess,
    /** Made without anybody having its value: to be revoked. */
    orphan: error instanceof Problem ? error.details.orphan : undefined,
    /** What was made of the last request is gone; the next try is a new one. */
    startAnew() {
      reset()
      setRequest(crypto.randomUUID())
    },
  }
}
