// Changing what is said about a permission. Somebody else may have said something else meanwhile: both are shown then.
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Permission } from '../../directory/model.ts'
import { Problem } from '../../directory/problem.ts'
import { connected } from '../../platform.ts'
import { catalogue, having, placeAt, queryClient } from '../../queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Facts } from '../../ui/facts.tsx'
import { TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { Note } from '../../ui/note.tsx'
import { toast } from '../../ui/toasts.ts'
import { useScope } from '../../use-scope.ts'
import { formProblem } from '../form-problem.tsx'
import { doneText, textOf } from './permission-fields.ts'

/** What somebody else wrote meanwhile; without `theirs` they deleted it. */
type Met = { theirs: Permission | undefined; yours: string }

/** The permission as a new reading shows it, if there still is one; null where nothing could be read. */
async function asItIsNow(scope: string | undefined, id: string): Promise<Pick<Met, 'theirs'> | null> {
  try {
    const { resources } = await queryClient.query({ ...catalogue(scope), staleTime: 0 })
    return { theirs: resources.flatMap(({ permissions }) => permissions).find((one) => one.id === id) }
  } catch {
    return null
  }
}

/** The dialog for one permission, as it was `seen` when it was opened. */
export function DescribePermission({ seen, onClose }: { seen: Permission; onClose: () => void }) {
  const scope = useScope()
  const rule = connected().directory?.traits.permissions?.description
  const [dirty, setDirty] = useState(false)
  const [met, setMet] = useState<Met | null>(null)
  const base = met?.theirs ?? seen
  const saving = useMutation({
    async mutationFn(text: string) {
      if (text === (base.description ?? '').trim()) return null
      return having(having(placeAt(scope).permissions).describe)(base, text)
    },
    async onError(error, text) {
      if (!(error instanceof Problem) || error.kind !== 'conflict') return
      const now = await asItIsNow(scope, seen.id)
      if (now) setMet({ ...now, yours: text })
    },
    onSuccess(done) {
      toast({
        tone: 'good',
        text: done
          ? doneText(`“${seen.name}” described`, done.visible)
          : 'Nothing to save: nothing was changed.',
      })
      onClose()
    },
  })
  const { error } = saving
  const conflict = met && error instanceof Problem && error.kind === 'conflict'
  const gone = conflict && !met.theirs
  return (
    <Dialog title={`Describe ${seen.name}`} onClose={onClose} dismissable={!saving.isPending}>
      <LeaveGuard when={dirty && !saving.isSuccess} />
      {conflict && (
        <Note
          tone="warn"
          live
          title={gone ? 'Somebody deleted it meanwhile' : 'Somebody described it meanwhile'}
        >
          {gone ? (
            'There is nothing left to describe. Your text has not been saved.'
          ) : (
            <>
              <p>Nothing has been saved. Change your text if you like; saving it replaces theirs.</p>
              <Facts
                items={[
                  { term: 'Theirs', value: met.theirs?.description || 'no description' },
                  { term: 'Yours', value: met.yours || 'no description' },
                ]}
              />
            </>
          )}
        </Note>
      )}
      <Form
        onSubmit={(data) => saving.mutate(textOf(data, 'description'))}
        pending={saving.isPending}
        problem={formProblem(conflict ? null : error)}
        submit={conflict ? 'Replace theirs' : 'Save'}
        submitReason={gone && 'It does not exist any more.'}
        cancel={{ label: conflict ? 'Keep theirs' : 'Cancel', onClick: onClose }}
        onDirtyChange={setDirty}
      >
        {rule && (
          <TextField
            name="description"
            label={rule.label}
            required={rule.required}
            maxLength={rule.max}
            hint={rule.hint}
            defaultValue={seen.description ?? ''}
          />
        )}
      </Form>
    </Dialog>
  )
}
