// The bar under an editor of permissions: how much is marked, the review of it, the save, and the way back.
import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { useMemo, useRef, useState } from 'react'
import { throughRoles } from '../../directory/lockout.ts'
import type { Catalogue } from '../../directory/model.ts'
import { Problem } from '../../directory/problem.ts'
import { access } from '../../queries.ts'
import { amount } from '../../ui/amount.ts'
import { Button } from '../../ui/button.tsx'
import { focusTitle } from '../../ui/focus-title.ts'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { StickyBar } from '../../ui/sticky-bar.tsx'
import { toast } from '../../ui/toast.tsx'
import { useScope } from '../../use-scope.ts'
import { formProblem } from '../form-problem.tsx'
import { safe, useLockout } from '../lockout.tsx'
import { isPlain, Outcome } from './outcome.tsx'
import { Review } from './review.tsx'
import type { Holders } from './holders.ts'
import { carryOut, keepFailed, lookAgain, othersChanged, type Found, type SetResult } from './save.ts'
import { SavedBar } from './saved-bar.tsx'
import { countOf, overLimit, useStaged, type Staging } from './staged.ts'
import { lookupIn, shortSum } from './words.tsx'

type SaveBarProps = {
  of: Holders
  staging: Staging
  nameOf: (holder: string) => string
  catalogue: Catalogue
}

/** Draws nothing while nothing is marked or saved. Asks before the page is left with marks on it. */
export function SaveBar({ of, staging, nameOf, catalogue }: SaveBarProps) {
  const scope = useScope()
  const staged = useStaged(staging)
  const lookup = useMemo(() => lookupIn(catalogue), [catalogue])
  const [found, setFound] = useState<readonly Found[] | null>(null)
  const [met, setMet] = useState(false)
  const [report, setReport] = useState<{ results: SetResult[]; skipped: number } | null>(null)
  const [saved, setSaved] = useState<SetResult[] | null>(null)
  const [progress, setProgress] = useState<string>()
  const cancel = useRef<AbortController>(null)

  const tell = (done: number, total: number | null) =>
    setProgress(
      total !== null && total > 1
        ? `${done} of ${total} ${staged.size > 1 ? of.many : 'permissions'} saved`
        : undefined,
    )

  const looking = useMutation({
    mutationFn: () => lookAgain(of, scope, staged),
    onSuccess: (now) => {
      setMet(othersChanged(now))
      setFound(now)
    },
    onError: (error) => toast({ tone: 'bad', text: `Could not review the changes. ${error.message}` }),
  })
  const saving = useMutation({
    async mutationFn(reviewed: readonly Found[]) {
      // Once more, so that what is sent is the difference to what is there at this moment.
      const now = await lookAgain(of, scope, staged)
      if (!isAsReviewed(reviewed, now)) return { changed: now }
      cancel.current = new AbortController()
      const { signal } = cancel.current
      return { results: await carryOut(of, scope, now, { signal, onProgress: tell }) }
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

  const losing = useLosing(of.lock ? found : null)
  const paused = losing.length === 0 || saving.isPending
  const lock = useLockout({ scope, ends: throughRoles(losing), roles: losing, paused })
  const dismiss = () => {
    focusTitle()
    setSaved(null)
  }
  const counts = countOf(staged)
  const isMarked = staged.size > 0
  const over = overLimit(staged, of.limit())
  const tooMany =
    over &&
    `“${nameOf(over.holder)}” would ${of.have} ${amount(over.would)} permissions; at most ${amount(over.limit)} are possible.`
  return (
    <>
      <LeaveGuard when={isMarked} />
      {isMarked && (
        <StickyBar
          label="Changes that are not saved"
          actions={
            <>
              <Button
                kind="primary"
                pending={looking.isPending}
                disabledReason={tooMany}
                onClick={() => looking.mutate()}
              >
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
          {staged.size > 1 && `, in ${staged.size} ${of.many}`}
          {tooMany && `. ${tooMany}`}
        </StickyBar>
      )}
      {!isMarked && saved && <SavedBar of={of} results={saved} nameOf={nameOf} onClose={dismiss} />}
      {found && (
        <Review
          of={of}
          found={found}
          met={met}
          nameOf={nameOf}
          lookup={lookup}
          lock={losing.length > 0 ? lock : safe}
          pending={saving.isPending}
          progress={progress}
          problem={formProblem(saving.error)}
          onSave={() => saving.mutate(found)}
          onClose={() => {
            // While it saves, this ends it between two of them; the report then says how far it came.
            if (saving.isPending) {
              cancel.current?.abort(new Problem('unexpected', 'You cancelled it before anything was sent.'))
              return
            }
            saving.reset()
            setFound(null)
          }}
        />
      )}
      {report && (
        <Outcome of={of} {...report} nameOf={nameOf} lookup={lookup} onClose={() => setReport(null)} />
      )}
    </>
  )
}

/** Whether others did nothing since the review. */
function isAsReviewed(reviewed: readonly Found[], now: readonly Found[]): boolean {
  return theirsIn(reviewed) === theirsIn(now)
}

function theirsIn(found: readonly Found[]): string {
  return JSON.stringify(
    found.map(({ holder, meeting }) => [
      holder,
      meeting.theirs.add.toSorted(),
      meeting.theirs.remove.toSorted(),
    ]),
  )
}

/** The roles that no longer give the permission by which people manage roles. */
function useLosing(found: readonly Found[] | null): string[] {
  const { keystone } = useSuspenseQuery(access(useScope())).data ?? {}
  return (found ?? []).flatMap(({ holder, meeting }) =>
    keystone !== undefined && meeting.yours.remove.includes(keystone) ? [holder] : [],
  )
}
