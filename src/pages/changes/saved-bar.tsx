// The bar after a save: what was done, and the way back. Asks before the way back takes the right to manage roles.
import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { throughRoles } from '../../directory/lockout.ts'
import { access } from '../../queries.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Stack } from '../../ui/layout.tsx'
import { StickyBar } from '../../ui/sticky-bar.tsx'
import { toast } from '../../ui/toasts.ts'
import { useScope } from '../../use-scope.ts'
import { isLocking, LockoutNote, lockWords, useLockout, whyWait } from '../lockout.tsx'
import type { Holders } from './holders.ts'
import { doneIn, type SetResult } from './save.ts'
import { takeBack, takenText } from './take-back.ts'
import { shortSum } from './words.tsx'

type SavedBarProps = {
  of: Holders
  results: readonly SetResult[]
  nameOf: (holder: string) => string
  /** What is left of the save after a way back that did not go the whole way. */
  onLeft: (results: SetResult[]) => void
  /** The bar goes, and the focus with it to where it is of use. */
  onClose: () => void
}

/** Goes by itself once nothing is left that could be taken back. */
export function SavedBar({ of, results, nameOf, onLeft, onClose }: SavedBarProps) {
  const scope = useScope()
  const { keystone } = useSuspenseQuery(access(scope)).data ?? {}
  const [asking, setAsking] = useState(false)
  const undoing = useMutation({
    mutationFn: () => takeBack(of, scope, results),
    onSuccess(back) {
      if (back.left.length > 0) onLeft(back.left)
      else onClose()
      const isWhole = back.failed.length === 0 && back.touched.length === 0
      toast({ tone: isWhole ? 'good' : 'bad', text: takenText(back, listed) })
    },
    onError: (error) => toast({ tone: 'bad', text: `Could not take it back. ${error.message}` }),
    onSettled: () => setAsking(false),
  })
  const listed = (holders: readonly string[]) => holders.map((one) => `“${nameOf(one)}”`).join(', ')
  const done = results.map((result) => ({ holder: result.holder, ...doneIn(result) }))
  const losing = done.flatMap(({ holder, add }) =>
    of.lock && keystone !== undefined && add.includes(keystone) ? [holder] : [],
  )
  const sum = shortSum({
    add: done.reduce((total, { add }) => total + add.length, 0),
    remove: done.reduce((total, { remove }) => total + remove.length, 0),
  })
  return (
    <>
      <StickyBar
        label="Saved changes"
        takesFocus
        actions={
          <>
            {sum !== '' && (
              <Button
                pending={undoing.isPending}
                onClick={() => (losing.length > 0 ? setAsking(true) : undoing.mutate())}
              >
                Undo
              </Button>
            )}
            <Button kind="quiet" onClick={onClose}>
              Dismiss
            </Button>
          </>
        }
      >
        {sum === '' ? 'Nothing had to be saved.' : <>Saved: {sum}</>}
      </StickyBar>
      {asking && (
        <UndoQuestion
          roles={losing}
          names={listed(losing)}
          pending={undoing.isPending}
          onUndo={() => undoing.mutate()}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}

type UndoQuestionProps = {
  /** The roles that do not give the right to manage roles any more, and their names. */
  roles: readonly string[]
  names: string
  pending: boolean
  onUndo: () => void
  onClose: () => void
}

function UndoQuestion({ roles, names, pending, onUndo, onClose }: UndoQuestionProps) {
  const scope = useScope()
  const lock = useLockout({ scope, ends: throughRoles(roles), roles, paused: pending })
  return (
    <Confirm
      title="Undo the save?"
      confirm="Undo"
      danger={isLocking(lock)}
      typed={isLocking(lock) ? lockWords : undefined}
      reason={whyWait(lock)}
      pending={pending}
      problem={null}
      onConfirm={onUndo}
      onCancel={onClose}
    >
      <Stack gap="small">
        <p>The save gave {names} the permission to manage roles in this console. Undo takes it away again.</p>
        <LockoutNote lock={lock} />
      </Stack>
    </Confirm>
  )
}
