// The session's state as React sees it.
import { useSyncExternalStore } from 'react'
import { connection } from './platform.ts'
import type { SessionState } from './session/keeper.ts'

const nobody: SessionState = { status: 'signed-out', why: 'never' }
const idle = () => () => undefined

/** The state of this document's session; redraws with it. */
export function useSession(): SessionState {
  const session = connection()?.session
  return useSyncExternalStore(session?.subscribe ?? idle, session?.state ?? (() => nobody))
}
