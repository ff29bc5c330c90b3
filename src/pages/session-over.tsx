// A session that the provider ended while a page was open: the page, and what was typed into it, wait behind a dialog.
import { useState } from 'react'
import { SignInFailure } from '../session/failure.ts'
import type { Session } from '../session/session.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Note } from '../ui/note.tsx'
import { paths } from '../paths.ts'
import { failureText } from './failure-texts.ts'

/** Signs the same person in again in a window of its own, so that nothing on this page is lost. */
export function SignInAgain({ session, kind = 'plain' }: { session: Session; kind?: 'primary' | 'plain' }) {
  const [failure, setFailure] = useState<SignInFailure | null>(null)
  const again = () => {
    setFailure(null)
    session
      .signInAgain()
      .catch((error: unknown) =>
        setFailure(error instanceof SignInFailure ? error : new SignInFailure('away')),
      )
  }
  return (
    <>
      {failure && (
        <Note tone="bad" live>
          {failureText(failure, 'The provider').text} {failureText(failure, 'The provider').advice}
        </Note>
      )}
      <Button kind={kind} onClick={again}>
        Sign in again
      </Button>
    </>
  )
}

/** Stays until the session is back; there is nothing useful to do behind it. */
export function SessionOver({ platform, session }: { platform: string; session: Session }) {
  return (
    <Dialog title="Your session is over" size="small" dismissable={false} onClose={() => undefined}>
      <p>
        {platform} does not renew it any more. Sign in again as the same person: a window opens for it, and
        this page stays as you left it.
      </p>
      <DialogActions>
        <SignInAgain session={session} kind="primary" />
        {/* A document navigation: it drops what is on this page, which is what the button says. */}
        <Button onClick={() => location.assign(paths.home())}>Leave this page</Button>
      </DialogActions>
    </Dialog>
  )
}
