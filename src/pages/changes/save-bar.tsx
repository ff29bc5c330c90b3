// The bar under an editor of permissions: how much is marked, the review of it, the save, and the way back.
import { useMutation } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { isEmpty } from '../../directory/delta.ts'
import type { Catalogue } from '../../directory/model.ts'
import { amount } from '../../ui/amount.ts'
import { Button } from '../../ui/button.tsx'
import { focusTitle } from '../../ui/focus-title.ts'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { StickyBar } from '../../ui/sticky-bar.tsx'
import { toast } from '../../ui/toasts.ts'
import { useScope } from '../../use-scope.ts'
import { isPlain, Outcome } from './outcome.tsx'
import type { Holders } from './holders.ts'
import { doneIn, keepFailed, lookAgain, problemsIn, type Marks, type SetResult } from './save.ts'
import { SavedBar } from './saved-bar.tsx'
import { Saving, type Looked } from './saving.tsx'
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
  const [looked, setLooked] = useState<Looked | null>(null)
  const [report, setReport] = useState<{ results: SetResult[]; skipped: number } | null>(null)
  const [saved, setSaved] = useState<SetResult[] | null>(null)

  const looking = useMutation({
    mutationFn: async (marks: Marks): Promise<Looked> => ({
      marks,
      found: await lookAgain(of, scope, marks),
    }),
  })
  /** Opens the review once it shows what is marked then: what is marked while it looks is looked at as well. */
  function look() {
    looking.mutate(staging.all(), {
      onSuccess(now) {
        if (staging.all() === now.marks) setLooked(now)
        else if (staging.all().size > 0) look()
      },
      onError: (error) => toast({ tone: 'bad', text: `Could not review the changes. ${error.message}` }),
    })
  }
  function finish({ marks }: Looked, results: SetResult[]) {
    const skipped = marks.size - results.length
    const isWhole = skipped === 0 && results.every((result) => problemsIn(result).length === 0)
    setLooked(null)
    keepFailed(staging, results)
    if (isWhole || results.some((result) => !isEmpty(doneIn(result)))) setSaved(results)
    if (!isPlain(results) || skipped > 0) setReport({ results, skipped })
  }

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
              <Button kind="primary" pending={looking.isPending} disabledReason={tooMany} onClick={look}>
                Review
              </Button>
              <Button
                onClick={() => {
                  focusTitle()
                  looking.reset()
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
      {!isMarked && saved && (
        <SavedBar of={of} results={saved} nameOf={nameOf} onLeft={setSaved} onClose={dismiss} />
      )}
      {looked && (
        <Saving
          of={of}
          looked={looked}
          nameOf={nameOf}
          lookup={lookup}
          onSaved={(results) => finish(looked, results)}
          onClose={() => setLooked(null)}
        />
      )}
      {report && (
        <Outcome of={of} {...report} nameOf={nameOf} lookup={lookup} onClose={() => setReport(null)} />
      )}
    </>
  )
}
