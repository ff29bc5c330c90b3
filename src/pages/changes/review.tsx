// The last look before marks are saved: every change in words, what others did meanwhile, and what cannot be taken back by
// the person who does it.
import type { Meeting } from '../../directory/delta.ts'
import { isEmpty } from '../../directory/delta.ts'
import { ChangeList } from '../../ui/change-list.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import type { FormProblem } from '../../ui/form.tsx'
import { Stack } from '../../ui/layout.tsx'
import { isLocking, LockoutNote, lockWords, whyWait, type Lock } from '../lockout.tsx'
import type { Holders } from './holders.ts'
import type { Found } from './save.ts'
import { linesOf, sumOf, type Lookup } from './words.tsx'

type ReviewProps = {
  of: Holders
  found: readonly Found[]
  /** Whether others changed these sets since the marks were made. */
  met: boolean
  nameOf: (holder: string) => string
  lookup: Lookup
  /** What this does to the person's own way to manage roles. */
  lock: Lock
  pending: boolean
  progress: string | undefined
  /** Cancelled while something was on its way. */
  ending: boolean
  problem: FormProblem | null
  onSave: () => void
  onClose: () => void
}

/** Saves only on its button; the button says what it does. */
export function Review(props: ReviewProps) {
  const { of, found, met, nameOf, lookup, lock, pending, progress, ending, problem } = props
  const limit = of.limit()
  const add = found.reduce((sum, { meeting }) => sum + meeting.yours.add.length, 0)
  const remove = found.reduce((sum, { meeting }) => sum + meeting.yours.remove.length, 0)
  const nothing = add + remove === 0
  const over = found.find(
    ({ meeting }) => meeting.yours.add.length > 0 && meeting.merged.length > (limit ?? Infinity),
  )
  return (
    <Confirm
      title={met ? 'Somebody changed this meanwhile' : 'Review the changes'}
      confirm={nothing ? 'Done' : met ? 'Save on top of theirs' : 'Save'}
      size="medium"
      danger={isLocking(lock)}
      pending={pending}
      problem={problem}
      typed={isLocking(lock) ? lockWords : undefined}
      reason={
        over
          ? `“${nameOf(over.holder)}” would ${of.have} ${over.meeting.merged.length} permissions, and a ${of.one} can have at most ${limit}.`
          : whyWait(lock)
      }
      onConfirm={props.onSave}
      onCancel={props.onClose}
    >
      <Stack>
        <LockoutNote lock={lock} />
        {met && (
          <p>
            Nothing has been saved yet. What others did stays as it is; your changes come on top of it, and
            only what still differs is sent.
          </p>
        )}
        <p>
          {nothing
            ? 'Nothing is left to save: others have made the same changes.'
            : `${sumOf(add, remove)}${found.length > 1 ? `, in ${found.length} ${of.many}` : ''}.`}
        </p>
        {found.map(({ holder, meeting }) => (
          <Part key={holder} has={of.has} name={nameOf(holder)} meeting={meeting} lookup={lookup} />
        ))}
        <output>{progress}</output>
        <output>{ending && 'It ends after what is being sent now.'}</output>
      </Stack>
    </Confirm>
  )
}

type PartProps = { has: string; name: string; meeting: Meeting; lookup: Lookup }

function Part({ has, name, meeting, lookup }: PartProps) {
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
            Together {name} then {has} {merged.length} permission{merged.length === 1 ? '' : 's'}.
          </p>
        )}
      </Stack>
    </section>
  )
}
