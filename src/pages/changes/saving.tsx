// The review of marks and the save that follows on it. What is saved is what was reviewed, whatever is marked meanwhile; if others
// changed something since, it is reviewed again.
import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { throughRoles } from '../../directory/lockout.ts'
import { Problem } from '../../directory/problem.ts'
import { access } from '../../queries.ts'
import { toast } from '../../ui/toasts.ts'
import { useScope } from '../../use-scope.ts'
import { formProblem } from '../form-problem.tsx'
import { safe, useLockout } from '../lockout.tsx'
import type { Holders } from './holders.ts'
import { Review } from './review.tsx'
import {
  carryOut,
  isAsReviewed,
  lookAgain,
  othersChanged,
  type Found,
  type Marks,
  type SetResult,
} from './save.ts'
import type { Lookup } from './words.tsx'

/** The marks that are reviewed, and what their holders had when it was looked. */
export type Looked = { marks: Marks; found: readonly Found[] }

type SavingProps = {
  of: Holders
  looked: Looked
  nameOf: (holder: string) => string
  lookup: Lookup
  onSaved: (results: SetResult[]) => void
  onClose: () => void
}

/** Cancel ends it at once while nothing is sent yet, and after that between two requests. */
export function Saving({
  of,
  looked: { marks, found: first },
  nameOf,
  lookup,
  onSaved,
  onClose,
}: SavingProps) {
  const scope = useScope()
  const [{ found, met }, setReviewed] = useState({ found: first, met: othersChanged(first) })
  const [progress, setProgress] = useState<string>()
  const [ending, setEnding] = useState(false)
  const cancel = useRef<AbortController>(null)
  const isSending = useRef(false)

  const tell = (done: number, total: number | null) =>
    setProgress(
      total !== null && total > 1
        ? `${done} of ${total} ${marks.size > 1 ? of.many : 'permissions'} saved`
        : undefined,
    )

  const saving = useMutation({
    async mutationFn(reviewed: readonly Found[]) {
      const controller = new AbortController()
      const { signal } = controller
      cancel.current = controller
      // Once more, so that what is sent is the difference to what is there at this moment.
      const now = await lookAgain(of, scope, marks, signal)
      if (!isAsReviewed(reviewed, now)) return { changed: now }
      isSending.current = true
      return { results: await carryOut(of, scope, now, { signal, onProgress: tell }) }
    },
    onSuccess({ changed, results }) {
      if (changed) setReviewed({ found: changed, met: true })
      else onSaved(results)
    },
    onSettled() {
      isSending.current = false
      setProgress(undefined)
      setEnding(false)
    },
  })

  const losing = useLosing(of.lock ? found : [])
  const paused = losing.length === 0 || saving.isPending
  const lock = useLockout({ scope, ends: throughRoles(losing), roles: losing, paused })
  return (
    <Review
      of={of}
      found={found}
      met={met}
      nameOf={nameOf}
      lookup={lookup}
      lock={losing.length > 0 ? lock : safe}
      pending={saving.isPending}
      progress={progress}
      ending={ending}
      problem={formProblem(saving.error)}
      onSave={() => saving.mutate(found)}
      onClose={() => {
        cancel.current?.abort(new Problem('unexpected', 'You cancelled it before anything was sent.'))
        if (isSending.current) {
          setEnding(true)
          return
        }
        if (saving.isPending) toast({ tone: 'plain', text: 'Nothing was sent.' })
        onClose()
      }}
    />
  )
}

/** The roles that no longer give the permission by which people manage roles. */
function useLosing(found: readonly Found[]): string[] {
  const { keystone } = useSuspenseQuery(access(useScope())).data ?? {}
  return found.flatMap(({ holder, meeting }) =>
    keystone !== undefined && meeting.yours.remove.includes(keystone) ? [holder] : [],
  )
}
