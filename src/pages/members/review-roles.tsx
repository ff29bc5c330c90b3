// The last look before roles of a member are saved: read again, laid on what others did meanwhile, every change in words, and what
// the signed-in person takes from themselves.
import { useMutation, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { isEmpty, sizeOf, type Meeting } from '../../directory/delta.ts'
import { throughAssignments } from '../../directory/lockout.ts'
import type { Assignment, ChangeOutcome, SetChange } from '../../directory/model.ts'
import { Problem } from '../../directory/problem.ts'
import { access, having, member, placeAt, type Step } from '../../queries.ts'
import { Button } from '../../ui/button.tsx'
import { ChangeList, type ChangeItem } from '../../ui/change-list.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Skeleton } from '../../ui/frame.tsx'
import { Stack } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { toast } from '../../ui/toasts.ts'
import { Working } from '../../ui/working.tsx'
import { useScope } from '../../use-scope.ts'
import { shortSum } from '../changes/words.tsx'
import { formProblem } from '../form-problem.tsx'
import { isLocking, LockoutNote, lockWords, safe, useLockout, whyWait } from '../lockout.tsx'
import { isPlain } from './roles-outcome.tsx'
import { meetNow, type Names, type StagedRoles } from './staged-roles.ts'
import { sourcesText } from './view.ts'
import { NotRead } from '../not-read.tsx'

type ReviewRolesProps = {
  member: { id: string; name: string }
  staged: StagedRoles
  onDone: (outcome: ChangeOutcome, names: Names) => void
  onClose: () => void
}

/** Reads the member anew, then asks. */
export function ReviewRoles({ member: { id, name }, staged, onDone, onClose }: ReviewRolesProps) {
  const scope = useScope()
  const { data, error, isFetchedAfterMount, refetch } = useQuery({
    ...member(scope, id),
    refetchOnMount: 'always',
  })
  // Once asked, the question stays: neither what was typed nor a save under way ends because a later reading fails.
  const [asked, setAsked] = useState(false)
  const isReady = data !== undefined && isFetchedAfterMount && !error
  if (isReady && !asked) setAsked(true)
  if (data && (isReady || asked))
    return (
      <Question
        {...{ id, name, staged, onDone, onClose }}
        assignments={data.assignments}
        meeting={meetNow(staged, data.assignments)}
      />
    )
  return (
    <Dialog title={`Review the roles of ${name}`} onClose={onClose}>
      {error ? (
        <NotRead error={error} again={() => void refetch()}>
          Nothing was saved.
        </NotRead>
      ) : (
        <Skeleton lines={3} />
      )}
      <DialogActions>
        <Button onClick={onClose}>Close</Button>
      </DialogActions>
    </Dialog>
  )
}

type QuestionProps = Omit<ReviewRolesProps, 'member'> & {
  id: string
  name: string
  assignments: Assignment[]
  meeting: Meeting
}

function Question({ id, name, staged, assignments, meeting, onDone, onClose }: QuestionProps) {
  const scope = useScope()
  const { theirs, yours } = meeting
  const names = new Map([...staged.names, ...assignments.map(({ role }) => [role.id, role.name] as const)])
  const [step, setStep] = useState<Step | null>(null)
  const cancel = useRef<AbortController>(null)
  const [ending, setEnding] = useState(false)
  const isSelf = useSuspenseQuery(access(scope)).data?.person === id
  const saving = useMutation({
    // What was asked for is handed in: once the write is through, everything is read again and `yours` is empty.
    async mutationFn(change: SetChange): Promise<ChangeOutcome> {
      if (isEmpty(change)) return { items: [], now: meeting.merged, visible: true }
      cancel.current = new AbortController()
      return having(placeAt(scope).members).change(id, change, {
        signal: cancel.current.signal,
        onProgress: (done, total) => setStep({ done, total }),
      })
    },
    onSuccess(outcome, { add, remove }) {
      const sum = shortSum({ add: add.length, remove: remove.length })
      if (sum === '') toast({ tone: 'good', text: 'Nothing had to be saved.' })
      else if (isPlain(outcome)) toast({ tone: 'good', text: `Roles of ${name} saved: ${sum}.` })
      onDone(outcome, names)
    },
    onSettled() {
      setStep(null)
      setEnding(false)
    },
  })
  const concerned = isSelf && yours.remove.length > 0
  const paused = !concerned || saving.isPending
  const checked = useLockout({ scope, ends: throughAssignments(yours.remove), roles: [], paused })
  const lock = concerned ? checked : safe
  return (
    <Confirm
      title={`Review the roles of ${name}`}
      confirm={isEmpty(yours) ? 'Done' : 'Save'}
      size="medium"
      danger={isLocking(lock)}
      typed={isLocking(lock) ? lockWords : undefined}
      reason={whyWait(lock)}
      pending={saving.isPending}
      problem={formProblem(saving.error)}
      onConfirm={() => saving.mutate(yours)}
      onCancel={() => {
        // While it saves, this ends it between two requests; what was sent until then is told afterwards.
        if (!saving.isPending) {
          onClose()
          return
        }
        setEnding(true)
        cancel.current?.abort(new Problem('unexpected', 'You cancelled it before anything was sent.'))
      }}
    >
      <Stack>
        {isSelf && (
          <Note tone="info" title="This is you">
            You are changing what you may do yourself.
          </Note>
        )}
        <LockoutNote lock={lock} />
        {!isEmpty(theirs) && (
          <>
            <p>
              Somebody changed these roles since you began. What they did stays; yours comes on top of it.
            </p>
            <ChangeList mono={false} label="Done by others" items={linesOf(theirs, names, [])} />
          </>
        )}
        <p>
          {isEmpty(yours)
            ? 'Nothing is left to save: others have made the same changes.'
            : sizeOf(yours) === 1
              ? 'One change is saved:'
              : `${sizeOf(yours)} changes are saved:`}
        </p>
        {!isEmpty(yours) && (
          <ChangeList mono={false} label="Your changes" items={linesOf(yours, names, assignments)} />
        )}
        {step && <Working what="Saving" {...step} />}
        <output>{ending && 'It ends after what is being sent now.'}</output>
      </Stack>
    </Confirm>
  )
}

function linesOf({ add, remove }: SetChange, names: Names, held: readonly Assignment[]): ChangeItem[] {
  const line = (kind: 'add' | 'remove') => (id: string) => {
    const others = held.find(({ role }) => role.id === id)?.sources.filter(({ kind }) => kind !== 'direct')
    const isKept = kind === 'remove' && others && others.length > 0
    return {
      key: `${kind} ${id}`,
      kind,
      name: names.get(id) ?? id,
      ...(isKept && { note: `Still held ${sourcesText(others)}.` }),
    }
  }
  return [...add.map(line('add')), ...remove.map(line('remove'))]
}
