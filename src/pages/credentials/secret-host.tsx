// Where values that were just made are shown: beside the pages, so that none of them can take the dialog away with it.
import { useEffect, useState, useSyncExternalStore, type ComponentType } from 'react'
import { toast } from '../../ui/toasts.ts'
import type { SecretDialog } from './secret-dialog.tsx'
import { closeSecret, shownSecret, subscribe, wipeSecrets } from './shown-secret.ts'

type Props = Parameters<typeof SecretDialog>[0]

/** Fetches the dialog; to be waited for before anything is made that it has to show. */
export async function fetchSecretDialog(): Promise<ComponentType<Props>> {
  return (await import('./secret-dialog.tsx')).SecretDialog
}

/** Shows one value after the other. */
export function SecretHost() {
  const shown = useSyncExternalStore(subscribe, shownSecret)
  const [Dialog, setDialog] = useState<ComponentType<Props> | null>(null)
  // It stands in the frame as long as somebody is signed in; a session that ended and may come back is not the end of it.
  useEffect(() => wipeSecrets, [])
  const waiting = shown !== null && Dialog === null

  useEffect(() => {
    if (!waiting) return undefined
    let timer = 0
    // What was made exists only here: a part of the console that cannot be fetched is asked for until it comes.
    const fetchIt = (): void =>
      void fetchSecretDialog().then(
        (fetched) => setDialog(() => fetched),
        () => {
          toast({
            tone: 'bad',
            text: 'What shows the secret could not be fetched. It is tried again; do not leave this page.',
          })
          timer = window.setTimeout(fetchIt, 2000)
        },
      )
    fetchIt()
    return () => clearTimeout(timer)
  }, [waiting])

  return shown && Dialog ? <Dialog key={shown.id} shown={shown} onClose={closeSecret} /> : null
}
