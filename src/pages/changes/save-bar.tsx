// The bar under an editor of permissions: how much is marked, the review of it, the save, and the way back.
import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { useMemo, useRef, useState } from 'react'
import { throughRoles } from '../../directory/lockout.ts'
import type { Catalogue } from '../../directory/model.ts'
import { connected } from '../../platform.ts'
import { access } from '../../queries.ts'
import { Button } from '../../ui/button.tsx'
import { focusTitle } from '../../ui/focus-title.ts'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { StickyBar } from '../../ui/sticky-bar.tsx'
import { toast } from '../../ui/toast.tsx'
import { useScope } from '../../use-scope.ts'
import { safe, useLockout } from '../lockout.tsx'
import { isPlain, Outcome } from './outcome.tsx'
import { Review } from './review.tsx'
import {
  carryOut,
  doneIn,
  keepFailed,
  lookAgain,
  othersChanged,
  takeBack,
  type Found,
  type RoleResult,
} from './save.ts'
import { countOf, useStaged, type Staging } from './staged.ts'
import { lookupIn, shortSum } from './words.tsx'

type SaveBarProps = { staging: Staging; nameOf: (role: string) => string; catalogue: Catalogue }

/** Draws nothing while nothing is marked or saved. Asks before the page is left with marks on it. */
export function SaveBar({ staging, nameOf, catalogue }: SaveBarProps) {
  const scope = useScope()
  const staged = useStaged(staging)
  const lookup = useMemo(() => lookupIn(catalogue), [catalogue])
  const [found, setFound] = useState<readonly Found[] | null>(null)
  const [met, setMet] = useState(false)
  const [report, setReport] = useState<{ results: RoleResult[]; skipped: number } | null>(null)
  const [saved, setSaved] = useState<RoleResult[] | null>(null)
  const [progress, setProgress] = useState<string>()
  const cancel = useRef<AbortController>(null)

  const tell = (done: number, total: number | null) =>
    setProgress(
      total !== null && total > 1
        ? `${done} of ${total} ${staged.size > 1 ? 'roles' : 'permissions'} saved`
        : undefined,
    )

  const looking = useMutation({
    mutationFn: () => lookAgain(scope, staged),
    onSuccess: (now) => {
      setMet(othersChanged(now))
      setFound(now)
    },
    onError: (error) => toast({ tone: 'bad', text: `Could not review the changes. ${error.message}` }),
  })
  const saving = useMutation({
    async mutationFn(reviewed: readonly Found[]) {
      // Once more, so that what is sent is the difference to what is there at this moment.
      const now = await lookAgain(scope, staged)
      if (!isAsReviewed(reviewed, now)) return { changed: now }
      cancel.current = new AbortController()
      const { signal } = cancel.current
      return { results: await carryOut(scope, now, { signal, onProgress: tell }) }
    },
    onSuccess({ changed, results }) {
      setProgress(undefined)
      if (changed) {
        setMet(true)
        setFound(changed)
        return
      }
      setFound(null)
      const skipped = staged.size - results.length
      keepFailed(staging, results)
      setSaved(results)
      if (!isPlain(results) || skipped > 0) setReport({ results, skipped })
    },
  })
  const undoing = useMutation({
    mutationFn: (results: readonly RoleResult[]) => takeBack(scope, results),
    onSuccess(touched) {
      focusTitle()
      setSaved(null)
      if (touched.length === 0) toast({ tone: 'good', text: 'Taken back. Everything is as it was before.' })
      else {
        const names = touched.map((role) => `“${nameOf(role)}”`).join(', ')
        toast({
          tone: 'bad',
          text: `Not taken back: somebody has changed ${names} since. Nothing of theirs was touched.`,
        })
      }
    },
    onError: (error) => toast({ tone: 'bad', text: `Could not take it back. ${error.message}` }),
  })

  const losing = useLosing(found)
  const paused = losing.length === 0 || saving.isPending
  const lock = useLockout({ scope, ends: throughRoles(losing), roles: losing, paused })
  const dismiss = () => {
    focusTitle()
    setSaved(null)
  }
  const counts = countOf(staged)
  const isMarked = staged.size > 0
  return (
    <>
      <LeaveGuard when={isMarked} />
      {isMarked && (
        <StickyBar
          label="Changes that are not saved"
          actions={
            <>
              <Button kind="primary" pending={looking.isPending} onClick={() => looking.mutate()}>
                Review
              </Button>
              <Button
                onClick={() => {
                  focusTitle()
                  staging.clear()
                }}
              >
                Discard
              </Button>
            </>
          }
        >
          <strong>{shortSum(counts)}</strong> not saved
          {staged.size > 1 && `, in ${staged.size} roles`}
        </StickyBar>
      )}
      {!isMarked && saved && <SavedBar results={saved} undoing={undoing} onClose={dismiss} />}
      {found && (
        <Review
          found={found}
          met={met}
          nameOf={nameOf}
          lookup={lookup}
          lock={losing.length > 0 ? lock : safe}
          limit={connected().directory?.traits.permissions?.perRole}
          pending={saving.isPending}
          progress={progress}
          problem={saving.error}
          onSave={() => saving.mutate(found)}
          onClose={() => {
            // While it saves, this ends it between two roles; the report then says how far it came.
            if (saving.isPending) {
              cancel.current?.abort()
              return
            }
            saving.reset()
            setFound(null)
          }}
        />
      )}
      {report && <Outcome {...report} nameOf={nameOf} lookup={lookup} onClose={() => setReport(null)} />}
    </>
  )
}

type Undoing = { isPending: boolean; mutate: (results: readonly RoleResult[]) => void }

function SavedBar({
  results,
  undoing,
  onClose,
}: {
  results: RoleResult[]
  undoing: Undoing
  onClose: () => void
}) {
  const done = results.map(doneIn)
  const sum = shortSum({
    add: done.reduce((total, { add }) => total + add.length, 0),
    remove: done.reduce((total, { remove }) => total + remove.length, 0),
  })
  return (
    <StickyBar
      label="Saved changes"
      takesFocus
      actions={
        <>
          {sum !== '' && (
            <Button pending={undoing.isPending} onClick={() => undoing.mutate(results)}>
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
  )
}

/** Whether others did nothing since the review. */
function isAsReviewed(reviewed: readonly Found[], now: readonly Found[]): boolean {
  return theirsIn(reviewed) === theirsIn(now)
}

function theirsIn(found: readonly Found[]): string {
  return JSON.stringify(
    found.map(({ role, meeting }) => [role, meeting.theirs.add.toSorted(), meeting.theirs.remove.toSorted()]),
  )
}

/** The roles that no longer give the permission by which people manage roles. */
function useLosing(found: readonly Found[] | null): string[] {
  const { keystone } = useSuspenseQuery(access(useScope())).data ?? {}
  return (found ?? []).flatMap(({ role, meeting }) =>
    keystone !== undefined && meeting.yours.remove.includes(keystone) ? [role] : [],
  )
}
