// Shows a value for the only time that it can be shown, and does not let it be lost by a slip of the hand.
import { lazy, Suspense, useCallback, useLayoutEffect, useRef, useState } from 'react'
import { NavigationType, useBlocker, type BlockerFunction } from 'react-router'
import { Button } from '../../ui/button.tsx'
import { Check } from '../../ui/check.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Row, Stack } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { useOpened } from '../../ui/opened.ts'
import { factsOf } from './secret-facts.ts'
import { SecretTest } from './secret-test.tsx'
import { SecretValue } from './secret-value.tsx'
import { setStored, unstored, type Shown } from './shown-secret.ts'

const RecipesDialog = lazy(async () => ({ default: (await import('./recipes-dialog.tsx')).RecipesDialog }))

/** Every way out asks, until somebody says that the value is stored. */
export function SecretDialog({ shown, onClose }: { shown: Shown; onClose: () => void }) {
  const [asking, setAsking] = useState(false)
  const [using, setUsing] = useOpened<true>()
  const held = unstored(shown)
  const back = useBackGuard(held)
  const close = () => (held ? setAsking(true) : onClose())
  const { title, credential, note, forms, stored, test } = shown
  return (
    <>
      <Dialog title={title} size="large" onClose={close}>
        <Stack>
          {note !== undefined && <Note tone="warn">{note}</Note>}
          {forms.length > 0 && (
            <>
              <p>
                This is the only time that it is shown: nobody keeps it, not even this console. Put it where
                it will be used, then close this.
              </p>
              <SecretValue shown={shown} />
              <Check checked={stored} onChange={setStored} label="I have stored it" />
            </>
          )}
          {test && <SecretTest test={test} />}
          <Facts items={factsOf(credential)} />
          <Row>
            <Button onClick={() => setUsing(true)}>How to use it</Button>
          </Row>
        </Stack>
        <DialogActions>
          <Button kind="primary" onClick={close}>
            Done
          </Button>
        </DialogActions>
      </Dialog>
      <Suspense>{using && <RecipesDialog credential={credential} onClose={() => setUsing(null)} />}</Suspense>
      {(asking || back !== null) && (
        <Dialog
          title="You will not see this again"
          size="small"
          onClose={() => {
            setAsking(false)
            back?.stay()
          }}
        >
          <p>
            You have not said that it is stored. Once this is closed, nobody can show it again: what was made
            would have to be revoked and made anew.
          </p>
          <DialogActions>
            <Button
              kind="danger"
              onClick={() => {
                back?.leave()
                onClose()
              }}
            >
              Close anyway
            </Button>
            <Button
              onClick={() => {
                setAsking(false)
                back?.stay()
              }}
            >
              Keep it open
            </Button>
          </DialogActions>
        </Dialog>
      )}
    </>
  )
}

/** Holds Back and Forward while `when`; what pages do by themselves goes on beneath the dialog, which outlives them. */
function useBackGuard(when: boolean): { leave: () => void; stay: () => void } | null {
  const holds = useRef(when)
  useLayoutEffect(() => {
    holds.current = when
  })
  const blocker = useBlocker(
    useCallback<BlockerFunction>(
      ({ historyAction }) => holds.current && historyAction === NavigationType.Pop,
      [],
    ),
  )
  return blocker.state === 'blocked' ? { leave: blocker.proceed, stay: blocker.reset } : null
}
