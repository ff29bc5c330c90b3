// Where values that were just made are shown: beside the pages, so that none of them can take the dialog away with it.
import { useEffect, useSyncExternalStore } from 'react'
import { SecretDialog } from './secret-dialog.tsx'
import { closeSecret, shownSecret, subscribe, wipeSecrets } from './shown-secret.ts'

/** Shows one value after the other. */
export function SecretHost() {
  const shown = useSyncExternalStore(subscribe, shownSecret)
  // It stands in the frame as long as somebody is signed in; a session that ended and may come back is not the end of it.
  useEffect(() => wipeSecrets, [])
  return shown && <SecretDialog key={shown.id} shown={shown} onClose={closeSecret} />
}
