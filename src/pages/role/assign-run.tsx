// A role while it is given to several people and when that is over: what became of each, and what failed tried again.
import type { Person } from '../../directory/model.ts'
import { counted } from '../../ui/amount.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Table } from '../../ui/table.tsx'
import type { Assigning } from './assigning.ts'
import { isInactive, isSettled, type Fate } from './fate.ts'

type AssignRunProps = {
  title: string
  people: readonly Person[]
  assigning: Assigning
  /** Why nothing can be tried again. */
  reason?: string | undefined
  /** Goes back to the choice, with those that are left. */
  onBack?: (() => void) | undefined
  onClose: () => void
}

/** Open while it is mounted; cannot be dismissed while something is being sent. */
export function AssignRun({ title, people, assigning, reason, onBack, onClose }: AssignRunProps) {
  const { fates, work, cancel } = assigning
  const settled = people.filter(({ id }) => isSettled(fates.get(id))).length
  const left = people.length - settled
  return (
    <Dialog title={title} onClose={onClose} dismissable={!work.isPending}>
      <output>
        {settled} of {counted(people.length, 'person', 'people')} done
      </output>
      <Table
        label="What became of it"
        rows={people}
        rowKey={({ id }) => id}
        empty=""
        columns={[
          { key: 'name', head: 'Name', primary: true, cell: ({ name }) => name },
          { key: 'fate', head: 'Outcome', cell: ({ id }) => <FateOf fate={fates.get(id)} /> },
        ]}
      />
      <DialogActions>
        {work.isPending ? (
          <Button onClick={cancel}>Cancel the rest</Button>
        ) : (
          <>
            {left > 0 && (
              <Button kind="primary" disabledReason={reason} onClick={() => work.mutate(people)}>
                {left === people.length
                  ? 'Try again'
                  : left === 1
                    ? 'Try the other one again'
                    : `Try the other ${left} again`}
              </Button>
            )}
            {left > 0 && onBack && <Button onClick={onBack}>Change the choice</Button>}
            <Button onClick={onClose}>Close</Button>
          </>
        )}
      </DialogActions>
    </Dialog>
  )
}

const words = {
  waiting: 'not done',
  working: 'working…',
  assigned: 'assigned',
  already: 'had it already',
  unseen: 'accepted, not visible yet',
  redone: 'assigned again: somebody wrote over it at the same moment',
} as const

function FateOf({ fate }: { fate: Fate | undefined }) {
  if (fate?.kind === 'failed')
    return (
      <>
        <Badge tone="bad">failed</Badge> {fate.why}
      </>
    )
  const text = words[fate?.kind ?? 'waiting']
  if (isInactive(fate))
    return (
      <>
        <Badge tone="warn">{text}</Badge> It is stored, but this person’s roles are suspended here, so it
        gives nothing yet.
      </>
    )
  return <Badge tone={isSettled(fate) ? 'good' : 'plain'}>{text}</Badge>
}
