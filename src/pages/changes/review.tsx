// The last look before marks are saved: every change in words, what others did meanwhile, and what cannot be taken back by
// the person who does it.
import type { Meeting } from '../../directory/delta.ts'
import { isEmpty } from '../../directory/delta.ts'
import { ChangeList } from '../../ui/change-list.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Stack } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import type { Found } from './save.ts'
import { linesOf, sumOf, type Lookup } from './words.tsx'

type ReviewProps = {
  found: readonly Found[]
  /** Whether others changed these roles since the marks were made. */
  met: boolean
  nameOf: (role: string) => string
  lookup: Lookup
  /** What the person loses themselves, as sentences; each has to be typed away. */
  warnings: readonly string[]
  /** What has to be typed before this can be saved. */
  typed: string | undefined
  pending: boolean
  progress: string | undefined
  problem: { message: string } | null
  onSave: () => void
  onClose: () => void
}

/** Saves only on its button; the button says what it does. */
export function Review(props: ReviewProps) {
  const { found, met, nameOf, lookup, warnings, typed, pending, progress, problem, onSave, onClose } = props
  const add = found.reduce((sum, { meeting }) => sum + meeting.yours.add.length, 0)
  const remove = found.reduce((sum, { meeting }) => sum + meeting.yours.remove.length, 0)
  const nothing = add + remove === 0
  return (
    <Confirm
      title={met ? 'Somebody changed this meanwhile' : 'Review the changes'}
      confirm={nothing ? 'Done' : met ? 'Save on top of theirs' : 'Save'}
      size="medium"
      danger={warnings.length > 0}
      pending={pending}
      problem={problem}
      typed={typed}
      onConfirm={onSave}
      onCancel={onClose}
    >
      <Stack>
        {warnings.map((warning) => (
          <Note key={warning} tone="bad" title="This takes something from you">
            {warning}
          </Note>
        ))}
        {met && (
          <p>
            Nothing has been saved yet. What others did stays as it is; your changes come on top of it, and
            only what still differs is sent.
          </p>
        )}
        <p>
          {nothing
            ? 'Nothing is left to save: others have made the same changes.'
            : `${sumOf(add, remove)}${found.length > 1 ? `, in ${found.length} roles` : ''}.`}
        </p>
        {found.map(({ role, meeting }) => (
          <Part key={role} name={nameOf(role)} meeting={meeting} lookup={lookup} />
        ))}
        <output>{progress}</output>
      </Stack>
    </Confirm>
  )
}

function Part({ name, meeting, lookup }: { name: string; meeting: Meeting; lookup: Lookup }) {
  const { theirs, yours, both, merged } = meeting
  const touched = !isEmpty(theirs)
  return (
    <section aria-label={name}>
      <Stack gap="small">
        <h3>{name}</h3>
        {touched && (
          <>
            <p>Done by others since you began</p>
            <ChangeList label={`Done by others to ${name}`} items={linesOf(lookup, theirs)} />
            {!isEmpty(both) && (
              <p>Of yours, {both.add.length + both.remove.length} they have done as well.</p>
            )}
            {!isEmpty(yours) && <p>Yours, on top of that</p>}
          </>
        )}
        {!isEmpty(yours) && <ChangeList label={`Changes to ${name}`} items={linesOf(lookup, yours)} />}
        {touched && (
          <p>
            Together {name} then hands out {merged.length} permission{merged.length === 1 ? '' : 's'}.
          </p>
        )}
      </Stack>
    </section>
  )
}
