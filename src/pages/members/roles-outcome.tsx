// What became of a save of roles, item by item, where there is more to say than that it went well.
import type { ChangeOutcome } from '../../directory/model.ts'
import { Button } from '../../ui/button.tsx'
import { ChangeList } from '../../ui/change-list.tsx'
import { Note } from '../../ui/note.tsx'
import type { Names } from './staged-roles.ts'

/** Whether every change was made by us, at once and visibly. */
export function isPlain({ items, visible, redone, inactive }: ChangeOutcome): boolean {
  return visible && !redone && !inactive && items.every(({ problem, already }) => !problem && !already)
}

type RolesOutcomeProps = { outcome: ChangeOutcome; names: Names; onClose: () => void }

/** Draws nothing for an outcome that is plain: a toast has said it. */
export function RolesOutcome({ outcome, names, onClose }: RolesOutcomeProps) {
  if (isPlain(outcome)) return null
  const { items, redone, visible, inactive } = outcome
  const failed = items.some(({ problem }) => problem)
  return (
    <Note
      tone={failed ? 'bad' : 'warn'}
      title={failed ? 'Not everything was saved' : 'Saved, with something to know'}
      live
      actions={<Button onClick={onClose}>Dismiss</Button>}
    >
      {failed && <p>What was not saved is still marked, so that you can try it again.</p>}
      {redone && (
        <p>
          Somebody saved at the same moment and had undone this without knowing of it. It was made again; both
          hold now.
        </p>
      )}
      {!visible && <p>The directory took the change, but its lists do not show it yet.</p>}
      {inactive && (
        <p>
          What was assigned is stored, but this person’s roles are suspended here, so it gives nothing yet.
        </p>
      )}
      <ChangeList
        mono={false}
        label="What became of each role"
        items={items.map(({ id, change, already, problem }) => ({
          key: `${change} ${id}`,
          kind: problem ? 'failed' : already ? 'same' : change,
          name: names.get(id) ?? id,
          note:
            problem?.message ??
            (already &&
              (change === 'add'
                ? 'Somebody had assigned it already.'
                : 'Somebody had taken it away already.')),
        }))}
      />
    </Note>
  )
}
